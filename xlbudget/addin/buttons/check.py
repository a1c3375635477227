"""运行校验, 下一处不符, 校验报告."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlbudget.addin.desk import Cell, Desk, at, examined
from xlbudget.check.as_html import page
from xlbudget.check.as_text import headline
from xlbudget.check.report import Finding
from xlbudget.check.workbook_check import Examined
from xlbudget.disk.encoding import utf8
from xlbudget.disk.output_files import put

LAST = "last-check.json"
REPORT = "校验报告.html"
"""A file of the user's own folder, where Chinese names are at home."""
HIDDEN = "（“{sheet}”表隐藏着或不在了，跳不过去）"


def check(desk: Desk) -> str:
    """Judge the workbook as it stands, say how it came out, and go to the first cell that is wrong."""
    examination = examined(desk)
    report = examination.report
    wrong = _wrong(examination)
    _remember(desk, wrong, 0)
    said = [headline(report)]
    if wrong:
        hidden = "" if desk.go_to(_cell(wrong[0])) else HIDDEN.format(sheet=wrong[0].sheet)
        said += ["", f"第一处不符在 {at(_cell(wrong[0]))}：{wrong[0].message}{hidden}", "点“下一处不符”看其余的。"]
    if elsewhere := sum(finding.severity == "error" for finding in report.findings) - len(wrong):
        said.append(f"有 {elsewhere} 处不符没有可跳到的单元格，见“校验报告”。")
    if report.unplaced:
        said.append(f"公开数里有 {len(report.unplaced)} 个没有算出它的录入数，无法核对，见“校验报告”。")
    return "\n".join(said)


def next_finding(desk: Desk) -> str:
    """Go to the finding behind the one last shown; "" when there is nothing to say but where it is."""
    state = _recalled(desk)
    if state is None:
        return f"还没有校验过 {desk.name}。\n\n" + check(desk)
    if not state.findings:
        return "上次校验没有可跳到的不符；改过录入以后请再点“运行校验”。"
    place = (state.place + 1) % len(state.findings)
    shown = state.findings[place]
    _write(desk, State(state.name, state.findings, place))
    cell = (shown["sheet"], shown["cell"])
    again = "（又从头开始）" if place == 0 else ""
    if not desk.go_to(cell):
        hidden = HIDDEN.format(sheet=cell[0])
        return f"不符 {place + 1}/{len(state.findings)}{again} 在 {at(cell)}：{shown['message']}{hidden}"
    desk.progress(f"不符 {place + 1}/{len(state.findings)}{again}：{shown['message']}")
    return ""


def report(desk: Desk) -> str:
    """Judge the workbook and open the report as a page."""
    examination = examined(desk)
    path = desk.notes / REPORT
    desk.notes.mkdir(parents=True, exist_ok=True)
    put(path, utf8(page(examination.report)), force=True)
    opened = "报告已在浏览器里打开" if desk.show(path) else "报告写好了，没有能自动打开，请自己打开"
    return f"{headline(examination.report)}\n\n{opened}：{path}"


@dataclass(frozen=True)
class State:
    """What the last check found that a user can be led to, and which of it was shown last."""

    name: str
    findings: list[dict[str, str]]
    place: int


def _wrong(examination: Examined) -> list[Finding]:
    """The errors that have a cell on a sheet that can be seen and is there."""
    seen = {page.name for page in examination.rebuilt.judged.sheets if not page.hidden} & set(examination.cells)
    return [f for f in examination.report.findings if f.severity == "error" and f.cell and f.sheet in seen]


def _cell(finding: Finding) -> Cell:
    return (finding.sheet, finding.cell)


def _remember(desk: Desk, wrong: list[Finding], place: int) -> None:
    listed = [{"sheet": f.sheet, "cell": f.cell, "message": f.message} for f in wrong]
    _write(desk, State(_key(desk), listed, place))


def _write(desk: Desk, state: State) -> None:
    desk.notes.mkdir(parents=True, exist_ok=True)
    text = json.dumps(state.__dict__, ensure_ascii=False)
    put(desk.notes / LAST, text.encode("utf-8", "backslashreplace"), force=True)


def _recalled(desk: Desk) -> State | None:
    """The last check of this workbook; None when there was none, or its note cannot be read."""
    try:
        held: Any = json.loads((desk.notes / LAST).read_text(encoding="utf-8"))
        findings = [{key: str(one[key]) for key in ("sheet", "cell", "message")} for one in held["findings"]]
        state = State(str(held["name"]), findings, int(held["place"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return state if state.name == _key(desk) else None


def _key(desk: Desk) -> str:
    return str((desk.folder or Path()) / desk.name)
