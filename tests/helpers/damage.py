"""Ways in which a package gets damaged, or was never sound; each edit is drawn from a seed."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import TypeAlias
from zipfile import ZipFile

Parts: TypeAlias = dict[str, bytes]

ODD = (
    b"",
    b"-1",
    b"9" * 30,
    b"9" * 5000,
    b"1e999",
    b"nan",
    "²".encode(),
    b"A0",
    b"ZZZZ1",
    b"../../a",
    b"%41",
    b"&amp;",
)
"""What may stand where a number, an address or a name is expected."""


def parts_of(package: bytes) -> Parts:
    with ZipFile(BytesIO(package)) as source:
        return {name: source.read(name) for name in source.namelist()}


def packed(parts: Parts, *doubled: str) -> bytes:
    """A package of these parts; those ``doubled`` are in it twice."""
    out = BytesIO()
    with ZipFile(out, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
        for name in doubled:
            # 写第二次时 zipfile 会提醒，这正是要的。
            target.writestr(target.getinfo(name), b"<a/>")
    return out.getvalue()


def _replaced(pattern: bytes) -> Callable[[Random, bytes], bytes]:
    def edit(random: Random, content: bytes) -> bytes:
        found = list(re.finditer(pattern, content))
        if not found:
            return b""
        start, end = random.choice(found).span(1)
        return content[:start] + random.choice(ODD) + content[end:]

    return edit


def _without(pattern: bytes) -> Callable[[Random, bytes], bytes]:
    def edit(random: Random, content: bytes) -> bytes:
        found = list(re.finditer(pattern, content))
        start, end = random.choice(found).span() if found else (0, 1)
        return content[:start] + content[end:]

    return edit


def _all(left: bytes) -> Callable[[Random, bytes], bytes]:
    def edit(_: Random, __: bytes) -> bytes:
        return left

    return edit


def _byte(random: Random, content: bytes) -> bytes:
    place = random.randrange(len(content))
    return content[:place] + bytes([random.randrange(256)]) + content[place + 1 :]


EDITS: dict[str, Callable[[Random, bytes], bytes]] = {
    "一个属性换成别的": _replaced(rb'="([^"]*)"'),
    "一段文字换成别的": _replaced(rb">([^<>]+)<"),
    "少一个标签": _without(rb"<[^>]*>"),
    "少一个元素": _without(rb"<[\w:]+[^>]*/>|<([\w:]+)[^>]*>[^<]*</\1>"),
    "一个字节不同": _byte,
    "截去后一半": lambda random, content: content[: random.randrange(len(content))],
    "空的部件": _all(b""),
    "别的 XML": _all(b"<a/>"),
}
"""From a part to what is left of it."""


def damaged(package: bytes, kind: str, seed: int) -> bytes:
    """``package`` with one part edited; small parts, on which all others depend, as often as the sheets."""
    random = Random(f"{kind}{seed}")
    parts = parts_of(package)
    name = random.choice([name for name in parts if ("worksheets" in name) == bool(seed % 2)])
    parts[name] = EDITS[kind](random, parts[name])
    return packed(parts)
