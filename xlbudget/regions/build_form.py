"""From a layout file to a form: its differences laid over the common ones, and checked against the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import reduce
from typing import Any, NamedTuple

from xlbudget.datafile.classification import catalogue
from xlbudget.datafile.kinds import shown
from xlbudget.language.form import REPORT, Form, TableForm
from xlbudget.regions import printed, sections
from xlbudget.regions.explain_yaml import HOLE, comma
from xlbudget.regions.printed import Printing
from xlbudget.regions.read_yaml import Source
from xlbudget.sheets.tables.every import DECLARED
from xlbudget.sheets.tables.live_table import Classified, named_in
from xlbudget.sheets.tables.printed_table import PrintedTable

MOST_NOTES = 20
NAMING = ("名称", "说明", "依据")
"""What every layout says of itself."""
OF_ONE = ("注", "舍位注", "无数据说明", "纸张")
"""What a table that is printed once more has not of the first: what is said below it, and how wide it is."""
NO_BRACES = "这里不能用花括号；{单位} 和 {年度} 只能写在 抬头、标题、注、无数据说明 里"
_HOLES = re.compile(r"\{([^{}]*)\}|[{}]")


class Laid(NamedTuple):
    """A table that is laid out: its name in the form, its declaration, what is said of it and where."""

    name: str
    table: PrintedTable
    said: Mapping[str, Any]
    path: str


def assembled(common: Source, *layers: Source) -> Form:
    """The form that the last layer describes over those before it; ``BadLayout`` names the line of what cannot be."""
    own = layers[-1]
    for key in NAMING:
        if not str(own.content.get(key, "")).strip():
            raise own.refuse(key, "必须有这个键，而且不能是空的")
    differing = reduce(over, (layer.content for layer in layers))
    merged = over(common.content, differing)
    made = printed.printing(common.content, differing)
    if found := [*printed.contradictions(merged, made), *_of_whole(merged)] or list(
        _of_tables(merged, laid_out(merged, made))
    ):
        # What the file itself says comes first, then what it is laid over.
        there = ((layer, place) for layer in reversed(layers) for place in found if place[0] in layer.lines)
        layer, (path, why) = next(there, (own, found[0]))
        raise layer.refuse(path, why)
    laid = laid_out(merged, made)
    balanced = merged["舍位注"]
    return Form(
        name=merged["名称"],
        caption=merged["说明"],
        basis=merged["依据"],
        year=int(merged["表式年度"]),
        shared=frozenset(key for key, said in merged.items() if said == "有"),
        rare_classes=frozenset(merged["不用就不列的类"]),
        unlisted=tuple(merged["公开06不列的科目"]),
        tables={one.name: _table(one, made, balanced) for one in laid if one.name not in made.unprinted},
        unprinted={one.name: _table(one, made, balanced) for one in laid if one.name in made.unprinted},
        needs=(*(key for one in laid for key in one.table.needs), "说明"),
        file=own.file,
        unproved="" if (said := merged.get("待核", "")) == "无" else said,
        thresholds={name: (said["数"], said["依据"]) for name, said in merged["界限"].items()},
        sections=tuple(sections.sections(merged)),
        report=tuple(sections.sections(merged["自评报告"], REPORT)),
        report_title=merged["自评报告"]["题"],
        parts=tuple(sections.parts(merged["部分"])),
        terms=tuple(merged["名词解释"]),
    )


def over(below: Any, above: Any) -> Any:
    """``above`` laid over ``below``: mappings merge key by key, anything else replaces."""
    if not (isinstance(below, Mapping) and isinstance(above, Mapping)):
        return above
    return {key: over(below.get(key), above[key]) if key in above else below[key] for key in {**below, **above}}


def laid_out(merged: Mapping[str, Any], made: Printing) -> list[Laid]:
    """The declared tables that are printed or that others refer to, then those that are printed once more."""
    own = {*made.names, *made.unprinted}
    laid = [Laid(name, DECLARED[name], _said(name, merged), f"表.{name}") for name in DECLARED if name in own]
    for name, said in merged.get("另印", {}).items():
        if name in made.names:
            of, own_said = said["取自"], {"注": [], "纸张": "横向"} | said
            shared = {key: one for key, one in _said(of, merged).items() if key not in OF_ONE}
            laid.append(Laid(f"{of}｜{name}", DECLARED[of], shared | own_said, f"另印.{name}"))
    return laid


def _said(name: str, merged: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a table; one that the common form has not is called by its own name."""
    live = DECLARED[name].live
    columns = [column.label for column in live.columns if not column.optional] if live else []
    return {"标题": name, "注": [], "纸张": "横向", "列": columns, **merged["表"].get(name, {})}


def _table(one: Laid, made: Printing, balanced: str) -> TableForm:
    said, name = one.said, one.name.rpartition("｜")[2]
    unprinted = name in made.unprinted
    return TableForm(
        sheet=f"不印-{name}" if unprinted else made.sheet(name),
        number="" if unprinted else made.number(name),
        of=said.get("取自", ""),
        title=said["标题"],
        notes=tuple(said["注"]),
        balanced_notes=tuple(said.get("舍位注", (*said["注"], balanced))),
        heading=said.get("抬头", ""),
        words=said.get("用语", {}),
        landscape=said["纸张"] == "横向",
        blank_zeros=said.get("零") == "不印",
        own=said,
    )


