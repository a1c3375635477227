"""Characters that an engine cannot write back, hidden from it behind stand-ins of the same length.

A package writes what XML cannot hold, and a text that looks so by itself, as ``_x000D_``; engines read that and then
refuse, or write it back as something else. A stand-in is a character of the private use area that the package does
not use: whatever formulas cut, join and compare, it stays one character, and only the same one is equal to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

PRIVATE = (*range(0xE000, 0xF900), *range(0xF0000, 0xFFFFE))

_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TEXT = re.compile(r"(<(?:\w+:)?t(?: [^<>]*)?>)([^<]+)")
_SHEET = re.compile(rb"<(?:\w+:)?(?:worksheet|sst)\b")
_UNDERSCORE = re.compile(rb"_|&#0*95;|&#x0*5[Ff];")
_UNSAFE = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]")
"""What an engine does not write as it is."""


@dataclass(frozen=True)
class StandIns:
    """A package for an engine, and the way back."""

    package: bytes
    characters: Mapping[str, str]
    """Stand-in → what it stands for; one of them is that of ``_``."""

    def restored(self, package: bytes) -> bytes:
        """What the engine made of it, with the characters themselves, written as a package writes them."""
        stand, every = next(one for one, char in self.characters.items() if char == "_"), "".join(self.characters)
        # What looks like an escape is escaped, also right before one; the engine's own have no stand-in at either end.
        alike = re.compile(f"{stand}(?=x[0-9A-Fa-f]{{4}}[_{every}])|_(?=x[0-9A-Fa-f]{{4}}[{every}])")
        written = {one: "_" if char == "_" else f"_x{ord(char):04X}_" for one, char in self.characters.items()}
        where = re.compile("|".join(self.characters).encode())
        return _changed(package, where, lambda text: _replaced(alike.sub("_x005F_", text), written), ZIP_DEFLATED)

    def text(self, text: str) -> str:
        """A text that the engine worked out, with the characters themselves."""
        return _replaced(text, self.characters)


def with_standins(package: bytes) -> StandIns | None:
    """The package with stand-ins; None when none of its texts needs one."""
    with ZipFile(BytesIO(package)) as source:
        sheets = [part for part in map(source.read, source.infolist()) if _SHEET.search(part[:4000])]
    texts = [_sheet_text(part) for part in sheets if _UNDERSCORE.search(part)]
    escaped = {chr(int(digits, 16)) for text in texts for digits in _ESCAPE.findall(text)}
    if not escaped and not any("_" in text for part in texts for _, text in _TEXT.findall(part)):
        return None
    free = (char for char in map(chr, PRIVATE) if char not in escaped and not _occurs(char, sheets))
    stands = {char: next(free) for char in ("_", *sorted(filter(_UNSAFE.match, escaped)))}

    def decoded(match: re.Match[str]) -> str:
        char = chr(int(match.group(1), 16))
        return stands.get(char) or f"&#{ord(char)};"

    def away(text: str) -> str:
        # Two texts joined may look like an escape, too: every underscore in a text is replaced.
        return _TEXT.sub(lambda match: match[1] + match[2].replace("_", stands["_"]), _ESCAPE.sub(decoded, text))

    # The engine has but one look at it: not compressed.
    return StandIns(_changed(package, _UNDERSCORE, away, ZIP_STORED), {stand: char for char, stand in stands.items()})


def _occurs(char: str, parts: Sequence[bytes]) -> bool:
    """Whether a character stands in one of the parts, as it is or as a reference."""
    ways = re.compile(rb"%s|&#0*%d;|&#x0*(?i:%x);" % (char.encode(), ord(char), ord(char)))
    return any(ways.search(part) for part in parts)


def _replaced(text: str, by: Mapping[str, str]) -> str:
    return re.sub(f"[{''.join(by)}]", lambda match: by[match.group()], text)


def _sheet_text(part: bytes) -> str:
    return _REFERENCE.sub(_referred, part.decode("utf-8", "surrogateescape"))


def _referred(match: re.Match[str]) -> str:
    """The character of a reference, but for marks of XML and what it does not take as it is."""
    code = int(match.group(1), 16) if match.group(1) else int(match.group(2))
    plain = code in range(0x30, 0x3A) or code in range(0x41, 0x7F) or code in range(0xA0, 0xD800)
    return chr(code) if plain or code in range(0xE000, 0xFFFE) or code in range(0x10000, 0x110000) else match.group()


def _changed(package: bytes, where: re.Pattern[bytes], change: Callable[[str], str], compression: int) -> bytes:
    """The package with another text in those parts with cells, whatever they are called, in which something stands."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(out, "w", compression) as target:
        for info in source.infolist():
            part = source.read(info)
            if _SHEET.search(part[:4000]) and where.search(part):
                part = change(_sheet_text(part)).encode("utf-8", "surrogateescape")
            entry = ZipInfo(info.filename, info.date_time)
            target.writestr(entry, part, compression)
    return out.getvalue()
