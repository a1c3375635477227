"""From a layout file to a form: its differences laid over the common ones, and checked against the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from xlbudget.datafile.classification import catalogue, years
from xlbudget.datafile.kinds import shown
from xlbudget.language.form import TABLES, Form, TableForm
from xlbudget.regions.explain_yaml import HOLE, comma
from xlbudget.regions.keys import MOVABLE, ROWS_THAT_MAY_BE_BLANK, SHEETS
from xlbudget.regions.read_yaml import Source
from xlbudget.sheets.tables import PUBLIC
from xlbudget.sheets.tables.heading import Fixed
from xlbudget.sheets.tables.live_table import Classified, named_in
from xlbudget.sheets.tables.public06 import OFFICE, STAFF

MOST_NOTES = 20
NO_BRACES = "这里不能用花括号；{单位} 和 {年度} 只能写在 抬头、标题、注、无数据说明 里"
_HOLES = re.compile(r"\{([^{}]*)\}|[{}]")


def assembled(common: Source, own: Source) -> Form:
    """The form that ``own`` describes; ``BadLayout`` names the line of what cannot be."""
    for key in ("名称", "说明", "依据"):
        if not str(own.content.get(key, "")).strip():
            raise own.refuse(key, "必须有这个键，而且不能是空的")
    merged = _over(common.content, own.content)
    if found := list(_contradictions(merged)):
        # 先说文件里真的写了的那一处。
        path, why = next((place for place in found if place[0] in own.lines), found[0])
        raise own.refuse(path, why)
    sheets = {name: f"公开{number:02}" for number, name in enumerate(TABLES[:6], 1)} | dict(merged["编号"])
    return Form(
        name=merged["名称"],
        caption=merged["说明"],
        basis=merged["依据"],
        year=int(merged["表式年度"]),
        table_number=merged["表号"] == "有",
        captions=merged["部门和年度"] == "有",
        line_numbers=merged["行次"] == "有",
        column_numbers=merged["栏次"] == "有",
        triple_compared=merged["三公对比"] == "有",
        rare_classes=frozenset(merged["不用就不列的类"]),
        unlisted=tuple(merged["公开06不列的科目"]),
        tables={name: _table(sheets[name], merged["表"][name]) for name in TABLES},
        file=own.file,
    )


def _over(below: Any, above: Any) -> Any:
    """``above`` laid over ``below``: mappings merge key by key, anything else replaces."""
    if not (isinstance(below, Mapping) and isinstance(above, Mapping)):
        return above
    return {key: _over(below.get(key), above[key]) if key in above else below[key] for key in {**below, **above}}


def _table(sheet: str, said: Mapping[str, Any]) -> TableForm:
    return TableForm(
        sheet=sheet,
        title=said["标题"],
        notes=tuple(said["注"]),
        heading=said.get("抬头", ""),
        words=dict(said.get("用语", {})),
        columns=tuple(said.get("列", ())),
        empty_note=said.get("无数据说明", ""),
        total_last=said.get("合计行") == "末行",
        landscape=said["纸张"] == "横向",
        blank_zeros=said.get("零") == "不印",
        blank_rows=tuple(said.get("零不印的行", ())),
        blocks=tuple(tuple(block) for block in said.get("分块", ())),
        grouped=said.get("人员公用表头") == "有",
        spaced=said.get("总计前空行") == "有",
        numbered=said.get("年初结转编号") == "有",
        paired=said.get("排列") == "并列",
        subtotals_centred=said.get("本年合计") != "靠左",
        empty_rows=int(said.get("空表留行", "0")),
    )


@dataclass(frozen=True)
class _Known:
    """A list of names out of which a place of the file may choose."""

    names: tuple[str, ...]
    what: str

    def why_not(self, name: str) -> str:
        near = get_close_matches(name, self.names, n=1, cutoff=0.5)
        hint = f"，是否应为“{near[0]}”" if near else f"，可以是：{'、'.join(self.names)}"
        return f"没有叫“{shown(name)}”的{self.what}{comma(name) or hint}"


def _contradictions(merged: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Path and reason of everything that no table can print."""
    year = merged["表式年度"]
    if not re.fullmatch(r"[12][0-9]{3}", year):
        yield "表式年度", f"应为四位数的年度，现为“{year}”"
    numbers = [merged["编号"][name] for name in MOVABLE]
    for name in MOVABLE:
        number = merged["编号"][name]
        if number not in SHEETS[6:]:
            yield f"编号.{name}", f"{number} 是固定的表，这里只能是 公开07、公开08、公开09"
        if numbers.count(number) > 1:
            yield f"编号.{name}", f"{number} 给了不止一张表"
    for key in ("名称", "说明", "依据"):
        if "{" in merged.get(key, "") or "}" in merged.get(key, ""):
            yield key, NO_BRACES
    yield from _codes("不用就不列的类", merged["不用就不列的类"], "functional", (3,))
    yield from _codes("公开06不列的科目", merged["公开06不列的科目"], "economic", (3, 5))
    for name in TABLES:
        said, path = merged["表"][name], f"表.{name}"
        yield from _words(PUBLIC[name], said.get("用语", {}), f"{path}.用语")
        for i, row in enumerate(said.get("零不印的行", ())):
            rows = _Known(ROWS_THAT_MAY_BE_BLANK[name], "可以不印零的行")
            if row not in rows.names:
                yield f"{path}.零不印的行[{i}]", rows.why_not(row)
        yield from _texts(said, path)
        table = PUBLIC[name]
        if isinstance(table, Classified):
            yield from _columns(table, said["列"], f"{path}.列")
        if name == "公开06":
            yield from _blocks(said["分块"], merged["公开06不列的科目"], f"{path}.分块")


