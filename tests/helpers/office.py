"""One start of LibreOffice in which workbooks are worked in as a person does: see ``in_office.py``."""

from __future__ import annotations

import json
import subprocess
import uuid
from pathlib import Path
from typing import Any

from xlbudget.workbook.engines.libreoffice import profile, program

SYSTEM_PYTHON = "/usr/bin/python3"

Steps = list[list[Any]]
EDITS: dict[str, Steps] = {
    "lines": [
        ["insert_rows", "录入-支出", 6],
        ["insert_columns", "录入-收入", 3],
        ["rename", "公开03", "公开3"],
        ["type", "公开05", "C7", 860.53],
        ["type", "录入-支出", "K8", 1],
    ],
    "names": [
        ["rename", "录入-支出", "支出明细"],
        ["insert_rows", "公开03", 8],
        ["copy", "录入-收入", "录入-收入 (2)"],
    ],
    "pasted": [
        ["paste", "公开03", "C7:H9", "C8"],
        ["insert_columns", "录入-支出", 9],
        ["move", "录入-支出", "D1:D40", "I1"],
        ["delete_columns", "录入-支出", 4],
    ],
    "pushed": [["push_down", "录入-支出", "F8:F8"]],
    "column": [["delete_columns", "录入-支出", 4]],
    "gone": [["delete_rows", "录入-支出", 9], ["delete", "公开05"]],
    "own": [
        ["add", "我的底稿"],
        ["type", "我的底稿", "A1", "=底稿"],
        ["type", "我的底稿", "B2", 12.5],
        ["comment", "录入-支出", "F6", "请核"],
        ["comment", "公开03", "D7", "看"],
        ["type", "公开03", "K3", "旁注"],
        ["widen", "录入-支出", 1, 6000],
        ["insert_rows", "录入-支出", 5],
    ],
}
"""What is done to a workbook."""
JOURNEY: Steps = [["insert_rows", "录入-支出", 6], ["rename", "录入-收入", "收入"]]
"""What is done to the template when it is filled."""
NOT_UNDONE = ("delete_rows", "delete_columns", "delete", "comment")

Job = dict[str, Any]
Shown = dict[str, list[list[Any]]]


def has_uno() -> bool:
    if program() is None or not Path(SYSTEM_PYTHON).exists():
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


def saved(folder: Path, book: str, edits: dict[str, Steps], undo: bool) -> list[Job]:
    """A job for each of the edits, with its name; where ``undo``, each of the workbook as it was."""
    jobs: list[Job] = []
    anew = True
    for name, steps in edits.items():
        first = [["unprotect"]] if undo or anew else []
        opened = {"book": str(folder / f"{book}.xlsx")} if anew else {}
        anew = undo and any(step[0] in NOT_UNDONE for step in steps)
        target = str(folder / f"{name}.xlsx")
        jobs.append(opened | {"steps": [*first, *steps], "save": target, "undo": undo and not anew})
    return jobs


def worked(jobs: list[Job], folder: Path) -> list[Shown]:
    """Do the jobs one after the other; what each shows."""
    asked = folder / "jobs.json"
    asked.write_text(json.dumps(jobs), encoding="utf-8")
    pipe = f"xlbudget{uuid.uuid4().hex}"
    office = subprocess.Popen(
        [str(program()), profile(folder), "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        run = subprocess.run(
            [SYSTEM_PYTHON, str(Path(__file__).with_name("in_office.py")), str(asked), pipe],
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
    finally:
        office.terminate()
        office.wait(20)
    assert run.returncode == 0, run.stderr
    shown: list[Shown] = json.loads(run.stdout)
    return shown
