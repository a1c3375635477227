"""Names of parts, compared as the package standard says (ISO/IEC 29500-2, 6.2.2 and 6.3), however they are spelled."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from urllib.parse import quote

TYPES = "[Content_Types].xml"

_PLAIN_ESCAPE = re.compile(r"%(4[1-9A-Fa-f]|5[0-9Aa]|6[1-9A-Fa-f]|7[0-9AaEe]|3[0-9]|2[DdEe]|5[Ff])")
"""Escapes of letters, digits and ``-._~``."""


def part_key(name: str) -> str:
    """What all spellings of one part's name have in common: small letters, no needless escapes, no leading slash."""
    name = _PLAIN_ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), slashed(name))
    return quote(name, safe="/%").lower()


def slashed(name: str) -> str:
    """A name with the separators of the standard; some programs write those of Windows."""
    return name.replace("\\", "/").lstrip("/")


def relations_of(name: str) -> str:
    """The part in which the relations of a part stand; "" is the package."""
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def called(related: Callable[[str], Iterable[tuple[str, str, str]]]) -> dict[str, str]:
    """The key of every part that relations lead to, and of the relations themselves → its name as they spell it."""
    found = {part_key(TYPES): TYPES, part_key(relations_of("")): relations_of("")}
    waiting = [""]
    while waiting:
        for _, _, target in related(waiting.pop()):
            if part_key(target) not in found:
                found |= {part_key(name): name for name in (target, relations_of(target))}
                waiting.append(target)
    return found
