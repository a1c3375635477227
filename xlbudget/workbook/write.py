"""The only writer: a declared book becomes an .xlsx without cached values (openpyxl), in memory."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from xlbudget.language import limits
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Area, Colour, Entry, Guard, Item, Link, Page, Sheet, column_letter
from xlbudget.sheets.book import Book, defined
from xlbudget.workbook.borders import draw_frame
from xlbudget.workbook.charts import draw_chart
from xlbudget.workbook.styles import BOX, LOOK_FILLS, STYLES, named
from xlbudget.workbook.texts import put_text

A4 = 9


def write(book: Book) -> bytes:
    """The package as openpyxl leaves it; every formula is there, no value of a formula is."""
    workbook = _workbook(book.sheets, book.names, "部门决算与绩效自评工作簿")
    for name, key in defined(book.names).items():
        target = book.names.find(key, f"名称 {name}").text(fixed=True)
        workbook.defined_names[name] = DefinedName(name, attr_text=target)
    for name, value in book.stamp.items():
        workbook.custom_doc_props.append(StringProperty(name=name, value=value))
    workbook.calculation.fullCalcOnLoad = True
    return _saved(workbook)


def write_values(sheets: Sequence[Sheet], title: str) -> bytes:
    """The package of sheets in which no formula stands."""
    workbook = _workbook(sheets, Names(), title)
    # Nothing is to be calculated; Excel would ask whether to save when it closes.
    workbook.calculation.fullCalcOnLoad = False
    return _saved(workbook)


def _workbook(sheets: Sequence[Sheet], names: Names, title: str) -> Any:
    workbook: Any = Workbook()  # openpyxl's types lack custom_doc_props and others
    looks = _looks(workbook)
    for sheet in sheets:
        _keep(limits.broken_by_name(sheet.name), sheet.name)
        _write_sheet(workbook.create_sheet(sheet.name), sheet, names, looks)
    workbook.properties.creator = "xlbudget"
    workbook.properties.title = title
    return workbook


def _saved(workbook: Any) -> bytes:
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _looks(workbook: Any) -> dict[str, StyleArray]:
    """Style name → the array that a cell of that style carries (setting it is much faster than naming it).

    Found in the sheet that a new workbook has, which goes.
    """
    sample = workbook.worksheets[0]
    looks: dict[str, StyleArray] = {}
    for row, name in enumerate(STYLES, 1):
        workbook.add_named_style(named(name))
        cell: Any = sample.cell(row, 1)
        cell.style = f"xlb_{name}"
        looks[name] = copy(cell._style)
    workbook.remove(sample)
    return looks


def _write_sheet(ws: Any, sheet: Sheet, names: Names, looks: dict[str, StyleArray]) -> None:
    for item in sheet.items:
        _write_item(ws, item, names, looks[item.style])
    for col, width in enumerate(sheet.widths, 1):
        _keep(f"a column of {width} characters" if width > limits.WIDEST else "", sheet.name)
        ws.column_dimensions[column_letter(col)].width = width
    for col in sheet.hidden_columns:
        ws.column_dimensions[column_letter(col)].hidden = True
    for row in sheet.hidden_rows:
        ws.row_dimensions[row].hidden = True
    for row, height in sheet.heights:
        _keep(f"a row of {height} points" if height > limits.HIGHEST else "", sheet.name)
        ws.row_dimensions[row].height = height
    for colour in sheet.colours:
        _paint(ws, colour)
    for frame in sheet.frames:
        draw_frame(ws, frame)
    for guard in sheet.guards:
        ws.add_data_validation(_validation(guard))
    for chart in sheet.charts:
        draw_chart(ws, chart)
    if sheet.filter:
        ws.auto_filter.ref = sheet.filter.text(sheet.name)
    if sheet.freeze:
        ws.freeze_panes = ws.cell(*sheet.freeze)
    if sheet.page:
        _set_page(ws, sheet.page, names)
    ws.sheet_state = "hidden" if sheet.hidden else "visible"
    ws.sheet_view.showGridLines = sheet.name.startswith("录入-")
    if not sheet.open:
        _protect(ws)


def _write_item(ws: Worksheet, item: Item, names: Names, look: StyleArray) -> None:
    if item.rows > 1 or item.cols > 1:
        _merge(ws, item, look)
    cell: Any = ws.cell(item.row, item.col)
    cell._style = look
    match item.content:
        case None | Entry(None):
            return
        case str() as text:
            # A text of our making, which may hold a long name of the user's; what was entered is never cut.
            put_text(cell, limits.beginning(text))
        case Entry(str() as text):
            put_text(cell, text)
        case Entry(value):
            cell.value = value
        case Link(text, target, place):
            put_text(cell, limits.beginning(text))
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{target}'!{place}", tooltip=f"到 {target}")
            cell._style = look
        case _:
            cell.value = formula = names.formula(item, ws.title)
            _keep(limits.broken_by_formula(formula), f"{ws.title}!{cell.coordinate}")


def _keep(broken: str, where: str) -> None:
    """Refuse to write what Excel would not open: a mistake of our declarations, whatever the data."""
    if broken:
        raise ValueError(f"{where}: {broken}")


def _merge(ws: Worksheet, item: Item, look: StyleArray) -> None:
    for row in range(item.row, item.row + item.rows):
        for col in range(item.col, item.col + item.cols):
            cell: Any = ws.cell(row, col)
            cell._style = look
    # merge_cells works out the borders cell by cell, several times as slowly; here they are drawn.
    ws.merged_cells.add(Area("", item.row, item.col, item.rows, item.cols).text(""))


def _paint(ws: Worksheet, colour: Colour) -> None:
    # A coloured cell needs its box, too: LibreOffice goes by the first rule that holds alone.
    area = Area(ws.title, colour.row, colour.col, colour.rows, colour.cols).text(ws.title)
    border = BOX if colour.framed else None
    _keep(limits.broken_by_formula(colour.when), f"{ws.title} {area}")
    look = DifferentialStyle(fill=PatternFill(bgColor=LOOK_FILLS[colour.look]), border=border)
    ws.conditional_formatting.add(area, Rule(type="expression", formula=[colour.when], dxf=look))


_VALIDATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "decimal": (
        "这里只能填数字：不要带单位、逗号或文字。",
        {"type": "decimal", "operator": "between", "formula1": "-9999999999999", "formula2": "9999999999999"},
    ),
    "whole": ("这里只能填整数。", {"type": "whole", "operator": "between", "formula1": "1900", "formula2": "9999"}),
    "list": ("请从下拉列表中选择。", {"type": "list"}),
    # A warning: codes that are not in the list or of another length are taken, and a hint speaks of them.
    "code": (
        "请填 7 位数字的项级科目代码，如 2010406。",
        {"type": "textLength", "operator": "equal", "formula1": "7", "errorStyle": "warning"},
    ),
    "text": ("", {}),
}
"""Kind of guard → what it says to a wrong entry, and what it lets in."""


def _validation(guard: Guard) -> DataValidation:
    refusal, settings = _VALIDATIONS[guard.kind]
    rule = DataValidation(allow_blank=True, **settings)
    if guard.kind == "list":
        choices = ",".join(guard.options)
        length = limits.units(choices)
        _keep(f"choices of {length} characters" if length > limits.CHOICES else "", choices)
        rule.formula1 = f'"{choices}"'
    rule.showInputMessage = bool(guard.prompt)
    rule.promptTitle, rule.prompt = ("填写说明", guard.prompt[:200]) if guard.prompt else (None, None)
    if refusal:
        rule.showErrorMessage = True
        rule.errorTitle, rule.error = "填写有误", refusal
    rule.add(Area("", guard.row, guard.col, guard.rows).text(""))
    return rule


def _set_page(ws: Any, page: Page, names: Names) -> None:
    setup = ws.page_setup
    setup.paperSize = A4
    setup.orientation = "landscape" if page.landscape else "portrait"
    setup.fitToWidth = 1
    setup.fitToHeight = 0 if page.tall else 1
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.print_options.horizontalCentered = True
    margins = ws.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.6
    margins.header = margins.footer = 0.3
    ws.oddFooter.center.text = "第 &P 页，共 &N 页"
    for row in page.breaks:
        ws.row_breaks.append(Break(id=row))
    if page.heading:
        ws.print_title_rows = f"{page.heading[0]}:{page.heading[1]}"
    if page.end:
        # It ends with the last line in use: Excel and WPS follow it as codes come and go.
        end = names.find(page.end, f"{ws.title} 打印区域").text(fixed=True)
        whole = Area(ws.title, 1, 1, ws.max_row, page.cols).text(fixed=True)
        area = f"{Area(ws.title, 1, 1).text(fixed=True)}:INDEX({whole},{end},{page.cols})"
        ws.defined_names["_xlnm.Print_Area"] = DefinedName("_xlnm.Print_Area", attr_text=area)
    elif page.rows:
        ws.print_area = Area("", 1, 1, page.rows, page.cols).text("")


def _protect(ws: Worksheet) -> None:
    """Locked without a password: it keeps fingers off formulas, not people out. Widths and colours stay free."""
    ws.protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "autoFilter"):
        setattr(ws.protection, allowed, False)
