"""运行校验, 下一处不符, 校验报告."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from xlbudget.addin.desk import Cell, Desk, at, examined, keep
from xlbudget.check.as_html import page
from xlbudget.check.as_text import headline
from xlbudget.disk.encoding import utf8

LAST = "last-check.json"
"""The workbook last checked, the errors that a user can be led to, and which of them was shown last."""
REPORT = "校验报告.html"
"""A file of the user's own folder, where Chinese names are at home."""


def check_workbook(desk: Desk) -> str:
    """Judge the workbook as it stands, say how it came out, and go to the first cell that is wrong."""
    examination = examined(desk)
    report = examination.report
    severities = ("error", "missing")
    errors = [finding for finding in report.findings if finding.severity in severities and finding.cause is None]
    seen = {sheet.name for sheet in examination.rebuilt.judged.sheets if not sheet.hidden} & set(examination.cells)
    wrong = [
        {"sheet": one.sheet, "cell": one.cell, "message": one.message}
        for one in errors
        if one.cell and one.sheet in seen
    ]
    _note(desk, wrong, 0)
    said = [headline(report)]
    if wrong:
        cell, hidden = _shown(desk, wrong[0])
        said += ["", f"第一处在 {at(cell)}：{wrong[0]['message']}{hidden}", "点“下一处不符”看其余的。"]
    if elsewhere := len(errors) - len(wrong):
        said.append(f"有 {elsewhere} 处不符没有可跳到的单元格，见“校验报告”。")
    if report.unplaced:
        said.append(f"公开数里有 {len(report.unplaced)} 个没有算出它的录入数，无法核对，见“校验报告”。")
    return "\n".join(said)


def next_finding(desk: Desk) -> str:
    """Go to the finding behind the one last shown; "" when there is nothing to say but where it is."""
    last = _last(desk)
    if last is None:
        return f"还没有校验过 {desk.name}。\n\n" + check_workbook(desk)
    wrong, place = last
    if not wrong:
        return "上次校验没有可跳到的不符；改过录入以后请再点“运行校验”。"
    place = (place + 1) % len(wrong)
    _note(desk, wrong, place)
    cell, hidden = _shown(desk, wrong[place])
    which = f"不符 {place + 1}/{len(wrong)}{'' if place else '（又从头开始）'}"
    if hidden:
        return f"{which} 在 {at(cell)}：{wrong[place]['message']}{hidden}"
    desk.progress(f"{which}：{wrong[place]['message']}")
    return ""


def report(desk: Desk) -> str:
    """Judge the workbook and open the report as a page."""
    examination = examined(desk)
    path = keep(desk, REPORT, utf8(page(examination.report)))
    opened = "报告已在浏览器里打开" if desk.show(path) else "报告写好了，没有能自动打开，请自己打开"
    return f"{headline(examination.report)}\n\n{opened}：{path}"


def _shown(desk: Desk, finding: dict[str, str]) -> tuple[Cell, str]:
    """The cell of a finding, which the user sees now, and what to add where he does not."""
    cell = (finding["sheet"], finding["cell"])
    return cell, "" if desk.go_to(cell) else f"（“{cell[0]}”表隐藏着或不在了，跳不过去）"


def _note(desk: Desk, findings: list[dict[str, str]], place: int) -> None:
    text = json.dumps({"name": _name(desk), "findings": findings, "place": place}, ensure_ascii=False)
    keep(desk, LAST, text.encode("utf-8", "backslashreplace"))


def _last(desk: Desk) -> tuple[list[dict[str, str]], int] | None:
    """The last check of this workbook; None when there was none, or its note cannot be read."""
    try:
        note: Any = json.loads((desk.notes / LAST).read_text(encoding="utf-8"))
        findings = [{key: str(one[key]) for key in ("sheet", "cell", "message")} for one in note["findings"]]
        return (findings, int(note["place"])) if str(note["name"]) == _name(desk) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _name(desk: Desk) -> str:
    return str((desk.folder or Path()) / desk.name)
