"""Workbooks that others made and CSV: every sheet that is seen, as a grid of what its cells show."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from xlbudget.errors import DocumentUnreadable, WorkbookDamaged
from xlbudget.reading import cells as ours
from xlbudget.reading.documents.as_printed import normalized
from xlbudget.reading.documents.found import FoundGrid, Left, Origin, SourceDocument
from xlbudget.reading.documents.grid_of_cells import CELLS, grid_of
from xlbudget.reading.documents.kinds import OURS
from xlbudget.reading.file_kinds import text_of
from xlbudget.reading.number_formats import as_date, as_shown, is_date
from xlbudget.reading.package import Package
from xlbudget.reading.shown_digits import shown

HIDDEN = "这张表是隐藏的，没有读"
UNCALCULATED = "公式没有存着的值；请用 Excel 或 WPS 打开，保存一次再试"


def open_xlsx(path: Path, package: Package) -> SourceDocument:
    """By our own reader, which knows how a figure is shown; what it is too strict for, by the library."""
    try:
        book = ours.Workbook.of(package)
        if any(name.startswith(OURS) for name in book.sheets):
            raise DocumentUnreadable(path, "它是 xlbudget 生成的工作簿，读回录入的数请用 xlbudget read")
        parts: list[FoundGrid] = []
        left: list[Left] = []
        for name in book.sheets:
            place = Origin(path, sheet=name)
            if name in book.hidden:
                left.append(Left("", place, HIDDEN))
                continue
            found, look = book.everything(name), book.look(name)
            hidden = {col for columns, _, unseen in look.columns if unseen for col in columns}
            seen = {
                at: cell for at, cell in found.cells.items() if at[0] not in look.hidden_rows and at[1] not in hidden
            }
            if any(cell.formula and cell.value is None for cell in seen.values()):
                left.append(Left("", place, UNCALCULATED))
            texts = {at: _shown(cell) for at, cell in seen.items()}
            parts += filter(None, [grid_of(path, name, texts, found.merged)])
        return SourceDocument(path, tuple(parts), tuple(left))
    except WorkbookDamaged:
        return open_by_calamine(path, package.content)


def _shown(cell: ours.Cell) -> str:
    value = cell.value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return normalized(value)
    if is_date(cell.format):
        return as_date(value, cell.since_1904) or str(value)
    text = shown(value, cell.format)
    return as_shown(value, cell.format) if text is None else text


def open_by_calamine(path: Path, content: bytes) -> SourceDocument:
    """.xls and what else the library reads. How figures are shown it does not say: two decimals, as amounts are."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        parts: list[FoundGrid] = []
        left: list[Left] = []
        for about in book.sheets_metadata:
            if about.visible != SheetVisibleEnum.Visible:
                left.append(Left("", Origin(path, sheet=about.name), HIDDEN))
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.total_height * sheet.total_width > CELLS:
                raise DocumentUnreadable(
                    path, f"“{about.name}”有 {sheet.total_height} 行、{sheet.total_width} 列，太大了"
                )
            texts = {
                (row, col): _text(value)
                for row, values in enumerate(sheet.to_python(skip_empty_area=False), 1)
                for col, value in enumerate(values, 1)
            }
            merged = ((a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
            parts += filter(None, [grid_of(path, about.name, texts, merged)])
    except PasswordError:
        raise DocumentUnreadable(path, "它设了打开密码，请去掉密码后另存") from None
    except (CalamineError, ValueError, OSError) as error:
        raise DocumentUnreadable(path, "它不是完整的工作簿，可能没有下载或复制完") from error
    return SourceDocument(path, tuple(parts), tuple(left))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else normalized(str(value))


def open_csv(path: Path, content: bytes) -> SourceDocument:
    text = text_of(content)
    if text is None:
        raise DocumentUnreadable(path, "不是 UTF-8 或 GBK 编码的文本")
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        raise DocumentUnreadable(path, "不是有效的 CSV") from error
    texts = {(row, col): one for row, ones in enumerate(rows, 1) for col, one in enumerate(ones, 1)}
    grid = grid_of(path, None, texts)
    return SourceDocument(path, (grid,) if grid else ())


def _rows(text: str) -> Iterator[list[str]]:
    """By the mark that the lines have most of."""
    head = text[:20_000]
    mark = max(",\t;", key=head.count)
    yield from csv.reader(StringIO(text), delimiter=mark)
