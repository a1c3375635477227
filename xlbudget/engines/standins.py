"""Characters that an engine cannot write back, hidden from it behind stand-ins of the same length.

A package writes what XML cannot hold, and a text that looks so by itself, as ``_x000D_``; engines read that and then
refuse, or write it back as something else. A stand-in is a character of the private use area that the package does
not use: whatever formulas cut, join and compare, it stays one character, and only the same one is equal to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

PRIVATE = (*range(0xE000, 0xF900), *range(0xF0000, 0xFFFFE))

_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TEXT = re.compile(r"(<(?:\w+:)?t(?: [^<>]*)?>)([^<]+)")
_SHEET = re.compile(rb"<(?:\w+:)?(?:worksheet|sst)\b")
_UNSAFE = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]")
"""What an engine does not write as it is."""


@dataclass(frozen=True)
class Hidden:
    """A package for an engine, and the way back."""

    package: bytes
    characters: Mapping[str, str]
    """Stand-in → what it stands for; one of them is that of ``_``."""

    def restored(self, package: bytes) -> bytes:
        """What the engine made of it, with the characters themselves, written as a package writes them."""
        stand, every = next(one for one, char in self.characters.items() if char == "_"), "".join(self.characters)
        # 像转义的要转义，后面紧跟着转义的也是；两头都不是替身的，是引擎自己写的转义。
        alike = re.compile(f"{stand}(?=x[0-9A-Fa-f]{{4}}[_{every}])|_(?=x[0-9A-Fa-f]{{4}}[{every}])")
        written = {one: "_" if char == "_" else f"_x{ord(char):04X}_" for one, char in self.characters.items()}
        return _changed(package, lambda text: _replaced(alike.sub("_x005F_", text), written))

    def text(self, text: str) -> str:
        """A text that the engine worked out, with the characters themselves."""
        return _replaced(text, self.characters)


def hidden(package: bytes) -> Hidden | None:
    """The package with stand-ins; None when none of its texts needs one."""
    texts = [part for part in map(_sheet_text, _parts(package).values()) if part is not None and "_" in part]
    escaped = {chr(int(digits, 16)) for text in texts for digits in _ESCAPE.findall(text)}
    if not escaped and not any("_" in text for part in texts for _, text in _TEXT.findall(part)):
        return None
    used = escaped.union(*texts)
    free = (chr(code) for code in PRIVATE if chr(code) not in used)
    stands = {char: next(free) for char in ("_", *sorted(filter(_UNSAFE.match, escaped)))}

    def decoded(match: re.Match[str]) -> str:
        char = chr(int(match.group(1), 16))
        return stands.get(char) or f"&#{ord(char)};"

    def away(text: str) -> str:
        # 两段文字接起来也会像转义，所以文字里的下划线都换。
        return _TEXT.sub(
            lambda match: match.group(1) + match.group(2).replace("_", stands["_"]), _ESCAPE.sub(decoded, text)
        )

    return Hidden(_changed(package, away), {stand: char for char, stand in stands.items()})


def _replaced(text: str, by: Mapping[str, str]) -> str:
    return re.sub(f"[{''.join(by)}]", lambda match: by[match.group()], text)


def _parts(package: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(package)) as source:
        return {info.filename: source.read(info) for info in source.infolist()}


def _sheet_text(part: bytes) -> str | None:
    """A part in which texts of cells stand, whatever it is called; None for another."""
    if not _SHEET.search(part[:4000]):
        return None
    return _REFERENCE.sub(_referred, part.decode("utf-8", "surrogateescape"))


def _referred(match: re.Match[str]) -> str:
    """The character of a reference, but for marks of XML and what it does not take as it is."""
    code = int(match.group(1), 16) if match.group(1) else int(match.group(2))
    plain = code in range(0x30, 0x3A) or code in range(0x41, 0x7F) or code in range(0xA0, 0xD800)
    return chr(code) if plain or code in range(0xE000, 0xFFFE) or code in range(0x10000, 0x110000) else match.group()


def _changed(package: bytes, change: Callable[[str], str]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(out, "w") as target:
        for info in source.infolist():
            part = source.read(info)
            if (text := _sheet_text(part)) is not None:
                part = change(text).encode("utf-8", "surrogateescape")
            target.writestr(info, part)
    return out.getvalue()
