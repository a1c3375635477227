"""From a layout's 节次 and 节 to the sections of its documents; what is wrong with a sentence is said with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from xlbudget.datafile.kinds import shown
from xlbudget.language.form import REPORT, Part
from xlbudget.language.nearest import nearest
from xlbudget.language.sections import WITHIN, Demand, Section, numeral
from xlbudget.language.words import (
    COLUMNS,
    NAMES,
    PARAGRAPHS,
    BadWords,
    Figure,
    Inset,
    Listing,
    Name,
    Words,
    hole,
    parsed,
    parts_of,
)
from xlbudget.sheets.narrative.things import INSETS, OF_UNIT, OF_UNIT_NAMES, THINGS
from xlbudget.sheets.rules.published.columns import DIFFERENCES
from xlbudget.sheets.rules.published.topics_by_pattern import ECONOMIC_CLASS, FUNCTIONAL, usual

WHOLE_YEAR, HELD = "全年预算数", "含"
Said = Mapping[str, Any]


def sections(layout: Said, document: str = "") -> Iterator[Section]:
    """Those of a layout (of a document that it has) without contradictions, in order."""
    return (replace(section, document=document) for section in _sections(layout))


def _sections(layout: Said) -> Iterator[Section]:
    if "开头" in layout:
        yield Section("", "", tuple(map(parsed, layout["开头"])))
    for number, name in enumerate(layout["节次"], 1):
        yield (above := _section(numeral(number), said := layout["节"][name]))
        for inner, within in enumerate(said.get("分节", ()), 1):
            own = _section(above.number + WITHIN.format(numeral(inner)), within)
            yield replace(own, source=above.source, whole_year=above.whole_year, looks_at=above.looks_at)
        for inner, held in enumerate(said.get(HELD, ()), 1):
            yield _section(above.number + WITHIN.format(numeral(inner)), layout["节"][held])


def _section(number: str, said: Said) -> Section:
    texts, also = (tuple(map(parsed, said.get(key, ()))) for key in ("段", "也读"))
    silent, asked = said.get("无数据", {}), said.get("须公布", {})
    return Section(
        number,
        said["题"],
        texts,
        also,
        said.get("资金", ""),
        said.get("预算") == WHOLE_YEAR,
        tuple(figure for text in silent.get("看", ()) if isinstance(figure := hole(text), Figure)),
        parsed(silent.get("文", "")),
        Demand(parsed(asked.get("数", "")), asked.get("依据", "")),
    )


def parts(said: Iterable[Said]) -> Iterator[Part]:
    """Of the publication, as a layout without contradictions lists them."""
    for part in said:
        within = tuple((one["题"], tuple(map(parsed, one.get("段", ())))) for one in part.get("节", ()))
        yield Part(part["题"], part.get("内容", ""), within)


def contradictions(layout: Said) -> Iterator[tuple[str, str]]:
    """Path and reason of everything that no document can say."""
    yield from _contradictions(layout, "")
    yield from _contradictions(layout[REPORT], f"{REPORT}.")
    for at, text in enumerate(layout[REPORT].get("开头", ())):
        yield from ((f"{REPORT}.开头[{at}]", why) for why in _wrong(text, ""))
    yield from ((f"{REPORT}.题", why) for why in _title(layout[REPORT]["题"]))
    for at, part in enumerate(layout["部分"]):
        yield from _of_part(part, f"部分[{at}]")
    for at, term in enumerate(layout["名词解释"]):
        if not all(one.strip() for one in term.partition("：")):
            yield f"名词解释[{at}]", f"应是“名词：解释”，现为“{shown(term)}”"


def _of_part(part: Said, path: str) -> Iterator[tuple[str, str]]:
    yield from ((f"{path}.题", why) for why in _title(part.get("题", "")))
    if ("内容" in part) == ("节" in part):
        yield path, "要写 内容 或 节，只写一个"
    for at, within in enumerate(part.get("节", ())):
        yield from ((f"{path}.节[{at}].题", why) for why in _title(within.get("题", "")))
        for place, text in _texts(within, f"{path}.节[{at}]"):
            yield from ((place, why) for why in _of_unit(text))


def _title(text: str) -> Iterator[str]:
    if not text.strip():
        yield "缺少 题"
    if re.search("[{}]", re.sub("{(单位|年度)}", "", text)):
        yield f"花括号里只能是 {{单位}} 或 {{年度}}，现为“{shown(text)}”"


def _of_unit(text: str) -> Iterator[str]:
    """What is wrong with a text that tells the unit's own words only."""
    try:
        parts = parsed(text)
    except BadWords as error:
        yield str(error)
        return
    for part, things in parts_of(parts):
        match part:
            case Words():
                continue
            case Name(word) if word in (OF_UNIT_NAMES if things else NAMES):
                continue
            case Listing(of) if of in OF_UNIT:
                continue
        yield f"这里只能写 {{单位}}、{{年度}}、{{上年}}，和 <{'|…>、<'.join(OF_UNIT)}|…>；现有“{shown(text)}”"


