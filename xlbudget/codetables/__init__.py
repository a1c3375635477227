"""Code tables that people have: an official .xlsx read into a catalogue, two catalogues compared."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from xlbudget.disk import given
from xlbudget.errors import BadCodeTable
from xlbudget.subjects import catalogue, years

HEADER = ["code", "name"]


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
    """A catalogue in the form of ``xlbudget/subjects/*.csv``."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(codes.items())
    return out.getvalue()


def named(source: str) -> dict[str, str]:
    """The catalogue that a user names: a year (2023), ``economic-2023``, or a .csv file of codes and names."""
    which, _, year = source.rpartition("-")
    if year.isdigit() and which in ("", "functional", "economic"):
        return _built_in(which or "functional", int(year))
    return _from_csv(Path(source))


def _built_in(which: str, year: int) -> dict[str, str]:
    known = years("economic" if which == "economic" else "functional")
    if year not in known:
        listed = "、".join(map(str, known))
        raise BadCodeTable(f"{which}-{year}", f"程序里没有 {year} 年的科目目录，只有 {listed}；可以写 .csv 文件")
    return catalogue("economic" if which == "economic" else "functional", year)


def _from_csv(path: Path) -> dict[str, str]:
    rows = list(csv.reader(given.text(path).splitlines()))
    if not rows or rows[0][:2] != HEADER:
        raise BadCodeTable(str(path), "第 1 行应为 code,name")
    found: dict[str, str] = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) < 2 or not row[0].isdigit() or len(row[0]) not in (3, 5, 7):
            raise BadCodeTable(str(path), f"第 {number} 行应为 3、5 或 7 位代码和名称")
        found[row[0]] = row[1]
    return found
