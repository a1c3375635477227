"""财决01 … 附03 as the software exports them, made from the map: sheets cut at 31 characters, codes whole or in three.

No real export could be had (docs/software-forms.md): these files are what the map says, so they prove the reading and
the splitting of sources, not the map.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from xlbudget.datafile.fields import CAPITAL, FUND, GENERAL, OTHER, SPENDING, TRIPLE
from xlbudget.errors import LayoutUnclear
from xlbudget.reading.documents.caijue_forms import NOT_TAKEN, head_of, label_of, taken
from xlbudget.reading.documents.imported import Imported, imported
from xlbudget.reading.documents.opening import open_document
from xlbudget.regions.forms import built_in

Row = Sequence[object]
FUNDS = {"Z07": GENERAL, "Z09": FUND, "Z11": CAPITAL}
TITLES = {one.form: (one.titles[0], one.number) for one in reversed(taken())}
INCOME = [
    ("2010350", GENERAL, "1000.00"),
    ("2120899", FUND, "30.50"),
    ("2230105", CAPITAL, "7.00"),
]
SPENT = [
    ("2010350", GENERAL, "基本支出", "900.00"),
    ("2010350", OTHER, "基本支出", "12.34"),
    ("2010399", GENERAL, "项目支出", "80.00"),
    ("2010399", OTHER, "经营支出", "5.00"),
    ("2120899", FUND, "项目支出", "30.50"),
]


def sheet(book: Workbook, form: str, head: Sequence[Row], rows: Iterable[Row], merged: Sequence[str] = ()) -> None:
    title, number = TITLES[form]
    made = book.create_sheet(f"{form} {title}({number.replace('表', '')}表)"[:31])
    made.append([title])
    made.append([None] * 5 + [number])
    made.append(["编制单位：某市某局", None, None, "2019年度", None, "金额单位：元"])
    for row in (*head, *rows):
        made.append(list(row))
    for area in merged:
        made.merge_cells(area)


def coded(columns: Sequence[str], top: Sequence[str | None] = ()) -> list[Row]:
    """Headings as the templates have them: groups, names, 栏次."""
    above = list(top) or list(columns)
    return [
        ["项目", None, None, None, *above],
        ["支出功能分类科目编码", None, None, "科目名称", *columns],
        ["类", "款", "项", "栏次", *range(1, len(columns) + 1)],
    ]


def cells(code: str, split: bool) -> list[object]:
    return [code[:3], code[3:5], code[5:]] if split else [code, None, None]


def total(rows: Sequence[Sequence[object]]) -> list[object]:
    width = len(rows[0])
    return [
        "合计",
        None,
        None,
        None,
        *(sum((Decimal(str(row[col])) for row in rows), Decimal()) for col in range(4, width)),
    ]


def amount(listed: Iterable[tuple[str, ...]], *wanted: str) -> Decimal:
    """What is listed under all of these words."""
    return sum((Decimal(one[-1]) for one in listed if set(wanted) <= set(one)), Decimal())


def export(folder: Path, split: bool = False, without: Sequence[str] = (), less: str = "0") -> Path:
    """``less``: what 财决04 has less of 2010350 基本支出 than it should."""
    book = Workbook()
    del book["Sheet"]
    codes = [one[0] for one in INCOME]
    rows = [
        [*cells(code, split), "名称", amount(INCOME, code), amount(INCOME, code), 0, 0, 0, 0, 0, 0] for code in codes
    ]
    rows[0][4] += Decimal(3)  # type: ignore[operator]
    rows[0][11] = Decimal(3)
    names = (
        "本年收入合计",
        "财政拨款收入",
        "上级补助收入",
        "小计",
        "其中：教育收费",
        "经营收入",
        "附属单位上缴收入",
        "其他收入",
    )
    top = (*names[:3], "事业收入", None, *names[5:])
    sheet(book, "Z03", coded(names, top), [total(rows), *rows], ["H4:I4"])
    spent = sorted({one[0] for one in SPENT})
    rows = [
        [*cells(code, split), "名称", amount(SPENT, code), *(amount(SPENT, code, kind) for kind in SPENDING)]
        for code in spent
    ]
    rows[0][5] -= Decimal(less)  # type: ignore[operator]
    sheet(book, "Z04", coded(("本年支出合计", *SPENDING)), [total(rows), *rows])
    for form, source in FUNDS.items():
        own = sorted({one[0] for one in (*INCOME, *SPENT) if source in one})
        rows = [
            [
                *(*cells(code, split), "名称", "5.00" if code == "2120899" else "—", amount(INCOME, code, source)),
                amount(SPENT, code, source),
                *(amount(SPENT, code, source, kind) for kind in SPENDING[:2]),
            ]
            for code in own
        ]
        heads = coded(
            ("合计", "合计", "合计", "基本支出", "项目支出"),
            ("年初结转和结余", "本年收入", "本年支出", None, None),
        )
        if form not in without:
            sheet(book, form, heads, rows, ["G4:I4"])
    economic = coded(("合计", "基本工资", "津贴补贴", "办公费"), ("合计", "工资福利支出", None, "商品和服务支出"))
    sheet(book, "Z08_1", economic, [["合计", None, None, None, "900.00", "700.00", "—", "200.00"]], ["F4:G4"])
    _tables_of_labels(book)
    sheet(book, "Z05", [["项目"]], [])
    other = book.create_sheet("QB01 气象补充表")
    other.append(["补充表"])
    other.append(["1", "2.00"])
    file = folder / "某市某局(1232040046728393XP0).xlsx"
    book.save(file)
    return file


def _tables_of_labels(book: Workbook) -> None:
    head = ["项目", "行次", "年初预算数", "统计数", "项目", "行次", "统计数"]
    left = [("（一）支出合计", "9.00", "8.00"), ("1．因公出国（境）费", "—", "—"), ("（1）公务用车购置费", 0, 0)]
    left += [
        ("（2）公务用车运行维护费", "5.00", "4.50"),
        ("3．公务接待费", "4.00", "3.50"),
        ("1．因公出国（境）团组数（个）", "—", 0),
    ]
    right = [("二、机关运行经费", "66.00"), ("（一）车辆数合计（辆）", 3), ("3．机要通信用车", 1), ("8．其他用车", 2)]
    right += [("1．政府采购货物支出", "9.99"), ("（二）单价100万元（含）以上设备（不含车辆）", 0)]
    rows = [
        [label, number, budget, done, other, number + 20, value]
        for number, ((label, budget, done), (other, value)) in enumerate(zip(left, right, strict=True), 1)
    ]
    sheet(book, "F03", [head], rows)
    lines = [
        ("八、其他收入", 8, "3.00"),
        ("使用非财政拨款结余（含专用结余）", 28, "2.00"),
        ("年初结转和结余", 29, "6.00"),
    ]
    sheet(
        book,
        "Z01",
        [["项目", "行次", "决算数", "项目(按功能分类)", "行次", "决算数"]],
        [[*one, "结余分配", 60, "1.00"] for one in lines],
    )


def rows_of(found: Imported, key: str) -> dict[tuple[str, ...], Any]:
    """The entries of a list by what tells them apart and the column."""
    told = ("科目", "资金来源")
    return {
        (*(row[name] for name in told if name in row), column): value
        for row in found.data.rows(key)
        for column, value in row.items()
        if column not in told
    }


@pytest.mark.parametrize("split", [False, True])
def test_the_forms_together_say_whose_money_it_is(split: bool, tmp_path: Path) -> None:
    found = imported([export(tmp_path, split)], built_in("湖南长沙"))
    content = found.data.content
    assert (content["金额单位"], content["年度"], content["单位"]["名称"]) == ("元", 2019, "某市某局")
    spent = {(code, source, kind): Decimal(number) for code, source, kind, number in SPENT}
    assert {key: Decimal(value) for key, value in rows_of(found, "支出").items()} == spent
    income = {(code, f"{source}收入"): Decimal(number) for code, source, number in INCOME} | {
        ("2010350", "其他收入"): Decimal(3)
    }
    assert {key: Decimal(value) for key, value in rows_of(found, "收入").items()} == income
    opening = {(row["资金来源"], row.get("科目", "")): row["金额"] for row in content["结转结余"]["年初"]}
    assert opening == {(FUND, "2120899"): "5.00", (OTHER, ""): "1.00"}
    assert content["结转结余"]["使用非财政拨款结余和专用结余"] == "2.00"
    assert content["经济分类"] == {"30101": "700.00", "30201": "200.00"}
    assert content["三公经费"]["决算数"] == {TRIPLE[1]: "0", TRIPLE[2]: "4.50", TRIPLE[3]: "3.50"}
    assert content["三公经费"]["年初预算数"][TRIPLE[3]] == "4.00"
    assert content["机关运行经费"] == "66.00"
    assert content["资产"]["车辆"] == {"机要通信用车": 1, "其他用车": 2}
    assert content["政府采购"]["货物"] == "9.99"
    assert not content["公开数"]
    assert not [lost for lost in found.lost if not lost.endswith("预算数")]
    place = found.places["支出", "2010350", OTHER, "基本支出"]
    assert place.sheet == "Z04 支出决算表(财决04表)"
    assert place.cell == "F8"


def test_what_is_not_taken_is_listed(tmp_path: Path) -> None:
    found = imported([export(tmp_path)], built_in("湖南长沙"))
    left = {one.text: one.why for one in found.left}
    assert left["QB01 气象补充表"] == "不认识这张财决表，没有读"
    assert left["Z05 支出决算明细表(财决05表)"].startswith("没有读：")
    assert len(left) == 2


def test_a_rest_below_zero_is_entered_and_told(tmp_path: Path) -> None:
    found = imported([export(tmp_path, less="20.00")], built_in("湖南长沙"))
    assert rows_of(found, "支出")["2010350", OTHER, "基本支出"] == "-7.66"
    assert [one for one in found.left if "是负数" in one.why]


def test_without_a_form_that_would_say_it_nothing_is_guessed(tmp_path: Path) -> None:
    found = imported([export(tmp_path, without=["Z09"])], built_in("湖南长沙"))
    assert ("2120899", OTHER, "项目支出") not in rows_of(found, "支出")
    told = "\n".join(one.why for one in found.left)
    assert "缺少 Z09，其余 30.5 看不出是哪种资金" in told
    assert "财决03 2120899 的财政拨款收入" in told
    assert "支出/其他资金" in found.lost


def test_the_layout_has_to_be_said(tmp_path: Path) -> None:
    with pytest.raises(LayoutUnclear, match="--layout"):
        imported([export(tmp_path)])


def test_a_form_is_known_by_its_title_where_its_sheet_is_cut(tmp_path: Path) -> None:
    (grid,) = [part for part in open_document(export(tmp_path)).parts if (part.place.sheet or "").startswith("Z08_1")]
    assert grid.place.sheet == "Z08_1 一般公共预算财政拨款基本支出决算明细表(财决08-"[:31]
    head = head_of(grid)  # type: ignore[arg-type]
    assert head is not None
    assert (head.form, head.unit, head.year, head.name) == ("Z08_1", "元", 2019, "某市某局")


def test_a_published_table_of_the_software_is_none_of_its_forms(tmp_path: Path) -> None:
    book = Workbook()
    for name, number in (("GK01 收入支出决算总表", ""), ("Z01 收入支出决算总表(公开01表)", "公开01表"), ("Sheet1", "")):
        made = book.create_sheet(name)
        made.append(["收入支出决算总表"])
        made.append([None, number])
    file = tmp_path / "公开.xlsx"
    book.save(file)
    assert [head_of(part) for part in open_document(file).parts] == [None] * 3  # type: ignore[arg-type]


def test_the_map_is_whole() -> None:
    assert {one.rows for one in taken()} == {"科目", "合计", "标签", NOT_TAKEN}
    for one in taken():
        assert one.path
        assert one.rows == NOT_TAKEN or one.columns or one.form == "FMDM"
        assert all(label == label_of(label) for label in one.labels), one.labels
    assert any(one.seen for one in taken())
    assert not all(one.seen for one in taken())
