"""docs/changsha-2023-findings.md: what ``xlbudget check`` finds in the real document, for a finance officer.

The figures come from the check; ``changsha-2023-notes.json`` says of each finding where the document prints it and why.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from xlbudget.check.as_text import numbers
from xlbudget.check.report import Finding, Report
from xlbudget.datafile.file import Data

Printed: TypeAlias = Mapping[str, tuple[str, str]]
"""表 行 列 处 of an entry of 公开数 → 数 and 单位."""
NOTES = Path(__file__).parent / "changsha-2023-notes.json"
HINT = re.compile(r"录入-\S+ 第 \d+ 行（(.+?)）：([^（；]+)")
"""The message of a hint: which entry, and the sentence."""
KINDS = {
    "金额对不上": "同一个数由录入数算得另一个值，四舍五入解释不了。",
    "比率": "分子、分母各在自己的尾差内变动，也到不了印出的比率；或者分母是零，根本没有比率。",
    "自评得分与权重": "得分不合自己的评分规则；扣了分没有写原因；括号里的分值与它下面各指标之和不等。",
    "同一事实两个数": "一件事在文件里印了两次，两次不同。程序不知道哪个对，只知道不能都对。",
    "要说明": "不一定错，但审的人会问：原件里没有写原因。",
    "公布为空": "整张公布的表里，算得出数的格子空着。",
    "占比": "同一个总数的各项占比加起来不是 100%。",
}


def kind(finding: Finding) -> str:
    """Which of KINDS a finding is of."""
    if finding.object:
        return "要说明"
    if finding.rule in ("公开-为空", "公开-占比"):
        return {"公开-为空": "公布为空", "公开-占比": "占比"}[finding.rule]
    if finding.rule != "公开-核对":
        return "自评得分与权重"
    if "录入-事实" in finding.message:
        return "同一事实两个数"
    return "比率" if finding.computed is None or isinstance(finding.bound, list) else "金额对不上"


def place(finding: Finding) -> str:
    """What the notes call a finding: its entry of 公开数, its rule and object where it is to be explained, the row of a
    hint and what it says, or a check's subject."""
    if finding.about:
        return " ".join(map(str, finding.about.values()))
    if finding.object:
        return f"{finding.rule} {finding.object}"
    hint = HINT.match(finding.message)
    return f"{hint[1]}：{hint[2]}" if hint else finding.message.partition("：")[0]


def markdown(report: Report, data: Data) -> str:
    """The whole page; ``data`` has the figures as the document prints them."""
    notes: dict[str, Any] = json.loads(NOTES.read_text(encoding="utf-8"))
    printed = {
        " ".join(entry[key] for key in ("表", "行", "列", "处") if entry.get(key)): (entry["数"], entry.get("单位", ""))
        for entry in data.rows("公开数")
    }
    return "\n".join(_lines(report, printed, notes)) + "\n"


def _lines(report: Report, printed: Printed, notes: dict[str, Any]) -> Iterator[str]:
    counts = report.counts
    yield "# 一份真实的部门决算里，程序找到了什么"
    yield ""
    yield f"{report.unit} {report.year} 年度部门决算（公开文件）录成 `samples/changsha-2023.json`，生成工作簿后执行"
    yield ""
    yield "```\nxlbudget check workbooks/changsha-2023.xlsx\n```"
    yield ""
    yield (
        f"判了 {counts['evaluated']} 处：**{numbers(report)}**，通过 {counts['pass']}。"
        "下面一条不漏，行号是原件文本的行号。"
    )
    yield (
        "每条不符、需说明和提示都由人对照原件核过：没有误报；"
        "林相改造一条，198 亩与 1650 亩口径不尽相同，但两句话不能都对。"
        "本页由 `python docs/generate.py` 生成。"
    )
    wrong = [finding for finding in report.findings if finding.severity != "rounding"]
    for name, about in KINDS.items():
        listed = [finding for finding in wrong if kind(finding) == name]
        yield f"\n## {name}（{len(listed)}）\n\n{about}\n"
        yield "| 判定 | 在哪里 | 原件行号 | 公布 | 算得或另一处 | 界 | 为什么 |\n|---|---|---|---|---|---|---|"
        yield from (_row(finding, printed, notes["不符和提示"]) for finding in listed)
    rounded = [finding for finding in report.findings if finding.severity == "rounding"]
    yield f"\n## 尾差（{len(rounded)}）\n"
    yield "不是错：录入数各自四舍五入到 0.01，加起来可以差这么多。不必改，有人问起时照此解释。\n"
    yield "| 在哪里 | 公布 | 算得 | 界 |\n|---|---|---|---|"
    for finding in rounded:
        yield _joined(place(finding), *_figures(finding, printed))
    yield "\n## 无法核对的\n"
    unplaced = "、".join(" ".join((e["表"], e["行"], e["列"])) for e in report.unplaced)
    yield (
        f"{len(report.unplaced)} 个公开数没有算出它的录入数：{unplaced}。" if unplaced else "没有：公开数个个有处可对。"
    )
    yield (
        f"没有公开数、因此没有核对的表：{'、'.join(report.unpublished)}。"
        if report.unpublished
        else "每张表都有公开数。"
    )
    yield "\n## 程序找不到的\n"
    yield "程序对的是数。下面这些人读得出、程序找不到（对原件逐句读过一遍得来），公开前仍要有人通读：\n"
    yield "| 原件行号 | 一处 | 另一处 | 为什么程序找不到 |\n|---|---|---|---|"
    yield from (_joined(*entry) for entry in notes["程序找不到的"])


def _row(finding: Finding, printed: Printed, notes: dict[str, list[str]]) -> str:
    lines, why = notes[place(finding)]
    where = f"{place(finding)}（{finding.sheet}!{finding.cell}）"
    return _joined(finding.verdict, where, lines, *_figures(finding, printed), why)


def _joined(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '／').replace(chr(10), ' ') for cell in cells)} |"


def _figures(finding: Finding, printed: Printed) -> tuple[str, str, str]:
    """Published as printed, computed, bound; the last two in the unit of the first."""
    said, unit = printed.get(" ".join(map(str, finding.about.values())), ("", ""))
    mark = "%" if said.endswith("%") else ""

    def figure(value: Any) -> str:
        if not isinstance(value, float | int):
            return str(value or "没有")
        whole, _, rest = f"{value:,.4f}".rstrip("0").partition(".")
        return f"{whole}.{rest.ljust(2, '0')}{mark}" if rest else f"{whole}{mark}"

    published = said or ("空白" if finding.published is None else figure(finding.published))
    match finding.bound:
        case [low, high]:
            bound = f"{figure(low)} 至 {figure(high)}"
        case _:
            bound = "相等" if "应当相等" in finding.message else "" if finding.bound is None else figure(finding.bound)
    return f"{published} {unit}".strip(), f"{figure(finding.computed)} {unit}".strip(), bound
