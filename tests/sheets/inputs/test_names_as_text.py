"""A name is compared as a text, whatever it looks like; one name twice is said, and no figure goes to another's row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from tests.conftest import SHANGHAI, changeable
from tests.helpers import checking, computing, oracle
from tests.helpers.building import assemble
from tests.helpers.computing import cached, computed, gnumeric, has_gnumeric, recalculate
from tests.workbook.test_engines import unequal
from xlbudget.datafile.fields import FILE, SOURCES
from xlbudget.datafile.file import Data, load
from xlbudget.datafile.problems import validate
from xlbudget.errors import BadData
from xlbudget.language import verdicts
from xlbudget.language.words import COLUMNS
from xlbudget.regions.forms import built_in
from xlbudget.sheets.book import Book
from xlbudget.sheets.inputs import find_by_name
from xlbudget.sheets.inputs.hints import DASHES
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.families import catalogue
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.published.topics_by_pattern import NARRATIVE, REPORT
from xlbudget.sheets.rules.verdict_list import FIRST
from xlbudget.workbook.engines.by_file import Values

ODD = (
    "2023", "2023.0", "02023", "430000220000000012345", "430000220000000012346", "1E5", "100000", "1,000", "1000",
    "2023-01-01", "2023/1/1", "44927", "50%", "0.5", "¥5", "TRUE", "FALSE", "真", "1", "0", ">5", "=5", "<>", ">=",
    "=1+1", "a*", "a?", "ab", "a~b", "a~~b", "*", "?", "~", "~*", "^2", "#N/A", "#REF!", "a\"b", "a'b", "a^0",
    "{a}", "a/b", "全角Ａ", "全角A", "a b", "长" * 250,
)  # fmt: skip
"""No two of them are the same name, and each looks to some program like another one or like something else."""
PAGE = "名称"
LONG = "长" * 255
"""More than MATCH looks for."""


# ---------------------------------------------------------------- the look-up by itself


def searching(names: tuple[str, ...]) -> bytes:
    """A sheet: a name, the name as compared, the row at which it is found."""
    workbook = Workbook()
    page: Any = workbook.active
    page.title = PAGE
    for row, name in enumerate(names, 1):
        page.cell(row, 1).value = name
        page.cell(row, 1).data_type = "s"
        bodies = {2: find_by_name.searched(f"A{row}"), 3: find_by_name.position(f"A{row}", f"$B$1:$B${len(names)}")}
        for col, body in bodies.items():
            page.cell(row, col).value = f"={body}"
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize("engine", ["formualizer", "formulas"])
def test_every_odd_name_is_found_once_and_only_by_itself(engine: Any) -> None:
    found = recalculate(searching(ODD), engine)[PAGE]
    for row, name in enumerate(ODD, 1):
        assert found[f"C{row}"] == row, name


def test_the_same_name_is_found_where_it_stands_first_and_a_long_one_nowhere() -> None:
    found = recalculate(searching(("Ab", " aB", "AB　", LONG, LONG + "长")))[PAGE]
    assert [found[f"C{row}"] for row in range(1, 6)] == [1, 1, 1, 0, 0]


# ---------------------------------------------------------------- a whole workbook


def odd_unit() -> dict[str, Any]:
    """A unit all of whose names are odd: 公共项目 with last year's figures, facts, weights, published figures."""
    content = oracle.empty_unit() | {"基础数据": [], "绩效自评": [], "事实": [], "公开数": [], "项目": []}
    for number, name in enumerate(ODD, 1):
        amounts = {"年初预算": 300 + number, "预算指标": 100 + number, "支出金额": 50}
        content["项目"].append({"名称": name, "类别": "公共项目", **amounts})
        content["基础数据"].append({"行": name, "上年决算数": number})
        if not set("{}") & set(name):
            content["事实"].append({"键": name, "数": number + 0.25})
        content["公开数"].append({"表": "项目支出", "行": name, "列": "预算指标", "数": f"{100 + number}.00"})
    told = [fact["键"] for fact in content["事实"]]
    content["绩效自评"] = [
        {
            "对象": of,
            "年度目标": "".join(f"｜{{{key}}}" for key in told[5 * index : 5 * index + 4]),
            "实际完成情况": "",
            "权重": [{"一级": of, "分值": 10 + index}, {"一级": of, "二级": ODD[index], "分值": 20 + index}],
            "指标": [checking.indicator(of, ODD[index], ODD[index], 分值=20 + index, 得分=1)],
        }
        for index, of in enumerate(("整体", *ODD[:5], *ODD[25:28]))
    ]
    return content


