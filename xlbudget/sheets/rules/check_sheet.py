"""校验: a row a check: both figures, difference, bound and verdict; the cells concerned take their colour from here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from xlbudget.language import verdicts
from xlbudget.language.expressions import Formula, Typed
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Content, Item, Link, Sheet
from xlbudget.sheets.inputs.digits import in_money
from xlbudget.sheets.inputs.explanations import BAR, PLACE, WHOLE
from xlbudget.sheets.inputs.find_by_name import written
from xlbudget.sheets.rules import rule, totals
from xlbudget.sheets.rules.bounds import Leaf, as_typed, count, groups, leaves
from xlbudget.sheets.rules.families import group_of
from xlbudget.sheets.rules.rule import Check, Side
from xlbudget.sheets.rules.sums import spread
from xlbudget.sheets.rules.verdict_list import (
    FIRST,
    GO,
    REMEDY,
    TILES,
    UNIT,
    InRow,
    VerdictColumn,
    VerdictList,
    VerdictRow,
    hidden,
)
from xlbudget.sheets.rules.verdict_order import ALIKE, ORDER, OWN_ORDER, VERDICT

REASON = "理由"
SUMMARY = "舍位平衡/一句话"
"""What adjusting the entries came to, in a sentence on the auditor's sheet."""
KEYS = re.compile(r"\{([^{}]+)\}")
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
        *hidden(
            "左表",
            "左格",
            "右表",
            "右格",
            "处表",
            "处格",
            "组",
            "处",
            UNIT,
            "处名",
            "数文",
            REASON,
            ALIKE,
            OWN_ORDER,
            ORDER,
        ),
    ),
    leads=("处表", "处格"),
)
"""处表 and 处格 are where a finding is told, 组 the group in which it counts, 处 as how many findings. Of what a reason
clears: 处名 as 录入-核实 names it, 数文 the figure as a reason says it, 理由 the reason there is."""
HELP = (
    "全是公式，录入一改就重判；不符为红，需说明、提示为黄，尾差为琥珀色，已说明为灰，有关的单元格同色。点“去改”到那一格"
)
ABOUT = "各表自相矛盾的地方：规则、两边的数、差、界、判定"
_RELATIONS = {"=": "＝", "≤": "≤", "≥": "≥"}
TYPED_AS_TEXT = ("公开数",)
"""Keys whose figures are entered as texts, just as printed."""


def has_entries(keys: Sequence[str]) -> str:
    """A template: whether a figure is entered under one of these input keys."""
    cells = [f"{{有数/{key}}}" if key in TYPED_AS_TEXT else f"{{有数/{key}/数}}" for key in keys]
    return f"SUM({','.join(cells)})>0" if cells else "TRUE"


def check_sheet(names: Names, checks: Sequence[Check], with_published: bool, balanced: bool = False) -> Sheet:
    """``balanced``: what is printed is made of adjusted entries, and adds up; sides that are not made of the same
    entries are judged by what was typed, and what a reason speaks of is shown as it is printed."""
    rows = [_row(names, check, row, balanced) for row, check in enumerate(checks, FIRST)]
    numbers = totals.by_group(TILES, CHECKS.behind, with_published)
    help_ = Formula(f'{{{SUMMARY}}}&"。"&"{HELP}"') if balanced else HELP
    return CHECKS.page((help_, ABOUT), totals.tiles(with_published), numbers, rows)


