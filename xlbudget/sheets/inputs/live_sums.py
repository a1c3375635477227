"""The input cells of a department as sums: where 录入-单位明细 has the parts of a figure, a formula adds them up.

A figure of the data file that is not the sum of its parts stays as it is entered, and a rule says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from xlbudget.datafile.adding import DETAILS, SHIFT, AddedCell, AmountFamily, exact, families, sums
from xlbudget.datafile.fields import FILE
from xlbudget.datafile.file import Data
from xlbudget.datafile.kinds import Amount
from xlbudget.language.expressions import Formula, Tally
from xlbudget.language.keys import TYPED, Names, key_word
from xlbudget.language.sheet import Area, Content, Entry, Item, Sheet
from xlbudget.sheets.inputs.digits import whole
from xlbudget.sheets.inputs.find_by_name import written
from xlbudget.sheets.inputs.unit_details import CELL_KEY, COLUMN_NUMBER, FAMILIES, SHARE

NUMBER, SHARES = "｜号", "｜份"
"""End the keys of a family's number and of how many half-widths its sum may be off, behind the key of its input."""
BY_ROW = "基础数据"
"""Its rows have names, and each of them families of its own."""
SHEET, DETAIL_SHEET = FAMILIES.partition("/")[0], f"录入-{DETAILS}"
SUMMED = "computed_amount"
"""The style of an amount that is a sum."""
HALF = f'IF({{录入/金额单位}}="元",IF(SUM({{录入/{DETAILS}/半宽}})>0,0.005,0),0.005)'
COUNTED = {"录入/收入/财政拨款收入个数": (0, 2), "录入/收入/本年收入个数": (0, 7), "录入/支出/本年支出个数": (2, 6)}
"""Columns that count the entries of a row → the first and the last of the families that these are."""


@dataclass(frozen=True)
class DetailSum(Formula):
    """Σ of the amounts in 录入-单位明细 that are part of an input of the department."""


def _part(column: str) -> str:
    return f"{{录入/{DETAILS}/{column}}}"


def input_key(family: AmountFamily) -> str:
    """The key of the input that a family's amounts are part of: one cell or a column of a list."""
    if isinstance(FILE[family.key].kind, Amount):
        return f"录入/{family.key}"
    if family.key == BY_ROW:
        return f"录入/{family.key}/{family.column}"
    column = family.column if family in families() else key_word(family.column)
    return "/".join(("录入", *filter(None, (family.key, family.row, column))))


def listed(data: Data) -> tuple[AmountFamily, ...]:
    """All families in the order of their numbers, which begin with 1."""
    fixed = families()
    return (*fixed, *sorted(data.detailed.difference(fixed)))


def with_sums(sheets: Sequence[Sheet], data: Data) -> tuple[Sheet, ...]:
    """The input sheets with sums for entries; as they are where the data file has no 单位明细."""
    if not data.detailed:
        return tuple(sheets)
    found, known = sums(data.rows(DETAILS)), {family: n for n, family in enumerate(listed(data), 1)}
    wanted = {input_key(family) for family in data.summed}
    return tuple(_summed(sheet, found, known, wanted) if sheet.name != DETAIL_SHEET else sheet for sheet in sheets)


def _summed(
    sheet: Sheet, found: Mapping[AddedCell, Decimal], known: Mapping[AmountFamily, int], wanted: set[str]
) -> Sheet:
    areas = dict(sheet.areas)
    lists = {key.rpartition("/")[0] for key in wanted}
    counting = {key for key in COUNTED if key.rpartition("/")[0] in lists}
    columns = {(area.col, area.row): key for key, area in areas.items() if key in wanted | counting}
    by_key = {input_key(family): (family, number) for family, number in known.items()}
    texts = _texts(sheet, areas)
    items: list[Item] = []
    for item in sheet.items:
        if item.key == "半宽":
            items.append(replace(item, content=Formula(HALF)))
        elif item.key in wanted and isinstance(item.content, Entry):
            family, number = by_key[item.key]
            items.append(_cell(item, AddedCell(family.key, row=family.row, column=family.column), found, number))
        elif (key := _column_of(item, areas, columns)) is None:
            items.append(item)
        elif key in COUNTED:
            items.append(replace(item, content=_counted(key, item.row - areas[key].row + 1)))
        else:
            items += _column(item, key, areas, texts, found, known)
    return replace(sheet, items=tuple(items))


