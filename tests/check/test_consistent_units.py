"""Units whose figures agree are left in peace: no finding of any severity, not even 尾差."""

from __future__ import annotations

import pytest

from tests.helpers.consistent import LAYOUTS, trial

EXAMPLES = {"湖南长沙": 2, "上海": 2}
"""How many of the regions that differ most; of the others, whose tables are those of the first, one each."""


@pytest.mark.usefixtures("few_rows")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_check_finds_nothing_in_a_consistent_unit(layout: str) -> None:
    trial(EXAMPLES.get(layout, 1), layout)()
