# ruff: noqa: E501
"""Rows read plainly give what the tree of XML gives, or are left to it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as Made

from tests.helpers.damage import packed, parts_of
from xlbudget.errors import XlbudgetError
from xlbudget.reading.cells import Workbook
from xlbudget.reading.package import Package
from xlbudget.reading.plain_rows import Known, plain_rows

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
AC = 'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
CELL = '<c r="A1" s="1"><v>1.50</v></c>'
PLAIN = (
    f'<row r="1">{CELL}<c r="C1" t="s"><v>0</v></c><c r="AA1"/></row><row r="3" ht="1" hidden="1"/>',
    '<row r="2" spans="1:3"></row><row r="4"><c r="B4" t="str"><f>A1&amp;"&lt;"</f><v> a\n b&#10;</v></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> x_x000D_ </t></is></c><c r="B1" t="b"><v>1</v></c></row>',
    '<row r="1"><c r="A1" s="9" t="e"><f aca="false">1/0</f><v>#DIV/0!</v></c><c r="B1"><f>1</f></c><c r="C1"><f></f></c></row>',
    '<row r="1"><c r="A1" t="n"><v> 12 </v></c><c r="B1" t="str"><v></v></c><c r="C1" t="d"><v>2024-01-01</v></c></row>',
    "",
)
LEFT = (
    f"<row r='1'>{CELL}</row>",
    f'<row r="1"><!-- x -->{CELL}</row>',
    f'<row r="1">\n{CELL}</row>',
    f'<row r="1" r="1">{CELL}</row>',
    f"<row>{CELL}</row>",
    f'<row r="2">{CELL}</row>',
    f'<row r="1">{CELL}{CELL}</row>',
    f'<row r="1">{CELL}</row><row r="1"/>',
    f'<row r="1" x14ac:dyDescent="0.2">{CELL}</row>',
    f'<row r="1">{CELL}',
    f"{CELL}",
    f'<row r="1">{CELL}</row></row>',
    f'<row r="1"><row r="2">{CELL}</row></row>',
    f'<row r="1">{CELL}</row><x:row xmlns:x="u" r="2"/>',
    '<row r="1"><c r="A1"><v>1_0</v></c></row>',
    '<row r="1"><c r="A1"><v>１</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v><f>2</f></c></row>',
    '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
    '<row r="1"><c r="A1" t="q"><v>7</v></c></row>',
    '<row r="1"><c r="A1" vm="1"><v>7</v></c></row>',
    '<row r="1"><c r="a1"><v>7</v></c></row>',
    '<row r="1"><c r="A01"><v>7</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v>&#20301;&nbsp;</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v>]]></v></c></row>',
    '<row r="1"><c r="A1" t="str"><v><![CDATA[x]]></v></c></row>',
    '<row r="1"><c r="A1" t="str"><v>a\rb</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v>\x07</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v>\uffff</v></c></row>',
    '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" si="0"/></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><r><t>x</t></r></is></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><v>x</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c>x</row>',
)


@pytest.fixture(scope="module")
def small() -> bytes:
    book, out = Made(), BytesIO()
    book.worksheets[0]["A1"] = "文"
    book.save(out)
    return out.getvalue()


def sheet(rows: str, root: str = MAIN, around: str = "<sheetData>{}</sheetData>") -> bytes:
    merged = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    return f"<worksheet {root}>{around.replace('{}', rows)}{merged}</worksheet>".encode("utf-8", "surrogatepass")


def read(package: bytes, content: bytes, known: Known | None) -> Any:
    parts = parts_of(package)
    book = Workbook.of(Package.of(Path("a.xlsx"), packed(parts | {"xl/worksheets/sheet1.xml": content})))
    book.known = known
    try:
        (name,) = book.sheets
        found, look = book.everything(name), book.look(name)
    except XlbudgetError as error:
        return str(error)
    return repr(
        (list(found.cells.items()), found.merged, look.styles, look.rows, [one.tag for one in look.around])
    ), book.spent


@pytest.mark.parametrize("rows", PLAIN)
def test_plain_rows_are_read_as_by_a_tree(small: bytes, rows: str) -> None:
    known = Known()
    for content in (
        sheet(rows),
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + sheet(rows, f"{AC} {MAIN}"),
    ):
        # The second time from what is known.
        for _ in range(2):
            assert read(small, content, known) == read(small, content, None)
        assert plain_rows("", content, lambda *_: None, Known(), 100) is not None
    assert plain_rows("", sheet(rows), lambda *_: None, Known(), -1) is None


def test_the_sheet_of_the_file_before_changes_nothing(small: bytes) -> None:
    """Another value, style, formula or height, more rows, fewer, one that is not closed: read as by a tree."""
    second = '<row r="2"><c r="B2" s="1"><f>A1</f><v>2</v></c></row>'
    others = (
        second,
        second.replace("<v>2", "<v>3"),
        second.replace('s="1"', 's="2"'),
        second.replace("<f>A1", "<f>A2"),
        second.replace('r="2">', 'r="2" ht="1">', 1),
        second.replace("2", "3"),
        second.replace("</row>", ""),
        '<row r="2"/>',
        '<row r="2"></row>',
        f'{second}<row r="3"/>',
        '<row r="2"><c r="B2" t="s"><v>0</v></c></row>',
        "",
    )
    contents = [sheet(f'<row r="1">{CELL}</row>{other}') for other in others]
    contents += [sheet(second), contents[0].replace(b"A1:B1", b"A1:C1")]
    known, first = Known(), read(small, contents[0], None)
    for content in contents:
        assert read(small, contents[0], known) == first
        assert read(small, content, known) == read(small, content, None)


@pytest.mark.parametrize("rows", LEFT)
def test_other_rows_are_left_to_the_tree(small: bytes, rows: str) -> None:
    for content in (sheet(rows), sheet("", around=f"<sheetData/><a>{rows}</a>"), sheet(rows).decode().encode("utf-16")):
        assert read(small, content, Known()) == read(small, content, None)


@pytest.mark.parametrize(
    ("root", "around"),
    [
        (MAIN.replace("main", "other"), "<sheetData>{}</sheetData>"),
        (MAIN, '<a xmlns="u"><sheetData>{}</sheetData></a>'),
        (MAIN, "<sheetData>{}</sheetData><sheetData>{}</sheetData>"),
        (MAIN, "<sheetData x='1'>{}</sheetData>"),
        (f'{MAIN} xmlns:x="u"', "<x:sheetData>{}</x:sheetData>"),
        (f"{MAIN} {AC} {MAIN}", "<sheetData>{}</sheetData>"),
    ],
)
def test_rows_elsewhere_are_what_they_are_to_the_tree(small: bytes, root: str, around: str) -> None:
    content = sheet(PLAIN[0], root, around)
    assert read(small, content, Known()) == read(small, content, None)
