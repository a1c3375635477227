"""One path: for every kind of odd entry, in every input sheet, all commands print the same figures and say the same.

``check`` and ``export`` judge and print the workbook of the entries as they were read; ``read`` and ``build`` make it
anew from a data file; ``new --from`` carries its figures over; ``recalc`` gives the file its values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import pytest
from lxml import etree

from tests.conftest import fewer_rows
from tests.helpers.building import assemble
from tests.helpers.checking import little_unit
from tests.helpers.typing_in import MAIN, Light
from xlbudget.addin.buttons.restore_formulas import own_values, restore
from xlbudget.addin.file_desk import FileDesk
from xlbudget.check.rebuild import cells_of
from xlbudget.check.workbook_check import Examined, examine_package
from xlbudget.datafile import file
from xlbudget.datafile.file import Data
from xlbudget.errors import BadData
from xlbudget.export.papers import exports
from xlbudget.language.form import Form
from xlbudget.reading.package import Package
from xlbudget.reading.reader import Reading, read_package
from xlbudget.reading.remarks import Place
from xlbudget.sheets.book import Book
from xlbudget.units.years import roll_forward
from xlbudget.units.years.carry_over import rolled
from xlbudget.units.years.changes_sheet import Log
from xlbudget.units.years.next_year_figures import NextYearFigures
from xlbudget.workbook.calculate import started
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.render import render

DATE, PERCENT = "14", "10"
"""Number formats that every program has."""

Odd: TypeAlias = tuple[str, str, str]
"""Type of the cell (``t``), what stands in it, number format ("" for its own)."""


def text(words: str) -> Odd:
    return "inlineStr", f'<is><t xml:space="preserve">{words}</t></is>', ""


def figure(written: str, code: str = "") -> Odd:
    return "n", f"<v>{written}</v>", code


TEXTS: dict[str, Odd] = {
    "文本的数": text("285.21"),
    "全角的数": text("２８５．２１"),
    "千分位": text("1,006.09"),
    "前后空白": text(" 12 "),
    "正号": text("+3"),
    "减号": text("−5"),
    "没有整数": text(".5"),
}
"""Texts that are certainly a number, and that the sheet's own formulas skip."""
FIGURES: dict[str, Odd] = {
    "17 位": figure("0.12345678901234567"),
    "负零": figure("-0"),
    "小数的负零": figure("-0.0"),
    "很小": figure("1e-7"),
    "百分比格式": figure("0.285", PERCENT),
    "代码": figure("2010406"),
    "数": figure("12.5"),
    "公式": ("n", "<f>1+1</f><v>2</v>", ""),
}
OTHERS: dict[str, Odd] = {
    "撇号": text("'12"),
    "只有空格": text(" "),
    "全角空格": text("\u3000"),
    "日期": figure("45000", DATE),
    "ISO 日期": ("d", "<v>2023-05-01T00:00:00</v>", ""),
    "金额单位": text("3万元"),
    "百分比": text("28.5%"),
    "真": ("b", "<v>1</v>", ""),
    "错误值": ("e", "<v>#N/A</v>", ""),
    "公式算得错误值": ("e", "<f>NA()</f><v>#N/A</v>", ""),
    "公式没有值": ("n", "<f>1+1</f>", ""),
    "公式算得文本": ("str", '<f>"2"&amp;"0"</f><v>20</v>', ""),
    "控制字符": text("甲_x0007_"),
    "数和控制字符": text("12_x0007_"),
    "换行": text("甲_x000D__x000A_乙"),
    "换行的写法": text("甲_x005F_x000D_乙"),
    "文字": text("约二百"),
    "17 位整数": figure("12345678901234567"),
    "太大": figure("1e300"),
    "空": ("n", "", ""),
}
KINDS = TEXTS | FIGURES | OTHERS
SEED = 5
"""With which ``build`` takes what is read of the file."""


@pytest.fixture(scope="module")
def built() -> Light:
    """A unit with every kind of input sheet, and in its styles a date and a percentage."""
    unit = little_unit() | {"基本支出年初预算": {"301": 3}}
    with fewer_rows():
        made = Light(render(assemble(Data(unit))))
    styles = etree.fromstring(made.parts["xl/styles.xml"])
    for code in (DATE, PERCENT):
        etree.SubElement(styles.find(f"{MAIN}cellXfs"), f"{MAIN}xf", numFmtId=code, applyNumberFormat="1")
    made.parts["xl/styles.xml"] = etree.tostring(styles)
    return made


@pytest.fixture(scope="module")
def places(built: Light) -> dict[str, list[Place]]:
    """Input sheet → its cells, blank ones included."""
    found: dict[str, list[Place]] = {}
    for place in read_package(Package.of(Path("book.xlsx"), package_of(built, {}))).places.values():
        found.setdefault(place.sheet, []).append(place)
    assert set(found) == {sheet for sheet in built.sheetnames if sheet.startswith("录入-")}
    return found


def package_of(built: Light, odd: Mapping[Place, Odd]) -> bytes:
    """The workbook with these entries typed over."""
    light = Light.__new__(Light)
    light.reader, light.pages, light.parts = built.reader, {}, built.parts
    last = len(etree.fromstring(built.parts["xl/styles.xml"]).find(f"{MAIN}cellXfs"))
    for place, (kind, inner, code) in odd.items():
        cell = light[place.sheet].cell(place.row, place.col).element
        for child in list(cell):
            cell.remove(child)
        cell.set("t", kind)
        cell.extend(etree.fromstring(f'<c xmlns="{MAIN[1:-1]}">{inner}</c>'))
        if code:
            cell.set("s", str(last - 2 + (DATE, PERCENT).index(code)))
    out = BytesIO()
    light.save(out)
    return out.getvalue()


