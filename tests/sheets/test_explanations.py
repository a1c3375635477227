"""需说明: what a reason clears, how it is given, when it is open again, and where it is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.helpers.building import assemble
from tests.helpers.checking import checked, little_unit
from tests.helpers.computing import computed
from tests.helpers.typing_in import Light, saved
from tests.mutation.judge import Live
from xlbudget.check.lines import by_sheet
from xlbudget.check.report import Finding, Report
from xlbudget.datafile.file import Data
from xlbudget.language.sheet import Area, column_letter
from xlbudget.language.verdicts import EXPLAINED, UNEXPLAINED
from xlbudget.reading.reader import read_book
from xlbudget.sheets.explanations import KEY, OFFERED
from xlbudget.sheets.inputs.find_by_name import written
from xlbudget.units.years.roll_forward import roll
from xlbudget.workbook.render import render

pytestmark = pytest.mark.usefixtures("few_rows")
RULE, ITEM = "三公-超上年", "公务接待费"


def unit(*entries: dict[str, str], **texts: str) -> dict[str, Any]:
    """公务接待费 rose from 1.00 to 1.50, and with it the total: two findings of one rule, and no others to explain."""
    content = little_unit() | {"核实": list(entries)}
    del content["绩效自评"]
    return content | {"说明": {f"增减原因/{key}": text for key, text in texts.items()}}


def of_rule(report: Report) -> dict[str, Finding]:
    return {one.object: one for one in report.findings if one.rule == RULE}


def entry(**more: str) -> dict[str, str]:
    return {"规则": RULE, "说明": "来访增加"} | more


CLEARED: tuple[tuple[dict[str, str], dict[str, str], set[str]], ...] = (
    ({}, {}, set()),
    (entry(对象=ITEM), {}, {ITEM}),
    (entry(对象=ITEM, 数="1.50"), {}, {ITEM}),
    (entry(对象=ITEM, 数="1.40"), {}, set()),
    (entry(), {}, {ITEM, "合计"}),
    (entry(数="1.50"), {}, {ITEM, "合计"}),
    (entry(规则=f"{RULE}｜合计｜1.50"), {}, {"合计"}),
    (entry(规则=f"{RULE}｜合计｜1.40"), {}, set()),
    (entry(规则=f"  {RULE} ", 对象=f"\u3000{ITEM}"), {}, {ITEM}),
    (entry(对象="合计", 说明="  "), {}, set()),
    (entry(对象="合计", 说明="来访增加（减少）XX批"), {}, set()),
    (entry(对象="合计", 说明="来访增加，，"), {}, {"合计"}),
    (entry(对象="公务*"), {}, set()),
    ({}, {ITEM: "来访增加"}, {ITEM}),
    ({}, {"三公经费": "来访增加"}, {"合计"}),
    ({}, {ITEM: "来访减少"}, set()),
)
"""What is typed under 核实 and as a reason under 说明, and what of the rule it explains; what says the opposite of the
figure, or is still to be filled in, explains nothing."""


def test_a_reason_clears_what_it_speaks_of() -> None:
    live = Live(unit())
    names = live.book.names
    rows = {check.object: n for n, check in enumerate(live.book.checks, 1) if check.rule.id == RULE}
    keys = names.find("录入/说明/键", "")

    def at(area: Area) -> tuple[str, int, int]:
        return area.sheet, area.row, area.col

    reasons = {live.workbook.get_value(keys.sheet, row, keys.col): row for row in range(keys.row, keys.row + keys.rows)}
    for typed, texts, cleared in CLEARED:
        cells = [
            (at(names.find(f"录入/核实/{column}", "")), typed.get(column)) for column in ("规则", "对象", "数", "说明")
        ]
        cells += [((keys.sheet, reasons[f"增减原因/{key}"], keys.col + 2), text) for key, text in texts.items()]
        for place, value in cells:
            live.workbook.set_value(*place, value)
        live.workbook.evaluate_all()
        told = {name: live.workbook.get_value(*at(names.cell(f"校验/判定@{row}", ""))) for name, row in rows.items()}
        for place, _ in cells:
            live.workbook.set_value(*place, None)
        assert {name for name, said in told.items() if said == EXPLAINED} == cleared, (typed, texts)
        assert {name for name, said in told.items() if said == UNEXPLAINED} == {ITEM, "合计"} - cleared


def test_explained_is_told_apart_and_a_changed_figure_opens_it_again(tmp_path: Path) -> None:
    nothing = entry(规则="三公-乱写"), entry(对象="没有这一项")
    package = render(assemble(Data(unit(entry(对象=ITEM, 数="1.50"), *nothing))))
    report = checked(tmp_path, package)
    one, whole = of_rule(report)[ITEM], of_rule(report)["合计"]
    assert (one.severity, one.verdict) == ("explained", EXPLAINED)
    assert (one.published, one.computed, one.difference) == (1.5, 1, 0.5)
    assert one.message.endswith("；说明：来访增加")
    assert (whole.severity, whole.verdict) == ("warning", UNEXPLAINED)
    assert one.as_json()["object"] == ITEM
    assert report.counts["explained"] == 1
    assert not report.failed
    odd = {one.cell: (one.severity, one.rule) for one in report.findings if one.sheet == "录入-核实"}
    assert odd == {"G6": ("warning", "录入-请核对"), "G7": ("warning", "录入-请核对")}

    book = Light(package)
    book["录入-三公经费"]["E8"].value = 1.6
    again = of_rule(checked(tmp_path, saved(book)))[ITEM]
    assert (again.severity, again.published) == ("warning", 1.6)
    assert "录入-核实 里说的是 1.50，现在是 1.60" in again.message


def test_one_choice_from_the_list_is_a_reason_for_one_and_round_trips(tmp_path: Path) -> None:
    content = unit()
    package = render(assemble(Data(content)))
    values = computed(content)
    listed = assemble(Data(content)).names.find(OFFERED, "")
    offered = [values[KEY].get(f"G{row}") for row in range(listed.row, listed.row + listed.rows)]
    assert offered[:3] == [f"{RULE}｜{ITEM}｜1.50", f"{RULE}｜合计｜1.50", RULE]
    assert not any(offered[3:])
    book = Light(package)
    book["录入-核实"]["A5"].value = offered[0]
    book["录入-核实"]["E5"].value = "来访增加"
    chosen = saved(book)
    report = checked(tmp_path, chosen)
    assert of_rule(report)[ITEM].severity == "explained"
    assert not [one for one in report.findings if one.sheet == "录入-核实"]
    path = tmp_path / "chosen.xlsx"
    path.write_bytes(chosen)
    assert read_book(path).data.content["核实"] == [{"规则": RULE, "对象": ITEM, "数": "1.50", "说明": "来访增加"}]


def test_the_list_for_the_reviewer_has_every_one_and_its_reason() -> None:
    page = computed(unit(entry(对象="合计")))[KEY]
    rows = [[page.get(f"{letter}{row}") for letter in "ACDE"] for row in (5, 6, 7)]
    assert rows == [
        ["1", ITEM, "公开09 三公经费 决算数 公务接待费 1.50，≤ 上年决算 1.00，差 0.50", "（还没有说明）"],
        ["2", "合计", "公开09 三公经费 决算数 合计 1.50，≤ 上年决算 四项之和 1.00，差 0.50", "来访增加"],
        [None] * 4,
    ]


def test_what_breaks_one_rule_is_one_line_the_largest_first(tmp_path: Path) -> None:
    content = unit()
    content["三公经费"]["决算数"]["公务用车运行维护费"] = 3
    content["三公经费"]["上年决算数"]["公务用车运行维护费"] = 2
    report = checked(tmp_path, render(assemble(Data(content))))
    assert [one.object for one in report.findings if one.rule == RULE] == ["合计", "公务用车运行维护费", ITEM]
    (line,) = [line for lines in by_sheet(report).values() for line in lines if line.reasons[0].rule == RULE]
    assert len(line.behind) == 2
    assert "（同一规则的还有 2 处：" in line.message


def test_a_name_known_before_is_written_as_formulas_compare_it() -> None:
    names = ("甲", " 对  象*", "^~?", "a\tb", "2023", "“引号”", "\u3000全\u00a0角 ")
    content = little_unit() | {"说明": dict.fromkeys(names, "文字")}
    place = assemble(Data(content)).names.find("录入/说明/键｜比", "")
    cells = computed(content)[place.sheet]
    found = {str(value) for address, value in cells.items() if address.startswith(column_letter(place.col))}
    assert {written(name) for name in names} <= found


def test_next_year_says_what_was_explained(tmp_path: Path) -> None:
    path = tmp_path / "last.xlsx"
    path.write_bytes(render(assemble(Data(unit(entry(对象=ITEM, 数="1.50"))))))
    made = roll(path, 2024)
    assert made.data.content["核实"] == []
    assert "上年说明过 1 处" in made.about
    listed = [[str(item.content) for item in sheet.items] for sheet in made.book.sheets if sheet.name == "变动"]
    assert f"上年说明过 {RULE} {ITEM} 1.50；今年又有的，重新写" in listed[0]
    assert not any("；说明：来访增加" in text for text in listed[0])
