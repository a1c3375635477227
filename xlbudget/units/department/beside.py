"""What of the units stands side by side in a department's data file: projects, self-evaluations, buildings, facts.

Each gets its unit's name in front of its own, and whatever refers to it follows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from xlbudget.datafile.adding import BESIDE
from xlbudget.datafile.fields import FILE
from xlbudget.datafile.kinds import Kind, Record, Text, mapped

WHOLE = "整体"
OF_PROJECTS = ("项目支出", "附件1", "附件3:")
"""Tables of figures that are a project's own."""
_NAMED = re.compile(r"\{([^{}]*)\}")


def named(unit: str, name: str) -> str:
    """What an entry of a unit is called in the department."""
    return f"{unit}：{name.strip()}"


def beside(unit: str, content: Mapping[str, Any], whole: bool, said: list[str]) -> dict[str, list[Any]]:
    """Key → the unit's entries, called after it; its 整体 only where it is the department itself (``whole``).

    ``said``: hears what cannot be taken along.
    """
    facts = {row["键"].strip() for row in content.get("事实", ())}
    projects = sorted((row["名称"].strip() for row in content.get("项目", ())), key=len, reverse=True)

    def renamed(text: str) -> str:
        def other(match: re.Match[str]) -> str:
            word = match[1].strip()
            if word in facts:
                return f"{{{named(unit, word)}}}"
            for project in projects:
                if word.startswith(OF_PROJECTS) and f"/{project}/" in word.replace(":", "/"):
                    return f"{{{word.replace(project, named(unit, project), 1)}}}"
            return match[0]

        return _NAMED.sub(other, text)

    def own(text: str) -> bool:
        """Whether a 式 is of the unit's own facts and projects alone."""
        return all(renamed(f"{{{word}}}") != f"{{{word}}}" for word in _NAMED.findall(text))

    def told(value: Any, kind: Kind) -> Any:
        return renamed(value) if isinstance(kind, Text) and isinstance(value, str) else value

    def without(made: dict[str, Any], _: Record) -> dict[str, Any]:
        if (rule := made.get("评分")) and not own(original := rule.get("式", "")) and original:
            said.append(f"{unit}：{made.get('三级', '')} 的评分用的式引用了单位的表，没有带来")
            return {key: value for key, value in made.items() if key != "评分"}
        return made

    found: dict[str, list[Any]] = {}
    for key, field in BESIDE.items():
        if key in content:
            rows = [row for row in content[key] if key != "事实" or own(row.get("式", "")) or _lost(unit, row, said)]
            entries = mapped(rows, FILE[key].kind, without, told)
            found[key] = [
                row
                | ({field: named(unit, row[field])} if row.get(field, "").strip() != WHOLE and row.get(field) else {})
                for row in entries
                if key != "绩效自评" or whole or row[field].strip() != WHOLE
            ]
    return found


def _lost(unit: str, row: Mapping[str, Any], said: list[str]) -> bool:
    said.append(f"{unit}：事实 {row['键']} 的式引用了单位的表，没有带来")
    return False
