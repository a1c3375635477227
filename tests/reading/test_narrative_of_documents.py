"""说明 and 自评报告 of a document: real ones against what was transcribed, our own back, and what is not guessed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, SHARED, needs_shared
from tests.helpers.computing import cached
from xlbudget.datafile.file import load
from xlbudget.export.document import Heading, Paragraph, document
from xlbudget.language.sections import Section
from xlbudget.reading.documents.found import Line, Origin, Pieces
from xlbudget.reading.documents.narrative import read
from xlbudget.regions.forms import built_in
from xlbudget.sheets.book import Book
from xlbudget.sheets.narrative.clauses import clauses

SEED = SHARED / "seed" / "2023年度部门决算.txt"
REAL = SHARED / "import" / "上海-普陀区委社会工作部-2024.json"
FILE = Path("公开.docx")
Key = tuple[str, str, str, str]


def lines(*texts: str) -> list[Line]:
    return [Line(text, Origin(FILE, line=number)) for number, text in enumerate(texts, 1)]


def said(*texts: str, layout: str = "上海") -> Pieces:
    return read(lines("一、收入支出决算总体情况说明", *texts), built_in(layout), 2023)


def figures(pieces: Pieces) -> list[tuple[str, str, str]]:
    return [(one["行"], one["列"], one["数"]) for one, _ in pieces.published]


def entered(pieces: Pieces) -> dict[tuple[str, ...], Any]:
    return {one.path: one.value for one in pieces.entries}


# ---------------------------------------------------------------- real documents


def key(entry: dict[str, str]) -> Key:
    """What a transcription says of a figure, in the layout's words: it calls some things more freely."""
    line = re.sub(r"^([^/（]*(?:（.）)?)\d/", r"\1/", entry["行"]).replace("（含）以上设备（不含车辆）", "以上设备")
    year = entry["列"] == "预算数" and entry.get("处", "").startswith(("全年", "调整后"))
    return entry["表"], line, "全年预算数" if year else entry["列"], entry["数"]


def against(pieces: Pieces, content: dict[str, Any]) -> tuple[Counter[Key], Counter[Key]]:
    """What was transcribed and not found, and what was found otherwise than it was transcribed."""
    wanted = Counter(key(one) for one in content["公开数"] if one["表"] in ("说明", "自评报告"))
    found = Counter(key(one) for one, _ in pieces.published)
    places = {(table, line, column) for table, line, column, _ in wanted}
    wrong = Counter(one for one in (found - wanted).elements() if one[:3] in places and one not in wanted)
    return wanted - found, wrong


@needs_shared
def test_a_published_text_gives_what_was_transcribed() -> None:
    content = json.loads((ROOT / "samples" / "changsha-2023.json").read_text(encoding="utf-8"))
    texts = SEED.read_text(encoding="utf-8").split("\n")
    projects = [project["名称"] for project in content["项目"]]
    pieces = read(lines(*texts), built_in("湖南长沙"), 2023, content["科目"], projects)
    missing, wrong = against(pieces, content)
    assert not wrong
    # What no sentence of a layout says: facts of this unit, in words of its own.
    facts = [one for one in missing.elements() if not re.match("十四|[389三八九]（", one[1])]
    assert len(facts) == 9
    assert sum(missing.values()) == 56
    told = "\n".join([one.text for one in pieces.left] + [str(one.value) for one in pieces.entries]).replace(",", "")
    assert [one for one in missing if one[3] not in told] == []


@needs_shared
def test_a_published_pdf_gives_exactly_what_was_transcribed() -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    content = json.loads(REAL.read_text(encoding="utf-8"))
    found = []
    with pdfplumber.open(REAL.with_suffix(".pdf"), pages=range(17, 23)) as document:
        for page in document.pages:
            for one in page.extract_text_lines(return_chars=False):
                box = one["x0"], one["top"], one["x1"], one["bottom"]
                found.append(Line(one["text"], Origin(FILE, page=page.page_number, box=box)))
    pieces = read(found, built_in("上海"), 2024, content["科目"])
    missing, wrong = against(pieces, content)
    assert (missing, wrong) == (Counter(), Counter())
    assert len(pieces.published) == 89
    assert not pieces.left
    (place,) = [place for one, place in pieces.published if one["行"] == "五（三）/2210203" and one["列"] == "金额"]
    assert place.page == 20
    assert place.box
    given = entered(pieces)
    assert given["支出", "2013901", "一般公共预算财政拨款", "全年预算数"] == "52.00"
    assert given["上年", "收支总计"] == "0.00"
    assert given["政府采购", "预留中小企业"] == "21.07"
    assert given["资产", "车辆", "其他用车"] == 0
    assert given["说明", "差异原因/2080506"] == "单位 2024 年新成立，人员变动，按实际支出"


