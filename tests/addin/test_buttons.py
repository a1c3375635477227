"""``xlbudget recalc`` and ``xlbudget export``, and the desk of a file behind them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook

from tests.check.test_other_builds import claimed
from tests.conftest import ROOT
from tests.helpers import checking
from tests.helpers.checking import WHOSE
from tests.helpers.computing import with_values
from tests.helpers.typing_in import Light, saved
from xlbudget.addin.buttons.rates import control_rates, execution_rates, recalc_control_rate, recalc_execution_rate
from xlbudget.addin.buttons.write_cells import _sheet, with_formulas
from xlbudget.addin.file_desk import FileDesk
from xlbudget.check.workbook_check import check, examine_package
from xlbudget.commands.main import main
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.workbook.engines import libreoffice

pytestmark = pytest.mark.usefixtures("few_rows")


@pytest.fixture
def book(little: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(little)
    return path


def damaged(path: Path, cells: dict[tuple[str, str], object], keeps: bool = False) -> None:
    """Type over cells with the protection off, and save; ``keeps``: with the values that follow."""
    workbook = Light(path.read_bytes())
    for (sheet, cell), value in cells.items():
        workbook[sheet][cell].value = value
    path.write_bytes(with_values(saved(workbook)) if keeps else saved(workbook))


def cells_of(path: Path) -> dict[tuple[str, str], tuple[object, object]]:
    there = formulas_and_values(Package.open(path))
    return {(sheet, at): cell for sheet, cells in there.items() for at, cell in cells.items()}


def test_the_rates_are_all_rates_that_the_sheets_show(book: Path) -> None:
    examination = examine_package(Package.open(book))
    shown = {rate.cell for rate in (*execution_rates(examination), *control_rates(examination))}
    percent = set()
    workbook = Light(book.read_bytes())
    for sheet in workbook.sheetnames:
        for row in workbook[sheet].iter_rows():
            percent |= {
                (sheet, cell.coordinate) for cell in row if str(cell.number_format).startswith("0.00%") and cell.value
            }
    others = {("附件1", f"{col}{row}") for col in "DG" for row in (28, 29, 30)}  # 楼堂馆所的规模、投资控制率不归按钮管
    assert {cell for cell in percent if not cell[0].startswith(("校验", "公开数", "总览", "有数"))} - others == shown


def test_recalc_restores_rates_and_nothing_else(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pristine = cells_of(book)
    wrong: dict[tuple[str, str], object] = {
        ("项目支出", "F5"): 0.5, ("附件2", "H5"): "=1+1", ("三公对比", "E10"): None, ("公开03", "C9"): 1,
    }  # fmt: skip
    damaged(book, wrong, keeps=True)
    before = book.read_bytes()
    target = tmp_path / "新.xlsx"
    assert main(["recalc", str(book), "-o", str(target)]) == 0
    said = capsys.readouterr().out
    assert book.read_bytes() == before
    now = cells_of(target)
    for cell in list(wrong)[:3]:
        assert now[cell] == pristine[cell]
        assert " ".join(cell) in said
    assert now["公开03", "C9"] == (None, 1)
    assert "恢复了 3 处被改掉的公式" in said
    assert "另有 1 处别的公式被改过" in said
    assert f"已写出 {target}" in said
    found = {(f.sheet, f.cell) for f in check(target).findings if f.rule == "公式-被改"}
    assert found == {("公开03", "C9")}


def test_recalc_of_an_intact_workbook_changes_no_part_of_it(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    assert main(["recalc", str(book), "-o", str(target)]) == 0
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target) as new:
        assert [info.filename for info in old.infolist()] == [info.filename for info in new.infolist()]
        assert all(old.read(name) == new.read(name) for name in old.namelist())


def test_refusals_leave_nothing(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "新.xlsx"
    assert main(["recalc", str(book), "-o", str(book)]) == 2
    assert "不能写在自己上面" in capsys.readouterr().err
    assert main(["recalc", str(book), "-o", str(target), "--below", "101"]) == 2
    assert "应为大于 0、不超过 100 的数" in capsys.readouterr().err
    assert main(["recalc", str(tmp_path / "没有.xlsx"), "-o", str(target)]) == 2
    assert "找不到文件" in capsys.readouterr().err
    older = tmp_path / "旧.xlsx"
    older.write_bytes(claimed(book.read_bytes(), "0.1.0"))
    assert main(["recalc", str(older), "-o", str(target)]) == 2
    assert "由旧版本 0.1.0 生成" in capsys.readouterr().err
    assert not target.exists()
    target.write_bytes(b"mine")
    assert main(["recalc", str(book), "-o", str(target)]) == 2
    assert target.read_bytes() == b"mine"


def columns(book: Path, sheet: str) -> dict[Any, str]:
    return {cell.value: cell.column_letter for cell in Light(book.read_bytes())[sheet][4]}


def test_a_rate_below_the_threshold_is_named_unless_a_reason_is_given(book: Path) -> None:
    """Beside the project or its indicators; its remark is none."""
    content = checking.little_unit()
    assert content["项目"][0]["支出金额"] / content["项目"][0]["预算指标"] == pytest.approx(0.9507)
    at, of_indicators, pristine = (
        columns(book, "录入-项目"),
        columns(book, "录入-绩效指标")["偏差原因"],
        book.read_bytes(),
    )

    def said(below: float = 96, **typed: str) -> str:
        book.write_bytes(pristine)
        damaged(book, {("录入-项目", f"{at[heading]}5"): text for heading, text in typed.items()})
        return recalc_execution_rate(FileDesk(book, below=below))

    silent = "低于 96% 而没有写偏差原因的：\n  甲项目：95.07%（录入-项目 J5、项目支出 F7、附件3-1 H6、附件3-1 H7）"
    assert silent in said()
    assert "没有低于 80% 的" in said(80)
    assert silent in said(备注="直接拨付至区县")
    given = "低于 96% 的有 1 个，都写了偏差原因"
    assert given in said(偏差原因="年中调整")
    book.write_bytes(pristine)
    damaged(book, {("录入-绩效指标", f"{of_indicators}7"): "年中调整"})
    assert given in recalc_execution_rate(FileDesk(book, below=96))


@pytest.mark.parametrize(
    ("spent", "said"), [(4.52, "没有低于 80% 的"), (4.51, "甲项目：79.82%（录入-项目 J5、项目支出 F7）")]
)
def test_a_rate_that_is_printed_as_the_limit_is_not_below_it(book: Path, spent: float, said: str) -> None:
    """4.52 of 5.65 is 80%, and a binary fraction a little below it."""
    assert 4.52 / 5.65 < 0.8
    at, sums = columns(book, "录入-项目"), {"预算指标": 5.65, "支出金额": spent}
    damaged(book, {("录入-项目", f"{at[heading]}5"): figure for heading, figure in sums.items()})
    told = recalc_execution_rate(FileDesk(book))
    assert said in told
    assert f"最低的是 甲项目：{'80.00' if spent == 4.52 else '79.82'}%（项目支出 F7）" in told


def test_a_rate_without_a_figure_is_named_for_what_it_is(book: Path) -> None:
    damaged(book, {("录入-项目", "D5"): "#VALUE!", ("录入-人员", "B5"): "#DIV/0!"})
    # What cannot be read counts as absent; the check names its cell.
    without = "没有数的（没有填，或预算为零）：甲项目（录入-项目 J5、项目支出 F7"
    assert without in recalc_execution_rate(FileDesk(book))


def test_a_rate_of_control_above_one_is_named(book: Path) -> None:
    sheet = Light(book.read_bytes())["录入-三公经费"]
    column = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == "决算数")
    spent = next(
        row[column - 1].coordinate
        for row in sheet.iter_rows()
        if row[column - 1].value == 1.5 and not row[column - 1].protection.locked
    )
    damaged(book, {("录入-三公经费", spent): 3})
    said = recalc_control_rate(FileDesk(book))
    assert "超过 100% 的：\n  3、公务接待：150.00%（三公对比 E9）\n  合计：150.00%（三公对比 E10）" in said
    assert "超过上年的：\n" in said


def test_what_a_user_added_is_still_there_and_calculated_on_opening(book: Path, tmp_path: Path) -> None:
    """Whatever it is: nothing of the file is calculated but what is ours."""
    workbook = Light(book.read_bytes())
    own = {"D5": "=SUM((A1", "D6": "=公开03!D7+1", "D7": "=录入-项目!B5"}
    added = workbook.create_sheet("我的表")
    for cell, text in {**own, "D8": "随手记"}.items():
        added[cell] = text
    workbook["公开03"]["D7"] = "=1+1"
    book.write_bytes(saved(workbook))
    before = check(book)
    assert main(["recalc", str(book), "-o", str(tmp_path / "新.xlsx")]) == 0
    made = Package.open(tmp_path / "新.xlsx")
    there = formulas_and_values(made)
    assert there["我的表"] == {cell: (formula, None) for cell, formula in own.items()} | {"D8": (None, "随手记")}
    assert there["公开03"]["D7"] == ("=1+1", None)
    assert there["公开03"]["C7"][1] is not None
    assert 'fullCalcOnLoad="1"' in made.read(made.book).decode("utf-8")
    assert {f.message for f in check(tmp_path / "新.xlsx").findings} == {f.message for f in before.findings}


SHEET = "xl/worksheets/sheet1.xml"


def shared_book() -> bytes:
    """A workbook as Excel writes one: a shared formula, a calculation chain, a row that is not there."""
    from openpyxl import Workbook

    workbook = Workbook()
    sheet: Any = workbook.active
    for row in range(1, 4):
        sheet[f"A{row}"] = row
        sheet[f"B{row}"] = f"=A{row}*2"
    package = BytesIO()
    out = BytesIO()
    workbook.save(package)
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            content = source.read(info).decode("utf-8") if info.filename.endswith((".xml", ".rels")) else ""
            if info.filename == SHEET:
                content = content.replace("<f>A1*2</f>", '<f t="shared" ref="B1:B3" si="0">A1*2</f>')
                content = re.sub(r"<f>A[23]\*2</f>", '<f t="shared" si="0"/>', content)
            if info.filename == "[Content_Types].xml":
                content = content.replace(
                    "</Types>", '<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
                )
            if info.filename == "xl/_rels/workbook.xml.rels":
                relation = '<Relationship Id="rIdC" Type="http://x/calcChain" Target="calcChain.xml"/></Relationships>'
                content = content.replace("</Relationships>", relation)
            target.writestr(info.filename, content)
        target.writestr("xl/calcChain.xml", "<calcChain/>")
    return out.getvalue()


def test_a_formula_is_put_where_it_belongs_whatever_stood_there() -> None:
    package = Package.of(Path("a.xlsx"), shared_book())
    made = with_formulas(
        package, {("Sheet", "B1"): "=A1+1", ("Sheet", "C2"): "=B2", ("Sheet", "A9"): "=1<2", ("Sheet", "B5"): '="<"'}
    )
    there = formulas_and_values(Package.of(Path("b.xlsx"), made))["Sheet"]
    assert {at: formula for at, (formula, _) in there.items() if formula} == {
        "B1": "=A1+1", "B2": "=A2*2", "B3": "=A3*2", "C2": "=B2", "A9": "=1<2", "B5": '="<"',
    }  # fmt: skip
    with zipfile.ZipFile(BytesIO(made)) as parts:
        assert "xl/calcChain.xml" not in parts.namelist()
        assert b"calcChain" not in parts.read("[Content_Types].xml") + parts.read("xl/_rels/workbook.xml.rels")
        rows = re.findall(rb'<row [^>]*r="(\d+)"', parts.read(SHEET))
        assert rows == sorted(rows, key=int)


def test_export_writes_what_it_says(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
) -> None:
    patch.setattr(libreoffice, "program", lambda: None)
    out = tmp_path / "出"
    assert main(["export", str(book), "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert not re.search("注意|没有填|年度", said.replace("2023年度", ""))
    names = {path.name for path in out.iterdir()}
    assert names == {
        f"{WHOSE}部门整体支出绩效评价基础数据表.xlsx",
        f"{WHOSE}部门整体支出绩效自评表.xlsx",
        f"{WHOSE}项目支出绩效自评表-甲项目.xlsx",
    }
    assert all(name in said for name in names)
    assert "没有转成 PDF" in said
    assert main(["export", str(book), "-o", str(out)]) == 2
    assert "已经有" in capsys.readouterr().err
    assert main(["export", str(book), "-o", str(out), "--force"]) == 0
    assert main(["export", str(book), "-o", str(out), "--what", "公开表"]) == 0
    assert (out / f"{WHOSE}部门决算公开表.xlsx").exists()
    assert not [path for path in out.iterdir() if path.name.startswith(".")]


def test_export_says_what_is_wrong_with_the_workbook(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
) -> None:
    patch.setattr(libreoffice, "program", lambda: None)
    damaged(book, {("附件2", "H5"): 7})
    assert main(["export", str(book), "-o", str(tmp_path / "出")]) == 0
    said = capsys.readouterr().out
    assert "1 处不符" in said
    assert "有 1 处公式被改过；导出的是公式算得的数" in said
    whole = load_workbook(tmp_path / "出" / f"{WHOSE}部门整体支出绩效自评表.xlsx").worksheets[0]
    assert 7 not in [cell.value for row in whole.iter_rows() for cell in row]


def test_export_warns_of_figures_that_are_none(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
) -> None:
    patch.setattr(libreoffice, "program", lambda: None)
    (out := tmp_path / "出").mkdir()
    old = out / f"{WHOSE}项目支出绩效自评表-甲项目.pdf"
    old.write_bytes(b"%PDF")
    damaged(book, {("录入-项目", "D5"): "#VALUE!"})
    assert main(["export", str(book), "-o", str(out), "--force"]) == 0
    said = capsys.readouterr().out
    assert f"注意：文件夹里原来的 {old.name} 没有更新" in said
    # What cannot be read counts as absent, and is a finding; what is printed is a figure.
    assert "格是错误值" not in said
    assert "注意：录入-项目!D5：是错误值 #VALUE!，没有读；请改正" in said
    assert re.search(r"注意：这个工作簿有 \d+ 处不符", said)
    workbook = Light(book.read_bytes())
    del workbook["录入-项目"]
    book.write_bytes(saved(workbook))
    assert main(["export", str(book), "-o", str(out), "--force"]) == 0
    assert "注意：缺少“录入-项目”表，导出的表照没有填处理" in capsys.readouterr().out


def test_export_says_what_was_not_filled_in(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
) -> None:
    patch.setattr(libreoffice, "program", lambda: None)
    workbook = Light(book.read_bytes())
    for sheet in ("录入-收入", "录入-支出"):
        for row in workbook[sheet].iter_rows(min_row=5, max_row=8):
            for cell in row:
                if not cell.protection.locked:
                    cell.value = None
    year = next(row[0].row for row in workbook["录入-单位"].iter_rows() if row and row[0].value == "年度")
    workbook["录入-单位"].cell(year, 2).value = "二〇二三"
    book.write_bytes(saved(workbook))
    assert main(["export", str(book), "-o", str(tmp_path / "乙")]) == 0
    said = capsys.readouterr().out
    assert "年度没有填，或不是四位数的年份" in said
    assert "录入-收入、录入-支出 都还没有填" in said
    assert (tmp_path / "乙" / f"{WHOSE}部门整体支出绩效自评表.xlsx").exists()


def test_export_refuses_what_it_cannot_write(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(book), "-o", str(book)]) == 2
    assert "它不是文件夹" in capsys.readouterr().err
    assert main(["export", str(book), "-o", str(tmp_path / "没有" / "出")]) == 2
    assert "不存在" in capsys.readouterr().err
    assert main(["export", str(book), "-o", str(tmp_path), "--what", "别的"]) == 2
    assert "可选" in capsys.readouterr().err


def test_a_real_export_that_is_stopped_leaves_nothing(book: Path, tmp_path: Path) -> None:
    """Nor does LibreOffice, whose command is a wrapper of what does the work; other signals: ``disk/test_files.py``."""
    out = tmp_path / "出"
    out.mkdir()
    begun, temporary = tmp_path / "begun", tmp_path / "tmp"
    temporary.mkdir()
    office = tmp_path / "bin" / "soffice"
    office.parent.mkdir()
    office.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > '{begun}.new'\nmv '{begun}.new' '{begun}'\nwait\n")
    office.chmod(0o755)
    environment = {**os.environ, "PATH": f"{office.parent}:{os.environ['PATH']}", "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "xlbudget", "export", str(book), "--what", "公开表", "-o", str(out)]
    run = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    for _ in range(600):
        if begun.exists() or run.poll() is not None:
            break
        time.sleep(0.05)
    run.send_signal(signal.SIGHUP)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert said == "xlbudget：已中断，没有写完的都没有留下。\n"
    assert not list(out.iterdir())
    assert not list(temporary.iterdir())
    assert ended(int(begun.read_text()))


def ended(process: int) -> bool:
    """Whether it is no more, or dead and only not yet taken note of."""
    state = Path(f"/proc/{process}/stat")
    for _ in range(100):
        try:
            os.kill(process, 0)
            if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except ProcessLookupError:
            return True
        # On a busy machine one that was killed needs a moment to be gone; by itself it would live a minute.
        time.sleep(0.05)
    return False


def test_cells_without_an_address_are_counted_and_what_an_array_leaves_is_gone() -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    root = etree.fromstring(
        f'<worksheet xmlns="{space}"><sheetData><row><c><v>1</v></c><c t="str" cm="1"><f t="array" ref="B1">X</f>'
        "<v>2</v></c><c><v>3</v></c></row></sheetData></worksheet>"
    )
    row = etree.fromstring(_sheet(root, {"B1": "=A1/C1", "D1": "=A1"})).find("{*}sheetData/{*}row")
    assert [(dict(cell.attrib), cell.findtext("{*}f"), cell.findtext("{*}v")) for cell in row] == [
        ({}, None, "1"),
        ({}, "A1/C1", None),
        ({}, None, "3"),
        ({"r": "D1"}, "A1", None),
    ]
