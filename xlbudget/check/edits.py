"""Edits of the sheets as findings: what was done is said once, and what follows from it is counted behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from xlbudget.check.alignment import deleted, inserted, moved
from xlbudget.check.damage import Damage
from xlbudget.check.positions import PREFIX
from xlbudget.check.printed import COL, ROW, lines
from xlbudget.check.report import Finding, Severity
from xlbudget.check.same_formula import normalised
from xlbudget.language.grid import Place, Value
from xlbudget.language.sheet import address_of, place_of
from xlbudget.language.shifting import Shift, references, shape
from xlbudget.sheets.rules.files import LINES, MISSING, REPLACED, STALE
from xlbudget.sheets.rules.rule import Inspection

SHOWN = 3
BLOCK = 4
"""Cells of a rectangle that were overwritten alike: no longer one by one, but at once."""
MEND = "也可以用 xlbudget rebuild 照读到的录入重新生成一本"


@dataclass(frozen=True, eq=False)
class Edit:
    """What was done; ``says``: the sentence. Fewer than ``least`` findings behind it do not show that it was done."""

    rule: Inspection
    severity: Severity
    sheet: str
    cell: str
    says: str
    remedy: str
    loses: bool = False
    """Whether cells are gone, or entries stand where no formula is: then other figures go wrong as well."""
    moves: bool = False
    """Whether blocks that end at what was moved may have been cut by it."""
    least: int = 0
    whole: bool = True
    """Whether all entries can be read, so that a workbook can be made of them."""

    def finding(self, behind: list[Finding]) -> Finding:
        broken, stale = (sum(one.rule == rule.id for one in behind) for rule in (REPLACED, STALE))
        effects = [f"{broken} 个公式不再是原来的"] if broken else []
        effects += [f"{stale} 格存着的数与重算的不同"] if stale else []
        effects += [f"{others} 处别的不符或提示"] if (others := len(behind) - broken - stale) else []
        nothing = "算得的数要重新核对" if self.loses else "公式的引用跟着变了，算得的数没有变"
        figures = f"由此 {'、'.join(effects)}" if effects else nothing
        severity = "error" if any(one.severity == "error" for one in behind) else self.severity
        message = f"{self.says}；{figures}；{self.remedy}" + (f"，{MEND}" if self.whole else "")
        return Finding(self.rule.id, severity, self.sheet, self.cell, message, source=self.rule.basis)


@dataclass
class Edits:
    """The edits of a file, and what follows from each."""

    of_sheets: tuple[Edit, ...] = ()
    redirected: dict[str, Edit] = field(default_factory=dict)
    """Sheet → that formulas name other cells of it than they did."""
    overwritten: dict[tuple[str, str], str] = field(default_factory=dict)
    """Sheet and cell → what kind of thing a formula was overwritten with."""

    @classmethod
    def of(cls, damage: Damage, come: Mapping[str, list[Place]]) -> Edits:
        """``come``: sheet → what stands in rows and columns that came since."""
        return cls(tuple(_edits(damage, come)))

    def gone(self, *sheets: str) -> Edit | None:
        """What took cells of these sheets away."""
        return next((edit for edit in self.of_sheets if edit.loses and edit.sheet in sheets), None)

    def replaced(self, sheet: str, cell: str, formula: str | None, value: Value, expected: str) -> Edit | None:
        """The edit that a formula which is another one now may follow from."""
        self.overwritten[sheet, cell] = "别的公式" if formula else "空白" if value is None else "填死的数"
        if formula is None or shape(normalised(formula)) != shape(normalised(expected)):
            return None
        pairs = [*zip(references(normalised(expected)), references(normalised(formula)), strict=True)]
        changed = [(one, other) for one, other in pairs if one != other]
        names = {one.sheet or sheet for one, _ in changed}
        if len(names) != 1 or any(not other.lost and (other.sheet or sheet) not in names for _, other in changed):
            return None
        name = names.pop()
        if moves := next((edit for edit in self.of_sheets if edit.sheet == name and edit.moves), None):
            return moves
        if name not in self.redirected:
            was, now = changed[0][0].text, changed[0][1].text
            says = (
                f"移动：公式里“{name}”的格子换了地方（{was} 变成了 {now}），"
                f"多半是那里有几格被剪切、拖动，或插入、删除了单元格"
            )
            first = was.partition(":")[0]
            self.redirected[name] = Edit(LINES, "error", name, first, says, "请撤销", loses=True, least=2)
        return self.redirected[name]

    def listed(self, found: Iterable[tuple[Finding, Edit | None]]) -> list[Finding]:
        """All findings, the edits before what follows from them."""
        pairs = list(found)
        many = Counter(cause for _, cause in pairs)
        pairs = [(one, cause if cause and many[cause] >= cause.least else None) for one, cause in pairs]
        blocks = self._blocks([one for one, cause in pairs if cause is None])
        pairs = [(one, cause or blocks.get((one.rule, one.sheet, one.cell))) for one, cause in pairs]
        # A value that is another than the rightful one, where something is lost or replaced elsewhere.
        causes = [*self.of_sheets, *(cause for _, cause in pairs if cause)]
        spoiled = next((edit for edit in causes if edit.loses), None)
        pairs = [(one, cause or (spoiled if one.rule == STALE.id else None)) for one, cause in pairs]
        behind: dict[Edit, list[Finding]] = {edit: [] for edit in self.of_sheets}
        for one, cause in pairs:
            if cause is not None:
                behind.setdefault(cause, []).append(one)
        heads = {edit: edit.finding(ones) for edit, ones in behind.items()}
        return [*heads.values(), *(replace(one, cause=heads[cause]) if cause else one for one, cause in pairs)]

    def _blocks(self, found: Iterable[Finding]) -> dict[tuple[str, str, str], Edit]:
        """Rule, sheet and cell → the rectangle of cells that were overwritten alike, pasted over at once or sorted."""
        kinds: dict[tuple[str, str], set[Place]] = {}
        for one in found:
            place = place_of(one.cell)
            if place and one.rule == REPLACED.id and (kind := self.overwritten.get((one.sheet, one.cell))):
                kinds.setdefault((one.sheet, kind), set()).add(place)
        blocks: dict[tuple[str, str, str], Edit] = {}
        for (sheet, kind), places in kinds.items():
            for cells in _rectangles(places):
                if len(cells) >= BLOCK:
                    first, last = address_of(*cells[0]), address_of(*cells[-1])
                    says = f"粘贴或排序：{sheet} 的 {first}:{last} 共 {len(cells)} 个公式一起被{kind}盖掉了"
                    edit = Edit(REPLACED, "error", sheet, first, says, "请撤销", loses=True)
                    blocks |= {(REPLACED.id, sheet, address_of(*place)): edit for place in cells}
        return blocks


def _rectangles(places: set[Place]) -> Iterator[list[Place]]:
    """Places as rectangles, from the top left: as wide as they go there, then as deep."""
    left = set(places)
    while left:
        row, col = min(left)
        right = next(c for c in range(col, col + len(left) + 1) if (row, c + 1) not in left)
        across = range(col, right + 1)
        foot = next(r for r in range(row, row + len(left) + 1) if not all((r + 1, c) in left for c in across))
        cells = [(r, c) for r in range(row, foot + 1) for c in across]
        left -= set(cells)
        yield cells


def _edits(damage: Damage, come: Mapping[str, list[Place]]) -> Iterator[Edit]:
    for name, shift in damage.shifts.items():
        if shift.name is None:
            says = f"缺少“{name}”表，可能被删除或改了名"
            yield Edit(MISSING, "error", name, "", says, MISSING.remedy, loses=True, whole=not name.startswith(PREFIX))
            continue
        if shift.name != name:
            says = f"改名：“{name}”表现在叫“{shift.name}”"
            yield Edit(MISSING, "error", name, "", says, f"请改回“{name}”")
        for axis in (ROW, COL):
            yield from _of_lines(name, shift, axis, come.get(name, []))


def _of_lines(sheet: str, shift: Shift, axis: int, held: Iterable[Place]) -> Iterator[Edit]:
    what, where = ("行", shift.rows) if axis == ROW else ("列", shift.cols)
    entered = sheet.startswith(PREFIX)

    def cell(line: int) -> str:
        return address_of(line, 1) if axis == ROW else address_of(1, line)

    if come := inserted(where):
        says = f"插入{what}：{sheet} 的{lines(axis, come)}是后来插入的"
        edit = Edit(LINES, "warning", sheet, cell(come[0]), says, f"请撤销，或删去插入的{what}")
        if filled := sum(place[axis] in come for place in held):
            more = "里面填了数，而它没有公式" if entered else f"里面有 {filled} 格不是本程序的，会混在算得的数里印出来"
            remedy = f"请撤销，或把里面的数移到{f'原有的空{what}里' if entered else '别处'}再删去它"
            severity: Severity = "warning" if entered else "error"
            edit = replace(edit, severity=severity, says=f"{says}，{more}", remedy=remedy, loses=True)
        yield edit
    if gone := deleted(where):
        says, whole = f"删除{what}：{sheet} 原来的{lines(axis, gone)}不在了", axis == ROW or not entered
        yield Edit(LINES, "error", sheet, cell(gone[0]), says, "请撤销；删去的数要重新填", loses=True, whole=whole)
    if pairs := moved(where):
        listed = "、".join(f"{lines(axis, [then])}到了{lines(axis, [now]).strip()}" for then, now in pairs[:SHOWN])
        says = f"移动{what}：{sheet} 原来的{listed}{' 等' if len(pairs) > SHOWN else ''}"
        yield Edit(LINES, "warning", sheet, cell(pairs[0][1]), says, "请撤销，或移回原处", moves=True)
