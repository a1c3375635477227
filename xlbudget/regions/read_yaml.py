"""A layout file as plain texts, lists and mappings, and the line on which each of them stands.

The file is read event by event: nothing of it is built before its depth, anchors and tags have been looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from xlbudget.datafile.kinds import Kind, shown
from xlbudget.datafile.problems import validate
from xlbudget.errors import BadData, BadLayout
from xlbudget.regions.explain_yaml import HOLE, QUOTE_BRACES, in_text, misread

LONGEST = 200_000
"""In characters: a layout file has some dozens of lines; what is longer is none."""
LONGEST_TEXT = 2000
LONGEST_KEY = 60
DEEPEST = 10

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_NULLS = ("~", "null", "Null", "NULL")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Source:
    """``content`` holds texts only; ``lines`` maps a path such as ``表.公开05.列[1]`` to its line."""

    file: str
    content: Mapping[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)

    def refuse(self, path: str, why: str) -> BadLayout:
        """The refusal of what stands at ``path``, with its line (or that of what it should stand in)."""
        place = path
        while place and place not in self.lines:
            place = place.rpartition("[" if place.endswith("]") else ".")[0]
        return BadLayout(self.file, self.lines.get(place, 1), path, why)


def parsed(file: str, text: str, kind: Kind) -> Source:
    """Read the text of a layout file; ``kind`` says what it may hold."""
    if len(text) > LONGEST:
        raise BadLayout(file, 1, "文件", f"有 {len(text)} 个字符，不像是版式文件")
    if bad := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        raise BadLayout(file, line, "写法", f"有不能印的控制字符（U+{ord(bad.group()):04X}），请删去")
    try:
        content, lines = _read(file, text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, why = misread(text, mark.line + 1 if mark else 1, error.problem or "", kind)
        raise BadLayout(file, line, "写法", why) from None
    except (yaml.YAMLError, RecursionError):
        raise BadLayout(file, 1, "写法", "有 YAML 不能有的字符") from None
    source = Source(file, content, lines)
    try:
        validate(content, kind, "")
    except BadData as error:
        raise source.refuse(error.path, in_text(error.why, kind) or error.why) from None
    return source


def _read(file: str, text: str) -> tuple[Any, Mapping[str, int]]:
    """The content of a text and the lines that its paths stand on.

    The C parser looks far ahead and has a limit of nesting of its own. What it refuses is read again by the parser in
    Python, which has none and hands out one event after the other: how deep is too deep, the reader says.
    """

    def by(parser: Any) -> tuple[Any, Mapping[str, int]]:
        reader = _Reader(file)
        return reader.document(yaml.parse(text, Loader=parser)), reader.lines

    try:
        return by(_LOADER)
    except yaml.YAMLError:
        return by(yaml.SafeLoader)


class _Reader:
    """From events to texts, lists and mappings; every scalar stays what was written (``公开07``, ``201``, ``有``)."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[str, int] = {}

    def document(self, events: Iterator[yaml.Event]) -> Any:
        content: Any = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and content is not None:
                raise self.refuse(event, "", "一个文件里只能有一份版式，请删去 --- 以下的部分")
            if isinstance(event, yaml.NodeEvent):
                content = self.node(event, events, "", 1)
        return {} if content in (None, "") else content

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], path: str, depth: int) -> Any:
        self.lines.setdefault(path, _line(event))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.refuse(event, path, "版式文件不用 YAML 的锚和引用（& 和 *），请写出全文")
        if getattr(event, "tag", None):
            raise self.refuse(event, path, "版式文件不用 YAML 的标签（!），以 ! 开头的文字要加引号")
        if isinstance(event, yaml.ScalarEvent):
            return self.text(event, path)
        if depth > DEEPEST:
            raise self.refuse(event, path, "嵌套过深")
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self.node(inner, events, f"{path}[{len(items)}]", depth + 1))
            return items
        found: dict[str, Any] = {}
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            name = self.key(key, path)
            place = f"{path}.{name}" if path else name
            if name in found:
                raise self.refuse(key, place, f"这个键前面第 {self.lines[place]} 行已经有了，只能保留一个")
            self.lines[place] = _line(key)
            found[name] = self.node(next(events), events, place, depth + 1)
        return found

    def key(self, event: yaml.Event, path: str) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise self.refuse(event, path, "键只能是文字；以 { 或 [ 开头的文字要加引号")
        name = self.node(event, iter(()), f"{path}.", 1)
        if name in HOLE:
            raise self.refuse(event, path, QUOTE_BRACES)
        if len(name) > LONGEST_KEY:
            raise self.refuse(event, shown(name), "没有这样长的键")
        return str(name)

    def text(self, event: yaml.ScalarEvent, path: str) -> str:
        """A text without blanks at its ends (those of full width stay: they indent)."""
        value = event.value.strip(" \t\r\n")
        if not event.style and value in _NULLS:
            return ""
        if len(value) > LONGEST_TEXT:
            raise self.refuse(event, path, f"有 {len(value)} 个字符，一段文字最多 {LONGEST_TEXT} 个")
        if "\n" in value or "\r" in value:
            raise self.refuse(event, path, "一段文字里不能换行；注要分段，就写成列表的几项")
        if bad := _UNPRINTABLE.search(value):
            raise self.refuse(event, path, f"有不能印的控制字符（U+{ord(bad.group()):04X}），请删去")
        return value

    def refuse(self, event: yaml.Event, path: str, why: str) -> BadLayout:
        return BadLayout(self.file, _line(event), path.strip(".") or "文件", why)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
