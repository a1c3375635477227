"""A catalogue in a text file: code and name a line, as ``subjects import`` writes it or as an office keeps it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from xlbudget.datafile.kinds import shown
from xlbudget.disk import input_file
from xlbudget.errors import BadCodeTable
from xlbudget.reading.code_columns import bare, code_of

HEADER = ["code", "name"]
_CODE = ("code", "代码", "编码", "科目代码", "科目编码")
_NAME = ("name", "名称", "科目名称")
_ENCODINGS = ("utf-8-sig", "gb18030")
"""Excel writes a CSV in the first or, unasked, in the second."""


def from_text(path: Path) -> tuple[dict[str, str], list[str]]:
    """Code → name in the order of the file, and a sentence for every line read with a correction.

    Fields are kept apart by commas, semicolons or tabs. Refuses with :class:`BadCodeTable`, naming the line.
    """
    lines = _lines(path)
    _, header = next(lines, (1, []))
    if len(header) < 2 or header[0] not in _CODE or header[1] not in _NAME:
        raise BadCodeTable(str(path), "第 1 行应为 code,name 或 科目编码,科目名称")
    found: dict[str, str] = {}
    first: dict[str, int] = {}
    notes = []
    for number, row in lines:
        if not any(map(bare, row)):
            continue
        code, name = code_of(row[0]), row[1].strip() if len(row) > 1 else ""
        if not code or not bare(name):
            raise BadCodeTable(str(path), f"第 {number} 行应为 3、5 或 7 位代码和名称，现为“{shown('，'.join(row))}”")
        if (before := found.setdefault(code, name)) != name:
            raise BadCodeTable(
                str(path),
                f"第 {number} 行的代码 {code} 在第 {first[code]} 行叫“{shown(before)}”，这里叫“{shown(name)}”",
            )
        if (earlier := first.setdefault(code, number)) != number:
            notes.append(f"{path} 第 {number} 行的代码 {code} 与第 {earlier} 行相同，只取一次")
        elif code != row[0].strip(" "):
            notes.append(f"{path} 第 {number} 行的“{shown(row[0])}”读作 {code}")
    return found, notes


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number and fields of every line; a field in quotes may hold several."""
    text = input_file.text(path, encodings=_ENCODINGS)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            why = f"第 {number} 行读不了：有引号没有成对，或者一格超过 {csv.field_size_limit()} 个字符"
            raise BadCodeTable(str(path), why) from None
        yield number, row
