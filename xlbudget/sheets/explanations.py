"""核实说明: what is unusual, a row each, with its figures and the reason for it: to be handed to the reviewer.

What has no reason yet comes first, the largest on top. Out of sight is what 录入-核实 offers to choose from: those, and
each rule of which several are open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlbudget.language.blocks import across, band, computed, down
from xlbudget.language.expressions import Formula
from xlbudget.language.paper import Paper
from xlbudget.language.sheet import Area, Frame, Item, Link, Page, Sheet, column_letter
from xlbudget.language.verdicts import EXPLAINED, UNEXPLAINED
from xlbudget.sheets.inputs.digits import in_money
from xlbudget.sheets.inputs.explanations import BAR
from xlbudget.sheets.rules.check_sheet import CHECKS, REASON
from xlbudget.sheets.rules.rule import Check
from xlbudget.sheets.tables.heading import SPARE_HEIGHT

KEY = "核实说明"
OFFERED = f"{KEY}/可选"
NAMED = {"需说明清单": OFFERED}
HEADINGS = ("序号", "规则", "对象", "数", "说明")
WIDTHS = (6, 44, 24, 46, 58)
FIRST = 5
PLACE, CHOICE, RULE, NUMBER = range(len(HEADINGS) + 1, len(HEADINGS) + 5)
"""Hidden columns: the row on 校验, what is offered; the rules, and of those with several open ones the number."""
ROW = f"(ROW({column_letter(RULE)}{FIRST})-{FIRST - 1})"
"""The number of a row: by a cell that nothing is calculated in, for its own would be a circle to some engines."""
OPEN, ALL, SEVERAL = f"{{{KEY}/需说明}}", f"{{{KEY}/行数}}", f"{{{KEY}/几条}}"


def explanations_sheet(checks: Sequence[Check], balanced: bool = False) -> Sheet:
    """A row for each check that a reason may clear; ``balanced``: its figures are those that are printed."""
    kind = [check for check in checks if check.object]
    rules = list(dict.fromkeys(check.rule.id for check in kind))
    rows = max(len(kind), 1)
    items = [
        Item(1, 1, "需要说明的情况", "title", cols=len(HEADINGS)),
        Item(2, 1, Link("核实说明", "目录"), "caption_left", cols=2),
        Item(3, 1, Formula('"单位："&单位名称'), "caption_left", cols=3),
        Item(3, 4, Formula('年度&"年度　金额单位：万元"'), "caption_right", cols=2),
        *across(4, 1, HEADINGS, "head"),
        computed(1, PLACE, f'COUNTIF({{校验/判定}},"{UNEXPLAINED}")', f"{KEY}/需说明"),
        computed(2, PLACE, f'{OPEN}+COUNTIF({{校验/判定}},"{EXPLAINED}")', f"{KEY}/行数"),
        computed(3, PLACE, f"{FIRST - 1}+MAX(1,{ALL})", f"{KEY}/末行"),
        computed(1, NUMBER, f"MAX({{{KEY}/规则序}})", f"{KEY}/几条"),
        *_rows(rows, balanced),
        *_choices(rows, rules),
    ]
    every = max(rows, len(rules))
    return Sheet(
        KEY,
        tuple(items),
        (*WIDTHS, 8, 8, 8, 8),
        areas=(
            (OFFERED, Area(KEY, FIRST, CHOICE, rows + len(rules))),
            (f"{KEY}/规则", Area(KEY, FIRST, RULE, every)),
            (f"{KEY}/规则序", Area(KEY, FIRST, NUMBER, every)),
        ),
        heights=((1, 34), (3, 18), (4, 22), *band(FIRST, rows, SPARE_HEIGHT)),
        frames=(Frame(FIRST, 1, rows, len(HEADINGS), f'$A{FIRST}<>""'),),
        page=Page(len(HEADINGS), landscape=True, heading=(1, 4), end=f"{KEY}/末行"),
        freeze=(FIRST, 1),
        slots=((FIRST, FIRST + rows - 1),),
        hidden_columns=(PLACE, CHOICE, RULE, NUMBER),
        paper=Paper(KEY, "核实情况说明", filled=f"{KEY}/行数"),
        about="要说明的各处和它们的说明，打印出来交给审核的人",
        brief="要说明的和它们的说明",
        tab="核对",
    )


def _rows(rows: int, balanced: bool) -> Iterator[Item]:
    place = Area(KEY, FIRST, PLACE).text(KEY)

    def told(column: str) -> str:
        return f"INDEX({{校验/{column}}},{place})"

    def figure(number: str) -> str:
        unit = told("单位")
        return f'IF({unit}="",{in_money(f"SUM({number})")},{number}&" "&{unit})'

    left, right = (told(f"{side}边的数") for side in "左右")
    apart = f"(SUM({left})-SUM({right}))" if balanced else told("差")
    figures = f'{told("左边")}&" "&{figure(left)}&"，"&{told("右边")}&" "&{figure(right)}'
    gap = f'&"，差 "&{figure(apart)}'
    open_, done = CHECKS.nth(UNEXPLAINED, ROW), CHECKS.nth(EXPLAINED, f"{ROW}-{OPEN}")
    shown = (
        (PLACE, f'IF({ROW}<={OPEN},{open_},IF({ROW}<={ALL},{done},""))', "computed"),
        (1, f'IF({place}="","",{ROW}&"")', "slot_center"),
        (2, f'IF({place}="","",{told("规则")}&"："&{told("内容")})', "slot_text"),
        (3, f'IF({place}="","",{told("位置")})', "slot_text"),
        (4, f'IF({place}="","",{figures}{gap})', "slot_text"),
        (5, f'IF({place}="","",IF({told(REASON)}="","（还没有说明）",{told(REASON)}))', "slot_text"),
    )
    yield from (Item(FIRST, col, Formula(body), style, down=rows) for col, body, style in shown)


def _choices(rows: int, rules: Sequence[str]) -> Iterator[Item]:
    place = Area(KEY, FIRST, PLACE).text(KEY)
    parts = f'&"{BAR}"&'.join(f"INDEX({{校验/{column}}},{place})" for column in ("规则", "位置", "数文"))
    whole = f"INDEX({{{KEY}/规则}},MATCH({ROW}-{OPEN},{{{KEY}/规则序}},0))"
    body = f'IF({ROW}<={OPEN},{parts},IF({ROW}<={OPEN}+{SEVERAL},{whole},""))'
    yield Item(FIRST, CHOICE, Formula(body), "computed", down=rows + len(rules))
    yield from down(FIRST, RULE, rules, "computed")
    for row, rule in enumerate(rules, FIRST):
        before = Area(KEY, FIRST - 1, NUMBER, row - FIRST + 1).text(KEY)
        several = f'COUNTIFS({{校验/规则}},"{rule}",{{校验/判定}},"{UNEXPLAINED}")>1'
        yield computed(row, NUMBER, f'IF({several},MAX({before})+1,"")')
