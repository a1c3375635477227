"""附件2 部门整体支出绩效自评表: the fund block comes from 支出, by 收入性质 and by 支出性质."""

from __future__ import annotations

from xlbudget.datafile.fields import FUND, GENERAL
from xlbudget.language.expressions import Balance, Entries, Expr, Formula, Ref, Tally
from xlbudget.language.sheet import Item, Link, Page, Paper, Sheet
from xlbudget.sheets.inputs.base_data import NON_TAX, NON_TAX_ROW
from xlbudget.sheets.inputs.find_by_name import non_zero
from xlbudget.sheets.tables.evaluation_form import (
    PRINTED,
    WIDTHS,
    Form,
    fund_score,
    goals,
    indicators,
    slots,
    totals,
)
from xlbudget.sheets.tables.heading import EVALUATION

KEY = "附件2"
NAME = "部门整体支出绩效自评表"
BASIS = f"附件2 {NAME}"


def sheet(form: Form, base_data: bool) -> Sheet:
    """``base_data``: whether the data file has 基础数据, which holds 纳入专户管理的非税收入拨款."""
    goal_items, goal_heights = goals(form, 11)
    items, heights, frames, end = indicators(form, 13)
    return Sheet(
        KEY,
        (
            Item(1, 1, Link("附件2", "目录"), "caption"),
            Item(2, 1, Formula(f'年度&"年度{NAME}"'), "title", cols=PRINTED),
            Item(3, 1, "市级预算部门名称", "text_center", cols=3),
            Item(3, 4, Formula(_name(form)), "text", cols=6),
            *_funds(form, base_data),
            *goal_items,
            *items,
            *totals(form, 3),
        ),
        WIDTHS,
        heights=((2, 34), *((row, 22) for row in range(3, 11)), *goal_heights, *heights),
        frames=tuple(frames),
        page=Page(PRINTED, rows=end, landscape=True, heading=(13, 13)),
        hidden_columns=(10,),
        about=NAME,
        paper=Paper(EVALUATION, NAME),
        slots=slots(form, 13),
    )


def _name(form: Form) -> str:
    return f'IF(LEN({form.cell("表内名称")})=0,单位名称,{form.cell("表内名称")}&"")'


def _funds(form: Form, base_data: bool) -> list[Item]:
    def key(row: str, column: str) -> str:
        return form.key(f"{row}/{column}")

    headings = ("年度预算申请", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    figures: tuple[tuple[int, str, Expr], ...] = (
        (4, "年初预算数", Entries("支出", "年初预算数")),
        (5, "全年预算数", Entries("支出", "全年预算数")),
        (6, "全年执行数", Ref("公开03/合计/本年支出合计")),
    )
    same = f"{{录入/基础数据/附件1行}},{NON_TAX_ROW}"
    special: Expr = (
        Formula(
            f"SUMIFS({{录入/基础数据/决算数}},{same})/金额换算",
            (Tally(non_zero("{录入/基础数据/决算数}", same), "基础数据"),),
        )
        if base_data
        else Formula("0", ())
    )
    names = ("其中:一般公共预算", "政府性基金拨款", NON_TAX, "其他资金")
    by_income: tuple[Expr, ...] = (
        Entries("支出", "本年支出", GENERAL),
        Entries("支出", "本年支出", FUND),
        special,
        Balance((Ref(key("年度资金总额", "全年执行数")),), tuple(Ref(key(name, "全年执行数")) for name in names[:3])),
    )
    by_kind = (("其中:基本支出", Ref("公开03/合计/基本支出")), ("项目支出", Ref("公开03/合计/项目支出")))
    items = [
        Item(4, 1, headings[0], "head", cols=3),
        *(Item(4, col, heading, "head") for col, heading in enumerate(headings[1:], 4)),
        Item(5, 1, "年度资金总额（万元）", "text_center", cols=3),
        *(Item(5, col, figure, "amount", key=key("年度资金总额", column)) for col, column, figure in figures),
        *fund_score(form, 5),
        Item(6, 1, None, "text_center", cols=3, rows=5),
        Item(6, 4, "按收入性质分:", "text", cols=2),
        Item(6, 6, "按支出性质分:", "text", cols=4),
    ]
    for row, (name, figure) in enumerate(zip(names, by_income, strict=True), 7):
        items += [
            Item(row, 4, f"{name}:", "text"),
            Item(row, 5, figure, "amount_blank", key=key(name, "全年执行数")),
        ]
    for row, (name, figure) in enumerate(by_kind, 7):
        items += [
            Item(row, 6, f"{name}:", "text"),
            Item(row, 7, figure, "amount_blank", key=key(name, "全年执行数"), cols=3),
        ]
    items += [Item(row, 6, None, "text", cols=4) for row in (9, 10)]
    return items
