"""录入-三公经费: four items, a column per year or budget; numbers of trips, cars and guests below."""

from __future__ import annotations

from typing import Any

from xlbudget.datafile.fields import FILE, TRIPLE, TRIPLE_COUNTS, TRIPLE_YEARS
from xlbudget.datafile.kinds import Amount, Field, Number, Record
from xlbudget.language.expressions import Formula, Tally
from xlbudget.language.sheet import Area, Item, Sheet, column_letter
from xlbudget.sheets.inputs import required
from xlbudget.sheets.inputs.cells import entered, entry_style, guard
from xlbudget.sheets.inputs.find_by_name import non_zero
from xlbudget.sheets.inputs.rows import (
    FIRST,
    HEADER,
    HINT,
    Line,
    amount_hints,
    input_page,
    label_items,
    said,
    sheet_name,
    title_items,
)

KEY = "三公经费"
ABOUT = "财政拨款“三公”经费：全年预算数一列全部空着时，按年初预算数理解；小计、合计由公式得出"


def sheet(content: dict[str, Any]) -> Sheet:
    name = sheet_name(KEY)
    amount = Amount()
    items: list[Item] = [*title_items(KEY, ABOUT, 2 + len(TRIPLE_YEARS)), Item(HEADER, 1, "项目", "head")]
    items += [Item(HEADER, col, label, "head") for col, label in enumerate((*TRIPLE_YEARS, HINT), 2)]
    for row, kind in enumerate(TRIPLE, FIRST):
        items.append(Item(row, 1, kind, "label"))
        for col, year in enumerate(TRIPLE_YEARS, 2):
            value = content.get(year, {}).get(kind)
            items.append(
                Item(row, col, entered(value, amount), entry_style(amount), key=f"录入/三公经费/{year}/{kind}")
            )
        items.append(
            Item(
                row,
                6,
                Formula(
                    said(
                        amount_hints(
                            [f"{column_letter(2 + i)}{row}" for i in range(len(TRIPLE_YEARS))],
                            may_be_negative=False,
                        )
                    )
                ),
                "hint",
            )
        )
    below = FIRST + len(TRIPLE) + 1
    counts = content.get("实物量", {})
    labels, label_guards = label_items(
        (Line(key, Field(key, Number()), counts.get(key), f"录入/三公经费/实物量/{key}") for key in TRIPLE_COUNTS),
        below + 1,
    )
    return Sheet(
        name=name,
        items=(*items, Item(below, 1, "实物量", "head"), Item(below, 2, "数量", "head"), *labels),
        widths=(28, 16, 16, 16, 16, 44),
        areas=(("录入/三公经费/全年预算数", Area(name, FIRST, 4, len(TRIPLE))),),
        heights=((1, 26), (2, 30)),
        colours=tuple(required.of_column(FIRST, col, len(TRIPLE)) for col in _required()),
        guards=(
            *(
                guard(Field(f"三公经费{year}", amount), FIRST, col, len(TRIPLE))
                for col, year in enumerate(TRIPLE_YEARS, 2)
            ),
            *label_guards,
        ),
        page=input_page(6),
        about=ABOUT,
    )


def _required() -> list[int]:
    """The columns that the data file must have."""
    record = FILE[KEY].kind
    assert isinstance(record, Record)
    return [col for col, year in enumerate(TRIPLE_YEARS, 2) if record[year].required]


def budget(kind: str) -> Formula:
    """全年预算数 of an item in 万元; 年初预算数 where the unit has one budget figure only."""
    first, adjusted = (f"{{录入/三公经费/{column}/{kind}}}" for column in ("年初预算数", "全年预算数"))
    chosen, one = (
        f"IF(COUNT({{录入/三公经费/全年预算数}})=0,{a},{b})"
        for a, b in ((first, adjusted), (non_zero(first), non_zero(adjusted)))
    )
    return Formula(f"{chosen}/金额换算", (Tally(one, KEY),))
