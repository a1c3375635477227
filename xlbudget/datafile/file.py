"""The data file: one UTF-8 JSON file with everything a unit enters for one year. ``fields.py`` declares its keys.

The content stays plain JSON data: nothing in it is derived, so Python has nothing to compute with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from xlbudget.datafile.adding import DETAILS, AddedCell, AmountFamily, cell_of, summed
from xlbudget.datafile.fields import BALANCED, FILE, YUAN
from xlbudget.datafile.problems import Doubled, Inexact, kept, validate
from xlbudget.disk import input_file
from xlbudget.errors import BadData, BadUsage, FileUnreadable, NotJson
from xlbudget.language.limits import DIGITS

_REASONS = {
    "Expecting value": "缺少一个值",
    "Expecting ',' delimiter": "缺少逗号",
    "Expecting ':' delimiter": "缺少冒号",
    "Expecting property name enclosed in double quotes": "键名须用双引号",
    "Extra data": "有多余的内容",
    "Unterminated string starting at": "文本缺少右引号",
    "Invalid control character at": "文本里有没转义的换行或控制字符",
    "Invalid \\escape": "反斜杠后面的字符不对（反斜杠本身要写两个）",
    "Invalid \\uXXXX escape": "\\u 后面应是四位十六进制数",
    "Illegal trailing comma before end of object": "最后一项后面多了逗号",
    "Illegal trailing comma before end of array": "最后一项后面多了逗号",
}
"""What the parser of Python says → what a user is told."""
NOT_YUAN = "万元数已经舍过位，请改填元，或者写“四舍五入”"


@dataclass(frozen=True)
class Data:
    """A validated data file. ``content`` is its JSON; do not change it."""

    content: AnyMapping[str, Any]

    @property
    def year(self) -> int:
        """0 in what was read from a workbook whose year is blank."""
        return int(self.content.get("年度", 0))

    @property
    def unit(self) -> str:
        return str(self.content["单位"]["名称"])

    @property
    def layout(self) -> str:
        return str(self.content["单位"]["模板"])

    @property
    def balanced(self) -> bool:
        """Whether its entries are adjusted until what is printed adds up (舍位平衡)."""
        return bool(self.record("单位").get("舍位") == BALANCED and self.content.get("金额单位") == YUAN)

    def rows(self, key: str) -> list[dict[str, Any]]:
        """The entries of a list-shaped key, in file order; none when the key is absent."""
        rows: list[dict[str, Any]] = self.content.get(key, [])
        return rows

    def record(self, key: str) -> dict[str, Any]:
        """An object-shaped key; empty when absent."""
        record: dict[str, Any] = self.content.get(key, {})
        return record

    @cached_property
    def detailed(self) -> frozenset[AmountFamily]:
        """Of a department: the families of which its units' amounts are given."""
        return frozenset(cell.family for cell in self._cells)

    @cached_property
    def summed(self) -> frozenset[AmountFamily]:
        """Those whose figures are each the sum of these amounts."""
        return summed(self._cells)

    @cached_property
    def _cells(self) -> frozenset[AddedCell]:
        return frozenset(cell for cell in map(cell_of, self.rows(DETAILS)) if cell.family.known)


def parse(text: str) -> Data:
    """A data file from its text; :class:`BadData` names the place of what cannot be represented."""
    content = json.loads(text, object_pairs_hook=_pairs, parse_int=_whole, parse_float=_figure)
    validate(content, FILE, "")
    if content["单位"].get("舍位") == BALANCED and content["金额单位"] != YUAN:
        raise BadData("单位.舍位", f"{BALANCED} 只用于金额单位是 元 的数据，现为 {content['金额单位']}：{NOT_YUAN}")
    return Data(content)


def of(content: AnyMapping[str, Any]) -> Data:
    """A data file from its content as Python has it, which must be such that JSON can say it; a copy is made.

    It is written and read, so that it is judged as the file would be, long figures and all.
    """
    try:
        text = json.dumps(dict(content), ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        raise BadUsage("数据里有 JSON 写不出来的东西；只能是字典、列表、文本、数字和真假值，不能套着自己。") from None
    return parse(text)


def load(path: Path) -> Data:
    """Read a data file; every refusal is one sentence naming file and place."""
    text = input_file.text(path)
    try:
        return parse(text)
    except json.JSONDecodeError as error:
        raise NotJson(path, error.lineno, error.colno, _REASONS.get(error.msg.removesuffix(": "), "写法有误")) from None
    except RecursionError:
        raise FileUnreadable(path, "JSON 嵌套过深") from None
    except BadData as error:
        raise error.in_file(path) from None


def save(data: Data) -> str:
    """The text of a data file, UTF-8 JSON, one space of indent."""
    return json.dumps(data.content, ensure_ascii=False, indent=1) + "\n"


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twin = next((key for key in keys if keys.count(key) > 1), None) if len(set(keys)) < len(keys) else None
    return dict(pairs) if twin is None else Doubled(pairs, twin)


def _whole(digits: str) -> float:
    """An integer of the file; one too long for Python to read is infinite, and refused as such."""
    return int(digits) if len(digits) < 400 else float("inf")


def _figure(digits: str) -> float:
    """A number with a point or an exponent; one with more digits than a cell holds says so when it is validated."""
    return float(digits) if len(digits) <= DIGITS or kept(digits) else Inexact(digits)