# ---------------------------------------------------------------- our own, back


def numbers(text: str) -> Counter[str]:
    """The amounts and percentages of a text; the 100 万元 of a kind of equipment is its name."""
    return Counter(re.findall(r"([0-9.]+%|[0-9.]+)(?: ?万元|(?<=%))", re.sub("单价 100|,", "", text)))


@pytest.mark.parametrize("region", ["湖南长沙", "上海"])
def test_every_figure_that_we_print_comes_back(region: str, request: pytest.FixtureRequest) -> None:
    """Out of the whole publication as it is exported: parts, contents of 名词解释 and report around the sentences."""
    shanghai = region == "上海"
    book: Book = request.getfixturevalue("shanghai_book" if shanghai else "book")
    values = cached(request.getfixturevalue("shanghai_finished")) if shanghai else request.getfixturevalue("values")
    data = load(ROOT / "samples" / ("putuo-2025.json" if shanghai else "changsha-2023.json"))
    form, content = built_in(region), data.content
    drawn = document(book, values, data, form, "决算说明")
    assert drawn is not None
    texts = [one.text for one in drawn.blocks if isinstance(one, Heading | Paragraph)]
    projects = [one["名称"] for one in data.rows("项目")]
    pieces = read(lines(*texts), form, data.year, content["科目"], projects)
    found: dict[str, Counter[str]] = {}
    for one, _ in pieces.published:
        if one["列"] != "数量":
            section = one["表"].removeprefix("说明") + one["行"].partition("/")[0]
            found.setdefault(section, Counter())[one["数"].removeprefix("-")] += 1
    assert len(pieces.published) > (130 if shanghai else 190)
    own = numbers("\n".join(str(one.value) for one in pieces.entries if one.path[0] == "说明"))
    for table, sheet in (("", "决算说明"), ("自评报告", "自评报告")):
        for number, printed in printed_in(values.get(sheet, {})):
            read_there = found.get(table + number, Counter())
            assert read_there - printed == Counter()
            for text, count in (printed - read_there).items():
                # The rest stands in the unit's own words, or is 0 万元 that a sentence says of nothing.
                assert count <= own[text] or text == "0", (table, number, text)
    given = entered(pieces)
    for row in content["支出"]:
        if row["资金来源"] == "一般公共预算财政拨款" and row.get("年初预算数"):
            assert float(given["支出", row["科目"], row["资金来源"], "年初预算数"]) == float(row["年初预算数"])
    assert not [one for one in pieces.left if "没有这样的句子" in one.why]


def printed_in(cells: Mapping[str, Any]) -> Iterator[tuple[str, Counter[str]]]:
    """Section → the figures of its paragraphs, in a document's sheet."""
    told: dict[str, list[str]] = {}
    for address, text in cells.items():
        if re.fullmatch("B[0-9]+", address) and text and (number := cells.get(f"A{address[1:]}")):
            told.setdefault(str(number), []).append(str(text))
    yield from ((number, numbers("\n".join(texts))) for number, texts in told.items())


# ---------------------------------------------------------------- how sentences are read


def test_signs_units_and_thousands() -> None:
    pieces = said(
        "某局2023年度收入支出总计１，２３４．５０万元。与2022年度相比，收入支出总计减少 36.40 万元,下降 2.86 %。",
        "主要原因：项目减少，共少 2 个。",
        "二、收入决算情况说明",
        "本年收入合计 10.00 元。",
    )
    assert figures(pieces) == [
        ("一/收入支出总计", "金额", "1234.50"),
        ("一/收入支出总计", "增减额", "-36.40"),
        ("一/收入支出总计", "增减率", "-2.86%"),
        ("二/本年收入合计", "金额", "10.00"),
    ]
    assert pieces.published[3][0]["单位"] == "元"
    assert entered(pieces) == {
        ("上年", "收支总计"): "1270.90",
        ("说明", "增减原因/收入支出总计"): "项目减少，共少 2 个",
    }
    assert not pieces.left


def test_what_did_not_change_gives_last_year_too() -> None:
    pieces = said("某局 2023 年度收入支出总计 12.00 万元。与 2022 年度相比，收入支出总计持平。")
    assert entered(pieces) == {("上年", "收支总计"): "12.00"}


