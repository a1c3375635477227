"""Texts as a file writes them: in runs, with characters escaped that XML or a spreadsheet cannot hold."""

from __future__ import annotations

import re
from typing import Any

from xlbudget.reading.standard import is_main

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def shared_text(element: Any) -> str:
    """The text of an ``si``; ``ValueError`` for one that programs do not count among the shared ones."""
    above = element.getparent()
    if not (is_main(element.tag, "si") and is_main(above.tag, "sst")) or above.getparent() is not None:
        raise ValueError(element.tag)
    return item_text(element)


def item_text(element: Any) -> str:
    """The text of a string item, escapes and all: its own, or that of its runs; how it is read aloud is left out."""
    space = f"{element.tag.rpartition('}')[0]}}}"
    of_text, of_run = f"{space}t", f"{space}r"
    if len(element) == 1 and element[0].tag == of_text and not len(element[0]):
        return element[0].text or ""
    texts: list[str] = []
    runs = 0
    for part in element:
        if part.tag == of_text:
            inner = [part]
        elif part.tag == of_run:
            inner = [one for one in part if one.tag != f"{space}rPr"]
            runs += 1
        elif part.tag in (f"{space}rPh", f"{space}phoneticPr"):
            continue
        else:
            raise ValueError(part.tag)
        # Of several texts where there should be one, or of alternatives, programs take one, or none.
        if len(inner) != 1 or inner[0].tag != of_text or len(inner[0]):
            raise ValueError(part.tag)
        texts.append(inner[0].text or "")
    if len(texts) > max(runs, 1):
        raise ValueError(element.tag)
    return "".join(texts)


def needlessly_escaped(text: str) -> bool:
    """Whether it escapes what no program needs to: some read the character, others the escape."""
    return "_x" in text and any(
        match[1].upper() != "005F" and chr(int(match[1], 16)).isprintable() for match in _ESCAPED.finditer(text)
    )


def unescaped(text: str) -> str:
    """``_x005F_`` and its like are how a spreadsheet writes characters that XML or itself cannot."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
        # One character may be written in two halves.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return text.replace("\r\n", "\n").replace("\r", "\n")
