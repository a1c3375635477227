"""What has to be filled in: declared once, for the look 待填 (pale orange), the words of the hint and the verdict 未填.

Required is what the data file requires of an entry that was begun, and of what no unit is without (收入, 支出, its name
and year); also a name of its own where the template's placeholder still stands. What is optional may stay empty.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xlbudget.datafile import placeholders
from xlbudget.datafile.kinds import Amount, Field, Kind, Number, Whole
from xlbudget.language.sheet import Colour, column_letter
from xlbudget.sheets.inputs.digits import whole
from xlbudget.sheets.inputs.hints import DASHES, UNFILLED, given

LOOK = "待填"
LONGEST = max(map(len, DASHES))
LEFT_OVER = "（还是模板里占位的名称）"
Placeholders = Mapping[str, str]
"""Column or path → a template that holds while a placeholder stands in ``[值]``."""
UNIT_NAME = f'TRIM([值])="{placeholders.UNIT}"'
_NUMBER = whole(f"MID(TRIM([值]),{len(placeholders.PROJECT) + 1},9)", "0")
PROJECT_NAME = (
    f'IF(LEFT(TRIM([值]),{len(placeholders.PROJECT)})="{placeholders.PROJECT}",'
    f"AND({_NUMBER}>=1,{_NUMBER}<={placeholders.MOST_PROJECTS}),FALSE)"
)


@dataclass(frozen=True)
class Required:
    """Cells of a column that have to be filled in while ``when`` holds, a formula's body for the first of them.

    ``beside``: what has to hold of the cells in the same row, too.
    """

    row: int
    col: int
    rows: int
    when: str
    label: str
    beside: str = ""

    @property
    def colour(self) -> Colour:
        when = f"AND({self.when},{self.beside})" if self.beside else self.when
        return Colour(self.row, self.col, self.rows, 1, when, LOOK)

    @property
    def words(self) -> str:
        return f"{UNFILLED}{self.label}；"


@dataclass(frozen=True)
class RequiredOfList:
    """The required columns of a list: of every row begun and, unless it may stay empty, of its first row.

    Formula's bodies: ``blank``, whether nothing is in the first row; ``block``, how many cells of all hold something.
    """

    blank: str
    block: str
    begun: tuple[Required, ...]
    first: tuple[Required, ...]

    @property
    def colours(self) -> tuple[Colour, ...]:
        return tuple(mark.colour for mark in (*self.begun, *self.first))

    def hint(self, own: str) -> str:
        """A formula's body for the hint of the first row, ``own`` behind it."""
        if not (own or self.begun):
            return ""
        nothing = '""'
        if self.first:
            (row,) = {mark.row for mark in self.first}
            words = "".join(mark.words for mark in self.first)
            nothing = f'IF(ROW($A{row})={row},IF({self.block}=0,"{words}",""),"")'
        return f"IF({self.blank},{nothing},{'&'.join(filter(None, (said(self.begun), own)))})"


def of_list(
    columns: Sequence[tuple[int, Field]], first: int, size: int, may_be_empty: bool, left_over: Placeholders
) -> RequiredOfList:
    """What is required of a list; ``columns``: the entered ones with their numbers; rows from ``first``."""
    runs: list[tuple[str, str]] = []
    for at, (col, _) in enumerate(columns):
        begins = not at or columns[at - 1][0] < col - 1
        start = column_letter(col) if begins else runs.pop()[0]
        runs.append((start, column_letter(col)))
    row = "+".join(given(f"${left}{first}:${right}{first}") for left, right in runs)
    block = "+".join(given(f"${left}${first}:${right}${first + size - 1}") for left, right in runs)
    begun, unbegun = [], []
    for col, field in columns:
        cell = f"${column_letter(col)}{first}"
        if field.required:
            begun.append(Required(first, col, size, _blank(cell, field.kind), field.key, f"{row}>0"))
            if not may_be_empty:
                unbegun.append(Required(first, col, 1, f"{block}=0", field.key))
        if field.key in left_over:
            when = left_over[field.key].replace("[值]", cell)
            begun.append(Required(first, col, size, when, field.key + LEFT_OVER))
    # No dash is so long: most rows need no count. Where nothing at all stands, no dashes need to be looked for, which
    # takes an engine ten times as long.
    there = f"COUNTA({','.join(f'${left}{first}:${right}{first}' for left, right in runs)})"
    blank = f"IF(LEN(TRIM(${runs[0][0]}{first}))>{LONGEST},FALSE,IF({there}=0,TRUE,{row}=0))"
    return RequiredOfList(blank, block, tuple(begun), tuple(unbegun))


def _blank(cell: str, kind: Kind) -> str:
    """A formula's body: whether nothing is entered in a cell; a dash for a figure is nothing, and no dash is longer."""
    if isinstance(kind, Amount | Number | Whole):
        return f"IF(LEN(TRIM({cell}))>{LONGEST},FALSE,{given(cell)}=0)"
    return f"LEN(TRIM({cell}))=0"


def of_lines(lines: Iterable[tuple[str, Field, str]], first: int, may_be_empty: bool) -> tuple[Required, ...]:
    """The required values of objects, a value a line: label in column A, value in column B, from row ``first``.

    ``lines``: label, field, and the template for a placeholder or "". ``may_be_empty``: until one of them is filled.
    """
    listed = list(lines)
    begun = f",{given(f'$B${first}:$B${first + len(listed) - 1}')}>0" if may_be_empty else ""
    marks = []
    for row, (label, field, left_over) in enumerate(listed, first):
        if field.required:
            marks.append(Required(row, 2, 1, f"AND({_blank(f'$B{row}', field.kind)}{begun})", label))
        if left_over:
            marks.append(Required(row, 2, 1, left_over.replace("[值]", f"$B{row}"), label + LEFT_OVER))
    return tuple(marks)


def of_columns(columns: Iterable[tuple[int, str]], block: tuple[int, int, int], rows: int) -> tuple[Required, ...]:
    """Columns of figures of which one at least has to be given (a zero will do), once anything is.

    ``columns``: numbers and headings; ``block``: the first row, the first and the last column of all of them.
    """
    first, left, right = block
    last = first + rows - 1
    begun = f"{given(f'${column_letter(left)}${first}:${column_letter(right)}${last}')}>0"
    return tuple(
        Required(
            first,
            col,
            rows,
            f"AND({given(f'{column_letter(col)}${first}:{column_letter(col)}${last}')}=0,{begun})",
            f"{name}（没有的填 0）",
        )
        for col, name in columns
    )


def said(marks: Iterable[Required]) -> str:
    """A formula's body for the first of their rows: what is to be filled in there, in words; "" for no marks."""
    return "&".join(f'IF({mark.when},"{mark.words}","")' for mark in marks)
