"""What a cell means for the data file: its value where that is certain, and a sentence where it is not as it should be.

Numbers written as text are read where there is only one way to read them; what may mean two things is not guessed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from xlbudget.datafile.kinds import Amount, Choice, Kind, Number, Text, Whole, cleaned, number, shown
from xlbudget.datafile.problems import AMOUNT_LIMIT, unfit
from xlbudget.reading.cells import Cell
from xlbudget.reading.number_formats import as_date, as_shown, is_date

_PLAIN = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?|[+-]?\.[0-9]+")


@dataclass(frozen=True)
class Understood:
    """``value`` is None where nothing was read; ``remark`` is "" where there is nothing to say."""

    value: Any = None
    remark: str = ""
    certain: bool = True
    counts: bool = True
    """Whether the workbook's own formulas take the cell in the same way."""


def raw_text(cell: Cell) -> str:
    """What the cell holds, for a sentence."""
    if cell.kind == "truth":
        return "TRUE" if cell.value else "FALSE"
    if cell.value is None:
        return f"={cell.formula}" if cell.formula else ""
    return str(cell.value)


def understood(cell: Cell, kind: Kind, unit: str | None) -> Understood:
    """The value of an input cell of this kind; ``unit`` is 金额单位 where it is known."""
    if cell.formula is None:
        return _plain(cell, kind, unit)
    if cell.value is None:
        return Understood(None, f"录入格里是公式（{shown(raw_text(cell))}），又没有算得的值，没有读；请直接填数", False)
    found = _plain(replace(cell, formula=None), kind, unit)
    formula = shown(f"={cell.formula}") if cell.formula else "公式"
    if found.value is None:
        return (
            found
            if found.remark
            else Understood(None, f"录入格里是公式（{formula}），算得空白，没有读；请直接填写", False)
        )
    return replace(found, remark=found.remark or f"录入格里是公式（{formula}），按它算得的 {shown(found.value)} 读入")


def _plain(cell: Cell, kind: Kind, unit: str | None) -> Understood:
    if cell.value is None or cell.value == "":
        return Understood()
    if cell.kind == "error":
        return Understood(None, f"是错误值 {shown(cell.value)}，没有读；请改正", False)
    match kind:
        case Amount() | Number() | Whole():
            return _figure(cell, kind, unit)
        case Choice(options):
            return _choice(cell, options)
        case _:
            return _text(cell)


def _figure(cell: Cell, kind: Kind, unit: str | None) -> Understood:
    if cell.kind == "truth":
        return Understood(None, f"应为数字，现为真假值 {raw_text(cell)}，没有读", False)
    if cell.kind == "date":
        return Understood(None, f"应为数字，现为日期 {_quoted(cell)}，没有读", False)
    if isinstance(cell.value, str):
        return _written(cell.value, kind, unit)
    figure: Any = cell.value
    if is_date(cell.format):
        day = as_date(float(figure), cell.since_1904) or figure
        return Understood(None, f"应为数字，现显示为日期（{day}），没有读；请填数字，并把格式改回数值", False)
    if isinstance(figure, float) and not math.isfinite(figure):
        return Understood(None, f"不是有限的数（{shown(figure)}），没有读", False)
    return _accepted(figure, kind, "")


def _written(text: str, kind: Kind, unit: str | None) -> Understood:
    """A number that stands in the cell as text."""
    if not text.strip():
        return Understood(None, "只有空格，按空白理解", counts=False)
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    suffix = unit if isinstance(kind, Amount) else ("年" if isinstance(kind, Whole) else None)
    if suffix:
        plain = plain.removesuffix(suffix).strip()
    if len(plain) > 60 or not _PLAIN.fullmatch(plain):
        return Understood(None, f"应为数字，现为文本“{shown(text)}”，看不准是多少，没有读；请改成数字", False)
    figure = number(plain.replace(",", ""))
    remark = f"是文本“{shown(text)}”，按数字 {figure} 读入；表上的公式不认文本，请改成数字"
    return replace(_accepted(figure, kind, remark), counts=False)


def _accepted(figure: Any, kind: Kind, remark: str) -> Understood:
    if abs(Decimal(figure)) >= AMOUNT_LIMIT:
        return Understood(
            None, f"{shown(figure)} 过大，没有读；表格软件只能准确表示绝对值小于 {AMOUNT_LIMIT:,} 的数", False
        )
    if isinstance(kind, Whole):
        if figure != int(figure):
            return Understood(None, f"应为整数，现为 {figure}，没有读", False)
        figure = int(figure)
    return Understood(figure, remark)


def _choice(cell: Cell, options: tuple[str | int, ...]) -> Understood:
    text = _text(cell).value
    if not isinstance(text, str) or not text.strip():
        return Understood(None, "只有空格，按空白理解" if text else "")
    # 公式拿格子里的原文比，去掉了看不见的字才相同的，公式不认。
    if text in options and (not isinstance(cell.value, str) or cell.value == text):
        return Understood(text)
    near = unicodedata.normalize("NFKC", text).strip()
    for option in options:
        if near == unicodedata.normalize("NFKC", str(option)):
            return Understood(option, f"“{shown(text)}”按“{option}”读入", counts=False)
    return Understood(text, f"“{shown(text)}”不在可选范围内，只能是：{'、'.join(map(str, options))}；照原样读入", False)


def _text(cell: Cell) -> Understood:
    value = cell.value
    if isinstance(value, bool):
        return Understood(raw_text(cell), f"是真假值，按文本“{raw_text(cell)}”读入")
    if isinstance(value, int | float):
        return _number_as_text(value, cell)
    text = str(value)
    clean = cleaned(text)
    if not clean:
        return Understood(None, "只有控制字符，没有读", False)
    remark = "" if clean == text else "去掉了单元格放不下的控制字符"
    if "\v" in text:
        remark = "里面有 Word 的换行符（U+000B），按换行读入"
    text = clean
    if why := unfit(text, Text()):
        return Understood(None, f"{why}，没有读", False)
    return Understood(text, remark)


def _number_as_text(figure: int | float, cell: Cell) -> Understood:
    if not math.isfinite(figure):
        return Understood(None, f"不是有限的数（{shown(figure)}），没有读", False)
    if is_date(cell.format):
        day = as_date(float(figure), cell.since_1904)
        if day is None:
            return Understood(None, f"{shown(figure)} 不是有效的日期，没有读", False)
        return Understood(day, f"显示为日期，按文本“{day}”读入；请核对写法")
    text = as_shown(figure, cell.format)
    if len(text) > 60:
        return Understood(None, f"{shown(figure)} 过大，没有读", False)
    return Understood(text, f"应为文本，现为数字，按“{text}”读入；末尾的 0 或开头的 0 可能已经丢了，请核对")


def _quoted(cell: Cell) -> str:
    return f"“{shown(raw_text(cell))}”"
