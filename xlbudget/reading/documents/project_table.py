"""项目支出: a row a project, 公共项目 above 部门项目, each with its 小计."""

from __future__ import annotations

from dataclasses import replace

from xlbudget.reading.documents.as_printed import bare, unspaced
from xlbudget.reading.documents.figures import FoundTable, begun, values
from xlbudget.reading.documents.sections import Portion
from xlbudget.reading.documents.vocabulary import Vocabulary
from xlbudget.sheets.tables.projects import HEADINGS, TOTALS


def read(section: Portion, words: Vocabulary) -> FoundTable:
    """Figures by the name of the project; ``names``: project → 公共项目 or 部门项目."""
    known = replace(words, words={**words.words, **{name: frozenset((name,)) for name in HEADINGS}})
    table, found = begun(section, known)
    waiting: list[str] = []
    for body in found:
        columns = {col: own for col, path in enumerate(body.paths) for own in HEADINGS[2:7] if path and path[-1] == own}
        named = next((col for col, path in enumerate(body.paths) if path and path[-1] == HEADINGS[1]), 1)
        for cells in body.rows:
            said = [unspaced(cell.text) for cell in cells[: named + 1] if cell and cell.text.strip()]
            name = next((total for total in TOTALS if total in map(bare, said)), said[-1] if said else "")
            for col, cell, text in values(cells, columns):
                table.take(name, columns[col], name, cell, text if name else "?")
            if name in TOTALS:
                table.names |= dict.fromkeys(waiting, name.removesuffix("小计"))
                waiting = []
            elif name:
                waiting.append(name)
    return table
