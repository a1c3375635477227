"""Every rule by its own example, the page of rules, and the colours of the cells that a check concerns."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from openpyxl import Workbook

from tests.conftest import ROOT, fewer_rows
from tests.helpers.computing import cached, recalculate, with_values
from tests.helpers.typing_in import Light, opened
from tests.mutation.judge import Live
from tests.mutation.looks import HARMLESS, TRICKS, Dressing, Trick, formatted
from tests.reading.test_read import sheet_part
from xlbudget import __version__
from xlbudget.check.compare_cells import differences
from xlbudget.check.compare_looks import looks
from xlbudget.check.damage import damage_of
from xlbudget.check.edits import Edits
from xlbudget.check.example_book import example_book
from xlbudget.check.findings import findings
from xlbudget.check.other_build import other_build
from xlbudget.check.positions import Positions
from xlbudget.check.rebuild import ours
from xlbudget.check.workbook_check import _oddities as oddities
from xlbudget.commands.main import main
from xlbudget.language.expressions import Formula, Money
from xlbudget.language.sheet import Entry, Sheet
from xlbudget.language.verdicts import ADVICE, EXPLAINED, FAILED, NOT_APPLICABLE, PASSED, ROUNDING, UNEXPLAINED
from xlbudget.reading import cells as file_cells
from xlbudget.reading.formulas import AllCells
from xlbudget.reading.package import Package
from xlbudget.reading.reader import read_workbook
from xlbudget.reading.settings import settings_of
from xlbudget.reading.stamp import is_earlier
from xlbudget.sheets.book import Book, defined
from xlbudget.sheets.catalogue import as_json, as_markdown, as_text
from xlbudget.sheets.examples import DEPARTMENT, UNIT, Changed, Row, changes_of, row_of
from xlbudget.sheets.inputs.tabs import sentences
from xlbudget.sheets.inputs.unit import NOT_YET
from xlbudget.sheets.rules.bounds import leaves
from xlbudget.sheets.rules.check_sheet import CHECKS, check_sheet
from xlbudget.sheets.rules.families import FAMILIES, catalogue, inspections, rules
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.rule import (
    AMOUNT,
    COUNTED,
    EMPTY,
    SAME_ENTRIES,
    Check,
    Example,
    Figures,
    Relation,
    Rule,
    Severity,
    Side,
    unique,
    verdict,
)
from xlbudget.sheets.rules.together import TOGETHER
from xlbudget.sheets.rules.verdict_list import FIRST, InRow, VerdictList, VerdictRow
from xlbudget.workbook.engines.by_file import Values


@pytest.fixture(scope="module")
def example() -> Live:
    """The workbook of the example unit in the engine; an example fills its lists to the last row."""
    return Live(json.loads(UNIT.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def small() -> Live:
    """The same with few spare rows."""
    with fewer_rows():
        return Live(json.loads(UNIT.read_text(encoding="utf-8")))


def on_the_row(example: Live, row: Row) -> tuple[Figures, str]:
    """The figures and the verdict of a row, as the engine computes them."""
    own = {"校验": ("左边的数", "右边的数", "界"), "公开数核对": ("印值", "算得的数", "上限")}[row.sheet]
    columns = CHECKS if row.sheet == CHECKS.sheet else COMPARISONS
    left, right, bound, shown = (
        example.workbook.get_value(row.sheet, row.row, columns.col(name)) for name in (*own, "判定")
    )
    if row.sheet == "公开数核对":
        bound = (bound or right) - right
    return Figures(left, right, round(bound, 6)), shown


def put(example: Live, changes: list[Changed]) -> None:
    for change in changes:
        example.workbook.set_value(change.place.sheet, change.place.row, change.place.col, change.value)
    example.workbook.evaluate_all()


def restore(example: Live, changes: list[Changed]) -> None:
    """What is put back counts from the next evaluation on."""
    for change in changes:
        at = change.place.sheet, change.place.row, change.place.col
        if isinstance(change.item.content, Entry):
            example.workbook.set_value(*at, change.item.content.value)
        else:
            example.workbook.set_formula(*at, example.book.formulas[change.place.sheet][change.item.address])


def test_every_example_is_what_the_workbook_says(example: Live, small: Live) -> None:
    """Each rule in the example unit's workbook: its row as it is, and after its change, made as a user would."""
    own = [rule for rule in rules() if not (rule.example.department or rule.example.every)]
    fills = [rule for rule in own if rule.id == "表内-行数"]
    assert all_examples(example, fills) == {"表间-0506"}
    assert all_examples(small, [rule for rule in own if rule not in fills]) == {"表间-0506"}


