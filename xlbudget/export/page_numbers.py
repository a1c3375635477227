"""On which pages the headings of a document are, as LibreOffice lays it out: read from the outline of its PDF."""

from __future__ import annotations

import re
from collections.abc import Sequence

_OBJECT = re.compile(rb"(?s)(?:^|[\r\n])(\d+) 0 obj(.*?)endobj")
_KIDS = re.compile(rb"/Kids\s*\[([\d\sR]+)\]")
_ENTRY = re.compile(rb"(?s)/Title\s*<([0-9A-Fa-f\s]+)>.*?/Dest\s*\[\s*(\d+) 0 R")


def pages_of(pdf: bytes, headings: Sequence[str]) -> list[int] | None:
    """The page (from 1) of each of these headings, in their order; None where they are not all there."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    tree = next((body for body in objects.values() if b"/Type/Pages" in body and _KIDS.search(body)), None)
    if tree is None:
        return None
    kids = [int(number) for number in re.findall(rb"(\d+) 0 R", _KIDS.search(tree)[1])]  # type: ignore[index]
    entries = iter((_text(match[1]), int(match[2])) for body in objects.values() for match in _ENTRY.finditer(body))
    found = []
    for heading in headings:
        wanted = "".join(heading.split())
        page = next((kid for title, kid in entries if "".join(title.split()) == wanted), None)
        if page not in kids:
            return None
        found.append(kids.index(page) + 1)
    return found


def _text(digits: bytes) -> str:
    """A text of a PDF: hexadecimal, two bytes a character behind the mark that says so."""
    content = bytes.fromhex(re.sub(rb"\s", b"", digits).decode("ascii"))
    return content.decode("utf-16") if content.startswith((b"\xfe\xff", b"\xff\xfe")) else content.decode("latin-1")