@pytest.fixture(scope="module")
def odd(odd_uncached: bytes) -> Values:
    return recalculate(odd_uncached)


def test_every_project_has_its_own_figures(odd: Values) -> None:
    annex = {odd["附件1"].get(f"A{row}"): row for row in range(6, 100)}
    spent = {odd["项目支出"].get(f"B{row}"): row for row in range(5, 100)}
    for number, name in enumerate(ODD, 1):
        row, other = annex[name], spent[name]
        assert [odd["附件1"].get(f"{col}{row}") for col in "BDF"] == [number, 100 + number, 50], name
        assert odd["项目支出"][f"D{other}"] == 100 + number, name


def test_every_form_has_its_project_its_weights_and_its_facts(odd: Values) -> None:
    content = odd_unit()
    facts = {fact["键"]: fact["数"] for fact in content["事实"]}
    for index, entry in enumerate(content["绩效自评"]):
        page = odd["附件2" if not index else f"附件3-{index}"]
        shown = [str(value) for value in page.values()]
        keys = re.findall(r"｜\{(.*?)\}", entry["年度目标"])
        assert "".join(f"｜{facts[key]}" for key in keys) in shown
        assert f"{entry['对象']}\n（{10 + index}分）" in shown
        assert f"{ODD[index]}\n（{20 + index}分）" in shown
        if index:
            assert [page["E6"], page["F6"]] == [101 + ODD.index(entry["对象"]), 50], entry["对象"]


def test_nothing_is_said_of_them(odd: Values) -> None:
    said = {str(v) for page, cells in odd.items() if page.startswith("录入-") for v in cells.values()}
    assert {hint for hint in said if hint.endswith("；") and not hint.startswith("未填：")} == {
        "注意：得分小于分值，须填偏差原因；"
    }
    compared = [odd["公开数核对"].get(COMPARISONS.cell("判定", row)) for row in range(FIRST, FIRST + len(ODD))]
    assert compared == ["通过"] * len(ODD)
    weights = [
        odd["校验"].get(CHECKS.cell("判定", row))
        for row in range(FIRST, 600)
        if str(odd["校验"].get(CHECKS.cell("规则", row), "")) == "自评-权重"
    ]
    assert set(weights) == {verdicts.PASSED, verdicts.FAILED}


def test_libreoffice_and_gnumeric_agree(odd_uncached: bytes, odd: Values, by_libreoffice: dict[str, bytes]) -> None:
    assert not unequal(odd_uncached, 4_000, odd, cached(by_libreoffice["odd"]))
    if has_gnumeric():
        assert not unequal(odd_uncached, 4_000, odd, gnumeric(odd_uncached))


# ---------------------------------------------------------------- one name twice


def test_one_name_twice_is_said_and_no_figure_is_merged(few_rows: None) -> None:
    """As it may be typed into a workbook; a data file like this is refused."""
    del few_rows
    content = odd_unit() | {"公开数": []}
    amounts = {"类别": "公共项目", "预算指标": 5}
    content["项目"] = [{"名称": name, **amounts} for name in ("Ab", " aB　", "AB", LONG)]
    content["基础数据"] = [{"行": name, "上年决算数": figure} for name, figure in (("Ab", 30), ("AB ", 20), ("无", 1))]
    content["事实"] = [{"键": "Ab", "数": 1.5}, {"键": " aB", "数": 2}]
    weights = [{"一级": name, "分值": points} for name, points in (("产出", 30), ("产出 ", 40), (LONG, 1))]
    content["绩效自评"] = [
        {
            "对象": of,
            "年度目标": "有{AB }项",
            "实际完成情况": "",
            "权重": weights,
            "指标": [checking.indicator("产出", "", "数")],
        }
        for of in ("ab", "AB")
    ]
    with pytest.raises(BadData, match=r"项目\[1\]：与 项目\[0\] 重复（名称 aB），请合并成一行"):
        validate(content, FILE, "")
    values = computing.computed(content)
    annex = {row: values["附件1"].get(f"B{row}") for row in range(17, 20)}
    assert annex == {17: 30, 18: 0, 19: 0}
    assert [values[page].get("E6") for page in ("附件3-1", "附件3-2")] == [5, 5]
    assert {"有1.5项", "产出\n（30分）"} <= set(values["附件3-1"].values())

    def said(page: str, words: str) -> list[int]:
        found = [re.sub("[A-Z]", "", cell) for cell, value in values[page].items() if words in str(value)]
        return sorted(int(row) - 4 for row in found if int(row) > 4)

    assert said("录入-项目", "项目重名，请改成不同的名称；") == [1, 2, 3]
    assert said("录入-项目", "名称太长，别处引用不到") == [4]
    assert said("录入-基础数据", "同一行出现了两行，只计第一行，请合并；") == [1, 2]
    assert said("录入-基础数据", "附件1 没有这一行；") == [3]
    assert said("录入-事实", "同一个键出现了两行") == [1, 2]
    assert said("录入-绩效自评", "同一对象出现了两行；") == [1, 2]
    assert said("录入-绩效权重", "同一对象的这一级出现了两行；") == [1, 2, 4, 5]
    assert said("录入-绩效权重", "名称太长") == [3, 6]


