"""The tables that only some regions print: their formulas overwritten, and their own entries wrong by 1.00."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.mutation.overwritten import Built, Sheet
from xlbudget.check.workbook_check import check
from xlbudget.regions.forms import common
from xlbudget.sheets.examples import UNIT
from xlbudget.sheets.tables.every import DECLARED

TITLE = "## 几个地区才印的表"
KEYS = ("项目支出经济分类", "三公按资金", "会议培训")
"""What is entered for them alone."""
NATIONAL = common().content["公开表"]
BESIDE = [name for name in DECLARED if name not in NATIONAL]


def every_table(folder: Path) -> tuple[dict[str, Any], Path]:
    """The unit of the examples, and the layout of a region that prints all tables."""
    content = json.loads(UNIT.read_text(encoding="utf-8"))
    content["单位"]["模板"] = "甲"
    layout = folder / "layout.yaml"
    listed = ", ".join((*NATIONAL, *BESIDE))
    layout.write_text(f"名称: 甲\n说明: 甲\n依据: 甲\n公开表: [{listed}]\n", encoding="utf-8")
    return content, layout


def overwritten(names: Sequence[str]) -> dict[str, Sheet]:
    """Table → its formulas overwritten."""
    with TemporaryDirectory() as folder:
        content, layout = every_table(Path(folder))
        built = Built(content, layout)
        assert built.form is not None
        return {name: built.overwritten(built.form[name].sheet) for name in names}


def wrong_entries() -> dict[str, bool]:
    """Path of an entry → whether it is seen when it is 1.00 more."""
    with TemporaryDirectory() as folder:
        content, layout = every_table(Path(folder))
        usual = _found(Path(folder), content, layout)
        return {path: bool(_found(Path(folder), wrong, layout) - usual) for path, wrong in _each(content)}


def _each(content: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key in KEYS:
        rows = content[key] if isinstance(content[key], list) else [content[key]]
        for at, row in enumerate(rows):
            for name, value in row.items():
                if isinstance(value, int | float):
                    wrong = deepcopy(content)
                    of = wrong[key][at] if isinstance(wrong[key], list) else wrong[key]
                    of[name] = value + 1
                    yield f"{key}[{at}].{name}", wrong


def _found(folder: Path, content: dict[str, Any], layout: Path) -> set[tuple[str, str | None]]:
    built = Built(content, layout)
    path = folder / "book.xlsx"
    path.write_bytes(built.package)
    report = check(path, form=built.form)
    return {(one.rule, one.cell) for one in report.findings if one.severity in ("error", "warning")}


def section() -> list[str]:
    lines = [TITLE, "", "示例单位照印全部表的版式生成，逐张在公式上填死一个数；只有它们要的录入数各多 1.00。", ""]
    lines += ["| 表 | 公式 | 指出 |", "|---|---:|---:|"]
    lines += [f"| {name} | {one.cells} | {one.cells - len(one.missed)} |" for name, one in overwritten(BESIDE).items()]
    seen = wrong_entries()
    escaped = [path for path, found in seen.items() if not found]
    lines += ["", f"录入数多 1.00：{len(seen)} 处，查出 {len(seen) - len(escaped)} 处。"]
    return [*lines, *(f"- 没有查出：`{path}`" for path in escaped), ""]
