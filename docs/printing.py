"""Print areas for programs that cannot follow a formula.

In the workbook the print area of a live table is a formula, which Excel and WPS follow as codes come and go.
LibreOffice ignores it and would print the empty slots as blank pages; so whatever is to be printed by LibreOffice
first gets the area that the formula gives now.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package

_LIVE = re.compile(r"(>[^<>]*?\$A\$1):INDEX\([^<>]*?:\$([A-Z]+)\$\d+,'([^'<>]+)'!\$([A-Z]+)\$(\d+),\d+\)<")
WORKBOOK = "xl/workbook.xml"


def with_fixed_print_areas(package: bytes) -> bytes:
    """The package (with cached values) with every live print area as it stands now."""
    cells = formulas_and_values(Package.of(Path("book.xlsx"), package))

    def fixed(match: re.Match[str]) -> str:
        start, column, sheet, end_column, end_row = match.groups()
        _, last = cells[sheet][f"{end_column}{end_row}"]
        return f"{start}:${column}${int(float(str(last)))}<"

    out = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == WORKBOOK:
                content = _LIVE.sub(fixed, content.decode("utf-8")).encode("utf-8")
            target.writestr(info, content)
    return out.getvalue()
