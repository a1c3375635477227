"""The pytest plugin: ``assert_sound(path)`` holds a workbook under test to what ``xlbudget check`` says of it.

pytest loads it wherever xlbudget is installed, so nothing is imported before a test asks for the fixture.
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from xlbudget.check.report import Report
    from xlbudget.workbook.engines.by_file import Engine


class AssertSound(Protocol):
    """What the fixture is, for tests that have types."""

    def __call__(
        self, path: str | PathLike[str], engine: Engine = "formualizer", *, layout: str | PathLike[str] | None = None
    ) -> Report: ...


@pytest.fixture(scope="session")
def assert_sound() -> AssertSound:
    """Fail unless the workbook's formulas are intact, its stored values are the recalculated ones, and nothing is 不符.

    Called with a path, and ``engine`` or ``layout`` where they are not the usual; returns the report. Warnings about
    entries and figures pass, and so does what is not filled in yet; those about the file itself (公式-…, 文件-…) do
    not: what they say was not compared, or is not what the formulas give. The failure is the report as ``xlbudget
    check`` prints it.
    """
    return _assert_sound


def _assert_sound(
    path: str | PathLike[str], engine: Engine = "formualizer", *, layout: str | PathLike[str] | None = None
) -> Report:
    __tracebackhide__ = True
    from xlbudget import check_workbook
    from xlbudget.check.as_text import text
    from xlbudget.errors import XlbudgetError

    try:
        report = check_workbook(path, engine, layout=layout)
    except XlbudgetError as error:
        pytest.fail(str(error), pytrace=False)
    # What is not filled in yet is no fault of the workbook's.
    wrong = (one for one in report.findings if one.severity == "error" or one.rule.startswith(("公式-", "文件-")))
    if any(wrong):
        pytest.fail(text(report), pytrace=False)
    return report
