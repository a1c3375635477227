"""Any text may stand in any text cell: kept through every command, or refused by its key or cell."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.commands.test_command_line import refused, written
from tests.conftest import fewer_rows
from tests.helpers.building import assemble
from tests.helpers.checking import little_unit
from tests.helpers.once import made_once
from tests.helpers.typing_in import Light, saved
from tests.reading.test_read import differences, edit_part, plain, sheet_part
from xlbudget.addin.buttons.restore_formulas import own_values, restore
from xlbudget.addin.file_desk import FileDesk
from xlbudget.check.as_html import page
from xlbudget.check.report import Report
from xlbudget.check.workbook_check import Examined, examine_package
from xlbudget.commands.main import main
from xlbudget.datafile.fields import FILE
from xlbudget.datafile.file import parse
from xlbudget.datafile.kinds import ILLEGAL, Choice, Kind, ListOf, Mapping, Record, Text, cleaned
from xlbudget.disk.encoding import json_text, utf8
from xlbudget.errors import BadData
from xlbudget.export.papers import exports, package
from xlbudget.language.grid import CellGrid, one_line_end
from xlbudget.language.limits import CELL
from xlbudget.reading.cell_values import understood
from xlbudget.reading.cells import Cell
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.reading.reader import read_package
from xlbudget.sheets.rules import entries, families
from xlbudget.units.years.carry_over import marked
from xlbudget.units.years.roll_forward import rolled_from
from xlbudget.workbook.engines import formualizer, libreoffice
from xlbudget.workbook.engines.standins import with_standins
from xlbudget.workbook.render import render
from xlbudget.workbook.sheet_data import cell_data, sheet_data

SPECIAL = (
    *("_x000D_", "_x005F_x000D_", "_x0041_", "_x000b_", "_x0000_", "_xD83D_", "_xFFFF_", "_x000D", "x000D_", "_", "__"),
    *("]]>", "<![CDATA[", "<!--", "-->", "<?xml?>", "&amp;", "&#13;", "&", "<", ">", '"', "'", "</t>"),
    *("\t", "\n", "\r\n", "\r", " ", "\u3000", "\xa0", "\x85", "\x9f", "\u2028", "\ufeff", "\ufffd", "\u200b"),
    *("=1+1", "+1", "-1", "@a", "'=1", "{键}", "{", "｛", "#N/A", "TRUE", "1e5", "2023", "\ue000", "文"),
)  # fmt: skip
REFUSED = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 127, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xFFFE, 0xFFFF)))

PIECES = st.one_of(
    st.sampled_from(SPECIAL),
    st.characters(exclude_characters=REFUSED, exclude_categories=["Cs"], max_codepoint=0xFFFF),
)
KEPT = st.lists(PIECES, max_size=6).map("".join)
FROM_FILES = st.lists(st.one_of(PIECES, st.sampled_from(REFUSED).filter(lambda c: c not in "\udc00\udfff"))).map(
    "".join
)
"""What a file can bring into a cell: Word's line, half a character (first halves only: with a second it is a whole)."""

FIXED = frozenset({"模板", "科目", "行", "表", "列", "数", "处", "一级", "二级", "对象", "键"})
"""Texts that others refer to, or that the form prints."""


def lines(text: str) -> str:
    return re.sub("\r\n?", "\n", text)


def texts() -> Iterator[str]:
    """Each special text, then generated ones without end."""
    yield from SPECIAL
    chance = random.Random(23)
    while True:
        yield "".join(chance.choices(SPECIAL, k=chance.randint(2, 5)))


def with_texts(value: Any, kind: Kind, more: Iterator[str], key: str = "") -> Any:
    """The content with a text more in every text that is free; nothing that is blank, which counts as absent."""
    match kind:
        case Record():
            return {k: with_texts(inner, kind[k].kind, more, k) for k, inner in value.items()}
        case ListOf(item):
            return [with_texts(inner, item, more, key) for inner in value]
        case Mapping(item):
            return {k: with_texts(inner, item, more, "") for k, inner in value.items()}
        case Text() if key not in FIXED:
            text = next(more)
            return f"{text}{value}{next(more)}"
        case _:
            return value


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    """A unit in which every text is special, the name of its project wherever it stands."""
    more = texts()
    unit: dict[str, Any] = little_unit()
    unit["单位"] |= (
        {"主管部门": "局", "预算代码": "1", "单位性质": "行政"} if "单位性质" in unit["单位"] else {"预算代码": "1"}
    )
    unit["绩效自评"][0] |= {"主管部门": "局", "实施单位": "科"}
    unit["绩效自评"][1]["指标"][0]["偏差原因"] = "因"
    unit["项目"][0] |= {"偏差原因": "因", "备注": "注"}
    unit["事实"][0]["出处"] = "月报"
    unit["说明"] = {f"说明{i}": "文" for i in range(100)}
    made: dict[str, Any] = with_texts(unit, FILE, more)
    made["绩效自评"][1]["对象"] = made["项目"][0]["名称"]
    return made


