"""The same tables in another region's form: a second real unit, the worked example of the docs, wrong layout files."""

from __future__ import annotations

import json
import re
import runpy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_command_line import refused
from tests.conftest import EXPECTED, ROOT, SHANGHAI, fewer_rows, needs_shared
from tests.helpers import oracle, reading
from tests.helpers.building import assemble
from tests.helpers.computing import computed, recalculate, written
from tests.regions.test_layout_files import HEAD
from tests.sheets.tables.test_live_rows import typed
from tests.sheets.tables.test_tables import agree, off_by_rounding, rounded
from xlbudget.commands.main import main
from xlbudget.datafile.file import Data, load
from xlbudget.errors import BadLayout
from xlbudget.regions.build_form import assembled
from xlbudget.regions.forms import BUILT_IN, common, form_of
from xlbudget.regions.keys import LAYOUT
from xlbudget.regions.read_yaml import parsed
from xlbudget.workbook.engines.by_file import Values

pytestmark = pytest.mark.usefixtures("few_rows")

# 普陀区公布的表里与录入数相加只差尾差的数：表、行 → 印的数。
ROUNDING = {
    ("公开01", "节能环保支出"): "3742.47",
    ("公开01", "本年支出合计"): "4733.14",
    ("公开01", "年末结转和结余"): "0.00",
    ("公开03", "合计"): "4733.14",
    ("公开03", "211"): "3742.47",
    ("公开03", "21111"): "1576.19",
    ("公开03", "2111101"): "1493.39",
    ("公开04", "节能环保支出"): "3742.47",
    ("公开04", "本年支出合计"): "4733.14",
    ("公开04", "年末财政拨款结转和结余"): "0.00",
    ("公开05", "211"): "3742.47",
    ("公开05", "21111"): "1576.19",
    ("公开05", "2111101"): "1493.39",
    ("公开05", "合计"): "4733.14",
    ("公开06", "310"): "14.44",
}


@pytest.fixture(scope="module")
def unit() -> dict[str, Any]:
    return dict(load(SHANGHAI).content)


@pytest.fixture(scope="module")
def entered(unit: dict[str, Any]) -> dict[str, Any]:
    """The unit without what it published, which no table shows."""
    return {key: value for key, value in unit.items() if key != "公开数"}


@pytest.fixture(scope="module")
def values(entered: dict[str, Any]) -> Values:
    with fewer_rows():
        return computed(entered)


def column(cells: dict[str, Any], letter: str) -> list[Any]:
    found = {int(at[len(letter) :]): value for at, value in cells.items() if re.fullmatch(rf"{letter}\d+", at)}
    return [found[row] for row in sorted(found) if found[row] not in ("", None)]


def test_every_figure_of_the_real_shanghai_unit_is_confirmed_or_rounding(unit: dict[str, Any], values: Values) -> None:
    count, off = off_by_rounding(unit, reading.tables(values))
    assert count == 545
    totals = {("公开03", "合计", "项目支出"): "1367.76"}
    assert {key: printed for key, printed in off.items() if key not in totals} == {
        key: off[key] for key in off if (key[0], key[1]) in ROUNDING and key not in totals
    }
    assert {(table, row) for table, row, _ in off} == set(ROUNDING)
    assert all(printed == ROUNDING[key[:2]] or totals.get(key) == printed for key, printed in off.items())


def test_every_cell_agrees_with_the_independent_calculation(unit: dict[str, Any], values: Values) -> None:
    agree(reading.tables(values), oracle.calculate(unit))


@needs_shared
def test_the_oracle_counts_like_the_other_calculation(unit: dict[str, Any]) -> None:
    """Two independent calculations agree on value and n of every table figure, and on which are 尾差."""
    mine = oracle.calculate(unit)
    theirs = json.loads(EXPECTED.read_text(encoding="utf-8"))["statuses"]
    compared = [entry for entry in theirs if entry["表"].startswith("公开")]
    for entry in compared:
        figure = mine[reading.names(entry, "上海")]
        assert (rounded(figure.value), figure.n) == (Decimal(entry["computed"]), entry["n"]), entry
    assert len(compared) == 545


