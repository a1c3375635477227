"""The structure that a workbook keeps of what it was built from (hidden sheet 结构)."""

from __future__ import annotations

from xlbudget.datafile.file import Data
from xlbudget.datafile.skeleton import unpacked
from xlbudget.language.form import Form
from xlbudget.reading.formulas import Cells
from xlbudget.sheets.structure import SHEET


def kept_structure(cells: Cells, form: Form) -> Data | None:
    """The skeleton that the file keeps; None when there is none, or not one of this 模板."""
    kept = unpacked(packed_in(cells))
    return kept if kept is not None and kept.layout == form.name else None


def packed_in(cells: Cells) -> str:
    """It as it stands in the sheet."""
    pieces = sorted(
        (int(at[1:]), str(value))
        for at, (_, value) in cells.get(SHEET, {}).items()
        if at[0] == "A" and at[1:].isdecimal()
    )
    return "".join(piece for row, piece in pieces if row > 1)
