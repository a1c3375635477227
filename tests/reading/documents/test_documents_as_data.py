"""A document becomes a data file: whose money it is, units, layouts, and what is left open is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.conftest import SHARED, needs_shared
from tests.helpers.consistent import units
from tests.helpers.paper import page, pdf
from tests.helpers.published import amounts, published, read_again
from xlbudget.datafile.file import load
from xlbudget.errors import DocumentUnreadable, LayoutUnclear
from xlbudget.reading.documents.found import SourceDocument
from xlbudget.reading.documents.imported import Imported, imported, taken_together
from xlbudget.reading.documents.opening import opened
from xlbudget.regions.forms import built_in

CODES = ["科目代码", "科目名称"]
SPENT = [*CODES, "本年支出合计", "基本支出", "项目支出", "经营支出"]
GENERAL = [*CODES, "小计", "基本支出", "项目支出"]
FUND = [*CODES, "年初结转和结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和结余"]
FUNDS = ["一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
INCOME = [*CODES, "本年收入合计", "财政拨款收入", "事业收入"]
TITLES = {
    "公开02": ("收入决算表", INCOME),
    "公开03": ("支出决算表", SPENT),
    "公开04": ("财政拨款收入支出决算总表", ["项目", "金额", "项目", "合计", *FUNDS]),
    "公开05": ("一般公共预算财政拨款支出决算表", GENERAL),
    "公开07": ("政府性基金预算财政拨款收入支出决算表", FUND),
    "公开08": ("国有资本经营预算财政拨款支出决算表", GENERAL),
}
Tables = dict[str, list[list[str]]]


def document(tables: Tables, unit: str = "万元", units: dict[str, str] | None = None) -> Imported:
    """What a CSV with these tables gives, each with its number in 湖南长沙."""
    lines = [["某市某局2023年度部门决算"]]
    for number, rows in tables.items():
        title, heads = TITLES[number]
        lines += [[], [f"{number}表"], [title], [f"单位：{(units or {}).get(number, unit)}"], heads, *rows]
    text = "\n".join(",".join(line) for line in lines)
    return taken_together([opened(Path("某局2023.csv"), text.encode())], None)


def spent(found: Imported) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (row["科目"], row["资金来源"]): {key: row[key] for key in row if key not in ("科目", "资金来源")}
        for row in found.data.rows("支出")
    }


WHOLE: Tables = {
    "公开02": [["2010301", "行政运行", "15.00", "12.00", "3.00"], ["2120801", "征地", "5.00", "5.00", ""]],
    "公开03": [
        ["合计", "", "19.50", "12.00", "7.00", "0.50"],
        ["2010301", "行政运行", "14.50", "12.00", "2.00", "0.50"],
        ["2120801", "征地", "5.00", "", "5.00", ""],
    ],
    "公开04": [
        ["一、一般公共预算财政拨款", "12.00", "一、一般公共服务支出", "12.00", "12.00", "", ""],
        ["二、政府性基金预算财政拨款", "5.00", "十一、城乡社区支出", "5.00", "", "5.00", ""],
        ["三、国有资本经营预算财政拨款", "", "本年支出合计", "17.00", "12.00", "5.00", ""],
    ],
    "公开05": [["2010301", "行政运行", "12.00", "10.00", "2.00"]],
    "公开07": [["2120801", "征地", "", "5.00", "5.00", "", "5.00", ""]],
    "公开08": [],
}


def test_whose_money_it_is_follows_from_the_tables_of_the_funds() -> None:
    found = document(WHOLE)
    assert spent(found) == {
        ("2010301", "一般公共预算财政拨款"): {"基本支出": "10.00", "项目支出": "2.00"},
        ("2120801", "政府性基金预算财政拨款"): {"项目支出": "5.00"},
        ("2010301", "其他资金"): {"基本支出": "2.00", "经营支出": "0.50"},
    }
    assert found.data.rows("收入") == [
        {"科目": "2010301", "事业收入": "3.00", "一般公共预算财政拨款收入": "12.00"},
        {"科目": "2120801", "政府性基金预算财政拨款收入": "5.00"},
    ]
    assert found.data.unit == "某市某局"
    assert (found.data.year, found.form.name) == (2023, "湖南长沙")
    assert not found.left


def test_a_rest_below_zero_is_no_entry_and_stays_to_be_found() -> None:
    found = document({**WHOLE, "公开05": [["2010301", "行政运行", "20.00", "18.00", "2.00"]]})
    assert ("2010301", "其他资金") not in spent(found) or "基本支出" not in spent(found)["2010301", "其他资金"]
    assert {"表": "公开03", "行": "2010301", "列": "基本支出", "数": "12.00"} in found.data.rows("公开数")


def test_income_of_a_fund_that_no_table_prints_by_code_is_what_its_total_leaves() -> None:
    rows = [list(row) for row in WHOLE["公开04"]]
    rows[0][1], rows[2][1] = "9.00", "3.00"
    found = document({**WHOLE, "公开04": rows}).data.rows("收入")[0]
    assert (found["一般公共预算财政拨款收入"], found["国有资本经营预算财政拨款收入"]) == ("9.00", "3.00")
    open_still = document({number: rows for number, rows in WHOLE.items() if number != "公开04"})
    assert "财政拨款收入" in open_still.lost
    assert [one.text for one in open_still.left] == ["2010301 12.00"]


def test_without_the_table_of_a_fund_it_is_said_what_stays_open() -> None:
    without = {number: rows for number, rows in WHOLE.items() if number != "公开07"}
    found = document(without)
    assert not any(source == "其他资金" for _, source in spent(found))
    assert {"支出/政府性基金预算财政拨款", "支出/其他资金"} <= found.lost
    assert "没有 政府性基金，各科目的支出不知道用的是哪种资金，没有录入" in {one.why for one in found.left}
    assert "公开07 政府性基金预算财政拨款收入支出决算表" in found.missing


def test_amounts_in_yuan_and_two_units_in_one_file() -> None:
    assert document(WHOLE, "元").data.content["金额单位"] == "元"
    assert {row.get("单位") for row in document(WHOLE, "元").data.rows("公开数")} == {"元"}
    found = document(WHOLE, units={"公开05": "元"})
    assert found.data.content["金额单位"] == "万元"
    assert "这张表的单位是元，别的表是万元：数照印的登记，没有录入" in {one.why for one in found.left}


def test_documents_of_two_years_are_refused_and_of_two_units_said() -> None:
    def of(year: int, unit: str) -> SourceDocument:
        text = f"{year}年度{unit}部门决算\n公开03表\n支出决算表\n单位：万元\n{','.join(SPENT)}\n合计,,5.00,5.00,,\n"
        return opened(Path(f"{unit}.csv"), text.encode())

    with pytest.raises(DocumentUnreadable, match=r"甲局\.csv 是 2023 年度、乙局\.csv 是 2024 年度"):
        taken_together([of(2023, "甲局"), of(2024, "乙局")], built_in("上海"))
    found = taken_together([of(2023, "甲局"), of(2023, "乙局")], built_in("上海"))
    assert found.data.unit == "甲局"
    assert [str(one) for one in found.left if one.text == "乙局"] == ["乙局.csv A1：“乙局”单位的名称与前面的“甲局”不同"]


def test_a_figure_that_is_printed_twice_otherwise_is_said() -> None:
    rows = [*WHOLE["公开05"], ["2010301", "行政运行", "12.00", "10.01", "2.00"]]
    left = document({**WHOLE, "公开05": rows}).left
    assert any("印的是 10.00，这里不同，没有登记" in one.why for one in left)


def test_a_layout_that_cannot_be_told_is_asked_for() -> None:
    text = "2024年度\n支出决算表\n单位：万元\n科目名称,本年支出合计,基本支出\n合计,5.00,5.00\n"
    parts = opened(Path("表.csv"), text.encode())
    with pytest.raises(LayoutUnclear, match=r"湖南长沙、上海.*--layout"):
        taken_together([parts], None)
    assert taken_together([parts], built_in("上海")).form.name == "上海"


def test_part_one_gives_the_unit_and_what_it_is_there_for() -> None:
    units_of = [["序号", "单位名称"], ["1", "某局（本级）"], ["2", "某中心"]]
    file = pdf(
        page("第一部分 某市某局概况", "一、主要职能", "负责某事。", "二、部门决算单位构成", units_of),
        page("某市某局2024年度部门决算表", "支出决算表", "单位：万元", [SPENT, ["合计", "", "5.00", "5.00", "", ""]]),
    )
    found = taken_together([opened(Path("a.pdf"), file)], built_in("上海"))
    about = found.data.content["单位"]
    assert about["名称"] == "某市某局"
    assert about["主要职责"] == ["负责某事。"]
    assert about["决算单位构成"] == ["某局（本级）", "某中心"]
    assert found.places["单位", "决算单位构成"].page == 1


@pytest.mark.usefixtures("few_rows")
@pytest.mark.parametrize("layout", ["湖南长沙", "上海", "广西"])
def test_a_random_unit_is_the_same_when_its_tables_are_read_again(layout: str) -> None:
    @settings(
        max_examples=2,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(units(layout))
    def run(content: dict[str, Any]) -> None:
        content = {key: value for key, value in content.items() if key != "公开数"} | {"金额单位": "万元"}
        found = read_again(published(content))
        there = amounts(content)
        # What no table settles is said, and is all that is missing.
        said = {("收入", left.text.split()[0]) for left in found.left}
        assert amounts(found.data.content) == {
            key: value for key, value in there.items() if key[:2] not in said or "财政拨款" not in key[2]
        }
        assert found.form.name == layout

    run()


@needs_shared
def test_a_published_document_gives_what_was_transcribed_by_hand() -> None:
    (path,) = (SHARED / "import").glob("*.pdf")
    by_hand, found = load(path.with_suffix(".json")), imported([path])
    assert amounts(found.data.content) == amounts(by_hand.content)
    assert found.data.content["单位"] == by_hand.content["单位"]
    printed = [tuple(row.get(key, "") for key in ("表", "行", "列", "数")) for row in found.data.rows("公开数")]
    transcribed = [tuple(row[key] for key in ("表", "行", "列", "数")) for row in by_hand.rows("公开数")]
    assert not {row for row in transcribed if row[0] != "说明"} - set(printed)
    # Beside them the entries themselves are printed, and were left out by hand.
    more = {row[:3] for row in printed if row[0] != "说明"} - {row[:3] for row in transcribed}
    assert {(table, len(line)) for table, line, _ in more} == {("公开05", 7), ("公开06", 5)}
