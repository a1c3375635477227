"""A quick version of ``python -m tests.mutation``: the checks stay as good as docs/mutation.md says they are."""

from __future__ import annotations

import pytest

from tests.mutation import run
from tests.mutation.mutants import DROP, MOVE, PLUS, SWAP, Mutant

SAMPLE = "changsha"
STEP = 40
LEAST = {
    (run.WITH, PLUS): 0.6,
    (run.WITH, SWAP): 0.5,
    (run.WITH, DROP): 0.6,
    (run.WITHOUT, PLUS): 0.5,
    (run.WITHOUT, SWAP): 0.4,
    (run.WITHOUT, DROP): 0.6,
}
"""Shares that a sample of mistakes must reach; docs/mutation.md has the whole table."""


def some(variant: str, kind: str) -> list[Mutant]:
    return [mutant for mutant in run.sampled(run.all_mutants(SAMPLE, variant), STEP) if mutant.kind == kind]


@pytest.mark.parametrize(("variant", "kind"), LEAST)
def test_most_mistakes_are_seen(variant: str, kind: str) -> None:
    outcomes = run.judged(SAMPLE, variant, some(variant, kind))
    seen = sum(bool(outcome.by) for outcome in outcomes)
    assert outcomes
    assert seen / len(outcomes) >= LEAST[variant, kind]


def test_an_amount_under_the_next_code_contradicts_what_was_published() -> None:
    moved = [m for m in run.all_mutants(SAMPLE, run.WITH) if m.kind == MOVE and m.path.startswith("支出") and not m.fresh]
    assert moved
    assert all(outcome.by for outcome in run.judged(SAMPLE, run.WITH, moved))


def test_the_short_way_to_a_forgotten_row_is_the_long_way() -> None:
    workbook, places = run.live(SAMPLE, run.WITHOUT)
    mutant = next(m for m in run.all_mutants(SAMPLE, run.WITHOUT) if m.kind == DROP and ".指标[" in m.path)
    short, long = (workbook.judge(mutant, places, short) for short in (True, False))
    assert short.by == long.by != ()


@pytest.mark.parametrize("sheet", ["公开03", "附件2", "录入-支出", "校验", "科目树"])
def test_every_overwritten_formula_is_named(sheet: str) -> None:
    page = run.built(SAMPLE, run.WITHOUT).overwritten(sheet)
    assert page.cells > 20
    assert page.missed == ()
