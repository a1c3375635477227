"""A file given to the program that opens its kind: office programs for workbooks, a reader for PDF."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from xlbudget.disk.system import reason

ENDINGS = (".xlsx", ".xlsm", ".pdf", ".docx", ".json", ".html")
"""What may be opened: no file that would run."""


def opened(path: Path) -> str:
    """ "" when it was, else a sentence."""
    if path.suffix.lower() not in ENDINGS:
        return f"网页不打开这种文件（{path.name}）；请在文件夹里打开它。"
    try:
        if sys.platform == "win32":
            os.startfile(path)
        else:
            program = "open" if sys.platform == "darwin" else "xdg-open"
            none = subprocess.DEVNULL
            subprocess.Popen([program, str(path)], stdin=none, stdout=none, stderr=none, start_new_session=True)
    except OSError as error:
        return f"没有能打开 {path.name}：{reason(error)}；请在文件夹里打开它，或点“下载”。"
    return ""
