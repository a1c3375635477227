"""Whatever a data file holds, its workbook stays within what Excel opens; formulas are made here, not computed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.conftest import fewer_rows
from tests.helpers import checking, oracle
from tests.helpers.building import assemble
from tests.regions.test_layout_files import HEAD
from xlbudget.datafile.file import Data, parse
from xlbudget.datafile.kinds import Text, number
from xlbudget.datafile.problems import validate
from xlbudget.errors import BadData
from xlbudget.language import limits
from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Area, Item, Sheet
from xlbudget.sheets.book import Book
from xlbudget.sheets.rules.sums import spread
from xlbudget.workbook.write import write_values

MANY = 260
"""More than a function takes arguments, and than one cell can count."""
Content = dict[str, Any]


def broken(book: Book) -> Iterator[str]:
    """The limits that a book breaks, each with its place."""
    for sheet in book.sheets:
        found = [(sheet.name, limits.broken_by_name(sheet.name))]
        for address, formula in book.formulas[sheet.name].items():
            found.append((f"{sheet.name}!{address}", limits.broken_by_formula(formula)))
        whens = [*(colour.when for colour in sheet.colours), *(frame.when for frame in sheet.frames)]
        found += [(sheet.name, limits.broken_by_formula(when)) for when in whens]
        found += [(sheet.name, f"{height} points") for _, height in sheet.heights if height > limits.HIGHEST]
        found += [(sheet.name, f"{width} wide") for width in sheet.widths if width > limits.WIDEST]
        yield from (f"{place}: {what}" for place, what in found if what)


def assembled(content: Content) -> Book:
    with fewer_rows():
        return assemble(parse(json.dumps(content)))


# ---------------------------------------------------------------- the judge


@pytest.mark.parametrize("around", ["={}", '=IF(A1="",{},"")', '=A1&{}&"""，（"'])
@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        (f'"{"长" * 255}"', f'"{"长" * 256}"'),
        (f'"{"长" * 254}"""', f'"{"长" * 255}"""'),
        (f'"{"𠮷" * 127}"', f'"{"𠮷" * 128}"'),
        (f'"{"长(," * 85}"', f'"{"长(," * 86}"'),
        (f"SUM({','.join(['A1'] * 255)})", f"SUM({','.join(['A1'] * 256)})"),
        (f"SUM({','.join(['MAX(A1,B1)'] * 255)})", f"SUM({','.join(['MAX(A1,B1)'] * 256)})"),
        (f"{'ABS(' * 63}A1{')' * 63}", f"{'ABS(' * 65}A1{')' * 65}"),
        ("+".join(["(A1)"] * 100), f"{'IF(A1,' * 65}0{')' * 65}"),
        ("+" * 8000 + "1", "+" * 8200 + "1"),
    ],
)
def test_a_formula_is_within_a_limit_or_beyond_it(around: str, within: str, beyond: str) -> None:
    assert not limits.broken_by_formula(around.format(within))
    assert limits.broken_by_formula(around.format(beyond))


@pytest.mark.parametrize("name", ["", "表" * 32, "𠮷" * 16, "a/b", "a:b", "[a]", "a?", "'a", "a\\b", "a*"])
def test_a_name_that_no_sheet_has_is_not_written(name: str) -> None:
    assert limits.broken_by_name(name)
    with pytest.raises(ValueError, match="name of a sheet"):
        write_values([Sheet(name, (), ())], "")


@pytest.mark.parametrize("text", ["", "a", '"', '""', "长" * 255 + '"' * 300, "𠮷" * 1000, 'x"' * 400])
def test_a_long_text_is_joined_from_literals(text: str) -> None:
    literal = limits.text_literal(text)
    assert not limits.broken_by_formula(f"=A1={literal}")
    assert re.fullmatch('"([^"]|"")*"(&"([^"]|"")*")*', literal)
    assert "".join(re.findall('"((?:[^"]|"")*)"', literal)).replace('""', '"') == text


@pytest.mark.parametrize("count", [0, 1, 30, 300, 1000])
def test_parts_too_many_for_a_cell_stand_in_several(count: int) -> None:
    parts = [f"COUNTIF({{录入/项目/支出金额@{i}}},{i})" for i in range(count)]
    body, cells = spread(parts, 5, 17)
    assert (cells == []) == (count < 100)
    texts = [cell.content.template for cell in cells if isinstance(cell.content, Formula)] or [body]
    assert "+".join(texts) == ("+".join(parts) or "0")
    assert all(len(text) + 40 * text.count("{") < limits.FORMULA for text in texts)
    if cells:
        assert body == f"SUM({Area('', 5, 17, 1, len(cells)).text('')})"


