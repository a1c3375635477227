"""One more printed table: its module, its line in the list and its entry in a layout; all else follows."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from tests.conftest import ROOT, SHANGHAI
from tests.regions.test_layout_files import HEAD
from xlbudget.sheets.tables import overview
from xlbudget.sheets.tables.every import OTHERS, PUBLIC
from xlbudget.sheets.tables.printed_table import PrintedTable

TABLES = ROOT / "xlbudget" / "sheets" / "tables"

MODULE = """
from xlbudget.language.blocks import across, band
from xlbudget.language.expressions import Balance, Expr, Money
from xlbudget.language.sheet import Item, Sheet
from xlbudget.sheets.tables.heading import fixed_sheet, title_block
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit

KEY = "国有资产"
WIDTHS = (50, 20)
WORTH, WORN = Money("录入/资产/固定资产原值"), Money("录入/资产/累计折旧")
ROWS: dict[str, Expr] = {"固定资产原值": WORTH, "固定资产净值": Balance((WORTH,), (WORN,))}


def _sheets(unit: Unit) -> list[Sheet]:
    shape = unit.form[KEY]
    head = shape.title_rows + 1
    items = [*title_block(unit.form, shape, WIDTHS), *across(head, 1, map(shape.word, ("项目", "年末数")), "head")]
    for row, (name, figure) in enumerate(ROWS.items(), head + 1):
        items.append(Item(row, 1, shape.word(name), "line"))
        items.append(Item(row, 2, figure, "amount", key=f"{KEY}/{name}/年末数"))
    return [fixed_sheet(shape, WIDTHS, items, band(head, 1 + len(ROWS), 20), head + len(ROWS))]


TABLE = PrintedTable(KEY, _sheets, words=("项目", "年末数", *ROWS), movable=True, needs=("资产",))
"""
LAYOUT = f"""{HEAD}编号: {{三公: 公开10, 国有资产: 公开09}}
表:
  国有资产:
    标题: 国有资产使用情况表
    注: [注：本表反映年末占有使用国有资产情况。]
    用语: {{年末数: 期末数}}
"""
SAID = """
import json, sys
from pathlib import Path
sys.path[:0] = [".", "docs"]
import layouts_page
from xlbudget.commands.main import main
from xlbudget.reading.reader import read_book
from xlbudget.check.workbook_check import check
from xlbudget.regions.forms import form_in
form = form_in(Path("layout.yaml"))
built = main(["build", "data.json", "--layout", "layout.yaml", "-o", "book.xlsx"])
report = check(Path("book.xlsx"), form=form)
about = [(f.sheet, f.published, f.computed) for f in report.findings if f.sheet == "公开09"]
read = read_book(Path("book.xlsx"), form)
in_guide = "| 国有资产 | 项目、年末数" in layouts_page.markdown()
said = [built, about, "资产" in read.data.content, len(read.oddities), in_guide]
print(json.dumps(said))
"""


def test_every_module_with_a_table_stands_in_the_list() -> None:
    modules = [import_module(f"xlbudget.sheets.tables.{path.stem}") for path in TABLES.glob("[a-z]*.py")]
    declared = {module.TABLE.name for module in modules if isinstance(getattr(module, "TABLE", None), PrintedTable)}
    listed = [table.name for table in (overview.TABLE, *PUBLIC, *OTHERS)]
    assert declared == set(listed)
    assert len(set(listed)) == len(listed)


def test_one_more_table_is_a_module_a_line_and_an_entry(tmp_path: Path) -> None:
    """It is built from what the unit enters elsewhere, has a number, is published and documented."""
    for folder in ("xlbudget", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "pictures"))
    tables = tmp_path / "xlbudget" / "sheets" / "tables"
    (tables / "state_assets.py").write_text(MODULE, encoding="utf-8")
    listing = (tables / "every.py").read_text(encoding="utf-8")
    listing = listing.replace("    state_capital,\n", "    state_assets,\n    state_capital,\n")
    listing = listing.replace("    triple.TABLE,\n", "    triple.TABLE,\n    state_assets.TABLE,\n")
    (tables / "every.py").write_text(listing, encoding="utf-8")
    (tmp_path / "layout.yaml").write_text(LAYOUT, encoding="utf-8")
    content = json.loads(SHANGHAI.read_text(encoding="utf-8"))
    content["单位"]["模板"] = "甲"
    del content["资产"]
    content["公开数"] = [{"表": "公开09", "行": "固定资产净值", "列": "期末数", "数": "3.00"}]
    (tmp_path / "data.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", SAID], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    built, about, there, oddities, in_guide = json.loads(ran.stdout.splitlines()[-1])
    assert (built, there, oddities) == (0, False, 0)
    assert [(sheet, published) for sheet, published, _ in about] == [("公开09", 3.0)]
    assert in_guide
