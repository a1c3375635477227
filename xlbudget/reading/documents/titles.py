"""Which table a title names, in whatever region: by what such titles have in common, never by a number."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from xlbudget.reading.documents.as_printed import bare

_KNOWN: tuple[tuple[str, str], ...] = (
    ("三公对比", r"三公经费.*(?:上年|对比).*表"),
    ("三公", r"三公.*表"),
    ("项目支出", r"项目支出.*明细表"),
    ("国有资本经营", r"国有资本经营预?算?.*[支出收].*表"),
    ("政府性基金", r"政府性基金.*[支出收].*表"),
    ("公开06", r"基本支出.*表"),
    ("公开05", r"一般公共预算.*支出.*表"),
    ("公开04", r"财政拨款收(?:入)?支(?:出)?.*表"),
    ("公开01", r"收(?:入)?支(?:出)?(?:决算)?总?表"),
    ("公开02", r"收入(?:决算)?总?表"),
    ("公开03", r"支出(?:决算)?总?表"),
)
"""The table's own name, and what its titles hold; the first that fits is it, as the shorter titles end the longer."""
_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _KNOWN)
_ENDS = re.compile(r"表(?:\(.{1,12}\))?$")
_HEADED = (
    ("公开02", {"财政拨款收入", "事业收入"}),
    ("公开03", {"基本支出", "项目支出", "经营支出"}),
    ("公开04", {"收入", "支出", "一般公共预算财政拨款", "政府性基金预算财政拨款"}),
    ("公开06", {"经济分类科目编码", "科目名称", "决算数"}),
    ("三公", {"预算数", "决算数", "因公出国(境)费", "公务接待费"}),
)
LONGEST = 70
"""Characters of a title; a sentence that speaks of a table is longer, or ends otherwise."""
_NOTES = ("注", "说明", "备注")
"""What stands below the table before."""
BETWEEN = 6
"""Lines between a title and its table: its number, the unit, the year, the unit of the amounts."""
_NUMBER = re.compile(r"(公开\d{2})表?")


def table_named(text: str) -> str | None:
    """The own name of the table whose title this is; None where it is no title.

    >>> table_named("2024年度一般公共预算财政拨款“三公”经费支出决算表"), table_named("支出决算表（续）")
    ('三公', '公开03')
    >>> table_named("六、一般公共预算财政拨款基本支出决算情况说明"), table_named("注：本表反映部门本年度各项支出情况。")
    (None, None)
    """
    # The unit of the amounts may be printed on the line of the title.
    for said in (text, *text.split()[:-1]):
        plain = bare(said)
        if len(plain) <= LONGEST and _ENDS.search(plain):
            return next((name for name, pattern in _PATTERNS if pattern.search(plain)), None)
    return None


def nearest_title(above: Sequence[str]) -> tuple[str, int] | None:
    """The table that the last of these lines announce, and which of them does; a title may be on two lines."""
    for back, text in enumerate(reversed(above[-BETWEEN:]), 1):
        at = len(above) - back
        if name := table_named(text):
            # A long title that was broken: its end may be the title of another table.
            before = bare(above[at - 1]) if at else ""
            broken = len(before) > 8 and before[-1].isalnum() and before[-1] not in "表元"
            return (table_named(before + text) if broken else None) or name, at
        if bare(text).startswith(_NOTES):
            return None
    return None


def table_headed(words: Collection[str]) -> str | None:
    """The table that alone has such headings, for one without a title; ``words``: all of its headings.

    >>> table_headed({"本年收入合计", "财政拨款收入", "事业收入"}), table_headed({"合计", "基本支出", "项目支出"})
    ('公开02', None)
    """
    return next((name for name, needed in _HEADED if needed <= set(words)), None)


def number_in(above: Sequence[str]) -> str | None:
    """公开03 where a table's number is printed above it."""
    found = (_NUMBER.search(bare(text)) for text in reversed(above[-BETWEEN:]))
    return next((one[1] for one in found if one), None)


def unit_in(above: Sequence[str]) -> str:
    """万元 or 元, as the lines above a table say it; "" where they do not."""
    for text in reversed(above[-BETWEEN:]):
        plain = bare(text)
        if found := re.search(r"(?:单位|金额)[^万元]{0,3}:?\(?(人民币)?(万元|元|千元|亿元)", plain):
            return found[2]
    return ""
