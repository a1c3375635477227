"""The verdicts of a recalculated workbook as findings: read from 校验, 公开数核对 and the hints, never computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from xlbudget.check.positions import PREFIX, Positions
from xlbudget.check.report import Finding, Severity
from xlbudget.language import verdicts
from xlbudget.language.grid import Value
from xlbudget.language.nearest import nearest
from xlbudget.language.sheet import Area, address_of, column_letter
from xlbudget.sheets.book import Book
from xlbudget.sheets.inputs.slips import of_sentence
from xlbudget.sheets.inputs.tabs import sentences
from xlbudget.sheets.rules import entries, rule
from xlbudget.sheets.rules.check_sheet import CHECKS, REASON
from xlbudget.sheets.rules.published.comparison import BLANK, PUBLISHED, Comparison
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.published.same_name import grouped
from xlbudget.sheets.rules.rule import Check, Inspection, Rule
from xlbudget.sheets.rules.verdict_list import FIRST, REMEDY, VerdictList
from xlbudget.sheets.rules.verdict_order import VERDICT
from xlbudget.workbook.engines.by_file import Values

SEVERITIES: dict[str, Severity] = {
    verdicts.FAILED: "error",
    verdicts.MISSING: "missing",
    verdicts.ADVICE: "warning",
    verdicts.UNEXPLAINED: "warning",
    verdicts.EXPLAINED: "explained",
    verdicts.ROUNDING: "rounding",
    rule.EMPTY: "warning",
    rule.STALE: "warning",
}
_FINE = (verdicts.PASSED, verdicts.NOT_APPLICABLE, rule.UNPLACED)
"""Verdicts on published figures that are no findings; 无法核对 is listed by itself (``Report.unplaced``)."""
Cells = dict[str, Value]
Idle: TypeAlias = Callable[[Check | Comparison], bool]


def _none_is(_: Check | Comparison) -> bool:
    return False


def findings(book: Book, values: Values, positions: Positions, idle: Idle = _none_is) -> Iterator[Finding]:
    """Everything that does not pass, at the cells of the file; ``idle``: what is not judged for want of entries."""
    yield from map(positions.moved, _findings(book, values, positions, idle))


def _findings(book: Book, values: Values, positions: Positions, idle: Idle) -> Iterator[Finding]:
    cells = values[CHECKS.sheet]
    for row, check in enumerate(book.checks, FIRST):
        verdict = _verdict(CHECKS, cells, row)
        if verdict in (verdicts.PASSED, verdicts.NOT_APPLICABLE) or idle(check):
            continue
        if verdict not in SEVERITIES:
            what = f"{check.subject}：{check.rule.statement}，"
            yield _undecided(CHECKS, row, check.rule, what, verdict)
        elif check.subject.startswith(PREFIX) and check.rule.id in entries.BEGINS:
            yield from _hints(book, values, check, positions)
        else:
            yield _of_check(book, check, row, cells, SEVERITIES[verdict])
    yield from _published(book, values, idle)


def passed(book: Book, values: Values, idle: Idle = _none_is) -> int:
    """How many checks hold."""
    return sum(verdict == verdicts.PASSED and not idle(one) for one, verdict in judged(book, values))


def judged(book: Book, values: Values) -> Iterator[tuple[Check | Comparison, str]]:
    """Every row of 校验 and of 公开数核对, and its verdict."""
    yield from ((one, _verdict(CHECKS, values[CHECKS.sheet], row)) for row, one in enumerate(book.checks, FIRST))
    cells = values.get(COMPARISONS.sheet, {})
    yield from ((one, _verdict(COMPARISONS, cells, row)) for row, one in enumerate(book.published, FIRST))


def _verdict(columns: VerdictList, cells: Cells, row: int) -> str:
    return str(cells.get(columns.cell(VERDICT, row), ""))


def _figures(columns: VerdictList, cells: Cells, row: int, *names: str) -> list[float | None]:
    return [_number(cells.get(columns.cell(name, row))) for name in names]


def _undecided(columns: VerdictList, row: int, broken: Rule | Inspection, what: str, verdict: str) -> Finding:
    """An error value where a verdict belongs: something that it looks at cannot be calculated."""
    message = f"{what}判定算不出来（{verdict or '空'}）；先改正录入格里的错"
    return Finding(broken.id, "error", columns.sheet, columns.cell(VERDICT, row), message, source=broken.basis)


def _of_check(book: Book, check: Check, row: int, cells: Cells, severity: Severity) -> Finding:
    left, right, gap, bound = _figures(CHECKS, cells, row, "左边的数", "右边的数", "差", "界")
    area = book.names.typed_at(check.place, "check") if check.place else Area(CHECKS.sheet, row, CHECKS.col(VERDICT))
    shown = "尾差" if severity == "rounding" else f"应{rule.RELATIONS[check.rule.relation]}"
    said = _shown if check.rule.unit == rule.AMOUNT else check.rule.shown
    message = (
        f"{check.left.name} {said(left)}，{shown} {check.right.name} {said(right)}，"
        f"差 {said(gap)}，界 {said(bound)}（{check.rule.statement}）"
    )
    figures, told = (left, right, gap, bound), str(cells.get(CHECKS.cell(REMEDY, row)))
    if check.told and check.rule.unit != rule.AMOUNT:
        message, figures = told, figures if check.object else (None, None, None, None)
    elif severity not in ("rounding", "explained"):
        message += f"；{told}"
    if severity == "explained":
        message += f"；说明：{cells.get(CHECKS.cell(REASON, row))}"
    cell = str(cells.get(CHECKS.cell("处格", row))) if check.at else area.text(area.sheet)
    message, asked = f"{check.subject}：{message}", "" if severity == "rounding" else check.object
    return Finding(check.rule.id, severity, area.sheet, cell, message, *figures, check.rule.basis, object=asked)


def _published(book: Book, values: Values, idle: Idle) -> Iterator[Finding]:
    cells = values.get(COMPARISONS.sheet, {})
    again = {one.entry.row: same.members for same in grouped(book.published) for one in same.members}
    for row, one in enumerate(book.published, FIRST):
        verdict = _verdict(COMPARISONS, cells, row)
        if verdict in _FINE or idle(one):
            continue
        if verdict in SEVERITIES:
            yield _of_comparison(book, values, one, row, verdict, again.get(one.entry.row, ()))
        else:
            yield _undecided(COMPARISONS, row, PUBLISHED, f"{_where(one)} ", verdict)


def _where(one: Comparison) -> str:
    entry = one.entry
    return f"{entry.table} {entry.line} {entry.column}" + (f"（{entry.where}）" if entry.where else "")


def _of_comparison(
    book: Book, values: Values, one: Comparison, row: int, verdict: str, same: Sequence[Comparison]
) -> Finding:
    """``same``: where texts print the same figure."""
    cells, entry = values[COMPARISONS.sheet], one.entry
    violated = BLANK if verdict == rule.EMPTY else PUBLISHED
    printed, computed, gap, low, high, n = _figures(
        COMPARISONS, cells, row, "印值", "算得的数", "差", "下限", "上限", "分子个数"
    )
    is_ratio = one.counterpart is not None and one.counterpart.ratio is not None
    bound: float | list[float] | None = None
    if low is not None and high is not None:
        bound = [round(low, 6), round(high, 6)] if is_ratio else round((high - low) / 2, 6)
    text = str(cells.get(COMPARISONS.cell("公布的数", row), ""))
    said = _Said(text, entry.unit, computed, bound, not is_ratio and n == 1, _noted(book, values, one))
    others = _printed_otherwise(cells, same, text) if violated is PUBLISHED else ""
    sheet, cell = (cells.get(COMPARISONS.cell(name, row)) for name in ("表名", "格"))
    if not (sheet and cell):
        area = book.names.cell(f"录入/公开数/数@{entry.row}", "check") if entry.row else None
        area = area or Area(COMPARISONS.sheet, row, COMPARISONS.col(VERDICT))
        sheet, cell = area.sheet, area.text(area.sheet)
    about = {"表": entry.table, "行": entry.line, "列": entry.column} | ({"处": entry.where} if entry.where else {})
    return Finding(
        violated.id,
        SEVERITIES[verdict],
        str(sheet),
        str(cell),
        f"{_where(one)} {_published_message(said, verdict)}{others}",
        printed if violated is PUBLISHED else None,
        computed,
        gap,
        bound,
        violated.basis,
        about,
    )


def _printed_otherwise(cells: Mapping[str, Value], same: Sequence[Comparison], text: str) -> str:
    """The first place where the same figure of a text is printed otherwise, as the end of a message; "" for none."""
    for other in same:
        printed = cells.get(COMPARISONS.cell("公布的数", FIRST + other.entry.row - 1))
        if printed != text:
            return f"；同一个数在 {_where(other)} 印作 {printed} {other.entry.unit}".rstrip()
    return ""


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
    if verdict == rule.EMPTY:
        return f"公布时空着，算得 {_shown(said.computed)}；{BLANK.remedy}"
    if verdict == rule.STALE:
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
    return f"{both}，{reach}，是尾差" if verdict == verdicts.ROUNDING else f"{both}，{reach}；{PUBLISHED.remedy}"


def _noted(book: Book, values: Values, one: Comparison) -> str:
    """Where a 事实 that a published figure repeats was read, as 录入-事实 says; "" when it repeats none."""
    if one.counterpart is None or not one.counterpart.fact:
        return ""
    note = book.names.cell(f"录入/事实/出处@{one.counterpart.fact}", "check")
    return str(values.get(note.sheet, {}).get(note.text(note.sheet)) or "").strip()


def _hints(book: Book, values: Values, check: Check, positions: Positions) -> Iterator[Finding]:
    """A finding for each sentence of each hint of a sheet that breaks this rule."""
    area = book.names.find(f"提示/{check.subject}", "check")
    cells = values.get(area.sheet, {})
    for row in range(area.row, area.row + area.rows):
        place = Area(area.sheet, row, area.col)
        for sentence in str(cells.get(place.text(area.sheet)) or "").split("；"):
            if sentence and entries.broken_by(sentence) == check.rule.id:
                yield _of_hint(book, check.rule, place, sentence, values, positions)


ROW_NAMES = {"录入-绩效指标": ("对象", "三级")}
"""Columns that say which entry a row is, where they are not the first two."""


def _of_hint(book: Book, broken: Rule, place: Area, sentence: str, values: Values, positions: Positions) -> Finding:
    cells = values.get(place.sheet, {})

    def at(label: str) -> Value:
        column = book.names.find(f"录入/{place.sheet.removeprefix('录入-')}/{label}", "check")
        return cells.get(address_of(place.row, column.col))

    figures, left, right, gap, bound = "", None, None, None, None
    hint = sentences().get((place.sheet, sentence))
    if hint is not None and hint.figures:
        first, second, limit = hint.figures
        left, right, bound = _number(at(first)), _number(at(second)), float(limit)
        if left is not None and right is not None:
            gap = round(left - right, 6)
            figures = f"（{_shown(left)} 对 {_shown(right)}，差 {_shown(gap)}，界 {_shown(bound)}）"
    if hint is not None and hint.names:
        column, key = hint.names
        figures = nearest(str(at(column) or ""), _texts(book.names.find(key, "check"), values))
    named_by = ROW_NAMES.get(place.sheet)
    names = map(at, named_by) if named_by else (cells.get(f"{letter}{place.row}") for letter in "AB")
    who = " ".join(str(name or "") for name in names).strip()
    said = sentence if broken is entries.MISSING else sentence.removeprefix(entries.BEGINS[broken.id])
    worded = of_sentence(sentence)
    remedy, basis = ("", worded.basis) if worded else (f"；{broken.remedy}", broken.basis)
    where = f"{place.sheet} 第 {positions.row(place.sheet, place.row)} 行{f'（{who}）' if who else ''}"
    message = f"{where}：{said}{figures}{remedy}"
    cell = (_required(book, place, sentence) if broken is entries.MISSING else place).text(place.sheet)
    severity = SEVERITIES[broken.failed]
    return Finding(broken.id, severity, place.sheet, cell, message, left, right, gap, bound, basis)


def _required(book: Book, place: Area, sentence: str) -> Area:
    """The cell that a hint says is to be filled in: in the column of that name, or the value of a line."""
    label = sentence.removeprefix(entries.BEGINS[entries.MISSING.id]).partition("（")[0]
    column = book.names.areas.get(f"录入/{place.sheet.removeprefix(PREFIX)}/{label}")
    of_line = 2 if book.names.find(f"提示/{place.sheet}", "check").col == 3 else 1
    listed = column is not None and column.rows > 1
    return Area(place.sheet, place.row, column.col if column is not None and listed else of_line)


def _texts(area: Area, values: Values) -> list[str]:
    """What stands in the cells of a column."""
    cells, letter = values.get(area.sheet, {}), column_letter(area.col)
    return [str(cells.get(f"{letter}{row}") or "") for row in range(area.row, area.row + area.rows)]


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _shown(value: float | None) -> str:
    """A figure as a person writes it: two decimals, more only where there are more."""
    if value is None:
        return "（无）"
    text = f"{value:,.6f}".rstrip("0")
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"
