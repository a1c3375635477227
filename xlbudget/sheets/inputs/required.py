"""What still has to be filled in: cells that take the look 待填 (pale orange) until something stands in them.

A conditional format of the sheet itself, so it follows what is typed; it is no finding and no part of any figure.
"""

from collections.abc import Iterable, Sequence

from xlbudget.datafile.kinds import Field
from xlbudget.language.sheet import Colour, column_letter

LOOK = "待填"


def of_list(columns: Sequence[tuple[int, Field]], first: int, size: int, may_be_empty: bool) -> tuple[Colour, ...]:
    """The required columns of a list: of every row begun and, unless it may stay empty, of its first row.

    ``columns``: the entered ones with their numbers; rows from ``first``.
    """
    runs: list[tuple[str, str]] = []
    for at, (col, _) in enumerate(columns):
        begins = not at or columns[at - 1][0] < col - 1
        start = column_letter(col) if begins else runs.pop()[0]
        runs.append((start, column_letter(col)))
    row = ",".join(f"${left}{first}:${right}{first}" for left, right in runs)
    block = ",".join(f"${left}${first}:${right}${first + size - 1}" for left, right in runs)
    marks = []
    for col, field in columns:
        if field.required:
            begun = f"AND(LEN(TRIM({column_letter(col)}{first}))=0,COUNTA({row})>0)"
            marks.append(Colour(first, col, size, 1, begun, LOOK))
            if not may_be_empty:
                marks.append(Colour(first, col, 1, 1, f"COUNTA({block})=0", LOOK))
    return tuple(marks)


def of_lines(fields: Iterable[Field], first: int) -> tuple[Colour, ...]:
    """The required values of an object: label in column A, value in column B, from row ``first``."""
    return tuple(
        Colour(row, 2, 1, 1, f"LEN(TRIM(B{row}))=0", LOOK) for row, field in enumerate(fields, first) if field.required
    )


def of_column(row: int, col: int, rows: int) -> Colour:
    """Figures of which one at least has to be given (a zero will do)."""
    letter = column_letter(col)
    return Colour(row, col, rows, 1, f"COUNTA({letter}${row}:{letter}${row + rows - 1})=0", LOOK)
