"""What docs/where-to-put.md says, done: a rule, a printed table and a line on 总览, each by at most three files.

A folder an exercise: its new files as they would stand in the package, and in ``changes.toml`` what changes in others
and the line of the changelog. All are done in one copy of the package, and one run of it proves them (``proof.py``).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

HERE = Path(__file__).parent
BY_HAND = {"rule": 3, "line": 2, "table": 3}
"""Exercise → files touched by hand, the changelog among them."""
MOST = 3


def changes(exercise: str) -> dict[str, Any]:
    return tomllib.loads((HERE / exercise / "changes.toml").read_text(encoding="utf-8"))


def done_in(folder: Path, exercise: str) -> set[str]:
    """Do an exercise in a copy of the package; the files that it touches."""
    new = {str(path.relative_to(HERE / exercise)) for path in (HERE / exercise / "xlbudget").rglob("*.py")}
    for name in new:
        shutil.copy(HERE / exercise / name, folder / name)
    for change in changes(exercise)["change"]:
        path = folder / change["file"]
        text = path.read_text(encoding="utf-8")
        assert text.count(change["old"]) == 1, f"{change['file']}: {change['old']}"
        path.write_text(text.replace(change["old"], change["new"]), encoding="utf-8")
    return new | {change["file"] for change in changes(exercise)["change"]} | {"CHANGELOG.md"}


def test_three_files_by_hand_and_all_else_follows(tmp_path: Path) -> None:
    # Compiled modules and all: what is changed is compiled again.
    shutil.copytree(ROOT / "xlbudget", tmp_path / "xlbudget")
    guide = (ROOT / "docs" / "where-to-put.md").read_text(encoding="utf-8")
    for exercise, files in BY_HAND.items():
        assert changes(exercise)["changelog"].startswith("- ")
        assert len(done_in(tmp_path, exercise)) == files <= MOST
        assert f"`tests/exercises/{exercise}/`：{files} 个" in guide
    ran = subprocess.run(
        [sys.executable, HERE / "proof.py", HERE / "table" / "layout.yaml", ROOT / "docs"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    rule, line, table = json.loads(ran.stdout.splitlines()[-1])
    assert rule == [[2, 2, "通过"], [1, 2, "提示"], "三公经费和支出的限额"]
    assert line == ["增加", "减少", "持平", ""]
    assert table == [0, [["公开09", 3.0, 0]], 0, False, 0, True]
