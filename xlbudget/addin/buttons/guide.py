"""填写说明 and 关于."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html import escape
from importlib.metadata import PackageNotFoundError, version

from xlbudget import __version__
from xlbudget.addin.desk import Desk, keep
from xlbudget.addin.xlam import buttons
from xlbudget.datafile import placeholders
from xlbudget.language.expressions import Formula
from xlbudget.regions.forms import built_in
from xlbudget.sheets.cover import STEPS
from xlbudget.sheets.inputs.tabs import input_sheets
from xlbudget.units.years import template
from xlbudget.workbook.engines import libreoffice
from xlbudget.workbook.palette import INPUT, LOOK_FILLS

PAGE = "填写说明.html"
COLOURS = (
    (INPUT, "浅黄", "可以填；其余单元格是公式，锁定但没有密码"),
    (LOOK_FILLS["待填"], "橙", "必须填，填上就变回浅黄"),
    (LOOK_FILLS["不符"], "红", "不符：两个数对不上，四舍五入解释不了，要改"),
    (LOOK_FILLS["提示"], "黄", "需说明：不一定错，要写明原因；提示：看一眼就行"),
    (LOOK_FILLS["已说明"], "灰", "已说明：原因写在 录入-核实 或 录入-说明 里"),
    (LOOK_FILLS["尾差"], "琥珀", "尾差：各数四舍五入后相加差一两分，不用改"),
)
STYLE = """
body{font:16px/1.7 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif;margin:2em auto;max-width:960px;
padding:0 1em;color:#222}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #bbb;padding:.3em .6em;text-align:left;vertical-align:top}th{background:#f2f2f2}
td:first-child{white-space:nowrap}
"""


def open_guide(desk: Desk) -> str:
    """Open a page: how to fill in, what each input sheet is for, the colours, the buttons."""
    path = keep(desk, PAGE, page().encode("utf-8"))
    return "" if desk.show(path) else f"说明写好了，没有能自动打开，请自己打开：{path}"


def page() -> str:
    """The guide as one HTML page, made of what the workbook and the ribbon themselves declare."""
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>xlbudget 填写说明</title><style>{STYLE}</style></head><body>
<h1>填写说明</h1>
{"".join(f"<p>{escape(step)}</p>" for step in STEPS)}
<h2>录入表</h2>{_table(("表", "填什么"), _inputs())}
<h2>颜色</h2><table><tr><th>颜色</th><th>意思</th></tr>{"".join(_colours())}</table>
<h2>按钮</h2>{_table(("按钮", "做什么"), [(one.label, one.text) for one in buttons()])}
<p><small>xlbudget {__version__}</small></p></body></html>
"""


def _inputs() -> list[tuple[str, str]]:
    form = built_in(template.LAYOUT)
    sheets = input_sheets(template.blank_data(2023, placeholders.UNIT, form, template.PROJECTS), form)
    return [(sheet.name, "" if isinstance(sheet.about, Formula) else sheet.about) for sheet in sheets]


def _colours() -> Iterator[str]:
    for fill, name, meaning in COLOURS:
        yield f'<tr><td style="background:#{fill}">{name}</td><td>{escape(meaning)}</td></tr>'


def _table(heads: tuple[str, str], rows: list[tuple[str, str]]) -> str:
    body = "".join(f"<tr><td>{escape(name)}</td><td>{escape(text)}</td></tr>" for name, text in rows)
    return f"<table><tr><th>{heads[0]}</th><th>{heads[1]}</th></tr>{body}</table>"


def about(desk: Desk) -> str:
    """Versions, engines, and where the log is."""
    office = libreoffice.program()
    try:
        through = f"xlwings {version('xlwings')}，"
    except PackageNotFoundError:
        through = ""
    return "\n".join(
        (
            f"xlbudget {__version__}：部门决算与绩效自评工作簿",
            f"Python {sys.version.split()[0]}：{sys.executable}",
            f"{through}重算引擎 formualizer {version('formualizer')}",
            f"LibreOffice：{office or '没有装（不影响按钮）'}",
            f"执行率低于 {desk.below:g}% 时提醒；改用 xlbudget addin install（WPS：desk）--below",
            f"日志：{desk.notes / 'xlbudget.log'}",
            "许可：MIT；所含 xlwings 部分 BSD 3-clause",
        )
    )
