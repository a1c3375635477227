"""Catalogues that a user names with ``--subjects``: their codes and names become those of the unit's own 科目.

So a workbook carries them in 录入-科目, and is judged the same where the files are not at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from xlbudget.datafile.classification import catalogue, economic
from xlbudget.datafile.file import Data
from xlbudget.datafile.kinds import Text
from xlbudget.datafile.problems import unfit
from xlbudget.errors import BadCodeTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from xlbudget.reading.reader import Reading

KEY = "科目"
BEGINS = {"2": "支出功能分类", "3": "部门预算支出经济分类"}
"""First digit of the codes that have a use here."""
_TEXTS = (".csv", ".txt")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


@dataclass(frozen=True)
class SubjectFile:
    """``year``: the one that its name says; None for a file of any year."""

    path: Path
    year: int | None
    codes: Mapping[str, str]


@dataclass(frozen=True)
class OwnSubjects:
    """What the files hold, and a sentence for all that was read with a correction or not at all."""

    files: tuple[SubjectFile, ...] = ()
    notes: tuple[str, ...] = ()

    def names(self, year: int) -> dict[str, str]:
        """Code → name for a fiscal year; refuses where two files of that year have two names for a code."""
        found: dict[str, str] = {}
        source: dict[str, Path] = {}
        for kind in BEGINS:
            for file in _of_year([one for one in self.files if any(code[0] == kind for code in one.codes)], year):
                for code, name in file.codes.items():
                    if code[0] == kind and found.setdefault(code, name) != name:
                        why = f"代码 {code} 叫“{name}”，{source[code]} 里叫“{found[code]}”；两份只能用一份"
                        raise BadCodeTable(str(file.path), why)
                    source.setdefault(code, file.path)
        return found

    def given_to(self, reading: Reading) -> Reading:
        """What was read of a workbook, its data with these names."""
        return replace(reading, data=self.added_to(reading.data)) if self.files else reading

    def added_to(self, data: Data) -> Data:
        """The data with these names where it has none of its own and the program no other; else the same data."""
        own = data.record(KEY)
        built_in = catalogue("functional") | catalogue("economic")
        typed = set(map(str.strip, own))
        new = {
            code: name
            for code, name in self.names(data.year).items()
            if code not in typed and built_in.get(code) != name and (code[0] == "2" or code in economic({code: name}))
        }
        return Data({**data.content, KEY: {**own, **new}}) if new else data


NO_SUBJECTS = OwnSubjects()


def _of_year(files: list[SubjectFile], year: int) -> list[SubjectFile]:
    """Those of no year, and those of the latest year up to this one or, where all are later, of the earliest."""
    dated = sorted({file.year for file in files if file.year is not None})
    chosen = max((one for one in dated if one <= year), default=dated[0] if dated else None)
    return [file for file in files if file.year in (None, chosen)]


def own_subjects(paths: Iterable[Path]) -> OwnSubjects:
    """Read code tables (.xlsx) and catalogues (.csv); refuses with :class:`BadCodeTable`."""
    files, notes = [], list[str]()
    for path in paths:
        # Most commands are given none, and need no reader.
        from xlbudget.reading.code_table import read_every
        from xlbudget.reading.compare_codes import from_text

        codes, said = (from_text if path.suffix.lower() in _TEXTS else read_every)(path)
        years = set(map(int, _YEAR.findall(path.stem)))
        files.append(SubjectFile(path, years.pop() if len(years) == 1 else None, dict(_usable(path, codes))))
        notes += said
    return OwnSubjects(tuple(files), tuple(notes))


def _usable(path: Path, codes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not any(code[0] in BEGINS for code in codes):
        kinds = "或".join(f"{name}（{digit} 开头）" for digit, name in BEGINS.items())
        raise BadCodeTable(str(path), f"里面没有{kinds}的科目")
    for code, name in codes.items():
        if why := unfit(name, Text()):
            raise BadCodeTable(str(path), f"代码 {code} 的名称{why}")
        if code[0] in BEGINS:
            yield code, name