def _contradictions(layout: Said, within: str) -> Iterator[tuple[str, str]]:
    names = layout["节次"]
    for at, name in enumerate(names):
        if name not in layout["节"]:
            yield f"{within}节次[{at}]", f"节 里没有“{shown(name)}”{nearest(name, layout['节'])}"
        if names.index(name) != at:
            yield f"{within}节次[{at}]", f"“{shown(name)}”已经列过了"
    for name, said in layout["节"].items():
        path, source = f"{within}节.{shown(name)}", said.get("资金", "")
        if not said.get("题", "").strip():
            yield path, "缺少 题"
        for at, held in enumerate(said.get(HELD, ())):
            if held not in layout["节"]:
                yield f"{path}.{HELD}[{at}]", f"节 里没有“{shown(held)}”{nearest(held, layout['节'])}"
            elif held in names or said.get("分节") or {"分节", HELD} & set(layout["节"][held]):
                yield (
                    f"{path}.{HELD}[{at}]",
                    f"“{shown(held)}”不能放在这里：它自己列在 节次 里、再分节，或这一节有 分节",
                )
        for at, part in enumerate(said.get("分节", ())):
            if not part.get("题", "").strip():
                yield f"{path}.分节[{at}]", "缺少 题"
        for place, text in _texts(said, path):
            yield from ((place, why) for why in _wrong(text, source))
        for at, text in enumerate(said.get("无数据", {}).get("看", ())):
            yield from ((f"{path}.无数据.看[{at}]", why) for why in _wrong(f"{{{text}}}", source, only_figure=True))


def _texts(said: Said, path: str) -> Iterator[tuple[str, str]]:
    for key in ("段", "也读"):
        yield from ((f"{path}.{key}[{at}]", text) for at, text in enumerate(said.get(key, ())))
    for at, within in enumerate(said.get("分节", ())):
        yield from _texts(within, f"{path}.分节[{at}]")
    if "无数据" in said:
        yield f"{path}.无数据.文", said["无数据"]["文"]
    if "须公布" in said:
        yield f"{path}.须公布.数", said["须公布"].get("数", "")


def _wrong(text: str, source: str, only_figure: bool = False) -> Iterator[str]:
    """What is wrong with a text."""
    try:
        parts = parsed(text)
    except BadWords as error:
        yield str(error)
        return
    if only_figure and not all(isinstance(part, Figure) for part in parts):
        yield f"应是“行:列”，现为“{shown(text[1:-1])}”"
    for part, things in parts_of(parts):
        match part:
            case Figure():
                yield from _figure(part, things, source)
            case Name(word):
                known = (*NAMES, *(THINGS[things].names if things in THINGS else ()))
                if word not in known:
                    yield f"不认得“{{{shown(word)}}}”，是否少写了“:列”？{nearest(word, known)}"
            case Listing(of, between, _):
                if of not in THINGS:
                    yield f"没有叫“{shown(of)}”的各项{nearest(of, THINGS)}"
                elif things:
                    yield "列出各项的写法里不能再列各项"
                elif between == PARAGRAPHS and parts != (part,):
                    yield f"“<{of}|段|…>”要独占一段"
            case Inset(table, _):
                if table not in INSETS:
                    yield f"文字里没有叫“{shown(table)}”的表{nearest(table, INSETS)}"
                elif parts != (part,):
                    yield f"“<表|{table}|…>”要独占一段"


def _figure(figure: Figure, things: str, source: str) -> Iterator[str]:
    if figure.column not in COLUMNS:
        yield f"没有叫“{shown(figure.column)}”的列{nearest(figure.column, COLUMNS)}"
    if figure.where and figure.where not in DIFFERENCES and (figure.column, figure.where) != ("完成率", WHOLE_YEAR):
        yield f"没有叫“{shown(figure.where)}”的处{nearest(figure.where, DIFFERENCES)}"
    if not figure.line and not things:
        yield f"“{{{figure}}}”没有写是谁的，应是“行:列”"
    coded = ECONOMIC_CLASS.fullmatch(figure.line) or FUNCTIONAL.fullmatch(figure.line)
    if figure.line and not coded and figure.line not in (names := usual(source)):
        yield f"没有叫“{shown(figure.line)}”的行{nearest(figure.line, names)}"
