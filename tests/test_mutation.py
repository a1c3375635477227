"""A quick version of ``python -m tests.mutation``: the checks stay as good as docs/mutation.md says they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import fewer_rows
from tests.mutation import run
from tests.mutation.mutants import DROP, PLUS, SWAP

SAMPLE = "changsha"
STEP = 90
LEAST = {
    run.WITH: {PLUS: 0.85, SWAP: 0.6, DROP: 0.8},
    run.WITHOUT: {PLUS: 0.7, SWAP: 0.6, DROP: 0.6},
}
"""Shares that a sample of mistakes must reach; docs/mutation.md has the whole table."""


@pytest.fixture(scope="module", autouse=True)
def _small() -> Iterator[None]:
    """Mistakes are made in entries, and a spare row's formulas are those of the row above: half the workbook does."""
    with fewer_rows():
        yield


@pytest.mark.parametrize("variant", run.VARIANTS)
def test_most_mistakes_are_seen(variant: str) -> None:
    mutants = run.sampled(run.all_mutants(SAMPLE, variant), STEP)
    outcomes = run.judged(SAMPLE, variant, mutants)
    for kind, least in LEAST[variant].items():
        seen = [bool(outcome.by) for outcome in outcomes if outcome.mutant.kind == kind]
        assert len(seen) > 3
        assert sum(seen) / len(seen) >= least, kind


def test_a_slip_in_a_text_and_a_spoilt_reason_are_seen() -> None:
    some = run.worded_mutants(SAMPLE, run.WITHOUT)[:: STEP // 5]
    assert {mutant.kind for mutant in some} == set(run.WORDED)
    slips, spoilt = ([one for one in some if one.kind == kind] for kind in run.WORDED)
    outcomes = [*run.judged(SAMPLE, run.WITHOUT, slips), *run.judged(SAMPLE, run.WITHOUT, spoilt)]
    assert [outcome.mutant.path for outcome in outcomes if not outcome.by] == []


def test_the_short_way_to_a_forgotten_row_is_the_long_way() -> None:
    workbook, places = run.live(SAMPLE, run.WITHOUT)
    every = run.all_mutants(SAMPLE, run.WITHOUT)
    dropped = next(m for m in every if m.kind == DROP and ".指标[" in m.path)
    short, long = (workbook.judge(dropped, places, short) for short in (True, False))
    assert short.by == long.by != ()


def test_every_overwritten_formula_is_named() -> None:
    built = run.built(SAMPLE, run.WITHOUT)
    for sheet in ("公开03", "附件2", "录入-支出", "校验", "科目树"):
        page = built.overwritten(sheet)
        assert page.cells > 20
        assert page.missed == ()
