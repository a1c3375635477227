"""Which files are meant: those that are named, and those that lie at the top of a folder that is named."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from xlbudget.disk.file_names import distinct, marked_open
from xlbudget.disk.system import reason
from xlbudget.errors import BadUsage, FileUnreadable

MADE = "xlbudget多本"
"""The document property of a workbook that lists many: it is ours, and not one of a unit."""
REPORT = b'{\n "workbook": '
"""How a report begins (``Report.as_json``)."""
PROPERTIES = "docProps/custom.xml"
_SAYS = re.compile('name="(xlbudget模板|xlbudget键|xlbudget公式)"[^>]*>\\s*<[^>]*>([^<]*)<')
_MOST = 100_000
"""Bytes of the properties that are looked at."""


@dataclass(frozen=True)
class SourceFile:
    """A file; ``name`` is what the files made of it are called, before their ending."""

    path: Path
    name: str
    alike: str = ""
    """What it has in common with others, best done one after the other; behind the last "/" what fewer have."""


def sources(
    given: Iterable[Path], endings: Collection[str], others: Collection[str] = ()
) -> tuple[list[SourceFile], list[str]]:
    """The files in their order, none twice, and what to say of them.

    Of a folder it is the files with such ``endings``, where it has none those with the ``others``, in the order of
    their names; without marks of open files, hidden files, and what an earlier run has made.
    """
    paths: dict[str, Path] = {}
    kinds: dict[Path, str | None] = {}
    for one in given:
        if not os.path.isdir(one):
            paths.setdefault(os.path.realpath(one), one)
            kinds[one] = alike(one) or ""
            continue
        found = _in_folder(one, endings, kinds) or _in_folder(one, others, kinds)
        if not found:
            nor = f"，也没有 {'、'.join(sorted(others))}" if others else ""
            raise BadUsage(
                f"文件夹 {one} 里没有 {'、'.join(sorted(endings))} 文件{nor}；只看它的最上一层，请检查路径。"
            )
        for path in found:
            paths.setdefault(os.path.realpath(path), path)
    listed = list(paths.values())
    names = distinct(path.stem for path in listed)
    notes = [
        f"{path} 与别的文件同名，写成“{name}”" for path, name in zip(listed, names, strict=True) if name != path.stem
    ]
    return [SourceFile(path, name, kinds[path] or "") for path, name in zip(listed, names, strict=True)], notes


def _in_folder(folder: Path, endings: Collection[str], kinds: dict[Path, str | None]) -> list[Path]:
    found = [path for path in _listed(folder) if path.suffix.lower() in endings and os.path.isfile(path)]
    for path in found:
        if path not in kinds:
            kinds[path] = alike(path)
    return [path for path in found if kinds[path] is not None]


def _listed(folder: Path) -> Iterator[Path]:
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise FileUnreadable(folder, reason(error)) from None
    for name in names:
        if not name.startswith(".") and marked_open(name) is None:
            yield folder / name


def alike(path: Path) -> str | None:
    """Form and keys of a workbook, by which it has its sheets, and the mark of its formulas, all unread; "" where
    there is none of it, and None for what a run has made."""
    if not os.path.isfile(path):
        return ""
    try:
        with path.open("rb") as file:
            if file.read(len(REPORT)) == REPORT:
                return None
            file.seek(0)
            with ZipFile(file) as package, package.open(PROPERTIES) as part:
                said = part.read(_MOST).decode("utf-8", "replace")
    except (OSError, BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError):
        # It is said what is wrong with it when its turn comes.
        return ""
    if MADE in said:
        return None
    stamp = dict(_SAYS.findall(said))
    return "/".join((stamp["xlbudget模板"], stamp["xlbudget键"], stamp["xlbudget公式"][8:])) if len(stamp) == 3 else ""
