"""Type into a workbook in LibreOffice over UNO, recalculate, and say what the sheets 公开01 … 公开09 show.

Run by a Python that has ``uno`` (Debian: python3-uno), not by the tests' own; it knows nothing of xlbudget.

python3 fill_in_office.py BOOK.xlsx CELLS.json PIPE  →  JSON on stdout: {sheet: [[value, …], …]} from A1 on
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

SECONDS = 60


def main(book: str, cells: str, pipe: str) -> None:
    desktop = connected(pipe)
    hidden = PropertyValue(Name="Hidden", Value=True)
    document = desktop.loadComponentFromURL(Path(book).absolute().as_uri(), "_blank", 0, (hidden,))
    try:
        document.enableAutomaticCalculation(False)
        for sheet, address, value in json.loads(Path(cells).read_text(encoding="utf-8")):
            cell = document.Sheets.getByName(sheet).getCellRangeByName(address)
            if isinstance(value, str):
                cell.setString(value)
            else:
                cell.setValue(value)
        document.calculateAll()
        found = {name: shown(document.Sheets.getByName(name)) for name in document.Sheets.ElementNames}
        print(json.dumps({name: rows for name, rows in found.items() if name.startswith("公开0")}, ensure_ascii=False))
    finally:
        document.close(False)
        desktop.terminate()


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


def shown(sheet: Any) -> list[list[object]]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    area = sheet.getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow)
    return [list(row) for row in area.getDataArray()]


if __name__ == "__main__":
    main(*sys.argv[1:])
    # 退出时 UNO 的桥偶尔崩溃；事情已经做完。
    sys.stdout.flush()
    os._exit(0)