def test_the_examples_of_a_department_are_what_its_workbook_says() -> None:
    with fewer_rows():
        department = Live(json.loads(DEPARTMENT.read_text(encoding="utf-8")))
    assert all_examples(department, [rule for rule in rules() if rule.example.department]) == set()


def test_the_examples_of_tables_that_few_regions_print_are_what_their_workbook_says() -> None:
    listed = [rule for rule in rules() if rule.example.every]
    unit = Live(json.loads(UNIT.read_text(encoding="utf-8")), example_book(listed[0]))
    assert all_examples(unit, listed) == {"表间-0506"}


def all_examples(example: Live, listed: Sequence[Rule]) -> set[str]:
    """Try the examples of these rules; the rules that find something in the workbook as it is."""
    rows = [(rule, row_of(example.book, rule)) for rule in listed]
    said, seen = {}, {rule.id: [on_the_row(example, row)] for rule, row in rows}
    for rule, row in rows:
        passes, fails = rule.example.passes, rule.example.fails
        said[rule.id] = [
            (replace(passes, verdict=""), passes.verdict or PASSED),
            (replace(fails, verdict=""), fails.verdict or rule.failed),
        ]
        changes = changes_of(example.book, rule)
        put(example, changes)
        seen[rule.id].append(on_the_row(example, row))
        restore(example, changes)
    assert seen == said
    assert example.settled()
    return {finding.rule for finding in example.state.found if finding.sheet != "录入-说明"}


def test_an_example_passes_fails_and_is_its_own() -> None:
    examples = [(r.example.place, r.example.passes, tuple(r.example.change.items()), r.example.fails) for r in rules()]
    assert len(set(examples)) == len(examples)
    assert len({change for _, _, change, _ in examples}) == len(examples)
    for rule in rules():
        assert rule.example.passes.verdict in ("", ROUNDING, NOT_APPLICABLE), rule.id
        assert rule.example.fails.verdict in ("", EMPTY), rule.id
    told = [text for rule in inspections() for text in (rule.looks_at, rule.leaves, rule.finds)]
    assert len(set(told)) == 3 * len(inspections())
    assert all(told)


def test_a_bound_of_0_says_why(example: Live, book: Book) -> None:
    """两边是同一批录入数: what flows into the left flows into the right, and no entry can tell them apart."""
    for names, checks in ((example.book.names, example.book.checks), (book.names, book.checks)):
        for one in checks:
            if one.rule.tolerance == SAME_ENTRIES:
                both = leaves(names, one.left.figure)
                both.subtract(leaves(names, one.right.figure))
                assert not any(both.values()), (one.rule.id, one.subject)
    for rule in rules():
        if rule.tolerance != COUNTED:
            of_entries = all(isinstance(c.item.content, Entry) for c in changes_of(example_book(rule), rule))
            assert of_entries == (rule.tolerance != SAME_ENTRIES), rule.id
            # 录入改不坏的，就别叫人去核对录入。
            assert of_entries or ("公式" in rule.remedy and "核对" not in rule.remedy), rule.id


