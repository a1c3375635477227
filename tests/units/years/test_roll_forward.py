"""Last year's workbook rolled forward: what stays, what becomes 上年 and 年初, what is emptied; and older versions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_command_line import refused
from tests.conftest import ROOT, SHANGHAI, fewer_rows
from tests.helpers.building import assemble
from tests.helpers.checking import checked, found, new
from tests.helpers.typing_in import Light, opened, saved
from xlbudget import __version__
from xlbudget.check.report import Report
from xlbudget.check.workbook_check import check
from xlbudget.commands.main import main
from xlbudget.datafile.fields import FILE
from xlbudget.datafile.file import Data, load
from xlbudget.datafile.problems import validate
from xlbudget.language.sheet import Sheet
from xlbudget.reading import stamp
from xlbudget.reading.reader import read_book
from xlbudget.regions.forms import built_in
from xlbudget.sheets import book
from xlbudget.sheets.book import Book
from xlbudget.units.years.carry_over import MARK, marked
from xlbudget.units.years.changes_sheet import KEY
from xlbudget.units.years.roll_forward import roll
from xlbudget.units.years.template import NewWorkbook
from xlbudget.workbook.write import write

RELEASED = sorted((ROOT / "tests" / "released").rglob("changsha-2023.xlsx"))


@pytest.fixture(scope="module")
def before(sample: Data) -> Book:
    """The sample with few spare rows."""
    with fewer_rows():
        return assemble(sample)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, before: Book) -> NewWorkbook:
    """It rolled forward."""
    path = tmp_path_factory.mktemp("roll") / "changsha-2023.xlsx"
    with fewer_rows():
        path.write_bytes(write(before))
        return roll(path, 2024)


def put(folder: Path, content: dict[str, Any], name: str = "book.xlsx") -> Path:
    path = folder / name
    path.write_bytes(write(assemble(Data(content))))
    return path


def page(book: Book) -> Sheet:
    """变动."""
    return next(sheet for sheet in book.sheets if sheet.name == KEY)


def changes(book: Book) -> list[tuple[str, ...]]:
    """The lines of 变动."""
    rows: dict[int, dict[int, str]] = {}
    for item in page(book).items:
        if item.row > 4:
            rows.setdefault(item.row, {})[item.col] = str(item.content or "")
    return [tuple(line.get(col, "") for col in range(1, 6)) for line in rows.values()]


def fixed(book: Book) -> dict[str, Any]:
    """Where the cells of the tables with fixed rows stand."""
    tables = ("公开01/", "公开04/", "公开06/", "三公/", "三公对比/", "附件1/")
    return {key: area for key, area in book.names.areas.items() if key.startswith(tables)}


# ---------------------------------------------------------------- the sample


def test_final_figures_become_those_of_last_year(made: NewWorkbook) -> None:
    new = made.data.content
    validate(new, FILE, "")
    assert new["年度"] == 2024
    assert new["三公经费"]["上年决算数"] == {
        "因公出国（境）费": 0,
        "公务用车购置费": 0,
        "公务用车运行维护费": 3.24,
        "公务接待费": 0.16,
    }
    assert new["三公经费"]["决算数"] == new["三公经费"]["年初预算数"] == {}
    # 公开01 总计、公开04 总计与支出合计，原值 132.72 − 折旧 84.38
    assert new["上年"] == {
        "收支总计": 1006.09,
        "财政拨款收支总计": 1006.09,
        "财政拨款支出": 1006.09,
        "一般公共预算财政拨款支出": 1006.09,
        "机关运行经费": 0,
        "固定资产净值": 48.34,
    }
    base = {row["行"]: row.get("上年决算数") for row in new["基础数据"]}
    assert base["1、业务经费"] == 285.21
    assert base["绿心地区生态补偿专项资金"] == 1440
    assert base["部门基本支出预算调整"] == 575.32
    assert base["其中：办公经费"] == 4.03
    assert new["人员"]["上年人数"] == 20
    assert new["结转结余"] == {"年初": []}


def test_names_and_codes_stay_and_amounts_go(made: NewWorkbook, sample: Data) -> None:
    old, new = sample.content, made.data.content
    assert list(new) == [key for key in old if key != "机关运行经费"]
    assert new["单位"] == old["单位"]
    assert new["科目"] == old["科目"]
    assert new["收入"] == [{"科目": row["科目"]} for row in old["收入"]]
    assert new["支出"] == [{key: row[key] for key in ("科目", "资金来源")} for row in old["支出"]]
    assert [set(row) for row in new["项目"]] == [{"名称", "类别"}] * 6
    assert (new["公开数"], new["事实"], new["政府采购"]) == ([], [], {})
    for before, after in zip(old["绩效自评"], new["绩效自评"], strict=True):
        assert after["对象"] == before["对象"]
        assert after.get("权重") == before.get("权重")
        assert after["年度目标"] == before["年度目标"].rstrip() + MARK
        assert after["实际完成情况"] == ""
        for one, other in zip(before["指标"], after["指标"], strict=True):
            same = ("一级", "二级", "三级", "分值")
            assert [other[key] for key in same] == [one[key] for key in same]
            assert other["年度指标值"].endswith(MARK)
            assert other["实际完成值"] == ""
            assert not {"得分", "偏差原因"} & set(other)
            assert not {"实际", "档"} & set(other.get("评分", {}))


def test_the_fixed_tables_do_not_move(made: NewWorkbook, before: Book) -> None:
    assert fixed(made.book) == fixed(before)
    assert len(fixed(before)) > 300


def test_what_happened_is_listed(made: NewWorkbook) -> None:
    lines = changes(made.book)
    assert ("录入-三公经费!B8", "移到上年", "0.28", "0.16", "取自上年的决算数") in lines
    assert ("录入-收入!C5", "清空", "285.21", "", "2010406") in lines
    assert any(path == "录入-支出 第 6 行" and what == "沿用" and "2010450" in old for path, what, old, *_ in lines)
    assert any(path == "录入-事实" and old == "8期" for path, _, old, *_ in lines)
    problems = [line for line in lines if line[1] == "上年的问题"]
    assert any("括号里的分值" in line[4] for line in problems)
    assert page(made.book).open
    assert not page(made.book).hidden


@pytest.mark.usefixtures("few_rows")
def test_rolled_twice_it_keeps_every_code(tmp_path: Path, made: NewWorkbook, sample: Data) -> None:
    path = tmp_path / "2024.xlsx"
    path.write_bytes(write(assemble(made.data, None, [page(made.book)])))
    assert read_book(path).oddities == ()
    again = roll(path, 2025)
    new, first = again.data.content, made.data.content
    for key in ("科目", "收入", "支出", "项目"):
        assert new[key] == first[key]
    assert [e["指标"] for e in new["绩效自评"]] == [e["指标"] for e in first["绩效自评"]]
    assert [row["行"] for row in new["基础数据"]] == [row["行"] for row in first["基础数据"]]
    assert "沿用上年，请核）（" not in json.dumps(new, ensure_ascii=False)
    # 2024 年什么也没填：没有可以移到上年的数，不当作零。
    assert new["上年"] == {}
    assert new["三公经费"]["上年决算数"] == {}
    assert fixed(again.book) == fixed(made.book)
    assert again.data.unit == sample.unit


def test_a_mark_is_not_put_twice() -> None:
    assert marked("4个") == f"4个{MARK}"
    assert marked(marked("4个")) == f"4个{MARK}"
    assert marked(" ") == " "


# ---------------------------------------------------------------- balances, other regions, unfinished sources


def balanced(minimal: dict[str, Any]) -> dict[str, Any]:
    """A unit in 元 with balances of all four kinds."""
    general, fund, capital, other = (
        "一般公共预算财政拨款",
        "政府性基金预算财政拨款",
        "国有资本经营预算财政拨款",
        "其他资金",
    )
    minimal["金额单位"] = "元"
    minimal["收入"] = [
        {"科目": "2010406", f"{general}收入": 1000.5, "事业收入": 300},
        {"科目": "2120801", f"{fund}收入": 500},
        {"科目": "2230105", f"{capital}收入": 80},
    ]
    minimal["支出"] = [
        {"科目": "2010406", "资金来源": general, "基本支出": 900.25},
        {"科目": "2010406", "资金来源": other, "基本支出": 100},
        {"科目": "2120801", "资金来源": fund, "项目支出": 420.1},
        {"科目": "2230105", "资金来源": capital, "项目支出": 50},
    ]
    minimal["结转结余"] = {
        "年初": [
            {"资金来源": fund, "科目": "2120801", "金额": 20},
            {"资金来源": fund, "科目": "2120803", "金额": 7},
            {"资金来源": fund, "金额": 3},
            {"资金来源": other, "金额": 11},
        ],
        "使用非财政拨款结余和专用结余": 4,
        "结余分配": 5,
    }
    return minimal


def test_closing_balances_become_opening_balances(tmp_path: Path, minimal: dict[str, Any]) -> None:
    made = roll(put(tmp_path, balanced(minimal)), 2024)
    validate(made.data.content, FILE, "")
    found = [(row["资金来源"][:4], row.get("科目"), row["金额"]) for row in made.data.content["结转结余"]["年初"]]
    assert found == [
        ("一般公共", None, 100.25),
        ("政府性基", "2120801", 99.9),
        ("政府性基", "2120803", 7),
        ("政府性基", None, 3),
        ("国有资本", "2230105", 30),
        # 300 + 11 + 4 − 100 − 5
        ("其他资金", None, 210),
    ]
    assert made.data.content["上年"]["收支总计"] == pytest.approx(1000.5 + 300 + 580 + 41 + 4)


@pytest.mark.usefixtures("few_rows")
def test_the_sample_of_shanghai(tmp_path: Path) -> None:
    data = load(SHANGHAI)
    made = roll(put(tmp_path, dict(data.content) | {"公开数": []}), 2026, form=built_in("上海"))
    assert [row["科目"] for row in made.data.content["支出"]] == [row["科目"] for row in data.content["支出"]]
    assert made.data.content["上年"]["一般公共预算财政拨款支出"] == pytest.approx(4733.14, abs=0.02)
    assert all(text.endswith(MARK) for text in made.data.content["说明"].values() if text)


def test_an_unfinished_source_is_rolled_with_its_findings(tmp_path: Path, minimal: dict[str, Any]) -> None:
    minimal["支出"] = [{"科目": "2010406", "资金来源": "其他资金", "基本支出": 1}]
    minimal["项目"] = [{"名称": "甲", "类别": "公共项目"}]
    minimal["基础数据"] = []
    workbook = Light(write(assemble(Data(minimal))))
    workbook["录入-单位"]["B6"] = None
    workbook["录入-支出"]["C5"] = None
    workbook["录入-支出"]["A6"] = "2010406"
    workbook["录入-支出"]["F6"] = "十二"
    workbook["录入-项目"]["B5"] = None
    del workbook["录入-收入"]
    path = tmp_path / "broken.xlsx"
    path.write_bytes(saved(workbook))
    (tmp_path / "~$broken.xlsx").write_bytes(b"lock")
    target = tmp_path / "new.xlsx"
    made = roll(path, 2024)
    assert any("正在 Excel 中打开，可能还没有保存" in note for note in made.notes)
    assert any("没有填年度" in note for note in made.notes)
    problems = [line for line in changes(made.book) if line[1] == "上年的问题"]
    assert any("录入-收入" in line[4] for line in problems)
    assert any(line[0] == "录入-支出!F6" for line in problems)
    assert main(["new", "--year", "2024", "--from", str(path), "-o", str(target)]) == 0
    assert read_book(target).data.content["支出"] == [{"科目": "2010406"}]


# ---------------------------------------------------------------- the command


def test_the_command_and_what_it_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], minimal: dict[str, Any]
) -> None:
    path = put(tmp_path, minimal)
    before = path.read_bytes()
    year = minimal["年度"]
    new = ("new", "--from", path, "--year")
    assert f"--year {year} 就是源文件 {path} 的年度（{year}）" in refused(capsys, *new, year)
    assert f"早于源文件 {path} 的年度" in refused(capsys, *new, year - 1)
    assert "就是输入文件" in refused(capsys, *new, year + 1, "-o", path, "--force")
    assert "与源文件" in refused(capsys, *new, year + 1, "--layout", "上海")
    assert "不能是空的" in refused(capsys, *new, year + 1, "--unit", " ")
    (tmp_path / "other.xlsx").write_bytes(b"PK\x05\x06" + bytes(18))
    assert "不是能读的" in refused(capsys, "new", "--from", tmp_path / "other.xlsx", "--year", year + 1)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["book.xlsx", "other.xlsx"]
    target = tmp_path / "new.xlsx"
    assert main([*map(str, new), str(year + 2), "--unit", "改了名的局", "-o", str(target)]) == 0
    out, err = capsys.readouterr()
    assert "改了名的局" in out
    assert "隔了 1 年" in err
    assert path.read_bytes() == before
    assert {f.rule for f in check(target).findings if f.severity == "error"} == set()
    shown = opened(target.read_bytes())
    assert shown.sheetnames[:3] == ["封面", "目录", KEY]
    assert not shown[KEY].protection.sheet
    links = {c.hyperlink.location for row in shown["目录"].iter_rows() for c in row if c.hyperlink}
    assert f"'{KEY}'!A1" in links


# ---------------------------------------------------------------- earlier versions


@pytest.mark.usefixtures("few_rows")
@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.parent.name)
def test_a_workbook_of_an_earlier_version_is_read_checked_and_rolled(
    tmp_path: Path, path: Path, sample: Data, made: NewWorkbook
) -> None:
    version = path.parent.name
    assert version != __version__
    reading = read_book(path)
    assert reading.oddities == ()
    assert json.dumps(reading.data.content["支出"]) == json.dumps(sample.content["支出"])
    again = roll(path, 2024)
    # The texts are those that this version's sample had.
    assert again.data.content.keys() == made.data.content.keys()
    assert {key for key, new in again.data.content.items() if new != made.data.content[key]} <= {"说明"}
    problems = [line for line in changes(again.book) if line[1] == "上年的问题"]
    told = [line for line in problems if "旧版本" in line[4]]
    (said,) = [line[4] for line in told]
    assert said.startswith(f"由旧版本 {version} 生成，公式未逐格比较；")
    assert said.endswith("个数和文字都与照录入重算的相同；请 read 后重新 build")
    # 其余的都是这份数据本身的问题：读回、重新生成的工作簿也有。
    rebuilt = check(put(tmp_path, dict(reading.data.content)))
    assert [line[4] for line in problems if line not in told] == [finding.message for finding in rebuilt.findings]


def test_a_workbook_of_a_version_with_the_same_formulas_is_compared_cell_by_cell(
    few_rows: None, little: bytes, little_report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program has become 99.0.0 since, and its formulas have not changed."""
    del few_rows
    for module in (book, stamp):
        monkeypatch.setattr(module, "__version__", "99.0.0")
    report = checked(tmp_path, little)
    assert found(report) == found(little_report)
    workbook = Light(little)
    workbook["附件2"]["H5"].value = 1
    typed = checked(tmp_path, saved(workbook))
    assert [(f.sheet, f.cell) for f in new(typed, report) if f.severity == "error"] == [("附件2", "H5")]


def test_there_is_a_workbook_of_every_released_version() -> None:
    assert {path.parent.name for path in (ROOT / "tests" / "released").rglob("*.xlsx")} == {"0.1.0", "0.2.0"}
