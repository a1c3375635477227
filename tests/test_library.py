"""The program as a library: its page is true, it imports nothing early, writes nothing unasked, refuses in Chinese."""

from __future__ import annotations

import ast
import gc
import json
import re
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import xlbudget
from tests.conftest import ROOT
from xlbudget.check.pytest_plugin import _assert_sound

PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few_rows: None) -> Path:
    del few_rows
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_examples_run(folder: Path, minimal: dict[str, Any]) -> None:
    """With a unit as small as can be: they are about the functions."""
    minimal["单位"]["名称"] = "示例单位"
    minimal["科目"] = {"2010101": "行政运行"}
    minimal["收入"] = [{"科目": "2010101", "一般公共预算财政拨款收入": 200}]
    minimal["支出"] = [{"科目": "2010101", "资金来源": "一般公共预算财政拨款", "基本支出": 200}]
    minimal["经济分类"] = {"30101": 200}
    (folder / "example.json").write_text(json.dumps(minimal, ensure_ascii=False), encoding="utf-8")
    there: dict[str, Any] = {"__name__": "library"}
    blocks = re.findall(r"```python\n(.+?)```", PAGE, re.S)
    assert len(blocks) > 8
    for block in blocks:
        exec(compile(block, "docs/library.md", "exec"), there)
    tests = [name for name in there if name.startswith("test_")]
    assert len(tests) == 1
    there[tests[0]](_assert_sound)
    assert {path.name for path in folder.iterdir()} == {
        "example.json",
        "示例单位-2023.xlsx",
        "甲局-2025.xlsx",
        "甲站.json",
        "乙站.json",
    }
    assert gc.isenabled()


def test_the_page_names_every_function_and_each_has_a_docstring() -> None:
    functions = [name for name in xlbudget.__all__ if name.islower() and not name.startswith("_")]
    assert len(functions) == 8
    for name in functions:
        assert f"| `{name}(" in PAGE
        assert getattr(xlbudget, name).__doc__


def test_its_types_are_there_when_asked_for_and_nothing_else_is() -> None:
    assert set(xlbudget._TYPES) == {name for name in xlbudget.__all__ if name[0].isupper()}
    for name, module in xlbudget._TYPES.items():
        assert getattr(xlbudget, name) is getattr(import_module(module), name)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = xlbudget.nothing


def test_a_dict_is_judged_as_the_file_would_be_and_left_as_it_is(folder: Path, minimal: dict[str, Any]) -> None:
    before = json.dumps(minimal)
    book = xlbudget.build_workbook(minimal)
    assert json.dumps(minimal) == before
    path = folder / "a.json"
    path.write_text(before, encoding="utf-8")
    assert xlbudget.build_workbook(path).content == book.content
    assert [file.name for file in folder.iterdir()] == ["a.json"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"年度": "2023"}, "年度：应为整数，现为文本“2023”"),
        ({"收入": [{"科目": "2010101", "事业收入": float("nan")}]}, "收入[0].事业收入：不是有限的数"),
        ({"收入": {1, 2}}, "数据里有 JSON 写不出来的东西"),
        ({"单位": {"名称": "甲", "模板": "北京"}}, "“北京”不在可选范围内"),
    ],
)
def test_a_dict_that_is_no_data_file(minimal: dict[str, Any], change: dict[str, Any], said: str) -> None:
    with pytest.raises(xlbudget.XlbudgetError) as refused:
        xlbudget.build_workbook(minimal | change)
    assert said in str(refused.value)


def test_arguments_that_are_wrong_are_refused_in_chinese(folder: Path) -> None:
    wrong: list[Any] = [
        lambda: xlbudget.check_workbook("a.xlsx", "excel"),  # type: ignore[arg-type]
        lambda: xlbudget.export_workbook("a.xlsx", "附件"),  # type: ignore[arg-type]
        lambda: xlbudget.new_year(1066),
        lambda: xlbudget.new_year(2024, "a.xlsx", projects=1),
        lambda: xlbudget.new_year(2024, layout="北京"),
        lambda: xlbudget.read_workbook("a.xlsx", layout="没有.yaml"),
    ]
    for call in wrong:
        with pytest.raises(xlbudget.XlbudgetError, match=r"[\u4e00-\u9fff].*。$"):
            call()
    assert list(folder.iterdir()) == []


def test_a_file_that_is_there_is_kept(folder: Path, minimal: dict[str, Any]) -> None:
    book = xlbudget.build_workbook(minimal)
    (folder / "a.xlsx").write_bytes(b"mine")
    with pytest.raises(xlbudget.XlbudgetError, match="已经存在"):
        book.save(folder / "a.xlsx")
    assert (folder / "a.xlsx").read_bytes() == b"mine"
    book.save("a.xlsx", force=True)
    assert (folder / "a.xlsx").read_bytes() == book.content


def test_an_export_without_its_tables_says_so(folder: Path, minimal: dict[str, Any]) -> None:
    """上海 prints no self-evaluation."""
    minimal["单位"]["模板"] = "上海"
    xlbudget.build_workbook(minimal).save(folder / "a.xlsx")
    export = xlbudget.export_workbook("a.xlsx")
    assert export.files == {}
    assert export.notes == ("a.xlsx 里没有绩效自评的表，什么也没有导出。",)


def test_the_commands_call_it() -> None:
    """One way: a command that has a function here does its work by it."""
    for command, function in (
        ("build", "build_workbook"),
        ("read", "read_workbook"),
        ("check", "check_workbook"),
        ("export", "export_workbook"),
        ("new", "new_year"),
    ):
        tree = ast.parse((ROOT / "xlbudget" / "commands" / f"{command}.py").read_text(encoding="utf-8"))
        assert function in [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def test_it_is_installed_with_its_types_and_its_plugin() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "py.typed" in project["tool"]["setuptools"]["package-data"]["xlbudget"]
    assert (ROOT / "xlbudget" / "py.typed").read_bytes() == b""
    plugin = import_module(project["project"]["entry-points"]["pytest11"]["xlbudget"])
    assert plugin.assert_sound
