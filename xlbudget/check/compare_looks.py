"""What a reader sees of a file against what its cells hold: number formats, what is hidden, covered, not printed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from xlbudget.check.compare_cells import found, said, short
from xlbudget.check.positions import same_text, stands
from xlbudget.check.printed import COL, ROW, PrintArea, lines, listed, printed, printed_tables
from xlbudget.check.rebuild import Rebuilt
from xlbudget.check.report import Finding
from xlbudget.check.same_formula import same_formula
from xlbudget.language.grid import CellGrid, Place, Value
from xlbudget.language.sheet import Sheet, address_of, column_letter
from xlbudget.language.shifting import Shift
from xlbudget.reading.cells import Workbook
from xlbudget.reading.colours import alike
from xlbudget.reading.formulas import AllCells, Cells, Held
from xlbudget.reading.looks import LAST_COLUMN, LAST_ROW, Appearance, Block, Look, Wardrobe, blocks
from xlbudget.reading.remarks import Place as Input
from xlbudget.reading.settings import Settings
from xlbudget.reading.shown_digits import agrees, shown
from xlbudget.reading.tabs import looks_like
from xlbudget.sheets.rules.files import COVERED, CUT, FAINT, HIDDEN, SHOWN, TWIN
from xlbudget.workbook.styles import STYLES

SMALLEST = 3.0
"""In points: writing smaller than that cannot be read."""
MANY = 1_000
"""Blocks of cells on a sheet that are still looked at one by one."""
REPEATED, NO_ZEROS = "“填充”对齐", "不显示零值"
_ERROR = re.compile("#[A-Z/0!?]+")
_GROWING = re.compile(
    r"[^!]+!A1:INDEX\([^!]+!A1:[A-Z]+[0-9]+,(?P<sheet>[^!]+)!(?P<cell>[A-Z]+[0-9]+),(?P<col>[0-9]{1,2})\)"
)
"""Without its quotes and ``$``."""


@dataclass(frozen=True)
class SheetPair:
    """One sheet of a file beside the one that was rebuilt; all is told of places in the file."""

    rebuilt: Rebuilt
    sheet: Sheet
    look: Appearance
    wardrobe: Wardrobe
    held: Held
    print: PrintArea | None

    @property
    def name(self) -> str:
        return self.sheet.name

    @cached_property
    def grid(self) -> CellGrid:
        return self.rebuilt.book.grids[self.name]

    @cached_property
    def shift(self) -> Shift:
        """Where its rows and columns have gone since it was built."""
        return self.rebuilt.damage.shifts.get(self.name, Shift(None))

    def there(self, places: Iterable[Place]) -> Iterator[tuple[Place, Place]]:
        """Places as built, with those of now; without what is gone."""
        still = self.shift.in_line
        return ((at, now) for at in places if (now := at if still else self.shift.place(*at)))

    @cached_property
    def inked(self) -> dict[Place, Value]:
        """The cells in which something is printed; another build may have a group's name in another row of it."""
        cells = {} if self.print is None else self.print.cells
        apart = self.print.apart if self.print and self.rebuilt.other_build else ()
        return {now: cells[at] for at, now in self.there(cells) if at[COL] not in apart}

    @cached_property
    def given(self) -> Mapping[Place, str]:
        """The cells of ours that are seen, and their styles."""
        looks = self.grid.looks
        if not self.shift.in_line:
            return {now: looks[at] for at, now in self.there(looks)}
        unseen = {col for col in self.sheet.hidden_columns if self.look.is_hidden(col)}
        return {at: style for at, style in looks.items() if at[COL] not in unseen} if unseen else looks

    @cached_property
    def homes(self) -> Mapping[Place, Place]:
        """Where the cells of ours were when they were built."""
        return {now: at for at, now in self.there(self.grid.looks)}

    @cached_property
    def corner(self) -> Place:
        """The last row and column in which something is printed."""
        return max((row for row, _ in self.inked), default=0), max((col for _, col in self.inked), default=0)

    @property
    def merged(self) -> set[Block]:
        """The blocks that we made one cell of."""
        blocks = ((row, item) for item in self.sheet.items if item.rows * item.cols > 1 for row in item.tops)
        ends = [((row, item.col), (row + item.rows - 1, item.col + item.cols - 1)) for row, item in blocks]
        now = dict(self.there(end for pair in ends for end in pair))
        return {(*now[first], *now[last]) for first, last in ends if first in now and last in now}

    def under(self, areas: tuple[Block, ...]) -> Callable[[Place], bool]:
        """Whether a place is in one of these blocks."""
        blocks = areas if len(areas) <= MANY else ((1, 1, LAST_ROW, LAST_COLUMN),)
        return lambda place: any(a <= place[0] <= c and b <= place[1] <= d for a, b, c, d in blocks)

    def ours(self, place: Place) -> str:
        """The number format that we gave it."""
        return STYLES[self.given[place]].format

    def value(self, place: Place) -> Value:
        """What a cell of ours holds where it is as it was built, or what was entered; else None."""
        home = place if self.shift.in_line else self.homes[place]
        address, ours = address_of(*home), self.rebuilt.ours.get(self.name)
        if home in self.grid.formulas:
            known = ours is None or address in ours
            return self.rebuilt.values.get(self.name, {}).get(address) if known else None
        if home in self.grid.entries:
            return self.rebuilt.reading.entries.get(Input(self.name, *place))
        text = self.grid.constants.get(home)
        stands = text is not None and same_text(self.held.get(address_of(*place), (None, None))[1], text)
        return text if stands else None


