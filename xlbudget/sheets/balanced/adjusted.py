"""The adjusted entries: behind every 录入 sheet with amounts a hidden one that has them at the same cells.

They take over the keys of the entries, so that whatever is printed is made of them, and the entries keep theirs with
``TYPED`` behind; what a sheet adds up of its amounts is added up of the adjusted ones in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from xlbudget.datafile.fields import BALANCED, FISCAL_INCOME, OTHER_INCOME, SOURCES, YUAN
from xlbudget.language.blocks import computed
from xlbudget.language.expressions import Formula, Money
from xlbudget.language.keys import TYPED
from xlbudget.language.sheet import Area, Item, Sheet, column_letter
from xlbudget.sheets.balanced.offsets import (
    BASE,
    FEN,
    HALF,
    KINDS,
    LINE,
    STAFF,
    START,
    column,
    entry,
    fen,
    helpers,
    line,
    starts,
)
from xlbudget.sheets.balanced.runs import OFF
from xlbudget.sheets.inputs.live_sums import DETAIL_SHEET, SUMMED, DetailSum

ON = f"{BASE}/开"
SHIFT = "舍位差/"
"""Key of an entry → of the cells with how many 0.01 万元 it is from its plain rounding."""
COLUMN = "舍位调整"
BALANCED_SHEET = "舍位平衡"
WORKED_OUT = (SUMMED, "computed_rate")
PREFIX = "录入-"


@dataclass(frozen=True)
class Amounts:
    """A column of entries, or a single one, of a sheet: its key without 录入/ and where it stands."""

    key: str
    area: Area
    single: bool

    @property
    def at(self) -> str:
        return "" if self.single else "@1"


def adjusted(inputs: Sequence[Sheet]) -> tuple[tuple[Sheet, ...], tuple[Sheet, ...]]:
    """The 录入 sheets with their column 舍位调整, and the hidden ones behind them."""
    shown, behind = [], []
    for sheet in inputs:
        if amounts := tuple(_amounts(sheet)):
            mirror = _mirror(sheet, amounts)
            taken = {key for key, _ in mirror.areas} | {item.key for item in mirror.items if item.key}
            behind.append(mirror)
            sheet = _with_column(_renamed(sheet, taken), amounts)
        shown.append(sheet)
    return tuple(shown), (_base_sheet(), *behind)


def amounts_in(inputs: Iterable[Sheet]) -> Iterator[Amounts]:
    """All the entries that are adjusted."""
    for sheet in inputs:
        yield from _amounts(sheet)


def _amounts(sheet: Sheet) -> Iterator[Amounts]:
    if sheet.name == DETAIL_SHEET:
        return
    entered = [item for item in sheet.items if _is_amount(item)]
    places = {(row, item.col) for item in entered for row in item.tops}
    for item in entered:
        if item.key:
            yield Amounts(_key(item.key), Area(sheet.name, item.row, item.col), True)
    single = {(item.row, item.col) for item in entered if item.key}
    for key, area in sheet.areas:
        if (area.row, area.col) in places - single and key.startswith("录入/"):
            yield Amounts(_key(key), area, False)


def _is_amount(item: Item) -> bool:
    """Entered, or of a department what its units' amounts add up to; these are theirs and stay as they are."""
    return isinstance(item.content, DetailSum) if item.style == SUMMED else item.style == "in_amount"


def _key(key: str) -> str:
    return key.removeprefix("录入/").removesuffix(TYPED)


def _renamed(sheet: Sheet, taken: set[str]) -> Sheet:
    """The sheet with ``TYPED`` behind the keys that the adjusted entries have taken."""

    def own(key: str) -> str:
        return f"{key}{TYPED}" if key in taken else key

    return replace(
        sheet,
        items=tuple(replace(item, key=own(item.key)) if item.key in taken else item for item in sheet.items),
        areas=tuple((own(key), area) for key, area in sheet.areas),
    )


