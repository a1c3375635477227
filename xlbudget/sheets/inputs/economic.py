"""录入-经济分类: 一般公共预算财政拨款基本支出 by 款-level economic code, the form's codes already listed."""

from __future__ import annotations

from typing import Any

from xlbudget.datafile.kinds import Amount, Field, Record, Text
from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Area, Entry, Guard, Item, Sheet
from xlbudget.sheets.inputs.cells import entered, entry_style, guard
from xlbudget.sheets.inputs.digits import whole
from xlbudget.sheets.inputs.rows import (
    FIRST,
    HEADER,
    HINT,
    SPARE,
    amount_hints,
    input_page,
    said,
    sheet_name,
    title_items,
)

KEY = "经济分类"
ABOUT = "一般公共预算财政拨款基本支出，按部门预算支出经济分类款级科目填列；表内科目已列好，只填金额"

OUTSIDE = "(表内无此科目)"
RECORD = Record((Field("科目", Text(), True), Field("金额", Amount(), True)))
"""A row as it is typed; the other columns are worked out."""


def sheet(amounts: dict[str, Any], catalogue: dict[str, str]) -> Sheet:
    """Codes of the form in printed order, then the file's codes outside the form, then spare rows."""
    form = [code for code in catalogue if len(code) == 5]
    outside = [code for code in amounts if code not in form]
    rows: list[str | None] = [*form, *outside, *[None] * SPARE]
    size = len(rows)
    amount = Amount()
    items: list[Item] = [*title_items(KEY, ABOUT, 4)]
    for col, label in enumerate(("科目", "科目名称", "金额", HINT), 1):
        items.append(Item(HEADER, col, label, "head" if col in (1, 3) else "head_computed"))
    for row, code in enumerate(rows, FIRST):
        listed = code in form
        name = catalogue[code] if listed and code else Formula(f'IF(E{row}="","","{OUTSIDE}")')
        items += [
            Item(row, 1, code if listed else Entry(code), "label_code" if listed else "in_text"),
            Item(row, 2, name, "computed"),
            Item(row, 3, entered(None if code is None else amounts.get(code), amount), entry_style(amount)),
            Item(row, 4, Formula(_hint(row, listed)), "hint"),
            Item(row, 5, Formula(_code(f"TRIM(A{row})")), "computed"),
        ]
    name = sheet_name(KEY)
    return Sheet(
        name=name,
        items=tuple(items),
        widths=(12, 40, 16, 44, 10),
        areas=(
            ("录入/经济分类/科目", Area(name, FIRST, 1, size)),
            ("录入/经济分类/键", Area(name, FIRST, 5, size)),
            ("录入/经济分类/金额", Area(name, FIRST, 3, size)),
        ),
        heights=((1, 26), (2, 30)),
        guards=(
            Guard(FIRST + len(form), 1, size - len(form), "text", "表内没有的科目可填在这里，填 5 位款级代码"),
            guard(Field("金额", amount), FIRST, 3, size),
        ),
        freeze=(FIRST, 3),
        hidden_columns=(5,),
        page=input_page(4),
        about=ABOUT,
    )


def _code(text: str) -> str:
    number = whole(text, '""')
    return f'IF(LEN({text})=5,{number},"")'


def _hint(row: int, listed: bool) -> str:
    amounts = said(amount_hints([f"C{row}"], may_be_negative=True))
    if listed:
        return amounts
    return (
        f'IF(COUNTA(A{row},C{row})=0,"",'
        f'IF(LEN(TRIM(A{row}))=0,"有数而缺科目代码；",'
        f'IF(E{row}="","科目代码应为 5 位数字；","公开06 表内无此科目，请核对；"))'
        f'&IF(AND(E{row}<>"",COUNTIF({{录入/经济分类/键}},E{row})>1),"同一科目出现了两行，请合并；","")&{amounts})'
    )
