"""Read a table as an outsider does: by its printed headings, codes and row names, never by the program's own keys."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

Grid = dict[tuple[int, int], Any]
Key = tuple[str, str, str]

NUMBERED = re.compile(r"^[一二三四五六七八九十]+、")


def grid(cells: dict[str, Any]) -> Grid:
    placed: Grid = {}
    for address, value in cells.items():
        letters, row = coordinate_from_string(address)
        if value not in (None, ""):
            placed[row, column_index_from_string(letters)] = value
    return placed


def name_of(label: str) -> str:
    """A printed row name without its numbering and spaces."""
    return NUMBERED.sub("", str(label).strip())


def _row_of(cells: Grid, col: int, text: str) -> int:
    return min(row for (row, c), value in cells.items() if c == col and str(value).strip() == text)


def classified(table: str, cells: Grid) -> dict[Key, Any]:
    """公开02、03、05、07、08: codes in column A, one heading row of figures (the lowest wins)."""
    index = _row_of(cells, 1, "栏次")
    headings = {}
    for (row, col), value in sorted(cells.items()):
        if 4 <= row < index and col > 2:
            headings[col] = value
    found = {}
    for (row, col), value in cells.items():
        code = str(cells.get((row, 1), "")).strip()
        if row > index and col > 2 and col in headings and (code == "合计" or code.isdigit()):
            found[table, code, headings[col]] = value
    return found


def order_of_codes(cells: Grid) -> list[str]:
    index = _row_of(cells, 1, "栏次")
    return [str(cells[row, 1]) for row in range(index + 2, max(r for r, _ in cells) + 1) if (row, 1) in cells]


def two_sided(table: str, cells: Grid, sides: dict[str, tuple[int, dict[str, int]]]) -> dict[Key, Any]:
    """公开01、04: ``sides`` says, per side, where its names stand and in which column each figure."""
    index = _row_of(cells, 1, "栏次")
    last = max(row for (row, _), value in cells.items() if value == "总计")
    found: dict[Key, Any] = {}
    for side, (names, columns) in sides.items():
        group = ""
        for row in range(index + 1, last + 1):
            if (row, names) not in cells:
                continue
            label = name_of(cells[row, names])
            if label == "年初财政拨款结转和结余":
                group = label + "/"
                row_name = label
            else:
                row_name = "总计" if label == "总计" else group + label
            for column, col in columns.items():
                if (row, col) in cells:
                    found[table, row_name, f"{side}/{column}"] = cells[row, col]
    return found


def blocks(table: str, cells: Grid) -> dict[Key, Any]:
    """公开06: three blocks of code, name, 决算数, and the two 合计 of the last line."""
    found: dict[Key, Any] = {}
    for (row, col), value in cells.items():
        if col % 3 == 1 and re.fullmatch(r"3\d\d(\d\d)?", str(value)):
            found[table, str(value), "决算数"] = cells[row, col + 2]
        if value in ("人员经费合计", "公用经费合计"):
            at = 3 if value == "人员经费合计" else 9
            found[table, value, "决算数"] = cells[row, at]
    return found


def triple(table: str, cells: Grid) -> dict[Key, Any]:
    """公开09: two halves of six columns; the figures stand below 栏次 1 … 12."""
    index = min(row for (row, col), value in cells.items() if col == 1 and value == "1")
    columns = (
        "合计",
        "因公出国（境）费",
        "公务用车购置及运行维护费小计",
        "公务用车购置费",
        "公务用车运行维护费",
        "公务接待费",
    )
    halves = ("预算数", "决算数")
    return {(table, "三公经费", f"{halves[i // 6]}/{columns[i % 6]}"): cells[index + 1, i + 1] for i in range(12)}


def tables(values: dict[str, dict[str, Any]]) -> dict[Key, Any]:
    """All figures of 公开01–09 as printed."""
    grids = {name: grid(cells) for name, cells in values.items() if name.startswith("公开")}
    found: dict[Key, Any] = {}
    one = {"收入": (1, {"金额": 3}), "支出": (4, {"金额": 6})}
    four = {
        "收入": (1, {"金额": 3}),
        "支出": (
            4,
            {"合计": 6, "一般公共预算财政拨款": 7, "政府性基金预算财政拨款": 8, "国有资本经营预算财政拨款": 9},
        ),
    }
    found |= two_sided("公开01", grids["公开01"], one)
    found |= two_sided("公开04", grids["公开04"], four)
    for name in ("公开02", "公开03", "公开05", "公开07", "公开08"):
        found |= classified(name, grids[name])
    found |= blocks("公开06", grids["公开06"])
    found |= triple("公开09", grids["公开09"])
    return found


def names(published: dict[str, Any]) -> Key:
    """The key of an entry of 公开数, its row name without numbering."""
    row = "/".join(name_of(part) for part in published["行"].split("/"))
    return published["表"], row, published["列"]
