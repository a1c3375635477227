"""A report as one self-contained HTML page: no external resource, grouped by cause, filters by severity and sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import PurePath
from urllib.parse import quote

from xlbudget.check.as_text import groups, headline
from xlbudget.check.lines import FindingLine, alike, by_sheet
from xlbudget.check.on_pages import STYLE as OF_PAGES
from xlbudget.check.on_pages import mark, of_document
from xlbudget.check.report import Finding, Report
from xlbudget.language.verdicts import ALL, FOUND, MISSING, PASSED
from xlbudget.sheets.rules.families import FILE, catalogue, group_of
from xlbudget.sheets.rules.published.comparison import BLANK, PUBLISHED
from xlbudget.workbook.palette import (
    ACCENT,
    ACCENT_GROUND,
    DEEP,
    GREY,
    GROUND,
    INK,
    LINE,
    LOOK_FILLS,
    PALE,
    VERDICT_INK,
)

KINDS = dict(zip(FOUND, ("error", "missing", "unexplained", "warning", "rounding", "explained"), strict=True))
"""Verdict → what it is called in the styles."""
COLOURS: dict[str, str] = {
    **{"deep": DEEP, "grey": GREY, "ground": GROUND, "ink": INK, "line": LINE, "pale": PALE},
    **{key: LOOK_FILLS["待填" if verdict == MISSING else verdict] for verdict, key in KINDS.items()},
    **{f"{key}-ink": VERDICT_INK.get(verdict, INK) for verdict, key in KINDS.items()},
    **{"pass": ACCENT_GROUND, "pass-ink": ACCENT},
}
VARIABLES = "".join(f"--{name}:#{colour};" for name, colour in COLOURS.items())
CLASSES = "\n".join(f".{key}{{background:var(--{key});color:var(--{key}-ink)}}" for key in (*KINDS.values(), "pass"))
STYLE = """
body{font:15px/1.6 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif;color:var(--ink);margin:0 auto 3em;
max-width:1240px;padding:0 1em;print-color-adjust:exact;-webkit-print-color-adjust:exact}
header{background:var(--deep);color:#fff;padding:.7em 1.2em;margin:0 -1em 1em}h1{font-size:1.4em;margin:0}
header p{margin:.2em 0 0;opacity:.85}.tiles{display:flex;gap:.5em;margin:0 0 1em}
.tiles div{flex:1;padding:.3em 1em}.tiles b{display:block;font-size:2em;line-height:1.3}
h2{font-size:1.15em;color:var(--deep);border-bottom:2px solid var(--deep);margin:1.6em 0 .4em}
h3{font-size:1em;margin:1.1em 0 .3em}h3 a,td a,dt a{color:var(--deep)}small{color:var(--grey);font-weight:normal}
.none{background:var(--ground);color:var(--grey)}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid var(--line);padding:.3em .6em;text-align:left;
vertical-align:top}th{background:var(--pale);color:var(--deep);font-size:.85em}.n{text-align:right;white-space:nowrap}
.v{white-space:nowrap;font-weight:bold;width:3em;text-align:center}.p{width:11em;word-break:break-all}
form{margin:1em 0;padding:.5em 1em;background:var(--ground);position:sticky;top:0}label{margin-right:1em}
summary{color:var(--grey);cursor:pointer}dt{font-weight:bold;margin-top:.8em}dd{margin:0 0 0 1.5em}
@page{size:A4 landscape;margin:12mm}
@media print{body{font-size:9pt;max-width:none;padding:0;margin:0}form,details:not([open]){display:none}
header{margin:0 0 .8em}
thead{display:table-header-group}tr,dt,dd{break-inside:avoid}h2,h3{break-after:avoid}a{text-decoration:none}}
"""
FIGURES = ("published", "computed", "difference", "bound")
SCRIPT = """
const form=document.forms[0],rows=[...document.querySelectorAll('tr[data-severity]')],
parts=[...document.querySelectorAll('section.rule'),...document.querySelectorAll('section.group')];
function show(){const on=[...form.querySelectorAll('input:checked')].map(i=>i.value),s=form.sheet.value;let n=0;
rows.forEach(r=>{const ok=on.includes(r.dataset.severity)&&(!s||r.dataset.sheet===s);r.hidden=!ok;n+=ok});
parts.forEach(p=>{p.hidden=!p.querySelector('tr[data-severity]:not([hidden])')});
document.getElementById('shown').textContent=n}
form.addEventListener('input',show);show();
"""
Told = tuple[str, FindingLine]
"""A sheet and a line of it."""


def page(report: Report) -> str:
    """The whole page; every text of the workbook is escaped."""
    found = by_sheet(report)
    counts, told = report.counts, report.told[ALL]
    lines = [(sheet, line) for sheet, listed in found.items() for line in listed]
    lines.sort(key=lambda line: line[1].rank)
    options = "".join(
        f'<option value="{escape(sheet)}">{escape(sheet)}（{len(listed)}）</option>' for sheet, listed in found.items()
    )
    boxes = "".join(
        f'<label><input type="checkbox" value="{key}" checked> {verdict}（{told[verdict]}）</label>'
        for verdict, key in KINDS.items()
    )
    tiles = "".join(
        f'<div class="{key if number else "none"}"><b>{number}</b>{verdict}</div>'
        for verdict, key, number in (
            *((verdict, key, told[verdict]) for verdict, key in KINDS.items()),
            (PASSED, "pass", report.passed),
        )
    )
    looks = f":root{{{VARIABLES}}}{STYLE}{CLASSES}{OF_PAGES if report.document else ''}"
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(headline(report))}</title>
<meta name="viewport" content="width=device-width"><style>{looks}</style></head><body>
<header><h1>{escape(report.unit)} {escape(str(report.year))} 年度 校验报告</h1>
<p>{escape(report.workbook)}，{escape(report.engine)} 重算，
规则 {counts["rules"]} 条，判了 {counts["evaluated"]} 处</p></header>
<div class="tiles">{tiles}</div>
<form><b>显示</b> {boxes}<label>表 <select name="sheet"><option value="">全部</option>{options}</select></label>
共 <span id="shown">{len(lines)}</span> 行</form>
{_groups(report, lines)}
{_others(report)}
{of_document(report)}
{_rules(report.findings)}
<script>{SCRIPT}</script></body></html>"""


