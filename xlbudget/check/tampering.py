"""A file's derived cells against the pristine workbook: formulas replaced or removed, sheets missing, stale values."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.formula import Tokenizer

from xlbudget.book import Book
from xlbudget.check.cells import Cells
from xlbudget.check.report import Finding
from xlbudget.engines import Value, Values
from xlbudget.rules.rule import Example, Rule
from xlbudget.spec import Area, Entry, Link

REPLACED = Rule(
    "公式-被改",
    "由公式算出的单元格仍是原来的公式",
    "本程序：公式是唯一的算法，录入数以外不手工填数",
    "撤销修改，或把数据读回（xlbudget read）再生成（xlbudget build）",
    Example(0, 0),
    Example(1, 0),
)
STALE = Rule(
    "公式-未重算",
    "公式旁存着的数与重算的数一致",
    "本程序：存着的数给不会重算的看图软件用",
    "用 Excel、WPS 或 LibreOffice 打开、重算（Ctrl+Alt+F9）并保存",
    Example(0, 0),
    Example(1, 0),
    severity="warning",
)
MISSING = Rule(
    "公式-缺表",
    "生成时的每张表都在",
    "本程序：别的表和校验引用它们",
    "恢复被删除或改名的表，或把数据读回再生成",
    Example(0, 0),
    Example(1, 0),
)
RULES = (REPLACED, STALE, MISSING)


def tampering(book: Book, cells: Cells, values: Values) -> Iterator[Finding]:
    """Every derived cell of the file that differs; ``values`` are those of the recalculated pristine workbook."""
    cached = any(value is not None for sheet in cells.values() for formula, value in sheet.values() if formula)
    for sheet in book.sheets:
        if sheet.name not in cells:
            yield Finding(
                MISSING.id, "error", sheet.name, "", f"缺少“{sheet.name}”表；{MISSING.remedy}", source=MISSING.basis
            )
            continue
        there, right = cells[sheet.name], values.get(sheet.name, {})
        for item in sheet.items:
            if item.content is None or isinstance(item.content, str | Entry | Link):
                continue
            address = Area("", item.row, item.col).text("")
            formula, value = there.get(address, (None, None))
            expected = book.names.formula(item, sheet.name)
            if formula is None or (formula != expected and normalised(formula) != normalised(expected)):
                yield _replaced(sheet.name, address, formula, value, expected, right.get(address))
            elif cached and not same(value, right.get(address)):
                yield _stale(sheet.name, address, value, right.get(address))


def _replaced(sheet: str, cell: str, formula: str | None, value: Value, expected: str, right: Value) -> Finding:
    there = f"公式 {_short(formula)}" if formula else (f"填死的 {_short(str(value))}" if value is not None else "空的")
    message = (
        f"{sheet} 的 {cell} 原是公式 {_short(expected)}（算得 {_short(str(right))}），现在是{there}；{REPLACED.remedy}"
    )
    return Finding(REPLACED.id, "error", sheet, cell, message, _plain(value), _plain(right), source=REPLACED.basis)


def _stale(sheet: str, cell: str, value: Value, right: Value) -> Finding:
    message = f"{sheet} 的 {cell} 存着 {_short(str(value))}，重算得 {_short(str(right))}；{STALE.remedy}"
    return Finding(STALE.id, "warning", sheet, cell, message, _plain(value), _plain(right), source=STALE.basis)


def _plain(value: Value) -> float | str | None:
    return str(value) if isinstance(value, bool) else value


def _short(text: str | None) -> str:
    text = " ".join((text or "空").split())
    return text if len(text) <= 60 else f"{text[:57]}…"


def same(left: Value, right: Value) -> bool:
    """Whether two values are the same to a reader; nothing and "" are."""
    if left in (None, "") or right in (None, ""):
        return left in (None, "") and right in (None, "")
    if isinstance(left, int | float) and isinstance(right, int | float):
        return abs(left - right) <= 1e-6 * max(1.0, abs(left))
    return left == right


def normalised(formula: str) -> str:
    """A formula without what office programs rewrite: spaces, quotes of sheet names, case of functions, ``_xlfn.``."""
    parts = []
    for token in Tokenizer(formula).items:
        if token.type == "WHITE-SPACE":
            continue
        text = token.value
        if token.type == "OPERAND" and token.subtype == "TEXT":
            parts.append(text)
        else:
            parts.append(text.replace("'", "").replace("$", "").upper().removeprefix("_XLFN."))
    return "".join(parts)
