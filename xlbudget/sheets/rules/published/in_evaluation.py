"""Where a published figure of a self-evaluation table belongs: its fund block, its totals, figures quoted in texts."""

from __future__ import annotations

from xlbudget.language.expressions import Balance, Expr, Formula, Ratio, Ref
from xlbudget.sheets.inputs.evaluation import is_whole
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published import own_words
from xlbudget.sheets.rules.published.counterpart import Counterpart, Publication, at
from xlbudget.sheets.rules.published.facts import fact, factor, row_of, unit_of
from xlbudget.sheets.rules.published.sources import available
from xlbudget.sheets.rules.published.topics import ALL_TRIPLE, staff, triple_year
from xlbudget.sheets.tables import triple
from xlbudget.sheets.tables.evaluation_form import evaluation_forms

SCORE = 10
"""得分 of the fund block is 10 × 执行率."""
DONE = "实际完成值"
TRIPLE_CONTROL, RUNNING_COST = "“三公经费”控制率", "行政运行成本控制"
BASIC = Ref("公开03/合计/基本支出")
LAST_BASIC = Ref("附件1/部门基本支出预算调整/上年决算数")
STAFF, LAST_STAFF = staff("年末实有人数"), staff("上年人数")
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
    if not quantity:
        item = next((kind for word, kind in own_words.TRIPLE_OF if word in line), "")
        return _money(Ref(f"{triple.KEY}/{triple.ROW}/决算数/{item}"), entry) if item else None
    if quantity in EXECUTED:
        return at(context, f"{sheet}/年度资金总额/执行率")
    if expr := _controlled(context, line, quantity):
        return Counterpart(expr, expr) if isinstance(expr, Ratio) else _money(expr, entry)
    if line in own_words.RATES and quantity == "完成率":
        rate = own_words.rate(context, *own_words.RATES[line])
        return Counterpart(rate, rate) if rate else None
    if total := own_words.summed(context, line, quantity):
        return Counterpart(total[0], scale=scale(total[1], entry.unit))
    if expr := own_words.saved(context, line, quantity):
        return _money(expr, entry)
    if quantity in ("下降", "扣分"):
        return _deducted(context, sheet, entry.line, quantity)
    return of_fact(context, quantity, entry)


def _controlled(context: Context, line: str, quantity: str) -> Expr | None:
    """What the two indicators about 三公经费 and 行政运行成本 say of this year and the last."""
    year = context.data.year
    spoken = quantity.replace(f"{year - 1}年", "上年").replace(f"{year}年", "")
    if line == TRIPLE_CONTROL:
        spent, last = Ref(f"{triple.KEY}/{triple.ROW}/决算数/合计"), triple_year("上年决算数", *ALL_TRIPLE)
        figures: dict[str, Expr] = {
            "决算数": spent,
            "上年决算数": last,
            "增减": Balance((spent,), (last,)),
            "控制率": Ratio(spent, triple_year("年初预算数", *ALL_TRIPLE)),
        }
    elif line == RUNNING_COST:
        # 上升率 is the quotient of both years' 人均 minus one; both parts are multiplied by last year's staff.
        at_last_staff = Formula(
            f"IF({STAFF.template}=0,0,{{{BASIC.key}}}*{LAST_STAFF.template}/{STAFF.template})", (BASIC,)
        )
        figures = {
            "决算数": BASIC,
            "上年决算数": LAST_BASIC,
            "人数": STAFF,
            "上年人数": LAST_STAFF,
            "人均": Ratio(BASIC, STAFF),
            "上年人均": Ratio(LAST_BASIC, LAST_STAFF),
            "上升率": Ratio(Balance((at_last_staff,), (LAST_BASIC,)), LAST_BASIC),
        }
    else:
        return None
    return figures.get(spoken)


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


def of_fact(context: Context, name: str, entry: Publication) -> Counterpart | None:
    """A 事实 printed again, in the unit of this place."""
    unit = unit_of(context, name)
    if unit is None:
        return None
    return Counterpart(fact(context, name), scale=scale(unit, entry.unit), fact=row_of(context, name))


def _money(expr: Expr, entry: Publication) -> Counterpart:
    return Counterpart(expr, scale=scale("万元", entry.unit))


def scale(own: str, printed: str) -> float:
    """How many times a figure in its own unit is the printed one; a place without a unit prints the own."""
    same = own.endswith("元") == printed.endswith("元")
    return factor(own) / factor(printed) if printed and same else 1
