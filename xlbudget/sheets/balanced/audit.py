"""舍位平衡: what the adjusting came to, for who audits it: how many entries were adjusted; how far each printed figure
is from what it would be of the entries as they were typed, and how far it may be.

How far it may be is counted in ``runs.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from xlbudget.language.blocks import across, band, computed
from xlbudget.language.expressions import Balance, Expr, Formula, Ref, Slot, Sum, Typed
from xlbudget.language.form import Form
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Area, Item, Link, Page, Sheet, column_letter
from xlbudget.sheets.balanced.adjusted import BALANCED_SHEET, SHIFT, Amounts
from xlbudget.sheets.balanced.offsets import column
from xlbudget.sheets.balanced.runs import OFF, runs
from xlbudget.sheets.inputs.digits import in_text
from xlbudget.sheets.inputs.find_by_name import non_zero
from xlbudget.sheets.rules.bounds import Leaf, leaves
from xlbudget.sheets.rules.check_sheet import SUMMARY
from xlbudget.sheets.rules.sums import spread
from xlbudget.sheets.tables.every import live_tables
from xlbudget.sheets.tables.live_table import Classified

ROWS = "舍位-各行"
"""The hidden sheet with the distance of every figure in a live row."""
FIRST = 8
HEADINGS = ("表", "行、列", "印出的数", "真数（元数直接相加）", "相差", "界")
ENTRIES = ("录入表", "列", "不为零几个", "调整几个", "最大的调整（万元）")
WIDTHS = (16, 46, 16, 22, 12, 12, 3, 18, 34, 10, 10, 18)
MARK = "0.01"


def audit_sheets(names: Names, form: Form, amounts: Sequence[Amounts], tables: Sequence[Sheet]) -> tuple[Sheet, Sheet]:
    """The sheet for the auditor, and the hidden one behind it."""
    live = [table for table in live_tables(form) if table.key in form.tables]
    behind = _behind(live, form, tables)
    known = replace(names, areas=names.areas | dict(behind.areas))
    lines = [*_lines(known, live, form), *_fixed(names, tables)]
    keys = {one.key for one in amounts}
    items: list[Item] = []
    right = len(WIDTHS) + 1
    for row, (table, place, printed, true, made_of) in enumerate(lines, FIRST):
        n, more = spread(runs(made_of, keys), row, right)
        distance = Formula(f"ROUND(ABS(SUM(C{row})-SUM(D{row})),6)")
        bound = Formula(f"{MARK}*({n})")
        texts = (table, place), (printed, true, distance, bound)
        items += [*across(row, 1, texts[0], "list_text"), *across(row, 3, texts[1], "list_exact"), *more]
    items += _entries(amounts)
    last = FIRST + max(len(lines), len(amounts)) - 1
    far, limit = (f"{letter}{FIRST}:{letter}{FIRST + len(lines) - 1}" for letter in "EF")
    adjusted, largest = (
        f"{letter}{FIRST}:{letter}{FIRST + len(amounts) - 1}" for letter in (column_letter(11), column_letter(12))
    )
    over = f"SUMPRODUCT(--({far}>{limit}))"
    most, farthest = (in_text(f"ROUND(MAX({area}),4)") for area in (largest, far))
    told = (
        f'"舍位平衡：调整了 "&SUM({adjusted})&" 个录入数，最多差 "&{most}&" 万元（不到 0.01）；"'
        f'&"印出的数离真数最远 "&{farthest}&" 万元"&IF({over}=0,"，都在界内","，有 "&{over}&" 个出界")'
    )
    heads = [
        Item(1, 1, BALANCED_SHEET, "band_title"),
        Item(1, 2, None, "band_text", cols=len(WIDTHS) - 2),
        Item(1, len(WIDTHS), Link("返回目录", "目录"), "band_link"),
        Item(3, 1, Formula(told), "section", key=SUMMARY, cols=len(WIDTHS)),
        Item(4, 1, EXPLAINED, "note", cols=len(WIDTHS)),
        Item(FIRST - 2, 1, "印出的数与真数（万元）", "section", cols=len(HEADINGS)),
        Item(FIRST - 2, 8, "各列录入数", "section", cols=len(ENTRIES)),
        *across(FIRST - 1, 1, HEADINGS, "list_head"),
        *across(FIRST - 1, 8, ENTRIES, "list_head"),
    ]
    shown = Sheet(
        BALANCED_SHEET,
        (*heads, *items),
        (*WIDTHS, *[8.0] * (max((item.col for item in items), default=0) - len(WIDTHS))),
        heights=((1, 28.5), (3, 24), (4, 62), *band(FIRST - 1, 1, 20)),
        hidden_columns=tuple(range(right, max((item.col for item in items), default=0) + 1)),
        page=Page(len(WIDTHS), rows=last, landscape=True, heading=(FIRST - 1, FIRST - 1)),
        freeze=(FIRST, 1),
        about="舍位平衡调整了哪些录入数，印出的数离真数多远",
        brief="舍位的调整和差",
        tab="核对",
    )
    return shown, behind


EXPLAINED = (
    "录入的元数不变，只在印出以前舍成 0.01 万元的整数倍：每个数取它的下舍数或上入数，零还是零，整分的不动，正负不变。"
    "各数按资金来源、支出性质、科目排在一条线上，各取线上自己那一段里的刻度数，所以相邻的各段（一个科目、一类、一种性质、"
    "一个来源）的和离真数不到 0.01 万元；不相邻的几段相加，每段不到 0.01 万元。“界”是 0.01 乘以数里舍过位的段数，"
    "相邻的数是一段；按科目出行的表，一列写离真数最远的一行。"
)
Line = tuple[str, str | Formula, Expr, Expr, Counter[Leaf]]


def _fixed(names: Names, tables: Sequence[Sheet]) -> Iterator[Line]:
    """The printed amounts that stand in one place."""
    for sheet in tables:
        for item in sheet.items:
            if item.key and item.down == 1 and item.role == "figure" and "amount" in item.style:
                try:
                    made_of = leaves(names, Ref(item.key))
                except TypeError:
                    continue
                if made_of:
                    place = item.key.partition("/")[2].replace("/", " ").replace("%", "")
                    yield sheet.name, place, Ref(item.key), Typed(Ref(item.key)), made_of


def _key(table: Classified, label: str, what: str) -> str:
    return f"舍位各行/{table.key}/{label}/{what}"


def _lines(names: Names, live: Sequence[Classified], form: Form) -> Iterator[Line]:
    """Of every column of a live table the row that is farthest off."""
    for table in live:
        shape = form[table.key]
        for label in shape.columns:
            off = f"{{{_key(table, label, '差')}}}"
            worst = f"MATCH(MAX({off}),{off},0)"
            code = f"INDEX({{科目树/{table.key}/代码}},{worst})"
            place = Formula(f'"{shape.word(label)} 最远的一行 "&IF(MAX({off})=0,"（都相同）",{code})')
            printed = Formula(f"INDEX({{{table.key}/列/{label}}},{worst})")
            true = Formula(f"INDEX({{{_key(table, label, '真')}}},{worst})")
            yield shape.sheet, place, printed, true, leaves(names, Ref(f"{table.key}/合计/{label}"))


def _behind(live: Sequence[Classified], form: Form, tables: Sequence[Sheet]) -> Sheet:
    sizes = {key: area.rows for sheet in tables for key, area in sheet.areas}
    items: list[Item] = [Item(1, 1, "各科目行的真数和差（由公式得出，请勿改动）", "input_title")]
    areas: list[tuple[str, Area]] = []
    col, first = 1, 4
    for table in live:
        by_label = {one.label: one.figure for one in table.columns}
        for label in form[table.key].columns:
            size = sizes[f"{table.key}/列/{label}"]
            items.append(Item(2, col, f"{table.key} {label}", "computed"))
            true = Typed(_of_entries(by_label[label], by_label))
            items.append(Item(first, col, true, "computed", scope=Slot(table.key, 1), down=size))
            cell, printed = f"{column_letter(col)}{first}", f"{{{table.key}/列/{label}@1}}"
            items.append(computed(first, col + 1, f'IF({cell}="",0,ROUND(ABS(SUM({printed})-{cell}),6))', down=size))
            areas += [
                (_key(table, label, "真"), Area(ROWS, first, col, size)),
                (_key(table, label, "差"), Area(ROWS, first, col + 1, size)),
            ]
            col += 2
    return Sheet(ROWS, tuple(items), (12,) * col, tuple(areas), hidden=True)


def _of_entries(figure: Expr, columns: dict[str, Expr]) -> Expr:
    """A column of a live table with the columns of the same row that it is made of written out."""
    match figure:
        case Ref(label):
            return _of_entries(columns[label], columns)
        case Sum(terms):
            return Sum(tuple(_of_entries(term, columns) for term in terms))
        case Balance(plus, minus):
            written = [tuple(_of_entries(term, columns) for term in side) for side in (plus, minus)]
            return Balance(written[0], written[1])
        case _:
            return figure


def _entries(amounts: Sequence[Amounts]) -> Iterator[Item]:
    """How many entries of each column there are, how many were adjusted, and how much at most."""
    for row, one in enumerate(amounts, FIRST):
        *_, name = one.key.split("/")
        shift, off = f"{{{SHIFT}{one.key}}}", f"{{{OFF}{one.key}}}"
        owner = one.key.rpartition("/")[0] if one.key.count("/") > 1 else ""
        texts = Link(one.area.sheet, one.area.sheet, one.area.text(one.area.sheet).partition(":")[0]), f"{owner} {name}"
        yield Item(row, 8, texts[0], "list_text")
        yield Item(row, 9, texts[1].strip().replace("/", " "), "list_text")
        yield from across(row, 10, (Formula(non_zero(of)) for of in (column(one.key), shift)), "list_plain")
        yield Item(row, 12, Formula(f"ROUND(MAX(MAX({off}),-MIN({off}))/10000,6)"), "list_exact")
