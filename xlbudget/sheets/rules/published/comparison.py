"""公开数核对: every published figure beside the computed one, with the interval that rounding allows (the contract).

A published figure is 通过 when the computed one, rounded to its printed decimals, equals it; 尾差 within the interval
that the entered figures allow; 不符 outside. Figures that cannot be placed are listed, never passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlbudget.language.expressions import Expr, Formula, Ratio
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Area, Item, Link, Page, Sheet
from xlbudget.sheets.inputs import digits
from xlbudget.sheets.rules.bounds import cells_in, count, leaves
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published import in_narrative, in_tables
from xlbudget.sheets.rules.published.entry import Entry, Placed
from xlbudget.sheets.rules.rule import ADVICE, FAILED, NOT_APPLICABLE, PASSED, ROUNDING, Example, Figures, Rule
from xlbudget.sheets.rules.spread import spread

KEY = "公开数核对"
HEADINGS = ("表", "行", "列", "处", "公布的数", "算得的数", "差", "下限", "上限", "判定", "说明")
WIDTHS = (18, 40, 32, 20, 14, 16, 14, 14, 14, 10, 50)
HEADER = 8
FIRST = HEADER + 1
VERDICT = 10
SPREAD = 24
"""The first hidden column for what is too long for the cell of a count."""
UNPLACED, EMPTY, STALE = "无法核对", "公布为空", "待重新生成"

PUBLISHED = Rule(
    "公开-核对",
    "公布的数与由录入数算得的数一致",
    "数据文件格式 公开数：和的界 p + n·h，比率的界由分子、分母的区间得出",
    "改正公布的数，或改正它所依据的录入数",
    Example("公开09 三公经费 决算数/合计", Figures(5, 5, 0.01), {"录入/公开数/数@3": "8.00"}, Figures(8, 5, 0.01)),
    bound="p（印出的末位的一半）+ n（非零录入数的个数）× h（半宽）；比率是分子、分母各在尾差内变动时能到的区间；"
    "重印同一个录入数的是 0",
)
BLANK = Rule(
    "公开-为空",
    "整张公布的表里，由两个以上录入数得出的数没有空着",
    "数据文件格式 公开数：表里有一个数就视为整张公布",
    "补印这个数",
    Example(
        "公开09 三公经费 决算数/公务用车购置及运行维护费小计",
        Figures(None, 0, verdict=NOT_APPLICABLE),
        {"录入/三公经费/决算数/公务用车运行维护费": 0.49},
        Figures(None, 0.49, verdict=EMPTY),
    ),
    bound="空着当作 0；算得的数四舍五入到 0.01 不是 0 才不成立",
    severity="warning",
)
RULES = (PUBLISHED, BLANK)

EXPLAINED = {
    "same": "同一个数再印一遍，必须相等",
    "sum": "差在 p + n·h 以内为尾差",
    "ratio": "分子、分母各在自己的尾差内变动时，比率能到的区间",
}


@dataclass(frozen=True)
class Line:
    """One line of the sheet: an entry of 公开数 with its figure, or a figure that was not published."""

    entry: Entry
    placed: Placed | None


def lines(context: Context) -> list[Line]:
    """The entries in file order, then the figures of published tables that have none."""
    entries = [Entry.of(row, entry) for row, entry in enumerate(context.data.rows("公开数"), 1)]
    found = [Line(entry, place(context, entry)) for entry in entries]
    tables = {entry.table for entry in entries}
    have = {_identity(line.placed) for line in found if line.placed}
    for table, line, column, placed in in_tables.complete(context, tables):
        if _identity(placed) not in have and _combined(context.names, placed):
            found.append(Line(Entry(0, table, line, column, ""), placed))
    return found


def place(context: Context, entry: Entry) -> Placed | None:
    return in_tables.place(context, entry) or in_narrative.place(context, entry)


def unpublished(context: Context) -> list[str]:
    """The tables of the workbook that have no entry of 公开数."""
    tables = {entry["表"].strip() for entry in context.data.rows("公开数")}
    made = [form.sheet for form in context.form.tables.values()]
    made += [name for name in in_tables.TAKEN_AS_COMPLETE if any(k.startswith(f"{name}/") for k in context.names.areas)]
    return [name for name in sorted(made) if name not in tables]


def _identity(placed: Placed) -> str:
    return placed.cell or repr(placed.place) + repr(placed.figure)


def _combined(names: Names, placed: Placed) -> bool:
    """Whether its formula combines two or more entered figures."""
    return cells_in(leaves(names, placed.ratio or placed.figure)) >= 2


def published_sheet(context: Context, shown: Sequence[Line]) -> Sheet:
    rows = max(len(shown), 1)
    items: list[Item] = [
        Item(1, 1, "公布的数与算得的数", "title", cols=len(HEADINGS)),
        Item(2, 1, Link("返回目录", "目录"), "link"),
        Item(
            2,
            2,
            "公布的数来自 录入-公开数。四舍五入能解释的差是尾差；比率以百分点计。最后几行是整张公布的表里空着的数",
            "help",
            cols=len(HEADINGS) - 1,
        ),
    ]
    for row, name in enumerate((FAILED, EMPTY, ROUNDING, PASSED, UNPLACED), 3):
        items.append(Item(row, 1, name, "label"))
        items.append(Item(row, 2, Formula(f'COUNTIF({{{KEY}/判定}},"{name}")'), "count", key=f"{KEY}/个数/{name}"))
    items.append(Item(3, 3, ADVICE, "label"))
    items.append(Item(3, 4, Formula(f'COUNTIF({{{KEY}/判定}},"{ADVICE}")'), "count", key=f"{KEY}/个数/{ADVICE}"))
    items += [Item(HEADER, col, heading, "head") for col, heading in enumerate(HEADINGS, 1)]
    for row, line in enumerate(shown, FIRST):
        items += _row(context, line, row)
    items += _shares(context)
    width = max(SPREAD - 1, *(item.col for item in items))
    return Sheet(
        name=KEY,
        items=tuple(items),
        widths=(*WIDTHS, *(12,) * (width - len(WIDTHS))),
        areas=(
            (f"{KEY}/判定", Area(KEY, FIRST, VERDICT, rows)),
            (f"{KEY}/印值", Area(KEY, FIRST, 12, rows)),
            (f"{KEY}/表名", Area(KEY, FIRST, 18, rows)),
            (f"{KEY}/格", Area(KEY, FIRST, 19, rows)),
            (f"{KEY}/占比组", Area(KEY, FIRST, 22, rows)),
            (f"{KEY}/半位", Area(KEY, FIRST, 23, rows)),
        ),
        heights=((1, 34), (HEADER, 22)),
        page=Page(len(HEADINGS), landscape=True, heading=(HEADER, HEADER), rows=FIRST + rows - 1),
        freeze=(FIRST, 4),
        hidden_columns=tuple(range(len(WIDTHS) + 1, width + 1)),
        filter=Area(KEY, HEADER, 1, rows + 1, len(HEADINGS)),
        about="公布的每个数与算得的数：差、界、判定",
    )


def _shares(context: Context) -> list[Item]:
    """In hidden columns, which whole a printed 占比 is a part of, and half of its last decimal."""
    items = []
    for number, (_, rows) in enumerate(in_narrative.shares(context), 1):
        for row in (FIRST + at - 1 for at in rows):
            items.append(Item(row, 22, Formula(str(number)), "computed"))
            items.append(Item(row, 23, Formula(f"0.5*10^-M{row}"), "computed"))
    return items


def _row(context: Context, line: Line, row: int) -> list[Item]:
    entry, placed = line.entry, line.placed
    items = [
        Item(row, col, text, "label")
        for col, text in enumerate((entry.table, entry.line, entry.column, entry.where), 1)
    ]
    printed = f"{{录入/公开数/数@{entry.row}}}" if entry.row else ""
    items.append(Item(row, 5, Formula(f'{printed}&""') if printed else None, "verdict"))
    if placed is None:
        return [*items, Item(row, VERDICT, UNPLACED, "verdict"), Item(row, 11, "数据文件里没有算出它的录入数", "label")]
    return items + _judged(context.names, entry, placed, row, printed)


def _judged(names: Names, entry: Entry, placed: Placed, row: int, printed: str) -> list[Item]:
    """The figures and the verdict.

    Hidden columns: 12 印值, 13 小数位, 14 分子, 15 分母, 16 and 17 their n, 18 and 19 where it stands, 20 the quotient,
    21 the printed figure without its marks; 22 and 23 see :func:`_shares`; from 24 on, what is too long for one cell.
    """
    ratio = placed.ratio
    items: list[Item] = []
    percent = f'IF(RIGHT({printed},1)="%",100,1)' if printed else ("100" if ratio and placed.scale == 1 else "1")
    if printed:
        items += [
            Item(row, 12, Formula(digits.value(f"U{row}", f"M{row}")), "computed"),
            Item(row, 13, Formula(digits.decimals(f"U{row}")), "computed"),
            Item(row, 21, Formula(digits.bare(printed)), "computed"),
        ]
    half = f"0.5*10^-M{row}"
    if ratio is None:
        items += _counted(names, placed.figure, row, 16, SPREAD)
        times = "" if placed.scale == 1 else f"{_plain(placed.scale)}*"
        if times:
            items += [
                Item(row, 14, placed.figure, "computed"),
                Item(row, 6, Formula(f"{times}N{row}"), "figure"),
            ]
        else:
            items.append(Item(row, 6, placed.figure, "figure"))
        reach = f"{times}P{row}*半宽+{half}"
        low, high = f"F{row}-({reach})", f"F{row}+{reach}"
        exact = f"P{row}=1"
    else:
        items += [
            Item(row, 14, ratio.numerator, "computed"),
            Item(row, 15, ratio.denominator, "computed"),
            *(above := _counted(names, ratio.numerator, row, 16, SPREAD)),
            *_counted(names, ratio.denominator, row, 17, SPREAD + len(above) - 1),
            Item(row, 20, _figure(placed, row), "computed"),
            Item(row, 6, Formula(f'IF(T{row}="","",T{row}*{percent})'), "figure"),
        ]
        low, high = _interval(placed, row, percent, half)
        exact = "FALSE"
    if not printed:
        missing = f"AND(ISNUMBER(F{row}),ROUND(SUM(F{row}),2)<>0)"
        verdict = f'IF({missing},"{EMPTY}","{NOT_APPLICABLE}")'
        items.append(Item(row, VERDICT, Formula(verdict), "verdict"))
    else:
        same = ",".join(
            f"{{录入/公开数/{label}@{entry.row}}}={letter}{row}" for label, letter in zip("表行列", "ABC", strict=True)
        )
        nothing = f'IF(O{row}=0,IF(AND(N{row}=0,L{row}=0),"{ADVICE}","{FAILED}"),' if ratio else "("
        judged = (
            f'IF(ROUND(ROUND(F{row},9),M{row})=ROUND(L{row},M{row}),"{PASSED}",'
            f'IF({exact},"{FAILED}",IF(AND(L{row}>=H{row}-0.000000001,L{row}<=I{row}+0.000000001),"{ROUNDING}","{FAILED}")))'
        )
        items += [
            Item(row, 7, Formula(f'IF(OR(L{row}="",F{row}=""),"",ROUND(L{row}-F{row},9))'), "figure"),
            Item(row, 8, Formula(low), "figure"),
            Item(row, 9, Formula(high), "figure"),
            Item(
                row,
                VERDICT,
                Formula(f'IF(AND({same}),IF(L{row}="","{FAILED}",{nothing}{judged})),"{STALE}")'),
                "verdict",
            ),
        ]
    single = not ratio and cells_in(leaves(names, placed.figure)) == 1
    items.append(Item(row, 11, EXPLAINED["ratio" if ratio else "same" if single else "sum"], "label"))
    return items + _where(names, entry, placed, row)


def _counted(names: Names, figure: Expr, row: int, col: int, more: int) -> list[Item]:
    """How many entered figures are in a figure; what one cell cannot hold stands from column ``more`` on."""
    counted, cells = spread(count(leaves(names, figure)), row, more)
    return [Item(row, col, Formula(counted), "computed"), *cells]


def _plain(factor: float) -> str:
    """A factor without an exponent."""
    return f"{factor:.12f}".rstrip("0").rstrip(".")


def _figure(placed: Placed, row: int) -> Expr:
    """The cell that shows the quotient; where none does, the quotient of its two parts."""
    if isinstance(placed.figure, Ratio):
        return Formula(f'IF(O{row}=0,"",{placed.scale:g}*N{row}/O{row})')
    return placed.figure


def _interval(placed: Placed, row: int, percent: str, half: str) -> tuple[str, str]:
    """Formulas for the least and the greatest that the quotient can be, widened by the printed rounding."""
    tops = [f"N{row}{sign}P{row}*半宽" for sign in "-+"]
    bottoms = [f"O{row}{sign}Q{row}*半宽" for sign in "-+"]
    quotients = ",".join(f"({top})/({bottom})" for top in tops for bottom in bottoms)
    factor = f"{placed.scale:g}*{percent}"
    spans_zero = f"({bottoms[0]})*({bottoms[1]})<=0"

    def end(extreme: str, widened: str, boundless: str) -> str:
        reached = f"F{row}+{factor}*({extreme}({quotients})-N{row}/O{row}){widened}"
        return f'IF(O{row}=0,"",IF({spans_zero},{boundless},{reached}))'

    return end("MIN", f"-{half}", "-1E+15"), end("MAX", f"+{half}", "1E+15")


def _where(names: Names, entry: Entry, placed: Placed, row: int) -> list[Item]:
    """Sheet and cell that take the colour of the verdict; where no cell shows the figure, the published one itself."""
    if placed.place is not None:
        sheet, cell = placed.place
        return [Item(row, 18, sheet, "computed"), Item(row, 19, Formula(cell), "computed")]
    key = placed.cell or (f"录入/公开数/数@{entry.row}" if entry.row else "")
    if not key:
        return []
    area = names.cell(key, KEY)
    return [Item(row, 18, area.sheet, "computed"), Item(row, 19, area.text(area.sheet), "computed")]
