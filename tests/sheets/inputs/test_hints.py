"""The hint column: what is wrong with an entry is said in words, beside it; a good entry gets no word."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.helpers import oracle
from tests.helpers.computing import computed, recalculate
from tests.helpers.typing_in import HEADER, Light, columns, saved, type_row
from xlbudget.language.sheet import column_letter
from xlbudget.sheets.book import Book
from xlbudget.sheets.inputs.cells import HINT
from xlbudget.sheets.inputs.hints import DASHES
from xlbudget.workbook.engines.by_file import Values

SPENT = {"资金来源": oracle.GENERAL, "基本支出": 1}
FUND = {"资金来源": oracle.FUND}


def hints(values: Values, column: str, sheet: str) -> list[str]:
    return [str(v) for a, v in values[sheet].items() if a.rstrip("0123456789") == column and str(v).endswith("；")]


def test_the_sample_has_no_hint_but_for_its_own_contradictions(book: Any, values: Values) -> None:
    """What the hints say of 录入-绩效指标 is held in test_annexes.py; of 录入-说明 that two texts list other 款 than
    公开06 has figures for; the other sheets are clean."""
    said = [text for text in values["录入-说明"].values() if str(text).startswith("注意：")]
    assert said == ["注意：文字里列的款项与公开06不同；"] * 2
    for sheet in book.sheets:
        for item in sheet.singles():
            if item.role == "hint" and sheet.name not in ("录入-绩效指标", "录入-说明"):
                cell = f"{column_letter(item.col)}{item.row}"
                assert values[sheet.name].get(cell, "") in ("", HINT), (sheet.name, cell)


def test_a_hint_looks_for_dashes_in_its_row_once_and_only_where_something_stands(book: Book) -> None:
    """Of all that a formula does, to look for a text in a run of cells costs the engine most."""
    found = [
        (sheet.name, item.row, formula)
        for sheet in book.sheets
        for item in sheet.items
        if item.role == "hint" and (formula := book.formulas[sheet.name].get(f"{column_letter(item.col)}{item.row}"))
    ]
    assert sum("未填：" in formula for *_, formula in found) > 10
    # A run of its own row from the first column, as 待填 has it.
    dashes = [(*one, re.split(r"COUNTIF\(\$A\d+:\$[A-Z]+\d+,", one[2])) for one in found]
    assert sum(len(parts) > 1 for *_, parts in dashes) > 10
    assert [one for *one, parts in dashes if len(parts) not in (1, len(DASHES) + 1)] == []
    assert [one for *one, parts in dashes if len(parts) > 1 and "=0,TRUE," not in parts[0]] == []


CASES: list[tuple[str, dict[str, Any], str]] = [
    ("录入-支出", {"科目": "201040", **SPENT}, "科目代码应为 7 位数字；"),
    ("录入-支出", {"科目": "201O406", **SPENT}, "科目代码应为 7 位数字；"),
    ("录入-支出", {"科目": "2010400", **SPENT}, "应填项级科目（末两位不能是 00），否则只计入合计；"),
    ("录入-支出", {"科目": "2059899", **SPENT}, "科目不在目录中，请在 录入-科目 补上名称；"),
    (
        "录入-支出",
        {"科目": "2010498", **SPENT},
        "注意：目录里有这个款、没有这个项，请核对代码；无误的请在 录入-科目 补上名称；",
    ),
    ("录入-支出", {"科目": "2110104生态环境保护宣传", **SPENT}, "注意：只取前面的 7 位作科目代码，后面的请删去；"),
    ("录入-支出", {"科目": "2110105.0", **SPENT}, "注意：只取前面的 7 位作科目代码，后面的请删去；"),
    ("录入-支出", {"科目": "21101051", **SPENT}, "科目代码应为 7 位数字；"),
    ("录入-支出", {"科目": "２１１０１０５", **SPENT}, "科目代码应为 7 位数字；"),
    ("录入-支出", {"科目": "2110107", "资金来源": oracle.GENERAL, "基本支出": "—", "项目支出": 1.5}, ""),
    ("录入-支出", {"科目": "2110199", "资金来源": oracle.GENERAL, "基本支出": "/"}, "注意：有科目而没有金额；"),
    ("录入-支出", {"基本支出": 1, "资金来源": oracle.GENERAL}, "未填：科目；"),
    (
        "录入-支出",
        {"科目": "2010101"},
        "未填：资金来源；科目不在目录中，请在 录入-科目 补上名称；注意：有科目而没有金额；",
    ),
    ("录入-支出", {"科目": "2119999", "资金来源": "财政拨款", "基本支出": 1}, "资金来源须从下拉列表选择；"),
    ("录入-支出", {"科目": "2111101", "资金来源": oracle.GENERAL, "基本支出": "约5万"}, "金额须为数字；"),
    ("录入-支出", {"科目": "2111102", "资金来源": oracle.GENERAL, "基本支出": 1.234}, "万元数最多两位小数；"),
    ("录入-支出", {"科目": "2010450", **SPENT}, "同一科目、同一资金来源出现了两行，请合并；"),
    ("录入-支出", {"科目": "2110101", **SPENT, "项目支出": -1}, ""),
    ("录入-收入", {"科目": "2119999", "事业收入": 1}, "同一科目出现了两行，请合并；"),
    ("录入-收入", {"科目": "2111101"}, "注意：有科目而没有金额；"),
    ("录入-结转结余", {**FUND, "金额": 1}, "这种资金须填 7 位项级科目，否则只计入合计，进不了本表的行；"),
    ("录入-结转结余", {**FUND, "科目": "2111101", "金额": -1}, "不应为负数；"),
    ("录入-结转结余", {**FUND, "科目": "2110399"}, "没有金额；"),
    ("录入-公开数", {"表": "公开01", "行": "总计"}, "未填：列；未填：数；"),
    ("录入-科目", {"科目": "20", "名称": "某某"}, "科目代码应为 3、5 或 7 位数字；"),
    ("录入-科目", {"科目": "20599"}, "未填：名称；"),
]  # fmt: skip


@pytest.fixture(scope="module")
def shown(finished: bytes) -> list[str]:
    """What the hint column says of each case, all typed into one workbook below its own entries."""
    workbook = Light(finished)
    cells = []
    for sheet, entry, _ in CASES:
        where = columns(workbook, sheet)
        first = HEADER.get(sheet, 4) + 1
        fields = [col for label, col in where.items() if not workbook[sheet].cell(first, col).protection.locked]
        free = next(i for i in range(2000) if not any(workbook[sheet].cell(first + i, col).value for col in fields))
        type_row(workbook, sheet, free, entry)
        cells.append((sheet, workbook[sheet].cell(first + free, where[HINT]).coordinate))
    values = recalculate(saved(workbook))
    return [str(values[sheet].get(cell, "")) for sheet, cell in cells]


@pytest.mark.parametrize("case", range(len(CASES)))
def test_hint(shown: list[str], case: int) -> None:
    assert shown[case] == CASES[case][2], CASES[case][:2]


def test_an_economic_code_outside_the_form(content: dict[str, Any]) -> None:
    content["经济分类"] |= {"30198": 1.5, "3012": 1, "30101": 74.305}
    values = computed(content)
    assert hints(values, "D", "录入-经济分类") == [
        "万元数最多两位小数；",
        "公开06 表内无此科目，请核对；",
        "科目代码应为 5 位数字；",
    ]
    # 表外的款仍计入它的类，不会悄悄不见
    assert values["公开06"]["C6"] == pytest.approx(495.79 + 1.5 + 0.005)


def test_negative_figures_and_staff_over_establishment(content: dict[str, Any]) -> None:
    content["三公经费"]["决算数"]["公务接待费"] = -0.16
    content["上年"]["收支总计"] = -1
    content["人员"] = {"编制数": 18, "在职人数": 19}
    content["三公经费"]["上年决算数"]["公务接待费"] = "-0.00"
    values = computed(content)
    assert hints(values, "F", "录入-三公经费") == ["不应为负数；"]
    assert hints(values, "C", "录入-上年") == ["不应为负数；"]
    assert hints(values, "C", "录入-人员") == ["注意：在职人数多于编制数，请核对；"]


def test_a_blank_budget_column_means_the_opening_budget(content: dict[str, Any]) -> None:
    del content["三公经费"]["全年预算数"]
    values = computed(content)
    assert values["公开09"]["A8"] == pytest.approx(42.34)


def test_codes_and_amounts_of_the_other_lists(content: dict[str, Any]) -> None:
    content["基本支出年初预算"] = {"301": 1, "3O1": 2, "999": 3}
    content["楼堂馆所"] = [{"名称": "某楼", "预算投资": -3.123, "批复规模": 10}]
    content["项目"][0]["科目"] = "201040"
    content["项目"][1]["科目"] = "2010450"
    content["年度"] = 20
    content["项目"][2]["支出金额"] = 546
    content["基础数据"].append({"行": "没有这一行", "预算数": 1})
    values = computed(content)

    def said(sheet: str) -> list[str]:
        return [str(v) for v in values[sheet].values() if str(v).endswith("；")]

    assert said("录入-基本支出年初预算") == ["科目应为 301、302、303、307、310、399 之一；"] * 2
    assert said("录入-楼堂馆所") == ["万元数最多两位小数；不应为负数；"]
    assert said("录入-项目") == [
        "科目不是目录中的 7 位项级科目，请核对或在 录入-科目 补上；",
        "注意：支出金额大于预算指标，请核对；",
    ]
    assert said("录入-基础数据") == ["附件1 没有这一行；"]
    assert said("录入-单位") == ["年度应为四位数；"]
