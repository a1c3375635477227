"""Pages of a PDF as pictures, turned as they were read, so that boxes of figures can be drawn over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from xlbudget.disk import input_file
from xlbudget.reading.documents.pdf import LIMIT, set_upright

PIXELS = 1_400
"""Of the longer side: the figures of a dense table can be read."""
GREYS = 16
"""A page of text in so many is a third as large, and looks the same."""


@dataclass(frozen=True)
class Picture:
    """``width``, ``height``: of the page in points, as boxes of places are."""

    png: bytes
    width: float
    height: float


def pictures(path: Path, pages: Iterable[int]) -> dict[int, Picture]:
    """Page (from 1) → its picture."""
    import pypdfium2 as pdfium

    found = {}
    with pdfium.PdfDocument(input_file.content(path, LIMIT)) as document:
        for number in pages:
            page = document[number - 1]
            set_upright(page, page.get_textpage())
            width, height = page.get_size()
            image = page.render(scale=PIXELS / max(width, height, 1), grayscale=True).to_pil()
            png = BytesIO()
            image.quantize(GREYS).save(png, "PNG", optimize=True)
            found[number] = Picture(png.getvalue(), width, height)
    return found
