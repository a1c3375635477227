"""What a person who does not know YAML gets wrong, said in their words."""

from __future__ import annotations

import re
from functools import cache

from xlbudget.datafile.kinds import Kind, ListOf, Mapping, Record

HOLE = ("单位", "年度")
QUOTE_BRACES = '以 { 开头的文字要加引号，如 "{单位}{年度}年度部门决算表"'
COLON = "冒号要用英文冒号，后面空一格"
COMMA = "；列表里用英文逗号隔开"

_BARE_BRACES = re.compile(r"(?:^|[:\-,\[]\s+|\[)\{(?:单位|年度)\}")
_LINE = re.compile(r"\s*([^\s：:\"'\[\]{}#-][^：:\"'\[\]{}#]*?)(?:：|:(?=\S))")
_VALUE = re.compile(r"应为(?:对象|列表)，现为文本“([^：:”]+)[：:]")

_PROBLEMS = {
    "mapping values are not allowed": "冒号的位置不对，或者缩进不齐",
    "could not find expected ':'": "缺少冒号（英文冒号，后面空一格）",
    "found character '\\t'": "缩进用了制表符，请改用空格",
    "found a tab character": "缩进用了制表符，请改用空格",
    "found undefined alias": "以 * 开头的文字要加引号",
    "cannot start any token": "以 @ 或反引号开头的文字要加引号",
    "while scanning a directive": "以 % 开头的文字要加引号",
    "expected <block end>": "缩进不齐",
    "did not find expected": "缩进不齐，或者缺少括号、逗号、引号",
    "unexpected end of stream": "引号或括号没有成对",
}


def misread(text: str, line: int, problem: str, kind: Kind) -> tuple[int, str]:
    """Line and reason of what the parser stumbled over at ``line``; the cause often stands above."""
    lines = text.split("\n")[:line]
    for number, written in reversed(list(enumerate(lines, 1))):
        if _BARE_BRACES.search(written) and number >= line - 1:
            return number, QUOTE_BRACES
    for number, written in enumerate(lines, 1):
        if (key := _LINE.match(written)) and key.group(1) in keys(kind):
            return number, f"“{key.group(1)}”后面的{COLON}"
    said = next((chinese for english, chinese in _PROBLEMS.items() if english in problem), "")
    return line, said or "不是有效的 YAML，请对照 docs/layouts.md 里的例子"


def in_text(why: str, kind: Kind) -> str:
    """What is really wrong where a text stands in place of a mapping or a list: 标题：甲."""
    found = _VALUE.search(why)
    return f"“{found.group(1)}”后面的{COLON}" if found and found.group(1) in keys(kind) else ""


def comma(name: str) -> str:
    """Behind the refusal of an item that is several, run together by Chinese punctuation."""
    return COMMA if re.search("[，、；]", name) else ""


@cache
def keys(kind: Kind) -> frozenset[str]:
    """Every key that a layout file may have, at whatever depth."""
    match kind:
        case Record(fields):
            return frozenset(key for field in fields for key in (field.key, *keys(field.kind)))
        case ListOf(inner) | Mapping(inner):
            return keys(inner)
        case _:
            return frozenset()
