"""What a cell means for the data file: its value where that is certain, and a sentence where it is not as it should be.

Numbers written as text are read where there is only one way to read them; what may mean two things is not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from xlbudget.datafile.fields import ITEM
from xlbudget.datafile.kinds import Amount, Choice, Code, Kind, Number, Text, Whole, cleaned, number, shown
from xlbudget.datafile.problems import AMOUNT_LIMIT, unfit
from xlbudget.reading.cells import Cell
from xlbudget.reading.code_columns import code_within
from xlbudget.reading.number_formats import as_date, as_shown, is_date
from xlbudget.sheets.inputs.codes import taken_by_formulas
from xlbudget.sheets.inputs.hints import DASHES

_STROKES = dict.fromkeys(map(ord, "-‐‑‒–—―─/"))
"""What people draw where there is no figure: to be taken away."""
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


def _unread(why: str, remedy: str = "") -> Understood:
    return Understood(None, f"{why}，没有读{remedy and f'；{remedy}'}", False)


def understood(cell: Cell, kind: Kind, unit: str | None) -> Understood:
    """The value of an input cell of this kind; ``unit`` is 金额单位 where it is known."""
    if cell.formula is None:
        return _plain(cell, kind, unit)
    if cell.value is None:
        return _unread(f"录入格里是公式（{shown(raw_text(cell))}），又没有算得的值", "请直接填数")
    found = _plain(cell._replace(formula=None), kind, unit)
    said = f"录入格里是公式（{shown(f'={cell.formula}') if cell.formula else '公式'}）"
    if found.value is None:
        return found if found.remark else _unread(f"{said}，算得空白", "请直接填写")
    return replace(found, remark=found.remark or f"{said}，按它算得的 {shown(found.value)} 读入")


def _plain(cell: Cell, kind: Kind, unit: str | None) -> Understood:
    if cell.value is None or cell.value == "":
        return Understood()
    if cell.kind == "error":
        return _unread(f"是错误值 {shown(cell.value)}", "请改正")
    match kind:
        case Amount() | Number() | Whole():
            return _figure(cell, kind, unit)
        case Choice(options):
            return _choice(cell, options)
        case Code(lengths):
            return _code(cell, lengths)
        case _:
            return _text(cell)


def _figure(cell: Cell, kind: Kind, unit: str | None) -> Understood:
    figure: Any = cell.value
    if cell.kind == "truth":
        return _unread(f"应为数字，现为真假值 {raw_text(cell)}")
    if cell.kind == "date":
        return _unread(f"应为数字，现为日期 “{shown(figure)}”")
    if isinstance(figure, str):
        return _written(figure, kind, unit)
    if is_date(cell.format):
        day = as_date(figure, cell.since_1904) or figure
        return _unread(f"应为数字，现显示为日期（{day}）", "请填数字，并把格式改回数值")
    return _accepted(figure, kind)


def _written(text: str, kind: Kind, unit: str | None) -> Understood:
    """A number that stands in the cell as text."""
    if not text.strip():
        return Understood(None, "只有空格，按空白理解", counts=False)
    if text in DASHES:
        return Understood()
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    suffix = unit if isinstance(kind, Amount) else "年" if isinstance(kind, Whole) else None
    if not plain.translate(_STROKES):
        return Understood(None, f"“{shown(text)}”按空白理解；表上的公式只认 {' '.join(DASHES)}，请清空", counts=False)
    plain = plain.removesuffix(suffix or "").strip()
    if len(plain) > 60 or not _PLAIN.fullmatch(plain):
        return _unread(f"应为数字，现为文本“{shown(text)}”，看不准是多少", "请改成数字")
    figure = number(plain.replace(",", ""))
    remark = f"是文本“{shown(text)}”，按数字 {figure} 读入；表上的公式不认文本，请改成数字"
    return replace(_accepted(figure, kind, remark), counts=False)


def _accepted(figure: Any, kind: Kind, remark: str = "") -> Understood:
    exact = Decimal(figure)
    if not exact.is_finite():
        return _unread(f"不是有限的数（{shown(figure)}）")
    if abs(exact) >= AMOUNT_LIMIT:
        return _unread(f"{shown(figure)} 过大", f"表格软件只能准确表示绝对值小于 {AMOUNT_LIMIT:,} 的数")
    if not isinstance(kind, Whole):
        return Understood(figure, remark)
    return Understood(int(figure), remark) if figure == int(figure) else _unread(f"应为整数，现为 {figure}")


def _choice(cell: Cell, options: tuple[str | int, ...]) -> Understood:
    text = _text(cell).value
    if not isinstance(text, str) or not text.strip():
        return Understood(None, "只有空格，按空白理解" if text else "")
    # Formulas compare what stands in the cell: what is the same only without unseen characters is not, to them.
    if text in options and (not isinstance(cell.value, str) or cell.value == text):
        return Understood(text)
    near = unicodedata.normalize("NFKC", text).strip()
    for option in options:
        if near == unicodedata.normalize("NFKC", str(option)):
            return Understood(option, f"“{shown(text)}”按“{option}”读入", counts=False)
    return Understood(text, f"“{shown(text)}”不在可选范围内，只能是：{'、'.join(map(str, options))}；照原样读入", False)


def _code(cell: Cell, lengths: tuple[int, ...]) -> Understood:
    """A code with its name behind it, in full-width digits, with dashes or as 2010406.0, where that is certain."""
    found = _text(cell)
    text = found.value
    code = code_within(text) if isinstance(text, str) else ""
    if len(code) not in lengths or code == str(text).strip(" "):
        return found
    remark = f"“{shown(text)}”按科目代码 {code} 读入"
    if lengths == ITEM.lengths and taken_by_formulas(str(text)) == code:
        return Understood(code, f"{remark}，请只留代码")
    return Understood(code, f"{remark}；表上的公式不这样认，请改成 {code}", counts=False)


def _text(cell: Cell) -> Understood:
    value = cell.value
    if isinstance(value, bool):
        return Understood(raw_text(cell), f"是真假值，按文本“{raw_text(cell)}”读入")
    if isinstance(value, int | float):
        return _number_as_text(value, cell)
    text = cleaned(str(value))
    if not text:
        return _unread("只有控制字符")
    if why := unfit(text, Text()):
        return _unread(why)
    if "\v" in str(value):
        return Understood(text, "里面有 Word 的换行符（U+000B），按换行读入")
    return Understood(text, "" if text == value else "去掉了单元格放不下的控制字符")


def _number_as_text(figure: int | float, cell: Cell) -> Understood:
    if not Decimal(figure).is_finite():
        return _unread(f"不是有限的数（{shown(figure)}）")
    if is_date(cell.format):
        day = as_date(figure, cell.since_1904)
        if day is None:
            return _unread(f"{shown(figure)} 不是有效的日期")
        return Understood(day, f"显示为日期，按文本“{day}”读入；请核对写法")
    text = as_shown(figure, cell.format)
    if len(text) > 60:
        return _unread(f"{shown(figure)} 过大")
    return Understood(text, f"应为文本，现为数字，按“{text}”读入；末尾的 0 或开头的 0 可能已经丢了，请核对")
