"""A printed figure is read, and a figure printed in a text, the same whatever the machine is set to."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

import xlbudget
from tests.helpers.checking import checked, found
from tests.helpers.computing import cached, gnumeric, has_gnumeric, recalculate, untitled
from xlbudget.check.report import Report
from xlbudget.sheets.inputs import digits
from xlbudget.workbook.engines import libreoffice
from xlbudget.workbook.engines.by_file import Values

PAGE = "数"
PACKAGE = Path(xlbudget.__file__).parent
_DICE = random.Random(23)
FIGURES = (
    "0", "0.00", "-0.00", "5", "+5", "-136.43", "8.06%", "-.5", "00012", " 7.10 ", "1,006.09", "999999999999.99",
    *(f"{_DICE.choice(('', '-'))}{_DICE.randrange(10 ** _DICE.randrange(1, 12))}.{_DICE.randrange(10**n):0{n}d}"
      for n in (1, 2, 2, 2, 3, 4)),
    *(f"{_DICE.randrange(10_000)}.{_DICE.randrange(100):02d}%" for _ in range(3)),
)  # fmt: skip
NONE = (
    "1e3", "1/2", "2023-01-01", "2023.1.1", "1.2.3", "5-", "1-2", "--5", "12:30", "$5", "abc", "％", "三", "-", ".",
    "TRUE", "43000022000000001234567",
)  # fmt: skip
"""What VALUE takes for a number in some locale, or nowhere; and one of more digits than a figure has."""


def package() -> bytes:
    """A figure as it was typed; without its marks; its decimals; its number; that number in texts."""
    workbook = Workbook()
    page: Any = workbook.active
    page.title = PAGE
    for row, text in enumerate((*FIGURES, *NONE), 1):
        page.cell(row, 1).value = text
        page.cell(row, 1).data_type = "s"
        bodies = (
            digits.bare(f"A{row}"),
            digits.decimals(f"B{row}"),
            digits.value(f"B{row}", f"C{row}"),
            digits.in_text(f"D{row}"),
            f'IF(D{row}="","",{digits.in_money(f"D{row}")})',
        )
        for col, body in enumerate(bodies, 2):
            page.cell(row, col).value = f"={body}"
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def held(values: Values) -> None:
    """By the figure as Decimal reads it."""
    for row, text in enumerate(FIGURES, 1):
        bare = text.strip().rstrip("%").replace(",", "")
        exact = Decimal(bare)
        here = {col: values[PAGE].get(f"{col}{row}") for col in "CDEF"}
        assert (here["C"], here["D"]) == (len(bare.partition(".")[2]), float(exact)), text
        assert float(str(here["E"])) == float(exact), text
        assert abs(Decimal(str(here["F"])) - exact) <= Decimal("0.005"), text
        assert str(here["F"])[-3] == ".", text
    for row, text in enumerate(NONE, 1 + len(FIGURES)):
        assert values[PAGE].get(f"D{row}") in (None, ""), text


def test_a_printed_figure_is_its_digits() -> None:
    for engine in ("formualizer", "formulas"):
        held(recalculate(package(), engine))


def test_a_workbook_saved_in_another_locale_is_judged_the_same(
    few_rows: None, little_bare: bytes, little_report: Report, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    """In Turkey: a decimal comma, as in Germany and France, and letters of another case."""
    del few_rows
    patch.setattr(libreoffice, "LOCALE", "tr-TR")
    sources = [tmp_path / "digits.xlsx", tmp_path / "little.xlsx"]
    for source, content in zip(sources, (package(), untitled(little_bare)), strict=True):
        source.write_bytes(content)
    folder = tmp_path / "saved"
    folder.mkdir()
    made = [path.read_bytes() for path in libreoffice.convert_all(sources, "xlsx", folder)]
    held(cached(made[0]))
    assert found(checked(tmp_path, made[1])) == found(little_report)


@pytest.mark.skipif(not has_gnumeric(), reason="没有 Gnumeric（tests/run 会装）")
def test_gnumeric_reads_them_too() -> None:
    held(gnumeric(package()))


def test_nothing_else_turns_texts_into_figures_or_figures_into_texts() -> None:
    """Whole numbers excepted: TEXT(…,"0") and a year beside a word."""
    call = re.compile(r"\b(?:VALUE|FIXED|NUMBERVALUE|DOLLAR|TEXT)\((?!IF\(\{kind\}<2000)")
    users = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if call.search(line)
    }
    assert users == {"sheets/inputs/digits.py"}