def test_it_looks_like_the_shanghai_form(values: Values) -> None:
    first = values["公开01"]
    assert first["A1"] == "上海市普陀区生态环境局2025年度部门决算表"
    assert first["A2"] == "收入支出决算总表"
    assert {"行次", "栏次", "公开01表", "金额"}.isdisjoint(set(map(str, first.values())))
    assert list(map(first.get, ("A6", "B6", "C6", "D6"))) == ["项目", "决算数", "项目", "决算数"]
    classes = [name for name in column(first, "C") if re.match("[一二三四五六七八九十]+、", str(name))]
    assert len(classes) == 24
    assert classes[-1] == "二十四、抗疫特别国债安排的支出"
    assert [values[f"公开0{n}"]["A1"] for n in (6, 7, 8, 9)] == [
        "一般公共预算财政拨款基本支出决算表",
        "财政拨款“三公”经费支出决算表",
        "政府性基金预算财政拨款收入支出决算表",
        "国有资本经营预算财政拨款收入支出决算表",
    ]
    assert column(values["公开05"], "A")[-1] == "合计"
    fifth = values["公开05"]
    assert list(map(fifth.get, ("C4", "D4", "E4"))) == ["合计", "基本支出", "项目支出"]
    said = "".join(map(str, values["公开08"].values()))
    assert "说明：上海市普陀区生态环境局本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。" in said
    assert [code for code in column(values["公开06"], "D") if str(code).startswith("310")] == (
        ["310", "31001", "31002", "31003", "31007", "31013", "31019", "31021", "31022", "31099"]
    )


def test_annexes_and_projects_belong_to_no_unit_that_has_none(values: Values) -> None:
    assert not {"项目支出", "附件1", "附件2", "三公对比", "录入-项目"} & set(values)


def test_zero_is_blank_where_the_region_prints_blank(entered: dict[str, Any]) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    book = load_workbook(BytesIO(written(entered)))
    blank = "#,##0.00_ ;-#,##0.00_ ;"
    assert book["公开01"]["B32"].number_format == blank
    assert book["公开08"]["C6"].number_format == blank
    assert book["公开01"]["B7"].number_format == "#,##0.00_ "


def test_a_debt_class_has_its_line_only_where_it_is_used(entered: dict[str, Any]) -> None:
    debt = {"科目": "2310301", "资金来源": oracle.GENERAL, "项目支出": 3}
    changed = {**entered, "支出": [*entered["支出"], debt]}
    values = computed(changed)
    names = column(values["公开01"], "C")
    assert "二十四、债务还本支出" in names
    assert "二十六、抗疫特别国债安排的支出" in names
    agree(reading.tables(values), oracle.calculate(changed))
    assert not values["公开01"].get("A3")


def test_a_debt_class_typed_later_is_said_above_the_table(entered: dict[str, Any]) -> None:
    package = written(entered)
    row = {"科目": "2310301", "资金来源": oracle.GENERAL, "项目支出": 3}
    values = recalculate(typed(package, json.loads(json.dumps(entered)), {"支出": len(entered["支出"])}, 支出=[row]))
    for table, cell in (("公开01", "A3"), ("公开04", "A2")):
        assert values[table][cell] == ("有 3.00 万元支出的科目不在下列各类中，请核对代码；代码无误的请重新生成工作簿")


def test_codes_income_and_balances_come_alive_in_the_shanghai_form(entered: dict[str, Any]) -> None:
    changed = json.loads(json.dumps(entered))
    at = {"收入": len(entered["收入"]), "支出": len(entered["支出"]), "结转结余": 0}
    rows: dict[str, list[dict[str, Any]]] = {
        "收入": [{"科目": "2230105", "国有资本经营预算财政拨款收入": 8}],
        "支出": [
            {"科目": "2230105", "资金来源": oracle.CAPITAL, "项目支出": 5},
            {"科目": "2010101", "资金来源": oracle.GENERAL, "基本支出": 2},
        ],
        "结转结余": [{"资金来源": oracle.CAPITAL, "科目": "2230199", "金额": 1.5}],
    }
    values = recalculate(typed(written(entered), changed, at, **rows))
    found = reading.tables(values)
    agree(found, oracle.calculate(changed))
    assert found["国有资本经营", "223", "年末结转和结余"] == pytest.approx(4.5)
    assert column(values["公开05"], "A")[-1] == "合计"
    assert "本表无数据" not in "".join(map(str, values["公开09"].values()))


