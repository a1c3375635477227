"""The live classification trees: which codes have a row in which table, in code order, by formula alone.

科目键 stacks, for each table, the keys of the entries that belong in it (项, and its 款 and 类). 科目树 walks
them with a SMALL/COUNTIF chain: each slot holds the next key after the one above. A typed code therefore has its
row and its subtotals at once, with no macro and no regeneration. Behind the last code stand the lines of the
table's note, so that what is printed ends with the note wherever the codes end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from xlbudget.datafile.file import Data
from xlbudget.language.blocks import across, computed
from xlbudget.language.sheet import Area, Item, Sheet
from xlbudget.sheets.inputs.codes import name_lookup

KEY_SHEET = "科目键"
TREE_SHEET = "科目树"
FIRST = 8
"""First slot row on 科目树 and first entry row on 科目键."""
NOTE_WIDTH = 27
"""In full-width characters: how much of a note fits the name column of a live table."""

LEVELS = ("项", "款", "类")
COLUMNS = ("键", "上限", "代码", "名称", "附注", "级")
_WIDTHS = (10, 10, 12, 36, 46, 6, 4)
"""Of the columns of one tree, and of the gap behind it."""


@dataclass(frozen=True)
class Feed:
    """The entries of one input list that have a row in a table.

    ``source``: only those of one 资金来源; ``nonzero``: only those with an amount in that column; ``column``: only
    where the form prints that column of the table.
    """

    listing: str
    source: str | None = None
    nonzero: str | None = None
    column: str | None = None

    @property
    def key(self) -> str:
        """A template: the key of its first entry."""
        key = f"{{录入/{self.listing}/项键@1}}"
        if self.source is not None:
            return f'IF({{录入/{self.listing}/资金来源@1}}="{self.source}",{key},"")'
        if self.nonzero is not None:
            return f'IF(SUM({{录入/{self.listing}/{self.nonzero}@1}})<>0,{key},"")'
        # A reference to a blank cell gives 0, hence the IF.
        return f'IF({key}="","",{key})'

    def codes(self, data: Data) -> Iterator[str]:
        """The 项 codes of those entries in a data file."""
        key, _, inner = self.listing.partition("/")
        for row in data.record(key).get(inner, []) if inner else data.rows(key):
            code = str(row.get("科目", "")).strip()
            belongs = self.source in (None, row.get("资金来源")) and (self.nonzero is None or self.nonzero in row)
            if belongs and re.fullmatch("[1-9][0-9]{4}(?!00)[0-9]{2}", code):
                yield code


@dataclass(frozen=True)
class Note:
    """A paragraph: the body of a text formula, and how many characters it may come to."""

    text: str
    longest: int


@dataclass(frozen=True)
class Tree:
    """The rows of one live table."""

    table: str
    feeds: tuple[Feed, ...]
    notes: tuple[Note, ...]
    """The paragraphs below it."""
    first_row: int
    """Row of the table's first slot, for the print area."""
    total: str = ""
    """The word for 合计 (a text formula's body) where it stands behind the last code."""
    empty_rows: int = 0
    """Rows that it keeps when it has no code."""
    apart: bool = False
    """Without a code, its notes stand above its slots."""

    @property
    def note_lines(self) -> int:
        """Lines that the notes may take."""
        return sum(ceil(note.longest / NOTE_WIDTH) for note in self.notes)


def slots(tree: Tree, sizes: Mapping[str, int]) -> int:
    """Slots of a tree: every entry of its largest list may bring a 项, a 款 and a 类; and the notes need their lines.

    公开07 has three lists; codes of them all that outnumber the slots are counted by 放不下 and said above the table.
    """
    codes = 3 * max(sizes[feed.listing] for feed in tree.feeds)
    return codes + tree.note_lines + bool(tree.total)


def key_sheet(trees: Sequence[Tree], sizes: Mapping[str, int]) -> Sheet:
    items: list[Item] = [Item(1, 1, "各表的科目键（由录入表得出，请勿改动）", "input_title")]
    areas: list[tuple[str, Area]] = []
    for number, tree in enumerate(trees):
        col, row = 1 + 4 * number, FIRST
        items.append(Item(FIRST - 2, col, tree.table, "head", cols=3))
        items += across(FIRST - 1, col, LEVELS, "head")
        for feed in tree.feeds:
            size, key = sizes[feed.listing], Area(KEY_SHEET, row, col).text(KEY_SHEET)
            whole = (f'IF({key}="","",INT({key}/{part})*{part})' for part in (100, 10000))
            items += (computed(row, at, body, down=size) for at, body in enumerate((feed.key, *whole), col))
            row += size
        areas.append((f"科目键/{tree.table}", Area(KEY_SHEET, FIRST, col, row - FIRST, 3)))
        levels = enumerate(LEVELS, col)
        areas += [(f"科目键/{tree.table}/{level}", Area(KEY_SHEET, FIRST, at, row - FIRST)) for at, level in levels]
    return Sheet(KEY_SHEET, tuple(items), (10,) * (4 * len(trees)), tuple(areas), hidden=True)


def whole_notes(table: str) -> str:
    """The key of a live table's notes, each in one cell; the table itself shows them line by line."""
    return f"科目树/{table}/附注"


