"""Fill a template as a person does: find the sheet, the heading or the label, and type; what to type, cell by cell."""

from __future__ import annotations

from typing import Any

from openpyxl.utils import get_column_letter

from tests.helpers.typing_in import HEADER, columns

LABELLED = ("人员", "上年", "政府采购")
LISTED = ("收入", "支出", "基础数据")

Typed = list[tuple[str, str, Any]]
"""Sheet, A1 address, value."""


def what_to_type(template: Any, content: dict[str, Any]) -> Typed:
    """The cells of a template that take the figures of a data file."""
    typed: Typed = []

    def put(sheet: str, row: int, col: int, value: Any) -> None:
        cell = template[sheet].cell(row, col)
        assert not cell.protection.locked, f"{sheet}!{cell.coordinate} is locked"
        if isinstance(value, str) and value.replace(".", "", 1).isdigit() and cell.number_format != "@":
            value = float(value)
        typed.append((sheet, f"{get_column_letter(col)}{row}", value))

    def beside(sheet: str, label: str, value: Any) -> None:
        rows = [row for row in range(1, 120) if template[sheet].cell(row, 1).value == label]
        put(sheet, rows[0], 2, value)

    def listed(sheet: str, entries: list[dict[str, Any]]) -> None:
        where, first = columns(template, sheet), HEADER.get(sheet, 4) + 1
        for row, entry in enumerate(entries, first):
            for key, value in entry.items():
                put(sheet, row, where[key], value)

    unit = content["单位"]
    beside("录入-单位", "名称", unit["名称"])
    beside("录入-单位", "年度", content["年度"])
    beside("录入-单位", "机关运行经费", content["机关运行经费"])
    listed("录入-科目", [{"科目": code, "名称": name} for code, name in content["科目"].items()])
    for key in LISTED:
        listed(f"录入-{key}", content[key])
    listed("录入-结转结余", content["结转结余"]["年初"])
    codes = {template["录入-经济分类"].cell(row, 1).value: row for row in range(5, 120)}
    for code, amount in content["经济分类"].items():
        put("录入-经济分类", codes[code], 3, amount)
    where = columns(template, "录入-三公经费")
    for year, amounts in content["三公经费"].items():
        for kind, amount in amounts.items():
            if year == "实物量":
                beside("录入-三公经费", kind, amount)
                continue
            row = next(row for row in range(5, 9) if template["录入-三公经费"].cell(row, 1).value == kind)
            put("录入-三公经费", row, where[year], amount)
    for key in LABELLED:
        for name, value in content[key].items():
            beside(f"录入-{key}", name, value)
    plain = ("名称", "类别", "年初预算", "预算指标", "支出金额", "直接拨付区县")
    listed("录入-项目", [{key: row[key] for key in plain if key in row} for row in content["项目"]])
    return typed
