"""What the buttons do; ``press('check', '0.3.0')`` is the whole of the Python command behind one of Excel's.

Whatever happens ends in one Chinese sentence; what went wrong is in the log as well.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from xlbudget import __version__
from xlbudget.addin import xlam
from xlbudget.addin.buttons import check, documents, export, guide, new_workbook, rates
from xlbudget.addin.desk import Desk
from xlbudget.addin.install import places
from xlbudget.errors import VersionsDiffer, XlbudgetError

ACTIONS: dict[str, Callable[[Desk], str]] = {
    "recalc_execution_rate": rates.recalc_execution_rate,
    "recalc_control_rate": rates.recalc_control_rate,
    "recalc_all": rates.recalc_all,
    "check": check.check_workbook,
    "next_finding": check.next_finding,
    "report": check.report,
    "export_evaluation": lambda desk: export.export_to_folder(desk, "绩效自评").said,
    "export_public": lambda desk: export.export_to_folder(desk, "公开表").said,
    "export_narrative": lambda desk: documents.export_to_folder(desk, "决算说明").said,
    "export_report": lambda desk: documents.export_to_folder(desk, "自评报告").said,
    "new_year": new_workbook.next_workbook,
    "rebuild": new_workbook.fresh_workbook,
    "guide": guide.open_guide,
    "about": guide.about,
}
"""Button of ``macros/ribbon.xml`` → what it does; an empty answer needs no message box."""

LIMIT = 1500
"""Characters of a message box that still fits on a screen; the rest is in the log."""


def press(button: str, version: str) -> None:
    """Do what a button of the add-in of this version stands for, in the Excel that this process was started by."""
    # The only one who needs xlwings.
    from xlbudget.addin.excel_desk import ExcelDesk, calling_app, logged

    log, log_file = open_log()
    try:
        app = calling_app(sys.argv)
    except XlbudgetError as error:
        log.warning("%s %s", button, error)
        # No Excel to say it in: the VBA that started this shows the sentence.
        raise SystemExit(str(error)) from None
    desk = ExcelDesk(app, log_file.parent)
    desk.title = label(button)

    def act(desk: Desk) -> str:
        if version != __version__:
            raise VersionsDiffer(version, __version__)
        return ACTIONS[button](desk)

    text, bad = answer(act, desk, log, log_file)
    # It is done; that it could not be said (as on macOS when a box is open too long) does not undo it.
    with logged(desk.title):
        if len(text) > LIMIT:
            text = f"{text[:LIMIT]}……\n\n（太长，全文在 {log_file}）"
        if text:
            desk.tell(text, bad)
            desk.progress("")


def label(button: str) -> str:
    """What stands on a button."""
    return next((one.label for one in xlam.buttons() if one.id == button), button)


def answer(action: Callable[[Any], str], desk: Desk, log: logging.Logger, log_file: Path) -> tuple[str, bool]:
    """Do it; what to tell the user, "" for nothing, and whether it is bad news."""
    try:
        text = action(desk)
        log.info("%s %s\n%s", desk.title, desk.looked_at, text)
        return text, False
    except XlbudgetError as error:
        log.warning("%s %s %s", desk.title, desk.looked_at, error)
        return str(error), True
    except KeyboardInterrupt:
        desk.progress("")
        raise
    except BaseException as error:
        # Nobody behind a button catches it: one sentence, the details in the log. A crash of an engine is no Exception.
        log.exception("%s", desk.title)
        return (
            f"{desk.title}没有做成，程序里出了意外（{type(error).__name__}）。工作簿里还没有保存的数都在。"
            f"\n\n请把日志交给信息部门：{log_file}",
            True,
        )


def open_log() -> tuple[logging.Logger, Path]:
    """The log, and its file; where it cannot be written, one among the temporary files."""
    log, path = logging.getLogger("xlbudget.addin"), places.log()
    log.setLevel(logging.INFO)
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
    try:
        added = _handler(path)
    except OSError:
        path = Path(tempfile.gettempdir()) / "xlbudget" / path.name
        added = _handler(path)
    added.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(added)
    return log, path


def _handler(path: Path) -> logging.Handler:
    path.parent.mkdir(parents=True, exist_ok=True)
    return RotatingFileHandler(path, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
