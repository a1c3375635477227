"""The door shows the plan, imports go one way, every module has its place and is short enough to be read at once."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

ROOMS = (
    ("xlbudget",),
    ("errors",),
    ("disk",),
    ("language",),
    ("datafile",),
    ("sheets.inputs",),
    ("sheets.tables",),
    ("sheets.rules",),
    ("sheets.balanced",),
    ("sheets",),
    ("regions", "workbook"),
    ("reading",),
    ("check", "export"),
    ("units.years",),
    ("units",),
    ("units.many",),
    ("units.department",),
    ("addin",),
    ("commands",),
    ("__main__",),
)
"""From the ground up: a room imports those below it; rooms of one floor don't import each other."""
LEVEL = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}
PACKAGE = ROOT / "xlbudget"
OUTSIDE = {
    "yaml": {"regions"},
    "openpyxl": {"workbook"},
    "lxml": {"reading", "addin"},
    "docx": {"export", "reading"},
    "formualizer": {"workbook"},
    "formulas": {"workbook"},
    "xlwings": {"addin"},
    "pyopenvba": {"addin"},
    "pytest": {"check"},
    "starlette": {"addin"},
    "uvicorn": {"addin"},
    "jinja2": {"addin"},
    "pdfplumber": {"reading"},
    "python_calamine": {"reading"},
    "scipy": {"check"},
    "distributed": {"units.many"},
}
"""Third-party libraries and the only rooms that may import them."""
DOOR = 15
MODULE, LINES = 300, 44_450
"""How long a module and the package may be."""


def room(path: Path) -> str:
    """The room of a module: the longest one that its name begins with."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return room_of(".".join(part for part in parts if part != "__init__"))


def room_of(name: str) -> str:
    return max((each for each in LEVEL if f"{name}.".startswith(f"{each}.")), key=len, default="xlbudget")


@cache
def imports_in(path: Path) -> list[ast.Import | ast.ImportFrom]:
    """The statements; every module is parsed once."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]


def imports(path: Path) -> list[str]:
    found = []
    for node in imports_in(path):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        else:
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            inner = PACKAGE.joinpath(*node.module.split(".")[1:])
            modules = [alias.name for alias in node.names if (inner / f"{alias.name}.py").exists()]
            found += [f"{node.module}.{name}" for name in modules]
            if len(modules) < len(node.names):
                found.append(node.module)
    return found


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_the_door_shows_the_plan() -> None:
    # py.typed is a mark for type checkers, empty, and nothing that a reader would open.
    door = {path.name for path in PACKAGE.iterdir()} - {"__pycache__", "py.typed"}
    assert len(door) <= DOOR
    assert {name.removesuffix(".py") for name in door} - {"__init__", "__main__"} == {
        name.partition(".")[0] for name in LEVEL
    } - {"xlbudget", "__main__"}


@pytest.mark.parametrize("package", sorted({path.parent for path in modules()}), ids=lambda path: path.name)
def test_a_room_says_what_belongs_there_and_holds_nothing_at_its_door(package: Path) -> None:
    """So no name of a function can hide a module, and no import of a room loads all of it."""
    if package == PACKAGE:
        return
    body = ast.parse((package / "__init__.py").read_text(encoding="utf-8")).body
    said = ast.get_docstring(ast.Module(body, []))
    assert len(body) == 1
    assert said
    assert len(said.splitlines()) >= 2


def test_the_door_imports_nothing_before_it_is_called() -> None:
    """So it may call every room, and every room below the commands may have the version from it, and no more."""
    script = "import sys; before = set(sys.modules); import xlbudget; print(*set(sys.modules) - before)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout.split() == ["xlbudget"]
    for path in modules():
        if room(path) not in ("commands", "__main__") and path.name != "pytest_plugin.py":
            taken = [
                node for node in imports_in(path) if isinstance(node, ast.ImportFrom) and node.module == "xlbudget"
            ]
            assert all(alias.name in {"__version__", *LEVEL} for node in taken for alias in node.names), path


def test_imports_go_downward_only() -> None:
    wrong = []
    for path in modules():
        if path == PACKAGE / "__init__.py":
            continue
        here = room(path)
        for name in imports(path):
            if not name.startswith("xlbudget"):
                continue
            there = room_of(name.partition(".")[2])
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


def test_every_file_of_data_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = project["tool"]["setuptools"]["package-data"]["xlbudget"]
    files = [path for path in PACKAGE.rglob("*.*") if path.is_file() and path.suffix not in (".py", ".pyc")]
    assert {path for pattern in listed for path in PACKAGE.glob(pattern)} == set(files)


def test_every_module_says_what_it_is() -> None:
    said = re.compile(r'"""\S')
    assert [p.name for p in modules() if p.name != "__main__.py" and not said.match(p.read_text("utf-8"))] == []


def test_a_class_name_means_one_thing() -> None:
    named = re.compile(r"^class (\w+)", re.MULTILINE)
    found = [name for path in modules() for name in named.findall(path.read_text("utf-8"))]
    assert sorted({name for name in found if found.count(name) > 1}) == []


def test_modules_are_short_and_so_is_the_package() -> None:
    lines = {str(path.relative_to(PACKAGE)): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {name: count for name, count in lines.items() if count > MODULE} == {}
    assert sum(lines.values()) <= LINES


def test_file_names_are_ascii() -> None:
    assert all(str(path.relative_to(ROOT)).isascii() for path in [*modules(), *(ROOT / "tests").rglob("*.py")])
