"""The declaration of the data file as JSON Schema (draft 2020-12), for editors and other programs."""

from __future__ import annotations

from typing import Any

from xlbudget.datafile.fields import FILE
from xlbudget.datafile.kinds import Amount, Choice, Kind, ListOf, Mapping, Number, Record, Text, Whole
from xlbudget.language.limits import CELL


def file_schema() -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "xlbudget 数据文件",
    } | json_schema(FILE)


def json_schema(kind: Kind) -> dict[str, Any]:
    """A kind, and all within it."""
    match kind:
        case Text():
            return {"type": "string", "maxLength": CELL}
        case Amount() | Number():
            return {"type": ["number", "string"], "pattern": r"^\s*[+-]?[0-9]*\.?[0-9]+\s*$"}
        case Whole():
            return {"type": "integer"}
        case Choice(options):
            return {"enum": list(options)}
        case Mapping(inner):
            return {"type": "object", "additionalProperties": json_schema(inner)}
        case ListOf(item):
            return {"type": "array", "items": json_schema(item)} | ({"maxItems": kind.most} if kind.most else {})
        case Record(fields):
            return {
                "type": "object",
                "additionalProperties": False,
                "required": [field.key for field in fields if field.required],
                "properties": {
                    field.key: json_schema(field.kind) | ({"description": field.about} if field.about else {})
                    for field in fields
                },
            }
