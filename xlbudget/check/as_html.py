"""A report as one self-contained HTML page: no external resource, filters by severity and sheet."""

from __future__ import annotations

from html import escape

from xlbudget.check.as_text import groups, headline
from xlbudget.check.lines import Line, by_sheet
from xlbudget.check.report import NAMES, Report

STYLE = """
body{font:15px/1.6 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif}
body{margin:2em auto;max-width:1200px;padding:0 1em;color:#222}
h1{font-size:1.4em}.counts span{display:inline-block;padding:.1em .8em;margin-right:.6em;border-radius:4px}
.error{background:#f99}.missing{background:#ffe5cc}.warning{background:#fff2a8}.rounding{background:#ffd8a8}.pass{background:#d8f0d8}
table{border-collapse:collapse;width:100%;margin-top:1em}
th,td{border:1px solid #bbb;padding:.3em .6em;text-align:left;vertical-align:top}
th{background:#f2f2f2;position:sticky;top:0}td.n{text-align:right;white-space:nowrap}td.v{white-space:nowrap;font-weight:bold}
form{margin:1em 0;padding:.6em;background:#f7f7f7}label{margin-right:1em}small{color:#666}
"""
HEADS = ("判定", "表", "单元格", "说明", "左边或公布的数", "右边或算得的数", "差", "界", "依据")
SCRIPT = """
const rows=[...document.querySelectorAll('tbody tr')],form=document.forms[0];
function show(){const on=[...form.querySelectorAll('input:checked')].map(i=>i.value),s=form.sheet.value;let n=0;
rows.forEach(r=>{const ok=on.includes(r.dataset.severity)&&(!s||r.dataset.sheet===s);r.hidden=!ok;n+=ok});
document.getElementById('shown').textContent=n}
form.addEventListener('input',show);show();
"""


def page(report: Report) -> str:
    """The whole page; every text of the workbook is escaped."""
    found = by_sheet(report)
    counts = report.counts
    options = "".join(
        f'<option value="{escape(sheet)}">{escape(sheet)}（{len(listed)}）</option>' for sheet, listed in found.items()
    )
    boxes = "".join(
        f'<label><input type="checkbox" value="{key}" checked> {name}（{counts[key]}）</label>'
        for key, name in NAMES.items()
    )
    rows = "\n".join(_row(sheet, line) for sheet, listed in found.items() for line in listed)
    figures = "".join(
        f'<span class="{key}">{name} {counts[key]}</span>' for key, name in [*NAMES.items(), ("pass", "通过")]
    )
    heads = "".join(f"<th>{head}</th>" for head in HEADS)
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(headline(report))}</title>
<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>
<h1>{escape(report.unit)} {escape(str(report.year))} 年度 校验报告</h1>
<p class="counts">{figures}</p>
<p>{escape("；".join(groups(report)))}</p>
<p><small>{escape(report.workbook)}，{escape(report.engine)} 重算，
规则 {counts["rules"]} 条，判了 {counts["evaluated"]} 处</small></p>
<form><b>显示</b> {boxes}<label>表 <select name="sheet"><option value="">全部</option>{options}</select></label>
共 <span id="shown">{sum(map(len, found.values()))}</span> 行</form>
<table><thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody></table>
{_others(report)}
<script>{SCRIPT}</script></body></html>"""


def _row(sheet: str, line: Line) -> str:
    finding = line.reasons[0]
    figures = "".join(
        f'<td class="n">{escape(_shown(value))}</td>'
        for value in (finding.published, finding.computed, finding.difference, finding.bound)
    )
    return (
        f'<tr data-severity="{finding.severity}" data-sheet="{escape(sheet)}">'
        f'<td class="v {finding.severity}">{NAMES[finding.severity]}</td><td>{escape(sheet)}</td>'
        f"<td>{escape(finding.cell)}</td><td>{escape(line.message)}</td>{figures}<td><small>{escape(finding.source)}</small></td></tr>"
    )


def _shown(value: float | str | list[float] | None) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return f"{_shown(value[0])} 至 {_shown(value[1])}"
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
