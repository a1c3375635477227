"""The add-in: one .xlam made of the sources in ``macros/`` on any platform, the same bytes every time."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from xlbudget import __version__
from xlbudget.addin.install.refusals import AddinPartMissing
from xlbudget.disk.work_folder import workplace
from xlbudget.errors import XlbudgetError
from xlbudget.reading.cells import Workbook
from xlbudget.reading.package import Package
from xlbudget.workbook.files import settled

NAME = "xlbudget.xlam"
SHEET = "xlbudget.conf"
MODULES = ("RibbonXlbudget", "xlwings")
SETTINGS = {"INTERPRETER_WIN": "", "INTERPRETER_MAC": "", "RATE_BELOW": "80"}
"""What installation may set, and what stands there otherwise: which Python to start is known on the spot only."""
TEXTS = {
    "TEXT_NOT_INSTALLED": "加载项还不知道用哪个 Python。请在命令行运行 xlbudget addin install，再重新打开 Excel。",
    "TEXT_NO_PYTHON": "找不到加载项要用的 Python，它可能被移动或卸载了。请重新运行 xlbudget addin install。找的是：",
    "TEXT_PYTHON_FAILED": "没有做成：Python 没有正常运行。请运行 xlbudget addin status，或把下面的字交给信息部门：",
}
"""What VBA says when Python cannot: it stands in cells, for VBA source holds no Chinese."""
LICENCES = ("xlwings", "pyOpenVBA")
RIBBON = "customUI/customUI.xml"
_RELATION = (
    '<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2006/relationships/ui/extensibility" '
    f'Target="{RIBBON}"/></Relationships>'
)


def source(name: str) -> str:
    """A file of ``macros/``."""
    return files("xlbudget.macros").joinpath(name).read_text(encoding="utf-8")


def applescript() -> bytes:
    """The script that Excel for Mac needs to start Python."""
    return source("xlbudget.applescript").encode("utf-8")


def build(settings: Mapping[str, str] | None = None) -> bytes:
    """The add-in; ``settings`` (of :data:`SETTINGS`) go into its own sheet, where VBA reads them."""
    try:
        from pyopenvba import ExcelFile
    except ImportError:
        raise AddinPartMissing("pyOpenVBA", Path(sys.executable)) from None
    with workplace() as folder:
        path = folder / NAME
        with ExcelFile.create_new(path) as made:
            project = made.vba_project()
            for module in MODULES:
                text = source(f"{module}.bas")
                if not text.isascii():
                    raise ValueError(f"{module}.bas is not ASCII: a VBA project would turn the rest into ?")
                project.add_module(module, "\r\n".join(text.splitlines()[1:]) + "\r\n")
            project.delete_module("Module1")
            made.save()
        package = path.read_bytes()
    rows = {"VERSION": __version__} | SETTINGS | dict(settings or {}) | TEXTS
    rows |= {f"LICENCE {name}": source(f"licences/{name}.txt") for name in LICENCES}
    return settled(_completed(package, rows))


def _completed(package: bytes, rows: Mapping[str, str]) -> bytes:
    """The package with its sheet filled, its ribbon, and nobody's name in its properties."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as there, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for info in there.infolist():
            content = there.read(info)
            match info.filename:
                case "xl/workbook.xml" | "docProps/app.xml":
                    content = content.replace(b'name="Sheet1"', f'name="{SHEET}"'.encode())
                    content = content.replace(b"<vt:lpstr>Sheet1<", f"<vt:lpstr>{SHEET}<".encode())
                case "xl/worksheets/sheet1.xml":
                    content = content.replace(b"<sheetData/>", _sheet_data(rows).encode("utf-8"))
                    content = content.replace(b'<dimension ref="A1"/>', f'<dimension ref="A1:B{len(rows)}"/>'.encode())
                case "docProps/core.xml":
                    content = re.sub(rb">William Smith<", b">xlbudget<", content)
                case "_rels/.rels":
                    content = content.replace(b"</Relationships>", _RELATION.encode())
            target.writestr(info, content)
        target.writestr(RIBBON, source("ribbon.xml"))
    return out.getvalue()


def _sheet_data(rows: Mapping[str, str]) -> str:
    def cell(address: str, text: str) -> str:
        return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' if text else ""

    lines = (
        f'<row r="{row}">{cell(f"A{row}", key)}{cell(f"B{row}", text)}</row>'
        for row, (key, text) in enumerate(rows.items(), 1)
    )
    return f"<sheetData>{''.join(lines)}</sheetData>"


def settings_of(content: bytes) -> dict[str, str] | None:
    """VERSION and the settings of an add-in of ours; None for any other file."""
    try:
        book = Workbook.of(Package.of(Path(NAME), content))
        cells = book.read(SHEET) if SHEET in book.sheets else None
    except XlbudgetError:
        return None
    if cells is None:
        return None
    found = {cells.text(row, 1): cells.text(row, 2) for row in range(1, cells.last_row + 1)}
    return {key: found.get(key, "") for key in ("VERSION", *SETTINGS)} if "VERSION" in found else None
