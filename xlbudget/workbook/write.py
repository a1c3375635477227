"""The only writer: openpyxl makes a package but for its cells, which are written as they stand in the grid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from types import MappingProxyType
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Border, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from xlbudget.language.grid import CellGrid, Place, Value, grid, print_area
from xlbudget.language.guard import Guard
from xlbudget.language.keys import Names
from xlbudget.language.limits import CHOICES, HIGHEST, WIDEST, broken_by_formula, broken_by_name, units
from xlbudget.language.sheet import Area, Colour, Sheet, column_letter
from xlbudget.sheets.book import Book
from xlbudget.sheets.fingerprint import PROPERTY, fingerprint
from xlbudget.sheets.structure import SHEET as STRUCTURE
from xlbudget.sheets.structure import marked
from xlbudget.workbook.borders import BOX, draw_frame, dress
from xlbudget.workbook.carried import Carried, put
from xlbudget.workbook.charts import draw_chart
from xlbudget.workbook.files import zipped
from xlbudget.workbook.fit import fitted
from xlbudget.workbook.looks import Looks
from xlbudget.workbook.palette import LOOK_FILLS, TABS, TITLE_LOOK, VERDICT_INK
from xlbudget.workbook.sheet_data import Cell, cell_data, sheet_data
from xlbudget.workbook.zoom import zoom

A4 = 9
_DIMENSION = re.compile(rb"<dimension [^>]*/>")


@dataclass(frozen=True)
class Shell:
    """A package that lacks nothing but its cells, and these but for the values of formulas."""

    package: bytes
    sheets: tuple[Sheet, ...]
    cells: tuple[list[Cell], ...]


def write(book: Book, values: Mapping[str, Mapping[Place, Value]] = MappingProxyType({})) -> bytes:
    """The package of a book, with the values of its formulas where they are known."""
    return filled(shell(book), values)


def write_values(sheets: Sequence[Sheet], title: str) -> bytes:
    """The package of sheets in which no formula stands."""
    names = Names()
    grids = tuple(grid(sheet, names) for sheet in sheets)
    workbook, cells = _workbook(sheets, grids, names, title)
    # There is nothing to calculate; Excel would ask whether to save when it is closed.
    workbook.calculation.fullCalcOnLoad = False
    return filled(Shell(_saved(workbook), tuple(sheets), cells), {})


def shell(book: Book, carried: Carried | None = None) -> Shell:
    """Everything of a book's package but its cells; ``carried``: what of a user's own is put into it."""
    stamp = book.stamp | {PROPERTY: fingerprint(book)}
    grids = [book.grids[sheet.name] for sheet in book.sheets]
    grids = [
        marked(cells, stamp) if sheet.name == STRUCTURE else cells
        for sheet, cells in zip(book.sheets, grids, strict=True)
    ]
    workbook, cells = _workbook(book.sheets, grids, book.names, "部门决算与绩效自评工作簿")
    for name, target in book.defined.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=target)
    for name, value in stamp.items():
        workbook.custom_doc_props.append(StringProperty(name=name, value=value))
    if carried is not None:
        put(workbook, carried)
    workbook.calculation.fullCalcOnLoad = True
    return Shell(_saved(workbook), book.sheets, cells)


def filled(shell: Shell, values: Mapping[str, Mapping[Place, Value]]) -> bytes:
    """The finished package: the same bytes for the same book."""
    return zipped(_parts(shell, values))


def _parts(shell: Shell, values: Mapping[str, Mapping[Place, Value]]) -> Iterator[tuple[str, bytes]]:
    each = zip(shell.sheets, shell.cells, strict=True)
    wanting = {f"xl/worksheets/sheet{number}.xml": one for number, one in enumerate(each, 1)}
    with ZipFile(BytesIO(shell.package)) as source:
        for name in source.namelist():
            content = source.read(name)
            if name in wanting:
                sheet, cells = wanting[name]
                there = values.get(sheet.name, {})
                data = sheet_data(cells, there, fitted(sheet, there), sheet.hidden_rows)
                content = _with_cells(content, data, cells)
            yield name, content


def _with_cells(part: bytes, data: str, cells: Sequence[Cell]) -> bytes:
    """A sheet of the shell with its cells."""
    columns = {col for (_, col), _, _ in cells} or {1}
    top, bottom = (cells[0][0][0], cells[-1][0][0]) if cells else (1, 1)
    whole = f"{column_letter(min(columns))}{top}:{column_letter(max(columns))}{bottom}"
    part = _DIMENSION.sub(f'<dimension ref="{whole}"/>'.encode(), part, count=1)
    before, _, rest = part.partition(b"<sheetData")
    behind = rest.partition(b"/>")[2] if rest[:1] != b">" else rest.partition(b"</sheetData>")[2]
    return b"".join((before, data.encode("utf-8"), behind))


def _workbook(
    sheets: Sequence[Sheet], grids: Sequence[CellGrid], names: Names, title: str
) -> tuple[Any, tuple[list[Cell], ...]]:
    workbook: Any = Workbook()  # its stubs lack custom_doc_props and other attributes
    looks = Looks(workbook)
    workbook.remove(workbook.worksheets[0])
    cells = tuple(cell_data(page, looks.of_cells(sheet, page)) for sheet, page in zip(sheets, grids, strict=True))
    for sheet, page in zip(sheets, grids, strict=True):
        _keep(broken_by_name(sheet.name), sheet.name)
        _write_sheet(workbook.create_sheet(sheet.name), sheet, page, names)
    looks.done()
    workbook.properties.creator = "xlbudget"
    workbook.properties.title = title
    return workbook, cells


def _saved(workbook: Any) -> bytes:
    """Not compressed: it is only taken apart again."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as package:
        _InMemory(workbook, package).save()
    return buffer.getvalue()


