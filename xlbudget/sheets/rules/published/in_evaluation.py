"""Where a published figure of a self-evaluation table belongs: its fund block, its totals, figures quoted in texts."""

from __future__ import annotations

from xlbudget.language.expressions import Formula, Ratio, Ref
from xlbudget.sheets.inputs.evaluation import is_whole
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published.counterpart import Counterpart, Publication, at
from xlbudget.sheets.rules.published.facts import fact, factor, formula_of, row_of, unit_of
from xlbudget.sheets.rules.published.sources import available
from xlbudget.sheets.tables.evaluations import evaluation_forms

SCORE = 10
"""得分 of the fund block is 10 × 执行率."""
DONE = "实际完成值"
EXECUTED = ("预算执行率", "执行率")


def counterpart(context: Context, entry: Publication) -> Counterpart | None:
    """The figure that an entry of 附件2 or 附件3 repeats; None when nothing entered gives it."""
    sheet = sheet_of(context, entry.table)
    if not sheet:
        return None
    if entry.column == DONE or entry.column.startswith(f"{DONE}/"):
        found = _in_text(context, sheet, entry)
        return found if found and available(context, found.ratio or found.figure) else None
    return _in_cell(context, sheet, entry)


def sheet_of(context: Context, table: str) -> str:
    """附件2 for 附件2, 附件3-1 … for 附件3:项目名称; "" for any other table."""
    if table == "附件2":
        return table
    if not table.startswith("附件3:"):
        return ""
    objects = [e["对象"] for e in context.data.rows("绩效自评") if not is_whole(e)]
    name = table.partition(":")[2]
    return f"附件3-{objects.index(name) + 1}" if name in objects else ""


def _in_cell(context: Context, sheet: str, entry: Publication) -> Counterpart | None:
    """A figure of the fund block or of 总分."""
    rate = context.names.figures.get(f"{sheet}/年度资金总额/执行率")
    ratio = rate.content if rate and isinstance(rate.content, Ratio) else None
    key = f"{sheet}/{entry.line}/{entry.column}"
    if entry.column == "得分" and context.has(key):
        return Counterpart(Ref(key), ratio, SCORE, cell=key)
    return at(context, key)


def _in_text(context: Context, sheet: str, entry: Publication) -> Counterpart | None:
    """A figure in the text 实际完成值 of an indicator."""
    line, quantity = entry.line.partition("#")[0], entry.column.removeprefix(DONE).removeprefix("/")
    if own := own_fact(context, entry, line, quantity or DONE):
        return of_fact(context, own, entry)
    if quantity in EXECUTED:
        return at(context, f"{sheet}/年度资金总额/执行率")
    if quantity in ("下降", "扣分"):
        return _deducted(context, sheet, entry.line, quantity)
    return of_fact(context, quantity, entry)


def _deducted(context: Context, sheet: str, line: str, quantity: str) -> Counterpart | None:
    """By how many points an indicator missed its target, or the score it lost for that."""
    form = next((form for form in evaluation_forms(context.data) if form.sheet == sheet), None)
    label, _, rank = line.partition("#")
    rows = [i for i, one in enumerate(form.indicators) if one["三级"].strip() == label] if form else []
    number = int(rank) if rank.isascii() and rank.isdecimal() and len(rank) < 9 else 1
    if not form or not 0 < number <= len(rows) or "评分" not in form.indicators[rows[number - 1]]:
        return None
    above, below = ("评分/目标", "评分/实际") if quantity == "下降" else ("分值", "计算得分")
    first, second = (f"{{录入/绩效指标/{name}@{form.before + 1 + rows[number - 1]}}}" for name in (above, below))
    return Counterpart(Formula(f"ROUND(SUM({first})-SUM({second}),6)", ()))


def own_fact(context: Context, entry: Publication, line: str, column: str) -> str:
    """The 键 of the fact that says what just this entry repeats: 行/列/处, else 行/列; "" when there is none."""
    keys = (f"{line}/{column}/{entry.where}", f"{line}/{column}")
    return next((key for key in keys if row_of(context, key)), "")


def of_fact(context: Context, name: str, entry: Publication) -> Counterpart | None:
    """A 事实 printed again, in the unit of this place; None where the file has none that is called so."""
    unit = unit_of(context, name)
    if unit is None:
        return None
    times = scale(unit, entry.unit)
    if text := formula_of(context, name):
        figure = context.worked.get(text)
        return Counterpart(figure, figure if isinstance(figure, Ratio) else None, times) if figure else None
    return Counterpart(fact(context, name), scale=times, fact=row_of(context, name))


def scale(own: str, printed: str) -> float:
    """How many times a figure in its own unit is the printed one; a place without a unit prints the own."""
    same = own.endswith("元") == printed.endswith("元")
    return factor(own) / factor(printed) if printed and same else 1
