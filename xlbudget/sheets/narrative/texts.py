"""A text as a formula's template: its parts, each from the cells that have what it tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xlbudget.language.keys import Names
from xlbudget.language.limits import text_literal
from xlbudget.language.words import CODE, Figure, Listing, Name, Part, Quote, Text, Variant, Words
from xlbudget.sheets.inputs.facts import text_of
from xlbudget.sheets.inputs.find_by_name import found

EMPTY = '""'
UNKNOWN = "＿＿"
"""What stands for a figure that is not known."""
ASKING = re.compile(f"【请填写：[^】]*】|{UNKNOWN}")
"""What stands in a document for what is still to be entered."""
_END = "¶"
UNIT_WORDS = {"单位": "单位名称", "年度": "年度", "上年": "(年度-1)"}


def asking(key: str) -> str:
    """What stands for the text under a key of 说明 that is not there.

    >>> asking("增减原因/收入支出总计"), asking("差异原因/代码"), asking("预算绩效/管理制度")
    ('【请填写：收入支出总计的增减原因】', '【请填写：差异原因】', '【请填写：管理制度】')
    """
    kind, _, subject = key.partition("/")
    said = kind if subject == CODE else f"{subject}的{kind}" if kind.endswith(("原因", "内容")) else subject or kind
    return f"【请填写：{said}】"


def entered(key: str, names: Names) -> str:
    """The text under a key (a template itself) of 说明, with the facts in it, as it stands inside a sentence: without a
    full stop of its own. "" where there is none."""
    row, texts = found(key, "{录入/说明/键｜比}"), text_of("录入/说明/文字", "录入/说明/文字｜文" in names.areas)
    text = f'INDEX({{{texts}}},{row})&"{_END}"'
    return f'IFERROR(SUBSTITUTE(SUBSTITUTE({text},"。{_END}",""),"{_END}",""),"")'


@dataclass(frozen=True)
class Cells:
    """Where everything is that a text tells: the words of names, a figure as printed and its text, entered texts."""

    names: Mapping[str, str]
    value: Callable[[Figure], str]
    printed: Callable[[Figure], str]
    quoted: Callable[[Quote], str]
    listed: Callable[[Listing], str] | None = None
    """All things of a list; None inside one."""
    joined: Callable[[Sequence[str]], str] = "&".join

    def text(self, parts: Text) -> str:
        return self.joined([self.part(part) for part in parts]) or EMPTY

    def part(self, part: Part) -> str:
        match part:
            case Words(text):
                return text_literal(text)
            case Name(word):
                return UNIT_WORDS.get(word) or self.names[word]
            case Figure():
                return self.printed(part)
            case Quote():
                cell = self.quoted(part)
                return f"IF(LEN({cell})=0,{text_literal(asking(part.key))},{cell})"
            case Variant(Quote() as quote, branches):
                first, second = (*branches, ())[:2]
                return f"IF(LEN({self.quoted(quote)})>0,{self.text(first)},{self.text(second)})"
            case Variant(Figure() as figure):
                return _chosen(self.value(figure), [self.text(branch) for branch in part.by_sign()])
            case Listing() if self.listed:
                return self.listed(part)
        raise TypeError(f"{part} cannot stand here")


def _chosen(value: str, texts: Sequence[str]) -> str:
    """The text for a value above zero, below, at zero; none where it is unknown."""
    above, below, zero = texts
    if above == below:
        if above == zero:
            return f"IF({value}={EMPTY},{EMPTY},{above})"
        otherwise = zero if zero == EMPTY else f"IF({value}={EMPTY},{EMPTY},{zero})"
        return f"IF(SUM({value})<>0,{above},{otherwise})"
    return f"IF({value}={EMPTY},{EMPTY},IF({value}>0,{above},IF({value}<0,{below},{zero})))"