class _InMemory(ExcelWriter):
    """The library puts every sheet into a file of its own first."""

    def write_worksheet(self: Any, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        out = BytesIO()
        writer: Any = WorksheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], out.getvalue())
        self.manifest.append(ws)


def _write_sheet(ws: Any, sheet: Sheet, cells: CellGrid, names: Names) -> None:
    for item in sheet.items:
        if item.rows > 1 or item.cols > 1:
            # merge_cells would draw every border anew, many times slower; every cell has its own already.
            for row in item.tops:
                ws.merged_cells.add(Area("", row, item.col, item.rows, item.cols).text(""))
    for (row, col), link in cells.links.items():
        # The library gathers links from cells; these are replaced with all others.
        cell = ws.cell(row, col)
        cell.hyperlink = Hyperlink(
            ref=cell.coordinate, location=f"'{link.sheet}'!{link.cell}", tooltip=link.tip or f"到 {link.sheet}"
        )
    for col, width in enumerate(sheet.widths, 1):
        _keep(f"a column of {width} characters" if width > WIDEST else "", sheet.name)
        ws.column_dimensions[column_letter(col)].width = width
    for col in sheet.hidden_columns:
        ws.column_dimensions[column_letter(col)].hidden = True
    for _, height in sheet.heights:
        _keep(f"a row of {height} points" if height > HIGHEST else "", sheet.name)
    for colour in sheet.colours:
        _paint(ws, colour)
    for frame in sheet.frames:
        if frame.when:
            draw_frame(ws, frame)
    for guard in sheet.guards:
        ws.add_data_validation(_validation(guard))
    for chart in sheet.charts:
        draw_chart(ws, chart)
    if sheet.filter:
        ws.auto_filter.ref = sheet.filter.text(sheet.name)
    if sheet.freeze:
        ws.freeze_panes = Area("", *sheet.freeze).text("")
    if sheet.page:
        _set_page(ws, sheet, cells, names)
    ws.sheet_state = "hidden" if sheet.hidden else "visible"
    ws.sheet_view.showGridLines = False
    ws.sheet_view.zoomScale = zoom(sheet)
    if sheet.tab:
        ws.sheet_properties.tabColor = TABS[sheet.tab]
    if not sheet.open:
        _protect(ws)


def _keep(broken: str, where: str) -> None:
    """Refuse to write what Excel would not open: a mistake of our declarations, whatever the data."""
    if broken:
        raise ValueError(f"{where}: {broken}")


