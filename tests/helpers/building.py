"""The workbook of a data file, with the form of its own region."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlbudget.datafile.file import Data
from xlbudget.language.sheet import Sheet
from xlbudget.regions.forms import form_in, form_of
from xlbudget.sheets.book import Book
from xlbudget.sheets.book import assemble as assembled


def assemble(data: Data, layout: Path | None = None, more: Sequence[Sheet] = ()) -> Book:
    """All its sheets; ``layout``: the layout file of a region that the program does not have."""
    return assembled(data, form_of(data.layout, form_in(layout) if layout else None), more)
