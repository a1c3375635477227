"""应公布 (hidden): the tables, sections and parts that a region's publication has, and whether something is entered.

公开数 may be entered of a part of a publication; where it is entered of most tables (or sections), it is taken as
whole. What is not there at all is missing then, unless it has nothing to print but zeros, or what is entered itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xlbudget.datafile.kinds import ListOf
from xlbudget.language.blocks import computed
from xlbudget.language.expressions import Expr, Formula, Money, Ref, Sum
from xlbudget.language.form import EVALUATED, REPORT, Form
from xlbudget.language.sections import Section, numeral
from xlbudget.language.sheet import Area, Item, Sheet
from xlbudget.language.words import Figure, Listing, Part, Quote, Text, parts_of
from xlbudget.sheets.inputs.find_by_name import written
from xlbudget.sheets.inputs.paths import record_at
from xlbudget.sheets.inputs.thresholds import at
from xlbudget.sheets.rules.bounds import cells_in, leaves
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published.columns import column_of
from xlbudget.sheets.rules.published.sources import available
from xlbudget.sheets.rules.published.topics_by_pattern import NARRATIVE as TEXT
from xlbudget.sheets.rules.published.topics_by_pattern import topic

KEY = "应公布"
OF_UNIT = tuple(field.key for field in record_at("单位").fields if isinstance(field.kind, ListOf))
"""The lists of the unit's own words, which a part of the publication may need."""
TABLE, SECTION, PART = KINDS = ("表", "节", "部分")
SAID_ONLY = {"机关运行经费", "政府采购", "资产", "绩效情况"}
"""Keys that no public table prints: what is entered of them is what the narrative says."""
TOTALS = (
    *("总计/收入/金额", "合计/本年收入合计", "合计/本年支出合计", "合计/小计", "合计/年初结转和结余", "合计/本年收入"),
    *("人员经费合计/决算数", "公用经费合计/决算数", "三公经费/预算数/合计", "三公经费/决算数/合计"),
)
"""Of a table with any figure one of these that it has is not zero."""
ATTACHED = (REPORT, "附件*")
"""What 公开数 calls the papers behind the narrative."""
FIRST = 3
_INPUT = re.compile(r"\{(录入/[^{}@]+)\}")


@dataclass(frozen=True)
class Demanded:
    """A thing that a publication must have. ``name``: 公开02, 五（三）, 第一部分; ``title`` may hold ``{年度}``.

    ``content``: of a part, what it holds (公开表, 决算说明 …), or the key of 单位 with the words that it needs.
    """

    kind: str
    name: str
    title: str
    basis: str
    content: str = ""


def demanded(form: Form) -> tuple[Demanded, ...]:
    """Every table, every section of the narrative and every part that a region's publication must have, in order."""
    found = [Demanded(TABLE, table.sheet, table.title, form.basis) for table in form.tables.values()]
    found += [Demanded(SECTION, one.number, one.title, one.demand.basis or form.basis) for one in form.sections]
    for number, part in enumerate(form.parts, 1):
        listed = [one for _, texts in part.sections for text in texts for one, _ in parts_of(text)]
        own = [one.things for one in listed if isinstance(one, Listing) and one.things in OF_UNIT]
        name = f"第{numeral(number)}部分"
        found += [Demanded(PART, name, part.title, form.basis, what) for what in own or [part.content]]
    return tuple(found)


def entered_whole(kind: str) -> str:
    """A template: whether so much is entered that what is missing of a kind is missing in the publication; of the parts
    where tables and sections both are."""
    states = [f"{{{KEY}/{of}}}" for of in ((TABLE, SECTION) if kind == PART else (kind,))]
    most = ",".join(f"SUM({of})>0,SUM({of})*100>=COUNT({of})*{at('整份登记')}" for of in states)
    return f"AND({most})"


def demanded_sheet(context: Context) -> Sheet:
    """A row for each of which entries tell whether it is there: 1, 0, or nothing where it need not be there."""
    items = [Item(1, 1, "公开的文件要有什么，登记了没有（由公式得出，请勿改动）", "input_title")]
    areas, row = [], FIRST
    for kind in KINDS:
        first = row
        for one, there in _rows(context, kind):
            items += [Item(row, 1, _called(one), "computed"), computed(row, 2, there, f"{KEY}/{one.name}{one.content}")]
            items.append(Item(row, 3, one.basis, "computed"))
            row += 1
        states, names = (Area(KEY, first, col, row - first) for col in (2, 4))
        name, state = (Area(KEY, first, col).text(KEY) for col in (1, 2))
        items.append(computed(first, 4, f'IF(COUNTIF({state},0)>0,"、"&{name},"")', down=row - first))
        areas += [(f"{KEY}/{kind}", states), (f"{KEY}/{kind}/缺", names)]
    return Sheet(KEY, tuple(items), (40, 8, 60, 40), tuple(areas), hidden=True)


def _rows(context: Context, kind: str) -> Iterator[tuple[Demanded, str]]:
    for one in demanded(context.form):
        if one.kind == kind and (there := _there(context, one)):
            yield one, there


def _there(context: Context, one: Demanded) -> str:
    """A template: 1 where something of it is entered, 0 where it is missing; "" where no entry can tell."""
    return {TABLE: _table, SECTION: _section, PART: _part}[one.kind](context, one)


