"""The words of the standard (ISO/IEC 29500), transitional and strict: what is not exactly these, programs pass over."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from xlbudget.language.sheet import column_number

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

_LETTERS = re.compile("[A-Z]{1,3}")
_TYPE_OF_RELATION = re.compile(f"(?:{'|'.join(map(re.escape, OFFICE))})/([A-Za-z-]+)")
_STRICT_WORDS = {"customProperties": "custom-properties"}


def relation_word(kind: str) -> str:
    """The last word of a type of relation; "" of those that programs do not take for the standard's."""
    match = _TYPE_OF_RELATION.fullmatch(kind)
    return _STRICT_WORDS.get(match[1], match[1]) if match else ""


def is_main(tag: object, name: str) -> bool:
    """Whether a tag is this name of a spreadsheet."""
    return any(tag == f"{{{space}}}{name}" for space in MAIN)


@cache
def children_of(tag: str) -> tuple[str, str, str, str]:
    """The tags that stand in a ``c`` element with this tag: a formula, a value, a text, what is left to programs."""
    space = tag[:-1]
    return f"{space}f", f"{space}v", f"{space}is", f"{space}extLst"


def stands_in(element: Any, parent: str) -> bool:
    """Whether an element of a sheet stands in ``parent`` below the root, all of its own namespace."""
    space = f"{element.tag.rpartition('}')[0]}}}"
    above = element.getparent()
    root = above.getparent() if above is not None and above.tag == f"{space}{parent}" else None
    return root is not None and root.tag == f"{space}worksheet" and root.getparent() is None


@cache
def _number(letters: str) -> int:
    return column_number(letters) if _LETTERS.fullmatch(letters) else 0


def column_in(address: str, row: str) -> int:
    """The column of a cell's address in this row; 0 where it is none."""
    return _number(address.removesuffix(row)) if row and address.endswith(row) else 0
