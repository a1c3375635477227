"""Catalogues of codes that people name: a year of the program or a text file, code and name a line; two compared."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from xlbudget.datafile.classification import Which, catalogue, years
from xlbudget.datafile.kinds import shown
from xlbudget.disk import input_file
from xlbudget.errors import BadCodeTable
from xlbudget.reading.code_columns import HEADINGS, bare, code_of

_BUILT_IN = re.compile(r"(?:(functional|economic)-)?([0-9]{1,4})")
HEADER = ["code", "name"]
_NAME = ("name", "名称", "科目名称")
_ENCODINGS = ("utf-8-sig", "gb18030")
"""Excel writes a CSV in the first or, unasked, in the second."""


@dataclass(frozen=True)
class Changes:
    """What became of the codes of one catalogue in another."""

    added: Mapping[str, str]
    removed: Mapping[str, str]
    renamed: Mapping[str, tuple[str, str]]

    @classmethod
    def between(cls, old: Mapping[str, str], new: Mapping[str, str]) -> Changes:
        return cls(
            {code: name for code, name in new.items() if code not in old},
            {code: name for code, name in old.items() if code not in new},
            {code: (old[code], name) for code, name in new.items() if code in old and old[code] != name},
        )

    def text(self) -> str:
        """A line a change, in code order."""
        lines = [f"新增 {code} {name}" for code, name in self.added.items()]
        lines += [f"取消 {code} {name}" for code, name in self.removed.items()]
        lines += [f"改名 {code} {before} → {after}" for code, (before, after) in self.renamed.items()]
        lines.sort(key=lambda line: line.split()[1].ljust(7, "0") + line.split()[1])
        counts = f"新增 {len(self.added)}，取消 {len(self.removed)}，改名 {len(self.renamed)}"
        return "\n".join([*lines, counts])


def as_csv(codes: Mapping[str, str]) -> str:
    """A catalogue in the form of ``xlbudget/datafile/catalogues/*.csv``."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(codes.items())
    return out.getvalue()


def named(source: str) -> tuple[dict[str, str], list[str]]:
    """The catalogue that a user names, and what is odd about it: a year (2023), ``economic-2023``, or a .csv file."""
    match = _BUILT_IN.fullmatch(source)
    if match is None:
        return from_text(Path(source))
    which: Which = "economic" if match[1] == "economic" else "functional"
    year, known = int(match[2]), years(which)
    if year not in known:
        listed = "、".join(map(str, known))
        raise BadCodeTable(f"{which}-{year}", f"程序里没有 {year} 年的科目，只有 {listed}；可以写 .csv 文件")
    return catalogue(which, year), []


def from_text(path: Path) -> tuple[dict[str, str], list[str]]:
    """Code → name in the order of the file, and a sentence for every line read with a correction.

    Fields are kept apart by commas, semicolons or tabs. Refuses with :class:`BadCodeTable`, naming the line.
    """
    lines = _lines(path)
    _, header = next(lines, (1, []))
    if len(header) < 2 or header[0] not in HEADINGS or header[1] not in _NAME:
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
            why = f"第 {number} 行的代码 {code} 在第 {first[code]} 行叫“{shown(before)}”，这里叫“{shown(name)}”"
            raise BadCodeTable(str(path), why)
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
