"""校验: a row a check: both figures, difference, bound and verdict; the cells concerned take their colour from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from xlbudget.language import verdicts
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Content, Item, Link, Sheet
from xlbudget.sheets.rules import rule, totals
from xlbudget.sheets.rules.bounds import Leaf, count, groups, leaves
from xlbudget.sheets.rules.families import group_of
from xlbudget.sheets.rules.rule import Check, Side
from xlbudget.sheets.rules.sums import spread
from xlbudget.sheets.rules.verdict_list import (
    FIRST,
    GO,
    ORDER,
    REMEDY,
    TILES,
    UNIT,
    VERDICT,
    InRow,
    VerdictColumn,
    VerdictList,
    VerdictRow,
    hidden,
)

CHECKS = VerdictList(
    "校验",
    (
        VerdictColumn(VERDICT, 8, "list_verdict"),
        VerdictColumn("位置", 25, "list_text"),
        VerdictColumn("内容", 25, "list_small"),
        VerdictColumn("左边", 21, "list_text"),
        VerdictColumn("左边的数", 12, "list_exact"),
        VerdictColumn("右边", 21, "list_text"),
        VerdictColumn("右边的数", 12, "list_exact"),
        VerdictColumn("差", 11, "list_exact"),
        VerdictColumn("界", 8, "list_exact"),
        VerdictColumn(REMEDY, 31, "list_small"),
        VerdictColumn(GO, 9, "list_link"),
        VerdictColumn("规则", 13, "list_small"),
        *hidden("左表", "左格", "右表", "右格", "处表", "处格", "组", "处", UNIT, ORDER),
    ),
    leads=("处表", "处格"),
)
"""处表 and 处格 are where a finding is told, 组 the group in which it counts, 处 as how many findings."""
HELP = "全是公式，录入一改就重判；不符为红、提示为黄、尾差为琥珀色，有关的单元格同色。点“去改”到那一格"
ABOUT = "各表自相矛盾的地方：规则、两边的数、差、界、判定"
_RELATIONS = {"=": "＝", "≤": "≤", "≥": "≥"}
TYPED_AS_TEXT = ("公开数",)
"""Keys whose figures are entered as texts, just as printed."""


def has_entries(keys: Sequence[str]) -> str:
    """A template: whether a figure is entered under one of these input keys."""
    cells = [f"{{有数/{key}}}" if key in TYPED_AS_TEXT else f"{{有数/{key}/数}}" for key in keys]
    return f"SUM({','.join(cells)})>0" if cells else "TRUE"


def check_sheet(names: Names, checks: Sequence[Check], with_published: bool) -> Sheet:
    rows = [_row(names, check, row) for row, check in enumerate(checks, FIRST)]
    numbers = totals.by_group(TILES, CHECKS.behind, with_published)
    return CHECKS.page((HELP, ABOUT), totals.tiles(with_published), numbers, rows)


def _row(names: Names, check: Check, row: int) -> VerdictRow:
    left, right = check.left, check.right
    entries = [leaves(names, side.figure) for side in (left, right)]
    bound, more = _bound(check, entries, row)
    when = has_entries(groups(entries[0] + entries[1]))
    if check.when:
        when = f"AND({when},{check.when})"
    verdict = rule.verdict(check.rule, "[差]", "[界]", check.failed)
    cells: dict[str, Content | InRow] = {
        "规则": check.rule.id,
        "位置": check.subject,
        "内容": check.rule.statement,
        "左边": _link(names, left),
        "左边的数": left.figure,
        "右边": _link(names, right, f"{_RELATIONS[check.rule.relation]} "),
        "右边的数": right.figure,
        "差": InRow("ROUND(SUM([左边的数])-SUM([右边的数]),6)"),
        "界": InRow(bound),
        VERDICT: InRow(f'IF({when},{verdict},"{verdicts.NOT_APPLICABLE}")'),
        REMEDY: _remedy(check),
        **_place(names, left, "左"),
        **_place(names, right, "右"),
        **_told_at(names, check),
        "组": group_of(check.rule.id),
        "处": InRow(check.count or "1"),
    }
    if check.rule.unit != rule.AMOUNT:
        cells[UNIT] = check.rule.unit
    return VerdictRow(cells, more)


def _remedy(check: Check) -> str | InRow:
    if not check.told:
        return check.rule.remedy
    return InRow(f'IF([判定]="{check.failed}",{check.told},"")&"{check.rule.remedy}"')


def _bound(check: Check, entries: Sequence[Counter[Leaf]], row: int) -> tuple[str, list[Item]]:
    """A template for the bound, by the entries that the two sides do not share; the cells that it needs."""
    difference = Counter(entries[0])
    difference.subtract(entries[1])
    alone = Counter({leaf: times for leaf, times in difference.items() if times})
    if check.rule.tolerance == rule.SAME_ENTRIES and alone:
        raise ValueError(f"{check.rule.id} {check.subject}: the two sides are not made of the same entries")
    if check.rule.tolerance != rule.COUNTED:
        return check.bound or "0", []
    counted, more = spread(count(alone), row, CHECKS.behind)
    return f"半宽*(1+{counted})", more


def _link(names: Names, side: Side, before: str = "") -> str | Link:
    """``before``: the relation; no text begins like a formula."""
    if not side.cell:
        return before + side.name
    area = names.cell(side.cell, f"{CHECKS.sheet} {side.name}")
    return Link(before + side.name, area.sheet, area.text(area.sheet))


def _told_at(names: Names, check: Check) -> Mapping[str, Content | InRow]:
    """Sheet and cell at which a breach is told, and the link there."""
    if not check.place:
        return {"处表": CHECKS.sheet}
    area = names.cell(check.place, f"{CHECKS.sheet} {check.subject}")
    cell = area.text(area.sheet)
    return {"处表": area.sheet, "处格": InRow(check.at) if check.at else cell, GO: Link("去看", area.sheet, cell)}


def _place(names: Names, side: Side, which: str) -> Mapping[str, Content]:
    """Sheet and cell of a side, for the colour of that cell."""
    if not side.cell:
        return {}
    area = names.cell(side.cell, f"{CHECKS.sheet} {side.name}")
    return {f"{which}表": area.sheet, f"{which}格": area.text(area.sheet)}