def _groups(report: Report, lines: Sequence[Told]) -> str:
    """A section a group of causes, in it one a rule."""
    said = {told.partition("：")[0]: told for told in groups(report)}
    return "\n".join(
        f'<section class="group"><h2>{escape(said[group])}</h2>\n{_by_rule(report.workbook, own)}</section>'
        for group in report.groups
        if (own := [told for told in lines if group_of(told[1].reasons[0].rule) == group])
    )


def _by_rule(workbook: str, lines: Sequence[Told]) -> str:
    statements = {rule.id: rule.statement for rule in catalogue()}
    listed: dict[str, list[Told]] = {}
    for told in lines:
        listed.setdefault(told[1].reasons[0].rule, []).append(told)
    return "\n".join(
        f'<section class="rule"><h3>{_rule_link(rule)}　{escape(statements[rule])}</h3>\n'
        f"{_table(workbook, own)}</section>"
        for rule, own in listed.items()
    )


def _table(workbook: str, lines: Sequence[Told]) -> str:
    """The findings of a rule; a figure that none of them has takes no column."""
    columns = [name for name in FIGURES if any(getattr(line.reasons[0], name) is not None for _, line in lines)]
    names = dict(zip(FIGURES, (*_sides(lines[0][1].reasons[0]), "差", "界"), strict=True))
    figures = "".join(f'<th class="n">{names[name]}</th>' for name in columns)
    rows = "\n".join(_row(workbook, sheet, line, columns) for sheet, line in lines)
    heads = f"<tr><th>判定</th><th>位置</th><th>说明</th>{figures}</tr>"
    return f"<table><thead>{heads}</thead>\n<tbody>\n{rows}\n</tbody></table>"