# ---------------------------------------------------------------- no criterion is a text of the user's

OURS = re.compile(
    r'-?\d+|ROW\(\w+\)-ROW\(\w+\$\d+\)\+1|"(?:(?:[<>]=?|<>)-?\d+|\*(?:(?:注意：|未填：|文字：|；)\*)+|'
    r'\*/[^"*?~]+|(?:\*满意度|产出|效益)\*|[一二三四五六七八九十]+(?:（[一二三四五六七八九十]+）)?[/（]\*|附件\*|)"'
)
"""A number, the number of a row, a comparison with one, our own hints, texts and kinds of indicators, nothing."""
VOCABULARY = {
    *(f"{sign}{source}" for source in SOURCES for sign in ("", "<>")),
    *DASHES,
    *(*verdicts.FOUND, verdicts.PASSED, verdicts.NOT_APPLICABLE, "公布为空", "无法核对", "待重新生成"),
    *verdicts.GROUPS,
    *(rule.id for rule in catalogue()),
    *(NARRATIVE, REPORT, *(table.sheet for table in built_in("湖南长沙").tables.values()), *COLUMNS),
}
ARITHMETIC = re.compile(r"(?:INT\([A-Z]+\d+/(?:100|10000)\)|[A-Z]+\d+)\*100(?:00)?")
CALL = re.compile(r"\b(SUMIFS|COUNTIFS|COUNTIF|SUMIF|AVERAGEIFS?)\(")
REFERENCE = re.compile(r"(?:'([^']+)'!)?\$?([A-Z]{1,3})\$?(\d+)")


def arguments(formula: str, start: int) -> list[str]:
    """The arguments of the call whose bracket opens before ``start``."""
    depth, begin, quoted, found = 1, start, False, []
    for place in range(start, len(formula)):
        char = formula[place]
        quoted ^= char == '"'
        if quoted:
            continue
        depth += (char in "({") - (char in ")}")
        if (char == "," and depth == 1) or depth == 0:
            found.append(formula[begin:place])
            begin = place + 1
        if depth == 0:
            break
    return found


def criteria(book: Book) -> Iterator[tuple[str, str]]:
    """Every criterion of a book's formulas with the sheet it stands on."""
    for name, cells in book.grids.items():
        for formula in cells.formulas.values():
            for call in CALL.finditer(formula):
                own = arguments(formula, call.end())
                yield from ((name, one) for one in own[1 + call.group(1).startswith("S") :: 2])


def test_no_criterion_is_a_free_text(few_rows: None, book: Book, values: Values, odd: Values) -> None:
    """A number, a comparison, a word of ours, or a cell that holds a number."""
    del few_rows
    other = changeable(load(SHANGHAI), "公开数")
    pairs = ((book, values), (assemble(Data(other)), computed(other)), (assemble(Data(odd_unit())), odd))
    for of, shown in pairs:
        for page, criterion in sorted(set(criteria(of))):
            assert allowed(criterion, page, of, shown), (page, criterion)


def allowed(criterion: str, page: str, book: Book, values: Values) -> bool:
    if OURS.fullmatch(criterion) or criterion.strip('"') in VOCABULARY | {sheet.name for sheet in book.sheets}:
        return True
    # What is calculated is a number: the 款 of a 项, the key of an economic code.
    if ARITHMETIC.fullmatch(criterion):
        return True
    cell = REFERENCE.fullmatch(re.sub(r'^"[<>]=?"&', "", criterion))
    if cell is None:
        return False
    other, col, row = cell.groups()
    value = values[other or page].get(f"{col}{row}")
    return value in (None, "") or isinstance(value, int | float)