# ---------------------------------------------------------------- 从外面来的版式

GUIDE = (ROOT / "docs" / "layouts.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```yaml\n(.+?)```", GUIDE, re.S)[0]


@pytest.fixture
def province(tmp_path: Path) -> Path:
    path = tmp_path / "example.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


def test_the_worked_example_of_the_docs(tmp_path: Path, province: Path, content: dict[str, Any]) -> None:
    content["单位"]["模板"] = "例省"
    data = tmp_path / "data.json"
    # Its facts name figures of 三公 by the number that this table has in the layout.
    text = json.dumps(content, ensure_ascii=False).replace("公开09/三公", "公开07/三公")
    data.write_text(text, encoding="utf-8")
    target = tmp_path / "book.xlsx"
    assert main(["build", str(data), "--layout", str(province), "-o", str(target)]) == 0
    values = recalculate(target.read_bytes())
    for expected in re.findall(r"^- `(公开0\d)!([A-Z]+\d+)` 是“(.+)”$", GUIDE, re.M):
        sheet, cell, text = expected
        assert values[sheet][cell] == text, expected
    assert "例省" in "".join(map(str, values["封面"].values()))
    agree(reading.tables(values), oracle.calculate(content))


def test_the_layout_names_its_region(tmp_path: Path, province: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ROOT / "samples" / "changsha-2023.json"
    said = refused(capsys, "build", data, "--layout", province, "-o", tmp_path / "x.xlsx")
    assert f"单位.模板 有误：“湖南长沙”与版式文件 {province} 的名称“例省”不同" in said
    assert not (tmp_path / "x.xlsx").exists()


def test_a_layout_that_says_nothing_is_the_common_form() -> None:
    form = assembled(common(), parsed("甲.yaml", HEAD, LAYOUT))
    assert form["公开08" if "公开08" in form.tables else "国有资本经营"].sheet == "公开08"
    with pytest.raises(BadLayout):
        assembled(common(), parsed("甲.yaml", "说明: 甲", LAYOUT))


def test_every_built_in_layout_is_sound() -> None:
    for name in BUILT_IN:
        assert form_of(name).name == name


def test_the_guide_is_current() -> None:
    """docs/generate.py writes it: the prose of docs/templates, with every key and word of the layouts."""
    page = runpy.run_path(str(ROOT / "docs" / "layouts_page.py"))
    assert page["markdown"]() == GUIDE
    assert all(table in GUIDE for table in page["tables"]().values())


def test_the_look_of_the_shanghai_template(entered: dict[str, Any]) -> None:
    """公开01 is upright; 公开04 centres 总计 only; 公开05's last 合计 looks like one cell; three ruled rows."""
    sheets = {sheet.name: sheet for sheet in assemble(Data(entered)).sheets}
    first, fourth = sheets["公开01"], sheets["公开04"]
    assert first.page
    assert not first.page.landscape
    styles = {item.content: item.style for item in fourth.items if isinstance(item.content, str)}
    assert (styles["本年收入合计"], styles["总计"]) == ("line", "label_center")
    assert {item.style for item in first.items if item.content == "本年收入合计"} == {"label_center"}
    total = [frame for frame in sheets["公开05"].frames if frame.when == '$A7="合计"']
    assert [(frame.col, frame.open_side, frame.format[-4:]) for frame in total] == [
        (1, "right", '"　"@'),
        (2, "left", ""),
    ]
    ruled, _ = sheets["公开08"].frames
    assert (ruled.row, ruled.rows, ruled.when) == (7, 3, '$A$10<>""')
    empty = assemble(Data({**entered, "收入": [], "支出": []}))
    (ruled,) = next(sheet.frames for sheet in empty.sheets if sheet.name == "公开08")
    assert ruled.when == 'OR($A7<>"",AND($A$7="",ROW()<10))'
    heights = [dict(sheets[name].heights)[8] for name in ("公开01", "公开02")]
    assert heights == pytest.approx([17 * 1.4, 17], abs=2.5), "行高"