def _row(names: Names, check: Check, row: int, balanced: bool) -> VerdictRow:
    left, right = check.left, check.right
    if balanced:
        counted = check.rule.tolerance == rule.COUNTED
        left, right = (replace(s, figure=Typed(s.figure)) if counted or _of_entries(s) else s for s in (left, right))
    entries = [leaves(names, side.figure) for side in (left, right)]
    bound, more = _bound(names, check, entries, row)
    when = has_entries(groups(entries[0] + entries[1]))
    if check.when:
        when = f"AND({when},{as_typed(check.when)})"
    failed = check.failed
    verdict = rule.verdict(check.rule, "[差]", "[界]", failed)
    if check.object:
        verdict = verdict.replace(f'"{failed}"', f'IF(LEN([{REASON}])>0,"{verdicts.EXPLAINED}","{failed}")')
    shown, gap = (left, right), "ROUND(SUM([左边的数])-SUM([右边的数]),6)"
    if check.object and (left, right) != (check.left, check.right):
        shown, col = (check.left, check.right), CHECKS.behind + len(more)
        typed = [Item(row, at, side.figure, "computed") for at, side in enumerate((left, right), col)]
        gap, more = "ROUND(SUM({})-SUM({}),6)".format(*(item.address for item in typed)), [*more, *typed]
    cells: dict[str, Content | InRow] = {
        "规则": check.rule.id,
        "位置": check.subject,
        "内容": check.rule.statement,
        "左边": _link(names, left),
        "左边的数": shown[0].figure,
        "右边": _link(names, right, f"{_RELATIONS[check.rule.relation]} "),
        "右边的数": shown[1].figure,
        "差": InRow(gap),
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
    if check.object:
        cells |= _reason(names, check)
    return VerdictRow(cells, more, check.rule.id if check.object else "")


def _of_entries(side: Side) -> bool:
    """Whether it is what a rule asks of entries, and of nothing that is printed."""
    template = side.figure.template if isinstance(side.figure, Formula) else ""
    return bool(keys := KEYS.findall(template)) and all(key.startswith("录入/") for key in keys)


def _remedy(check: Check) -> str | InRow:
    failed = f'[判定]="{check.failed}"'
    told = f'IF({failed},{check.told},"")&' if check.told else ""
    if check.object:
        told = f'IF(OR({failed},[判定]="{verdicts.EXPLAINED}"),{check.told},"")&' if check.told else ""
        # There is a reason for it, but it speaks of another figure.
        said = f"INDEX({{{WHOLE}}},MATCH([处名],{{{PLACE}}},0))"
        other = f'"录入-核实 里说的是 "&MID({said},LEN([处名])+2,99)&"，现在是 "&[数文]&"；"'
        told += f'IF({failed},IF(IFERROR(LEN({said}),0)>0,{other},""),"")&'
    return InRow(f'{told}"{check.rule.remedy}"') if told else check.rule.remedy


def _reason(names: Names, check: Check) -> Mapping[str, Content | InRow]:
    """The entry of 核实 that speaks of this place and this figure, of the place, or of all that breaks the rule."""
    own, every = f'[处名]&"{BAR}"', f'"{written(check.rule.id)}{BAR}{BAR}"'
    row = ""
    for key in (every, f"{every}&[数文]", own, f"{own}&[数文]"):
        found = f"MATCH({key},{{{WHOLE}}},0)"
        row = f"IFERROR({found},{row})" if row else found
    return {
        "处名": written(f"{check.rule.id}{BAR}{check.object}"),
        "数文": InRow(in_money("SUM([左边的数])")),
        REASON: InRow(f"IFERROR(INDEX({{录入/核实/说明}},{row}),{_in_texts(names, check.reasons)})"),
    }


def _in_texts(names: Names, keys: Sequence[str]) -> str:
    """A template: the first of these texts of 说明 that there is, and of which nothing wrong is said; "" for none."""
    body = '""'
    for key in reversed(keys if "提示/录入-说明" in names.areas else ()):
        row = f'MATCH("{written(key)}",{{录入/说明/键｜比}},0)'
        text = f'IF(INDEX({{提示/录入-说明}},{row})="",TRIM(INDEX({{录入/说明/文字}},{row})),"")'
        body = f"IF(IFERROR(LEN({text}),0)>0,{text},{body})"
    return body


def _bound(names: Names, check: Check, entries: Sequence[Counter[Leaf]], row: int) -> tuple[str, list[Item]]:
    """A template for the bound, by the entries that the two sides do not share; the cells that it needs."""
    difference = Counter(entries[0])
    difference.subtract(entries[1])
    alone = Counter({leaf: times for leaf, times in difference.items() if times})
    if check.rule.tolerance == rule.SAME_ENTRIES and alone:
        raise ValueError(f"{check.rule.id} {check.subject}: the two sides are not made of the same entries")
    if check.rule.tolerance != rule.COUNTED:
        return check.bound or "0", []
    counted, more = spread(count(alone, names), row, CHECKS.behind)
    return f"半宽*(1+{counted})", more


def _link(names: Names, side: Side, before: str = "") -> str | Link:
    """``before``: the relation; no text begins like a formula."""
    if not side.cell:
        return before + side.name
    area = names.typed_at(side.cell, f"{CHECKS.sheet} {side.name}")
    return Link(before + side.name, area.sheet, area.text(area.sheet))


def _told_at(names: Names, check: Check) -> Mapping[str, Content | InRow]:
    """Sheet and cell at which a breach is told, and the link there."""
    if not check.place:
        return {"处表": CHECKS.sheet}
    area = names.typed_at(check.place, f"{CHECKS.sheet} {check.subject}")
    cell = area.text(area.sheet)
    return {"处表": area.sheet, "处格": InRow(check.at) if check.at else cell, GO: Link("去看", area.sheet, cell)}


def _place(names: Names, side: Side, which: str) -> Mapping[str, Content]:
    """Sheet and cell of a side, for the colour of that cell."""
    if not side.cell:
        return {}
    area = names.typed_at(side.cell, f"{CHECKS.sheet} {side.name}")
    return {f"{which}表": area.sheet, f"{which}格": area.text(area.sheet)}
