"""Run in a copy of the package with all exercises done: what became of them, as JSON. Arguments: layout file, docs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from xlbudget.check.example_book import example_book
from xlbudget.check.workbook_check import examine_package
from xlbudget.commands.main import main
from xlbudget.language.expressions import Formula
from xlbudget.reading.package import Package
from xlbudget.regions.forms import form_in
from xlbudget.sheets.catalogue import as_markdown
from xlbudget.sheets.examples import UNIT, changes_of, row_of
from xlbudget.sheets.inputs import rows
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.families import rules
from xlbudget.workbook.calculate import calculation

LAYOUT, DOCS = sys.argv[1:]
# Spare rows prove nothing here, and most of a workbook is spare rows.
rows.LEAST, rows.SPARE = 6, 3
BOOK = example_book(rules()[0])
ENGINE = calculation(BOOK)


def rule() -> list[Any]:
    """The rule's row as the example unit has it and after the example's change, and its chapter in the catalogue."""
    one = next(rule for rule in rules() if rule.id == "三公-外宾")
    row = row_of(BOOK, one)
    said = [_row(row.sheet, row.row)]
    for change in changes_of(BOOK, one):
        ENGINE.put(change.place.sheet, {(change.place.row, change.place.col): change.value})
    said.append(_row(row.sheet, row.row))
    chapter = next(part for part in as_markdown(example_book).split("\n## ") if "### 三公-外宾\n" in part)
    return [*said, chapter.partition("\n")[0]]


def _row(sheet: str, row: int) -> list[Any]:
    cells = ENGINE.values()[sheet]
    return [cells[row, CHECKS.col(name)] for name in ("左边的数", "右边的数", "判定")]


def line() -> list[Any]:
    """What 总览 says of this year's 280 against less, more and as much last year, and against nothing."""
    glance = next(sheet for sheet in BOOK.sheets if sheet.name == "总览")
    begins = "一般公共预算财政拨款支出比上年"
    (point,) = (i for i in glance.items if isinstance(i.content, Formula) and begins in i.content.template)
    last = BOOK.names.cell("录入/上年/一般公共预算财政拨款支出", "proof")
    said = []
    for figure in (250, 300, 280, None):
        ENGINE.put(last.sheet, {(last.row, last.col): figure})
        said.append(str(ENGINE.values()["总览"][point.row, point.col]).partition(begins)[2])
    return said


def table() -> list[Any]:
    """Whether the table is built, has its number and its published figure, needs nothing of the data, is documented."""
    content = json.loads(UNIT.read_text(encoding="utf-8"))
    content["单位"]["模板"] = "甲"
    del content["资产"]
    content["公开数"] = [{"表": "公开09", "行": "固定资产净值", "列": "期末数", "数": "3.00"}]
    Path("data.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    built = main(["build", "data.json", "--layout", LAYOUT, "-o", "book.xlsx"])
    examined = examine_package(Package.open(Path("book.xlsx")), form=form_in(Path(LAYOUT)))
    report, read = examined.report, examined.reading
    about = [[one.sheet, one.published, one.computed] for one in report.findings if one.sheet == "公开09"]
    sys.path.insert(0, DOCS)
    import layouts_page

    documented = "| 国有资产 | 项目、年末数" in layouts_page.markdown()
    return [built, about, len(report.unplaced), "资产" in read.data.content, len(read.oddities), documented]


print(json.dumps([rule(), line(), table()]))