def _sides(finding: Finding) -> tuple[str, str]:
    """What the two figures of such a finding are."""
    if finding.rule in (PUBLISHED.id, BLANK.id):
        return "公布的数", "算得的数"
    return ("文件里", "应为") if group_of(finding.rule) == FILE else ("左边", "右边")


def _row(workbook: str, sheet: str, line: FindingLine, columns: Iterable[str]) -> str:
    finding = line.reasons[0]
    figures = "".join(f'<td class="n">{escape(shown(getattr(finding, name)))}</td>' for name in columns)
    others = dict.fromkeys(_rule_link(one.rule) for one in line.reasons if one.rule != finding.rule)
    also = f" <small>另见 {'、'.join(others)}</small>" if others else ""
    behind = "、".join(_place(workbook, one.sheet, one.cell) for one in line.behind)
    folded = f"<details><summary>{alike(finding)}的 {len(line.behind)} 处</summary>{behind}</details>" if behind else ""
    return (
        f'<tr data-severity="{KINDS[finding.verdict]}" data-sheet="{escape(sheet)}">'
        f'<td class="v {KINDS[finding.verdict]}">{finding.verdict}</td>'
        f'<td class="p">{_link(workbook, sheet, finding)}</td>'
        f"<td>{escape(line.message)}{also}{folded}</td>{figures}</tr>"
    )


def _link(workbook: str, sheet: str, finding: Finding) -> str:
    """To the cell of the workbook, or to the box on the picture of the page."""
    if (place := finding.place) is None:
        return _place(workbook, sheet, finding.cell)
    said = escape(f"{sheet} {finding.cell}".strip())
    return f'<a href="#{mark(place)}">{said}</a>' if place.page and place.box else said


def _place(workbook: str, sheet: str, cell: str) -> str:
    """A place of the workbook, with a link that office programs follow to the cell."""
    if not cell:
        return escape(sheet)
    path = PurePath(workbook)
    file = path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="replace")
    where = quote(f"'{sheet}'!{cell}", safe="'!", errors="replace")
    return f'<a href="{escape(f"{file}#{where}")}">{escape(sheet)} {escape(cell)}</a>'


def _rule_link(rule: str) -> str:
    return f'<a href="#{quote(rule)}">{escape(rule)}</a>'


def _rules(findings: Iterable[Finding]) -> str:
    """The rules that are broken, in full."""
    broken = {finding.rule for finding in findings}
    texts = "".join(
        f'<dt id="{escape(rule.id)}">{escape(rule.id)}（{rule.failed}）{escape(rule.statement)}</dt>'
        f"<dd>依据：{escape(rule.basis)}</dd><dd>怎么办：{escape(rule.remedy)}</dd>"
        for rule in catalogue()
        if rule.id in broken
    )
    return f"<h2>用到的规则</h2><dl>{texts}</dl>" if texts else ""


def shown(value: float | str | list[float] | None) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return f"{shown(value[0])} 至 {shown(value[1])}"
    return value if isinstance(value, str) else f"{value:,.6f}".rstrip("0").rstrip(".")


def _others(report: Report) -> str:
    parts = []
    if report.unplaced:
        items = "".join(
            f"<li>{escape(' '.join((entry['表'], entry['行'], entry['列'], entry['数'])))}</li>"
            for entry in report.unplaced
        )
        parts.append(f"<h2>无法核对的公开数（{len(report.unplaced)}）</h2><ul>{items}</ul>")
    if report.unpublished:
        parts.append(f"<p>没有公开数的表：{escape('、'.join(report.unpublished))}</p>")
    return "".join(parts)
