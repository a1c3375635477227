"""附件2 部门整体支出绩效自评表: the fund block comes from 支出, by 收入性质 and by 支出性质."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import FUND, GENERAL
from xlbudget.language.blocks import across
from xlbudget.language.expressions import Balance, Entries, Expr, Formula, Ref
from xlbudget.language.sheet import Item, Sheet
from xlbudget.sheets.inputs.base_data import NON_TAX, NON_TAX_ROW
from xlbudget.sheets.tables import evaluation_form
from xlbudget.sheets.tables.evaluations import WHOLE_SHEET, EvaluationForm, evaluation_forms
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit
from xlbudget.sheets.tables.sums import column_sum

KEY = WHOLE_SHEET
NAME = "部门整体支出绩效自评表"
TOTAL = "年度资金总额"


def _sheets(unit: Unit) -> Iterator[Sheet]:
    for form in evaluation_forms(unit.data):
        if form.whole:
            name = form.cell("表内名称")
            above = [
                Item(3, 1, "市级预算部门名称", "text_center", cols=3),
                Item(3, 4, Formula(f'IF(LEN({name})=0,单位名称,{name}&"")'), "text", cols=6),
                *_funds(form, "基础数据" in unit.data.content),
            ]
            yield evaluation_form.sheet(form, "附件2", NAME, above, 11)


def _funds(form: EvaluationForm, base_data: bool) -> list[Item]:
    """``base_data``: whether the data file has 基础数据, which holds 纳入专户管理的非税收入拨款."""

    def key(row: str, column: str = "全年执行数") -> str:
        return form.key(f"{row}/{column}")

    headings = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    figures: tuple[tuple[str, Expr], ...] = (
        ("年初预算数", Entries("支出", "年初预算数")),
        ("全年预算数", Entries("支出", "全年预算数")),
        ("全年执行数", Ref("公开03/合计/本年支出合计")),
    )
    non_tax = column_sum("基础数据", "决算数", f"{{录入/基础数据/附件1行}},{NON_TAX_ROW}")
    names = ("其中:一般公共预算", "政府性基金拨款", NON_TAX, "其他资金")
    by_income: tuple[Expr, ...] = (
        Entries("支出", "本年支出", GENERAL),
        Entries("支出", "本年支出", FUND),
        non_tax if base_data else Formula("0", ()),
        Balance((Ref(key(TOTAL)),), tuple(Ref(key(name)) for name in names[:3])),
    )
    by_kind = (("其中:基本支出", Ref("公开03/合计/基本支出")), ("项目支出", Ref("公开03/合计/项目支出")))
    items = [
        Item(4, 1, "年度预算申请", "head", cols=3),
        *across(4, 4, headings, "head"),
        Item(5, 1, f"{TOTAL}（万元）", "text_center", cols=3),
        *(Item(5, col, figure, "amount", key=key(TOTAL, column)) for col, (column, figure) in enumerate(figures, 4)),
        *evaluation_form.fund_score(form, 5),
        Item(6, 1, None, "text_center", cols=3, rows=5),
        Item(6, 4, "按收入性质分:", "text", cols=2),
        Item(6, 6, "按支出性质分:", "text", cols=4),
    ]
    for col, cols, block in ((4, 1, zip(names, by_income, strict=True)), (6, 3, by_kind)):
        for row, (name, figure) in enumerate(block, 7):
            items.append(Item(row, col, f"{name}:", "text"))
            items.append(Item(row, col + 1, figure, "amount_blank", key=key(name), cols=cols))
    return [*items, *(Item(row, 6, None, "text", cols=4) for row in (9, 10))]


TABLE = PrintedTable(KEY, _sheets, published=False)