def tree_sheet(trees: Sequence[Tree], sizes: Mapping[str, int]) -> Sheet:
    items: list[Item] = [Item(1, 1, "各表的科目树（由科目键得出，请勿改动）", "input_title")]
    areas: list[tuple[str, Area]] = []
    for number, tree in enumerate(trees):
        col, size = 1 + len(_WIDTHS) * number, slots(tree, sizes)
        items += _tree_items(tree, col, size)
        places = [(label, FIRST, col + i, size) for i, label in enumerate(COLUMNS) if label != "附注"]
        places.append(("附注行", FIRST, col + 4, tree.note_lines + 1))
        if tree.notes:
            places.append(("附注", FIRST + size + 1, col + 4, len(tree.notes)))
        areas += [(f"科目树/{tree.table}/{name}", Area(TREE_SHEET, *place)) for name, *place in places]
    return Sheet(TREE_SHEET, tuple(items), _WIDTHS * len(trees), tuple(areas), hidden=True)


def _tree_items(tree: Tree, col: int, size: int) -> list[Item]:
    name, keys = f"科目树/{tree.table}", f"{{科目键/{tree.table}}}"
    at = {label: col + i for i, label in enumerate(COLUMNS)}

    def cell(label: str, row: int) -> str:
        return Area(TREE_SHEET, row, at[label]).text(TREE_SHEET)

    last_key, used = cell("键", FIRST + size - 1), f"{{{name}/占行}}"
    counts = {
        "个数": f"COUNT({{{name}/键}})",
        "末行": f"{tree.first_row - 1 + bool(tree.total)}+{used}+{{{name}/附注行数}}",
        "放不下": f'IF({last_key}="",0,COUNTIF({keys},">"&{last_key}))',
        "占行": f"IF({{{name}/个数}}=0,{tree.empty_rows},{{{name}/个数}})",
    }
    items = [
        Item(2, col, tree.table, "head"),
        *across(4, col, counts, "head"),
        *(computed(5, col + i, body, f"{name}/{label}") for i, (label, body) in enumerate(counts.items())),
        *across(FIRST - 1, col, at, "head"),
        *_note_items(tree, name, at["附注"], FIRST + size + 1),
    ]
    key = above = cell("键", FIRST)
    following = f'IFERROR(SMALL({keys},COUNTIF({keys},"<="&{above})+1),"")'
    items += [
        computed(FIRST, at["键"], f'IF(COUNT({keys})=0,"",MIN({keys}))'),
        computed(FIRST + 1, at["键"], f'IF({above}="","",{following})', down=size - 1),
        computed(FIRST, at["上限"], f'IF({key}="","",{_by_level(key, f"{key}+9999", f"{key}+99", key)})', down=size),
        computed(FIRST, at["级"], f'IF({key}="","",{_by_level(key, "1", "2", "3")})', down=size),
    ]
    for index, row in enumerate(range(FIRST, FIRST + size), 1):
        key = cell("键", row)
        total = f'IF({index}={used}+1,{tree.total},"")' if tree.total else '""'
        note = _note_at(name, index - bool(tree.total), f"{{{name}/附注行数}}" if tree.apart else str(tree.note_lines))
        if tree.total or index == 1:
            code = f'IF({key}="",{total},LEFT({key},{_by_level(key, "3", "5", "7")}))'
            items.append(computed(row, at["代码"], code, down=1 if tree.total else size))
        items.append(computed(row, at["名称"], f'IF({key}="",{note},{name_lookup(key)})'))
    return items


def _by_level(key: str, of_class: str, of_kind: str, of_item: str) -> str:
    """A template that gives one of three, for the key of a 类, 款 or 项."""
    return f"IF(MOD({key},10000)=0,{of_class},IF(MOD({key},100)=0,{of_kind},{of_item}))"


def _note_items(tree: Tree, name: str, col: int, below: int) -> list[Item]:
    """The notes from row ``below`` down, beside each the lines before it; and at the top all their lines in turn."""
    # One blank row more below them: Gnumeric miscounts an area of one cell.
    size = len(tree.notes) + 1
    texts, before = (Area(TREE_SHEET, below, col + i, size).text(TREE_SHEET, fixed=True) for i in (0, 1))
    items = []
    lines = "0"
    for row, note in enumerate(tree.notes, below):
        text, start = (Area(TREE_SHEET, row, col + i).text(TREE_SHEET) for i in (0, 1))
        items += [computed(row, col, note.text), computed(row, col + 1, lines)]
        lines = f"{start}+ROUNDUP(LEN({text})/{NOTE_WIDTH},0)"
    if tree.apart:
        lines = f"IF({{{name}/个数}}=0,0,{lines})"
    items.append(computed(5, col, lines, f"{name}/附注行数"))
    for i in range(tree.note_lines):
        which = f'COUNTIF({before},"<={i}")'
        start = f"({i}-INDEX({before},{which}))*{NOTE_WIDTH}+1"
        items.append(computed(FIRST + i, col, f"MID(INDEX({texts},{which}),{start},{NOTE_WIDTH})"))
    return items


def _note_at(name: str, index: int, lines: str) -> str:
    """The note line that belongs in slot ``index`` when no code stands there."""
    behind = f"{index}-{{{name}/占行}}"
    return f'IF(OR({behind}<1,{behind}>{lines}),"",INDEX({{{name}/附注行}},{behind}))'
