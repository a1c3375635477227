"""决算说明: the sentences of both samples, and of a unit at every edge: written, read back, renumbered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, _reduce
from tests.helpers.building import assemble
from tests.helpers.checking import little_unit
from tests.helpers.computing import cached, computed
from tests.helpers.narrated import WRONG, paragraphs, published
from xlbudget.datafile.file import Data, load
from xlbudget.language.verdicts import PASSED
from xlbudget.language.words import parts_of
from xlbudget.regions.forms import built_in
from xlbudget.sheets.book import Book
from xlbudget.sheets.inputs.narrative import DRAFT
from xlbudget.sheets.narrative.clauses import plain
from xlbudget.sheets.narrative.figures import SIZES
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.published.topics_by_pattern import NARRATIVE
from xlbudget.sheets.rules.verdict_list import FIRST
from xlbudget.workbook.calculate import by_address, calculation
from xlbudget.workbook.engines.by_file import Values

Content = dict[str, Any]
NARRATIVE_PAGE = (ROOT / "docs" / "narrative.md").read_text(encoding="utf-8")
LAYOUTS = ("湖南长沙", "上海")
SAMPLES = ("changsha-2023", "putuo-2025")
PRINTED_OTHERWISE = {"0": "0.00", "100%": "100.00%", "0%": "0.00%"}
"""A document that prints less decimals than its others; the figure is the same."""


def sample(name: str) -> Content:
    return dict(load(ROOT / "samples" / f"{name}.json").content)


@pytest.mark.parametrize("region", LAYOUTS)
def test_every_confirmed_figure_stands_in_a_paragraph_of_its_section(
    region: str, request: pytest.FixtureRequest
) -> None:
    shanghai = region == "上海"
    book: Book = request.getfixturevalue("shanghai_book" if shanghai else "book")
    values = cached(request.getfixturevalue("shanghai_finished")) if shanghai else request.getfixturevalue("values")
    said = paragraphs(values)
    texts = {number: re.sub("[ ,]", "", "".join(text for one, text in said if one == number)) for number, _ in said}
    missing, confirmed = [], 0
    for row, one in enumerate(book.published, FIRST):
        entry, cells = one.entry, values[COMPARISONS.sheet]
        if entry.table == NARRATIVE and entry.row and cells.get(f"A{row}") == PASSED:
            confirmed += 1
            number = str(cells[f"F{row}"]).removeprefix("-")
            there = re.findall("[0-9]+(?:[.][0-9]+)?%?", texts[entry.line.partition("/")[0]])
            if not {number, PRINTED_OTHERWISE.get(number)} & set(there):
                missing.append((entry.line, entry.column, number))
    assert confirmed > 90
    assert not missing
    assert not [text for _, text in said if WRONG.search(text)]


SEED = ROOT.parent / "shared" / "seed" / "2023年度部门决算.txt"


@pytest.mark.skipif(not SEED.exists(), reason="the published document is not part of the project")
def test_the_published_text_is_reproduced_or_its_difference_reviewed(values: Values) -> None:
    text = SEED.read_text(encoding="utf-8")
    text = text[text.index("2023年度部门决算情况说明\n\n一、") : text.index("十四、关于 2023")]
    # A page ends within a paragraph.
    text = plain(re.sub("小微企\\s+业", "小微企业", text))
    differing = {number for number, said in paragraphs(values) if plain(said) not in text and number[:2] != "十四"}
    reviewed = set(re.findall(r"(?m)^\| ([一二三四五六七八九十]+(?:（.）)?) \|", NARRATIVE_PAGE))
    assert differing == reviewed


# ---------------------------------------------------------------- a unit at every edge


def full(layout: str) -> Content:
    """The little unit with every figure entered that a sentence compares."""
    content = little_unit()
    content["单位"]["模板"] = layout
    content["上年"] = dict.fromkeys(("收支总计", "财政拨款收支总计", "一般公共预算财政拨款支出", "机关运行经费"), 700.0)
    content["支出"][0]["科目"] = "2080505"
    content["支出"].append({"科目": "2120899", "资金来源": "政府性基金预算财政拨款", "年初预算数": 1, "项目支出": 2})
    content["收入"].append({"科目": "2120899", "政府性基金预算财政拨款收入": 2})
    content["说明"] = {"增减原因/收入支出总计": "增加了项目。", "主要包括/人员经费": "基本工资、津贴补贴等"}
    content["说明"]["差异原因/2080505"] = ODD
    del content["公开数"]
    return content


ODD = '=1+1，"引号"，{次数} 次\n第二行：' + "长" * 2000
"""A reason that looks like a formula, names a fact, has quotes and a line break, and is long."""


def all_zero(content: Content) -> None:
    for row in (*content["收入"], *content["支出"]):
        row |= {key: 0 for key, value in row.items() if isinstance(value, int | float)}
    content["经济分类"] = dict.fromkeys(content["经济分类"], 0)
    for year in content["三公经费"].values():
        year["公务接待费"] = 0
    content["机关运行经费"] = 0
    content["结转结余"]["年初"][0]["金额"] = 0


def one_item(content: Content) -> None:
    all_zero(content)
    content["收入"][0]["一般公共预算财政拨款收入"] = content["支出"][0]["项目支出"] = 5


def no_last_year(content: Content) -> None:
    content["上年"] = dict.fromkeys(content["上年"])
    content["三公经费"]["上年决算数"] = {"公务接待费": None}


def down_to_zero(content: Content) -> None:
    all_zero(content)
    content["三公经费"]["上年决算数"]["公务接待费"] = 3


def negative_income(content: Content) -> None:
    content["收入"][1]["事业收入"] = -3.5


def first_year(content: Content) -> None:
    content["上年"] = dict.fromkeys(content["上年"], 0)
    content["三公经费"]["上年决算数"]["公务接待费"] = 0


def as_last_year(content: Content) -> None:
    content["上年"] |= {"收支总计": 866.53, "财政拨款收支总计": 862.53, "机关运行经费": 75}
    content["三公经费"]["年初预算数"]["公务接待费"] = content["三公经费"]["上年决算数"]["公务接待费"] = 1.5


def nothing(_: Content) -> None:
    """As it is."""


EDGES: tuple[Callable[[Content], None], ...] = (
    *(nothing, all_zero, one_item, no_last_year, down_to_zero, negative_income, first_year, as_last_year),
)


@pytest.fixture(scope="module", params=LAYOUTS)
def edges(request: pytest.FixtureRequest) -> Iterator[dict[str, tuple[Content, Values]]]:
    """Every edge, calculated in one engine: name → data and values."""
    with pytest.MonkeyPatch.context() as patch:
        _reduce(patch)
        yield _edges(request.param)


def _edges(layout: str) -> dict[str, tuple[Content, Values]]:
    first = full(layout)
    book = assemble(Data(first))
    engine, before, found = calculation(book), book, {}
    engine.values()
    for edge in EDGES:
        content = full(layout)
        edge(content)
        now = assemble(Data(content))
        assert now.formulas == book.formulas
        for sheet, cells in now.grids.items():
            old = before.grids[sheet].constants
            changed = {at: cells.constants.get(at) for at in cells.entries if cells.constants.get(at) != old.get(at)}
            engine.put(sheet, changed)
        before = now
        found[edge.__name__] = content, by_address(now, engine)
    return found


def test_sentences_are_whole_at_every_edge(edges: dict[str, tuple[Content, Values]]) -> None:
    for edge, (_, values) in edges.items():
        wrong = [text for _, text in paragraphs(values) if WRONG.search(text)]
        assert not wrong, edge


def test_what_is_written_is_read_back(edges: dict[str, tuple[Content, Values]]) -> None:
    """Every paragraph reads as a sentence of its section, and gives the figures of which it was made."""
    for edge, (content, values) in edges.items():
        found, unread = published(built_in(content["单位"]["模板"]), values)
        assert not unread, edge
        cells = values[DRAFT]
        told: dict[str, set[str]] = {}
        for row in (int(address[1:]) for address in cells if re.fullmatch("A[0-9]+", address)):
            value, text = cells.get(f"C{row}"), str(cells.get(f"D{row}"))
            fell = isinstance(value, float | int) and value < 0 and str(cells[f"A{row}"]).endswith(SIZES)
            told.setdefault(str(cells[f"A{row}"]), set()).add(f"-{text}" if fell else text)
        read = [(f"{one['行'].partition('/')[2]}:{one['列']}", one["数"]) for one in found]
        # The report has figures that the narrative tells of other things by the same names.
        texts = [text for one in built_in(content["单位"]["模板"]).sections for text in one.paragraphs]
        own = {str(part) for text in texts for part, _ in parts_of(text)}
        known = [(label, number) for label, number in read if label in told and label in own]
        assert len(known) > 25, edge
        assert [(label, number, told[label]) for label, number in known if number not in told[label]] == [], edge


def told_in(values: Values, number: str) -> str:
    return plain("".join(text for one, text in paragraphs(values) if one == number))


def test_words_follow_the_figures(edges: dict[str, tuple[Content, Values]]) -> None:
    said = {edge: told_in(values, "一") for edge, (_, values) in edges.items()}
    assert "增加" in said["nothing"]
    assert "增加了项目" in said["nothing"]
    assert "减少700.00万元" in said["all_zero"]
    assert "100.00%" in said["all_zero"]
    assert "相比" not in said["no_last_year"]
    assert "持平" in said["as_last_year"]
    assert "%" not in said["as_last_year"]
    assert "866.53万元" in said["first_year"]
    assert "%" not in said["first_year"]
    listed = {edge: told_in(values, "五（二）") for edge, (_, values) in edges.items()}
    assert listed["nothing"].count("万元") == 3
    assert "社会保障和就业支出" in listed["one_item"]
    assert "一般公共服务" not in listed["one_item"]
    assert "主要用于" not in listed["all_zero"]


def test_a_reason_is_asked_for_where_it_is_needed(edges: dict[str, tuple[Content, Values]]) -> None:
    def hints(edge: str) -> dict[str, str]:
        cells = edges[edge][1]["录入-说明"]
        rows = [int(address[1:]) for address in cells if re.fullmatch("A[0-9]+", address)]
        return {str(cells[f"A{row}"]): str(cells.get(f"D{row}") or "") for row in rows}

    assert hints("nothing")["增减原因/收入支出总计"] == ""
    assert "方向与数相反" in hints("all_zero")["增减原因/收入支出总计"]
    assert "要写出原因" in hints("nothing")["增减原因/财政拨款收入支出总计"]
    assert hints("no_last_year")["增减原因/财政拨款收入支出总计"] == ""
    assert hints("nothing")["主要包括/人员经费"] == ""
    assert "与公开06不同" in hints("all_zero")["主要包括/人员经费"]


def test_a_reason_stands_as_it_was_entered(edges: dict[str, tuple[Content, Values]]) -> None:
    assert plain(ODD.replace("{次数}", "3")) in told_in(edges["nothing"][1], "五（三）")


# ---------------------------------------------------------------- sections


MOVED = {"七": "九", "八": "七", "九": "八"}
"""政府性基金 is 七, 国有资本经营 八, 三公 九 in many regions."""


@pytest.mark.parametrize("name", SAMPLES)
def test_renumbered_sections_have_the_same_figures(name: str, tmp_path: Path) -> None:
    content = sample(name)
    form = built_in(content["单位"]["模板"])
    before = assemble(Data(content)).published
    # A layout that prints the same in another order.
    region = {"湖南长沙": "hunan_changsha.yaml", "上海": "shanghai.yaml"}[form.name]
    text = (ROOT / "xlbudget" / "regions" / region).read_text(encoding="utf-8")
    order = [one.title for one in form.sections if "（" not in one.number]
    names = ["收支总体", "收入", "支出", "财政拨款", "一般公共预算", "基本支出", "政府性基金", "国有资本经营", "三公"]
    names += ["预算绩效", "其他重要事项"] if form.name == "上海" else []
    names += [] if form.name == "上海" else ["机关运行经费", "一般性支出", "政府采购", "国有资产", "预算绩效"]
    assert len(names) == len(order)
    text = re.sub("(?m)^节次:.*\n", "", text) + f"节次: [{', '.join(names)}]\n"
    layout = tmp_path / "layout.yaml"
    layout.write_text(text, encoding="utf-8")
    for one in content["公开数"]:
        if one["表"] == NARRATIVE and one["行"][0] in MOVED and not one["行"].startswith("十"):
            one["行"] = MOVED[one["行"][0]] + one["行"][1:]
    after = assemble(Data(content), layout).published
    assert [one.counterpart for one in after] == [one.counterpart for one in before]
    assert sum(one.counterpart is not None for one in after) > 500


def test_a_section_that_the_layout_does_not_have_is_not_placed() -> None:
    content = little_unit()
    content["公开数"] = [
        {"表": NARRATIVE, "行": f"{number}/项目支出", "列": "金额", "数": "1.00"} for number in ("三", "二十")
    ]
    one, other = assemble(Data(content)).published[:2]
    assert one.counterpart is not None
    assert other.counterpart is None


def test_a_text_that_two_sentences_quote_is_asked_for_by_either(tmp_path: Path, few_rows: None) -> None:
    del few_rows
    layout = tmp_path / "layout.yaml"
    first, second = '"[收入支出总计:增减额?{原因/甲}]"', '"[本年收入合计:金额?{原因/甲}]"'
    said = f"节:\n  收支总体: {{段: [{first}]}}\n  收入: {{段: [{second}]}}\n"
    layout.write_text(f"名称: 甲省\n说明: 甲\n依据: 甲\n{said}", encoding="utf-8")
    content = little_unit()
    content["单位"]["模板"], content["上年"] = "甲省", {}
    cells = computed(content, layout)["录入-说明"]
    (row,) = [address[1:] for address, value in cells.items() if value == "原因/甲"]
    assert cells[f"B{row}"] == "甲：用在哪里、做什么"
