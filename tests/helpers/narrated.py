"""The paragraphs of a workbook's 决算说明, and the figures in them read back."""

from __future__ import annotations

import re

from xlbudget.language.form import NARRATIVE, Form
from xlbudget.sheets.narrative.recognise import recognised
from xlbudget.sheets.narrative.sheet import FIRST
from xlbudget.workbook.engines.by_file import Values

WRONG = re.compile("[，。；：、]{2}|，(?=）)|（）|#|  |^[，。；、]|[，、]$")
"""What no sentence has: two stops together, one at the beginning, an error, nothing in brackets."""


def paragraphs(values: Values) -> list[tuple[str, str]]:
    """Section and text of every row that says something, in order."""
    cells = values[NARRATIVE]
    rows = sorted(int(address[1:]) for address in cells if re.fullmatch("B[0-9]+", address))
    return [
        (str(cells[f"A{row}"]), str(cells[f"B{row}"]))
        for row in rows
        if row >= FIRST and cells.get(f"B{row}") not in (None, "")
    ]


def published(form: Form, values: Values) -> tuple[list[dict[str, str]], list[str]]:
    """The figures of all paragraphs as entries of 公开数, and the paragraphs that no sentence reads as.

    A code is called by its names.
    """
    sections = {section.number: section for section in form.sections}
    told: dict[str, list[str]] = {}
    for number, text in paragraphs(values):
        told.setdefault(number, []).append(text)
    found: list[dict[str, str]] = []
    unread: list[str] = []
    for number, (_, *texts) in told.items():
        said = recognised(sections[number], "\n".join(texts), lambda _, names: "/".join(names.values()))
        unread += [text for text, _ in said.unread]
        found += [
            {"行": f"{number}/{one.figure.line}", "列": one.figure.column, "数": one.number} for one in said.figures
        ]
    return found, unread