def looks(rebuilt: Rebuilt, book: Workbook, cells: AllCells, settings: Settings) -> Iterator[Finding]:
    """What of the looks of a file makes a reader see something else than is judged."""
    declared, values, wardrobe = rebuilt.book, rebuilt.values, book.wardrobe
    tables = printed_tables(declared, values) if rebuilt.other_build else None
    for sheet in declared.sheets:
        # Of another build's sheets only tables are looked at that are laid out like ours; for a paper, its own.
        if (
            sheet.hidden
            or (rebuilt.ours and sheet.name not in rebuilt.ours)
            or sheet.name not in cells
            or sheet.name in book.hidden
            or (tables is not None and not (sheet.name in tables and stands(sheet, cells)))
        ):
            continue
        shown_on_paper = printed(declared, sheet, values)
        page = SheetPair(rebuilt, sheet, book.look(sheet.name), wardrobe, cells[sheet.name], shown_on_paper)
        yield from _digits(page)
        if page.print is not None:
            yield from _hidden(page)
            yield from _faint(page)
            yield from _covered(page, book)
            ours = {page.print.area, rebuilt.damage.formula("", page.print.area).text}
            yield from _cut(page, settings.printed.get(sheet.name), ours, cells if rebuilt.other_build else {})
    yield from _twins(rebuilt, book, cells)


def _digits(page: SheetPair) -> Iterator[Finding]:
    """Cells that show other digits than they hold."""
    looks, doubtful = page.wardrobe.cells, dict[tuple[str | None, int], tuple[str, ...]]()
    wrong: dict[str, list[Place]] = {}

    def judge(place: Place, code: str) -> None:
        value = page.value(place)
        if isinstance(value, bool) or value is None or (isinstance(value, str) and _ERROR.fullmatch(value)):
            return
        if not isinstance(value, str) and not math.isfinite(value):
            return
        if code == REPEATED or not agrees(value, page.ours(place), code):
            wrong.setdefault(code, []).append(place)

    given, styles = page.given, page.look.styles
    worn = set(zip(map(given.get, styles), styles.values(), strict=True))
    for style, number in worn:
        look = looks[number] if number < len(looks) else Look(("General",))
        if style is not None:
            codes = tuple(code for code in look.formats if code != STYLES[style].format)
            doubtful[style, number] = (*codes, *([REPEATED] if look.repeats else ()))
    if any(doubtful.values()):
        for place, number in styles.items():
            for code in doubtful.get((given.get(place), number), ()):
                judge(place, code)
    laid: dict[str, tuple[Block, ...]] = {}
    for rule, areas in page.look.laid:
        for code in page.wardrobe.laid(rule).formats:
            laid[code] = (*laid.get(code, ()), *areas)
    for code, areas in laid.items():
        for place in filter(page.under(areas), styles):
            if place in given:
                judge(place, code)
    if page.look.hides_zeros:
        seen = (place for place in styles if place in given)
        zeros = [place for place in seen if page.value(place) == 0 and shown(0, page.ours(place))]
        wrong |= {NO_ZEROS: zeros} if zeros else {}
    for code, found_at in wrong.items():
        yield _shows(page, code, sorted(set(found_at)))


def _shows(page: SheetPair, code: str, places: list[Place]) -> Finding:
    place = places[0]
    value, ours = page.value(place), page.ours(place)
    assert value is not None
    what = {REPEATED: f"是{REPEATED}，同样的字印几遍", NO_ZEROS: f"是零，而这张表设成了{NO_ZEROS}"}.get(code)
    if what is None:
        there = shown(value, code)
        seen = "看不准显示成什么" if there is None else f"显示成 {short(there) or '空白'}"
        what = f"数字格式是 {short(code)}，{said(value)} {seen}，原来显示 {short(shown(value, ours) or '') or '空白'}"
    return found(SHOWN, page.name, address_of(*place), f"{page.name} 的 {listed(places)} {what}", None, value)


