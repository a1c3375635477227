"""Names of files after what a user typed: what every system takes, and no two alike; and names that mark a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256

LONGEST = 80
"""Characters: with its ending, a path does not become too long."""
BYTES = 240
"""Linux takes names of 255 bytes; a Chinese character has three or four."""

_ILLEGAL = re.compile(r'[\\/:*?"<>|]')
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Devices of Windows, whatever extension follows."""

MARKS = {"Excel": ("~$", ""), "LibreOffice": (".~lock.", "#")}
"""What a program (WPS as Excel) writes before and behind the name of a file that it has open, as the mark of it."""


def marked_open(name: str) -> str | None:
    """The file of which ``name`` is the mark of being open; None when it is a file like others."""
    for before, behind in MARKS.values():
        if name.startswith(before) and name.endswith(behind):
            return name.removeprefix(before).removesuffix(behind)
    return None


def stem(text: str, longest: int = LONGEST) -> str:
    """A file's name without its extension, after ``text``; "" where nothing is left of it."""
    text = unicodedata.normalize("NFC", text.strip())
    # Control characters, marks of direction, line breaks, and halves of characters.
    text = "".join("_" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char for char in text)
    text = _cut(_ILLEGAL.sub("_", text), longest)
    return f"_{text}"[:longest] if _RESERVED.fullmatch(text) else text


def told_apart(text: str, longest: int) -> str:
    """A part of a name after ``text``, at most so many characters of three bytes; another for every other text.

    What has to be changed or cut ends in six characters of its digest: files of two units, made by two runs, must not
    get one name.
    """
    whole = unicodedata.normalize("NFC", text.strip())
    made = stem(whole, longest)
    if made == whole and len(made.encode()) <= 3 * longest:
        return made
    mark = "-" + sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return _cut(made, longest - len(mark), 3 * (longest - len(mark))) + mark


def distinct(stems: Iterable[str]) -> list[str]:
    """The same stems; one that differs from an earlier one in nothing but capitals gets -2, -3 …"""
    taken: set[str] = set()
    found = []
    for wanted in stems:
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            mark = f"-{number}"
            name = f"{_cut(wanted, LONGEST - len(mark), BYTES - len(mark))}{mark}"
        taken.add(name.casefold())
        found.append(name)
    return found


def _cut(text: str, longest: int, size: int = BYTES) -> str:
    """At most so many characters and bytes; Windows drops a dot or a space at the end."""
    return text[:longest].encode()[:size].decode(errors="ignore").rstrip(". ")
