"""The verdicts of a recalculated workbook as findings: read from 校验, 公开数核对 and the hints, never computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlbudget.check.positions import Positions
from xlbudget.check.report import Finding, Severity
from xlbudget.language.sheet import Area, column_letter
from xlbudget.sheets.book import Book
from xlbudget.sheets.inputs.cells import HEADER
from xlbudget.sheets.inputs.hints import ADVICE
from xlbudget.sheets.inputs.tabs import sentences
from xlbudget.sheets.rules import check_sheet, entries
from xlbudget.sheets.rules.published import comparison
from xlbudget.sheets.rules.published.comparison import Line
from xlbudget.sheets.rules.rule import ADVICE as WARNED
from xlbudget.sheets.rules.rule import AMOUNT, FAILED, NOT_APPLICABLE, PASSED, ROUNDING, Check, Rule
from xlbudget.workbook.engines import Value, Values

SEVERITIES: dict[str, Severity] = {
    FAILED: "error",
    WARNED: "warning",
    ROUNDING: "rounding",
    comparison.EMPTY: "warning",
    comparison.STALE: "warning",
}


def findings(book: Book, values: Values, positions: Positions) -> Iterator[Finding]:
    """Everything that does not pass, at the cells of the file."""
    yield from map(positions.moved, _findings(book, values, positions))


def _findings(book: Book, values: Values, positions: Positions) -> Iterator[Finding]:
    judged = values[check_sheet.KEY]
    for row, check in enumerate(book.checks, check_sheet.FIRST):
        verdict = str(judged.get(f"K{row}", ""))
        if verdict in (PASSED, NOT_APPLICABLE):
            continue
        if verdict not in SEVERITIES:
            yield _undecided(check, row, verdict)
        elif check.rule in (entries.WRONG, entries.DOUBTFUL):
            yield from _hints(book, values, check, positions)
        else:
            yield _of_check(book, check, row, judged, SEVERITIES[verdict])
    yield from _published(book, values)


def passed(book: Book, values: Values) -> int:
    """How many checks hold."""
    count = sum(
        values[check_sheet.KEY].get(f"K{row}") == PASSED
        for row in range(check_sheet.FIRST, check_sheet.FIRST + len(book.checks))
    )
    there = values.get(comparison.KEY, {})
    rows = range(comparison.FIRST, comparison.FIRST + len(book.published))
    return count + sum(there.get(f"J{row}") == PASSED for row in rows)


def _undecided(check: Check, row: int, verdict: str) -> Finding:
    """An error value where a verdict belongs: something that it looks at cannot be calculated."""
    message = f"{check.subject}：{check.rule.statement}，判定算不出来（{verdict or '空'}）；先改正录入格里的错"
    return Finding(check.rule.id, "error", check_sheet.KEY, f"K{row}", message, source=check.rule.basis)


def _of_check(book: Book, check: Check, row: int, cells: dict[str, Value], severity: Severity) -> Finding:
    left, right, gap, bound = (_number(cells.get(f"{letter}{row}")) for letter in "EHIJ")
    place = check.left if check.left.cell else check.right
    area = book.names.cell(place.cell, "check") if place.cell else Area(check_sheet.KEY, row, 11)
    shown = "尾差" if severity == "rounding" else f"应{RELATIONS[check.rule.relation]}"
    said = _shown if check.rule.unit == AMOUNT else check.rule.shown
    message = (
        f"{check.subject}：{check.left.name} {said(left)}，{shown} {check.right.name} {said(right)}，"
        f"差 {said(gap)}，界 {said(bound)}（{check.rule.statement}）"
    )
    if severity != "rounding":
        message += f"；{check.rule.remedy}"
    return Finding(
        check.rule.id,
        severity,
        area.sheet,
        area.text(area.sheet),
        message,
        left,
        right,
        gap,
        bound,
        check.rule.basis,
    )


NAMED_BY = {"录入-绩效指标": "AD"}
"""Columns that say which entry a row is, where they are not the first two: 对象 and 三级."""
RELATIONS = {"=": "等于", "≤": "不大于", "≥": "不小于"}


def _published(book: Book, values: Values) -> Iterator[Finding]:
    cells = values.get(comparison.KEY, {})
    for row, line in enumerate(book.published, comparison.FIRST):
        verdict = str(cells.get(f"J{row}", ""))
        if verdict not in SEVERITIES:
            continue
        entry = line.entry
        empty = verdict == comparison.EMPTY
        rule = comparison.BLANK if empty else comparison.PUBLISHED
        printed, computed, gap, low, high = (_number(cells.get(f"{letter}{row}")) for letter in "LFGHI")
        where = f"{entry.table} {entry.line} {entry.column}" + (f"（{entry.where}）" if entry.where else "")
        is_ratio = line.placed is not None and line.placed.ratio is not None
        bound: float | list[float] | None = None
        if low is not None and high is not None:
            bound = [round(low, 6), round(high, 6)] if is_ratio else round((high - low) / 2, 6)
        again = not is_ratio and cells.get(f"P{row}") == 1
        said = _Said(str(cells.get(f"E{row}", "")), entry.unit, computed, bound, again, _noted(book, values, line))
        message = f"{where} {_published_message(said, verdict)}"
        home, cell = cells.get(f"R{row}"), cells.get(f"S{row}")
        if not (home and cell):
            home, cell = ("录入-公开数", f"D{HEADER + entry.row}") if entry.row else (comparison.KEY, f"J{row}")
        about = {"表": entry.table, "行": entry.line, "列": entry.column} | ({"处": entry.where} if entry.where else {})
        yield Finding(
            rule.id,
            SEVERITIES[verdict],
            str(home),
            str(cell),
            message,
            printed if not empty else None,
            computed,
            gap,
            bound,
            rule.basis,
            about,
        )


@dataclass(frozen=True)
class _Said:
    """A published figure as a message speaks of it; ``again``: one entered figure printed again; ``noted``: 出处."""

    printed: str
    unit: str
    computed: float | None
    bound: float | list[float] | None
    again: bool
    noted: str

    def figure(self, value: float | None) -> str:
        """A figure in the unit of the published one, with at least its decimals."""
        percent = "%" if self.printed.endswith("%") else ""
        decimals = len(self.printed.removesuffix("%").partition(".")[2])
        whole, _, rest = f"{value or 0:,.{4 if percent else 6}f}".rstrip("0").partition(".")
        shown = f"{whole}.{rest.ljust(max(decimals, 2 if rest else 0), '0')}".removesuffix(".")
        return f"{shown}{percent}{f' {self.unit}' if self.unit else ''}"


def _published_message(said: _Said, verdict: str) -> str:
    if verdict == comparison.EMPTY:
        return f"公布时空着，算得 {_shown(said.computed)}；{comparison.BLANK.remedy}"
    if verdict == comparison.STALE:
        return f"是生成以后改动的，公布 {said.printed}；把数据读回（xlbudget read）再生成后核对"
    if said.computed is None:
        return f"公布 {said.printed}，而分母为零，没有这个比率；删去这个比率"
    unit = f" {said.unit}" if said.unit else ""
    both = f"公布 {said.printed}{unit}，算得 {said.figure(said.computed)}"
    if said.noted:
        both += f"（录入-事实，出处：{said.noted.rstrip('。')}）"
    if said.again:
        reach = "同一个数再印一遍，应当相等"
    elif isinstance(said.bound, list):
        reach = f"可能的范围 {said.figure(said.bound[0])} 至 {said.figure(said.bound[1])}"
    else:
        reach = f"界 {_shown(said.bound)}"
    return f"{both}，{reach}，是尾差" if verdict == ROUNDING else f"{both}，{reach}；{comparison.PUBLISHED.remedy}"


def _noted(book: Book, values: Values, line: Line) -> str:
    """Where a 事实 that a published figure repeats was read, as 录入-事实 says; "" when it repeats none."""
    if line.placed is None or not line.placed.fact:
        return ""
    note = book.names.cell(f"录入/事实/出处@{line.placed.fact}", "check")
    return str(values.get(note.sheet, {}).get(note.text(note.sheet)) or "").strip()


def _hints(book: Book, values: Values, check: Check, positions: Positions) -> Iterator[Finding]:
    """A finding for each sentence of each hint of a sheet; its advice only, or all but its advice."""
    area = book.names.find(f"提示/{check.subject}", "check")
    cells = values.get(area.sheet, {})
    advice = check.rule is entries.DOUBTFUL
    for row in range(area.row, area.row + area.rows):
        address = f"{column_letter(area.col)}{row}"
        for sentence in str(cells.get(address) or "").split("；"):
            if sentence and sentence.startswith(ADVICE) == advice:
                yield _of_hint(book, check.rule, area, row, sentence, cells, positions)


def _of_hint(
    book: Book, rule: Rule, area: Area, row: int, sentence: str, cells: dict[str, Value], positions: Positions
) -> Finding:
    left = right = gap = bound = None
    hint = sentences().get((area.sheet, sentence))
    if hint is not None and hint.figures:
        first, second, limit = hint.figures
        left, right = (
            _number(cells.get(f"{column_letter(book.names.find(f'{_key(area)}/{label}', 'check').col)}{row}"))
            for label in (first, second)
        )
        bound = float(limit)
        gap = None if left is None or right is None else round(left - right, 6)
    entry = " ".join(str(cells.get(f"{letter}{row}") or "") for letter in NAMED_BY.get(area.sheet, "AB")).strip()
    figures = ""
    if left is not None and right is not None:
        figures = f"（{_shown(left)} 对 {_shown(right)}，差 {_shown(gap)}，界 {_shown(bound)}）"
    who = f"（{entry}）" if entry else ""
    at = f"{area.sheet} 第 {positions.row(area.sheet, row)} 行{who}"
    message = f"{at}：{sentence.removeprefix(ADVICE)}{figures}；{rule.remedy}"
    severity: Severity = "warning" if rule is entries.DOUBTFUL else "error"
    address = f"{column_letter(area.col)}{row}"
    return Finding(f"{rule.id}", severity, area.sheet, address, message, left, right, gap, bound, rule.basis)


def _key(area: Area) -> str:
    return f"录入/{area.sheet.removeprefix('录入-')}"


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _shown(value: float | None) -> str:
    """A figure as a person writes it: two decimals, more only where there are more."""
    if value is None:
        return "（无）"
    text = f"{value:,.6f}".rstrip("0")
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"