# ---------------------------------------------------------------- data files


def projects(content: Content) -> None:
    content["项目"] += [{"名称": f"公共{i}", "类别": "公共项目", "支出金额": 1} for i in range(MANY)]
    content["公开数"].append({"表": "附件1", "行": "3、公共专项资金", "列": "2022年决算数", "数": "1"})


def sources(content: Content) -> None:
    rows = [{"行": f"来源{i}", "年初预算数": 1} for i in range(MANY)]
    content["绩效自评"][1]["资金"] = [*rows[:7], *content["绩效自评"][1]["资金"], *rows[7:]]
    content["公开数"].append({"表": "附件3:甲项目", "行": "年度资金总额", "列": "年初预算数", "数": "1"})


def cars(content: Content) -> None:
    content["资产"]["车辆"] |= {f"车{i}": 1 for i in range(MANY)}
    content["公开数"].append({"表": "说明", "行": "十三/车辆", "列": "数量", "数": "301"})


def codes(content: Content) -> None:
    made = [f"212{1 + i // 99:02d}{1 + i % 99:02d}" for i in range(MANY)]
    content["结转结余"]["年初"] += [{"科目": code, "资金来源": oracle.FUNDS[1], "金额": 1} for code in made]


def shares(content: Content) -> None:
    said = {"表": "说明", "列": "占比", "数": "0.1%"}
    content["公开数"] += [said | {"行": "五（二）/201", "处": f"第{i}处"} for i in range(MANY)]


def evaluations(content: Content) -> None:
    content["项目"] += [{"名称": f"部门{i}", "类别": "部门项目"} for i in range(120)]
    content["绩效自评"] += [checking.evaluation(f"部门{i}") for i in range(30)]


def indicators(content: Content) -> None:
    content["绩效自评"][1]["指标"] += [checking.indicator(f"一{i // 9}", f"二{i // 3}", f"三{i}") for i in range(90)]
    content["绩效自评"][1]["权重"] += [{"一级": f"一{i // 9}", "二级": f"二{i // 3}", "分值": 1} for i in range(90)]


def buildings_and_facts(content: Content) -> None:
    content["楼堂馆所"] += [{"名称": f"楼{i}", "批复规模": 1} for i in range(MANY)]
    content["事实"] += [{"键": f"数{i}", "数": i, "单位": "万亿" * i} for i in range(MANY)]
    content["公开数"] += [{"表": "说明", "行": f"十/数{i}", "列": "数量", "数": "1", "单位": "亿"} for i in range(MANY)]


MUCH: dict[str, tuple[Callable[[Content], None], ...]] = {
    "lists": (projects, sources, cars, codes, shares),
    "evaluations": (evaluations, indicators),
    "buildings and facts": (buildings_and_facts,),
}
"""What has nothing to do with one another, in one book."""


@pytest.mark.parametrize("much", MUCH)
def test_many_of_a_kind_break_no_limit(much: str) -> None:
    content = checking.little_unit()
    for many in MUCH[much]:
        many(content)
    book = assembled(content)
    assert list(broken(book)) == []
    assert all(line.counterpart for line in book.published[5:]), "a figure is not compared at all"


@pytest.mark.parametrize("word", ["计" * 1000, '"' * 1000, "𠮷" * 500])
def test_the_words_of_a_layout_break_no_limit(tmp_path: Path, word: str) -> None:
    said = ", ".join(f"{name}: '{word}'" for name in ("合计", "科目代码", "小计"))
    layout = tmp_path / "layout.yaml"
    layout.write_text(f"{HEAD}表:\n  公开05: {{标题: '{word}', 合计行: 末行, 用语: {{{said}}}}}\n", encoding="utf-8")
    content = oracle.empty_unit()
    content["单位"]["模板"] = "甲"
    with fewer_rows():
        book = assemble(Data(content), layout)
    assert list(broken(book)) == []


