"""The part that is the workbook: what it lists, and the tabs among it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from xlbudget.datafile.kinds import shown
from xlbudget.errors import NotAWorkbook, WorkbookDamaged
from xlbudget.reading.package import Package
from xlbudget.reading.part_names import part_key
from xlbudget.reading.standard import ALTERNATIVES, OFFICE, SHEET_TYPE, is_main

_RELATION = tuple(f"{{{space}}}id" for space in OFFICE)


def tabs(package: Package) -> tuple[dict[str, str], tuple[tuple[str, str], ...], set[str]]:
    """Sheet → part, without the tabs that have no cells; the names of two tabs that look alike; those not seen."""
    relations = {identity: (word, target) for identity, word, target in package.related(package.book)}
    sheets: dict[str, str] = {}
    names: dict[str, str] = {}
    alike, hidden = [], set()
    for element in own(package, "sheets/sheet"):
        relation = next((value for key, value in element.items() if key in _RELATION), "")
        name = element.get("name", "")
        word, target = relations.get(relation, ("", ""))
        if not word or target not in package:
            raise WorkbookDamaged(package.path, f"里面列着“{shown(name)}”表，却没有它的内容")
        if name.lower() in map(str.lower, names.values()):
            raise WorkbookDamaged(package.path, f"“{shown(name)}”表列了两次")
        if (twin := names.setdefault(looks_like(name), name)) != name:
            alike.append((twin, name))
            names[name] = name
        if element.get("state") in ("hidden", "veryHidden"):
            hidden.add(name)
        if word == "worksheet":
            if package.types.get(part_key(target), SHEET_TYPE) != SHEET_TYPE:
                raise WorkbookDamaged(package.path, f"“{shown(name)}”表的内容不是工作表")
            sheets[name] = target
    if not names:
        raise NotAWorkbook(package.path, "里面没有工作表")
    return sheets, tuple(alike), hidden


def own(package: Package, path: str) -> list[Any]:
    """The elements at this path below the root of the workbook's part, all of its own namespace.

    Of what another namespace wraps, some programs read one alternative, some another, some none: it is refused.
    """
    part = package.book
    root = package.xml(part)
    if not is_main(root.tag, "workbook"):
        raise WorkbookDamaged(package.path, f"部件 {part} 不是工作簿")
    space = root.tag.removesuffix("workbook")
    for wrapped in root.iter(ALTERNATIVES):
        if any(element.tag.startswith(space) for element in wrapped.iter()):
            raise WorkbookDamaged(package.path, f"部件 {part} 里 workbook 的内容有几种写法供选择")
    found = [root]
    for step in path.split("/"):
        if len(found) > 1:
            raise WorkbookDamaged(package.path, f"部件 {part} 里有 {len(found)} 个 {found[0].tag.removeprefix(space)}")
        found = [element for above in found for element in above if element.tag == f"{space}{step}"]
    return found


def only(package: Package, path: str) -> Mapping[str, str]:
    """The attributes of the element at this path; none where there is no such element."""
    found = [dict(element.attrib) for element in own(package, path)] or [{}]
    if any(other != found[0] for other in found):
        raise WorkbookDamaged(package.path, f"部件 {package.book} 里有 {len(found)} 个不同的 {path}")
    return found[0]


def looks_like(name: str) -> str:
    """What names have in common that look alike: no blanks, nothing unseen, no capitals, no wide letters."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in plain if unicodedata.category(char) not in ("Zs", "Cf", "Cc"))
