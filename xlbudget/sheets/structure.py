"""结构: the hidden sheet that keeps the structure of the data file, for a checker to rebuild the workbook by."""

from __future__ import annotations

from xlbudget.datafile.file import Data
from xlbudget.datafile.skeleton import packed
from xlbudget.language.sheet import Item, Sheet

SHEET = "结构"
CHUNK = 30_000
"""In characters; a cell holds 32,767."""


def structure_sheet(data: Data) -> Sheet:
    text = packed(data)
    pieces = [text[i : i + CHUNK] for i in range(0, len(text), CHUNK)]
    items = [Item(1, 1, "生成时的结构，供 xlbudget check 复原各表用；不含任何金额，请勿改动", "input_title")]
    items += [Item(row, 1, piece, "computed") for row, piece in enumerate(pieces, 2)]
    return Sheet(SHEET, tuple(items), (60,), hidden=True)
