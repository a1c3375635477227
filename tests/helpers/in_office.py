"""Work in workbooks in LibreOffice over UNO as a person does: type, insert, delete, rename, recalculate, save.

Run by a Python that has ``uno`` (Debian: python3-uno), not by the tests' own; it knows nothing of xlbudget.

python3 in_office.py JOBS.json PIPE  →  JSON on stdout: for each job, {sheet: [[value, …], …]} of those it shows
JOBS.json: [{"book": path, "steps": [[what, argument, …], …], "save": path, "show": beginning of sheets, "undo": true},
…], ``what`` a method of :class:`Edits`; a job without "book" goes on with the workbook of the last.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.sheet.CellInsertMode import DOWN as CELLS_DOWN

SECONDS = 60
FORMAT = "Calc MS Excel 2007 XML"


class Edits:
    """What a person does to a sheet, as the office program does it."""

    def __init__(self, document: Any) -> None:
        self.sheets = document.Sheets

    def unprotect(self) -> None:
        for sheet in self.sheets:
            sheet.unprotect("")

    def insert_rows(self, sheet: str, row: int, count: int = 1) -> None:
        self.sheets[sheet].Rows.insertByIndex(row - 1, count)

    def delete_rows(self, sheet: str, row: int, count: int = 1) -> None:
        self.sheets[sheet].Rows.removeByIndex(row - 1, count)

    def insert_columns(self, sheet: str, col: int, count: int = 1) -> None:
        self.sheets[sheet].Columns.insertByIndex(col - 1, count)

    def delete_columns(self, sheet: str, col: int, count: int = 1) -> None:
        self.sheets[sheet].Columns.removeByIndex(col - 1, count)

    def type(self, sheet: str, cell: str, value: Any) -> None:
        there = self.sheets[sheet].getCellRangeByName(cell)
        if isinstance(value, str):
            there.setString(value)
        else:
            there.setValue(value)

    def move(self, sheet: str, area: str, cell: str) -> None:
        """Cut and paste, or dragged with the mouse."""
        of = self.sheets[sheet]
        of.moveRange(of.getCellRangeByName(cell).CellAddress, of.getCellRangeByName(area).RangeAddress)

    def paste(self, sheet: str, area: str, cell: str) -> None:
        of = self.sheets[sheet]
        of.copyRange(of.getCellRangeByName(cell).CellAddress, of.getCellRangeByName(area).RangeAddress)

    def push_down(self, sheet: str, area: str) -> None:
        of = self.sheets[sheet]
        of.insertCells(of.getCellRangeByName(area).RangeAddress, CELLS_DOWN)

    def rename(self, sheet: str, name: str) -> None:
        self.sheets[sheet].Name = name

    def copy(self, sheet: str, name: str) -> None:
        self.sheets.copyByName(sheet, name, len(self.sheets.ElementNames))

    def delete(self, sheet: str) -> None:
        self.sheets.removeByName(sheet)

    def add(self, sheet: str) -> None:
        self.sheets.insertNewByName(sheet, len(self.sheets.ElementNames))

    def comment(self, sheet: str, cell: str, text: str) -> None:
        of = self.sheets[sheet]
        of.Annotations.insertNew(of.getCellRangeByName(cell).CellAddress, text)

    def widen(self, sheet: str, col: int, width: int) -> None:
        self.sheets[sheet].Columns[col - 1].Width = width


def main(jobs: str, pipe: str) -> None:
    desktop = connected(pipe)
    shown, document = [], None
    try:
        for job in json.loads(Path(jobs).read_text(encoding="utf-8")):
            if "book" in job:
                if document is not None:
                    document.close(False)
                document = opened(desktop, job["book"])
            shown.append(done(document, **{key: job[key] for key in job if key != "book"}))
        print(json.dumps(shown, ensure_ascii=False))
    finally:
        desktop.terminate()


def opened(desktop: Any, path: str) -> Any:
    hidden = PropertyValue(Name="Hidden", Value=True)
    document = desktop.loadComponentFromURL(Path(path).absolute().as_uri(), "_blank", 0, (hidden,))
    # Whoever types many cells waits for one calculation only.
    document.enableAutomaticCalculation(False)
    return document


def done(
    document: Any, steps: list[Any], save: str = "", show: str = "", undo: bool = False
) -> dict[str, list[list[object]]]:
    """``undo``: afterwards, so that the next begins where this one began; a deleted sheet does not come back whole."""
    edits = Edits(document)
    document.UndoManager.clear()
    for what, *arguments in steps:
        getattr(edits, what)(*arguments)
    document.calculateAll()
    if save:
        document.storeToURL(Path(save).absolute().as_uri(), (PropertyValue(Name="FilterName", Value=FORMAT),))
    shown = [name for name in document.Sheets.ElementNames if show and name.startswith(show)]
    found = {name: values(document.Sheets[name]) for name in shown}
    while undo and document.UndoManager.isUndoPossible():
        document.UndoManager.undo()
    return found


def values(sheet: Any) -> list[list[object]]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    area = sheet.getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow)
    return [list(row) for row in area.getDataArray()]


def connected(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + SECONDS
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    main(*sys.argv[1:])
    # 退出时 UNO 的桥偶尔崩溃；事情已经做完。
    sys.stdout.flush()
    os._exit(0)
