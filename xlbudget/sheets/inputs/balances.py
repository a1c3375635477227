"""录入-结转结余: opening balances by source, and the two amounts of 公开01 that stand beside them."""

from __future__ import annotations

from typing import Any

from xlbudget.datafile.fields import CAPITAL, FUND, OPENING
from xlbudget.datafile.kinds import Amount, Field
from xlbudget.language.sheet import Item, Sheet
from xlbudget.sheets.inputs.codes import CODE_COLUMNS, CODE_WRONG
from xlbudget.sheets.inputs.rows import (
    HEADER,
    Hint,
    Line,
    Listing,
    amount_hints,
    capacity,
    input_page,
    label_items,
    list_marks,
    listing_block,
    sheet_name,
    title_items,
)
from xlbudget.sheets.inputs.spending import SOURCE, SOURCE_HINT

KEY = "结转结余"
LISTING_KEY = "结转结余/年初"
SCALARS = ("使用非财政拨款结余和专用结余", "结余分配")

LISTING = Listing(
    key=LISTING_KEY,
    record=OPENING,
    about="年初结转和结余，按资金来源逐项填；年末数由公式得出",
    hints=(
        SOURCE_HINT,
        Hint(
            "这种资金须填 7 位项级科目，否则只计入合计，进不了本表的行",
            f'AND(LEN(TRIM([科目]))=0,OR([资金来源]="{FUND}",[资金来源]="{CAPITAL}"))',
        ),
        *CODE_WRONG,
        Hint("没有金额", "COUNTA([金额])=0"),
        *amount_hints(["[金额]"], may_be_negative=False),
        Hint(
            "同一资金来源、同一科目出现了两行，请合并",
            'IF([项键]="",FALSE,COUNTIFS({录入/结转结余/年初/来源号},[来源号],{录入/结转结余/年初/项键},[项键])>1)',
        ),
    ),
    computed=(*CODE_COLUMNS, SOURCE),
    may_be_empty=True,
)


def sheet(content: dict[str, Any]) -> Sheet:
    entries = content.get("年初", [])
    header = HEADER + len(SCALARS) + 1
    labels, label_guards = label_items(
        (Line(key, Field(key, Amount()), content.get(key), f"录入/{KEY}/{key}") for key in SCALARS), HEADER
    )
    size = capacity(len(entries))
    items, areas, guards, widths = listing_block(LISTING, entries, size, header, sheet_name(KEY))
    hidden = sum(1 for extra in LISTING.computed if extra.hidden)
    return Sheet(
        name=sheet_name(KEY),
        items=(
            *title_items(KEY, LISTING.about, len(widths) - hidden),
            *labels,
            Item(header - 1, 1, "年初结转和结余", "label"),
            *items,
        ),
        widths=(34, 24, *widths[2:]),
        areas=areas,
        colours=list_marks(LISTING, size, header),
        heights=((1, 26), (2, 30), (header, 34)),
        guards=(*label_guards, *guards),
        hidden_columns=tuple(range(len(widths) - hidden + 1, len(widths) + 1)),
        page=input_page(len(widths) - hidden, header),
        about=LISTING.about,
    )