def _mirror(sheet: Sheet, amounts: Sequence[Amounts]) -> Sheet:
    """The hidden sheet: adjusted amounts where the entries stand, and to the right what they are worked out from."""
    title = f"{BASE}-{sheet.name.removeprefix(PREFIX)}"
    items: list[Item] = [Item(1, 1, f"{sheet.name} 舍位以后的金额（由公式得出，请勿改动）", "input_title")]
    areas: list[tuple[str, Area]] = []
    begins, right = starts(), len(sheet.widths) + 2
    worked_out = [item for item in sheet.items if item.style in WORKED_OUT and not _is_amount(item)]
    held = {(row, item.col) for item in worked_out for row in item.tops}
    held |= {(row, one.area.col) for one in amounts for row in range(one.area.row, one.area.row + one.area.rows)}
    for key, area in sheet.areas:
        if key.startswith("录入/") and {(area.row + at, area.col) for at in range(area.rows)} <= held:
            areas.append((key, replace(area, sheet=title)))
    items += worked_out
    for listing, name, helper in helpers():
        place = next((one.area for one in amounts if not one.single and one.key.rpartition("/")[0] == listing), None)
        if place is not None:
            items.append(computed(place.row, right, helper, f"录入/{listing}/{name}", place.rows))
            right += 1
    for at, one in enumerate(amounts):
        row, col = one.area.row, one.area.col
        start, shift, off = (right + 3 * (at if not one.single else col) + part for part in range(3))
        items += [
            _adjusted(one, row, col),
            _part(one, row, start, begins.get(one.key, str(HALF)), START),
            _part(one, row, shift, _shift(one), SHIFT),
            _part(one, row, off, f"IF(COUNT({_typed(one)})=0,0,SUM({_own(one)})-{_typed(one)})", OFF),
        ]
    return Sheet(title, tuple(items), (14,) * (right + 3 * len(amounts)), tuple(areas), hidden=True)


def _typed(one: Amounts) -> str:
    return entry(one.key, one.at)


def _own(one: Amounts) -> str:
    return f"{{录入/{one.key}{one.at}}}"


def _adjusted(one: Amounts, row: int, col: int) -> Item:
    start, typed = f"{{{START}{one.key}{one.at}}}", _typed(one)
    marks = f"INT(({start}+{fen(typed)})/{FEN})-INT({start}/{FEN})"
    body = f'IF(COUNT({typed})=0,"",IF({{{ON}}}=1,{FEN // 100}*({marks}),{typed}))'
    made = Formula(body, (Money(f"录入/{one.key}"),) if one.single else None)
    return Item(row, col, made, SUMMED, key=f"录入/{one.key}" if one.single else "", down=one.area.rows)


def _shift(one: Amounts) -> str:
    plain = f"INT(({fen(_typed(one))}+{HALF})/{FEN})"
    return f"IF(OR(COUNT({_typed(one)})=0,{{{ON}}}=0),0,ROUND(SUM({_own(one)})/{FEN // 100},0)-{plain})"


def _part(one: Amounts, row: int, col: int, body: str, prefix: str) -> Item:
    return computed(row, col, body, f"{prefix}{one.key}", one.area.rows)


def _with_column(sheet: Sheet, amounts: Sequence[Amounts]) -> Sheet:
    """The sheet with 舍位调整 behind all its columns: which amounts of a row are a mark off their plain rounding."""
    heads = [item for item in sheet.items if item.role == "heading"]
    col = max(item.col for item in sheet.items if item.row >= min(one.area.row for one in amounts)) + 1
    rows: dict[tuple[int, int], list[Amounts]] = {}
    for one in amounts:
        rows.setdefault((one.area.row, one.area.rows), []).append(one)
    items = [Item(row, col, COLUMN, "in_head_computed") for row in sorted({head.row for head in heads})]
    for (row, count), beside in rows.items():
        told = []
        for one in beside:
            shift, name = f"{{{SHIFT}{one.key}{one.at}}}", f"{_named(one)} " if len(beside) > 1 else ""
            told.append(f'IF({shift}=0,"",IF({shift}>0,"{name}+0.01　","{name}-0.01　"))')
        items.append(Item(row, col, Formula("&".join(told)), "computed", down=count))
    widths = (*sheet.widths, *[0.0] * (col - len(sheet.widths)))
    widths = (*widths[: col - 1], max(widths[col - 1], 22.0), *widths[col:])
    shown = tuple(one for one in sheet.hidden_columns if one != col)
    return replace(sheet, items=(*sheet.items, *items), widths=widths, hidden_columns=shown)


def _named(one: Amounts) -> str:
    """What an amount is called among those of its row."""
    *_, owner, name = one.key.split("/")
    return owner if one.single else name


