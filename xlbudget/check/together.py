"""公布-不能成立: whether any true amounts are behind the published figures, and if not, which exclude each other.

One linear programme asks how far the figures would have to give way. Where that is more than nothing, its dual names
figures that contradict each other; of these one after the other is left out as long as the rest still do. Then the
figure that had to give way is put aside, and the others are asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from xlbudget.check.equations import Statement, statements
from xlbudget.check.findings import judged
from xlbudget.check.report import Finding
from xlbudget.language.verdicts import FAILED
from xlbudget.sheets.book import Book
from xlbudget.sheets.rules.published.comparison import Comparison
from xlbudget.sheets.rules.published.counterpart import Publication
from xlbudget.sheets.rules.together import TOGETHER
from xlbudget.workbook.engines.by_file import Values

LEAST = 1e-5
"""万元 by which figures must miss each other: less is noise of the arithmetic."""
MOST = 30
"""Contradictions that are told of one document."""
SECONDS = 5.0
"""For one programme; a document of 30 pages needs a fiftieth of a second."""


class Undecided(Exception):
    """Why nothing was decided, in Chinese."""


@dataclass(frozen=True)
class Contradiction:
    """``members`` cannot hold together, and without any one of them the others can; ``gap``: by how much they miss.

    ``first`` is the published figure that gives way if only one does.
    """

    first: Publication
    members: tuple[Statement, ...]
    gap: float


@dataclass(frozen=True)
class Together:
    """``passed``: 1 where all figures can hold together; ``idle``: why nothing was decided."""

    findings: tuple[Finding, ...] = ()
    passed: int = 0
    idle: str = ""


def wanted(book: Book, values: Values) -> bool:
    """Whether a figure of a table is 不符: what the amounts were taken from may as well be what is wrong."""
    return any(
        verdict == FAILED and isinstance(one, Comparison) and one.entry.table.startswith("公开")
        for one, verdict in judged(book, values)
    )


def judge(
    book: Book, rows: Sequence[Mapping[str, Any]], where: Callable[[Publication], str] = lambda _: ""
) -> Together:
    """Whether the 公开数 of a book (``rows``) can hold together; ``where``: the place of a figure."""
    printed = {row: str(entry.get("数", "")).strip() for row, entry in enumerate(rows, 1)}
    try:
        found = [_finding(book, one, where) for one in contradictions(statements(book, printed))]
    except ModuleNotFoundError as missing:
        return Together(
            idle=f"缺少 {missing.name}，请在 xlbudget 的目录里运行 pip install -c constraints.txt '.[import]'"
        )
    except Undecided as why:
        return Together(idle=str(why))
    return Together(tuple(found), passed=not found)


def contradictions(said: Sequence[Statement]) -> Iterator[Contradiction]:
    """Every set of figures that exclude each other, in the order of how much they do."""
    left = list(said)
    for _ in range(MOST):
        answer = _asked(left)
        if answer.gap <= LEAST:
            return
        members = _irreducible([left[at] for at in answer.blamed])
        gives, gap = _worst(left, answer, members)
        yield Contradiction(gives.entry, tuple(members), gap)
        left = [one for one in left if one.of is not gives]


def _worst(left: Sequence[Statement], answer: _Answer, members: Sequence[Statement]) -> tuple[Comparison, float]:
    """The figure of a contradiction that gives way most, and by how much the contradiction by itself is off."""
    slack = {id(left[at].of): size for at, size in answer.slack.items()}
    figures = [one.of for one in members if isinstance(one.of, Comparison)]
    return max(figures, key=lambda of: slack.get(id(of), 0.0)), _asked(members).gap


def _irreducible(members: Sequence[Statement]) -> list[Statement]:
    """Those of statements that exclude each other without which the rest no longer do."""
    kept = list(members)
    for of in dict.fromkeys(id(one.of) for one in members):
        without = [one for one in kept if id(one.of) != of]
        if without and _asked(without).gap > LEAST:
            kept = without
    return kept


@dataclass(frozen=True)
class _Answer:
    """``gap``: how far figures have to give way, in all; ``slack``: which do; ``blamed``: which contradict others."""

    gap: float
    slack: Mapping[int, float]
    blamed: tuple[int, ...]


def _asked(said: Sequence[Statement]) -> _Answer:
    """By how little the published figures must give way for true amounts to exist; rules give no way."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    column = {amount: at for at, amount in enumerate(dict.fromkeys(amount for one in said for amount in one.form))}
    figures = [at for at, one in enumerate(said) if isinstance(one.of, Comparison)]
    gives = {at: len(column) + number for number, at in enumerate(figures)}
    entries: list[tuple[int, int, float]] = []
    limits: list[float] = []
    source: list[int] = []
    for at, one in enumerate(said):
        for sign, limit in ((1.0, one.high), (-1.0, -one.low)):
            if limit == inf:
                continue
            row = len(limits)
            entries += [(row, column[amount], sign * times) for amount, times in one.form.items()]
            if at in gives:
                entries.append((row, gives[at], -1.0))
            limits.append(limit)
            source.append(at)
    width = len(column) + len(gives)
    rows, cols, values = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = csr_array((values, (rows, cols)), shape=(len(limits), width))
    cost = [0.0] * len(column) + [1.0] * len(gives)
    bounds = [(None, None)] * len(column) + [(0.0, None)] * len(gives)
    solved: Any = linprog(cost, matrix, limits, bounds=bounds, method="highs", options={"time_limit": SECONDS})
    if solved.status != 0:
        raise Undecided(f"数太多，{SECONDS:g} 秒内没有判完")
    blamed = dict.fromkeys(at for at, dual in zip(source, solved.ineqlin.marginals, strict=True) if abs(dual) > 1e-9)
    slack = {at: float(solved.x[col]) for at, col in gives.items()}
    return _Answer(float(solved.fun), slack, tuple(blamed))


# ---------------------------------------------------------------- in words


def _finding(book: Book, one: Contradiction, where: Callable[[Publication], str]) -> Finding:
    entry = one.first
    cell = book.names.cell(f"录入/公开数/数@{entry.row}", TOGETHER.id)
    figures = sorted(
        ((m.of.entry, m.printed) for m in one.members if isinstance(m.of, Comparison)), key=lambda told: told[0].row
    )
    told = list(dict.fromkeys(f"{of.table} {of.line} {of.column} {printed}{where(of)}" for of, printed in figures))
    rules = list(dict.fromkeys(m.of.rule.id for m in one.members if not isinstance(m.of, Comparison)))
    by = f"（依据 {'、'.join(rules)}）" if rules else ""
    many = f"这 {len(told)} 个公布的数不能同时成立" if len(told) > 1 else "这个公布的数不能成立"
    message = f"{many}，至少差 {_size(one.gap)} 万元：{'，'.join(told)}{by}；{TOGETHER.remedy}"
    about = {"表": entry.table, "行": entry.line, "列": entry.column} | ({"处": entry.where} if entry.where else {})
    return Finding(
        TOGETHER.id,
        TOGETHER.severity,
        cell.sheet,
        cell.text(cell.sheet),
        message,
        difference=round(one.gap, 6),
        source=TOGETHER.basis,
        about=about,
    )


def _size(gap: float) -> str:
    return f"{gap:.4f}".rstrip("0").rstrip(".")