def _column_of(item: Item, areas: Mapping[str, Area], columns: Mapping[tuple[int, int], str]) -> str | None:
    """The key of the list's column that an item stands in, if its entries may be sums."""
    for (col, top), key in columns.items():
        if item.col == col and top <= item.row < top + areas[key].rows:
            return key if key in COUNTED or isinstance(item.content, Entry) else None
    return None


def _texts(sheet: Sheet, areas: Mapping[str, Area]) -> dict[tuple[int, int], str]:
    """The codes, names and kinds of money on the sheet."""
    cols = {area.col for key, area in areas.items() if key.rpartition("/")[2] in ("科目", "资金来源", "行")}
    found: dict[tuple[int, int], str] = {}
    for item in sheet.items:
        if item.col in cols:
            text = item.content.value if isinstance(item.content, Entry) else item.content
            found |= {(row, item.col): text.strip() for row in item.tops if isinstance(text, str)}
    return found


def _cell(item: Item, cell: AddedCell, found: Mapping[AddedCell, Decimal], number: int) -> Item:
    """An input that stands by itself."""
    if cell not in found or not _is(item.content, found[cell]):
        return item
    return replace(item, content=_sum(f"{number * SHIFT}", cell.key), style=_STYLE[item.style])


_STYLE = {"in_amount": SUMMED, "in_number": "computed_figure", "in_whole": "computed_figure"}


def _is(content: Content, value: Decimal) -> bool:
    return isinstance(content, Entry) and exact(content.value or 0) == value


def _sum(cell_key: str, group: str) -> DetailSum:
    amounts, keys, share = (_part(name) for name in ("金额", CELL_KEY, SHARE))
    off = Tally(f"SUMIFS({share},{keys},{cell_key})", group)
    return DetailSum(f"ROUND(SUMIFS({amounts},{keys},{cell_key}),6)", (off,))


def _column(
    item: Item,
    key: str,
    areas: Mapping[str, Area],
    texts: Mapping[tuple[int, int], str],
    found: Mapping[AddedCell, Decimal],
    known: Mapping[AmountFamily, int],
) -> Iterator[Item]:
    """The entries of a column of a list, run by run: those that are sums, and others."""
    listing, _, column = key.rpartition("/")
    _, name, *group = listing.split("/")
    cols = [areas[one].col if (one := f"{listing}/{part}") in areas else 0 for part in ("科目", "资金来源", "行")]
    keyed = not (cols[1] or f"{listing}/项键" in areas)

    def family_of(row: int) -> int:
        """The number of the family that a row's sum is of; 0 where it is entered."""
        code, source, own = (texts.get((row, col), "") for col in cols)
        cell = AddedCell(name, code, source, own or "".join(group), column)
        if not (code or source or own):
            return 0 if keyed else known[cell.family]
        live = cell.family in known and cell.code_key is not None and (own == "" or cell in found)
        return known[cell.family] if live and _is(item.content, found.get(cell, Decimal(0))) else 0

    row = item.row
    for number, same in groupby(map(family_of, item.tops)):
        size = len(list(same))
        if number:
            at = row - areas[key].row + 1
            made = _sum(f"{number * SHIFT}", name) if name == BY_ROW else _of_row(listing, at, number, areas)
            yield replace(item, row=row, down=size, content=made, style=_STYLE[item.style])
        else:
            yield replace(item, row=row, down=size)
        row += size