def test_counts_and_points_are_not_printed_as_amounts(small: Live) -> None:
    """On 校验 and in what check says: 30 分, not 30.00."""
    changes = {rule.id: changes_of(small.book, rule) for rule in rules() if rule.unit == "分"}
    put(small, [change for listed in changes.values() for change in listed])
    said = [f.message for f in findings(small.book, small.values(), Positions()) if f.rule in changes]
    for listed in changes.values():
        restore(small, listed)
    assert small.settled()
    assert any("括号里的分值 30 分，应等于 各指标分值之和 34 分，差 -4 分，界 0 分" in message for message in said)
    assert not [message for message in said if re.search(r"\d\.00", message)]
    sheet = Light(small.package)["校验"]
    own = [rule for rule in rules() if rule.unit != AMOUNT and not rule.example.department]
    counted = {row for rule in own if (row := row_of(small.book, rule)).sheet == "校验"}
    assert {sheet[CHECKS.cell("左边的数", row.row)].number_format for row in counted} == {"General"}


def evaluated(rule: Rule, figures: Figures) -> object:
    """The verdict formula of a rule on figures, as an engine sees it."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "例"
    sheet.append([figures.left, figures.right, "=ROUND(A1-B1,6)", figures.bound, "=" + verdict(rule, "C1", "D1")])
    package = BytesIO()
    workbook.save(package)
    return recalculate(package.getvalue())["例"]["E1"]


# ---------------------------------------------------------------- rules that look at the file

Change = tuple[str, Callable[[str], str]]
"""The name of a part or of a sheet, and what becomes of its XML."""


def cell(sheet: str, at: str, content: str) -> Change:
    """A cell of a sheet with other content: its attributes and elements."""
    return sheet, lambda text: re.sub(
        rf'<c r="{at}"( s="\d+")?[^>]*?(/>|>.*?</c>)', rf'<c r="{at}"\1{content}</c>', text, count=1
    )


def text_in(sheet: str, at: str, text: str) -> Change:
    return cell(sheet, at, f' t="inlineStr"><is><t>{text}</t></is>')


def row_inserted(sheet: str, row: int) -> Change:
    """An empty row; what formulas name stays as it is."""

    def lower(match: re.Match[str]) -> str:
        return f"{match[1]}{int(match[2]) + 1}{match[3]}" if int(match[2]) >= row else match[0]

    return sheet, lambda text: re.sub(r'(<(?:row|c) r="[A-Z]*)(\d+)(")', lower, text)


def in_part(part: str, old: str, new: str) -> Change:
    return part, lambda text: text.replace(old, new)


def edited(package: bytes, edits: Sequence[Change]) -> bytes:
    """The package with all edits made, each of which must change something."""
    out, places = BytesIO(), [(name if "/" in name else sheet_part(package, name), change) for name, change in edits]
    with ZipFile(BytesIO(package)) as source, ZipFile(out, "w", ZIP_STORED) as target:
        for name in source.namelist():
            content = source.read(name)
            for part, change in places:
                if part == name:
                    before, content = content, change(content.decode()).encode()
                    assert content != before
            target.writestr(name, content)
    return out.getvalue()


WORKBOOK = "xl/workbook.xml"
LEFT_IN_PEACE = (
    cell("录入-支出", "D5", "><v>0</v>"),
    text_in("录入-支出", "A10", "2010103"),
    text_in("录入-支出", "C10", "其他资金"),
    cell("公开03", "C7", "><f>round( SUM(D7:H7) , 6 )</f>"),
    in_part(WORKBOOK, 'state="hidden"', 'state="visible"'),
    in_part(WORKBOOK, "</definedNames>", "<definedName name=\"我的\">'公开01'!$A$1</definedName></definedNames>"),
    in_part(WORKBOOK, "<calcPr ", '<calcPr calcMode="autoNoTable" '),
)
"""To a file without cached values: what the inspections say they leave in peace."""
FOUND = (
    text_in("录入-支出", "D5", "约二百"),
    cell("公开03", "C7", "><v>300</v>"),
    ("公开03", lambda text: re.sub(r'(<c r="E7".*?<v>)[^<]*', r"\g<1>99", text, count=1)),
    in_part(WORKBOOK, 'name="公开08"', 'name="国有资本"'),
    row_inserted("公开09", 9),
    in_part(WORKBOOK, "'录入-单位'!$B$23", "'录入-单位'!$B$22"),
    text_in("结构", "A2", "改过"),
    in_part(WORKBOOK, "<calcPr ", '<calcPr calcMode="manual" '),
    in_part("docProps/custom.xml", f">{__version__}<", ">0.1.0<"),
    in_part("结构", f'程序版本":"{__version__}', '程序版本":"0.1.0'),
)
"""To the workbook as it was built: what the inspections say they find."""


DRESSED = tuple(TRICKS[one][1][name] for one, name in (
    ("隐藏", "行"), ("替身", "{}（定稿）"), ("字色", "白字"), ("图形", "文本框"), ("打印", "少行")
))  # fmt: skip
"""The looks that the inspections say they find; with a number format, at 公开03 D9."""
HIDING = (*TRICKS["替身"][1].values(), HARMLESS["隐藏一张表"])
LEFT_DRESSED = tuple(HARMLESS[one] for one in ("格式 General", "黄底", "空白处的图章", "写死而全", "隐藏一张表"))


def inspected(
    example: Live, values: Values, package: bytes, edits: Sequence[Change], tricks: Sequence[Trick]
) -> dict[str, list[str]]:
    """The messages of each inspection, as ``check`` collects them."""
    on = Dressing(edited(package, edits))
    for trick in tricks:
        # What is done to a sheet that nobody sees is nothing.
        trick(on, "公开05" if trick in HIDING else "公开03", "D9")
    book = file_cells.Workbook.of(Package.of(Path("book.xlsx"), on.package()))
    reading, cells, settings = read_workbook(book, lenient=True), AllCells(book), settings_of(book.package)
    known = reading.kept is not None
    damage = damage_of(example.book, cells, {})
    there = ours(example.book, damage.as_built(cells), damage)
    rebuilt: Any = SimpleNamespace(
        **{"book": example.book, "values": values, "reading": reading, "other_build": False},
        **{"structure_known": known, "ours": there, "damage": damage, "verdicts": {}},
    )
    known_edits = Edits.of(damage, {})
    found = known_edits.listed(
        [
            *((one, None) for one in oddities(reading, cells)),
            *differences(rebuilt, cells, settings, True, known_edits),
            *((one, None) for one in looks(rebuilt, book, cells, settings)),
            *((one, None) for one in (other_build(rebuilt, cells, settings) if is_earlier(reading.stamp) else ())),
        ]
    )
    return {rule.id: [finding.message for finding in found if finding.rule == rule.id] for rule in inspections()}


def test_every_inspection_finds_and_leaves_what_it_says(small: Live) -> None:
    calculated = with_values(small.package)
    values = cached(calculated)
    assert not any(inspected(small, values, small.package, LEFT_IN_PEACE, LEFT_DRESSED).values())
    values["公开01"]["A2"] = f"{NOT_YET}有 10.00 万元支出的科目不在下列各类中，请核对代码；代码无误的请重新生成工作簿；"
    found = inspected(small, values, calculated, FOUND, (formatted('"1"0.00'), *DRESSED))
    for rule in set(inspections()) - {TOGETHER}:  # That one has its own: tests/check/test_together.py.
        assert any(rule.finds in message for message in found[rule.id]), (rule.id, found[rule.id])


ANY = Example("甲", Figures(0, 0), {}, Figures(1, 0))


@pytest.mark.parametrize(
    ("relation", "gap", "bound", "expected"),
    [
        ("=", 0.0000001, 0, PASSED),
        ("=", 0.01, 0.01, ROUNDING),
        ("=", -0.01, 0.01, ROUNDING),
        ("=", 0.02, 0.01, FAILED),
        ("≤", -5, 0, PASSED),
        ("≤", 0.005, 0.005, ROUNDING),
        ("≤", 0.01, 0.005, FAILED),
        ("≥", 5, 0, PASSED),
        ("≥", -0.005, 0.005, ROUNDING),
        ("≥", -0.01, 0, FAILED),
    ],
)
def test_a_verdict_at_its_bound(relation: Relation, gap: float, bound: float, expected: str) -> None:
    assert evaluated(Rule("甲", "甲", "甲", "甲", ANY, relation), Figures(gap, 0, bound)) == expected


def test_every_rule_says_what_why_and_what_to_do() -> None:
    listed = catalogue()
    assert len({rule.id for rule in listed}) == len(listed) > 45
    for rule in listed:
        assert all((rule.statement, rule.basis, rule.remedy)), rule.id
        assert not rule.statement.endswith("。"), rule.id
    for family in FAMILIES:
        assert {rule.id.partition("-")[0] for rule in family.rules()} == set(family.prefixes), family.chapter


def test_two_rules_of_one_id_and_contradictory_bounds_are_mistakes() -> None:
    one, other = (Rule("甲", text, "甲", "甲", ANY) for text in "甲乙")
    assert unique((one, one)) == (one,)
    with pytest.raises(ValueError, match="two rules are called 甲"):
        unique((one, other))
    with pytest.raises(ValueError, match="行 is no amount"):
        Rule("甲", "甲", "甲", "甲", ANY, bound=COUNTED, unit="行")


def of_two_items(example: Live, bound: str = "", *severities: Severity | None) -> Sheet:
    """校验 with one rule on two entries that nothing relates, at a place for each severity."""
    items = ("公务接待费", "公务用车购置费")
    left, right = (Side(item, Money(f"录入/三公经费/决算数/{item}")) for item in items)
    one = Rule("甲", "甲", "甲", "甲", ANY, bound=bound)
    one = replace(one, id="录入-填写")
    checks = [Check(one, "甲", left, right, severity=each) for each in severities]
    return check_sheet(example.book.names, checks, with_published=True)


def test_a_rule_on_different_entries_cannot_call_them_the_same(example: Live) -> None:
    with pytest.raises(ValueError, match="录入-填写 甲: the two sides are not made of the same entries"):
        of_two_items(example, SAME_ENTRIES, None)


def test_a_breach_may_weigh_less_at_one_place(example: Live) -> None:
    items = of_two_items(example, "", None, "warning").items
    verdicts = [item.content for item in items if item.col == CHECKS.col("判定") and item.row >= FIRST]
    for formula, failed in zip(verdicts, (FAILED, ADVICE), strict=True):
        assert isinstance(formula, Formula)
        assert f'"{failed}"' in formula.template


def test_the_page_of_rules_is_complete() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert f"`xlbudget build {UNIT.relative_to(ROOT).as_posix()} " in page
    assert re.findall(r"^### (.+)$", page, re.M) == [rule.id for rule in catalogue()]
    assert re.findall(r"^## (.+)$", page, re.M) == [
        "谁要求，哪条规则",
        *(family.chapter for family in FAMILIES),
        *("填写提示", "文字"),
    ]
    for sheet, sentence in sentences():
        assert f"| {sheet} | {sentence} |" in page


def test_the_catalogue_in_its_three_shapes(capsys: pytest.CaptureFixture[str]) -> None:
    for kind, text in (("json", as_json(example_book)), ("markdown", as_markdown(example_book)), ("text", as_text())):
        assert main(["rules", "--format", kind]) == 0
        assert capsys.readouterr() == (f"{text}\n", "")


def test_what_compares_nothing_claims_no_sides() -> None:
    """In none of the three shapes: an inspection has no left, right, bound or figures; a comparison has them all."""
    listed = {one["id"]: one for one in json.loads(as_json(example_book))}
    assert list(listed) == [rule.id for rule in catalogue()]
    comparing, inspecting = ("formula", "tolerance", "passes", "fails", "example"), ("inspects", "leaves", "finds")
    assert len({frozenset(one) for one in listed.values()}) == 1
    inspecting_ids = {rule.id for rule in inspections()}
    for name, one in listed.items():
        mine, others = (inspecting, comparing) if name in inspecting_ids else (comparing, inspecting)
        assert all(one[key] for key in mine), name
        assert all(one[key] is None for key in others), name
        assert one["kind"] == ("检查" if name in inspecting_ids else "比较")
        assert {"id", "table", "statement", "severity", "source", "remedy"} <= set(one)
        if name not in inspecting_ids:
            assert all(set(one[key]) == {"left", "right", "bound"} for key in ("passes", "fails"))
    texts = dict(zip(listed, re.findall(r"^\S.+\n    .+$", as_text(), re.M), strict=True))
    chapters = dict(re.findall(r"^### (.+)\n([\s\S]+?)(?=^##)", as_markdown(example_book), re.M))
    for name in listed:
        claims = any(word in chapters[name] + texts[name].partition("依据：")[0] for word in ("左边", "右边", "界："))
        assert claims == (name not in inspecting_ids), name


def test_a_column_moves_by_its_declaration() -> None:
    """Formulas, widths and hidden columns follow the order in which the columns are declared."""
    moved = VerdictList("校验", tuple(sorted(CHECKS.columns, key=lambda column: column.name != "差")), CHECKS.leads)
    assert (moved.cell("差", FIRST), CHECKS.cell("差", FIRST)) == (f"A{FIRST}", f"H{FIRST}")
    row = VerdictRow({"判定": InRow("IF([差]<=[界],1,0)")})
    (item,) = moved.items([row])
    assert (item.col, item.content) == (2, Formula(f"IF(A{FIRST}<=I{FIRST},1,0)"))
    page = moved.page(("", ""), (), (), [row])
    assert page.widths[0] == CHECKS.columns[CHECKS.col("差") - 1].width
    assert page.hidden_columns == tuple(
        moved.col(name)
        for name in (
            *("左表", "左格", "右表", "右格", "处表", "处格", "组", "处", "单位"),
            *("处名", "数文", "理由", "同规则", "自己的次序", "次序"),
        )
    )


# ---------------------------------------------------------------- colours

LOOKS = ({FAILED}, {UNEXPLAINED, ADVICE, "公布为空"}, {ROUNDING}, {EXPLAINED})


def test_the_cells_of_a_check_take_its_colour(small: Live) -> None:
    """Four rules cover every cell that a check names; they look at own cells and defined names only."""
    workbook, shown = opened(small.package), small.values()["校验"]
    names = set(defined(small.book.names))
    places = {
        (shown.get(CHECKS.cell(f"{side}表", row)), shown.get(CHECKS.cell(f"{side}格", row)))
        for row in range(FIRST, FIRST + len(small.book.checks))
        for side in "左右"
    }
    uncovered = []
    for title, cell in places:
        if not title or not cell or workbook[str(title)].sheet_state != "visible":
            continue
        letters = str(cell).rstrip("0123456789")
        if workbook[str(title)].column_dimensions[letters].hidden:
            # 附件的分值之和（J3）在隐藏的列里。
            continue
        rules = [
            str(rule.formula[0])
            for area in workbook[str(title)].conditional_formatting
            if str(cell) in area
            for rule in area.rules
            if "校验判定" in str(rule.formula[0])
        ]
        if len(rules) != len(LOOKS):
            uncovered.append((title, cell))
            continue
        for formula, verdicts in zip(rules, LOOKS, strict=True):
            assert verdicts <= set(re.findall(r'"([^"]+)"', formula))
            assert f'"{title}"' in formula
            assert "!" not in formula
            words = set(re.findall(r"(?<![\"\w])[\u4e00-\u9fff]+(?![\"\w])", formula))
            assert words <= names
    # 录入表“填写提示”一列自己就是红字，不另着色。
    assert {str(title).partition("-")[0] for title, _ in uncovered} == {"录入"}
    assert len({title for title, _ in places}) > 25
