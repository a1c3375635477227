"""Put back formulas that someone has typed over, where it is certain that they belong there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xlbudget.addin.desk import Cell, Desk, at
from xlbudget.check.positions import stands
from xlbudget.check.same_formula import same_formula
from xlbudget.check.workbook_check import Examined
from xlbudget.errors import WorkbookChanged, WorkbookTooOld
from xlbudget.language.grid import Value
from xlbudget.reading.formulas import Cells
from xlbudget.reading.stamp import builder
from xlbudget.sheets.rules.files import REPLACED

SHOWN = 20
"""Places a message lists; the rest are counted."""


@dataclass(frozen=True)
class Restoration:
    """Cells whose formulas were put back, with what stood there; and what was left alone, and why."""

    cells: Mapping[Cell, str]
    missing: tuple[str, ...]
    moved: tuple[str, ...]
    others: int
    """Replaced formulas that are none of this action's."""
    refused: bool = False

    def lines(self, shown: Mapping[Cell, Value]) -> list[str]:
        said = [f"缺少“{sheet}”表，里面的没有算；请恢复这张表。" for sheet in self.missing]
        said += [
            f"“{sheet}”表里的固定文字和原来不一样（可能插过、删过行列，或改过标题），里面的公式没有恢复；请先改回来。"
            for sheet in self.moved
        ]
        if self.refused:
            said.append(f"您选了“否”，{len(self.cells)} 处被改掉的公式没有恢复。")
        elif self.cells:
            now = {cell: value for cell, value in shown.items() if isinstance(value, int | float)}
            said.append(f"恢复了 {len(self.cells)} 处被改掉的公式：")
            said += _listed(
                f"{at(cell)} 原来填着{before}，现在是 {f'{now[cell]:.2%}' if cell in now else '空'}"
                for cell, before in self.cells.items()
            )
        if self.others:
            said.append(f"另有 {self.others} 处别的公式被改过，这里不动；运行校验会逐处列出。")
        return said


def restore(desk: Desk, examination: Examined, wanted: Sequence[Cell]) -> Restoration:
    """Put the formulas of ``wanted`` back, those that are no longer there; the user is asked first."""
    if examination.rebuilt.other_build:
        raise WorkbookTooOld(desk.name, builder(examination.reading.stamp))
    cells, book, damage = examination.cells, examination.rebuilt.book, examination.rebuilt.damage
    of = {sheet for sheet, _ in wanted}
    pages = {page.name: page for page in book.sheets if page.name in of}
    missing = tuple(name for name in pages if name not in cells or damage.name(name) != name)
    damaged = {
        (sheet, address): formula
        for sheet, address in wanted
        if sheet not in missing and (declared := book.formulas.get(sheet, {}).get(address))
        # Rows that came or went elsewhere have moved what it names; what is lost cannot be named again.
        if not (shifted := damage.formula(sheet, declared)).lost and (formula := shifted.text)
        if (there := _there(cells, (sheet, address))[0]) is None or not same_formula(there, formula)
    }
    moved = tuple(name for name, page in pages.items() if name in {s for s, _ in damaged} and not stands(page, cells))
    formulas = {cell: damaged[cell] for cell in wanted if cell in damaged and cell[0] not in moved}
    replaced = {(finding.sheet, finding.cell) for finding in examination.report.findings if finding.rule == REPLACED.id}
    before = {cell: _before(*_there(cells, cell)) for cell in formulas}
    refused = bool(formulas) and not desk.confirm(_question(before))
    if formulas and not refused:
        # Seconds and a box lie between the copy and now: the user may have changed something.
        if not all(_still(*_there(cells, cell), now) for cell, now in desk.formulas(formulas).items()):
            raise WorkbookChanged(desk.name)
        desk.progress(f"恢复 {len(formulas)} 处公式")
        desk.write(formulas)
    return Restoration(before, missing, moved, len(replaced - {*wanted}), refused)


def own_values(examination: Examined, restored: Restoration) -> dict[Cell, Value]:
    """The values of those formulas of the file that are ours, or have been put back."""
    rebuilt, back = examination.rebuilt, {} if restored.refused else restored.cells
    return {
        (sheet, address): rebuilt.values[sheet].get(address)
        for sheet, formulas in rebuilt.book.formulas.items()
        if sheet in rebuilt.values and (there := examination.cells.get(sheet)) is not None
        for address, formula in formulas.items()
        if (sheet, address) in back or same_formula(there.get(address, (None, None))[0] or "", formula)
    }


def _question(before: Mapping[Cell, str]) -> str:
    places = _listed(f"{at(cell)} 现在是{what}" for cell, what in before.items())
    return "\n".join(
        (f"有 {len(before)} 处公式被改掉了：", *places, "", "恢复原来的公式会盖掉这些内容，不能撤销。要恢复吗？")
    )


def _listed(places: Iterable[str]) -> list[str]:
    lines = [f"  {place}" for place in places]
    return [*lines[:SHOWN], f"  ……还有 {len(lines) - SHOWN} 处"] if len(lines) > SHOWN else lines


def _there(cells: Cells, cell: Cell) -> tuple[str | None, Value]:
    """The formula and the value that the file has in a cell."""
    return cells[cell[0]].get(cell[1], (None, None))


def _still(formula: str | None, value: Value, now: str) -> bool:
    """Whether a cell still holds what it held: its formula, or its constant as an office program writes it."""
    if formula is not None:
        # Programs write array formulas differently; a cell of one cannot be restored anyway, which is said on writing.
        return formula.startswith("={") or same_formula(now, formula)
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return abs(float(now) - value) <= 1e-9 * max(1.0, abs(value))
        except ValueError:
            return False
    return now.upper() == ("" if value is None else str(value)).upper()


def _before(formula: str | None, value: Value) -> str:
    """What the user is told that a cell holds."""
    if formula is not None:
        return f"公式 {formula[:60]}"
    match value:
        case None:
            return "空的"
        case bool():
            return f" {str(value).upper()}"
        case int() | float():
            return f" {value:.6g}"
        case str():
            return f" {value[:60] or '空'}"
