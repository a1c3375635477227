"""What check makes of a workbook that programs may read differently, and what LibreOffice shows of it.

``python -m tests.mutation.read_otherwise``: all variants; those that pass are opened in LibreOffice and recalculated.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from tests.conftest import fewer_rows
from tests.helpers import oracle
from tests.helpers.building import assemble
from tests.helpers.computing import untitled
from tests.helpers.damage import packed, parts_of
from tests.mutation.readings import Base, Variant, variants
from xlbudget.check.rebuild import Rebuilt, ours, rebuilt_from
from xlbudget.check.same_formula import same
from xlbudget.check.workbook_check import Examined, examine_package
from xlbudget.datafile.file import Data
from xlbudget.errors import XlbudgetError
from xlbudget.reading.formulas import AllCells, formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.reading.reader import Reading
from xlbudget.workbook.engines import libreoffice
from xlbudget.workbook.engines.by_file import Engine, Values
from xlbudget.workbook.render import render

REFUSED, NAMED, ALIKE = "拒绝", "不符", "照读"
ALWAYS = """<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>"""
"""The setting of LibreOffice by which it believes no value of a file."""


def unit() -> dict[str, Any]:
    """A unit in whose workbook nothing is wrong."""
    content = oracle.empty_unit()
    content["收入"] = [
        {"科目": "2010450", "一般公共预算财政拨款收入": 285.21},
        {"科目": "2010406", "一般公共预算财政拨款收入": 290.11},
    ]
    content["支出"] = [
        {"科目": "2010450", "资金来源": oracle.GENERAL, "年初预算数": 300, "项目支出": 285.21},
        {"科目": "2010406", "资金来源": oracle.GENERAL, "年初预算数": 500, "基本支出": 290.11},
    ]
    content["经济分类"] = {"30101": 215.11, "30201": 75}
    content["机关运行经费"] = 75
    return content


def built() -> bytes:
    with fewer_rows():
        return render(assemble(Data(unit())))


@dataclass(frozen=True)
class Judged:
    """``said``: the refusal, or the first error; ``values``: what the office program has to show where it passes."""

    variant: Variant
    verdict: str
    said: str = ""
    values: Values | None = None
    new: tuple[str, ...] = ()
    """Whatever else is found that is not found in the workbook itself."""


class Judge:
    """A workbook, and what check finds in it; its pristine double is calculated once."""

    def __init__(self, package: bytes) -> None:
        self.base = Base.of(package)
        with fewer_rows():
            self.examined = self._examined(package)
        self.known = {finding.message for finding in self.examined.report.findings}

    def _examined(self, package: bytes) -> Examined:
        return examine_package(Package.of(Path("book.xlsx"), package))

    def judged(self, variant: Variant) -> Judged:
        """The verdict of check on one variant."""
        try:
            with fewer_rows(), patch("xlbudget.check.workbook_check.rebuilt_from", self._rebuilt):
                found = self._examined(variant.package)
        except XlbudgetError as error:
            return Judged(variant, REFUSED, str(error))
        new = [finding for finding in found.report.findings if finding.message not in self.known]
        if errors := [finding.message for finding in new if finding.severity == "error"]:
            return Judged(variant, NAMED, errors[0])
        return Judged(variant, ALIKE, "", found.rebuilt.verdicts, tuple(finding.message for finding in new))

    def _rebuilt(self, reading: Reading, cells: AllCells, engine: Engine, paper: str = "", _: object = None) -> Rebuilt:
        """Of the same entries in the same cells it is the same."""
        before = self.examined.reading
        same = (reading.data, reading.places, reading.kept) == (before.data, before.places, before.kept)
        if not same or not cells.keys() >= self.examined.rebuilt.book.grids.keys():
            return rebuilt_from(reading, cells, engine, paper)
        known = self.examined.rebuilt
        return replace(known, reading=reading, ours=ours(known.book, cells))

    def shown_otherwise(self, some: Iterable[Judged]) -> list[str]:
        """Those that pass and of which LibreOffice shows other figures; what changes other parts is opened together."""
        return self.opened(list(self.together(some)))

    def opened(self, books: Sequence[tuple[list[str], bytes, Values]]) -> list[str]:
        """Names, package and the values that it has to show."""
        with TemporaryDirectory() as name, patch.object(libreoffice, "_SETTINGS", _recalculating()):
            folder = Path(name)
            (folder / "out").mkdir()
            sources = [folder / f"{number}.xlsx" for number in range(len(books))]
            for source, (_, package, _) in zip(sources, books, strict=True):
                source.write_bytes(package)
            made = libreoffice.convert_all(sources, "xlsx", folder / "out")
            shown = [formulas_and_values(Package.open(path)) for path in made]
        differing = []
        for (names, _, values), there in zip(books, shown, strict=True):
            for sheet, cells in values.items():
                for cell in self.examined.rebuilt.judged.formulas[sheet]:
                    value = cells.get(cell)
                    if not same(there.get(sheet, {}).get(cell, (None, None))[1], value):
                        differing.append(f"{'、'.join(names)}：{sheet} {cell} {value!r}")
        return differing

    def together(self, some: Iterable[Judged]) -> Iterator[tuple[list[str], bytes, Values]]:
        """Variants of one content, as many in a package as change parts of their own."""
        usual, packages = self.examined.rebuilt.verdicts, list[tuple[list[str], dict[str, bytes]]]()
        for one in some:
            parts = parts_of(one.variant.package)
            changed = {name: part for name, part in parts.items() if self.base.parts.get(name) != part}
            if one.values != usual or not changed or self.base.parts.keys() - parts.keys():
                yield [one.variant.name], one.variant.package, one.values or usual
                continue
            names, there = next(
                (pair for pair in packages if not pair[1].keys() & changed.keys()), ([], dict[str, bytes]())
            )
            if not names:
                packages.append((names, there))
            names.append(one.variant.name)
            there.update(changed)
        yield from ((names, untitled(packed(self.base.parts | there)), usual) for names, there in packages)


def _recalculating() -> str:
    return libreoffice._SETTINGS.replace("</oor:items>", ALWAYS)


def table(some: Sequence[Judged], differing: Sequence[str]) -> list[str]:
    """Element by element: how many variants are refused, named, read like LibreOffice."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in some:
        counts[one.variant.element][one.verdict] += 1
    lines = ["| 写法不同的 | 处数 | 拒绝 | 指出 | 照读，与 LibreOffice 一样 |", "|---|---:|---:|---:|---:|"]
    for element, by in counts.items():
        lines.append(f"| {element} | {by.total()} | {by[REFUSED]} | {by[NAMED]} | {by[ALIKE]} |")
    whole = Counter(one.verdict for one in some)
    lines.append(f"| 合计 | {whole.total()} | {whole[REFUSED]} | {whole[NAMED]} | {whole[ALIKE]} |")
    return [*lines, "", f"照读的里面，LibreOffice 重算后显示别的数的：{len(differing)} 处。", *differing]


def section() -> list[str]:
    """The section 读法 of docs/mutation.md."""
    judge = Judge(built())
    some = [judge.judged(variant) for variant in variants(judge.base)]
    differing = judge.shown_otherwise(one for one in some if one.verdict == ALIKE)
    return [
        "## 读法",
        "",
        "同一个文件写成各家软件可能读到不同内容的样子：元素在别的命名空间、出现两次、夹着注释，地址、行、表、部件、关系换个",
        "写法（`tests/mutation/readings.py`）。`check` 要么拒绝，要么指出“不符”，要么照读；",
        "照读的，LibreOffice 打开、全部重算，由公式算出的格必须显示我们判的数。",
        "",
        *table(some, differing),
    ]


if __name__ == "__main__":
    print("\n".join(section()))
