"""A layout in words: which tables it prints, and in what it differs from the national form; and the start of one."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

from xlbudget.datafile.kinds import shown
from xlbudget.language.form import Form
from xlbudget.regions.build_form import NAMING, over
from xlbudget.regions.forms import BUILT_IN
from xlbudget.regions.keys import EXTENDS
from xlbudget.regions.read_yaml import Source

UNSAID = "没有"
_OF_ITSELF = (*NAMING, *EXTENDS, "待核", "表式年度")
"""What a layout says of itself, which is no difference of form."""
_PLAIN = re.compile(r"\w[\w“”（）、，]*")


def explained(form: Form, layers: Sequence[Source], common: Source) -> Iterator[str]:
    """Line by line what a sound layout is: ``layers``, the last of them its own, over the ``common`` one."""
    own = layers[-1]
    below = [str(layer.content["名称"]) for layer in layers[:-1]]
    yield f"{form.name}：{form.caption}；叠在 {' → '.join(['通用表式', *below])} 上"
    yield f"依据：{form.basis}（{form.year} 年度）"
    if form.unproved:
        yield f"待核：{form.unproved}"
    yield f"印 {len(form.tables)} 张表："
    for table in sorted(form.tables.values(), key=lambda table: table.sheet):
        twice = f"（{table.of} 再印一张）" if table.of else ""
        yield f"  {table.sheet}　{table.number or '（不印号）'}　{table.title}{twice}"
    for name, table in form.unprinted.items():
        yield f"  不印 {name}（{table.title}）：它的数照样算，在隐藏的 {table.sheet} 上，规则照样核对"
    yield f"说明 {sum('（' not in one.number for one in form.sections)} 节：" + "；".join(
        f"{one.number}、{one.title}" for one in form.sections if "（" not in one.number
    )
    found = list(_differences(common.content, reduce(over, (layer.content for layer in layers)), ""))
    yield f"与通用表式不同的地方 {len(found)} 处：" if found else "与通用表式没有不同的地方"
    for path, before, after in found:
        layer = next(layer for layer in reversed(layers) if path in layer.lines)
        file = "" if layer is own else f"{layer.content['名称']} "
        yield f"  {path}：通用是 {before}，这里是 {after}（{file}第 {layer.lines[path]} 行）"


def _differences(before: Any, after: Any, path: str) -> Iterator[tuple[str, str, str]]:
    """Path, what the national form has there, what the layout has."""
    if isinstance(after, Mapping):
        for key, value in after.items():
            there = before.get(key) if isinstance(before, Mapping) else None
            if path or key not in _OF_ITSELF:
                yield from _differences(there, value, f"{path}.{key}" if path else key)
    elif before != after:
        yield path, _said(before), _said(after)


def _said(value: Any) -> str:
    match value:
        case None:
            return UNSAID
        case list() if all(isinstance(one, str) for one in value):
            return f"[{shown('、'.join(one.strip() for one in value))}]"
        case list():
            titles = [str(one.get("题", "")) if isinstance(one, Mapping) else "、".join(one) for one in value]
            return f"[{shown('；'.join(titles))}]"
        case _:
            return f"“{shown(value)}”"


def started(parent: str, form: Form, target: Path) -> str:
    """The text of a layout file that begins where ``parent`` is, named after ``target``: to be changed."""
    file = parent not in BUILT_IN
    above = os.path.relpath(parent, target.parent) if file else parent
    name = target.stem
    head = {
        "承自": above,
        "名称": name,
        "说明": f"{name}（照{form.name}的表式）",
        "依据": "请写明照哪一份公布的表式",
        "待核": f"还没有对照本地的空表，都照{form.name}",
        "表式年度": str(form.year),
    }
    listed = sorted(form.tables.items(), key=lambda one: one[1].sheet)
    return "\n".join(
        [
            f"# 从 {form.name} 起的版式：只写与它不同的地方，没有写的都照它。写法见 docs/layouts.md。",
            "# 写好了用 xlbudget layout check 看与通用表式有什么不同；都对过了，待核 写 无。",
            *(f"{key}: {_text(value)}" for key, value in head.items()),
            "公开表: # 按印的次序；不印的删去，工作表依次叫 公开01、公开02 ……",
            *(f"  - {own.rpartition('｜')[2]} # {table.number or table.sheet} {table.title}" for own, table in listed),
            "表:",
            *(f"  {own}: {{标题: {_text(table.title)}}}" for own, table in listed if not table.of),
            "",
        ]
    )


def _text(text: str) -> str:
    """A text as it may stand in a layout file."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
