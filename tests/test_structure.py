"""Imports go one way, every module has its place, and what is generated is current."""

from __future__ import annotations

import ast
import json
import re
import runpy
from pathlib import Path

from tests.conftest import ROOT
from xlbudget import terms

# 从下到上：一间屋只能引用它下面的屋。同一行的屋互不引用。
ROOMS = (
    ("xlbudget",),
    ("errors", "terms"),
    ("disk",),
    ("language",),
    ("datafile",),
    ("sheets",),
    ("regions", "workbook"),
    ("reading",),
    ("check", "export"),
    ("years",),
    ("addin",),
    ("commands",),
    ("__main__",),
)
LEVEL = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}
PACKAGE = ROOT / "xlbudget"
OUTSIDE = {
    "yaml": {"regions"},
    "openpyxl": {"workbook"},
    "lxml": {"reading", "addin"},
    "formualizer": {"workbook"},
    "formulas": {"workbook"},
    "xlwings": {"addin"},
    "pyopenvba": {"addin"},
}
"""Third-party libraries and the only rooms that may import them."""


def room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "xlbudget" if parts == ("__init__",) else parts[0]


def imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            found.append(node.module)
            if node.module == "xlbudget":
                found += [f"xlbudget.{alias.name}" for alias in node.names if (PACKAGE / f"{alias.name}.py").exists()]
    return found


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_imports_go_downward_only() -> None:
    wrong = []
    for path in modules():
        here = room(path)
        for name in imports(path):
            if not name.startswith("xlbudget"):
                continue
            there = name.split(".")[1] if "." in name else "xlbudget"
            if there != here and LEVEL[there] >= LEVEL[here]:
                wrong.append(f"{path.relative_to(ROOT)} → {name}")
    assert not wrong


def test_a_table_imports_no_other_table() -> None:
    public = {table.stem for table in (PACKAGE / "sheets" / "tables").glob("public*.py")}
    tables = public | {"government_fund", "state_capital", "triple"}
    wrong = [
        (table, name)
        for table in tables
        for name in imports(PACKAGE / "sheets" / "tables" / f"{table}.py")
        if name.startswith("xlbudget.sheets.tables.") and name.rpartition(".")[2] in tables
    ]
    assert not wrong


def test_libraries_stay_in_their_rooms() -> None:
    wrong = [
        (path.stem, name)
        for path in modules()
        for name in imports(path)
        if (top := name.split(".")[0]) in OUTSIDE and room(path) not in OUTSIDE[top]
    ]
    assert not wrong


def test_only_the_desk_in_excel_knows_xlwings() -> None:
    assert [path.name for path in modules() if "xlwings" in imports(path)] == ["excel_desk.py"]


def test_every_package_is_installed() -> None:
    section = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("packages = [")[1].split("]")[0]
    listed = set(re.findall(r'"([\w.]+)"', section))
    there = {".".join(path.parent.relative_to(ROOT).parts) for path in modules()}
    assert listed == there | {"xlbudget.macros"}


def test_every_module_says_what_it_is() -> None:
    silent = [
        p.name for p in modules() if p.name != "__main__.py" and not ast.get_docstring(ast.parse(p.read_text("utf-8")))
    ]
    assert not silent


def test_file_names_are_ascii() -> None:
    assert all(str(path.relative_to(ROOT)).isascii() for path in [*modules(), *(ROOT / "tests").rglob("*.py")])


def test_the_glossary_page_is_current() -> None:
    assert (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8") == terms.markdown()


def test_the_schema_file_is_current() -> None:
    file_schema = runpy.run_path(str(ROOT / "docs" / "schema.py"))["file_schema"]
    assert json.loads((ROOT / "docs" / "data-file.schema.json").read_text(encoding="utf-8")) == file_schema()