def test_other_numbers_of_sections_are_known_by_their_words() -> None:
    texts = (
        "三、支出决算情况说明",
        "五、关于支出决算情况的说明",
        "本年支出合计 5.00 万元，其中：项目支出 5.00 万元，占 100.00%。",
    )
    found = figures(said(*texts))
    assert found == [
        ("三/本年支出合计", "金额", "5.00"),
        ("三/项目支出", "金额", "5.00"),
        ("三/项目支出", "占比", "100.00%"),
    ]


def test_a_table_of_contents_and_titles_of_tables_are_no_sections() -> None:
    texts = ("二、收入决算情况说明 ………… 7", "第二部分 部门决算表", "二、收入决算表", "合计 3 个 5.00 万元")
    pieces = said(*texts)
    assert pieces == Pieces()


def test_a_line_that_a_page_breaks_goes_on() -> None:
    def line(text: str, page: int, top: float, right: float) -> Line:
        return Line(text, Origin(FILE, page=page, box=(90, top, right, top + 12)))

    broken = [
        line("三、支出决算情况说明", 1, 60, 250),
        line("本年支出合计 105.58 万元，其中：基本支出 105.58 万元，占", 1, 90, 500),
        line("- 12 -", 1, 800, 300),
        line("100.00%。", 2, 60, 140),
    ]
    pieces = read(broken, built_in("上海"), 2023)
    assert figures(pieces)[-1] == ("三/基本支出", "占比", "100.00%")
    assert pieces.published[-1][1].page == 2
    assert not pieces.left


def test_behind_what_is_not_understood_nothing_is_guessed() -> None:
    texts = (
        "七、财政拨款三公经费支出决算情况说明",
        "（一）“三公”经费财政拨款支出决算总体情况说明",
        "公务接待费支出预算为 1.00 万元，支出决算为 0.16 万元，完成预算的 16.00%，与上年相比持平。",
        "公务用车方面，支出决算为 3.24 万元，完成预算的 81.00%。",
        "公务用车购置费支出预算为 2.00 万元，另有公务用车运行维护费支出 3.24 万元，完成预算的 81.00%。",
    )
    pieces = said(*texts, layout="湖南长沙")
    assert [number for *_, number in figures(pieces)] == ["1.00", "0.16", "16.00%", "2.00"]
    assert [one.text for one in pieces.left] == [
        "公务用车方面，支出决算为 3.24 万元，完成预算的 81.00%",
        "另有公务用车运行维护费支出 3.24 万元，完成预算的 81.00%",
    ]
    assert pieces.left[0].place.line == 5


def test_a_name_that_several_subjects_have_is_not_guessed() -> None:
    texts = (
        "五、一般公共预算财政拨款支出决算情况说明",
        "（三）一般公共预算财政拨款支出决算具体情况",
        "1、卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）。",
        "主要用于：医疗。年初预算为 2.23 万元，支出决算为 2.22 万元。",
        "2、卫生健康支出（类）没有的款（款）没有的项（项）。",
        "主要用于：医疗。年初预算为 5.00 万元，支出决算为 4.00 万元。",
    )
    pieces = said(*texts)
    assert {line for line, *_ in figures(pieces)} == {"五（三）/2101101"}
    assert "5.00 万元" in "".join(one.text for one in pieces.left)


def test_a_clause_without_end_takes_no_time() -> None:
    long = "一般公共服务支出（类）" * 3_000
    pieces = said(
        "五、一般公共预算财政拨款支出决算情况说明", "（三）一般公共预算财政拨款支出决算具体情况", long + "1.00 万元"
    )
    assert not pieces.published
    assert pieces.left


def test_the_same_quantity_twice_has_places() -> None:
    texts = ("三、支出决算情况说明", "本年支出合计 5.00 万元。", "本年支出合计 6.00 万元。")
    places = [one.get("处") for one, _ in said(*texts).published]
    assert places == [None, "第2处"]


def test_a_section_that_the_layout_does_not_have_is_told() -> None:
    pieces = said("十九、其他要说的事", "我单位另有 5.00 万元。", "二、收入决算情况说明", "本年收入合计 1.00 万元。")
    assert [one.text for one in pieces.left] == ["十九、其他要说的事"]
    assert figures(pieces) == [("二/本年收入合计", "金额", "1.00")]


@pytest.mark.parametrize("layout", ["湖南长沙", "上海"])
def test_every_clause_follows_another_or_none(layout: str) -> None:
    form = built_in(layout)
    spoken: Sequence[Section] = (*form.sections, *form.report)
    for section in spoken:
        for clause in clauses(section):
            assert clause.after
            assert all(at < clause.order or clause.loop for at in clause.after)
    assert sum(len(clauses(section)) for section in spoken) > 300
