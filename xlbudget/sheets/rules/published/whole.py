"""公开-齐全, 公开-完整, 公开-无数据说明: what a publication must have, by its layout; notes at tables without figures.

A list is looked at where something of its section was entered as published. A figure that is entered itself need not
be published once more: it is the one that the narrative prints.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.language.expressions import Expr, Formula, Money
from xlbudget.language.sections import Demand, Section
from xlbudget.language.verdicts import NOT_APPLICABLE
from xlbudget.language.words import Figure, Text, Variant
from xlbudget.sheets.inputs.find_by_name import written
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published.demanded import (
    KEY,
    PART,
    SECTION,
    TABLE,
    entered_whole,
    figure_of,
    typed,
    value_of,
)
from xlbudget.sheets.rules.published.topics_by_pattern import NARRATIVE
from xlbudget.sheets.rules.rule import NOTHING, Check, Example, Figures, Rule, Side, Weight

COMPLETE = Rule(
    "公开-完整",
    "公布的说明里，规定要公布的数都有",
    "预算法实施条例第六条、地方预决算公开操作规程（财预〔2016〕143号）；各节的依据见版式的 须公布",
    "公布的文件里补上这个数，登记到 录入-公开数；已经公布而没有登记的补登记",
    Example("说明 十二", Figures(0, 0), {"录入/公开数/行@8": "十二/采购"}, Figures(1, 0)),
    severity="unexplained",
    unit="个",
)
NOTE = Rule(
    "公开-无数据说明",
    "没有数的表下面有“本表无数据”的说明，有数的没有",
    "地方预决算公开操作规程（财预〔2016〕143号）：没有数据的表也要公开，并作说明",
    "没有数的表补上说明，有数的删去",
    Example("公开08", Figures(1, 1), {"录入/支出/资金来源@1": "国有资本经营预算财政拨款"}, Figures(1, 0)),
    unit="条",
)
PRESENT = Rule(
    "公开-齐全",
    "规定要公开的表、节、部分都有",
    "预算法实施条例第六条、财预〔2016〕143号：部门收支总体和财政拨款的各张表、职责和机构设置、决算说明、名词解释都要公开；"
    "有哪些见版式的 表、节次、部分。公开数可以只登记一部分，登记了多数（版式的 界限）才这样看",
    "公布的文件里补上；已经公布而没有登记的补登记；只登记一部分的写明",
    Example(
        "公开的表",
        Figures(7, 0, verdict=NOT_APPLICABLE),
        {"录入/公开数/表@1": "公开01", "录入/公开数/表@2": "公开02", "录入/公开数/表@7": "公开03"},
        Figures(4, 0),
    ),
    severity="unexplained",
    unit="个",
)
SUBJECTS = {TABLE: "公开的表", SECTION: "说明的节", PART: "公开文件的部分"}
NOTED = "无数据说明"
"""Begins the keys of 说明 under which the note is that was published below a table: 无数据说明/公开08."""


def checks(context: Context) -> Iterator[Check]:
    if "公开数" in context.data.content:
        for section in context.form.sections:
            if section.demand.figures:
                yield _whole(context, section, section.demand)
        for kind, subject in SUBJECTS.items():
            left = Side("没有登记的", Formula(f"COUNTIF({{{KEY}/{kind}}},0)", (Money("录入/公开数/数"),)))
            names = "&".join(
                f"{{{KEY}/{kind}/缺@{row}}}" for row in range(1, context.names.areas[f"{KEY}/{kind}"].rows + 1)
            )
            said = f'"什么也没有登记："&MID({names},2,999)&"；"'
            yield Check(PRESENT, subject, left, NOTHING, entered_whole(kind), told=said)
    texts = context.data.record("说明")
    noted = any(key.startswith(f"{NOTED}/") for key in texts)
    for name, table in context.form.tables.items():
        key = f"{NOTED}/{table.sheet}"
        if noted and context.has(f"科目树/{name}/个数"):
            row = f'MATCH("{written(key)}",{{录入/说明/键｜比}},0)'
            note = Formula(f"IF(IFERROR(LEN(TRIM(INDEX({{录入/说明/文字}},{row}))),0)>0,1,0)", ())
            empty = Formula(f'IF(AND({{科目树/{name}/个数}}=0,COUNTIF({{{name}/合计}},"<>0")=0),1,0)', ())
            published, due = Side("公布的无数据说明", note), Side("没有数的表", empty)
            # Where notes of other tables are entered, one that is not may only not have been entered.
            weight: Weight | None = None if key in texts else "unexplained"
            yield Check(NOTE, table.sheet, published, due, "{有数/数}>0", severity=weight)


def _whole(context: Context, section: Section, demand: Demand) -> Check:
    wanted = list(_wanted(context, section, demand.figures))
    count = Formula("+".join(f"IF({missing},1,0)" for _, missing in wanted), (Money("录入/公开数/数"),))
    names = "&".join(f'IF({missing},"、{name}","")' for name, missing in wanted)
    told = f'"没有公布："&MID({names},2,999)&"（{demand.basis}）；"'
    there = "+".join(_entries(f"{section.number}{mark}*") for mark in ("/", "（"))
    left = Side("没有公布的", count)
    return Check(COMPLETE, f"说明 {section.number}", left, NOTHING, f"{there}>0", told=told)


def _entries(line: str, column: str = "") -> str:
    """A template: how many published figures of 说明 there are of such a line, and in that column."""
    more = f',{{录入/公开数/列}},"{column}"' if column else ""
    return f'COUNTIFS({{录入/公开数/表}},"{NARRATIVE}",{{录入/公开数/行}},"{line}"{more})'


def _wanted(context: Context, section: Section, text: Text, also: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Name of a figure → a template that holds where it should be published and is not."""
    for part in text:
        match part:
            case Figure(line, column):
                typed = _typed(context, figure_of(context, section, part))
                missing = (*also, f"{_entries(f'*/{line}', column)}=0", *([f"COUNT({typed})=0"] if typed else ()))
                yield f"{line}{'' if column in ('金额', '数量') else column}", f"AND({','.join(missing)})"
            case Variant(Figure() as figure, (branch, *_)):
                if value := value_of(figure_of(context, section, figure)):
                    yield from _wanted(context, section, branch, (*also, f"SUM({value})<>0"))


def _typed(context: Context, expr: Expr | None) -> str:
    """The input cell that a figure repeats; "" for what is made of several."""
    keys = typed(context, expr)
    return f"{{{keys[0]}}}" if len(keys) == 1 and keys[0] in context.names.figures else ""