def printed(book: Book, values: Values) -> dict[str, Any]:
    """Every cell of every printed table, as ``export`` writes it."""
    papers = [*exports(book, values, "公开表"), *exports(book, values, "绩效自评")]
    return {
        f"{paper.name} {sheet.name} {item.address}": item.content
        for paper in papers
        for sheet in paper.sheets
        for item in sheet.items
    }


def rebuilt(reading: Reading) -> tuple[Book, Values] | None:
    """The workbook of what was read, by way of the data file; None where ``build`` refuses it."""
    try:
        book = assemble(file.parse(file.save(reading.data)))
    except BadData:
        return None
    return book, started(book, "formualizer", cells_of)()


def carried(content: Mapping[str, Any], figures: NextYearFigures, form: Form) -> dict[str, Any]:
    return rolled(content, figures, 2024, None, form, Log())


def agreed(package: bytes) -> tuple[Examined, bool]:
    """All commands on one file; whether ``build`` took what was read."""
    there = Package.of(Path("book.xlsx"), package)
    examined = examine_package(there)
    judged, verdicts = examined.rebuilt.judged, examined.rebuilt.verdicts
    reading = read_package(there)
    # What is said, is said by all, in the same words.
    assert reading.oddities == examined.reading.oddities
    assert reading.data == examined.reading.data
    said = {str(one) for one in reading.oddities}
    found = {finding.message: finding for finding in examined.report.findings if finding.rule == "录入-单元格"}
    assert set(found) == said
    for one in reading.oddities:
        at = found[str(one)]
        assert (at.sheet, at.cell) == (one.sheet, one.cell)
        assert at.severity == ("warning" if one.certain and one.counts else "error")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roll_forward, "examine_package", lambda *_, **__: examined)
        new = roll_forward.rolled_from(there, 2024)
    listed = {item.content for sheet in new.book.sheets if sheet.name == "变动" for item in sheet.items}
    assert said <= {str(content) for content in listed}
    # What is printed and carried over, is what a workbook of the data that was read has.
    if (made := rebuilt(reading)) is None:
        assert any(not one.certain for one in reading.oddities)
        return examined, False
    assert printed(*made) == printed(judged, verdicts)
    figures = carried(reading.data.content, NextYearFigures(*made), reading.form)
    assert figures == new.data.content
    return examined, True


def is_figure(place: Place, reading: Reading) -> bool:
    value = reading.entries.get(place)
    return isinstance(value, int | float) and not isinstance(value, bool)


def figures_of(built: Light, places: Mapping[str, Sequence[Place]]) -> dict[str, list[Place]]:
    reading = read_package(Package.of(Path("book.xlsx"), package_of(built, {})))
    there = {sheet: [place for place in cells if is_figure(place, reading)] for sheet, cells in places.items()}
    return {sheet: cells for sheet, cells in there.items() if cells}


@pytest.mark.usefixtures("few_rows")
def test_a_number_typed_as_text_is_counted_by_all_and_named(built: Light, places: dict[str, list[Place]]) -> None:
    """In every sheet with figures, one way of writing after the other."""
    kinds = list((TEXTS | FIGURES).items())
    cells = [place for there in figures_of(built, places).values() for place in there if place.sheet != "录入-单位"]
    chosen = {place: kinds[number % len(kinds)] for number, place in enumerate(cells)}
    odd = {place: kind for place, (_, kind) in chosen.items()}
    examined, taken = agreed(package_of(built, odd))
    named = {(f.sheet, f.cell) for f in examined.report.findings if f.rule == "录入-单元格" and f.severity == "error"}
    assert taken, [str(one) for one in examined.reading.oddities if not one.certain]
    assert {(place.sheet, place.cell) for place, (name, _) in chosen.items() if name in TEXTS} <= named


@pytest.mark.usefixtures("few_rows")
def test_all_commands_agree(built: Light, places: dict[str, list[Place]]) -> None:
    """Odd entries of any kind in any cells of several sheets."""
    dice = Random(SEED)
    odd = {
        dice.choice(places[sheet]): KINDS[kind]
        for sheet, kind in zip(dice.sample(sorted(places), 12), dice.sample(sorted(KINDS), 12), strict=True)
    }
    _, taken = agreed(package_of(built, odd))
    assert taken


@pytest.mark.usefixtures("few_rows")
def test_recalc_gives_the_file_the_same_figures(built: Light, places: dict[str, list[Place]]) -> None:
    """A number typed as text is counted; that the sheet's own formulas skip it, the check says."""
    odd = {
        place: kind
        for cells, kind in zip(figures_of(built, places).values(), TEXTS.values(), strict=False)
        for place in cells[1:2]
        if place.sheet != "录入-单位"
    }
    package = package_of(built, odd)
    examined = examine_package(Package.of(Path("book.xlsx"), package))
    desk = FileDesk(Path("book.xlsx"), content=package)
    desk.recalculate(own_values(examined, restore(desk, examined, [])))
    judged = examined.rebuilt.judged
    assert printed(judged, cells_of(desk.content)) == printed(judged, examined.rebuilt.verdicts)
