"""附件3 项目支出绩效自评表, one a project: its figures come from 录入-项目 and its sources of money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlbudget.datafile.file import Data
from xlbudget.language.blocks import across
from xlbudget.language.expressions import Balance, Formula, Ratio, Ref, Sum, Tally
from xlbudget.language.keys import key_word
from xlbudget.language.sheet import Item, Sheet, runs
from xlbudget.sheets.inputs.find_by_name import non_zero
from xlbudget.sheets.inputs.funding import BUDGETS
from xlbudget.sheets.tables import evaluation_form
from xlbudget.sheets.tables.evaluation_form import EvaluationForm, evaluation_forms, shown_text
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit

NAME = "项目支出绩效自评表"
BASIS = f"附件3 {NAME}"
THIS_YEAR = "当年财政拨款"
PROJECT = dict(zip(BUDGETS, ("年初预算", "预算指标", "支出金额"), strict=True))
"""Column of the fund block → what 录入-项目 calls it."""
USUAL = (THIS_YEAR, "上年结转资金", "其他资金")


def _sheets(unit: Unit) -> Iterator[Sheet]:
    funding = _funding(unit.data)
    for form in evaluation_forms(unit.data):
        if not form.whole:
            own = funding[form.number - 1] if form.number <= len(funding) else []
            yield _sheet(form, own or [(label, 0) for label in USUAL])


def _funding(data: Data) -> list[list[tuple[str, int]]]:
    """Of each evaluation, its sources of money with their rows (from 1) in 录入-绩效资金."""
    found: list[list[tuple[str, int]]] = []
    before = 0
    for entry in data.rows("绩效自评"):
        sources = entry.get("资金", [])
        found.append([(source["行"], row) for row, source in enumerate(sources, before + 1)])
        before += len(sources)
    return found


def _sheet(form: EvaluationForm, rows: Sequence[tuple[str, int]]) -> Sheet:
    """``rows``: label and row (0 for none) in 录入-绩效资金 of the table's sources of money."""
    if all(label != THIS_YEAR for label, _ in rows):
        rows = ((THIS_YEAR, 0), *rows)
    about, name = form.cell("对象"), form.cell("表内名称")
    above = [
        Item(3, 1, "项目支出名称", "text_center", cols=3),
        Item(3, 4, Formula(f'IF(LEN({name})=0,{about},{name})&""'), "text", cols=6),
        Item(4, 1, "主管部门", "text_center", cols=3),
        Item(4, 4, shown_text(form.cell("主管部门")), "text", cols=2),
        Item(4, 6, "实施单位", "text_center"),
        Item(4, 7, shown_text(form.cell("实施单位")), "text", cols=3),
        *_funds(form, rows),
    ]
    return evaluation_form.sheet(form, "附件3", NAME, above, 7 + len(rows), about)


def _funds(form: EvaluationForm, rows: Sequence[tuple[str, int]]) -> list[Item]:
    items = [
        Item(5, 1, "项目资金（万元）", "text_center", rows=2 + len(rows)),
        Item(5, 2, None, "head", cols=2),
        *across(5, 4, (*BUDGETS, "分值", "执行率", "得分"), "head"),
        Item(6, 2, "年度资金总额", "text", cols=2),
        *evaluation_form.fund_score(form, 6),
    ]
    for col, column in enumerate(BUDGETS, 4):
        total = Sum(tuple(Ref(_key(form, label, column)) for label, _ in rows))
        items.append(Item(6, col, total, "amount", key=form.key(f"年度资金总额/{column}")))
    for at, (label, _) in enumerate(rows, 7):
        items.append(Item(at, 2, f"其中：{label}" if at == 7 else label, "text", cols=2))
        for col, column in enumerate(BUDGETS, 4):
            figure = _amount(form, rows, at - 7, col, column)
            items.append(Item(at, col, figure, "amount_blank", key=_key(form, label, column)))
        budget, actual = (Ref(_key(form, label, column)) for column in BUDGETS[1:])
        items.append(Item(at, 7, None, "weight"))
        items.append(Item(at, 8, Ratio(actual, budget), "rate", key=_key(form, label, "执行率")))
        items.append(Item(at, 9, None, "score"))
    return items


def _key(form: EvaluationForm, label: str, column: str) -> str:
    """The key of a source of money: its label, unless that is the one of another row."""
    taken = label in ("年度资金总额", "总分")
    return form.key(f"{'%' * taken}{key_word(label)}/{column}")


def _others(form: EvaluationForm, rows: Sequence[tuple[str, int]], col: int) -> str:
    """The cells of a column above and below 当年财政拨款, as arguments of SUM, of which there may be 255."""
    cells = runs(form.sheet, ((7 + at, col) for at, (label, _) in enumerate(rows) if label != THIS_YEAR))
    return ",".join(area.text(form.sheet) for area in cells)


def _amount(form: EvaluationForm, rows: Sequence[tuple[str, int]], at: int, col: int, column: str) -> Formula:
    """The figure of the ``at``-th source, which stands in column ``col``."""
    label, entry = rows[at]
    entered = f"{{录入/绩效资金/{column}@{entry}}}" if entry else ""
    own = (Tally(non_zero(entered), "绩效资金"),) if entered else ()
    if label != THIS_YEAR:
        return Formula(f"SUM({entered})/金额换算" if entered else "0", own)
    # Where 当年财政拨款 is blank, it is the project's figure less the other rows.
    place = form.cell("项目行")
    whole = f"SUM(INDEX({{录入/项目/{PROJECT[column]}}},MAX({place},1)))"
    project = f"IF({place}=0,0,{whole}/金额换算)"
    others = _others(form, rows, col)
    rest = f"ROUND({project}-SUM({others}),6)" if others else project
    counted = f"IF({place}=0,0,IF({whole}=0,0,1))"
    if not entered:
        # The other rows are taken off here and added again in the total, which so is of one figure: the project's.
        taken_off = tuple(Ref(_key(form, other, column)) for other, _ in rows if other != THIS_YEAR)
        return Formula(rest, (Tally(counted, "项目"), Balance((), taken_off)))
    body = f"IF(COUNT({entered})=1,{entered}/金额换算,{rest})"
    return Formula(body, (Tally(f"IF(COUNT({entered})=1,1,{counted})", "项目"),))


TABLE = PrintedTable("附件3", _sheets, published=False)
