"""结构: the hidden sheet that keeps the structure of the data file, for a checker to rebuild the workbook by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from xlbudget.datafile.file import Data
from xlbudget.datafile.skeleton import packed
from xlbudget.language.grid import CellGrid
from xlbudget.language.sheet import Area, Item, Sheet

SHEET = "结构"
MARK, MARK_NAME = "标记", "xlbudget标记"
"""The key and the defined name of the cell that keeps what the document properties say, for these get lost."""
_MARK_PLACE = (1, 2)
CHUNK = 30_000
"""In characters; a cell holds 32,767."""


def structure_sheet(data: Data) -> Sheet:
    text = packed(data)
    pieces = [text[i : i + CHUNK] for i in range(0, len(text), CHUNK)]
    items = [Item(1, 1, "生成时的结构，供 xlbudget check 复原各表用；不含任何金额，请勿改动", "input_title")]
    items += [Item(row, 1, piece, "computed") for row, piece in enumerate(pieces, 2)]
    return Sheet(SHEET, tuple(items), (60,), areas=((MARK, Area(SHEET, *_MARK_PLACE)),), hidden=True)


def marked(cells: CellGrid, stamp: Mapping[str, str]) -> CellGrid:
    """The cells of 结构 with the stamp, which is known only when all else is laid out: it has the fingerprint."""
    text = json.dumps(dict(stamp), ensure_ascii=False, separators=(",", ":"))
    looks = {_MARK_PLACE: "computed"} | cells.looks
    return replace(cells, constants=cells.constants | {_MARK_PLACE: text}, looks=looks)