def _of_row(listing: str, at: int, number: int, areas: Mapping[str, Area]) -> DetailSum:
    """The sum in the ``at``-th row of a list, by its code and its kind of money."""
    cell = {
        part: f"{{{listing}/{part}@{at}}}" for part in ("项键", "键", "来源号", "科目") if f"{listing}/{part}" in areas
    }
    code = cell.get("项键") or cell.get("键")
    text = f"TRIM({cell['科目']})"
    digits = f"SUM({code})" if code else f"IF(LEN({text})=7,{whole(text, '0')},0)"
    key = f"{number * SHIFT}+{digits}*10" + (f"+{cell['来源号']}" if "来源号" in cell else "")
    none = f"{cell['来源号']}=0" if "来源号" in cell else f'{code}=""'
    made = _sum(key, listing.split("/")[1])
    return replace(made, template=f"IF({none},0,{made.template})")


def _counted(key: str, at: int) -> Formula:
    """How many half-widths the sums of a row may be off, in place of how many entries it has."""
    listing = key.rpartition("/")[0]
    own = [one for one in families() if one.key == listing.split("/")[1]]
    first, last = (families().index(own[n]) + 1 for n in COUNTED[key])
    share, numbers, codes, source = (_part(part) for part in (SHARE, COLUMN_NUMBER, "项键", "来源号"))
    within = f'{numbers},">={first}",{numbers},"<={last}",{codes},{{{listing}/项键@{at}}}'
    if listing.endswith("支出"):
        within += f",{source},{{{listing}/来源号@{at}}}"
    return Formula(f'IF({{{listing}/项键@{at}}}="",0,SUMIFS({share},{within}))')


def families_sheet(data: Data, names: Names) -> Sheet:
    """明细键 (hidden): a row per family, its number the number of the row; its parts, and what its inputs add up to."""
    items = [Item(1, 1, "单位明细按键、行、列相加（由公式得出，请勿改动）", "input_title")]
    every = listed(data)
    for row, family in enumerate(every, 2):
        items += [Item(row, 1, family.said, "computed"), Item(row, 2, written(family.words), "computed")]
        if family not in data.detailed:
            continue
        key = input_key(family)
        at = f"{_part(COLUMN_NUMBER)},{row - 1}"
        mark = f"{key}/{key_word(family.row)}" if family.key == BY_ROW else key
        inputs = _inputs(family, key, names, data)
        items += [
            Item(row, 3, Formula(f"{row - 1}"), "computed", key=mark + NUMBER if family in data.summed else ""),
            Item(row, 4, Formula(f"ROUND(SUMIFS({_part('金额')},{at}),6)"), "computed"),
            Item(row, 5, Formula(f"SUMIFS({_part(SHARE)},{at})"), "computed", key=mark + SHARES),
            Item(row, 6, Formula(f"ROUND({inputs},6)"), "computed"),
            Item(row, 7, Formula(f"IF(ABS(D{row}-F{row})<0.0000001,0,1)"), "computed"),
        ]
    size = len(every)
    marks = {"名": 1, "比": 2, "明细": 4, "部门": 6, "不同": 7}
    areas_of = tuple((f"{SHEET}/{name}", Area(SHEET, 2, col, size)) for name, col in marks.items())
    return Sheet(SHEET, tuple(items), (40, 40, 8, 18, 8, 18, 8), areas=areas_of, hidden=True)


def _inputs(family: AmountFamily, key: str, names: Names, data: Data) -> str:
    """A template: what the department has of a family, not adjusted."""
    if family.key == BY_ROW:
        rows = [str(row.get("行", "")).strip() for row in data.rows(BY_ROW)]
        return f"SUM({{{key}{TYPED}@{rows.index(family.row) + 1}}})" if family.row in rows else "0"
    return f"SUM({{{key}{TYPED}}})" if key in names.areas else "0"
