"""read: what the input cells hold comes back, whoever saved the file; what is odd is said, the rest refused."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Protection

from tests.commands.test_command_line import refused, written
from tests.conftest import SHANGHAI, fewer_rows
from tests.helpers.building import assemble
from tests.helpers.checking import little_unit
from tests.helpers.computing import cached, untitled
from tests.helpers.typing_in import Light, opened, saved, type_row
from xlbudget.commands.main import main
from xlbudget.datafile.fields import FILE
from xlbudget.datafile.file import Data, load, parse
from xlbudget.datafile.kinds import Amount, Kind, ListOf, Mapping, Number, Record, number
from xlbudget.errors import XlbudgetError
from xlbudget.language.sheet import Entry, column_letter
from xlbudget.reading import package as parts
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.reading.reader import Reading, read_book, read_package
from xlbudget.reading.shared_formulas import moved
from xlbudget.sheets.book import Book
from xlbudget.sheets.inputs import base_data
from xlbudget.workbook.engines import libreoffice
from xlbudget.workbook.files import settled
from xlbudget.workbook.write import write

Change = Callable[[dict[str, Any]], None]


def plain(value: Any, kind: Kind = FILE) -> Any:
    """Content as a workbook can hold it: figures as numbers, optional objects and lists that are empty left out."""
    match kind:
        case Amount() | Number():
            return number(value)
        case Record():
            inner = {key: plain(v, kind[key].kind) for key, v in value.items()}
            top = kind is FILE
            return {k: v for k, v in inner.items() if top or kind[k].required or (v not in ("", [], {}))}
        case ListOf(item):
            return [plain(v, item) for v in value]
        case Mapping(item):
            return {key: plain(v, item) for key, v in value.items()}
        case _:
            return re.sub("\r\n?", "\n", value) if isinstance(value, str) else value


def put(folder: Path, package: bytes, name: str = "book.xlsx") -> Path:
    path = folder / name
    path.write_bytes(package)
    return path


def back(folder: Path, package: bytes) -> Reading:
    return read_book(put(folder, package))


def differences(one: Any, other: Any, path: str = "") -> list[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        found: list[str] = []
        for key in {**one, **other}:
            here = f"{path}.{key}" if path else key
            found += differences(one[key], other[key], here) if key in one and key in other else [here]
        return found
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [d for i, pair in enumerate(zip(one, other, strict=True)) for d in differences(*pair, f"{path}[{i}]")]
    return [] if (one == other and type(one) is type(other)) or (one == other and path) else [path]


@pytest.fixture(scope="module")
def shanghai() -> Data:
    return load(SHANGHAI)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, finished: bytes) -> Reading:
    """The workbook of the sample as it was read."""
    return back(tmp_path_factory.mktemp("read"), finished)


@pytest.fixture
def small(minimal: dict[str, Any]) -> dict[str, Any]:
    """A little of everything that has a shape of its own."""
    minimal["收入"] = [{"科目": "2010406", "事业收入": 1.5}, {"科目": "2010450", "其他收入": 0}]
    minimal["支出"] = [
        {"科目": code, "资金来源": "其他资金", "年初预算数": "12.50", "项目支出": index}
        for index, code in enumerate(("2010406", "2010450", "2119999"))
    ]
    minimal["结转结余"] = {"年初": [{"资金来源": "其他资金", "金额": 3}], "结余分配": 0}
    minimal["经济分类"] = {"30101": 0, "30201": "4.03", "39999": 1}
    minimal["公开数"] = [
        {"表": "公开03", "行": "合计", "列": "基本支出", "数": text} | ({"处": str(i)} if i else {})
        for i, text in enumerate(("0.00", "8.06%", "5", "-136.43"))
    ]
    minimal["说明"] = {"a.b": "=1+1", "[0]": "_x0041_\n第二行", "空": ""}
    minimal["资产"] = {"车辆": {"其他用车": 1, "校车.大[1]": 2}, "累计折旧": 1}
    minimal["三公经费"] = {year: {} for year in ("上年决算数", "年初预算数", "决算数")} | {
        "实物量": {"公务接待批次": 3}
    }
    return minimal


def built(content: dict[str, Any]) -> bytes:
    return settled(write(assemble(parse(json.dumps(content)))))


# ---------------------------------------------------------------- round trips


@pytest.mark.usefixtures("afresh")
def test_the_sample_comes_back_and_declares_the_same_book(
    tmp_path: Path, sample: Data, book: Book, finished: bytes
) -> None:
    """Character by character: the file is written from what is declared, and from nothing else."""
    path = put(tmp_path, finished)
    reading = read_book(path)
    assert reading.oddities == ()
    assert list(reading.data.content) == list(sample.content)
    assert differences(plain(sample.content), reading.data.content) == []
    again = assemble(reading.data)
    assert replace(again, sheets=book.sheets) == book
    assert repr(again.sheets) == repr(book.sheets)
    assert path.read_bytes() == finished


@pytest.mark.parametrize(
    "change",
    [
        lambda _: None,
        lambda c: c.update(
            {key: [] for key in ("项目", "绩效自评", "公开数", "事实", "楼堂馆所", "基础数据")}
            | {key: {} for key in ("科目", "经济分类", "说明", "上年", "政府采购", "资产")}
            | {"三公经费": {year: {} for year in ("上年决算数", "年初预算数", "决算数")}, "机关运行经费": 0}
        ),
        lambda c: c.update(
            金额单位="元",
            单位=c["单位"] | {"主要职责": ["=A1", "+1", "@x", "  前后有空格  "], "预算代码": "012345"},
            收入=[{"科目": "2010406", "事业收入": 123456.78}],
            说明={"": "没有键", "行": "a\r\nb\rc\t😀"},
            经济分类={"": 3, "301": 1, " 30101": 2},
        ),
        lambda c: c.update(说明={"附件/填报日期": "2024年8月", "长": "文" * 30000}),
    ],
    ids=["least", "empty", "odd", "long"],
)
def test_small_files_come_back(tmp_path: Path, minimal: dict[str, Any], change: Change) -> None:
    change(minimal)
    package = built(minimal)
    reading = back(tmp_path, package)
    assert reading.oddities == ()
    assert list(reading.data.content) == list(minimal)
    assert differences(plain(minimal), reading.data.content) == []
    assert built(dict(reading.data.content)) == package


def test_every_shape_comes_back(tmp_path: Path, small: dict[str, Any], shanghai: Data) -> None:
    for content in (small, dict(shanghai.content)):
        package = built(content)
        reading = back(tmp_path, package)
        assert reading.oddities == ()
        assert differences(plain(content), reading.data.content) == []
        assert built(dict(reading.data.content)) == package


def test_the_keys_of_needed_sheets_do_not_creep_in(tmp_path: Path, minimal: dict[str, Any]) -> None:
    minimal["基础数据"] = []
    package = built(minimal)
    assert not set(base_data.SHEET.needs) & set(back(tmp_path, package).data.content)
    workbook = Light(package)
    type_row(workbook, "录入-项目", 0, {"名称": "新项目", "类别": "部门项目", "年初预算": 1})
    type_row(workbook, "录入-结转结余", 2, {"资金来源": "其他资金", "金额": 2})
    workbook["录入-单位"]["B11"] = 7
    content = back(tmp_path, saved(workbook)).data.content
    assert content["项目"] == [{"名称": "新项目", "类别": "部门项目", "年初预算": 1}]
    assert content["结转结余"] == {"年初": [{"资金来源": "其他资金", "金额": 2}]}
    assert content["机关运行经费"] == 7
    parse(json.dumps(dict(content)))


def test_after_libreoffice_saved_it(tmp_path: Path, sample: Data, small: dict[str, Any]) -> None:
    """All the keys of the sample, with the shapes that it does not have.

    Office programs decode _x000A_; the escape's own underscore is escaped, so the text comes out as entered.
    """
    content = little_unit() | {key: small[key] for key in ("公开数", "说明", "资产", "三公经费", "结转结余")}
    content = {key: content.get(key, sample.content[key]) for key in sample.content}
    content["单位"] = sample.content["单位"] | {"名称": "单位_x000A_甲", "主要职责": ["一\r\n二"]}
    (tmp_path / "saved").mkdir()
    package = built(content)
    sheets = ZipFile(BytesIO(package))
    assert any(b"_x005F_x000A_" in sheets.read(name) for name in sheets.namelist() if "sheet" in name)
    office = libreoffice.convert(put(tmp_path, untitled(package)), "xlsx", tmp_path / "saved")
    reading = read_book(office)
    assert reading.oddities == ()
    assert differences(plain(content), reading.data.content) == []
    assert list(reading.data.content) == list(content)
    values = cached(office.read_bytes())
    assert values["公开01"]["A3"] == "部门：单位_x000A_甲"
    assert "一\n二" in values["录入-单位"].values()


def test_every_declared_input_cell_is_known(before: Reading, book: Book) -> None:
    """The places of a reading are input cells, and every input cell that holds something has a place (or is a key)."""
    reading = before
    entries = {
        (sheet.name, f"{column_letter(item.col)}{item.row}"): item.content.value
        for sheet in book.sheets
        for item in sheet.singles()
        if sheet.name.startswith("录入-") and isinstance(item.content, Entry)
    }
    paths = {(place.sheet, place.cell): path for path, place in reading.places.items()}
    assert paths.keys() <= entries.keys()
    unknown = {place for place, value in entries.items() if value is not None} - paths.keys()
    keyed = ("录入-科目", "录入-经济分类", "录入-基本支出年初预算", "录入-说明")
    nested = ("录入-绩效资金", "录入-绩效权重", "录入-绩效指标")
    assert all(cell.startswith("A") and sheet in keyed + nested for sheet, cell in unknown)
    assert str(reading.places["支出[1].基本支出"]) == "录入-支出!F6"
    assert paths["录入-支出", "F6"] == "支出[1].基本支出"
    assert reading.sizes["支出"] == 60


def test_one_edit_one_difference(tmp_path: Path, sample: Data, finished: bytes, before: Reading) -> None:
    chance = random.Random(8)
    workbook = Light(finished)
    content = plain(sample.content)
    edited: set[str] = set()
    for path, place in chance.sample(sorted(before.places.items()), 60):
        cell = workbook[place.sheet][place.cell]
        assert not cell.protection.locked, path
        if path.endswith((".对象", ".名称", "类别", "资金来源", "方式", "方向", "档", "金额单位", "年度")):
            continue
        if re.search(r"(单位\.\w+|内设机构|主要职责)\[\d+\]$", path) and cell.value is None:
            continue
        is_text = cell.number_format == "@"
        cell.value = f"改{len(edited)}" if is_text else 7000 + len(edited)
        edited.add(path)
    assert len(edited) > 40
    after = back(tmp_path, saved(workbook))
    changed = differences(content, after.data.content)
    outer = {path for path in edited if path not in changed}
    # 原来空着的对象（评分、实物量）整个是新的。
    assert all(any(path.startswith(f"{c}.") for c in changed) for path in outer)
    assert all(any(path.startswith(c) for path in edited) for c in changed)


def test_one_edit_in_the_text_of_the_package(tmp_path: Path, finished: bytes, before: Reading) -> None:
    """What a viewer or a script changes: one cell, by its XML."""
    place = before.places["支出[1].基本支出"]
    changed = edit_part(
        finished,
        sheet_part(finished, "录入-支出"),
        lambda t: re.sub(rf'(<c r="{place.cell}"[^>]*>)<v>[^<]*</v>', r"\1<v>600.00</v>", t, count=1),
    )
    after = back(tmp_path, changed)
    assert differences(before.data.content, after.data.content) == ["支出[1].基本支出"]
    assert after.data.rows("支出")[1]["基本支出"] == 600


def test_rows_typed_after_a_gap_and_under_the_right_evaluation(tmp_path: Path, finished: bytes, sample: Data) -> None:
    workbook = Light(finished)
    type_row(workbook, "录入-支出", 10, {"科目": "2010499", "资金来源": "其他资金", "项目支出": 1})
    used = sum(len(e["指标"]) for e in sample.rows("绩效自评"))
    new = {"一级": "产出指标", "二级": "数量指标", "三级": "新指标", "年度指标值": "1", "实际完成值": "1", "分值": 1}
    type_row(workbook, "录入-绩效指标", used, {"对象": "整体", **new, "评分/方式": "达标", "评分/目标": 95})
    content = back(tmp_path, saved(workbook)).data.content
    assert content["支出"][3:] == [{"科目": "2010499", "资金来源": "其他资金", "项目支出": 1}]
    assert content["绩效自评"][0]["指标"][-1] == new | {"评分": {"方式": "达标", "目标": 95}}
    assert len(content["绩效自评"]) == len(sample.rows("绩效自评"))


# ---------------------------------------------------------------- odd cells


def typed(package: bytes, sheet: str, cells: dict[str, Any], formats: dict[str, str] | None = None) -> bytes:
    workbook = Light(package)
    for cell, value in cells.items():
        workbook[sheet][cell].value = value
    for cell, code in (formats or {}).items():
        workbook[sheet][cell].number_format = code
    return saved(workbook)


AMOUNTS = [
    ("１，２３４．５", 1234.5, True),
    (" 1,234.50 ", 1234.5, True),
    ("12.5万元", 12.5, True),
    ("-3", -3, True),
    ("12.5元", None, False),
    ("约3万", None, False),
    ("1,23", None, False),
    ("12%", None, False),
    ("9" * 5000, None, False),
    ("9" * 50, None, False),
    ("1e400", None, False),
    (True, None, False),
    (1e300, None, False),
    ("   ", None, True),
    ("#DIV/0!", None, False),
]


@pytest.fixture(scope="module")
def bare() -> bytes:
    from tests.helpers import oracle

    content = oracle.empty_unit()
    content["支出"] = [{"科目": "2010406", "资金来源": "其他资金"}]
    content["公开数"] = [{"表": "公开03", "行": "合计", "列": "基本支出", "数": "0.00"}]
    content["说明"] = {"日期": "2024年8月"}
    with fewer_rows():
        return built(content)


def place_of(package: bytes, path: str) -> str:
    """The cell in which a workbook has an entry."""
    places = read_package(Package.of(Path("book.xlsx"), package)).places
    return places[path].cell


@pytest.mark.parametrize(("value", "expected", "certain"), AMOUNTS)
def test_an_amount_that_is_no_number(
    tmp_path: Path, bare: bytes, value: Any, expected: float | None, certain: bool
) -> None:
    reading = back(tmp_path, typed(bare, "录入-支出", {"D5": value}))
    assert reading.data.rows("支出")[0].get("年初预算数") == expected
    (oddity,) = reading.oddities
    assert (oddity.sheet, oddity.cell, oddity.certain, oddity.read) == ("录入-支出", "D5", certain, expected)
    assert len(str(oddity)) < 200
    assert "\n" not in str(oddity)
    parse(json.dumps(dict(reading.data.content)))


def test_formulas_in_input_cells(tmp_path: Path, bare: bytes) -> None:
    package = typed(bare, "录入-支出", {"D5": "=1+2", "E5": "=1/3"})
    reading = back(tmp_path, package)
    assert [o.certain for o in reading.oddities] == [False, False]
    assert "没有算得的值" in reading.oddities[0].sentence
    part = sheet_part(package, "录入-支出")
    package = edit_part(package, part, lambda t: re.sub(r"(<f>1\+2</f>)<v ?/?>(</v>)?", r"\1<v>3</v>", t))
    package = edit_part(package, part, lambda t: re.sub(r'(<c r="E5"[^>]*)(><f>)', r'\1 t="str"\2', t))
    reading = back(tmp_path, package)
    assert reading.data.rows("支出")[0]["年初预算数"] == 3
    assert "=1+2" in reading.oddities[0].sentence
    assert [o.certain for o in reading.oddities] == [True, False]
    assert "算得空白" in reading.oddities[1].sentence


def test_dates(tmp_path: Path, bare: bytes) -> None:
    package = typed(bare, "录入-支出", {"D5": 45292}, {"D5": "yyyy/m/d"})
    reading = back(tmp_path, package)
    assert "年初预算数" not in reading.data.rows("支出")[0]
    assert "2024-01-01" in reading.oddities[0].sentence
    text = place_of(bare, "说明.日期")
    reading = back(tmp_path, typed(bare, "录入-说明", {text: 45292}, {text: 'yyyy"年"m"月"'}))
    assert reading.data.content["说明"] == {"日期": "2024-01-01"}
    assert reading.oddities[0].certain


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [(5, "@", "5"), (495.5, "0.00", "495.50"), (0.0806, "0.00%", "8.06%"), (1234.5, "#,##0.00_ ", "1234.50"),
     (0, "General", "0"), (1e-7, "General", "0.0000001")],
)  # fmt: skip
def test_a_published_figure_that_became_a_number(
    tmp_path: Path, bare: bytes, value: float, code: str, expected: str
) -> None:
    reading = back(tmp_path, typed(bare, "录入-公开数", {"D5": value}, {"D5": code}))
    assert reading.data.rows("公开数")[0]["数"] == expected
    assert "应为文本，现为数字" in reading.oddities[0].sentence


def test_a_code_typed_as_a_number_and_a_choice_with_a_space(tmp_path: Path, bare: bytes) -> None:
    reading = back(tmp_path, typed(bare, "录入-支出", {"A5": 2080505, "C5": " 其他资金"}))
    assert reading.data.rows("支出") == [{"科目": "2080505", "资金来源": "其他资金"}]
    assert [o.certain for o in reading.oddities] == [True, True]


def test_what_build_would_refuse_is_said_and_kept(
    tmp_path: Path, bare: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = Light(bare)
    type_row(workbook, "录入-支出", 1, {"科目": "2010406", "资金来源": "其他资金", "项目支出": 2})
    type_row(workbook, "录入-支出", 2, {"科目": "2010450", "资金来源": "财政拨款"})
    type_row(workbook, "录入-支出", 3, {"科目": "2010451"})
    text = place_of(bare, "说明.日期")
    own = int(text[1:]) - 4
    type_row(workbook, "录入-说明", own, {"键": "日期", "文字": "又一次"})
    workbook["录入-单位"]["B6"] = None
    path = put(tmp_path, saved(workbook))
    reading = read_book(path)
    assert [row["科目"] for row in reading.data.rows("支出")] == ["2010406", "2010406", "2010450", "2010451"]
    said = "\n".join(map(str, reading.oddities))
    assert "录入-支出!A6：与 录入-支出!A5 重复（科目 2010406、资金来源 其他资金）" in said
    assert "录入-支出!C7：“财政拨款”不在可选范围内" in said
    assert "录入-支出!C8：必须有资金来源" in said
    assert f"录入-说明!A{own + 5}：与 录入-说明!{text} 的键相同" in said
    assert "录入-单位!B6：必须有年度" in said
    assert not any(o.certain for o in reading.oddities)
    assert main(["read", str(path), "-o", str(tmp_path / "d.json")]) == 0
    out, err = capsys.readouterr()
    assert err.count("提示：") == len(reading.oddities) == err.count("\n")
    assert "有 5 处要看一看" in out


def test_indicators_of_an_unknown_evaluation_are_kept(tmp_path: Path, finished: bytes, sample: Data) -> None:
    workbook = Light(finished)
    used = sum(len(e["指标"]) for e in sample.rows("绩效自评"))
    row = dict.fromkeys(("一级", "二级", "三级", "年度指标值", "实际完成值"), "甲") | {"分值": 1}
    type_row(workbook, "录入-绩效指标", used, {"对象": "没有的项目", **row})
    type_row(workbook, "录入-绩效指标", used + 1, {"对象": " 整体 ", **row})
    reading = back(tmp_path, saved(workbook))
    added = reading.data.rows("绩效自评")[-1]
    assert added == {"对象": "没有的项目", "年度目标": "", "实际完成情况": "", "指标": [row]}
    assert reading.data.rows("绩效自评")[0]["指标"][-1] == row
    (oddity,) = reading.oddities
    assert not oddity.certain


def test_rows_below_the_area_and_merged_cells(tmp_path: Path, bare: bytes) -> None:
    workbook = opened(bare)
    workbook["录入-支出"]["A11"] = "2010499"
    workbook["录入-支出"].merge_cells("D8:E9")
    reading = back(tmp_path, saved(workbook))
    assert len(reading.data.rows("支出")) == 1
    assert [o.cell for o in reading.oddities] == ["A11", "D8"]
    assert "录入区到第 10 行为止" in reading.oddities[0].sentence


def test_rows_and_columns_that_moved_are_found_by_their_headings(tmp_path: Path, bare: bytes) -> None:
    before = back(tmp_path, bare).data.content
    workbook = opened(bare)
    for name in ("录入-支出", "录入-单位"):
        workbook[name].insert_rows(2)
    workbook["录入-支出"].insert_cols(4)
    reading = back(tmp_path, saved(workbook))
    assert reading.data.content == before
    assert ["表头在第 5 行" in o.sentence for o in reading.oddities] == [True]


def test_what_the_user_adds_is_left_alone(tmp_path: Path, bare: bytes) -> None:
    workbook = opened(bare)
    workbook["录入-支出"]["Z5"] = "我的笔记"
    workbook["录入-支出"]["D5"].protection = Protection(locked=True)
    workbook["录入-支出"].row_dimensions[5].hidden = True
    workbook.create_sheet("我的表")["A1"] = 1
    (tmp_path / "~$book.xlsx").write_bytes(b"lock")
    assert back(tmp_path, saved(workbook)).oddities == ()


# ---------------------------------------------------------------- packages by hand


def edit_part(package: bytes, part: str, change: Callable[[str], str]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(out, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == part:
                text = content.decode("utf-8")
                assert change(text) != text
                content = change(text).encode("utf-8")
            target.writestr(info.filename, content, ZIP_DEFLATED if info.filename == part else ZIP_STORED)
    return out.getvalue()


def add_parts(package: bytes, added: dict[str, bytes]) -> bytes:
    out = BytesIO(package)
    with ZipFile(out, "a", ZIP_DEFLATED) as target:
        for name, content in added.items():
            target.writestr(name, content)
    return out.getvalue()


def sheet_part(package: bytes, sheet: str) -> str:
    """The part in which a sheet stands: ours are numbered in the order of the tabs."""
    names = re.findall(r'<sheet [^>]*?name="([^"]*)"', ZipFile(BytesIO(package)).read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{[unescape(name) for name in names].index(sheet) + 1}.xml"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            't="inlineStr"><is><r><t>粗</t></r><r><rPr><b/></rPr><t>体</t></r>'
            '<rPh sb="0" eb="1"><t>cu</t></rPh></is>',
            "粗体",
        ),
        ('t="str"><v>一_x000D_\n二_x005F_x0041_</v>', "一\n二_x0041_"),
        ('t="b"><v>1</v>', "TRUE"),
        ('t="d"><v>2024-01-01</v>', "2024-01-01"),
        ('t="inlineStr"><is><t>a_x0007_b</t></is>', "ab"),
    ],
)  # fmt: skip
def test_cells_as_other_programs_write_them(tmp_path: Path, bare: bytes, cell: str, expected: str) -> None:
    part = sheet_part(bare, "录入-说明")
    at = place_of(bare, "说明.日期")
    package = edit_part(bare, part, lambda t: re.sub(rf'<c r="{at}".*?</c>', lambda _: f'<c r="{at}" {cell}</c>', t))
    assert back(tmp_path, package).data.content["说明"] == {"日期": expected}


@pytest.mark.parametrize(
    "cell", ['r="B5" t="s"><v>99</v>', 'r="B5"><v>十</v>', 'r="b5"><v>1</v>', 'r="B5" t="s"><v>-x</v>']
)
def test_cells_that_make_no_sense(tmp_path: Path, bare: bytes, cell: str) -> None:
    part = sheet_part(bare, "录入-说明")
    package = edit_part(bare, part, lambda t: re.sub(r'<c r="B5".*?</c>', f"<c {cell}</c>", t))
    with pytest.raises(XlbudgetError, match="已损坏"):
        back(tmp_path, package)


def test_a_macro_and_a_link_are_mentioned(tmp_path: Path, bare: bytes) -> None:
    package = add_parts(bare, {"xl/vbaProject.bin": b"\0", "xl/externalLinks/externalLink1.xml": b"<a/>"})
    reading = back(tmp_path, package)
    assert ["宏" in o.sentence or "链接" in o.sentence for o in reading.oddities] == [True, True]
    assert all(o.certain for o in reading.oddities)


def test_junk_sheets_do_not_slow_it_down(tmp_path: Path, bare: bytes) -> None:
    row = "<row>" + "<c><v>1</v></c>" * 1000 + "</row>"
    junk = f"<worksheet><sheetData>{row * 3200}</sheetData></worksheet>".encode()
    assert len(junk) > 45_000_000
    path = put(tmp_path, add_parts(bare, {"xl/worksheets/junk.xml": junk}))
    assert read_book(path).oddities == ()


def test_junk_rows_in_an_input_sheet_do_not_slow_it_down(tmp_path: Path, bare: bytes) -> None:
    junk = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(60_001, 62_000))
    part = sheet_part(bare, "录入-支出")
    path = put(tmp_path, edit_part(bare, part, lambda t: t.replace("</sheetData>", f"{junk}</sheetData>")))
    assert read_book(path).oddities == ()


def test_formulas_and_their_values_as_openpyxl_sees_them(tmp_path: Path, little: bytes) -> None:
    found = formulas_and_values(Package.open(put(tmp_path, little)), only=("公开03", "录入-支出"))
    assert set(found) == {"公开03", "录入-支出"}
    formulas, values = opened(little), load_workbook(BytesIO(little), data_only=True)
    for sheet, cells in found.items():
        there = {c.coordinate: c for row in formulas[sheet].iter_rows() for c in row if c.value is not None}
        assert cells.keys() == there.keys()
        for address, (formula, value) in cells.items():
            assert formula == (there[address].value if there[address].data_type == "f" else None)
            assert value in (values[sheet][address].value, "")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A1+$B2*C$3-$D$4", "B3+$B4*D$3-$D$4"),
        ("SUM(A:B,$C:D,1:2,A1:B2)", "SUM(B:C,$C:E,3:4,B3:C4)"),
        ("'A1 表'!B2&\"A1\"&LOG10(A1)", "'A1 表'!C4&\"A1\"&LOG10(B3)"),
        ("公开03!A1+金额换算+A1B2", "公开03!B3+金额换算+A1B2"),
        ('IF(A1="a""A1",1,TRUE)', 'IF(B3="a""A1",1,TRUE)'),
    ],
)
def test_a_shared_formula_moves_along(formula: str, expected: str) -> None:
    assert moved(formula, 2, 1) == expected


def test_a_reference_pushed_off_the_sheet() -> None:
    assert moved("A1", 0, -1) == "#REF!1"


def test_shared_formulas_in_a_package(tmp_path: Path, bare: bytes) -> None:
    cells = '<c r="Z5"><f t="shared" si="0" ref="Z5:Z6">A5+$B$1</f><v>1</v></c></row>'
    part = sheet_part(bare, "录入-支出")
    package = edit_part(
        bare,
        part,
        lambda t: re.sub(
            r'(<row r="6".*?)</row>',
            r'\1<c r="Z6"><f t="shared" si="0"/><v>2</v></c></row>',
            re.sub(r'(<row r="5".*?)</row>', rf"\1{cells}".replace("$B", "$B"), t, count=1),
            count=1,
        ),
    )
    found = formulas_and_values(Package.open(put(tmp_path, package)))["录入-支出"]
    assert (found["Z5"], found["Z6"]) == (("=A5+$B$1", 1), ("=A6+$B$1", 2))


# ---------------------------------------------------------------- refusals


def without(part: str) -> Callable[[bytes], bytes]:
    def change(package: bytes) -> bytes:
        out = BytesIO()
        with ZipFile(BytesIO(package)) as source, ZipFile(out, "w") as target:
            for info in source.infolist():
                if info.filename != part:
                    target.writestr(info.filename, source.read(info))
        return out.getvalue()

    return change


def property_set(name: str, value: str) -> Callable[[bytes], bytes]:
    def change(package: bytes) -> bytes:
        """Wherever the workbook says it."""
        pattern = rf'("{name}"(?:.*?<vt:lpwstr[^>]*>|:"))[^<"]*'
        for part in ("docProps/custom.xml", sheet_part(package, "结构")):
            package = edit_part(package, part, lambda t: re.sub(pattern, rf"\g<1>{value}", t))
        return package

    return change


def in_workbook(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    def changed(package: bytes) -> bytes:
        workbook = Light(package)
        change(workbook)
        return saved(workbook)

    return changed


def rename(workbook: Any) -> None:
    """So that neither the tab nor the title says which it was."""
    workbook.rename("录入-支出", "支出")
    workbook["录入-支出"]["A1"] = "支出"


def retype(sheet: str, cell: str, value: Any) -> Callable[[Any], None]:
    def change(workbook: Any) -> None:
        workbook[sheet][cell] = value

    return change


def encrypted_zip(package: bytes) -> bytes:
    changed = bytearray(package)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 1)
    return bytes(changed)


REFUSED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "压缩包有密码": (encrypted_zip, "去掉密码"),
    "截断": (lambda p: p[: len(p) // 2], "没有下载或复制完"),
    "中间坏了": (lambda p: p[:2000] + bytes(3000) + p[5000:], "已损坏"),
    "空压缩包": (lambda _: b"PK\x05\x06" + bytes(18), "没有工作簿"),
    "不是工作簿": (without("xl/workbook.xml"), "没有工作簿"),
    "缺表": (without("xl/worksheets/sheet10.xml"), "里面列着“录入-支出”表，却没有它的内容"),
    "xlsb": (lambda p: add_parts(p, {"xl/workbook.bin": b""}), ".xlsb"),
    "ods": (lambda p: add_parts(p, {"mimetype": b"", "content.xml": b""}), ".ods"),
    "坏 XML": (lambda p: edit_part(p, "xl/workbook.xml", lambda t: t[:300]), "不是有效的 XML"),
    "没有标记": (
        lambda p: edit_part(
            without("docProps/custom.xml")(p), sheet_part(p, "结构"), lambda t: t.replace("xlbudget", "")
        ),
        "没有 xlbudget 的标记",
    ),
    "数据版本更新": (property_set("xlbudget数据版本", "2"), "请先升级 xlbudget"),
    "程序版本更新": (property_set("xlbudget程序版本", "0.10.0"), "请先升级 xlbudget"),
    "版本不是数": (property_set("xlbudget数据版本", "x"), "不是版本号"),
    "未知模板": (property_set("xlbudget模板", "火星"), "--layout"),
    "表改名": (in_workbook(rename), "没有工作表 录入-支出"),
    "表头改了": (in_workbook(retype("录入-支出", "C4", "来源")), "缺“资金来源”"),
    "标签改了": (in_workbook(retype("录入-单位", "A6", "年份")), "找不到“年度”"),
    "三公表头改了": (in_workbook(retype("录入-三公经费", "B4", None)), "缺“上年决算数”"),
    "三公标签改了": (in_workbook(retype("录入-三公经费", "A5", None)), "找不到“因公出国（境）费”"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], bare: bytes, case: str) -> None:
    change, said = REFUSED[case]
    path = put(tmp_path, changed := change(bare))
    message = refused(capsys, "read", path, "-o", tmp_path / "d.json")
    assert said in message
    assert str(path) in message
    assert os.listdir(tmp_path) == ["book.xlsx"]
    assert path.read_bytes() == changed


def test_lenient_reads_what_is_left(tmp_path: Path, bare: bytes) -> None:
    path = put(tmp_path, in_workbook(rename)(bare))
    reading = read_book(path, lenient=True)
    assert [o.sheet for o in reading.oddities] == ["录入-支出"]
    assert reading.data.rows("支出") == []
    assert reading.data.content["说明"]


def test_missing_file_and_targets(tmp_path: Path, capsys: pytest.CaptureFixture[str], bare: bytes) -> None:
    assert "找不到文件" in refused(capsys, "read", tmp_path / "无.xlsx", "-o", tmp_path / "d.json")
    assert "文件夹" in refused(capsys, "read", tmp_path, "-o", tmp_path / "d.json")
    path = put(tmp_path, bare)
    assert "不能写在自己上面" in refused(capsys, "read", path, "-o", path, "--force")
    (tmp_path / "d.json").write_text("旧")
    assert "已经存在" in refused(capsys, "read", path, "-o", tmp_path / "d.json")
    assert main(["read", str(path), "-o", str(tmp_path / "d.json"), "--force"]) == 0
    assert load(tmp_path / "d.json").rows("支出")


def test_bombs(tmp_path: Path, capsys: pytest.CaptureFixture[str], bare: bytes, monkeypatch: Any) -> None:
    bomb = add_parts(bare, {"xl/media/a.bin": bytes(310_000_000)})
    assert "太大" in refused(capsys, "read", put(tmp_path, bomb), "-o", tmp_path / "d.json")
    # 声明的大小不可信：把目录里的大小改小，读的时候照样拦住。
    part = sheet_part(bare, "录入-支出")
    grown = edit_part(bare, part, lambda t: t + " " * 20_000_000)
    assert "压缩炸弹" in refused(capsys, "read", put(tmp_path, grown), "-o", tmp_path / "d.json")
    monkeypatch.setattr(parts, "PART_LIMIT", 1000)
    assert "超过上限" in refused(capsys, "read", put(tmp_path, bare), "-o", tmp_path / "d.json")
    monkeypatch.setattr(parts, "ENTRIES_LIMIT", 3)
    assert "个部件" in refused(capsys, "read", put(tmp_path, bare), "-o", tmp_path / "d.json")
    monkeypatch.setattr(parts, "FILE_LIMIT", 3)
    assert "太大，没有读：文件有" in refused(capsys, "read", put(tmp_path, bare), "-o", tmp_path / "d.json")


def test_entities_do_not_expand(tmp_path: Path, bare: bytes) -> None:
    levels = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    part = sheet_part(bare, "录入-说明")
    package = edit_part(
        bare,
        part,
        lambda t: f'<!DOCTYPE x [<!ENTITY a0 "哈">{levels}]>' + re.sub(r"2024年8月|&#50;[^<]*", "&a9;", t, count=1),
    )
    with contextlib.suppress(XlbudgetError):
        assert len(back(tmp_path, package).data.content["说明"]["日期"]) < 100


def test_a_layout_from_outside(tmp_path: Path, capsys: pytest.CaptureFixture[str], minimal: dict[str, Any]) -> None:
    layout = tmp_path / "别处.yaml"
    layout.write_text("名称: 别处\n说明: 别处\n依据: 别处\n", encoding="utf-8")
    minimal["单位"]["模板"] = "别处"
    data, book = written(tmp_path, minimal), tmp_path / "b.xlsx"
    assert main(["build", str(data), "-o", str(book), "--layout", str(layout)]) == 0
    assert main(["read", str(book), "-o", str(tmp_path / "d.json"), "--layout", str(layout)]) == 0
    assert differences(plain(minimal), load(tmp_path / "d.json").content) == []
    capsys.readouterr()
    assert "--layout" in refused(capsys, "read", book, "-o", tmp_path / "e.json")


def test_typing_into_a_part_leaves_what_openpyxl_leaves(bare: bytes) -> None:
    """What the tests damage workbooks with, held against the program whose place it takes."""
    cells = {"A5": None, "D5": 1.5, "E5": "=1+2", "F5": True, "G5": "  文 字", "B5": "#N/A", "A40": "新", "AB6": 7}
    left, right = opened(bare), Light(bare)
    for workbook in (left, right):
        for cell, value in cells.items():
            workbook["录入-支出"][cell].value = value
    theirs, ours = (formulas_and_values(Package.of(Path("book.xlsx"), saved(one))) for one in (left, right))
    assert ours == theirs
