"""A command reads the layout file that it is given once: what is passed on is the form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.regions.test_layout_files import HEAD
from xlbudget.commands.main import main
from xlbudget.datafile.kinds import Kind
from xlbudget.regions import forms
from xlbudget.regions.read_yaml import Source, parsed


def test_a_layout_file_is_parsed_once_a_command(
    tmp_path: Path, patch: pytest.MonkeyPatch, minimal: dict[str, Any]
) -> None:
    patch.chdir(tmp_path)
    Path("layout.yaml").write_text(HEAD, encoding="utf-8")
    minimal["单位"]["模板"] = "甲"
    Path("data.json").write_text(json.dumps(minimal), encoding="utf-8")
    seen: list[str] = []

    def counted(file: str, text: str, kind: Kind) -> Source:
        seen.append(file)
        return parsed(file, text, kind)

    patch.setattr(forms, "parsed", counted)
    for command in ("build data.json -o book.xlsx", "check book.xlsx", "new --year 2024 --from book.xlsx -o next.xlsx"):
        seen.clear()
        assert main([*command.split(), "--layout", "layout.yaml"]) in (0, 1)
        assert seen.count("layout.yaml") == 1, command