def _why_not(name: str, names: Sequence[str], what: str) -> str:
    """Why a name is refused of which there are these only."""
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"，是否应为“{near[0]}”" if near else f"，可以是：{'、'.join(names)}"
    return f"没有叫“{shown(name)}”的{what}{comma(name) or hint}"


def _of_whole(merged: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Path and reason of everything that cannot be, beside what is said of the tables."""
    if not re.fullmatch(r"[12][0-9]{3}", year := merged["表式年度"]):
        yield "表式年度", f"应为四位数的年度，现为“{year}”"
    for key in NAMING:
        if "{" in merged[key] or "}" in merged[key]:
            yield key, NO_BRACES
    if not merged["舍位注"].strip():
        yield "舍位注", "不能是空的"
    yield from _holes("舍位注", merged["舍位注"])
    yield from _codes("不用就不列的类", merged["不用就不列的类"], "functional", (3,))
    yield from _codes("公开06不列的科目", merged["公开06不列的科目"], "economic", (3, 5))
    for name, said in merged["界限"].items():
        if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", number := said["数"]):
            yield f"界限.{name}.数", f"应为不带单位的数，现为“{shown(number)}”"
    yield from sections.contradictions(merged)


def _of_tables(merged: Mapping[str, Any], laid: Sequence[Laid]) -> Iterator[tuple[str, str]]:
    """Path and reason of everything that no table can print."""
    for _, table, said, path in laid:
        yield from _words(table, said.get("用语", {}), f"{path}.用语")
        for i, row in enumerate(said.get("零不印的行", ())):
            if row not in table.blank_rows:
                yield f"{path}.零不印的行[{i}]", _why_not(row, table.blank_rows, "可以不印零的行")
        yield from _texts(said, path)
        if table.live:
            yield from _columns(table.live, said["列"], f"{path}.列", twice="取自" in said)
        yield from table.contradictions(said, merged)


def _words(table: PrintedTable, words: Mapping[str, str], path: str) -> Iterator[tuple[str, str]]:
    may_go = table.may_go
    for name, word in words.items():
        if name not in table.words:
            yield f"{path}.{name}", _why_not(name, table.words, "表头或行")
        elif not word.strip() and name not in may_go:
            yield f"{path}.{name}", "不能印成空的" + (f"，只有 {'、'.join(may_go)} 可以不印" if may_go else "")
        if "{" in word or "}" in word:
            yield f"{path}.{name}", NO_BRACES


def _texts(said: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the texts above and below a table."""
    if len(said["注"]) > MOST_NOTES:
        yield f"{path}.注", f"有 {len(said['注'])} 条，最多 {MOST_NOTES} 条"
    notes = [(f"{path}.{key}[{i}]", note) for key in ("注", "舍位注") for i, note in enumerate(said.get(key, ()))]
    for place, text in [(f"{path}.标题", said["标题"]), *notes]:
        if not text.strip():
            yield place, "不能是空的" if place.endswith("标题") else "不能是空的；没有注就写 注: []"
    for place, text in [*((f"{path}.{key}", said.get(key, "")) for key in ("抬头", "标题", "无数据说明")), *notes]:
        yield from _holes(place, text)


def _holes(path: str, text: str) -> Iterator[tuple[str, str]]:
    for hole in _HOLES.finditer(text):
        if hole.group(1) not in HOLE:
            yield path, f"花括号里只能是 {{单位}} 或 {{年度}}，现有“{shown(hole.group())}”"


def _codes(path: str, codes: list[str], which: Any, lengths: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    listed = {code for code in catalogue(which) if len(code) in lengths}
    for i, code in enumerate(codes):
        if code not in listed:
            yield f"{path}[{i}]", f"目录里没有代码“{shown(code)}”{comma(code)}"


def _columns(table: Classified, chosen: list[str], path: str, twice: bool) -> Iterator[tuple[str, str]]:
    """What is wrong with the columns of a table; where it is printed ``twice``, others refer to those of the first."""
    labels = [column.label for column in table.columns]
    if not chosen:
        yield path, "至少要印一列"
    for i, label in enumerate(chosen):
        if label not in labels:
            yield f"{path}[{i}]", _why_not(label, labels, "列")
        if chosen.index(label) != i:
            yield f"{path}[{i}]", f"“{label}”已经列过了"
    for column in table.columns:
        if column.label not in chosen and not column.optional and not twice:
            yield path, f"缺少“{column.label}”，这一列不能不印；少印几列的一张写在 另印 里"
    for column in table.columns:
        for need in named_in(column.figure):
            if column.label in chosen and need not in chosen:
                yield path, f"“{column.label}”由“{need}”等算出，印它就要一并列出“{need}”"
