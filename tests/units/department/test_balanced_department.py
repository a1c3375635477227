"""A department with 舍位平衡: what its units' amounts add up to is adjusted as a unit's entries are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.balanced import Computed, departments, trial
from tests.helpers.checking import checked
from tests.helpers.computing import cached
from tests.helpers.departments import Content, files, sound
from xlbudget.commands.main import main
from xlbudget.datafile.adding import DETAILS
from xlbudget.reading.reader import read_book
from xlbudget.units.department.add import department
from xlbudget.units.department.files import UnitFile
from xlbudget.units.years.roll_forward import roll

pytestmark = pytest.mark.usefixtures("few_rows")
GENERAL = "一般公共预算财政拨款"


def unit(name: str, *basic: float, rounding: str = "舍位平衡", money: str = "元") -> Content:
    """A unit whose economic codes have these amounts, and which received and spent their sum."""
    content, whole = sound(name), round(sum(basic), 2)
    content |= {"金额单位": money, "经济分类": dict(zip(("30101", "30102", "30201"), basic, strict=False))}
    content["单位"] |= {"舍位": rounding} if rounding else {}
    content["收入"][0][f"{GENERAL}收入"] = whole
    content["支出"][0] |= {"年初预算数": whole, "全年预算数": whole, "基本支出": whole}
    return content


UNITS = unit("某局", 3_000_049.99, 2_003_345.02, 749_845.06), unit("乙站", 1_000_020.01, 500_010.02, 249_980)


def balanced_department() -> Content:
    found = files(UNITS)
    return department("某局", found, found[0]).content


def collected(folder: Path, units: list[UnitFile], *more: str) -> int:
    for one in units:
        (folder / one.path).write_text(json.dumps(one.content, ensure_ascii=False), encoding="utf-8")
    return main(["collect", str(folder), "-o", str(folder / "dept.xlsx"), "--unit", "某局", *more])


def test_what_a_department_prints_adds_up() -> None:
    trial(2, drawn=departments)()


def test_it_is_collected_checked_built_and_carried_on(tmp_path: Path, capsys: Any) -> None:
    for one in UNITS:
        (tmp_path / f"{one['单位']['名称']}.json").write_text(json.dumps(one, ensure_ascii=False), encoding="utf-8")
    book = tmp_path / "dept.xlsx"
    assert (
        main(["collect", *map(str, tmp_path.glob("*.json")), "-o", str(book), "--unit", "某局", "--own", "某局"]) == 0
    )
    assert "各单位都是舍位平衡，部门也是" in capsys.readouterr().out
    package = book.read_bytes()
    report = checked(tmp_path, package)
    assert [one.message for one in report.findings if one.severity != "warning"] == []
    values = cached(package)
    # 400.007000, 250.335504, 99.982506 and all of them 750.325010: the first two end at 650.34.
    assert [values["公开06"].get(cell) for cell in ("C7", "C8")] == [400.01, 250.33]
    assert values["公开05"]["C7"] == values["公开03"]["D7"] == 750.33
    assert values["汇总"]["G7"] == 750.32501
    # Rows to spare have sums, too, which are nothing.
    assert (values["舍位平衡"]["I9"], values["舍位平衡"]["J9"]) == ("一般公共预算财政拨款收入", 1)
    data = read_book(book).data
    assert data.balanced
    assert json.dumps(data.content) == json.dumps(balanced_department())
    following = roll(book, 2024).data
    assert following.balanced
    assert DETAILS not in following.content
    assert following.content["上年"]["收支总计"] == 7_503_300


def test_it_is_chosen_where_not_all_units_are(tmp_path: Path, capsys: Any) -> None:
    """What came in 万元 is off by half of 0.01, and so may be what is published of it; 元 may not."""
    some = files([*UNITS[:1], unit("丙站", 1.01, 2.02, 3.03, rounding="", money="万元")])
    content = department("某局", some, None).content
    assert "舍位" not in content["单位"]
    content["单位"]["舍位"] = "舍位平衡"
    shown = "581.38", "581.39", "581.37"
    content["公开数"] = [{"表": "公开03", "行": "合计", "列": "基本支出", "数": one, "处": one} for one in shown]
    made = Computed(content)
    area = made.book.names.find("公开数核对/判定", "test")
    verdicts = [made.values[area.sheet].get(f"A{area.row + row}") for row in range(len(shown))]
    assert made.cents("公开03/合计/基本支出") == 58138
    assert verdicts == ["通过", "尾差", "不符"]
    collected(tmp_path, some)
    assert "1 个单位是舍位平衡，别的不是，部门照四舍五入" in capsys.readouterr().out
