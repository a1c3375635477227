"""``--subjects``: a catalogue of one's own reaches the workbook, which is then judged the same without it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

import xlbudget
from tests.commands.test_command_line import refused
from tests.helpers import computing, oracle
from tests.helpers.building import assemble
from tests.helpers.checking import checked, little_unit
from tests.helpers.typing_in import Light, saved, type_row
from tests.reading.test_code_tables import tables
from xlbudget.addin.desk import examined
from xlbudget.addin.file_desk import FileDesk
from xlbudget.check.findings import findings
from xlbudget.check.positions import Positions
from xlbudget.commands.main import main
from xlbudget.datafile.file import Data, load
from xlbudget.reading.own_subjects import own_subjects
from xlbudget.units.years.roll_forward import roll
from xlbudget.units.years.template import template
from xlbudget.workbook.calculate import by_address, calculation
from xlbudget.workbook.render import render

pytestmark = pytest.mark.usefixtures("few_rows")

ITEM, ECONOMIC, LATER = "2350101", "30241", "2350102"
"""Codes that no catalogue of the program has; the last one is typed when the workbook is built."""
FUNCTIONAL = {"235": "新类支出", "23501": "新款事务", ITEM: "新项一", LATER: "新项二"}


def unit() -> dict[str, Any]:
    content = little_unit() | {"公开数": []}
    content["支出"][0]["科目"] = content["收入"][0]["科目"] = ITEM
    content["经济分类"] |= {"30102": 100, ECONOMIC: 100.33}
    return content


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "functional-2023.csv").write_text(as_csv(FUNCTIONAL), encoding="utf-8")
    (tmp_path / "functional-2024.csv").write_text(as_csv(FUNCTIONAL | {ITEM: "改了名"}), encoding="utf-8")
    rows: list[list[object]] = [["科目编码", "科目名称"], ["302", "商品和服务支出"], [ECONOMIC, "新款"]]
    names = ("functional-2023.csv", "functional-2024.csv")
    paths = [*(tmp_path / name for name in names), tables(tmp_path / "经济分类.xlsx", {"表": rows})]
    return [word for path in paths for word in ("--subjects", str(path))]


def as_csv(codes: Mapping[str, str]) -> str:
    return "code,name\n" + "".join(f"{code},{name}\n" for code, name in codes.items())


def wrong(said: Iterable[str]) -> list[str]:
    return [one for one in said if "目录" in one or "表内无此科目" in one]


@pytest.fixture
def book(tmp_path: Path, files: list[str]) -> Path:
    data = tmp_path / "data.json"
    data.write_text(json.dumps(unit(), ensure_ascii=False), encoding="utf-8")
    assert main(["build", str(data), "-o", str(tmp_path / "book.xlsx"), *files]) == 0
    return tmp_path / "book.xlsx"


def test_a_workbook_carries_the_names_and_is_judged_the_same_everywhere(
    tmp_path: Path, book: Path, files: list[str]
) -> None:
    """By every command and button, with the files at hand and without; also when a further code of theirs is typed."""
    paths = [Path(word) for word in files if word != "--subjects"]
    typed = Light(book.read_bytes())
    type_row(typed, "录入-支出", 3, {"科目": LATER, "资金来源": "其他资金", "项目支出": 1})
    later = tmp_path / "later.xlsx"
    later.write_bytes(saved(typed))
    found = xlbudget.check_workbook(later).findings
    assert wrong(one.message for one in found) == []
    assert xlbudget.check_workbook(later, subjects=paths).findings == found
    # What all buttons, export and recalc take their figures and verdicts from; they know of no file.
    assert examined(FileDesk(later)).report.findings == found
    data = xlbudget.read_workbook(later).data
    assert xlbudget.read_workbook(later, subjects=paths).data == data
    assert data.content["科目"].items() >= (FUNCTIONAL | {ECONOMIC: "新款"}).items()
    assert roll(book, 2024, own=own_subjects(paths[:1])).data == roll(book, 2024).data
    shown = computing.cached(book.read_bytes())
    assert {"新款事务", "新项一"} <= set(shown["公开03"].values())
    assert "\u3000新款" in shown["公开06"].values()


def test_a_template_has_all_of_them_by_year(tmp_path: Path, files: list[str]) -> None:
    names = FUNCTIONAL | {ECONOMIC: "新款"}
    assert main(["new", "--year", "2025", "--projects", "0", "-o", str(tmp_path / "2025.xlsx"), *files]) == 0
    assert xlbudget.read_workbook(tmp_path / "2025.xlsx").data.content["科目"] == names | {ITEM: "改了名"}
    own = own_subjects(Path(word) for word in files if word != "--subjects")
    assert template(2022, projects=0, own=own).data.content["科目"] == names


def test_read_and_check_take_them(tmp_path: Path, files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    plain, out = tmp_path / "plain.xlsx", tmp_path / "out.json"
    xlbudget.build_workbook(unit()).save(plain)
    assert main(["read", str(plain), "-o", str(out), *files]) == 0
    assert load(out).content["科目"][ITEM] == "新项一"
    said = []
    for more in ([], files):
        capsys.readouterr()
        assert main(["check", str(plain), "--format", "json", *more]) in (0, 1)
        said.append(wrong([f["message"] for f in json.loads(capsys.readouterr().out)["findings"]]))
    assert [len(one) for one in said] == [3, 0]


def test_names_that_a_unit_has_stand_and_known_ones_are_not_carried(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(as_csv({"201": "一般公共服务支出", ITEM: "目录的", "2010450": "事业运行"}), encoding="utf-8")
    data = Data({"年度": 2023, "科目": {f"{ITEM} ": "自己的"}})
    assert own_subjects([path]).added_to(data) is data


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "code,name\n101,税收收入\n", "里面没有支出功能分类（2 开头）或部门预算支出经济分类（3 开头）的科目"),
        ("a.csv", "code,name\n2350101,别的\n", "代码 2350101 叫“别的”"),
        ("a.csv", "code,name\n2350101,别\x01的\n", "代码 2350101 的名称"),
        ("a.csv", "甲,乙\n", "第 1 行应为 code,name"),
        ("没有.xlsx", "", "找不到文件"),
    ],
)
def test_what_is_no_catalogue_is_refused(
    tmp_path: Path, files: list[str], capsys: pytest.CaptureFixture[str], name: str, content: str, said: str
) -> None:
    path = tmp_path / name
    if content:
        path.write_text(content, encoding="utf-8")
    out = tmp_path / "new.xlsx"
    assert said in refused(capsys, "new", "--year", "2023", "-o", out, *files, "--subjects", path)
    assert not out.exists()


@pytest.mark.parametrize("layout", ["湖南长沙", "上海"])
@pytest.mark.parametrize(("code", "name"), [("2330401", "债务发行费用支出"), (ITEM, "新类支出")])
def test_a_class_that_is_not_printed_as_a_rule_has_its_line_where_it_is_used(layout: str, code: str, name: str) -> None:
    key = f"{{}}/{name}/支出/{{}}"
    content = oracle.empty_unit() | {"科目": FUNCTIONAL}
    content["单位"]["模板"] = layout
    assert key.format("公开01", "金额") not in assemble(Data(content)).names.areas
    content["支出"] = [{"科目": code, "资金来源": oracle.GENERAL, "项目支出": 10}]
    book = assemble(Data(content))
    values = by_address(book, calculation(book))
    for table, column in (("公开01", "金额"), ("公开04", "合计"), ("公开04", oracle.GENERAL)):
        area = book.names.areas[key.format(table, column)]
        assert values[area.sheet][area.text(area.sheet)] == 10
        assert any(str(text).endswith(f"、{name}") for text in values[area.sheet].values())
    assert not [one for one in findings(book, values, Positions()) if one.rule == "表内-支出合计"]


@pytest.mark.parametrize("name", ["其他支出", "总计", "新/类{支出}", ""])
def test_a_class_of_another_line_s_name_has_none_and_that_is_said(name: str) -> None:
    content = oracle.empty_unit() | {"科目": {**FUNCTIONAL, "235": name}}
    content["支出"] = [{"科目": ITEM, "资金来源": oracle.GENERAL, "项目支出": 10}]
    book = assemble(Data(content))
    values = by_address(book, calculation(book))
    assert str(values["公开01"]["A2"]).startswith("有 10.00 万元支出的科目不在下列各类中")
    assert [one for one in findings(book, values, Positions()) if one.rule == "表内-支出合计"]


def test_a_class_typed_later_is_missing_in_the_file_s_own_tables_until_it_is_rebuilt(tmp_path: Path) -> None:
    content = oracle.empty_unit() | {"科目": FUNCTIONAL}
    for key, more in (
        ("收入", {"一般公共预算财政拨款收入": 10}),
        ("支出", {"资金来源": oracle.GENERAL, "项目支出": 10}),
    ):
        content[key] = [{"科目": "2010450", **more}]
    book = Light(render(assemble(Data(content))))
    assert not checked(tmp_path, saved(book)).findings
    for sheet in ("录入-收入", "录入-支出"):
        book[sheet]["A5"].value = ITEM
    later = checked(tmp_path, saved(book)).findings
    assert [(one.rule, one.severity, one.sheet, one.cell) for one in later] == [
        ("文件-放不下", "error", table, "A2") for table in ("公开01", "公开04")
    ]
    assert "公开01 的 A2 写着“有 10.00 万元支出的科目不在下列各类中" in later[0].message
    again = render(assemble(xlbudget.read_workbook(tmp_path / "book.xlsx").data))
    assert not checked(tmp_path, again).findings
