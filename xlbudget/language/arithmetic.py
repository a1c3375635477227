"""The notation of a 式: ``+ - * /`` and brackets over numbers and ``{names}``, and what it says, parsed once.

>>> parsed("({甲}+{乙})/2")
Operation(sign='/', parts=(Operation(sign='+', parts=(Reference(name='甲'), Reference(name='乙'))), Literal(text='2')))
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TypeAlias

FUNCTIONS = {"MIN": (1, 99), "MAX": (1, 99), "ROUND": (2, 2), "ROUNDUP": (2, 2)}
"""What a scoring 式 may call → the least and the most arguments."""
MOST = 100
"""Operations and brackets of a 式."""
SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_NAME, _NUMBER = re.compile(r"\{([^{}]*)\}"), re.compile(r"[0-9]+(\.[0-9]+)?")
_STRANGE = re.compile(r"[^0-9A-Za-z.+\-*/(), ]|(?<=[0-9])[A-Za-z]")


class Misread(ValueError):
    """A 式 that says nothing; ``str()`` is why, in Chinese."""


@dataclass(frozen=True)
class Literal:
    text: str


@dataclass(frozen=True)
class Reference:
    name: str


@dataclass(frozen=True)
class Operation:
    """``sign`` between its ``parts``, before its only one, or the function that is called with them."""

    sign: str
    parts: tuple[Node, ...]


Node: TypeAlias = Literal | Reference | Operation


def parsed(text: str, functions: bool = False) -> Node:
    """What a 式 says; raises :class:`Misread`. ``functions``: whether it may call those of ``FUNCTIONS``.

    Python's own parser reads it, each name a list in as many characters, so that all stands where it stood.
    """
    text = text.strip()
    if strange := _STRANGE.search(_NAME.sub(lambda match: " " * len(match[0]), text)):
        raise Misread(f"第 {strange.start() + 1} 个字符“{strange[0]}”看不懂，式里只有数、{{名称}}、+ - * / 和半角括号")
    plain = _NAME.sub(lambda match: f"[{'0' * (len(match[0]) > 2):<{len(match[0]) - 2}}]", text)
    if sum(char in "+-*/(" for char in plain) > MOST:
        raise Misread(f"式太长，最多 {MOST} 个运算和括号；可以拆成几个事实")
    try:
        return _node(ast.parse(plain, mode="eval").body, text, functions)
    except SyntaxError as error:
        raise Misread(f"第 {error.offset or 1} 个字符附近写法不对，少了数、运算符或括号") from None


def _node(tree: ast.expr, text: str, functions: bool) -> Node:
    said = text[tree.col_offset : tree.end_col_offset]
    match tree:
        case ast.List():
            if not said[1:-1].strip():
                raise Misread("大括号里没有名称")
            return Reference(said[1:-1].strip())
        case ast.Constant() if _NUMBER.fullmatch(said):
            return Literal(said)
        case ast.UnaryOp(ast.USub(), operand):
            return Operation("-", (_node(operand, text, functions),))
        case ast.BinOp(left, sign, right) if type(sign) in SIGNS:
            return Operation(SIGNS[type(sign)], (_node(left, text, functions), _node(right, text, functions)))
        case ast.Call(ast.Name(name), parts, []) if functions and name.upper() in FUNCTIONS:
            least, most = FUNCTIONS[name.upper()]
            if not least <= len(parts) <= most:
                raise Misread(f"{name.upper()} 要有 {least} 个数" + ("以上" if most > least else ""))
            return Operation(name.upper(), tuple(_node(part, text, functions) for part in parts))
    allowed = f"可以用 {'、'.join(FUNCTIONS)}" if functions else "这里不能用函数，名称写在大括号里"
    raise Misread(f"“{said}”看不懂，{allowed}")
