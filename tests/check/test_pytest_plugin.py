"""``assert_sound`` in somebody's tests: what it lets through, and what it says of the rest."""

from __future__ import annotations

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from xlbudget import build_workbook
from xlbudget.check.as_text import text
from xlbudget.check.workbook_check import check
from xlbudget.reading.cells import Workbook
from xlbudget.reading.package import Package
from xlbudget.workbook.files import settled

pytest_plugins = "pytester"

TESTS = """
import pytest

@pytest.mark.parametrize("name", {!r})
def test_sound(assert_sound, name):
    assert assert_sound(name).unit
"""


def test_sound_and_unsound(pytester: pytest.Pytester, patch: pytest.MonkeyPatch, workbooks: dict[str, bytes]) -> None:
    # Whether this suite's own installation declares the plugin or not, it is there once.
    patch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    for name, content in workbooks.items():
        (pytester.path / name).write_bytes(content)
    pytester.makepyfile(TESTS.format([*workbooks, "没有.xlsx"]))
    run = pytester.runpytest_inprocess("-p", "xlbudget.check.pytest_plugin", "-p", "no:cacheprovider", "-q")
    run.assert_outcomes(passed=1, failed=len(workbooks))
    shown = run.stdout.str()
    assert "找不到文件 没有.xlsx；请检查路径和文件名。" in shown
    assert "Traceback" not in shown
    for name in ("被改.xlsx", "未重算.xlsx"):
        said = [line for line in text(check(pytester.path / name)).splitlines() if line.startswith("  ")]
        assert said
        assert all(line.strip() in shown for line in said)


@pytest.fixture
def workbooks(minimal: dict[str, Any]) -> dict[str, bytes]:
    """A sound workbook; one with a formula replaced by a number; one with a stored value that no formula gives."""
    sound = build_workbook(minimal).content
    with ZipFile(BytesIO(sound)) as package:
        part = Workbook.of(Package.of(Path("a.xlsx"), sound)).sheets["公开01"]
        sheet = package.read(part)
    formula = re.compile(rb'(<c r="C7"[^>]*>)(<f>[^<]*</f>)<v>[^<]*</v>')
    assert formula.search(sheet)
    replaced, stale = formula.sub(rb"\1<v>5</v>", sheet), formula.sub(rb"\1\2<v>5</v>", sheet)
    return {
        "原样.xlsx": sound,
        "被改.xlsx": settled(sound, {part: replaced}),
        "未重算.xlsx": settled(sound, {part: stale}),
    }


def test_it_costs_nothing_when_it_is_not_used() -> None:
    script = (
        "import pytest, sys; before = set(sys.modules); import xlbudget.check.pytest_plugin;"
        "print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout.split() == ["xlbudget", "xlbudget.check", "xlbudget.check.pytest_plugin"]
