"""附件3 项目支出绩效自评表, one a project: its figures come from 录入-项目 and its sources of money."""

from __future__ import annotations

from collections.abc import Sequence

from xlbudget.language.expressions import Balance, Formula, Ratio, Ref, Sum, Tally
from xlbudget.language.keys import key_word
from xlbudget.language.sheet import Item, Link, Page, Paper, Sheet, runs
from xlbudget.sheets.inputs.find_by_name import non_zero
from xlbudget.sheets.inputs.funding import BUDGETS
from xlbudget.sheets.tables.evaluation_form import (
    PRINTED,
    WIDTHS,
    Form,
    fund_score,
    goals,
    indicators,
    shown_text,
    slots,
    totals,
)
from xlbudget.sheets.tables.heading import EVALUATION

NAME = "项目支出绩效自评表"
BASIS = f"附件3 {NAME}"
THIS_YEAR = "当年财政拨款"
PROJECT = dict(zip(BUDGETS, ("年初预算", "预算指标", "支出金额"), strict=True))
"""Column of the fund block → what 录入-项目 calls it."""
USUAL = (THIS_YEAR, "上年结转资金", "其他资金")


def sheet(form: Form, funding: Sequence[tuple[str, int]]) -> Sheet:
    """``funding``: label and row (from 1) in 录入-绩效资金 of the table's sources of money."""
    rows = funding if any(label == THIS_YEAR for label, _ in funding) else ((THIS_YEAR, 0), *funding)
    if not funding:
        rows = tuple((label, 0) for label in USUAL)
    goal_row = 7 + len(rows)
    goal_items, goal_heights = goals(form, goal_row)
    items, heights, frames, end = indicators(form, goal_row + 2)
    title = f'IF(LEN({form.cell("表内名称")})=0,{form.cell("对象")},{form.cell("表内名称")})&""'
    return Sheet(
        form.sheet,
        (
            Item(1, 1, Link("附件3", "目录"), "caption"),
            Item(2, 1, Formula(f'年度&"年度{NAME}"'), "title", cols=PRINTED),
            Item(3, 1, "项目支出名称", "text_center", cols=3),
            Item(3, 4, Formula(title), "text", cols=6),
            Item(4, 1, "主管部门", "text_center", cols=3),
            Item(4, 4, shown_text(form.cell("主管部门")), "text", cols=2),
            Item(4, 6, "实施单位", "text_center"),
            Item(4, 7, shown_text(form.cell("实施单位")), "text", cols=3),
            *_funds(form, rows),
            *goal_items,
            *items,
            *totals(form, 3),
        ),
        WIDTHS,
        heights=((2, 34), *((row, 22) for row in range(3, goal_row)), *goal_heights, *heights),
        frames=tuple(frames),
        page=Page(PRINTED, rows=end, landscape=True, heading=(goal_row + 2, goal_row + 2)),
        hidden_columns=(10,),
        about=Formula(f'"{NAME}："&{form.cell("对象")}'),
        paper=Paper(EVALUATION, NAME, form.cell("对象").strip("{}")),
        slots=slots(form, goal_row + 2),
    )


def _funds(form: Form, rows: Sequence[tuple[str, int]]) -> list[Item]:
    headings = ("", *BUDGETS, "分值", "执行率", "得分")
    items = [
        Item(5, 1, "项目资金（万元）", "text_center", rows=2 + len(rows)),
        Item(5, 2, None, "head", cols=2),
        *(Item(5, col, heading, "head") for col, heading in enumerate(headings[1:], 4)),
        Item(6, 2, "年度资金总额", "text", cols=2),
        *fund_score(form, 6),
    ]
    for col, column in enumerate(BUDGETS, 4):
        total = Sum(tuple(Ref(_key(form, label, column)) for label, _ in rows))
        items.append(Item(6, col, total, "amount", key=form.key(f"年度资金总额/{column}")))
    for at, (label, _) in enumerate(rows, 7):
        items.append(Item(at, 2, f"其中：{label}" if at == 7 else label, "text", cols=2))
        for col, column in enumerate(BUDGETS, 4):
            items.append(
                Item(
                    at,
                    col,
                    _amount(form, rows, at - 7, col, column),
                    "amount_blank",
                    key=_key(form, label, column),
                )
            )
        budget, actual = (_key(form, label, column) for column in BUDGETS[1:])
        items += [
            Item(at, 7, None, "weight"),
            Item(at, 8, Ratio(Ref(actual), Ref(budget)), "rate", key=_key(form, label, "执行率")),
            Item(at, 9, None, "score"),
        ]
    return items


def _key(form: Form, label: str, column: str) -> str:
    """The key of a source of money: its label, unless that is the one of another row."""
    taken = label in ("年度资金总额", "总分")
    return form.key(f"{'%' * taken}{key_word(label)}/{column}")


def _others(form: Form, rows: Sequence[tuple[str, int]], col: int) -> str:
    """The cells of a column above and below 当年财政拨款, as arguments of SUM, of which there may be 255."""
    cells = runs(form.sheet, ((7 + at, col) for at, (label, _) in enumerate(rows) if label != THIS_YEAR))
    return ",".join(area.text(form.sheet) for area in cells)


def _amount(form: Form, rows: Sequence[tuple[str, int]], at: int, col: int, column: str) -> Formula:
    """The figure of the ``at``-th source, which stands in column ``col``."""
    label, entry = rows[at]
    entered = f"{{录入/绩效资金/{column}@{entry}}}" if entry else ""
    own = (Tally(non_zero(entered), "绩效资金"),) if entered else ()
    if label != THIS_YEAR:
        return Formula(f"SUM({entered})/金额换算" if entered else "0", own)
    # 当年财政拨款空着：项目的数减去其他各行。
    place = form.cell("项目行")
    whole = f"{{录入/项目/{PROJECT[column]}}}"
    project = f"IF({place}=0,0,SUM(INDEX({whole},MAX({place},1)))/金额换算)"
    others = _others(form, rows, col)
    rest = f"ROUND({project}-SUM({others}),6)" if others else project
    counted = f"IF({place}=0,0,IF(SUM(INDEX({whole},MAX({place},1)))=0,0,1))"
    if not entered:
        # 其余各行减去又在合计里加回来，所以合计只有项目的一个数。
        taken_off = tuple(Ref(_key(form, other, column)) for other, _ in rows if other != THIS_YEAR)
        return Formula(rest, (Tally(counted, "项目"), Balance((), taken_off)))
    return Formula(
        f"IF(COUNT({entered})=1,{entered}/金额换算,{rest})", (Tally(f"IF(COUNT({entered})=1,1,{counted})", "项目"),)
    )
