"""The add-in: one .xlam made of the sources in ``macros/`` on any platform, the same bytes every time."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape
from zipfile import ZipFile

from xlbudget import __version__
from xlbudget.addin.install.places import ADDIN
from xlbudget.addin.install.refusals import AddinPartMissing
from xlbudget.addin.settings import SETTINGS
from xlbudget.disk.work_folder import workplace
from xlbudget.errors import XlbudgetError
from xlbudget.reading.cells import Workbook
from xlbudget.reading.package import Package
from xlbudget.workbook.files import settled

SHEET = "xlbudget.conf"
MODULES = ("RibbonXlbudget", "xlwings")
CALLBACKS = "'(the callbacks of ribbon.xml)"
"""The line of a module that stands for them."""
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


@dataclass(frozen=True)
class Button:
    """One of the ribbon: its id, its label, what it does in words, and the VBA that a click starts."""

    id: str
    label: str
    text: str
    callback: str


def buttons() -> list[Button]:
    """Those that ``ribbon.xml`` declares, in its order."""
    found = (one.get for one in ElementTree.fromstring(source("ribbon.xml")).iter() if one.tag.endswith("}button"))
    return [Button(get("id", ""), get("label", ""), get("supertip", ""), get("onAction", "")) for get in found]


def module(name: str) -> str:
    """The VBA of a module, with a callback for each button where it is to have them."""
    return "".join(
        line
        for written in source(f"{name}.bas").splitlines()[1:]
        for line in (_callbacks() if written == CALLBACKS else [f"{written}\r\n"])
    )


def _callbacks() -> Iterator[str]:
    for button in buttons():
        yield f"Public Sub {button.callback}(control As IRibbonControl)\r\n"
        yield f'    Press "{button.id}"\r\nEnd Sub\r\n\r\n'


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
        path = folder / ADDIN
        with ExcelFile.create_new(path) as made:
            project = made.vba_project()
            for name in MODULES:
                text = module(name)
                if not text.isascii():
                    raise ValueError(f"{name}.bas is not ASCII: a VBA project would turn the rest into ?")
                project.add_module(name, text)
            project.delete_module("Module1")
            made.save()
        package = path.read_bytes()
    rows = {"VERSION": __version__} | SETTINGS | dict(settings or {}) | TEXTS
    rows |= {f"LICENCE {name}": source(f"licences/{name}.txt") for name in LICENCES}
    return settled(package, _changed(package, rows))


def _changed(package: bytes, rows: Mapping[str, str]) -> dict[str, bytes]:
    """The parts for its sheet, its ribbon, and nobody's name in its properties."""
    sheet, dimension = _sheet_data(rows).encode("utf-8"), f'<dimension ref="A1:B{len(rows)}"/>'.encode()
    changes = {
        "xl/workbook.xml": {b'name="Sheet1"': f'name="{SHEET}"'.encode()},
        "docProps/app.xml": {b"<vt:lpstr>Sheet1<": f"<vt:lpstr>{SHEET}<".encode()},
        "xl/worksheets/sheet1.xml": {b"<sheetData/>": sheet, b'<dimension ref="A1"/>': dimension},
        "docProps/core.xml": {b">William Smith<": b">xlbudget<"},
        "_rels/.rels": {b"</Relationships>": _RELATION.encode()},
    }
    parts = {RIBBON: source("ribbon.xml").encode("utf-8")}
    with ZipFile(BytesIO(package)) as there:
        for name, texts in changes.items():
            parts[name] = there.read(name)
            for before, after in texts.items():
                parts[name] = parts[name].replace(before, after)
    return parts


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
        book = Workbook.of(Package.of(Path(ADDIN), content))
        cells = book.read(SHEET) if SHEET in book.sheets else None
    except XlbudgetError:
        return None
    if cells is None:
        return None
    found = {cells.text(row, 1): cells.text(row, 2) for row in range(1, cells.last_row + 1)}
    return {key: found.get(key, "") for key in ("VERSION", *SETTINGS)} if "VERSION" in found else None
