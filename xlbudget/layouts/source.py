"""A layout file as plain texts, lists and mappings, and the line on which each of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from xlbudget.errors import BadData, BadLayout
from xlbudget.schema import Kind, validate

LONGEST = 200_000
"""字符数：版式文件只有几十行，再长就不是版式文件。"""


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
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadLayout(file, mark.line + 1 if mark else 1, "写法", _problem(error.problem)) from None
    except (yaml.YAMLError, RecursionError):
        raise BadLayout(file, 1, "写法", "有 YAML 不能有的字符或嵌套过深") from None
    lines: dict[str, int] = {}
    source = Source(file, {} if node is None else _plain(file, node, "", lines, set()), lines)
    try:
        validate(source.content, kind, "")
    except BadData as error:
        raise source.refuse(error.path, error.why) from None
    return source


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _plain(file: str, node: yaml.Node, path: str, lines: dict[str, int], seen: set[int]) -> Any:
    """Texts, lists and mappings; every scalar stays the text that was written (``公开07``, ``201``, ``有``)."""
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if id(node) in seen:
        raise BadLayout(file, line, path, "版式文件不用 YAML 的锚和引用（& 和 *），请写出全文")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(file, item, f"{path}[{i}]", lines, seen) for i, item in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key, value in node.value:
        name, at = str(key.value), key.start_mark.line + 1
        place = f"{path}.{name}" if path else name
        if name in found:
            raise BadLayout(file, at, place, f"这个键前面第 {lines[place]} 行已经有了，只能保留一个")
        lines[place] = at
        found[name] = _plain(file, value, place, lines, seen)
    return found


def _problem(problem: str | None) -> str:
    known = {
        "mapping values are not allowed": "冒号的位置不对，或者缩进不齐",
        "could not find expected ':'": "缺少冒号（英文冒号，后面空一格）",
        "found character '\\t'": "缩进用了制表符，请改用空格",
        "found a tab character": "缩进用了制表符，请改用空格",
        "found undefined alias": "以 * 开头的文字要加引号",
        "expected <block end>": "缩进不齐",
        "did not find expected": "缩进不齐，或者缺少括号、逗号、引号",
        "unexpected end of stream": "引号或括号没有成对",
    }
    said = next((chinese for english, chinese in known.items() if english in (problem or "")), "")
    return said or f"不是有效的 YAML（{problem}）"
