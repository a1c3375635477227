"""New codes typed into the built file's input cells: rows and subtotals appear, in order, without regeneration."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import fewer_rows
from tests.helpers import oracle, reading
from tests.helpers.building import assemble
from tests.helpers.checking import checked
from tests.helpers.computing import computed, recalculate
from tests.helpers.typing_in import Light, saved, type_row
from tests.sheets.tables.test_tables import agree
from xlbudget.datafile.file import Data
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.write import write

LIVE = ("公开02", "公开03", "公开05", "公开07", "公开08")


def typed(package: bytes, content: dict[str, Any], at: dict[str, int], **added: list[dict[str, Any]]) -> bytes:
    """``package`` with rows typed into its lists from index ``at[list]`` on; ``content`` is changed alike."""
    workbook = Light(package)
    for listing, rows in added.items():
        for offset, row in enumerate(rows):
            type_row(workbook, f"录入-{listing}", at[listing] + offset, row)
        if listing == "结转结余":
            content.setdefault("结转结余", {}).setdefault("年初", []).extend(rows)
        else:
            content[listing].extend(rows)
    return saved(workbook)


def in_order(values: Values) -> None:
    for table in LIVE:
        codes = [c for c in reading.order_of_codes(reading.grid(values[table])) if c.isdigit()]
        assert codes == sorted(set(codes), key=lambda c: (c.ljust(7, "0"), len(c))), table


def check(package: bytes, content: dict[str, Any]) -> dict[reading.Key, Any]:
    values = recalculate(package)
    found = reading.tables(values)
    expected = oracle.calculate(content)
    agree(found, expected)
    rows = {(table, row) for table, row, _ in found if table in LIVE}
    assert rows == {(table, row) for table, row, _ in expected if table in LIVE}
    in_order(values)
    return found


@pytest.fixture
def core(content: dict[str, Any]) -> dict[str, Any]:
    """The sample without its self-evaluation: what the nine tables need."""
    return {key: content[key] for key in CORE}


@pytest.fixture(scope="module")
def whole_nine(sample: Data) -> bytes:
    """With every spare row that there is."""
    return write(assemble(Data({key: sample.content[key] for key in CORE})))


@pytest.fixture(scope="module")
def nine(sample: Data) -> bytes:
    with fewer_rows(10):
        return write(assemble(Data({key: sample.content[key] for key in CORE})))


CORE = ("版本", "年度", "金额单位", "单位", "科目", "收入", "支出", "结转结余", "经济分类", "三公经费")
NEXT = {"收入": 3, "支出": 3, "结转结余": 0}


def test_a_new_code_of_a_known_group_and_a_new_class(nine: bytes, core: dict[str, Any]) -> None:
    package = typed(
        nine,
        core,
        NEXT,
        收入=[{"科目": "2010499", "事业收入": 7.5}, {"科目": "2080505", "一般公共预算财政拨款收入": 9.01}],
        支出=[
            {"科目": "2010499", "资金来源": "其他资金", "项目支出": 7.5},
            {"科目": "2080505", "资金来源": oracle.GENERAL, "基本支出": 9.01},
            {"科目": "2240106", "资金来源": oracle.CAPITAL, "项目支出": 0.02},
        ],
    )
    found = check(package, core)
    assert found["公开03", "208", "基本支出"] == pytest.approx(9.01)
    assert found["公开05", "20805", "小计"] == pytest.approx(9.01)
    assert found["国有资本经营", "2240106", "项目支出"] == pytest.approx(0.02)


def test_a_code_that_stands_only_in_income_or_in_an_opening_balance(nine: bytes, core: dict[str, Any]) -> None:
    package = typed(
        nine,
        core,
        NEXT,
        收入=[{"科目": "2120801", "政府性基金预算财政拨款收入": 3}],
        结转结余=[{"资金来源": oracle.FUND, "科目": "2082201", "金额": 2}],
    )
    found = check(package, core)
    assert found["公开02", "2120801", "财政拨款收入"] == 3
    assert found["政府性基金", "2082201", "年末结转和结余"] == 2


def test_the_last_free_row(whole_nine: bytes, core: dict[str, Any]) -> None:
    at = {"收入": 59, "支出": 59}
    package = typed(
        whole_nine,
        core,
        at,
        收入=[{"科目": "2010101", "其他收入": 1}],
        支出=[{"科目": "2349999", "资金来源": oracle.FUND, "项目支出": 1}],
    )
    found = check(package, core)
    assert found["政府性基金", "2349999", "小计"] == 1


def test_forty_one_codes_of_eight_classes_and_two_funds(whole_nine: bytes, core: dict[str, Any]) -> None:
    chance = random.Random(41)
    codes = [f"{k}{chance.randint(1, 30):02d}{chance.randint(1, 99):02d}" for k in range(203, 209) for _ in range(6)]
    codes = sorted({*codes, "2110301", "2110302", "2129901", "2129902", "2120899", *("2050205", "2050299")})[:41]
    chance.shuffle(codes)
    assert len(codes) == 41
    assert len({c[:3] for c in codes}) == 8
    spending = [
        {
            "科目": code,
            "资金来源": oracle.FUND if i % 3 == 0 else oracle.GENERAL,
            "基本支出": chance.randint(0, 99999) / 100,
            "项目支出": chance.randint(0, 99999) / 100,
        }
        for i, code in enumerate(codes)
    ]
    income = [
        {
            "科目": row["科目"],
            f"{row['资金来源']}收入": chance.randint(0, 99999) / 100,
            "经营收入": chance.randint(0, 999) / 100,
        }
        for row in spending
    ]
    found = check(typed(whole_nine, core, NEXT, 收入=income, 支出=spending), core)
    assert len({row for table, row, _ in found if table == "公开03" and len(row) == 7}) == 44


def test_a_full_list_of_codes_without_a_common_group_fits() -> None:
    """60 entries may need 180 slots: as many 款 as 项, and no slot is missing."""
    content = oracle.empty_unit()
    spending = [
        {"科目": f"{201 + i % 30}{i:02d}01", "资金来源": oracle.GENERAL, "基本支出": i + 0.25} for i in range(1, 61)
    ]
    package = typed(write(assemble(Data(content))), content, {"支出": 0}, 支出=spending)
    found = check(package, content)
    assert len({row for table, row, _ in found if table == "公开05" and row.isdigit()}) == 60 + 60 + 30


def test_capacity_grows_with_the_data() -> None:
    content = oracle.empty_unit()
    content["支出"] = [
        {"科目": f"201{i // 90 + 1:02d}{i % 90 + 1:02d}", "资金来源": oracle.GENERAL, "基本支出": 1} for i in range(100)
    ]
    package = typed(
        write(assemble(Data(content))),
        content,
        {"支出": 119},
        支出=[{"科目": "2999901", "资金来源": oracle.GENERAL, "基本支出": 1}],
    )
    check(package, content)


def test_names_come_from_the_catalogue_and_from_the_users_own_list(nine: bytes, core: dict[str, Any]) -> None:
    workbook = Light(nine)
    type_row(workbook, "录入-支出", 3, {"科目": "2059899", "资金来源": oracle.GENERAL, "项目支出": 1})
    before = recalculate(saved(workbook))
    cells = before["公开03"]
    name = {cells.get(f"A{row}"): cells.get(f"B{row}") for row in range(8, 60)}
    assert name["2059899"] == "(科目名称待补)"
    assert name["205"] == "教育支出"
    used = len(core["科目"])
    type_row(workbook, "录入-科目", used, {"科目": "2059899", "名称": "其他教育支出"})
    type_row(workbook, "录入-科目", used + 1, {"科目": "205", "名称": "教育支出（本单位）"})
    after = recalculate(saved(workbook))["公开03"]
    assert "其他教育支出" in after.values()
    assert "教育支出（本单位）" in after.values()


def test_malformed_codes_count_in_the_totals_only(nine: bytes, core: dict[str, Any]) -> None:
    rows = [
        {"科目": code, "资金来源": oracle.GENERAL, "基本支出": 1}
        for code in ("201040", "2010400", "20104AB", "201e123", "-201040", "20104.5", "2010406 x")
    ]
    found = reading.tables(recalculate(typed(nine, core, NEXT, 支出=rows)))
    assert found["公开03", "合计", "基本支出"] == pytest.approx(575.32 + 7)
    assert found["公开03", "201", "基本支出"] == pytest.approx(575.32)
    assert {row for table, row, _ in found if table == "公开03"} == {
        "合计", "201", "20104", "2010406", "2010450", "211", "21199", "2119999",
    }  # fmt: skip
    assert found["公开01", "本年支出合计", "支出/金额"] == pytest.approx(1006.09 + 7)


def test_a_code_typed_as_a_number_counts_alike(nine: bytes, core: dict[str, Any]) -> None:
    package = typed(nine, core, NEXT, 支出=[{"科目": 2080505, "资金来源": oracle.GENERAL, "基本支出": 4}])
    core["支出"][-1]["科目"] = "2080505"
    check(package, core)


def test_one_changed_input_changes_every_table_that_shares_it(nine: bytes, core: dict[str, Any]) -> None:
    workbook = Light(nine)
    type_row(workbook, "录入-支出", 1, {"基本支出": 600})
    core["支出"][1]["基本支出"] = 600
    package = saved(workbook)
    found = check(package, core)
    keys: tuple[reading.Key, ...] = (
        ("公开01", "一般公共服务支出", "支出/金额"),
        ("公开03", "20104", "本年支出合计"),
        ("公开04", "一般公共服务支出", "支出/一般公共预算财政拨款"),
        ("公开05", "2010450", "基本支出"),
    )
    for key in keys:
        assert found[key] == pytest.approx(600 if key[0] == "公开05" else 885.21)
    assert found["公开01", "年末结转和结余", "支出/金额"] == pytest.approx(-24.68)


def test_the_no_data_statement_looks_at_the_amounts_too(minimal: dict[str, Any]) -> None:
    """An opening balance without a code stands in 合计 only; the table then has data."""
    minimal["结转结余"] = {"年初": [{"资金来源": oracle.FUND, "金额": 5}]}
    minimal["支出"] = [{"科目": "21208", "资金来源": oracle.CAPITAL, "项目支出": 3}]
    values = computed(minimal)
    for table in ("公开07", "公开08"):
        assert not [v for v in values[table].values() if "本表无数据" in str(v)]


def test_a_table_without_figures_says_so_across_its_width(tmp_path: Path, minimal: dict[str, Any]) -> None:
    """Until a code is typed after all: its row comes below blank ones, the note behind it, and nothing is amiss."""
    minimal["支出"] = [{"科目": "2010450", "资金来源": oracle.GENERAL, "基本支出": 3}]
    minimal["收入"] = [{"科目": "2010450", f"{oracle.GENERAL}收入": 3}]
    made = assemble(Data(minimal))
    sheet = next(sheet for sheet in made.sheets if sheet.name == "公开07")
    notes = [item for item in sheet.items if item.style == "note"]
    assert [(item.row, item.cols) for item in notes] == [(8, 8), (9, 8)]
    package = write(made)
    shown = recalculate(package)["公开07"]
    assert str(shown["A8"]).startswith("注：")
    assert str(shown["A9"]).endswith("故本表无数据。")
    assert not any("注：" in str(shown.get(f"B{row}", "")) for row in range(10, 20))
    row = {"科目": "2120801", "资金来源": oracle.FUND, "项目支出": 2}
    workbook = typed(package, minimal, {"支出": 1}, 支出=[row])
    shown = recalculate(workbook)["公开07"]
    assert [shown.get(f"A{row}", "") for row in range(8, 14)] == ["", "", "212", "21208", "2120801", ""]
    assert str(shown["B13"]).startswith("注：")
    assert not [finding for finding in checked(tmp_path, workbook).findings if finding.rule.startswith("公式-被改")]


def test_more_codes_than_rows_is_said_above_the_table(minimal: dict[str, Any]) -> None:
    codes = [f"{201 + i % 60:03d}{i % 90 + 1:02d}{i % 98 + 1:02d}" for i in range(165)]
    minimal["收入"] = [{"科目": c, f"{oracle.FUND}收入": 1} for c in codes[:40]]
    minimal["支出"] = [{"科目": c, "资金来源": oracle.FUND, "项目支出": 1} for c in codes[40:80]]
    minimal["结转结余"] = {"年初": [{"资金来源": oracle.FUND, "科目": c, "金额": 1} for c in codes[80:120]]}
    values = computed(minimal)
    assert str(values["公开07"]["A2"]).endswith("放不下，请增加行数后重新生成")
    assert values["公开03"].get("A2", "") == ""