def _hidden(page: SheetPair) -> Iterator[Finding]:
    columns = {col for col in range(1, page.corner[COL] + 1) if page.look.is_hidden(col)}
    for axis, unseen, ours in (
        (ROW, page.look.hidden_rows, page.sheet.hidden_rows),
        (COL, columns, page.sheet.hidden_columns),
    ):
        meant = {now[axis] for _, now in page.there((line, 1) if axis == ROW else (1, line) for line in ours)}
        if places := [at for at in page.inked if at[axis] in unseen and at[axis] not in meant]:
            named = lines(axis, sorted({at[axis] for at in places}))
            what = f"{page.name} 的{named}隐藏了，里面有 {len(places)} 格印出来的字"
            yield found(HIDDEN, page.name, address_of(*min(places)), what)
    if merged := tuple(set(page.look.merged) - page.merged):
        corners = {(top, left) for top, left, _, _ in merged}
        if lost := sorted(at for at in filter(page.under(merged), page.inked) if at not in corners):
            what = f"{page.name} 的 {listed(lost)} 被合并进别的格，里面的字看不见了"
            yield found(HIDDEN, page.name, address_of(*lost[0]), what)


def _faint(page: SheetPair) -> Iterator[Finding]:
    looks, there = page.wardrobe.cells, page.look.styles
    used = {number for number in set(there.values()) if number < len(looks)}
    bad = {number for number in used if alike(looks[number].ink, looks[number].paper) or looks[number].size < SMALLEST}
    places = {at for at in page.inked if there.get(at) in bad} if bad else set()
    for rule, areas in page.look.laid:
        laid = page.wardrobe.laid(rule)
        if laid.ink is None and laid.paper is None:
            continue
        bad = {number for number in used if alike(laid.ink or looks[number].ink, laid.paper or looks[number].paper)}
        if bad:
            places.update(at for at in filter(page.under(areas), page.inked) if there.get(at) in bad)
    if places:
        what = f"{page.name} 的 {listed(sorted(places))} 字色与底色相同，或字太小，印出来看不见"
        yield found(FAINT, page.name, address_of(*min(places)), what)


def _covered(page: SheetPair, book: Workbook) -> Iterator[Finding]:
    for name, block in page.look.shapes(book.package, *page.corner):
        if places := sorted(filter(page.under((block,)), page.inked)):
            what = f"{page.name} 的 {listed(places)} 被图形“{short(name)}”盖着"
            yield found(COVERED, page.name, address_of(*places[0]), what)


def _cut(page: SheetPair, area: str | None, ours: set[str], cells: Cells) -> Iterator[Finding]:
    # What Gnumeric and others make of a formula that they do not know prints everything.
    if area is None or "#REF!" in area or area.startswith("ERROR(") or any(same_formula(area, one) for one in ours):
        return
    pieces = [piece.strip() for piece in re.split(r",(?=(?:[^']*'[^']*')*[^']*$)", _settled(area, cells))]
    areas = tuple(block for piece in pieces for block in blocks(piece))
    what = f"{page.name} 的打印区域是 {short(area)}"
    if len(areas) != len(pieces):
        yield found(CUT, page.name, "A1", f"{what}，不是原来的公式，也不是一块单元格")
        return
    inside = page.under(areas)
    lost = sorted(at for at in page.inked if not inside(at))
    left = [at for at in page.inked if inside(at)]
    gone = {axis: sorted({at[axis] for at in lost} - {at[axis] for at in left}) for axis in (ROW, COL)}
    if lost:
        said = "、".join(lines(axis, gone[axis]).strip() for axis in gone if gone[axis])
        yield found(CUT, page.name, address_of(*lost[0]), f"{what}，印不出{said or listed(lost)}")


def _settled(area: str, cells: Cells) -> str:
    """A print area of an earlier build that ends with the last line in use, as the file has that line now."""
    match = _GROWING.fullmatch(area.replace("$", "").replace("'", ""))
    if match is None or match["sheet"] not in cells:
        return area
    last = cells[match["sheet"]].get(match["cell"], (None, None))[1]
    return f"A1:{column_letter(int(match['col']))}{last}" if isinstance(last, int) else area


def _twins(rebuilt: Rebuilt, book: Workbook, cells: AllCells) -> Iterator[Finding]:
    """Sheets of ours that are hidden beside one that passes for them."""
    ours = {sheet.name for sheet in rebuilt.book.sheets}
    strangers = [name for name in book.sheets if name not in ours | book.hidden]
    for sheet in rebuilt.book.sheets:
        if sheet.hidden or sheet.name not in book.hidden:
            continue
        title = sheet.fixed_texts.get("A1", "")
        for name in strangers:
            one, other = ("".join(filter(str.isalnum, looks_like(it))) for it in (name, sheet.name))
            if one.startswith(other) or (title and same_text(cells[name].get("A1", (None, None))[1], title)):
                yield found(TWIN, sheet.name, "", f"{sheet.name} 表隐藏了，看得见的是“{short(name)}”")