def _paint(ws: Worksheet, colour: Colour) -> None:
    _keep(broken_by_formula(colour.when), f"{ws.title} {colour}")
    dress(ws, colour, _painted(colour.look, colour.framed))


@cache
def _painted(look: str, framed: bool) -> DifferentialStyle:
    # 有颜色的格子也要有框：LibreOffice 只用第一条成立的规则。
    border = Border(left=BOX.left, right=BOX.right, top=BOX.top, bottom=BOX.bottom) if framed else None
    font = Font(color=VERDICT_INK.get(look), bold=look == TITLE_LOOK or None)
    fill = PatternFill(bgColor=LOOK_FILLS[look]) if look in LOOK_FILLS else None
    return DifferentialStyle(font=font, fill=fill, border=border)


_REFUSALS = {
    "decimal": "这里只能填数字：不要带单位、逗号或文字。",
    "whole": "这里只能填整数。",
    "list": "请从下拉列表中选择。",
    "code": "请填 7 位数字的项级科目代码，如 2010406。",
    "named": "名单里没有这个名称，多半是打错了；请从下拉列表里选，或先在名单里补上。",
}


def _validation(guard: Guard) -> DataValidation:
    settings: dict[str, Any] = {"allow_blank": True}
    match guard.kind:
        case "decimal":
            limits = {"formula1": "-9999999999999", "formula2": "9999999999999"}
            settings |= {"type": "decimal", "operator": "between"} | limits
        case "whole":
            settings |= {"type": "whole", "operator": "between", "formula1": "1900", "formula2": "9999"}
        case "list" | "suggested":
            choices = ",".join(guard.options)
            _keep(f"choices of {units(choices)} characters" if units(choices) > CHOICES else "", choices)
            settings |= {"type": "list", "formula1": f'"{choices}"'}
        case "named":
            # Those in use: an empty cell among the choices would let anything pass, and be offered.
            (name,) = guard.options
            within = f'INDEX({name},1):INDEX({name},MAX(1,COUNTIF({name},"?*")))'
            settings |= {"type": "list", "formula1": within, "errorStyle": "warning"}
        case "code":
            # 提醒而不阻止：目录之外、位数不对的代码照收，由填写提示指出。
            settings |= {"type": "textLength", "operator": "equal", "formula1": "7", "errorStyle": "warning"}
    rule = DataValidation(**settings)
    rule.showInputMessage = bool(guard.prompt)
    rule.promptTitle, rule.prompt = ("填写说明", guard.prompt[:200]) if guard.prompt else (None, None)
    if refusal := _REFUSALS.get(guard.kind):
        rule.showErrorMessage, rule.errorTitle, rule.error = True, "填写有误", refusal
    rule.add(Area("", guard.row, guard.col, guard.rows).text(""))
    return rule


def _set_page(ws: Any, sheet: Sheet, cells: CellGrid, names: Names) -> None:
    page = sheet.page
    assert page
    setup = ws.page_setup
    setup.paperSize = A4
    setup.orientation = "landscape" if page.landscape else "portrait"
    setup.fitToWidth = 1
    setup.fitToHeight = 0 if page.tall else 1
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.print_options.horizontalCentered = True
    margins = ws.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom = 0.6, 0.6
    margins.header = margins.footer = 0.3
    ws.oddFooter.center.text = "第 &P 页，共 &N 页"
    for row in page.breaks:
        ws.row_breaks.append(Break(id=row))
    if page.heading:
        ws.print_title_rows = f"{page.heading[0]}:{page.heading[1]}"
    if page.end:
        area = print_area(sheet, cells, names)
        ws.defined_names["_xlnm.Print_Area"] = DefinedName("_xlnm.Print_Area", attr_text=area)
    elif page.rows:
        ws.print_area = Area("", 1, 1, page.rows, page.cols).text("")


def _protect(ws: Worksheet) -> None:
    """Locked without a password: it keeps fingers off formulas, not people out. Widths and colours stay free."""
    protection = ws.protection
    protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "autoFilter"):
        setattr(protection, allowed, False)