@pytest.fixture(scope="module")
def special(content: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with fewer_rows():
        return made_once(tmp_path_factory, "special", lambda: render(assemble(parse(json.dumps(content)))))


def opened(content: bytes) -> Package:
    return Package.of(Path("book.xlsx"), content)


@pytest.fixture(scope="module")
def examined(special: bytes, tmp_path_factory: pytest.TempPathFactory) -> Examined:
    with fewer_rows():
        return made_once(tmp_path_factory, "examined", lambda: examine_package(opened(special)))


def strange(examination: Examined) -> list[str]:
    """Findings that come from the file being read or recalculated otherwise than it was built."""
    rules = {rule.id for rule in families.inspections()}
    return [f"{f.sheet}!{f.cell} {f.message}" for f in examination.report.findings if f.rule in rules]


def test_special_texts_come_back(content: dict[str, Any], examined: Examined) -> None:
    assert sum(any(text in held for text in ("_x000D_", "]]>", "\r")) for held in content["说明"].values()) > 10
    assert differences(plain(content), examined.reading.data.content) == []
    assert strange(examined) == []
    assert examined.rebuilt.judged is examined.rebuilt.book


def test_special_texts_are_recalculated_and_exported(special: bytes, examined: Examined) -> None:
    desk = FileDesk(Path("book.xlsx"), content=special)
    desk.recalculate(own_values(examined, restore(desk, examined, [])))
    assert formulas_and_values(opened(desk.content)) == formulas_and_values(opened(special))
    for what in ("绩效自评", "公开表"):
        for paper in exports(examined.rebuilt.book, examined.rebuilt.values, what):
            there = formulas_and_values(opened(package(paper)))
            for sheet in paper.sheets:
                said = {value for _, value in there[sheet.name].values()}
                shown = examined.rebuilt.values[sheet.name].values()
                missing = {v for v in shown if isinstance(v, str) and "_x" in v and len(v) < 40} - said
                assert not missing


def test_special_texts_are_rolled_forward(content: dict[str, Any], special: bytes) -> None:
    with fewer_rows():
        made = rolled_from(opened(special), content["年度"] + 1)
        new = read_package(opened(render(made.book)))
    assert new.data.content["说明"] == {key: marked(lines(text)) for key, text in content["说明"].items()}
    assert new.oddities == ()


# ---------------------------------------------------------------- engines


def grid_of(held: list[str]) -> CellGrid:
    """A sheet with these texts, and formulas that copy, join, count and cut them."""
    made = CellGrid()
    for row, text in enumerate(held, 1):
        if text:
            made.constants[row, 1] = one_line_end(text)
        for col, formula in enumerate(('=A{0}&""', "=A{0}&A{1}", "=LEN(A{0})", "=MID(A{0},2,9)", "=A{0}=A{1}"), 2):
            made.formulas[row, col] = formula.format(row, row % len(held) + 1)
    return made


def joined(held: list[str]) -> bytes:
    """The same as a package."""
    out = BytesIO()
    Workbook().save(out)
    cells = sheet_data(cell_data(grid_of(held)))
    empty = "<sheetData ?/>|<sheetData></sheetData>"
    return edit_part(out.getvalue(), "xl/worksheets/sheet1.xml", lambda t: re.sub(empty, lambda _: cells, t))


def in_memory(held: list[str]) -> list[tuple[Any, ...]]:
    grid = grid_of(held)
    there = grid.constants | formualizer.loaded({"Sheet": grid}, {}).values()["Sheet"]
    return [tuple(there.get((row, col)) for col in range(1, 7)) for row in range(1, len(held) + 1)]


def expected(held: list[str]) -> list[tuple[Any, ...]]:
    texts = [lines(text) for text in held]
    return [
        (one or None, one, one + other, len(one), one[1:10], one.lower() == other.lower())
        for one, other in zip(texts, (*texts[1:], texts[0]), strict=True)
    ]


def computed(package: bytes, rows: int) -> list[tuple[Any, ...]]:
    there = formulas_and_values(opened(package))["Sheet"]
    return [tuple(there.get(f"{letter}{row}", (None, None))[1] for letter in "ABCDEF") for row in range(1, rows + 1)]


@settings(max_examples=50, deadline=None)
@given(st.lists(FROM_FILES.map(cleaned), min_size=1, max_size=20))
def test_an_engine_hands_back_what_formulas_make_of_any_text(held: list[str]) -> None:
    made = in_memory(held)
    assert [row[:5] for row in made] == [row[:5] for row in expected(held)]
    assert [row[5] for row in made if row[0] and row[0].isascii()] == [
        row[5] for row in expected(held) if row[0] and row[0].isascii()
    ]


def test_texts_that_look_like_escapes_when_they_are_joined() -> None:
    held = ["a_x00", "0D_b", "_", "x0041_", "_x005F", "_x0041_", "_x0041\x07", "\x07x0041_", "_x0041"]
    assert in_memory(held) == expected(held)


def test_libreoffice_hands_back_special_texts() -> None:
    held = [text for text in SPECIAL if text.isascii() and text != "\r"] + ["_x005F_x005F_x000D_"]
    assert computed(libreoffice.with_values(joined(held)), len(held)) == expected(held)


def test_a_package_without_such_texts_needs_no_stand_ins() -> None:
    assert with_standins(joined(["文字", "x000D", ""])) is None


# ---------------------------------------------------------------- cells that an office program wrote

TYPED = {
    "_x000B_": ("\n", "里面有 Word 的换行符（U+000B），按换行读入"),
    "_x000D_": ("\n", ""),
    "_x000D__x000A_": ("\n", ""),
    "&#13;&#10;": ("\n", ""),
    "_x0007_": ("", "去掉了单元格放不下的控制字符"),
    "_x0000_": ("", "去掉了单元格放不下的控制字符"),
    "_xD83D_": ("", "去掉了单元格放不下的控制字符"),
    "_xFFFE_": ("", "去掉了单元格放不下的控制字符"),
    "_xD83D__xDE00_": ("😀", ""),
    "_x005F_x000B_": ("_x000B_", ""),
    "_x4E00_": ("一", "里面有转义的字（如 _x0041_），各家软件读到的不一样"),
}


@pytest.mark.usefixtures("few_rows")
def test_control_characters_in_a_cell(little: bytes) -> None:
    """All at once: read or said by cell; checked on the short way; still there when recalculated."""
    sheet = "录入-绩效指标"
    texts = re.compile(r"绩效自评.*\.(年度指标值|实际完成值|偏差原因)")
    places = {path: place for path, place in read_package(opened(little)).places.items() if texts.fullmatch(path)}
    cells = [place.cell for place in places.values()][: len(TYPED)]

    def change(text: str) -> str:
        for cell, escape in zip(cells, TYPED, strict=True):
            made = rf'<c r="{cell}"\1 t="inlineStr"><is><t>前{escape}后</t></is></c>'
            text, count = re.subn(rf'<c r="{cell}"( s="\d+")[^>]*?(?:/>|>.*?</c>)', made.replace("\\1", r"\g<1>"), text)
            assert count == 1, cell
        return text

    typed = saved(Light(edit_part(little, sheet_part(little, sheet), change)))
    examination = examine_package(opened(typed))
    said = {f.cell: f.message for f in examination.report.findings if f.rule == entries.ODD.id}
    for path, cell, (text, remark) in zip(places, cells, TYPED.values(), strict=False):
        assert held(examination.reading.data.content, path) == f"前{text}后"
        assert remark in said.get(cell, "")
        assert bool(remark) == (cell in said)
    assert examination.rebuilt.judged is examination.rebuilt.book
    desk = FileDesk(Path("book.xlsx"), content=typed)
    desk.recalculate(own_values(examination, restore(desk, examination, [])))
    for sheet, there in formulas_and_values(opened(desk.content)).items():
        assert not [value for formula, value in there.values() if formula and ILLEGAL.search(str(value))], sheet
    papers = [package(paper) for paper in exports(examination.rebuilt.book, examination.rebuilt.values, "绩效自评")]
    printed = {
        value
        for paper in papers
        for there in formulas_and_values(opened(paper)).values()
        for _, value in there.values()
    }
    assert {"前后", "前_x000B_后", "前\n后", "前😀后"} <= printed


@pytest.mark.parametrize("unseen", ["\v", "\x07", "\x00", "\ufffe", " "])
def test_a_choice_with_what_is_not_seen_is_not_what_formulas_take(unseen: str) -> None:
    found = understood(Cell("text", f"其他资金{unseen}"), Choice(("其他资金",)), None)
    assert (found.value, found.counts) == ("其他资金", False)
    assert "按“其他资金”读入" in found.remark


def held(content: Any, path: str) -> Any:
    for step in re.findall(r"[^.\[\]]+", path):
        content = content[int(step) if step.isdigit() else step]
    return content


# ---------------------------------------------------------------- refused


@settings(max_examples=40, deadline=None)
@given(KEPT, st.sampled_from(REFUSED), KEPT)
def test_a_text_that_no_cell_can_hold_is_refused_by_its_key(before: str, bad: str, after: str) -> None:
    unit = {**little_unit(), "说明": {"a": f"{before}{bad}{after}"}}
    with pytest.raises(BadData, match=r"说明\.a：第 \d+ 个字符是控制字符（U\+[0-9A-F]{4}），单元格放不下") as refusal:
        parse(json.dumps(unit))
    assert f"第 {len(before) + 1} 个" in str(refusal.value)


def test_the_longest_text_that_a_cell_holds(minimal: dict[str, Any]) -> None:
    """Excel counts an emoji twice; and what looks like an escape, as it is seen."""
    pieces = {"a": "文", "b": "_x000D_", "c": "😀"}
    longest = {key: piece * (CELL // (len(piece.encode("utf-16-le")) // 2)) for key, piece in pieces.items()}
    minimal["说明"] = longest
    assert read_package(opened(render(assemble(parse(json.dumps(minimal)))))).data.content["说明"] == longest
    for key, piece in pieces.items():
        minimal["说明"] = longest | {key: longest[key] + piece}
        with pytest.raises(BadData, match=f"说明.{key}：.*超过单元格的上限 {CELL}"):
            parse(json.dumps(minimal))


def test_half_a_character_in_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], minimal: dict[str, Any]
) -> None:
    minimal["说明"] = {"a\ud800": "1"}
    data = written(tmp_path, json.dumps(minimal))
    assert "U+D800" in refused(capsys, "build", data, "-o", tmp_path / "b.xlsx")


# ---------------------------------------------------------------- for other programs

NASTY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(), max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def strict(document: bytes) -> Any:
    """As a strict reader takes it: UTF-8, no NaN, no half of a character."""

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    text = document.decode("utf-8")
    assert not re.search(r"\\u[dD][89a-fA-F]", text)
    return json.loads(text, parse_constant=refuse)


@settings(max_examples=100, deadline=None)
@given(NASTY)
def test_json_is_strict_whatever_it_holds(value: Any) -> None:
    assert utf8(json_text(strict(utf8(json_text(value))))) == utf8(json_text(value))


ENCODINGS = ("utf-8", "gbk", "ascii", "utf-16")


@pytest.fixture
def nasty(little_report: Report) -> Report:
    """A report with what a file from outside can bring into one."""
    worst = replace(
        little_report.findings[0],
        message="半个字 \ud800 控制 \x00\x1b 空 \u2028 😀 </script>",
        published=float("nan"),
        difference=float("inf"),
        bound=[float("-inf"), 1.0],
    )
    return replace(little_report, workbook="\udcff\udcfe.xlsx", findings=(worst, *little_report.findings[1:]))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_output_for_machines_is_utf8_on_every_console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nasty: Report, encoding: str
) -> None:
    monkeypatch.setattr("xlbudget.check.workbook_check.check", lambda *_: nasty)

    def sent(*arguments: str) -> bytes:
        out = BytesIO()
        # 关掉它会连 BytesIO 一起关。
        console = TextIOWrapper(out, encoding=encoding, errors="strict", newline="\r\n")
        monkeypatch.setattr(sys, "stdout", console)
        assert main(list(arguments)) in (0, 1)
        console.flush()
        return out.getvalue()

    book, target = str(tmp_path / "b.xlsx"), tmp_path / "报告"
    found = strict(sent("check", book, "--format", "json"))
    assert (found["workbook"], found["findings"][0]["published"]) == ("\ufffd\ufffd.xlsx", None)
    assert len(found["findings"]) == len(nasty.findings)
    assert "甲<script>单位" in [rule["statement"] for rule in strict(sent("rules", "--format", "json"))] + [
        found["unit"]
    ]
    assert sent("check", book, "--format", "html") == utf8(f"{page(nasty)}\n")
    assert sent("rules", "--format", "markdown").decode("utf-8").startswith("# 校验规则")
    sent("check", book, "--format", "json", "-o", str(target), "--force")
    assert strict(target.read_bytes()) == found
    sent("check", book, "--format", "text")
