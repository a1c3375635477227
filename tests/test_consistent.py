"""Units whose figures agree are left in peace: no finding of any severity."""

from __future__ import annotations

from tests.consistent import trial

EXAMPLES = 25

test_check_finds_nothing_in_a_consistent_unit = trial(EXAMPLES)
