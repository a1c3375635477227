"""What people paste: codes with their names, dashes for no figure, blanks at the ends of names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.conftest import fewer_rows
from tests.helpers.building import assemble
from tests.helpers.checking import brief, checked, little_unit, new
from tests.helpers.computing import cached, recalculate
from tests.helpers.typing_in import Light, columns, saved
from xlbudget.addin.buttons.write_cells import with_values
from xlbudget.datafile.file import Data
from xlbudget.language.sheet import Entry
from xlbudget.reading.code_columns import code_within
from xlbudget.reading.formulas import AllCells
from xlbudget.reading.package import Package
from xlbudget.reading.reader import Reading, read_package
from xlbudget.sheets.book import Book
from xlbudget.sheets.inputs.codes import taken_by_formulas
from xlbudget.sheets.inputs.hints import DASHES
from xlbudget.workbook.render import render

pytestmark = pytest.mark.usefixtures("few_rows")

CODES = {
    "2010406社会事业发展规划": ("2010406", True),
    "2010406 社会事业发展规划": ("2010406", True),
    " 2010406　社会事业发展规划": ("2010406", True),
    "2010406.0": ("2010406", True),
    "2010406\n社会事业发展规划": ("2010406", True),
    "2010406、社会事业发展规划": ("2010406", True),
    "２０１０４０６": ("2010406", False),
    "２０１０４０６社会事业发展规划": ("2010406", False),
    "　2010406": ("2010406", False),
    "201-04-06": ("2010406", False),
    "201—04—06社会事业": ("2010406", False),
    "2010406－社会事业发展规划": ("2010406", False),
    "2010406.00": ("2010406", False),
}
"""As pasted → the code, and whether the formulas of the sheet take it so."""
UNSURE = (
    *("2010406*", "20104061", "2010406.5", "2010406-1", "201O406", "见2010406", "2010406A", "2010406（1）", "²⁰¹⁰⁴⁰⁶"),
    *("20-10406", "2010406 2010450", "2010406 100万元以上", "0104060", "科目", ""),
)


def test_a_code_is_read_where_that_is_certain() -> None:
    for text, (code, by_formulas) in CODES.items():
        assert code_within(text) == code, text
        assert (taken_by_formulas(text) == code) is by_formulas, text
    assert [text for text in UNSURE if code_within(text)] == []


@pytest.fixture(scope="module")
def little() -> Book:
    with fewer_rows():
        return assemble(Data(little_unit() | {"基本支出年初预算": {"301": 3}, "公开数": []}))


@pytest.fixture(scope="module")
def package(little: Book) -> bytes:
    return render(little)


def read(package: bytes) -> Reading:
    return read_package(Package.of(Path("book.xlsx"), package))


TAKEN = {
    ("录入-支出", "A5"): "2010406社会事业发展规划",
    ("录入-支出", "A7"): "2010450.0",
    ("录入-收入", "A6"): "2010450　事业运行",
    ("录入-项目", "G5"): "2010406 社会事业发展规划",
}
NOT_TAKEN = {
    ("录入-支出", "A6"): "２０１０４５０",
    ("录入-收入", "A5"): "201-04-06",
    ("录入-科目", "A5"): "2010406社会事业发展规划",
    ("录入-经济分类", "A80"): "30198—别的",
    ("录入-基本支出年初预算", "A5"): "301工资福利支出",
}


def as_pasted(package: bytes, entries: Mapping[tuple[str, str], str]) -> bytes:
    """As an office program saves it: with the values of its formulas."""
    typed = Light(package)
    for (sheet, cell), text in entries.items():
        assert not typed[sheet][cell].protection.locked, (sheet, cell)
        typed[sheet][cell].value = text
    content = saved(typed)
    found = {(sheet, cell): value for sheet, cells in recalculate(content).items() for cell, value in cells.items()}
    formulas = AllCells(typed.reader)
    return with_values(
        Package.of(Path("book.xlsx"), content),
        {at: value for at, value in found.items() if formulas[at[0]].get(at[1], ("", None))[0]},
    )


def test_codes_that_formulas_take_as_pasted_are_but_worth_a_look(package: bytes, tmp_path: Path) -> None:
    """Nothing is told of the values in the file, for they are those of the entries as read."""
    right = as_pasted(package, {("录入-项目", "G5"): "2010406"})
    content = as_pasted(package, TAKEN)
    assert read(content).data == read(right).data
    found = new(checked(tmp_path, content), checked(tmp_path, right))
    assert {(f.rule, f.severity, f.sheet, f.cell) for f in found} == {
        ("录入-单元格", "warning", sheet, cell) for sheet, cell in TAKEN
    }
    shown, expected = cached(content), cached(right)
    for sheet in shown:
        if not sheet.startswith(("录入-", "校验", "目录", "总览", "有数", "封面")):
            # The tiles of 公开数核对 count what is told of all sheets.
            tiles = ("A3", "C3", "E3", "G3", "I3", "K3") if sheet == "公开数核对" else ()
            assert shown[sheet] | dict.fromkeys(tiles) == expected[sheet] | dict.fromkeys(tiles), sheet
    assert "注意：只取前面的 7 位作科目代码，后面的请删去；" in shown["录入-支出"].values()


def test_codes_that_formulas_do_not_take_are_counted_and_named(package: bytes, tmp_path: Path) -> None:
    typed = Light(package)
    right = {place: code_within(text) for place, text in NOT_TAKEN.items()}
    content = []
    for entries in (right, NOT_TAKEN):
        for (sheet, cell), text in entries.items():
            typed[sheet][cell].value = text
        typed["录入-经济分类"]["C80"].value = 1
        content.append(saved(typed))
    assert read(content[1]).data == read(content[0]).data
    found = new(checked(tmp_path, content[1]), checked(tmp_path, content[0]))
    assert {(f.rule, f.severity, f.sheet, f.cell) for f in found} == {
        ("录入-单元格", "error", sheet, cell) for sheet, cell in NOT_TAKEN
    }


def figures(book: Book) -> Iterator[tuple[str, int, int]]:
    """Every cell for a figure."""
    for sheet in book.sheets:
        if sheet.name.startswith("录入-") and sheet.name != "录入-单位":
            for item in sheet.singles():
                if isinstance(item.content, Entry) and item.role != "text":
                    yield sheet.name, item.row, item.col


@pytest.mark.parametrize("every", [True, False])
def test_a_dash_for_a_figure_is_a_blank_to_every_formula(little: Book, package: bytes, every: bool) -> None:
    """In every cell, or in those that are blank anyway; no formula of any sheet tells the difference."""
    blank, dashed = Light(package), Light(package)
    count = 0
    for sheet, row, col in figures(little):
        if every or blank[sheet].cell(row, col).value is None:
            blank[sheet].cell(row, col).value = None
            dashed[sheet].cell(row, col).value = DASHES[count % len(DASHES)]
            count += 1
    assert count > 300
    expected, shown = recalculate(saved(blank)), recalculate(saved(dashed))
    for name, formulas in little.formulas.items():
        for address in formulas:
            there = shown[name].get(address)
            assert (there or "") == (expected[name].get(address) or ""), (name, address)
    one, other = read(saved(blank)), read(saved(dashed))
    assert (one.data, one.oddities) == (other.data, other.oddities)


def test_blanks_at_the_ends_of_names_make_no_other_names(little: Book, package: bytes, tmp_path: Path) -> None:
    """Of every kind, behind every name that another sheet looks for: the same forms, figures, verdicts."""
    blanks = (" ", "\u3000", "\u00a0", "\t", "\n")
    named = {
        "录入-项目": ("名称",),
        "录入-绩效自评": ("对象",),
        "录入-绩效指标": ("对象", "一级", "二级"),
        "录入-绩效资金": ("对象",),
        "录入-绩效权重": ("对象", "一级"),
        "录入-基础数据": ("行",),
        "录入-事实": ("键",),
    }
    typed = Light(package)
    count = 0
    for sheet, headings in named.items():
        where = columns(typed, sheet)
        for heading in headings:
            for row in range(5, 10):
                cell = typed[sheet].cell(row, where[heading])
                if isinstance(cell.value, str):
                    cell.value += blanks[count % len(blanks)]
                    count += 1
    assert count > 20
    content, plain = saved(typed), saved(Light(package))
    before, after = (brief(list(checked(tmp_path, package).findings)) for package in (plain, content))
    assert before == after
    built = assemble(read(content).data)
    assert [page.name for page in built.sheets] == [page.name for page in little.sheets]
    shown, expected = recalculate(content), recalculate(plain)
    for name in shown:
        if not name.startswith("录入-"):
            figures = {at: value for at, value in shown[name].items() if not isinstance(value, str)}
            assert figures == {at: value for at, value in expected[name].items() if not isinstance(value, str)}, name
