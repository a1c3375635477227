"""Code tables that people have: an official .xlsx read into a catalogue, two catalogues compared."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from xlbudget.datafile.classification import Which, catalogue, years
from xlbudget.errors import BadCodeTable
from xlbudget.reading.code_list import HEADER, from_text

_BUILT_IN = re.compile(r"(?:(functional|economic)-)?([0-9]{1,4})")


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
    if match := _BUILT_IN.fullmatch(source):
        return _built_in("economic" if match[1] == "economic" else "functional", int(match[2])), []
    return from_text(Path(source))


def _built_in(which: Which, year: int) -> dict[str, str]:
    known = years(which)
    if year not in known:
        listed = "、".join(map(str, known))
        raise BadCodeTable(f"{which}-{year}", f"程序里没有 {year} 年的科目目录，只有 {listed}；可以写 .csv 文件")
    return catalogue(which, year)
