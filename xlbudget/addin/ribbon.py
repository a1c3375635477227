"""What the ribbon starts: ``press('check', '0.3.0')`` is the whole of the Python command behind a button.

Whatever happens ends in one Chinese message box; what went wrong is in the log as well.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from xml.etree import ElementTree

from xlbudget import __version__
from xlbudget.actions.checking import check, next_finding, report
from xlbudget.actions.exporting import export_evaluation, export_public
from xlbudget.actions.following import new_year
from xlbudget.actions.rates import recalc_all, recalc_control_rate, recalc_execution_rate
from xlbudget.addin import places
from xlbudget.addin.build import source
from xlbudget.addin.excel import ExcelDesk, calling_app
from xlbudget.addin.guide import about, guide
from xlbudget.addin.machine import this_machine
from xlbudget.errors import VersionsDiffer, XlbudgetError

ACTIONS: dict[str, Callable[[ExcelDesk], str]] = {
    "recalc_execution_rate": recalc_execution_rate,
    "recalc_control_rate": recalc_control_rate,
    "recalc_all": recalc_all,
    "check": check,
    "next_finding": next_finding,
    "report": report,
    "export_evaluation": export_evaluation,
    "export_public": export_public,
    "new_year": new_year,
    "guide": guide,
    "about": about,
}
"""Button of ``macros/ribbon.xml`` → what it does; an empty answer needs no message box."""

LIMIT = 1500
"""Characters of a message box that still fits on a screen; the rest is in the log."""


def labels() -> dict[str, str]:
    """Button → its label on the ribbon."""
    root = ElementTree.fromstring(source("ribbon.xml"))
    return {one.get("id", ""): one.get("label", "") for one in root.iter() if one.tag.endswith("}button")}


def press(button: str, version: str) -> None:
    """Do what a button of the add-in of this version stands for, in the Excel that this process was started by."""
    log_file = places.log(this_machine())
    log = _log(log_file)
    title = labels().get(button, button)
    desk = ExcelDesk(calling_app(sys.argv), log_file.parent)
    desk.title = title
    keep = False
    try:
        if version != __version__:
            raise VersionsDiffer(version, __version__)
        text = ACTIONS[button](desk)
        keep = not text
        log.info("%s %s\n%s", title, desk.name if button not in ("guide", "about") else "", text)
        if text:
            desk.tell(_short(text, log_file), title)
    except XlbudgetError as error:
        log.warning("%s %s", title, error)
        desk.tell(str(error), title, bad=True)
    except Exception as error:
        # 按钮后面没有别人接手：说一句话，细节进日志。
        log.exception("%s", title)
        desk.tell(
            f"{title}没有做成，程序里出了意外（{type(error).__name__}）。工作簿里还没有保存的数都在。"
            f"\n\n请把日志交给信息部门：{log_file}",
            title,
            bad=True,
        )
    finally:
        if not keep:
            desk.progress("")


def _short(text: str, log_file: Path) -> str:
    return text if len(text) <= LIMIT else f"{text[:LIMIT]}……\n\n（太长，全文在 {log_file}）"


def _log(path: Path) -> logging.Logger:
    log = logging.getLogger("xlbudget.addin")
    log.setLevel(logging.INFO)
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    return log
