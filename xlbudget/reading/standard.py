"""The words of the standard (ISO/IEC 29500), transitional and strict: what is not exactly these, programs pass over."""

from __future__ import annotations

import re

MAIN = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
"""Namespaces of workbooks, sheets, texts and styles."""
OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
"""Namespaces of references to relations, and what the types of relations begin with."""
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
BOOK_TYPE = re.compile(
    r"application/vnd\.(?:openxmlformats-officedocument\.spreadsheetml\.(?:sheet|template)"
    r"|ms-excel\.(?:sheet|template|addin)\.macroEnabled)\.main\+xml",
    re.IGNORECASE,
)

_TYPE_OF_RELATION = re.compile(f"(?:{'|'.join(map(re.escape, OFFICE))})/([A-Za-z-]+)")
_STRICT_WORDS = {"customProperties": "custom-properties"}


def relation_word(kind: str) -> str:
    """The last word of a type of relation; "" of those that programs do not take for the standard's."""
    match = _TYPE_OF_RELATION.fullmatch(kind)
    return _STRICT_WORDS.get(match[1], match[1]) if match else ""


def is_main(tag: object, name: str) -> bool:
    """Whether a tag is this name of a spreadsheet."""
    return any(tag == f"{{{space}}}{name}" for space in MAIN)
