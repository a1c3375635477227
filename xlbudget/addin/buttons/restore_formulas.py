"""Put back formulas that someone has typed over, where it is certain that they belong there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlbudget.addin.desk import Cell, Desk, at
from xlbudget.check.positions import Cells, stands
from xlbudget.check.same_formula import same_formula
from xlbudget.check.workbook_check import Examined
from xlbudget.errors import WorkbookChanged, WorkbookTooOld
from xlbudget.reading.cells import Value
from xlbudget.reading.stamp import builder
from xlbudget.sheets.rules.files import REPLACED

MOVED = "“{sheet}”表里的固定文字和原来不一样（可能插过、删过行列，或改过标题），里面的公式没有恢复；请先改回来。"
SHOWN = 20
"""Places a message lists; the rest are counted."""


@dataclass(frozen=True)
class Restored:
    """Cells whose formulas were put back, with what stood there; and what was left alone, and why."""

    cells: Mapping[Cell, str]
    missing: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    refused: bool = False
    others: int = 0
    """Replaced formulas that are none of this action's."""

    def lines(self, shown: Mapping[Cell, Value]) -> list[str]:
        said = [f"缺少“{sheet}”表，里面的没有算；请恢复这张表。" for sheet in self.missing]
        said += [
            f"“{sheet}”表里的固定文字和原来不一样（可能插过、删过行列，或改过标题），里面的公式没有恢复；请先改回来。"
            for sheet in self.moved
        ]
        if self.refused:
            said.append(f"您选了“否”，{len(self.cells)} 处被改掉的公式没有恢复。")
        elif self.cells:
            said.append(f"恢复了 {len(self.cells)} 处被改掉的公式：")
            said += [
                f"  {at(cell)} 原来填着{before}，现在是 {_rate(shown.get(cell))}" for cell, before in self._first()
            ]
            said += [f"  ……还有 {len(self.cells) - SHOWN} 处"] if len(self.cells) > SHOWN else []
        if self.others:
            said.append(f"另有 {self.others} 处别的公式被改过，这里不动；运行校验会逐处列出。")
        return said

    def _first(self) -> list[tuple[Cell, str]]:
        return list(self.cells.items())[:SHOWN]


def restore(desk: Desk, examination: Examined, wanted: Sequence[Cell]) -> Restored:
    """Put the formulas of ``wanted`` back, those that are no longer there; the user is asked first."""
    if examination.rebuilt.other_build:
        raise WorkbookTooOld(desk.name, builder(examination.reading.stamp))
    formulas, missing, moved = _damaged(examination, wanted)
    replaced = {(finding.sheet, finding.cell) for finding in examination.report.findings if finding.rule == REPLACED.id}
    others = len(replaced - set(wanted))
    before = {cell: _before(examination.cells, cell) for cell in formulas}
    if formulas and not desk.confirm(_question(before)):
        return Restored(before, missing, moved, True, others)
    if formulas:
        # 从取副本到现在隔着几秒和一个对话框，其间用户可能又动过。
        if not all(_still(examination.cells, cell, now) for cell, now in desk.formulas(formulas).items()):
            raise WorkbookChanged(desk.name)
        desk.progress(f"恢复 {len(formulas)} 处公式")
        desk.write(formulas)
    return Restored(before, missing, moved, False, others)


def _question(before: Mapping[Cell, str]) -> str:
    first = [f"  {at(cell)} 现在是{what}" for cell, what in list(before.items())[:SHOWN]]
    more = [f"  ……还有 {len(before) - SHOWN} 处"] if len(before) > SHOWN else []
    return "\n".join(
        (f"有 {len(before)} 处公式被改掉了：", *first, *more, "", "恢复原来的公式会盖掉这些内容，不能撤销。要恢复吗？")
    )


def _damaged(examination: Examined, wanted: Sequence[Cell]) -> tuple[dict[Cell, str], tuple[str, ...], tuple[str, ...]]:
    """What to write where; the sheets that are missing; the sheets whose cells do not stand where they stood."""
    cells, book = examination.cells, examination.rebuilt.book
    of = {sheet for sheet, _ in wanted}
    pages = {page.name: page for page in book.sheets if page.name in of}
    missing = tuple(name for name in pages if name not in cells)
    damaged = {}
    for sheet, address in wanted:
        if sheet in cells and (expected := book.formulas.get(sheet, {}).get(address)):
            there, _ = cells[sheet].get(address, (None, None))
            if there is None or not same_formula(there, expected):
                damaged[sheet, address] = expected
    suspected = {sheet for sheet, _ in damaged}
    moved = tuple(name for name, page in pages.items() if name in suspected and not stands(page, cells))
    return {cell: formula for cell, formula in damaged.items() if cell[0] not in moved}, missing, moved


def _still(cells: Cells, cell: Cell, now: str) -> bool:
    """Whether a cell still holds what it held: its formula, or its constant as an office program writes it."""
    formula, value = cells[cell[0]].get(cell[1], (None, None))
    if formula is not None:
        # 数组公式各家写法不同；它本来也不能逐格恢复，写的时候会说。
        return formula.startswith("={") or same_formula(now, formula)
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return abs(float(now) - value) <= 1e-9 * max(1.0, abs(value))
        except ValueError:
            return False
    return now.upper() == ("" if value is None else str(value)).upper()


def _before(cells: Cells, cell: Cell) -> str:
    formula, value = cells[cell[0]].get(cell[1], (None, None))
    if formula is not None:
        return f"公式 {formula[:60]}"
    return "空的" if value is None else f" {_said(value)}"


def _rate(value: Value) -> str:
    return f"{value:.2%}" if isinstance(value, int | float) else "空"


def _said(value: Value) -> str:
    if isinstance(value, bool) or value in (None, ""):
        return "空" if not isinstance(value, bool) else str(value).upper()
    return f"{value:.6g}" if isinstance(value, int | float) else str(value)[:60]
