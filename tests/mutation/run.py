"""Run the mistakes over two processes and add up what was seen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.mutation.judge import Live, Outcome
from tests.mutation.mutants import (
    DROP,
    KINDS,
    MOVE,
    OVERWRITE,
    PLUS,
    REASON,
    REASONS,
    SLIP,
    SWAP,
    Mutant,
    mutants,
    worded,
)
from tests.mutation.overwritten import Built, Sheet

SAMPLES = Path(__file__).parent.parent.parent / "samples"
WITH, WITHOUT = "有公开数", "没有公开数"
VARIANTS = (WITH, WITHOUT)
CHUNK, CHUNK_SLOW = 120, 12
WORDED = (SLIP, REASON)
"""What is made in a workbook with reasons."""


@dataclass
class Tally:
    """One line of the table."""

    variant: str
    kind: str
    mutants: int = 0
    detected: int = 0
    escaped: list[Outcome] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    """Overwritten formulas that check does not name."""
    by: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        return self.detected / self.mutants if self.mutants else 1.0

    def add(self, outcome: Outcome) -> None:
        self.mutants += 1
        self.detected += bool(outcome.by)
        self.by.update(outcome.by)
        if not outcome.by:
            self.escaped.append(outcome)

    def add_sheet(self, sheet: Sheet) -> None:
        self.mutants += sheet.cells
        self.detected += sheet.cells - len(sheet.missed)
        self.missed += [f"{sheet.name}!{cell}" for cell in sheet.missed]


def content_of(sample: str, variant: str) -> dict[str, Any]:
    """A sample's data file, with or without what the unit published."""
    content: dict[str, Any] = json.loads(next(SAMPLES.glob(f"{sample}-*.json")).read_text(encoding="utf-8"))
    if variant == WITHOUT:
        del content["公开数"]
    return content


@cache
def live(sample: str, variant: str) -> tuple[Live, Mapping[str, Any]]:
    workbook = Live(content_of(sample, variant))
    return workbook, workbook.places()


@cache
def explained(sample: str, variant: str) -> tuple[Live, Mapping[str, Any]]:
    """The same with a reason for everything that is unusual."""
    workbook, _ = live(sample, variant)
    reasons = [
        {"规则": one.rule, "对象": one.object, "数": f"{one.published:.2f}", "说明": "已经核对"}
        for one in workbook.state.found
        if one.object and one.severity == "warning"
    ]
    with_reasons = Live({**workbook.content, REASONS: reasons})
    return with_reasons, with_reasons.places()


@cache
def built(sample: str, variant: str) -> Built:
    return Built(content_of(sample, variant))


def all_mutants(sample: str, variant: str) -> list[Mutant]:
    workbook, places = live(sample, variant)
    return mutants(workbook.content, places)


def worded_mutants(sample: str, variant: str) -> list[Mutant]:
    return list(worded(explained(sample, variant)[0].content))


def judged(sample: str, variant: str, some: Sequence[Mutant]) -> list[Outcome]:
    """The verdict on each mistake; the workbook must say in the end what it said at first."""
    workbook, places = (explained if some and some[0].kind in WORDED else live)(sample, variant)
    outcomes = [workbook.judge(mutant, places) for mutant in some]
    if not workbook.settled():
        raise AssertionError("the workbook was not restored")
    return outcomes


def sheets(sample: str, variant: str, names: Iterable[str]) -> list[Sheet]:
    return [built(sample, variant).overwritten(name) for name in names]


def sampled(every: Sequence[Mutant], step: int) -> list[Mutant]:
    """Every ``step``-th mistake of each kind; none of those that cost a new workbook."""
    found = []
    for kind in KINDS:
        of_kind = [mutant for mutant in every if mutant.kind == kind]
        if step > 1:
            of_kind = [mutant for mutant in of_kind if not mutant.fresh][step // 2 :: step]
        found += of_kind
    return found


def tallies(sample: str, step: int = 1) -> list[Tally]:
    """The whole table of a sample."""
    found = {(variant, kind): Tally(variant, kind) for variant in VARIANTS for kind in KINDS}
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        waiting = []
        for variant in VARIANTS:
            some = sampled([*all_mutants(sample, variant), *worded_mutants(sample, variant)], step)
            for kinds, size in (((DROP,), CHUNK_SLOW), ((PLUS, SWAP, MOVE), CHUNK), (WORDED, CHUNK)):
                part = [mutant for mutant in some if mutant.kind in kinds]
                for start in range(0, len(part), size):
                    future = pool.submit(judged, sample, variant, part[start : start + size])
                    waiting.append((variant, future))
        overwritten = []
        for variant in VARIANTS:
            names = list(built(sample, variant).parts)[:: max(1, step // 3)]
            for start in range(2):
                overwritten.append((variant, pool.submit(sheets, sample, variant, names[start::2])))
        for done, (variant, future) in enumerate(waiting, 1):
            for outcome in future.result():
                found[variant, outcome.mutant.kind].add(outcome)
            print(f"\r{done}/{len(waiting)}", end="", flush=True)
        for variant, pages in overwritten:
            for sheet in pages.result():
                found[variant, OVERWRITE].add_sheet(sheet)
    print()
    return list(found.values())
