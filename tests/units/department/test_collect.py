"""``collect``: what a department's workbook is made of, that it stays live, and what is said of its units."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.conftest import fewer_rows
from tests.helpers import oracle, reading
from tests.helpers.checking import checked, in_this_process, little_unit
from tests.helpers.computing import cached, computed, with_values, written
from tests.helpers.departments import Content, drawn, files, row_of, sound, summed
from tests.helpers.typing_in import Light, columns, saved
from tests.mutation.judge import Live
from tests.sheets.tables.test_tables import agree
from xlbudget.commands.main import main
from xlbudget.datafile.adding import ADDED, BESIDE, DETAILS, ELIMINATED, figures
from xlbudget.datafile.fields import FILE
from xlbudget.datafile.file import Data
from xlbudget.errors import BadUsage
from xlbudget.language.sheet import Entry
from xlbudget.language.verdicts import FAILED, PASSED
from xlbudget.reading.reader import read_book
from xlbudget.regions.forms import form_in
from xlbudget.sheets.inputs.live_sums import DetailSum, input_key
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.verdict_list import FIRST
from xlbudget.sheets.rules.verdict_order import VERDICT
from xlbudget.units.department import add
from xlbudget.units.department import files as files_of_units
from xlbudget.units.department.add import Department, department
from xlbudget.units.department.files import own_of, sorted_out
from xlbudget.units.many import processes
from xlbudget.units.years.roll_forward import roll

BESIDE_THE_NINE = ("项目支出经济分类", "三公按资金", "会议培训")
OWN_KEYS = {"版本", "年度", "金额单位", "单位", "科目", "说明", "核实", "公开数", *BESIDE_THE_NINE, DETAILS}
UNITS, GONE = drawn(5, 5)


@pytest.fixture(scope="module", autouse=True)
def _fewer() -> Iterator[None]:
    with fewer_rows():
        yield


@pytest.fixture(scope="module")
def made() -> Department:
    """The department of a few random units, some in 元, some in 万元, that paid each other."""
    found = files(UNITS)
    return department("某某局", found, found[0], GONE)


@pytest.fixture(scope="module")
def package(made: Department) -> bytes:
    return written(made.content)


@pytest.fixture(scope="module")
def live(made: Department) -> Live:
    return Live(made.content)


def test_every_key_is_added_up_or_stands_side_by_side_or_is_the_department_s_own() -> None:
    assert {field.key for field in FILE.fields} == {*ADDED, *BESIDE, *OWN_KEYS}


def test_every_published_cell_is_the_sum_of_the_units_without_what_they_paid_each_other(made: Department) -> None:
    assert made.content["金额单位"] == "元"
    assert made.said == ()
    agree(reading.tables(computed(made.content)), oracle.calculate(summed(UNITS, GONE)))


def test_every_input_that_units_have_a_part_of_is_a_sum(made: Department, live: Live) -> None:
    """Their numbers are all that adds up, and no cell is left that somebody could type a figure into."""
    data = Data(made.content)
    for family in data.detailed:
        key = input_key(family)
        sheet = live.book.names.find(key, "").sheet
        items = [item for page in live.book.sheets if page.name == sheet for item in page.items]
        area = live.book.names.find(key, "")
        here = [one for one in items if one.col == area.col and area.row <= one.row < area.row + area.rows]
        held = {
            type(one.content) for one in here if not isinstance(one.content, Entry) or one.content.value is not None
        }
        assert held == {DetailSum}, family


def test_the_order_of_the_files_makes_no_difference(made: Department) -> None:
    found = files(UNITS)
    Random(1).shuffle(found)
    own = next(one for one in found if one.name == "甲局")
    again = department("某某局", found, own, GONE)
    assert json.dumps(again.content) == json.dumps(made.content)


def test_what_is_read_makes_the_same_workbook(made: Department, package: bytes, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(package)
    found = read_book(tmp_path / "book.xlsx")
    assert [str(one) for one in found.oddities] == []
    assert json.dumps(found.data.content) == json.dumps(made.content)


def test_one_cell_of_a_unit_changes_the_department_s_tables(made: Department, live: Live) -> None:
    details = made.content[DETAILS]
    row = next(n for n, one in enumerate(details) if one["单位"] == "1站" and one["列"] == "基本支出")
    place = live.book.names.cell(f"录入/{DETAILS}/金额@{row + 1}", "")
    whole, shown = (live.book.names.cell(key, "") for key in ("公开03/合计/基本支出", "汇总/合计/基本支出"))
    before = [live.workbook.get_value(at.sheet, at.row, at.col) for at in (whole, shown)]
    live.workbook.set_value(place.sheet, place.row, place.col, details[row]["金额"] + 10_000)
    live.workbook.evaluate_all()
    after = [live.workbook.get_value(at.sheet, at.row, at.col) for at in (whole, shown)]
    live.workbook.set_value(place.sheet, place.row, place.col, details[row]["金额"])
    live.workbook.evaluate_all()
    assert before[0] == pytest.approx(before[1])
    assert after == pytest.approx([one + 1 for one in before])


def test_a_bound_counts_the_units_amounts_and_not_those_in_yuan(live: Live) -> None:
    """半宽 is half of 0.01 万元, once for each amount of a unit that came in 万元."""
    half, parts = (live.book.names.cell(key, "") for key in ("半宽", "录入/三公经费/决算数/公务接待费｜份"))
    assert live.workbook.get_value(half.sheet, half.row, half.col) == 0.005
    wanted = [one for one in UNITS if one["金额单位"] == "万元" and "公务接待费" in one["三公经费"]["决算数"]]
    assert live.workbook.get_value(parts.sheet, parts.row, parts.col) == len(wanted)
    rough = [row for row in live.content[DETAILS] if row.get("半宽")]
    assert {row["半宽"] for row in rough} == {50}
    names = {one["单位"]["名称"] for one in UNITS if one["金额单位"] == "万元"}
    assert {row["单位"] for row in rough} == names


Put = Callable[..., list[str]]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write units as data files; the arguments of a command that collects them."""

    def writing(*units: Content) -> list[str]:
        (tmp_path / "units").mkdir(exist_ok=True)
        for number, one in enumerate(units):
            text = json.dumps(one, ensure_ascii=False)
            (tmp_path / "units" / f"{number}.json").write_text(text, encoding="utf-8")
        return ["collect", str(tmp_path / "units"), "-o", str(tmp_path / "dept.xlsx"), "--unit", "某某局"]

    return writing


