"""One sheet of the software, read by its map: rows of subjects, the row 合计, or labels in blocks side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlbudget.datafile.classification import catalogue
from xlbudget.reading.documents.as_printed import bare, code, figure, unspaced
from xlbudget.reading.documents.caijue_forms import (
    BY_CODE,
    BY_LABEL,
    IN_TOTAL,
    NOT_TAKEN,
    Head,
    Taken,
    blocks,
    label_of,
    of_form,
)
from xlbudget.reading.documents.found import FoundCell, FoundGrid, Origin, Pieces
from xlbudget.reading.documents.headings import headings_of

UNKNOWN = "不认识这张财决表，没有读"
NO_UNIT = "没有印金额单位，没有读"
NO_HEADINGS = "没有找到表头，没有读"
WIDTHS = (3, 2, 2)
"""Digits of 类, 款 and 项 in cells of their own."""
Path = tuple[str, ...]


@dataclass
class Software(Pieces):
    """``settled``: what of the data file the forms give, in the words of ``leaves.lost``."""

    names: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    settled: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    amounts: dict[Path, tuple[Decimal, Origin]] = field(default_factory=dict)


def read_sheet(found: Software, grid: FoundGrid, head: Head) -> None:
    every = of_form(head.form)
    if not every:
        found.leave(head.said, grid.place, UNKNOWN)
        return
    if every[0].rows == NOT_TAKEN:
        found.leave(head.said, grid.place, f"没有读：{every[0].path[0]}")
        return
    if head.form == "FMDM":
        _labelled(found, grid, every)
        return
    if not head.unit:
        found.leave(head.said, grid.place, NO_UNIT)
        return
    if found.unit and head.unit != found.unit:
        found.leave(head.said, grid.place, f"这张表的单位是{head.unit}，别的表是{found.unit}，没有读")
        return
    found.unit = head.unit
    found.forms.add(head.form)
    if every[0].rows == BY_LABEL:
        _labelled(found, grid, every)
    else:
        _coded(found, grid, every, head)


# ---------------------------------------------------------------- forms with a row a subject


def _coded(found: Software, grid: FoundGrid, every: Sequence[Taken], head: Head) -> None:
    known = {word for one in every for path in one.columns for word in path} | {
        "项目",
        "科目名称",
        "支出功能分类科目编码",
    }
    economic = {bare(name): own for own, name in catalogue("economic").items() if len(own) == 5}
    known |= set(economic) if every[0].rows == IN_TOTAL else set()
    headings = headings_of(grid.rows, known, {"合计"})
    named = next((col for col, path in enumerate(headings.paths) if "科目名称" in path), None) if headings else None
    if headings is None or named is None:
        found.leave(head.said, grid.place, NO_HEADINGS)
        return
    paths = [tuple(word for word in path if not word.isdecimal()) for path in headings.paths]
    columns = {one: col for one in every if (col := _column(paths, one)) is not None and one.rows == BY_CODE}
    for one in every:
        if one.rows == BY_CODE and one not in columns:
            wanted = "/".join(one.columns[0])
            found.leave(head.said, grid.place, f"没有找到“{wanted}”一栏，或者有几栏都像，没有读它")
    totals: dict[Taken, tuple[Decimal, FoundCell]] = {}
    sums: dict[Taken, Decimal] = {}
    for row in grid.rows[headings.end :]:
        own = _code_of(row, named)
        if own == "合计":
            totals = {one: (amount, cell) for one, col in columns.items() for amount, cell in _amount(found, row, col)}
            if every[0].rows == IN_TOTAL:
                _economic(found, row, paths, economic)
        elif len(own) == 7:
            if name := row[named]:
                found.names[own] = unspaced(name.text)
            for one, col in columns.items():
                for amount, cell in _amount(found, row, col):
                    path = tuple(own if part == "{科目}" else part for part in one.path)
                    sums[one] = sums.get(one, Decimal()) + amount
                    if path in found.amounts:
                        found.leave(cell.text, cell.place, f"{own} 有两行，这一行没有录入")
                    else:
                        found.amounts[path] = amount, cell.place
    for one, (amount, cell) in totals.items():
        if amount != sums.get(one, Decimal()):
            why = f"{head.said} 合计的{'/'.join(one.columns[0])}与各项之和 {sums.get(one, Decimal())} 不同"
            found.leave(cell.text, cell.place, why)


def _column(paths: Sequence[Path], one: Taken) -> int | None:
    """The column whose words from top to bottom hold those of a heading; the first way it may be printed."""
    for words in one.columns:
        hits = [col for col, path in enumerate(paths) if _holds(path, words)]
        exact = [col for col in hits if paths[col][-1] == words[-1]]
        if len(exact or hits) == 1:
            return (exact or hits)[0]
    return None


def _holds(path: Path, words: Path) -> bool:
    rest = iter(path)
    return all(word in rest for word in words)


def _code_of(row: Sequence[FoundCell | None], named: int) -> str:
    """The code of a row, in one cell or in three; 合计 for that row, "" for any other."""
    said = [bare(cell.text) for cell in row[:named] if cell and cell.text.strip()]
    if "合计" in (*said, *(bare(cell.text) for cell in row[named : named + 1] if cell)):
        return "合计"
    if len(said) == len(WIDTHS):
        parts = [text.partition(".")[0].zfill(width) for text, width in zip(said, WIDTHS, strict=True)]
        joined = "".join(parts)
        return joined if joined.isdecimal() and len(joined) == sum(WIDTHS) else ""
    own = code(said[0]) if len(said) == 1 else None
    return own[0] if own else ""


def _amount(found: Software, row: Sequence[FoundCell | None], col: int) -> Iterator[tuple[Decimal, FoundCell]]:
    cell = row[col] if col < len(row) else None
    if cell is None or (text := figure(cell.text)) == "":
        return
    if text is None:
        found.leave(cell.text, cell.place, "不是数，没有录入")
        return
    yield Decimal(text), cell


def _economic(
    found: Software, row: Sequence[FoundCell | None], paths: Sequence[Path], names: Mapping[str, str]
) -> None:
    for col, path in enumerate(paths):
        words = [word.lstrip("0123456789") for word in path]
        own = next((names[word] for word in reversed(words) if word in names), None)
        for amount, cell in _amount(found, row, col) if own else ():
            if own and amount:
                found.enter(str(amount), cell.place, "经济分类", own)
    found.settled.add("经济分类")


# ---------------------------------------------------------------- forms of labels


def _labelled(found: Software, grid: FoundGrid, every: Sequence[Taken]) -> None:
    """Labels stand in every block, side by side; the figure in the column of its heading."""
    columns: dict[int, dict[str, int]] = {}
    wanted = {(label, one) for one in every for label in one.labels}
    for row in grid.rows:
        if any(cell and bare(cell.text) == "行次" for cell in row):
            columns = {
                start: {bare(cell.text): col for col in range(start, end) if (cell := row[col]) and cell.text.strip()}
                for start, end in blocks(row)
            }
            continue
        for col, cell in enumerate(row):
            label = label_of(cell.text) if cell and cell.text.strip() else ""
            for name, one in sorted(wanted, key=lambda pair: pair[1].path):
                if name != label:
                    continue
                own = columns.get(col, {})
                at = next((own[words[0]] for words in one.columns if words[0] in own), None) if one.columns else col + 1
                value = row[at] if at is not None and at < len(row) else None
                _enter(found, one, value)


def _enter(found: Software, one: Taken, value: FoundCell | None) -> None:
    if value is None or not value.text.strip():
        return
    if not one.columns:
        found.enter(value.text.strip(), value.place, *one.path)
        return
    text = figure(value.text)
    if text is None:
        found.leave(value.text, value.place, "不是数，没有录入")
    elif text and "*" in one.path:
        found.amounts[one.path] = Decimal(text), value.place
    elif text:
        counted = (
            "实物量" in one.path or "车辆" in one.path or one.path[-1] == "单价100万元以上设备" or one.path[0] == "人员"
        )
        whole = text.rstrip("0").rstrip(".") if counted and "." in text else text
        found.enter(int(whole) if counted and whole.isdecimal() else text, value.place, *one.path)
        if one.path[0] == "三公经费":
            found.settled.add("三公经费")