def _base_sheet() -> Sheet:
    """舍位 (hidden): the totals from which the lines of entries begin, in 分; a row a kind of money."""
    first = 4
    sources = range(1, len(SOURCES) + 1)
    items: list[Item] = [
        Item(1, 1, "舍位平衡的起点（分；由公式得出，请勿改动）", "input_title"),
        computed(2, 1, f'IF(AND({{录入/单位/舍位}}="{BALANCED}",{{录入/金额单位}}="{YUAN}"),1,0)', ON),
    ]
    areas: list[tuple[str, Area]] = []
    own = "{录入/支出/来源号}"
    for at, kind in enumerate(KINDS):
        whole, start = 2 + at, 2 + len(KINDS) + at
        areas.append((f"{BASE}/{kind}", Area(BASE, first, start, len(sources))))
        for source in sources:
            row = first + source - 1
            spent = column(f"支出/{kind}")
            items.append(computed(row, whole, fen(f"SUMIFS({spent},{own},{source})")))
            before = _cell(row, start - 1), _cell(row, whole - 1)
            body = "+".join(before) if at else _line(source, first)
            items.append(computed(row, start, body))
    last = _cell(first + 3, 1 + 2 * len(KINDS)), _cell(first + 3, 1 + len(KINDS))
    items += _sources(first, 2 + 2 * len(KINDS), areas)
    items.append(computed(first + 6, 1, "+".join(last), f"{BASE}/结余分配"))
    keys, amounts = "{录入/经济分类/键}", column("经济分类/金额")
    staff = "+".join(f'SUMIFS({amounts},{keys},">={kind}00",{keys},"<={kind}99")' for kind in STAFF)
    items.append(computed(first + 7, 1, f"SUM({amounts})-({staff})", f"{BASE}/公用数"))
    items.append(computed(first + 8, 1, f"MOD({{{BASE}/{KINDS[1]}@1}}+{fen(staff)},{FEN})", f"{BASE}/公用经费"))
    return Sheet(BASE, tuple(items), (60,), tuple(areas), hidden=True)


def _cell(row: int, col: int) -> str:
    return f"{column_letter(col)}{row}"


def _line(source: int, first: int) -> str:
    """Where the line of a kind of money begins; of the two funds, whose codes have their own, the one of 项目支出."""
    projects = f"{HALF}+SUM({_cell(first, 2)}:{_cell(first + source - 2, 2)})"
    if source == 1:
        return str(HALF)
    return projects if source < len(SOURCES) else line(f"{{{BASE}/{LINE}@{source}}}", projects, _cell(first + 3, 2))


def _sources(first: int, col: int, areas: list[tuple[str, Area]]) -> Iterator[Item]:
    """Of each kind of money: its income, its opening balance, where that begins; of 其他资金 the kinds of income."""
    for source in range(1, len(SOURCES) + 1):
        row = first + source - 1
        kinds = (FISCAL_INCOME[source - 1],) if source < len(SOURCES) else OTHER_INCOME
        income = ",".join(column(f"收入/{kind}") for kind in kinds)
        opening = f"SUMIFS({column('结转结余/年初/金额')},{{录入/结转结余/年初/来源号}},{source})"
        begins = _cell(row, 2 + len(KINDS))
        yield computed(row, col, fen(f"SUM({income})"))
        yield computed(row, col + 1, fen(opening))
        yield computed(row, col + 2, f"{begins}+{_cell(row, col)}")
        ends = f"+SUM({_cell(first, col)}:{_cell(row - 1, col + 1)})" if source > 1 else ""
        yield computed(row, 1, f"{HALF}{ends}")
        if source in (1, len(SOURCES)):
            above = begins
            for at, kind in enumerate(kinds):
                yield computed(row, col + 3 + at, above, f"{BASE}/{kind}")
                received = column(f"收入/{kind}")
                above = f"{_cell(row, col + 3 + at)}+{fen(f'SUM({received})')}"
    areas.append((f"{BASE}/{LINE}", Area(BASE, first, 1, len(SOURCES))))
    areas.append((f"{BASE}/年初", Area(BASE, first, col + 2, len(SOURCES))))
    yield computed(first + 5, 1, f"{_cell(first + 3, col + 2)}+{_cell(first + 3, col + 1)}", f"{BASE}/使用结余")
