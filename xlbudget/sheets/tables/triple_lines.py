"""Tables of “三公”经费 in lines: of one 资金来源, or with 会议费 and 培训费 below."""

from __future__ import annotations

from collections.abc import Callable

from xlbudget.datafile.fields import FISCAL, MEETINGS
from xlbudget.language.expressions import Entries, Expr, Money, Ref, total
from xlbudget.sheets.inputs import meetings
from xlbudget.sheets.inputs.triple_by_source import KEY as BY_SOURCE
from xlbudget.sheets.tables.printed_table import PrintedTable
from xlbudget.sheets.tables.triple import ABROAD, CARS, HALVES, PURCHASE, RECEPTION, RUNNING
from xlbudget.sheets.tables.vertical import VerticalLine, of_lines

ALL = "“三公”经费合计"


def lines(key: str, figure: Callable[[str, str], Expr]) -> tuple[VerticalLine, ...]:
    """``figure``: of an item and a half."""

    def of(*items: str) -> dict[str, Expr]:
        return {half: total(*(f"{key}/{item}/{half}" for item in items)) for half in HALVES}

    def entered(item: str) -> dict[str, Expr]:
        return {half: figure(item, half) for half in HALVES}

    return (
        VerticalLine(ALL, of(ABROAD, CARS, RECEPTION)),
        VerticalLine(ABROAD, entered(ABROAD), "1．"),
        VerticalLine(CARS, of(PURCHASE, RUNNING), "2．"),
        VerticalLine(PURCHASE, entered(PURCHASE), "（1）"),
        VerticalLine(RUNNING, entered(RUNNING), "（2）"),
        VerticalLine(RECEPTION, entered(RECEPTION), "3．"),
    )


def _of_source(source: str) -> PrintedTable:
    key = f"{source}“三公”经费支出决算表"
    of = lines(key, lambda item, half: Entries(BY_SOURCE, f"{item}{half}", source))
    return of_lines(key, HALVES, of, BY_SOURCE)


def _with_meetings() -> PrintedTable:
    key = "“三公”经费及会议费、培训费支出决算表"
    beside = (
        VerticalLine(name, {half: Money(f"录入/{meetings.KEY}/{name}{half}") for half in HALVES}) for name in MEETINGS
    )
    of = lines(key, lambda item, half: Ref(f"三公/三公经费/{half}/{item}"))
    return of_lines(key, HALVES, (*of, *beside), "三公经费", meetings.KEY)


TABLES = (*map(_of_source, FISCAL), _with_meetings())