words = st.text(st.sampled_from("长𠮷\"~*?=&,()'项 1"), min_size=1, max_size=6)
lengths = st.sampled_from((1, 60, 126, 255, 256, 400, 3010, 9000, 32_760))
names = st.builds(lambda word, length: (word * length)[:length].strip() or "名", words, lengths)


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(names, min_size=9, max_size=9, unique=True),
    st.from_regex(r"[0-9]{1,400}(\.[0-9]{1,400})?%?", fullmatch=True),
)
def test_long_names_break_no_limit(made: list[str], figure: str) -> None:
    """A name is never written into a formula; what we say with it ends where a cell ends."""
    made = [limits.beginning(name, 32_767) for name in made]
    project, fact, first, second, source, car, key, unit, building = made
    content = checking.little_unit()
    content["单位"]["名称"] = unit
    content["项目"][0]["名称"] = content["绩效自评"][1]["对象"] = project
    content["绩效自评"][1] |= {"表内名称": project, "权重": [{"一级": first, "二级": second, "分值": 9}]}
    content["绩效自评"][1]["指标"][0] |= {"一级": first, "二级": second}
    content["绩效自评"][1]["资金"].append({"行": source})
    content["事实"][0] |= {"键": fact, "单位": "万户"}
    content["资产"]["车辆"][car] = 1
    content["说明"][key] = unit
    content["楼堂馆所"][0]["名称"] = building
    shown = limits.beginning(project, 30_000)
    content["公开数"] = [
        {"表": "项目支出", "行": project, "列": "支出金额", "数": figure},
        {"表": "项目支出", "行": project, "列": "预算执行率", "数": figure},
        {"表": "自评报告", "行": f"一/{shown}", "列": "金额", "数": figure},
        {"表": "自评报告", "行": f"一/{limits.beginning(fact, 30_000)}", "列": "数量", "数": figure, "单位": "亿户"},
    ]
    book = assembled(content)
    assert list(broken(book)) == []
    assert all(line.counterpart for line in book.published[:2])


@pytest.mark.parametrize(
    ("written", "fits"),
    [
        ("123456789012.123456", False),
        ("0.1234567890123456789", False),
        ("1234567890123.45", True),
        ("1234567890123.4500000000", True),
        ("-0.30000000000000004", True),
        ("1.10000000000000000001", False),
        ("1e-7", True),
    ],
)
@pytest.mark.parametrize("as_text", [True, False])
def test_a_figure_is_kept_to_the_last_digit_or_refused(written: str, fits: bool, as_text: bool) -> None:
    """As it stands in a file: a JSON number or a text."""
    content = oracle.empty_unit() | {"机关运行经费": "数"}
    text = json.dumps(content).replace(json.dumps("数"), json.dumps(written) if as_text else written)
    if fits:
        figure = parse(text).content["机关运行经费"]
        assert Decimal(str(number(figure))) == Decimal(written)
    else:
        with pytest.raises(BadData, match=f"^机关运行经费：{written[:12]}.*15 位有效数字"):
            parse(text)


@pytest.mark.parametrize("text", ["长" * 32_768, "𠮷" * 16_384])
def test_a_text_that_no_cell_holds_is_refused(text: str) -> None:
    validate(text[1:], Text(), "单位.名称")
    with pytest.raises(BadData, match=r"单位\.名称：文本有 32768 个字符"):
        validate(text, Text(), "单位.名称")


def test_what_we_say_with_long_names_ends_where_a_cell_ends() -> None:
    item = Item(1, 1, "前" * 40_000, "label")
    cells = load_workbook(BytesIO(write_values([Sheet("表", (item,), (9,))], "")))["表"]
    assert cells["A1"].value == "前" * 32_767


def test_more_than_the_keys_of_formulas_hold_is_refused() -> None:
    content = checking.little_unit()
    content["项目"] = [{"名称": f"项目{i}", "类别": "公共项目"} for i in range(1000)]
    with pytest.raises(BadData, match=r"^项目：有 1000 条，最多 999 条$"):
        parse(json.dumps(content))
    content["项目"] = content["项目"][:999]
    content["绩效自评"][1] |= {"对象": "项目1", "指标": [checking.indicator("产", "数", f"{i}") for i in range(1000)]}
    with pytest.raises(BadData, match=r"^绩效自评\[1\]\.指标：有 1000 条，最多 999 条$"):
        parse(json.dumps(content))
