"""The skeleton of a data file: what decides which rows and formulas its workbook has, every figure a zero.

It is kept in the workbook (hidden sheet 结构), so that a checker can rebuild the pristine workbook around the input
cells as they stand now, whatever has been typed or emptied since. It decides no verdict.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from xlbudget.datafile.fields import CAR_KINDS, FILE
from xlbudget.datafile.file import Data, parse
from xlbudget.datafile.kinds import Amount, Field, Kind, ListOf, Mapping, Number, Record, Text
from xlbudget.errors import BadData

LIMIT = 5_000_000
"""字节：样例解压后有十几万。"""
LONG = frozenset({"年度目标", "实际完成情况", "年度指标值", "实际完成值", "偏差原因", "备注", "出处", "数"})
"""Texts that decide nothing about rows and formulas."""


def skeleton(data: Data) -> Data:
    """The same data file with zero for every figure and without long texts.

    What a workbook cannot tell apart (an empty text and none, the order of what the form lists) is the same here.
    """
    bare: dict[str, Any] = _bare(data.content, FILE)
    bare |= {key: _bare(data.content[key], field.kind) for key, field in _whole_file(data)}
    bare |= {key: data.content[key] for key in ("版本", "年度", "金额单位") if key in data.content}
    if "经济分类" in bare:
        bare["经济分类"] = dict(sorted(bare["经济分类"].items()))
    if cars := bare.get("资产", {}).get("车辆"):
        bare["资产"]["车辆"] = dict.fromkeys((*(k for k in CAR_KINDS if k in cars), *cars), 0)
    return Data(bare)


def _whole_file(data: Data) -> list[tuple[str, Field]]:
    """The keys of the file, empty ones too: an empty key has its sheets."""
    return [(field.key, field) for field in FILE.fields if field.key in data.content]


def _bare(value: Any, kind: Kind) -> Any:
    match kind:
        case Record(fields):
            made = {
                field.key: ""
                if field.key in LONG and isinstance(field.kind, Text)
                else _bare(value[field.key], field.kind)
                for field in fields
                if field.key in value
            }
            return {key: inner for key, inner in made.items() if kind[key].required or inner not in ("", {}, [])}
        case ListOf(item):
            return [bare for entry in value if (bare := _bare(entry, item)) != ""]
        case Mapping(inner):
            return {key: _bare(entry, inner) if not isinstance(inner, Text) else "" for key, entry in value.items()}
        case Text():
            return value.strip()
        case Amount() | Number():
            return 0
        case _:
            return value


def packed(data: Data) -> str:
    text = json.dumps(skeleton(data).content, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")


def unpacked(text: str) -> Data | None:
    """The skeleton that a workbook keeps; None when it does not read as one."""
    try:
        unzipped = zlib.decompressobj()
        raw = unzipped.decompress(base64.b64decode(text, validate=True), LIMIT)
        return parse(raw.decode("utf-8"))
    except (ValueError, zlib.error, RecursionError, BadData):
        return None
