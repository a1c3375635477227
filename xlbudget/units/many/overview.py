"""The overview of many units as one self-contained page: units and rules, sorted and filtered by the browser alone."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from xlbudget.check.as_html import CLASSES, KINDS, VARIABLES
from xlbudget.language.grid import Value
from xlbudget.language.verdicts import FAILED, FOUND, MISSING, PASSED
from xlbudget.sheets.rules.families import catalogue
from xlbudget.units.many.figures import RATES
from xlbudget.units.many.sources import SourceFile
from xlbudget.units.many.work import UNJUDGED, Outcome

if TYPE_CHECKING:
    from xlbudget.units.many.summary import Summary

FIGURES = ("收入总计", "支出总计", "年末结转和结余", "三公经费决算", "执行率", "控制率", "总分")
HEADS = ("单位", "代码", "年度", "结论", *FOUND, PASSED, *FIGURES)
TEXTS = ("单位", "代码", "结论")
VERDICTS = {"判不了": "error", f"有{FAILED}": "error", f"有{MISSING}": "missing", "没有不符": "pass"}
"""How a unit came out → the class of it."""
STYLE = """
body{font:14px/1.5 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif;color:var(--ink);margin:0;
padding:0 1em 3em}header{background:var(--deep);color:#fff;padding:.6em 1em;margin:0 -1em 1em}h1{font-size:1.4em;
margin:0}header p{margin:0;opacity:.85}.tiles{display:flex;gap:.5em;margin:0 0 1em}.tiles button{flex:1;border:0;
padding:.3em 1em;text-align:left;font:inherit;cursor:pointer}.tiles b{display:block;font-size:1.8em;line-height:1.3}
.tiles button[aria-pressed=true]{outline:3px solid var(--deep)}.none{background:var(--ground);color:var(--grey)}
h2{font-size:1.15em;color:var(--deep);border-bottom:2px solid var(--deep);margin:1.5em 0 .4em}
form{padding:.5em 1em;background:var(--ground);position:sticky;top:0;z-index:2}form input{font:inherit;width:18em}
form select{font:inherit;max-width:24em}form label{margin-right:1.2em}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid var(--line);padding:.25em .45em;
text-align:left;vertical-align:top}th{background:var(--pale);color:var(--deep);font-size:.85em;cursor:pointer;
position:sticky;top:2.7em;white-space:nowrap}th[aria-sort=ascending]:after{content:" ▲"}
th[aria-sort=descending]:after{content:" ▼"}.n{text-align:right;white-space:nowrap}
.v{white-space:nowrap;font-weight:bold;text-align:center}small{color:var(--grey);display:block;word-break:break-all}
td a{color:var(--deep)}.zero{color:var(--line)}ul{columns:2;padding-left:1.2em}
@media print{form{display:none}th{position:static}body{font-size:8pt}@page{size:A4 landscape}}
"""
SCRIPT = """
const form=document.forms[0],body=document.querySelector('#units tbody'),rows=[...body.rows],
tiles=[...document.querySelectorAll('.tiles button')];let verdict='';
function show(){const words=form.words.value.toLowerCase().split(/\\s+/),rule=form.rule.value;let n=0;
rows.forEach(r=>{const ok=(!verdict||r.dataset.verdict===verdict)&&(!rule||r.dataset.rules.split(' ').includes(rule))
&&words.every(w=>r.textContent.toLowerCase().includes(w));r.hidden=!ok;n+=ok});
document.getElementById('shown').textContent=n;
tiles.forEach(t=>t.setAttribute('aria-pressed',t.dataset.verdict===verdict))}
form.addEventListener('input',show);form.addEventListener('submit',e=>e.preventDefault());
tiles.forEach(t=>t.addEventListener('click',()=>{verdict=t.dataset.verdict;show()}));
document.querySelectorAll('table').forEach(table=>{const tbody=table.tBodies[0],heads=[...table.tHead.rows[0].cells];
heads.forEach((head,at)=>head.addEventListener('click',()=>{
const down=head.getAttribute('aria-sort')==='ascending'||(!head.hasAttribute('aria-sort')&&head.className==='n'),
key=r=>r.cells[at].dataset.n===undefined?r.cells[at].textContent:r.cells[at].dataset.n===''?-Infinity:
+r.cells[at].dataset.n;heads.forEach(h=>h.removeAttribute('aria-sort'));
head.setAttribute('aria-sort',down?'descending':'ascending');
[...tbody.rows].map(r=>[key(r),r]).sort((a,b)=>{const x=a[0],y=b[0],
c=typeof x==='string'?x.localeCompare(y,'zh'):x===y?0:x-y;return down?-c:c}).forEach(p=>tbody.append(p[1]))}))});
document.querySelectorAll('#rules tbody a').forEach(a=>a.addEventListener('click',()=>{
form.rule.value=a.dataset.rule;show()}));show();
"""


def write_page(path: Path, target: Path, summary: Summary) -> None:
    """Write it to ``path``, piece by piece; ``target`` is where it will lie, from which the links lead."""
    with path.open("x", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(_pieces(target, summary))


def _pieces(target: Path, summary: Summary) -> Iterator[str]:
    from xlbudget.units.many.summary import verdict_of

    ends, rules, verdicts = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for _, one in summary.outcomes():
        ends[verdict_of(one)] += 1
        rules.update({str(finding["rule"]) for finding in one.findings})
        verdicts.update((str(finding["rule"]), str(finding["判定"])) for finding in one.findings)
    count = len(summary.sources)
    yield "<!DOCTYPE html>\n<html lang=zh-CN><head><meta charset=utf-8>"
    yield '<meta name=viewport content="width=device-width">'
    yield f"<title>{count} 个单位的核对</title><style>:root{{{VARIABLES}}}{STYLE}{CLASSES}</style></head><body>"
    yield f"<header><h1>{count} 个单位的核对</h1><p>点列名排序，点上面的数只看这一种；不用联网</p></header>"
    yield f'<div class=tiles><button class=none data-verdict="">全部<b>{count}</b></button>'
    for verdict, kind in VERDICTS.items():
        shade = kind if ends[verdict] else "none"
        yield f'<button class={shade} data-verdict="{verdict}">{verdict}<b>{ends[verdict]}</b></button>'
    yield "</div><form><label>查找 <input name=words type=search placeholder=单位、代码、文件></label>"
    yield "<label>规则 <select name=rule><option value=''>全部</option>"
    yield from (f"<option>{escape(rule)}</option>" for rule in sorted(rules))
    yield f"</select></label>显示 <b id=shown>{count}</b> 个</form><table id=units><thead><tr>"
    yield from (f"<th{'' if head in TEXTS else ' class=n'}>{escape(head)}</th>" for head in HEADS)
    yield "</tr></thead><tbody>"
    for source, one in summary.outcomes():
        yield from _row(source, one, verdict_of(one), _link(target, source, summary))
    yield "</tbody></table>"
    if summary.attendance is not None:
        yield "<h2>名单</h2><ul>"
        yield from (f"<li>{escape(line)}</li>" for line in summary.attendance.sentences())
        yield "</ul>"
    yield from _rules(rules, verdicts)
    yield f"<script>{SCRIPT}</script></body></html>\n"


def _row(source: SourceFile, one: Outcome, verdict: str, link: str) -> Iterator[str]:
    rules = " ".join(sorted({str(finding["rule"]) for finding in one.findings}))
    name = escape(one.unit.get("名称", "") or source.name)
    if link:
        name = f'<a href="{escape(link)}">{name}</a>'
    below = one.said if one.status == UNJUDGED else source.path.name
    yield f'<tr data-verdict="{verdict}" data-rules="{escape(rules)}"><td>{name}<small>{escape(below)}</small></td>'
    yield f"<td>{escape(one.unit.get('预算代码', ''))}</td>{_number(one.unit.get('年度', ''))}"
    yield f"<td class='v {VERDICTS[verdict]}'>{verdict}</td>"
    yield from (_number(one.counts.get(kind), shade=KINDS.get(kind, "")) for kind in (*FOUND, PASSED))
    yield from (_number(one.figures.get(name), _format(name)) for name in FIGURES)
    yield "</tr>\n"


def _format(figure: str) -> str:
    return ".2%" if figure in RATES else ",.1f" if figure == "总分" else ",.2f"


def _number(value: Value, form: str = "", shade: str = "") -> str:
    """A cell that is sorted as a number; "" is the least."""
    if value in (None, ""):
        return '<td class=n data-n=""></td>'
    shown = format(value, form) if form and isinstance(value, int | float) else str(value)
    kind = "zero" if value == 0 and not form else shade if value else ""
    return f'<td class="n {kind}" data-n="{escape(str(value))}">{escape(shown)}</td>'


def _link(target: Path, source: SourceFile, summary: Summary) -> str:
    """From the page to what was written of a file; "" where nothing was."""
    report = summary.report(source)
    if report is None:
        return ""
    try:
        return quote(os.fsencode(Path(os.path.relpath(report, target.parent)).as_posix()))
    except ValueError:
        # On Windows, nothing leads from one drive to another.
        return report.absolute().as_uri()


def _rules(units: Counter[str], verdicts: Counter[tuple[str, str]]) -> Iterator[str]:
    """The rules, those first that most units break."""
    statements = {entry.id: entry.statement for entry in catalogue()}
    yield "<h2>哪些规则，多少单位</h2><table id=rules><thead><tr><th>规则</th><th class=n>单位</th>"
    yield from (f"<th class=n>{verdict}</th>" for verdict in FOUND)
    yield "<th>要成立的</th></tr></thead><tbody>"
    for rule, count in sorted(units.items(), key=lambda one: (-one[1], one[0])):
        cells: Sequence[str] = [_number(verdicts[rule, verdict], shade=KINDS[verdict]) for verdict in FOUND]
        yield f'<tr><td><a href="#units" data-rule="{escape(rule)}">{escape(rule)}</a></td>{_number(count)}'
        yield f"{''.join(cells)}<td>{escape(statements.get(rule, ''))}</td></tr>\n"
    yield "</tbody></table>"