def test_a_sound_department_is_collected_and_checked(put: Put, tmp_path: Path, capsys: Any) -> None:
    """本级, two units, a payment between them; the check finds nothing, and next year begins where it ends."""
    own, below = sound("某某局"), sound("乙站")
    paid = {"科目": "2010301", "资金来源": "其他资金", "全年预算数": 10, "对附属单位补助支出": 10}
    own["收入"][0]["其他收入"] = 10
    own["支出"].append(paid)
    below["收入"][0]["上级补助收入"] = 10
    below["支出"].append({"科目": "2010301", "资金来源": "其他资金", "全年预算数": 10, "项目支出": 10})
    gone = sound("往来", 收入=[{"科目": "2010301", "上级补助收入": 10}], 支出=[paid], 经济分类={})
    (tmp_path / "gone.json").write_text(json.dumps(gone, ensure_ascii=False), encoding="utf-8")
    command = [*put(own, below), "--own", "某某局", "--eliminate", str(tmp_path / "gone.json")]
    assert main(command) == 0
    assert capsys.readouterr().out.count("由 2 个单位汇总，本级是 某某局（本级）") == 1
    package = (tmp_path / "dept.xlsx").read_bytes()
    report = checked(tmp_path, package)
    assert [one.message for one in report.findings if one.sheet != "录入-说明" and "合理" not in one.rule] == []
    assert not report.failed
    values = cached(package)["汇总"]
    rows = {values.get(f"A{row}"): (values.get(f"B{row}"), values.get(f"D{row}")) for row in range(5, 13)}
    assert rows["某某局（本级）"] == ("本级", 110)
    assert rows["乙站"] == ("下属", 110)
    assert rows[ELIMINATED] == ("抵销", -10)
    assert rows["合计"][1] == 210
    following = roll(tmp_path / "dept.xlsx", 2024)
    assert DETAILS not in following.data.content
    assert following.data.content["上年"]["收支总计"] == 210


