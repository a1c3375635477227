"""Every rule by its own example, the page of rules, and the colours of the cells that a check concerns."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from openpyxl import Workbook

from tests.computing import recalculate
from tests.conftest import ROOT
from tests.typing_in import opened
from xlbudget.book import Book, defined
from xlbudget.check import catalogue
from xlbudget.check.rules_page import FAMILIES, as_json, as_markdown, as_text, verdict_of
from xlbudget.cli import main
from xlbudget.engines import Values
from xlbudget.inputs.declared import hints
from xlbudget.rules.rule import ADVICE, FAILED, PASSED, ROUNDING, Example, Relation, Rule, unique, verdict


def evaluated(cases: list[tuple[Rule, Example]]) -> list[object]:
    """The verdict formula of each rule on an example's figures, as an engine sees it."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "例"
    for row, (rule, example) in enumerate(cases, 1):
        sheet.append([example.left, example.right, f"=ROUND(A{row}-B{row},6)", example.bound])
        sheet[f"E{row}"] = "=" + verdict(rule, f"C{row}", f"D{row}")
    package = BytesIO()
    workbook.save(package)
    values = recalculate(package.getvalue())["例"]
    return [values[f"E{row}"] for row in range(1, len(cases) + 1)]


def test_every_rule_passes_and_fails_as_its_example_says() -> None:
    cases = [(rule, example) for rule in catalogue() for example in (rule.passes, rule.fails)]
    shown = [verdict_of(rule, example) for rule, example in cases]
    assert evaluated(cases) == shown
    assert set(shown[::2]) == {PASSED, ROUNDING}
    assert {(rule.severity, word) for (rule, _), word in zip(cases[1::2], shown[1::2], strict=True)} == {
        ("error", FAILED),
        ("warning", ADVICE),
    }


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
    rule = Rule("甲", "甲", "甲", "甲", Example(0, 0), Example(1, 0), relation=relation)
    assert evaluated([(rule, Example(gap, 0, bound))]) == [expected]


def test_every_rule_says_what_why_and_what_to_do() -> None:
    rules = catalogue()
    assert len({rule.id for rule in rules}) == len(rules) > 45
    for rule in rules:
        assert all((rule.statement, rule.basis, rule.remedy, rule.tolerance)), rule.id
        assert not rule.statement.endswith("。"), rule.id
        assert rule.id.partition("-")[0] in FAMILIES, rule.id
        assert rule.passes != rule.fails, rule.id


def test_two_rules_of_one_id_and_contradictory_bounds_are_mistakes() -> None:
    one, other = (Rule("甲", text, "甲", "甲", Example(0, 0), Example(1, 0)) for text in "甲乙")
    assert unique((one, one)) == (one,)
    with pytest.raises(ValueError, match="two rules are called 甲"):
        unique((one, other))
    with pytest.raises(ValueError, match="either counted or given"):
        Rule("甲", "甲", "甲", "甲", Example(0, 0), Example(1, 0), counted=True, bound="1", bound_basis="甲")
    with pytest.raises(ValueError, match="where it comes from"):
        Rule("甲", "甲", "甲", "甲", Example(0, 0), Example(1, 0), bound="1")


def test_the_page_of_rules_is_current_and_complete() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == as_markdown() + "\n"
    assert re.findall(r"^### (.+)$", page, re.M) == sorted(
        (rule.id for rule in catalogue()), key=lambda name: list(FAMILIES).index(name.partition("-")[0])
    )
    assert re.findall(r"^## (.+)$", page, re.M) == [*FAMILIES.values(), "填写提示"]
    for sheet, sentence in hints():
        assert f"| {sheet} | {sentence} |" in page


def test_the_catalogue_in_its_three_shapes(capsys: pytest.CaptureFixture[str]) -> None:
    listed = json.loads(as_json())
    assert [one["id"] for one in listed] == [rule.id for rule in catalogue()]
    assert {"id", "table", "statement", "formula", "tolerance", "source"} <= set(listed[0])
    for kind, text in (("json", as_json()), ("markdown", as_markdown()), ("text", as_text())):
        assert main(["rules", "--format", kind]) == 0
        assert capsys.readouterr() == (f"{text}\n", "")


# ---------------------------------------------------------------- colours

LOOKS = ({FAILED}, {ADVICE, "公布为空"}, {ROUNDING})


def test_the_cells_of_a_check_take_its_colour(finished: bytes, book: Book, values: Values) -> None:
    """Three rules cover every cell that a check names; they look at own cells and defined names only."""
    workbook = opened(finished)
    names = set(defined(book.names))
    places = {
        (values["校验"].get(f"{sheet}{row}"), values["校验"].get(f"{cell}{row}"))
        for row in range(9, 9 + len(book.checks))
        for sheet, cell in ("MN", "OP")
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
        if len(rules) != 3:
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