def _words(table: Classified | Fixed, words: Mapping[str, str], path: str) -> Iterator[tuple[str, str]]:
    known = _Known(table.words, "表头或行")
    may_go = table.groups if isinstance(table, Classified) else ()
    for name, word in words.items():
        if name not in known.names:
            yield f"{path}.{name}", known.why_not(name)
        elif not word.strip() and name not in may_go:
            yield f"{path}.{name}", "不能印成空的" + (f"，只有 {'、'.join(may_go)} 可以不印" if may_go else "")
        if "{" in word or "}" in word:
            yield f"{path}.{name}", NO_BRACES


def _texts(said: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the texts above and below a table."""
    if len(said["注"]) > MOST_NOTES:
        yield f"{path}.注", f"有 {len(said['注'])} 条，最多 {MOST_NOTES} 条"
    notes = [(f"{path}.注[{i}]", note) for i, note in enumerate(said["注"])]
    for place, text in [(f"{path}.标题", said["标题"]), *notes]:
        if not text.strip():
            yield place, "不能是空的" if place.endswith("标题") else "不能是空的；没有注就写 注: []"
    for place, text in [*((f"{path}.{key}", said.get(key, "")) for key in ("抬头", "标题", "无数据说明")), *notes]:
        for hole in _HOLES.finditer(text):
            if hole.group(1) not in HOLE:
                yield place, f"花括号里只能是 {{单位}} 或 {{年度}}，现有“{shown(hole.group())}”"


def _codes(path: str, codes: list[str], which: Any, lengths: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    known = {code for year in years(which) for code in catalogue(which, year) if len(code) in lengths}
    for i, code in enumerate(codes):
        if code not in known:
            yield f"{path}[{i}]", f"目录里没有代码“{shown(code)}”{comma(code)}"


def _columns(table: Classified, chosen: list[str], path: str) -> Iterator[tuple[str, str]]:
    known = _Known(tuple(column.label for column in table.columns), "列")
    for i, label in enumerate(chosen):
        if label not in known.names:
            yield f"{path}[{i}]", known.why_not(label)
        if chosen.index(label) != i:
            yield f"{path}[{i}]", f"“{label}”已经列过了"
    for column in table.columns:
        if column.label not in chosen and not column.optional:
            yield path, f"缺少“{column.label}”，这一列不能不印"
    for column in (c for c in table.columns if c.label in chosen):
        for need in named_in(column.figure):
            if need not in chosen:
                yield path, f"“{column.label}”由“{need}”等算出，印它就要一并列出“{need}”"


def _blocks(blocks: list[list[str]], unlisted: list[str], path: str) -> Iterator[tuple[str, str]]:
    placed = [code for block in blocks for code in block]
    staff_ended = False
    for i, block in enumerate(blocks):
        kinds = {code in STAFF for code in block}
        for code in block:
            if code not in (*STAFF, *OFFICE):
                yield f"{path}[{i}]", f"“{code}”不是 公开06 的类，可以是：{'、'.join((*STAFF, *OFFICE))}"
            if placed.count(code) > 1:
                yield f"{path}[{i}]", f"“{code}”列了不止一次"
            if code in unlisted:
                yield f"公开06不列的科目[{unlisted.index(code)}]", f"“{code}”还在 表.公开06.分块 里，两处只能留一处"
        if not block:
            yield f"{path}[{i}]", "这一块是空的，请删去或放进类"
        if len(kinds) > 1:
            yield f"{path}[{i}]", "一块里只能都是人员经费（301、303）或都是公用经费的类"
        if staff_ended and True in kinds:
            yield f"{path}[{i}]", "人员经费的块要排在公用经费的左边"
        staff_ended = staff_ended or False in kinds
    for code in (*STAFF, *OFFICE):
        if code not in placed and code not in unlisted:
            yield path, f"缺少“{code}”：要么放进一块，要么写进 公开06不列的科目"
    if not {True, False} <= {block[0] in STAFF for block in blocks if block}:
        yield path, "人员经费和公用经费至少各要一块"