def test_what_is_wrong_with_units_is_said_before_anything_is_written(put: Put, tmp_path: Path, capsys: Any) -> None:
    own = sound("甲局")
    own["单位"]["决算单位构成"] = ["甲局本级", "没交的站"]
    command = [*put(own, sound("错站", 经济分类={"30101": 90}), sound("好站")), "--own", "甲局"]
    (tmp_path / "units" / "坏站.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "list.csv").write_text("单位名称,公开日期\n甲局,\n名单站,\n", encoding="utf-8")
    listed = ["--units", str(tmp_path / "list.csv")]
    assert main([*command, *listed, "--only-clean"]) == 2
    refused = capsys.readouterr().err
    assert not (tmp_path / "dept.xlsx").exists()
    assert main([*command, *listed]) == 1
    said = capsys.readouterr().err
    for told in ("没交的站 没有文件", "错站（", "有 1 处不符", "坏站.xlsx", "没有文件：名单站", "不在名单上：好站"):
        assert told in refused, told
        assert told in said, told
    found = read_book(tmp_path / "dept.xlsx").data
    assert found.content["单位"]["决算单位构成"] == ["甲局（本级）", "好站", "错站"]


def test_a_unit_twice_of_another_year_or_of_another_layout_is_left_out() -> None:
    far, later = sound("远站"), sound("明年站", 年度=2024)
    far["单位"]["模板"] = "上海"
    found = files([sound("甲局"), sound("乙站"), far, later, sound("重站"), sound("重 站")])
    kept = sorted_out(found, None)
    assert [one.name for one in kept.units] == ["甲局", "乙站"]
    assert kept.said == (
        "重站 有 2 个文件（重站.json、重 站.json），都没有并入；请只留一个",
        "没有并入 明年站（明年站.json）：它的年度是 2024，别的单位是 2023",
        "没有并入 远站（远站.json）：它的版式是 上海，别的单位是 湖南长沙",
    )
    # The department itself says which year and layout are meant.
    assert [one.name for one in sorted_out(found, found[3]).units] == ["明年站"]
    for own in ("没有的局", "重站"):
        with pytest.raises(BadUsage, match="要是一个单位的名称或它的文件"):
            own_of(found, own)
    assert own_of(found, "远站.json") == found[2]


def test_what_is_eliminated_and_not_there_is_said() -> None:
    found = files([sound("甲局"), sound("乙站")])
    gone = sound("往来", 收入=[{"科目": "2010301", "上级补助收入": 5}], 支出=[], 经济分类={})
    said = department("某某局", found, None, gone).said
    assert said == ("抵销的 收入 2010301 上级补助收入 5 与各单位的数对不上：各单位合计只有 0",)


def test_whatever_is_typed_where_it_does_not_belong_is_told_of_its_cell(tmp_path: Path) -> None:
    """In the details a 键 that is none, a code that is none, a unit that is not there, a formula of one's own. Over the
    sums another formula, the right figure, and a wrong one in a spare row."""
    made = department("某某局", files([sound("甲局"), sound("乙站")]), None).content
    workbook = Light(written(made))
    sheet, col = workbook[f"录入-{DETAILS}"], columns(workbook, f"录入-{DETAILS}")
    for row, name, typed in ((5, "键", "没有的键"), (6, "科目", "201030"), (7, "单位", "丙站"), (8, "金额", "=50+50")):
        sheet.cell(row, col[name]).value = typed
    spent, col = workbook["录入-支出"], columns(workbook, "录入-支出")
    for row, name, over in ((5, "基本支出", "=1+1"), (6, "基本支出", 3), (5, "全年预算数", 200)):
        spent.cell(row, col[name]).value = over
    report = checked(tmp_path, with_values(saved(workbook)))
    wrong = {one.cell for one in report.findings if one.severity == "error" and one.sheet == "录入-支出"}
    assert {spent.cell(row, col[name]).coordinate for row, name in ((5, "基本支出"), (6, "基本支出"))} <= wrong
    assert spent.cell(5, col["全年预算数"]).coordinate in wrong
    here = [one for one in report.findings if one.sheet == f"录入-{DETAILS}"]
    for cell, words in (
        ("I5", "没有这样的键、行、列"),
        ("I6", "科目代码不对"),
        ("G8", "按它算得的 100 读入"),
    ):
        assert any(words in one.message for one in here if one.cell == cell), cell
    assert any("1 行的单位不在这张表里" in one.message for one in report.findings if one.sheet == "汇总")
    assert "汇总-明细" in {one.rule for one in report.findings}


def test_the_sample_in_three_parts_is_the_sample(sample: Data) -> None:
    """By project and by code: the nine tables come back, and so do the projects, under their units' names."""
    parts: list[Content] = []
    for number in range(3):
        content = deepcopy(dict(sample.content))
        for key in ("事实", "公开数", "核实", "说明"):
            content.pop(key, None)
        content["单位"] = {"名称": f"{number}部", "模板": "湖南长沙"}
        for key in ("收入", "支出", "项目", "基础数据"):
            content[key] = content[key][number::3]
        content["经济分类"] = dict(list(content["经济分类"].items())[number::3])
        names = {one["名称"] for one in content["项目"]}
        content["绩效自评"] = [one for one in content["绩效自评"] if one["对象"] in names or not number]
        content["绩效自评"] = [one for one in content["绩效自评"] if one["对象"] in names or one["对象"] == "整体"]
        for key in ("结转结余", "三公经费", "人员", "上年", "政府采购", "资产", "机关运行经费", "楼堂馆所"):
            if number:
                content.pop(key, None)
        parts.append(content)
    found = files(parts)
    made = department("某某局", found, found[0])
    assert made.content["金额单位"] == "万元"
    values = computed(made.content)
    agree(reading.tables(values), oracle.calculate(dict(sample.content)))
    whole = {one["名称"] for one in sample.content["项目"]}
    assert {one["名称"].split("：")[1] for one in made.content["项目"]} == whole
    evaluated = {one["对象"].split("：")[-1] for one in made.content["绩效自评"]}
    assert evaluated == {one["对象"] for one in sample.content["绩效自评"]}


def test_too_many_amounts_are_values_and_stand_in_a_table_beside(
    put: Put, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    patch.setattr(add, "MOST_DETAILS", 11)
    units = [sound("甲局"), sound("乙站")]
    for one in units:
        row_of(one["收入"], "2010302", "")["其他收入"] = 5
        row_of(one["支出"], "2010302", "其他资金")["项目支出"] = 5
    assert main(put(*units)) == 0
    table = (tmp_path / "dept-单位明细.csv").read_text(encoding="utf-8-sig").splitlines()
    assert table[0] == "单位,键,科目,资金来源,行,列,金额,半宽"
    assert len(table) == 1 + 2 * len(list(figures(deepcopy(units[0]))))
    found = read_book(tmp_path / "dept.xlsx")
    assert found.data.content["支出"][0]["基本支出"] == 200
    assert {one.get("科目") for one in found.data.content[DETAILS]} == {None}
    values = cached((tmp_path / "dept.xlsx").read_bytes())
    assert "单位明细.csv" in str(values["汇总"]["A2"])
    verdicts = [values["校验"].get(CHECKS.cell(VERDICT, row)) for row in range(FIRST, FIRST + 250)]
    assert PASSED in verdicts
    assert FAILED not in verdicts


def test_units_of_a_layout_file_are_read_by_so_many_processes(
    put: Put, tmp_path: Path, patch: pytest.MonkeyPatch, capsys: Any
) -> None:
    (tmp_path / "例省.yaml").write_text("名称: 例省\n说明: 甲\n依据: 甲\n", encoding="utf-8")
    asked: list[int] = []

    def here(sources: Any, work: Any, jobs: int) -> Any:
        asked.append(jobs)
        return in_this_process(sources, work, jobs)

    patch.setattr(files_of_units, "ALONE", 1)
    patch.setattr(processes, "outcomes", here)
    command = [*put(*(sound(name, 单位={"名称": name, "模板": "例省"}) for name in ("甲局", "乙站"))), "--jobs", "2"]
    assert main(command) == 2
    assert "例省" in capsys.readouterr().err
    assert main([*command, "--layout", str(tmp_path / "例省.yaml")]) == 0
    assert asked == [2, 2]
    assert read_book(tmp_path / "dept.xlsx", form_in(tmp_path / "例省.yaml")).data.layout == "例省"


def test_what_nobody_foresaw_keeps_one_unit_out(put: Put, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    put(sound("甲局"))
    assert "退出码 1" in files_of_units.UnitWork().lost(tmp_path, "做它的进程中途没了（退出码 1）").refusal
    patch.setattr(files_of_units, "findings", None)
    found = files_of_units.UnitWork().done(tmp_path / "units" / "0.json")
    assert "程序里出了意外（TypeError）" in found.refusal
    assert "TypeError" in found.trace


def test_texts_follow_the_names_of_facts_and_projects() -> None:
    one = little_unit()
    one["绩效自评"][1]["实际完成情况"] = "召开 {次数} 次"
    one["事实"].append({"键": "一半", "式": "{次数}/2+{项目支出/甲项目/支出金额}"})
    one["事实"].append({"键": "总额", "式": "{公开03/合计/基本支出}*2"})
    made = department("某某局", files([one]), None)
    content, label = made.content, one["单位"]["名称"]
    assert [row["键"] for row in content["事实"]] == [f"{label}：次数", f"{label}：一半"]
    assert content["事实"][1]["式"] == f"{{{label}：次数}}/2+{{项目支出/{label}：甲项目/支出金额}}"
    assert [row["对象"] for row in content["绩效自评"]] == [f"{label}：甲项目"]
    assert content["绩效自评"][0]["实际完成情况"] == f"召开 {{{label}：次数}} 次"
    assert any("总额" in told for told in made.said)
