"""Read a table as an outsider does: by its printed headings, codes and row names, never by the program's own keys.

Regions number and word the same tables differently; what is read is given one name: ``公开01`` … ``公开06``,
``政府性基金``, ``国有资本经营``, ``三公``, and 小计 for the whole of 本年支出.
"""

from __future__ import annotations

import re
from typing import Any

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

Grid = dict[tuple[int, int], Any]
Key = tuple[str, str, str]

NUMBERED = re.compile(r"^[一二三四五六七八九十]+、")
SPENT = "小计"
TRIPLE = (
    "合计",
    "因公出国（境）费",
    "公务用车购置及运行维护费小计",
    "公务用车购置费",
    "公务用车运行维护费",
    "公务接待费",
)
ALIKE = {"决算数": "金额", "使用非财政拨款结余": "使用非财政拨款结余和专用结余"}
"""What 上海 prints in other words."""


def grid(cells: dict[str, Any]) -> Grid:
    placed: Grid = {}
    for address, value in cells.items():
        letters, row = coordinate_from_string(address)
        if value not in (None, ""):
            placed[row, column_index_from_string(letters)] = value
    return placed


def name_of(label: str) -> str:
    """A printed row name without its numbering and spaces, the same in every region."""
    name = NUMBERED.sub("", str(label).strip())
    return ALIKE.get(name, name)


def title(cells: Grid) -> str:
    """The table's title: the last line above its headings that stands in column A and is no caption."""
    lines = [str(cells[row, 1]) for row in (1, 2) if (row, 1) in cells]
    return next((line for line in reversed(lines) if re.search("表(（.+）)?$", line)), "")


TITLES = {
    "": "机关运行经费|国有资产|政府采购|项目支出决算表",
    "三公": "“三公”",
    "政府性基金": "政府性基金",
    "国有资本经营": "国有资本经营",
    "公开06": "基本支出",
    "公开05": "一般公共预算财政拨款(收入)?支出",
    "公开04": "财政拨款收入支出",
    "公开01": "收入支出",
    "公开02": "收入决算",
    "公开03": "支出决算",
}
"""What a title has of which table, the first that fits: numbers differ between regions. Those of "" are not read."""


def own_name(cells: Grid) -> str:
    return next((name for name, pattern in TITLES.items() if re.search(pattern, title(cells))), "")


def _row_of(cells: Grid, col: int, *texts: str) -> int:
    return min(row for (row, c), value in cells.items() if c == col and str(value).strip() in texts)


def classified(table: str, cells: Grid) -> dict[Key, Any]:
    """Tables by code: codes in column A, one heading row of figures (the lowest wins)."""
    index = _row_of(cells, 1, "科目代码", "功能分类科目编码", "功能科目编码")
    headings = {}
    for (row, col), value in sorted(cells.items()):
        if 4 <= row <= index and col > 2:
            headings[col] = SPENT if value == "合计" else value
    found = {}
    for (row, col), value in cells.items():
        code = str(cells.get((row, 1), "")).strip()
        if row > index and col > 2 and col in headings and (code == "合计" or code.isdigit()):
            found[table, code, headings[col]] = value
    return found


def order_of_codes(cells: Grid) -> list[str]:
    index = _row_of(cells, 1, "合计")
    return [str(cells[row, 1]) for row in range(index + 1, max(r for r, _ in cells) + 1) if (row, 1) in cells]


def two_sided(table: str, cells: Grid) -> dict[Key, Any]:
    """公开01, 公开04: the two sides begin with 项目; 行次 is no figure."""
    head = _row_of(cells, 1, "项目")
    starts = sorted(col for (row, col), value in cells.items() if row == head and value == "项目")
    last = max(row for (row, _), value in cells.items() if value == "总计")
    found: dict[Key, Any] = {}
    for side, names, end in (("收入", starts[0], starts[1]), ("支出", starts[1], 99)):
        columns = {
            col: ALIKE.get(str(value), str(value))
            for (row, col), value in cells.items()
            if row == head and names < col < end and value != "行次"
        }
        group = ""
        for row in range(head + 1, last + 1):
            label = name_of(cells.get((row, names), ""))
            if label in ("", "栏次"):
                continue
            row_name = label if label == "总计" else group + label
            group = f"{label}/" if label == "年初财政拨款结转和结余" else group
            for col, column in columns.items():
                if (row, col) in cells:
                    found[table, row_name, f"{side}/{column}"] = cells[row, col]
    return found


def blocks(table: str, cells: Grid) -> dict[Key, Any]:
    """公开06: blocks of code, name, 决算数, and the two 合计 of the last line, each before its figure."""
    found: dict[Key, Any] = {}
    for (row, col), value in cells.items():
        if col % 3 == 1 and re.fullmatch(r"3\d\d(\d\d)?", str(value)):
            found[table, str(value), "决算数"] = cells[row, col + 2]
        if value in ("人员经费合计", "公用经费合计"):
            found[table, value, "决算数"] = next(
                cells[row, c] for c in range(col + 1, 99) if isinstance(cells.get((row, c)), int | float)
            )
    return found


def triple(table: str, cells: Grid) -> dict[Key, Any]:
    """三公: twelve figures in one row, 预算数 and 决算数 in two halves or in turn."""
    row = next(r for r, _ in sorted(cells) if isinstance(cells.get((r, 1)), int | float))
    in_turn = any([cells.get((above, col)) for col in (1, 2)] == ["预算数", "决算数"] for above in range(row))
    found = {}
    for i in range(12):
        half, kind = (i % 2, i // 2) if in_turn else (i // 6, i % 6)
        found[table, "三公经费", f"{('预算数', '决算数')[half]}/{TRIPLE[kind]}"] = cells[row, i + 1]
    return found


READERS = {"公开01": two_sided, "公开04": two_sided, "公开06": blocks, "三公": triple}


def tables(values: dict[str, dict[str, Any]]) -> dict[Key, Any]:
    """All figures of 公开01–09 as printed."""
    found: dict[Key, Any] = {}
    for sheet, cells in values.items():
        if re.fullmatch(r"公开\d\d", sheet) and (name := own_name(placed := grid(cells))):
            found |= READERS.get(name, classified)(name, placed)
    return found


NUMBERS = {
    "湖南长沙": {"公开07": "政府性基金", "公开08": "国有资本经营", "公开09": "三公"},
    "上海": {"公开07": "三公", "公开08": "政府性基金", "公开09": "国有资本经营"},
}


def names(published: dict[str, Any], layout: str = "湖南长沙") -> Key:
    """The key of an entry of 公开数, its row name without numbering."""
    row = "/".join(name_of(part) for part in published["行"].split("/"))
    table = NUMBERS[layout].get(published["表"], published["表"])
    whole = table in ("公开05", "政府性基金", "国有资本经营") and published["列"] == "合计"
    return table, row, SPENT if whole else published["列"]
