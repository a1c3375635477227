"""附件2 and 附件3, a self-evaluation table: goals, sources of money, indicators with their scores."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from xlbudget.reading.documents.as_printed import bare, figure
from xlbudget.reading.documents.found import FoundCell, Origin, Pieces
from xlbudget.reading.documents.indicator_groups import divided, name_in
from xlbudget.sheets.inputs.base_data import NON_TAX
from xlbudget.sheets.inputs.evaluation import WHOLE
from xlbudget.sheets.inputs.funding import BUDGETS, DISTRICTS
from xlbudget.sheets.tables.annex2 import TOTAL
from xlbudget.sheets.tables.evaluation_form import GOALS

Row = Sequence[FoundCell | None]
COLUMNS = {
    **{"一级指标": "一级", "二级指标": "二级", "三级指标": "三级", "年度指标值": "年度指标值", "指标值": "年度指标值"},
    **{"实际完成值": "实际完成值", "完成值": "实际完成值", "分值": "分值", "得分": "得分", "偏差原因": "偏差原因"},
}
"""How the heading of a column begins → the key of an indicator."""
OF_WHOLE = ("市级预算部门名称", "预算部门名称", "部门名称", "部门(单位)名称")
OF_PROJECT = ("项目支出名称", "项目名称")
SPLIT = {name: f"其中:{name}" for name in ("一般公共预算", "基本支出")}
SPLIT |= {name: name for name in (*SPLIT.values(), "政府性基金拨款", NON_TAX, "其他资金", "项目支出")}
"""Labels of the two blocks of 附件2, by 收入性质 and by 支出性质 → as 公开数 calls them."""
LABELS = (*OF_WHOLE, *OF_PROJECT, "主管部门", "实施单位")
NOT_DIVIDED = "看不出这一行属于哪个一级、二级指标（没有合并的单元格），没有填"
NO_WEIGHT = "这一行没有分值，没有读"
LAST = ("总分", "合计", "总计")


def is_one(rows: Sequence[Row]) -> bool:
    return _heading(rows) is not None


def is_beginning(rows: Sequence[Row]) -> bool:
    """Whether it is all of one above the indicators, which are a table of their own."""
    said = {bare(cell.text) for row in rows for cell in row if cell}
    return _heading(rows) is None and set(GOALS) <= said and {*BUDGETS} <= said


def is_part(rows: Sequence[Row]) -> bool:
    """Whether it is the further part of one: nothing stands above its headings."""
    return _heading(rows) == 0


def _heading(rows: Sequence[Row]) -> int | None:
    """The row with the headings of the indicators."""
    for at, row in enumerate(rows):
        said = [bare(cell.text) for cell in row if cell]
        if any(text.startswith("三级指标") for text in said) and any(text.startswith("实际完成") for text in said):
            return at
    return None


def read(rows: Sequence[Row], above: Sequence[str], stem: str, projects: Collection[str]) -> Pieces:
    """``above``: what stands above it; ``stem``: the name of its file; ``projects``: those that are known by name."""
    table = _Table(rows, _heading(rows) or 0)
    table.whose(above, stem, projects)
    table.money()
    table.goals()
    table.indicators()
    return table.pieces


@dataclass
class _Table:
    rows: Sequence[Row]
    heading: int
    of: str = ""
    pieces: Pieces = field(default_factory=Pieces)

    def _enter(self, value: Any, place: Origin, *path: str) -> None:
        self.pieces.enter(value, place, "绩效自评", self.of, *path)

    def _publish(self, line: str, column: str, cell: FoundCell) -> None:
        if text := figure(cell.text):
            self.pieces.publish(text, cell.place, "附件2" if self.of == WHOLE else f"附件3:{self.of}", line, column)

    # ------------------------------------------------------------ whose it is

    def whose(self, above: Sequence[str], stem: str, projects: Collection[str]) -> None:
        labels = {bare(cell.text): after for row in self.rows[: self.heading] for cell, after in _pairs(row)}
        name = next((labels[label] for label in OF_PROJECT if label in labels), None)
        whole = next((labels[label] for label in OF_WHOLE if label in labels), None)
        printed = name or whole or self.rows[self.heading][0]
        text = printed.text.strip() if printed else ""
        self.of = WHOLE if name is None else text if text in projects else next(_named(above, stem, projects), text)
        place = printed.place if printed else self._place()
        if text and text != self.of:
            self._enter(text, place, "表内名称")
        for key in ("主管部门", "实施单位"):
            if (cell := labels.get(key)) and cell.text.strip():
                self._enter(cell.text.strip(), cell.place, key)

    def _place(self) -> Origin:
        return next(cell.place for row in self.rows for cell in row if cell)

    # ------------------------------------------------------------ money

    def money(self) -> None:
        columns: dict[int, str] = {}
        for row in self.rows[: self.heading]:
            said = {col: bare(cell.text) for col, cell in enumerate(row) if cell and cell.text.strip()}
            if all(budget in said.values() for budget in BUDGETS):
                columns = {col: text for col, text in said.items() if text in (*BUDGETS, "分值", "执行率", "得分")}
            elif any(text in GOALS for text in said.values()):
                return
            elif columns and said:
                self._source(row, columns)
                self._split(row)

    def _source(self, row: Row, columns: Mapping[int, str]) -> None:
        first = min(columns)
        named = [cell for cell in row[:first] if cell and cell.text.strip()]
        if not named:
            return
        label = re.sub(r"[(（]万元[)）]|^其中[:：]|[:：]$", "", bare(named[-1].text)).removeprefix("其中:")
        for col, column in columns.items():
            if (cell := row[col]) is None or not (text := figure(cell.text)):
                continue
            if label == TOTAL or column == "执行率":
                self._publish(label, column, cell)
            if label != TOTAL and column in BUDGETS and float(text):
                self._enter(text, cell.place, "资金", label, column)
                if (label, column) == (DISTRICTS, BUDGETS[-1]):
                    self.pieces.enter(text, cell.place, "项目", self.of, "直接拨付区县")

    def _split(self, row: Row) -> None:
        """By 收入性质 and by 支出性质: a label, and behind it its figure."""
        for cell, after in _pairs(row):
            label = bare(cell.text).rstrip(":")
            if label in SPLIT and cell.text.strip().endswith((":", "：")):
                self._publish(SPLIT[label], "全年执行数", after)
                if label == NON_TAX and (text := figure(after.text)) and float(text):
                    self.pieces.enter(text, after.place, "基础数据", NON_TAX, "决算数")

    # ------------------------------------------------------------ goals

    def goals(self) -> None:
        for row, below in zip(self.rows[: self.heading], self.rows[1 : self.heading + 1], strict=False):
            at = {bare(cell.text): col for col, cell in enumerate(row) if cell}
            if not any(goal in at for goal in GOALS):
                continue
            for goal, label in zip(GOALS, ("年度目标", "实际完成情况"), strict=True):
                col = at.get(goal, at.get(label))
                cell = below[col] if col is not None and col < len(below) else None
                text = cell.text.strip() if cell else ""
                self._enter(text, cell.place if cell else self._place(), goal)
            return
        for goal in GOALS:
            self._enter("", self._place(), goal)

    # ------------------------------------------------------------ indicators

    def indicators(self) -> None:
        columns = _columns(self.rows[self.heading])
        listed: list[tuple[Row, dict[str, str]]] = []
        for row in self.rows[self.heading + 1 :]:
            said = {key: cell.text.strip() for key, col in columns.items() if col < len(row) and (cell := row[col])}
            first = next((bare(cell.text) for cell in row if cell and cell.text.strip()), "")
            if first in LAST:
                for key in ("分值", "得分"):
                    if (cell := row[columns[key]] if key in columns else None) and figure(cell.text):
                        self._publish("总分", key, cell)
                break
            if said.get("三级", "").startswith("三级指标") or not any(
                said.get(key) for key in ("三级", "分值", "年度指标值")
            ):
                continue
            if listed and not said.get("分值") and not said.get("得分"):
                # What was too long for a row goes on in the next.
                for key in ("三级", "年度指标值", "实际完成值", "偏差原因"):
                    listed[-1][1][key] = listed[-1][1].get(key, "") + said.get(key, "")
                continue
            listed.append((row, said))
        self._enter_indicators(columns, listed)

    def _enter_indicators(self, columns: Mapping[str, int], listed: Sequence[tuple[Row, dict[str, str]]]) -> None:
        scores = [float(figure(said.get("分值", "")) or 0) for _, said in listed]
        names = [
            tuple(name_in(row[columns[key]]) if columns.get(key, 99) < len(row) else None for row, _ in listed)
            for key in ("一级", "二级")
        ]
        found = divided(names[0], names[1], scores)
        indicators = []
        for (row, said), (first, second), score in zip(listed, found.rows, scores, strict=True):
            place = next(cell.place for cell in row if cell)
            if not (first and second):
                self.pieces.leave(said.get("三级", ""), place, NOT_DIVIDED)
            if not figure(said.get("分值", "")):
                self.pieces.leave(said.get("三级", ""), place, NO_WEIGHT)
            one: dict[str, Any] = {"一级": first, "二级": second}
            one |= {key: said.get(key, "") for key in ("三级", "年度指标值", "实际完成值")}
            one["分值"] = _number(score)
            if got := figure(said.get("得分", "")):
                one["得分"] = _number(float(got))
            if reason := said.get("偏差原因"):
                one["偏差原因"] = reason
            indicators.append(one)
        place = listed[0][0][-1].place if listed and listed[0][0][-1] else self._place()
        self._enter(indicators, place, "指标")
        if found.weights:
            weights = [
                dict(zip(("一级", "二级"), key, strict=False)) | {"分值": _number(weight)}
                for key, weight in found.weights.items()
            ]
            self._enter(weights, place, "权重")


def _number(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _columns(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for col, cell in enumerate(row):
        text = bare(cell.text) if cell else ""
        if key := next((key for begin, key in COLUMNS.items() if text.startswith(begin)), None):
            found.setdefault(key, col)
    return found


def _pairs(row: Row) -> Iterator[tuple[FoundCell, FoundCell]]:
    """Every cell with the one behind it; blank ones are nothing, and a label is no value."""
    cells = [cell for cell in row if cell and cell.text.strip()]
    yield from (pair for pair in pairwise(cells) if bare(pair[1].text) not in LABELS)


def _named(above: Sequence[str], stem: str, projects: Collection[str]) -> Iterator[str]:
    """The project that a line above the table, or the name of its file, gives."""
    for text in reversed(above):
        if found := re.fullmatch(r"附件\s*3?[-0-9]*\s*[:：](.+)", text.strip()):
            yield found[1].strip()
    if (found := re.fullmatch(r".*自评表-(.+)", stem)) and (not projects or found[1] in projects):
        yield found[1]
