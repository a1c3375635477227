"""The layouts of the package and the worked examples of the guide, with the real figures of Changsha."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHANGHAI, changeable, fewer_rows
from tests.helpers import oracle, reading
from tests.helpers.building import assemble
from tests.helpers.computing import by_libreoffice, computed, written
from tests.mutation.overwritten import Built
from tests.regions.test_layout_files import HEAD
from tests.regions.test_layout_matrix import rich
from tests.regions.test_layouts import GUIDE
from tests.sheets.tables.test_tables import agree
from tests.workbook.test_engines import same
from xlbudget.datafile.file import Data, load
from xlbudget.language.verdicts import FAILED, NOT_APPLICABLE, PASSED
from xlbudget.regions.forms import BUILT_IN, common
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.verdict_list import FIRST
from xlbudget.workbook.engines.by_file import Values

pytestmark = pytest.mark.usefixtures("few_rows")

__all__ = ["rich"]
WRITTEN = {
    text.split("\n", 1)[0].removeprefix("名称: "): text for text in re.findall(r"```yaml\n(名称: .+?)```", GUIDE, re.S)
}
"""Name → layout file, as the guide has it."""
ALL_SIX = {"公开05", "政府性基金", "国有资本经营"}
BALANCED = {"云南": ALL_SIX, "天津": {*ALL_SIX} - {"公开05"}, "四川": {*ALL_SIX} - {"公开05"}}
"""Which tables of one fund print income and balances; in the others 政府性基金 alone."""
FIVE = (
    *("收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表", "一般公共预算财政拨款支出决算表"),
)
DETAIL, BASIC = "一般公共预算财政拨款基本支出决算明细表", "一般公共预算财政拨款基本支出决算表"
FUND = "政府性基金预算财政拨款收入支出决算表"
SPENT, BOTH = "国有资本经营预算财政拨款支出决算表", "国有资本经营预算财政拨款收入支出决算表"
TRIPLE, GENERAL_TRIPLE = "财政拨款“三公”经费支出决算表", "一般公共预算财政拨款“三公”经费支出决算表"
LIAONING = (BASIC, GENERAL_TRIPLE, FUND, SPENT)
IN_CHINESE = [f"表{one}" for one in "一二三四五六七八九"]
NINE = [f"公开{number:02}表" for number in range(1, 10)]
PRINTED: dict[str, tuple[list[str], list[str]]] = {
    "甘肃": ([*FIVE, DETAIL, FUND, SPENT, TRIPLE], NINE),
    "贵州": ([*FIVE, DETAIL, TRIPLE, FUND, SPENT], NINE),
    "广西": ([*FIVE, DETAIL, FUND, SPENT, "财政拨款安排的“三公”经费支出决算表"], IN_CHINESE),
    "柳州": ([*FIVE, BASIC, GENERAL_TRIPLE, FUND, SPENT], IN_CHINESE),
    "辽宁": ([f"2023年度{one}" for one in (*FIVE[:3], "财政拨款收入支出决算表", FIVE[4], *LIAONING)], NINE),
    "云南": (
        [
            *("收入支出决算表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表"),
            *("一般公共预算财政拨款收入支出决算表", BASIC, FUND, BOTH),
            "财政拨款“三公”经费、行政参公单位机关运行经费情况表",
            *("一般公共预算财政拨款“三公”经费情况表", "国有资产使用情况表"),
        ],
        [f"公开{number:02}表" for number in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12)],
    ),
    "天津": (
        [FIVE[0], "收入决算表（按功能分类列示）", *FIVE[2:], BASIC, FUND, BOTH, GENERAL_TRIPLE, "项目支出决算表"],
        [f"公开{number:02}表" for number in (1, 2, 4, 5, 6, 7, 8, 9, 10, 11)],
    ),
    "四川": ([*FIVE, DETAIL, "一般公共预算财政拨款项目支出决算表", FUND, BOTH, SPENT, TRIPLE], []),
}  # fmt: skip
"""What the published contents say: the titles in order, and the numbers."""
SECTIONS = {
    "甘肃": "九、财政拨款“三公”经费支出决算情况说明",
    "贵州": "十、其他重要事项的情况说明",
    "广西": "六、财政拨款安排的“三公”经费支出决算情况说明",
    "柳州": "六、财政拨款安排的“三公”经费支出决算情况说明",
    "辽宁": "三、一般公共预算财政拨款“三公”经费支出决算情况说明",
    "云南": "四、财政拨款三公经费支出决算情况说明",
    "天津": "九、财政拨款三公经费支出决算情况说明",
    "四川": "十、其他重要事项的情况说明",
}


def layout_file(folder: Path, name: str) -> Path | None:
    """The file of an example; None for a layout of the program."""
    if name in BUILT_IN:
        return None
    path = folder / f"{name}.yaml"
    path.write_text(WRITTEN[name], encoding="utf-8")
    return path


def named(content: dict[str, Any], name: str) -> dict[str, Any]:
    return {**content, "单位": {**content["单位"], "模板": name}}


def told(values: Values) -> set[str]:
    """The rules with a row of 校验 that is neither passed nor without figures."""
    cells = values[CHECKS.sheet]
    last = max(int(re.sub(r"\D", "", at)) for at in cells)
    rows = [
        (cells.get(CHECKS.cell("规则", row)), cells.get(CHECKS.cell("判定", row))) for row in range(FIRST, last + 1)
    ]
    return {str(rule) for rule, verdict in rows if rule and verdict not in (PASSED, NOT_APPLICABLE)}


@pytest.fixture(scope="module")
def in_changsha(rich: dict[str, Any]) -> set[str]:
    with fewer_rows():
        return told(computed(named(rich, "湖南长沙")))


@pytest.mark.parametrize("name", PRINTED)
def test_a_layout_prints_what_the_contents_say(
    tmp_path: Path, rich: dict[str, Any], in_changsha: set[str], name: str
) -> None:
    """Titles, numbers and order; every figure as the independent calculation has it; the verdicts of Changsha."""
    values = computed(named(rich, name), layout_file(tmp_path, name))
    titles, numbers = PRINTED[name]
    sheets = [sheet for sheet in values if re.fullmatch(r"公开\d\d", sheet)]
    assert sheets == [f"公开{place:02}" for place in range(1, 1 + len(titles))]
    assert [values[sheet]["A1"] for sheet in sheets] == titles
    printed = [str(value) for sheet in sheets for at, value in values[sheet].items() if re.fullmatch("[A-Z]+2", at)]
    assert printed == numbers
    agree(reading.tables(values), oracle.calculate(named(rich, name), BALANCED.get(name)))
    assert told(values) == in_changsha
    assert SECTIONS[name] in values["决算说明"].values()
    assert "待核" in values["封面"].values()


HALVES = ("公开02, 公开04, 公开06, 三公", "公开01, 公开03, 公开05, 政府性基金, 国有资本经营")
ONLY_PROJECTS = "另印:\n  基金项目: {取自: 政府性基金, 标题: 政府性基金预算财政拨款项目支出决算表, 列: [项目支出]}\n"
WITHIN = {"表内-合计行", "表内-总支出", "表内-年末", "表内-结转不为负"}
"""Rules that a table has of its own."""


@pytest.mark.parametrize("names", HALVES)
def test_tables_that_are_not_printed_are_counted_all_the_same(
    tmp_path: Path, rich: dict[str, Any], in_changsha: set[str], names: str
) -> None:
    """Every figure out of sight is as before, and what rules between tables say; no cell refers to nothing."""
    path = tmp_path / "layout.yaml"
    path.write_text(f"{HEAD}公开表: [{names}, 基金项目]\n{ONLY_PROJECTS}", encoding="utf-8")
    values = computed(named(rich, "甲"), path)
    printed = [*names.split(", "), "基金项目"]
    assert [sheet for sheet in values if re.fullmatch(r"公开\d\d", sheet)] == [
        f"公开{n:02}" for n in range(1, len(printed) + 1)
    ]
    hidden = [sheet for sheet in values if sheet.startswith("不印-")]
    assert hidden == [f"不印-{name}" for name in common().content["公开表"] if name not in printed]
    as_if = {
        sheet if sheet not in hidden else f"公开{at}": cells for at, (sheet, cells) in enumerate(values.items(), 10)
    }
    agree(reading.tables(as_if), oracle.calculate(named(rich, "甲")))
    assert told(values) - WITHIN == in_changsha - WITHIN
    assert not [cell for cells in values.values() for cell in cells.values() if str(cell).startswith("#")]


def test_what_a_table_that_is_not_printed_breaks_is_told_at_the_entry(tmp_path: Path, minimal: dict[str, Any]) -> None:
    path = tmp_path / "layout.yaml"
    path.write_text(f"{HEAD}公开表: [公开01]\n", encoding="utf-8")
    places = {
        check.place for check in assemble(Data(named(minimal, "甲")), path).checks if check.rule.id.startswith("三公-")
    }
    assert "录入/三公经费/决算数/公务接待费" in places
    assert not {place for place in places if place.startswith("三公/")}


def test_figures_of_a_table_printed_twice_are_published_and_judged(tmp_path: Path, rich: dict[str, Any]) -> None:
    """Every cell of the second one in turn right, and wrong by 1."""
    content, path = named(rich, "四川"), layout_file(tmp_path, "四川")
    printed = reading.classified("", reading.grid(computed(content, path)["公开09"]))
    assert {"年初结转和结余", "本年收入", "基本支出"} < {column for _, _, column in printed}
    for off, verdict in ((0, PASSED), (1, FAILED)):
        entries = [
            {"表": "公开09", "行": row, "列": {reading.SPENT: "合计"}.get(column, column), "数": f"{figure + off:.2f}"}
            for (_, row, column), figure in printed.items()
        ]
        cells = computed({**content, "公开数": entries}, path)[COMPARISONS.sheet]
        rows = range(FIRST, FIRST + len(entries))
        assert {cells.get(COMPARISONS.cell("判定", row)) for row in rows} == {verdict}


def test_a_formula_of_such_a_table_that_is_overwritten_is_named(tmp_path: Path, rich: dict[str, Any]) -> None:
    """Of the table that is printed once more, and of one that is out of sight."""
    path = tmp_path / "layout.yaml"
    path.write_text(f"{HEAD}公开表: [公开01, 基金项目]\n{ONLY_PROJECTS}", encoding="utf-8")
    built = Built(named(rich, "甲"), path)
    for sheet in ("公开02", "不印-公开05"):
        done = built.overwritten(sheet)
        assert (done.cells > 20, done.missed) == (True, ())


def test_an_opening_balance_that_is_printed_by_code_needs_one(tmp_path: Path, minimal: dict[str, Any]) -> None:
    """In 云南 一般公共预算 prints it by code, in Changsha it does not."""
    minimal["结转结余"] = {"年初": [{"资金来源": oracle.GENERAL, "金额": 3}]}
    asked = [
        "这种资金须填 7 位项级科目" in str(computed(named(minimal, name), layout_file(tmp_path, name))["录入-结转结余"])
        for name in ("湖南长沙", "云南")
    ]
    assert asked == [False, True]


def test_libreoffice_calculates_alike(tmp_path: Path, rich: dict[str, Any]) -> None:
    """The example with a table printed twice and numbers left out, and the real unit of Shanghai, in one start."""
    books = ((named(rich, "四川"), layout_file(tmp_path, "四川")), (changeable(load(SHANGHAI), "公开数"), None))
    with fewer_rows():
        each = [computed(*book) for book in books]
        others = by_libreoffice([written(*book) for book in books])
    for own, other in zip(each, others, strict=True):
        for sheet, cells in own.items():
            if sheet.startswith(("公开", "校验", "决算说明", "总览")):
                assert {at for at, value in cells.items() if not same(value, other[sheet].get(at))} == set(), sheet