def _called(one: Demanded) -> str:
    of = {TABLE: "", SECTION: f" {one.title}", PART: f"的{one.content}"}[one.kind]
    return one.name + of.replace("{年度}", "本").replace("{单位}", "本单位")


def _table(context: Context, one: Demanded) -> str:
    own = next(name for name, table in context.form.tables.items() if table.sheet == one.name)
    totals = [key for total in TOTALS if (key := f"{own}/{total}") in context.names.figures]
    return _state(_entries(one.name), _any(f"{{{key}}}" for key in totals)) if totals else ""


def _part(context: Context, one: Demanded) -> str:
    if one.content in OF_UNIT:
        return _state(f"COUNTA({{录入/单位/{one.content}}})")
    reported = one.content == "附件" and any(key in context.data.content for key in EVALUATED)
    return _state("+".join(map(_entries, ATTACHED))) if reported else ""


def _section(context: Context, one: Demanded) -> str:
    above, within, _ = one.name.partition("（")
    section, *inner = (
        other for other in context.form.sections if other.number == one.name or other.number.startswith(f"{one.name}（")
    )
    there = "+".join(_entries(TEXT, f"{one.name}{mark}*") for mark in ("/" if within else "/（"))
    if section.demand.basis:
        must = _demand(context, section, [part for of in inner for part in _parts(of.paragraphs)])
    elif any(other.number == above and other.demand.basis for other in context.form.sections):
        return ""
    else:
        must = _printed(context, (section, *inner))
        if within and must:
            must = f"AND(SUM({{{KEY}/{above}}})>0,{must})"
    looked_at = [value for one in section.looks_at if (value := value_of(figure_of(context, section, one)))]
    if looked_at and must:
        must = f"AND({_any(looked_at)},{must})"
    return _state(there, must) if must else ""


def _demand(context: Context, section: Section, parts: list[Part]) -> str:
    """A template: whether a section that must be there has a figure that only 公开数 can tell, or lacks its texts."""
    figures = [part for part in section.demand.figures if isinstance(part, Figure)]
    if not figures:
        keys = dict.fromkeys(part.key for part in (*parts, *_parts(section.paragraphs)) if isinstance(part, Quote))
        text = 'INDEX({{录入/说明/文字}},MATCH("{}",{{录入/说明/键｜比}},0))'
        blank = [f"IFERROR(LEN({text.format(written(key))}),0)=0" for key in keys]
        return f"AND({','.join(blank or ['TRUE'])})"
    made = [cells for one in figures if (cells := typed(context, figure_of(context, section, one)))]
    if not made or any(key.split("/")[1] not in SAID_ONLY for cells in made for key in cells):
        return "TRUE"
    # What is entered is what it says; a total of several was not entered.
    totals = ["+".join(f'COUNTIF({{{key}}},"{sign}0")' for key in keys for sign in "<>") for keys in made]
    every = ",".join(f"{{{key}}}" for key in dict.fromkeys(key for cells in made for key in cells))
    return f"OR(COUNT({every})=0,{','.join(f'{total}>1' for total in dict.fromkeys(totals))})"


def _printed(context: Context, sections: Iterable[Section]) -> str:
    """A template: whether one of the amounts is not zero that sections make of several entered ones."""
    made = [
        (section, part)
        for section in sections
        for part in _parts(section.paragraphs)
        if isinstance(part, Figure) and part.line and part.column == "金额"
    ]
    amounts = [expr for section, part in made if (expr := figure_of(context, section, part))]
    values = (value_of(expr) for expr in amounts if cells_in(leaves(context.names, expr)) > 1)
    told = dict.fromkeys(filter(None, values))
    return _any(told) if told else ""


def _parts(texts: Iterable[Text]) -> list[Part]:
    return [part for text in texts for part, _ in parts_of(text)]


def _any(values: Iterable[str]) -> str:
    """A template: whether one of these is not zero as it is printed."""
    return f"OR({','.join(f'ROUND({value},2)<>0' for value in values)})"


def _state(there: str, must: str = "TRUE") -> str:
    return f'IF({there}>0,1,IF({must},0,""))'


def _entries(table: str, line: str = "") -> str:
    """A template: how many published figures there are of a table, or of such a line of it."""
    if not line:
        return f'COUNTIF({{录入/公开数/表}},"{table}")'
    return f'COUNTIFS({{录入/公开数/表}},"{table}",{{录入/公开数/行}},"{line}")'


def figure_of(context: Context, section: Section, figure: Figure) -> Expr | None:
    """The figure of a section's sentence, if something entered gives it."""
    found = topic(context, figure.line, section.source)
    expr = column_of(found, figure.column) if found else None
    return expr if available(context, expr) else None


def value_of(expr: Expr | None) -> str:
    """A template for a figure; "" where nothing gives it."""
    match expr:
        case Ref(key) | Money(key):
            return f"SUM({{{key}}})"
        case Formula(template, _):
            return template
        case Sum(terms):
            return "+".join(filter(None, map(value_of, terms)))
    return ""


def typed(context: Context, expr: Expr | None) -> list[str]:
    """The keys of the input cells that a figure is made of; none where it is made of lists."""
    if isinstance(expr, Ref):
        found = [leaf.key if isinstance(leaf, Money) else "" for leaf, _ in leaves(context.names, expr)]
        return found if all(found) else []
    return _INPUT.findall(value_of(expr))
