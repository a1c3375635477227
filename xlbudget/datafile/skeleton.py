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
from xlbudget.datafile.kinds import Amount, Kind, ListOf, Mapping, Number, Record, Text, mapped
from xlbudget.errors import BadData
from xlbudget.language.grid import one_line_end

LIMIT = 5_000_000
"""Bytes, unpacked; the sample has some hundred thousand."""
LONG = frozenset({"年度目标", "实际完成情况", "年度指标值", "实际完成值", "偏差原因", "备注", "出处", "数", "说明"})
"""Texts that decide nothing about rows and formulas."""


def skeleton(data: Data) -> Data:
    """The same data file with zero for every figure and without long texts.

    What a workbook cannot tell apart (an empty text and none, the order of what the form lists) is the same here.
    """
    bare: dict[str, Any] = mapped(data.content, FILE, _bare, _bare_leaf)
    if "经济分类" in bare:
        bare["经济分类"] = dict(sorted(bare["经济分类"].items()))
    if cars := bare.get("资产", {}).get("车辆"):
        bare["资产"]["车辆"] = dict.fromkeys((*(k for k in CAR_KINDS if k in cars), *cars), 0)
    return Data(bare)


def _bare(made: dict[str, Any], record: Record) -> dict[str, Any]:
    """An object without what is empty; a key of the whole file stays, for an empty one has its sheets."""
    bare: dict[str, Any] = {}
    emptied: dict[str, Any] = {}
    for field in record.fields:
        if field.key not in made:
            continue
        value = made[field.key]
        match field.kind:
            case Text() if field.key in LONG:
                value = ""
            case ListOf(Text()):
                value = [text for text in value if text]
            case Mapping(Text()):
                value = dict.fromkeys(value, "")
        if field.required or value not in ("", {}, []):
            bare[field.key] = value
        elif record is FILE:
            emptied[field.key] = value
    return bare | emptied


def _bare_leaf(value: Any, kind: Kind) -> Any:
    if isinstance(kind, Amount | Number):
        return 0
    return one_line_end(value).strip() if isinstance(kind, Text) else value


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
