"""The front page and the manual: what they tell one to do is done here, on one little book, and is as they say."""

from __future__ import annotations

import json
import re
import shlex
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from openpyxl import Workbook

from tests.conftest import ROOT, fewer_rows
from tests.helpers import computing
from tests.helpers.building import assemble
from tests.helpers.checking import in_this_process, little_unit
from tests.helpers.departments import sound
from tests.helpers.front import on_contents
from tests.helpers.once import made_once
from tests.helpers.published import published
from tests.helpers.typing_in import HEADER, Light, saved, type_row
from xlbudget.addin.xlam import buttons
from xlbudget.commands.main import main, parser
from xlbudget.datafile.classification import catalogue
from xlbudget.datafile.file import Data
from xlbudget.sheets.contents import FINE
from xlbudget.sheets.inputs.tabs import SHEETS
from xlbudget.units.many import processes
from xlbudget.units.years.template import template
from xlbudget.workbook.engines import libreoffice
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.render import render
from xlbudget.workbook.write import write

FRONT = (ROOT / "README.md").read_text(encoding="utf-8")
MANUAL = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs" / "manual").glob("*.md"))}
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.S | re.M)
"""``sh``: commands that are run here, in turn; ``text``: what the last of them says, … being anything."""
PAPER = "某某局-公开表.xlsx"
"""Its public tables, as they are handed in."""
BOOK = "某某局-2023.xlsx"
"""The little book, in which one thing is wrong."""


def test_the_front_page_is_short_and_leads_to_every_page() -> None:
    assert len(FRONT.splitlines()) <= 120
    assert FRONT.count("](docs/pictures/") == 6
    assert [name for name in MANUAL if f"](docs/manual/{name}.md)" not in FRONT] == []
    assert [name for name, text in MANUAL.items() if "](../../README.md#手册)" not in text] == []


# ---------------------------------------------------------------- the commands of the pages


def unit() -> dict[str, Any]:
    """A unit with one mistake: what it pays by economic class is 10 short of its basic expenditure."""
    content = {key: value for key, value in little_unit().items() if key != "公开数"}
    content["单位"]["名称"] = "某某局"
    content["经济分类"]["30101"] = 289.99
    return content


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with fewer_rows():
        return made_once(tmp_path_factory, "manual", lambda: render(assemble(Data(unit()))))


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory, book: bytes) -> Path:
    """A folder with the files that the pages speak of."""
    folder = tmp_path_factory.mktemp("there")
    for name in ("各单位", "数据"):
        (folder / name).mkdir()
    listed = ("单位名称,预算代码,批复日期,公开日期", "某某局,001,2024-08-01,2024-09-05", "另一局,002,,")
    (folder / "名单.csv").write_text("\n".join(listed), encoding="utf-8")
    for name in (BOOK, f"各单位/{BOOK}"):
        (folder / name).write_bytes(book)
    content = unit()
    for name in ("某某局.json", "数据/某某局.json"):
        put_json(folder / name, content)
    with fewer_rows():
        (folder / PAPER).write_bytes(made_once(tmp_path_factory, "manual_paper", lambda: published(content)))
    content["支出"][1]["资金来源"] = "财政拨款"
    put_json(folder / "data.json", content)
    (folder / "下属").mkdir()
    for name in ("某某局本级", "甲站"):
        put_json(folder / "下属" / f"{name}.json", sound(name))
    put_json(folder / "往来.json", sound("往来", 收入=[], 支出=[], 经济分类={}))
    (folder / "下属名单.csv").write_text("单位名称\n某某局本级\n甲站\n", encoding="utf-8")
    layouts = (ROOT / "docs" / "layouts.md").read_text(encoding="utf-8")
    (folder / "例省.yaml").write_text(re.findall(r"```yaml\n(.+?)```", layouts, re.S)[0], encoding="utf-8")
    codes = Workbook()
    assert codes.active is not None
    for row in (("科目编码", "科目名称"), *catalogue("functional", 2024).items()):
        codes.active.append(row)
    codes.save(folder / "代码表.xlsx")
    return folder


@pytest.fixture
def desk(tmp_path: Path, there: Path, few_rows: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it; LibreOffice is not there, which is slow."""
    del few_rows
    copytree(there, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    monkeypatch.setattr(processes, "outcomes", in_this_process)
    return tmp_path


def put_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("page", MANUAL)
def test_the_commands_of_a_page_do_what_it_says(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    fences = FENCE.findall(MANUAL[page])
    assert {kind for kind, _ in fences} <= {"sh", "text", "bash"}
    for (kind, commands), (next_kind, told) in zip(fences, [*fences[1:], ("", "")], strict=True):
        if kind != "sh":
            continue
        expected = told.splitlines() if next_kind == "text" else []
        refused = any(line.startswith("xlbudget：") for line in expected)
        for command in commands.splitlines():
            program, *words = shlex.split(command)
            assert program == "xlbudget"
            status = main(words)
            out, err = capsys.readouterr()
            # The other book that is checked is a template, in which nothing is filled.
            wrong = words[0] == "check" and words[1].endswith((BOOK, PAPER, "某某局-2025.xlsx", "各单位"))
            assert status == (2 if refused else int(wrong)), f"{command}\n{out}{err}"
            said = (out + err).splitlines()
        for line in expected:
            pattern = re.escape(line).replace("…", ".*")
            assert any(re.fullmatch(pattern, one) for one in said), f"{line}\n{said}"


# ---------------------------------------------------------------- nothing is left out


def commands(of: ArgumentParser, name: str = "xlbudget") -> Iterator[tuple[str, str]]:
    """Every command, and each of its options."""
    for action in of._actions:
        if isinstance(action.choices, dict):
            for one, its in action.choices.items():
                yield from commands(its, f"{name} {one}")
        else:
            yield from ((name, option) for option in action.option_strings if option.startswith("--"))


def test_every_command_and_option_is_explained() -> None:
    """On a page of the manual or on that of the add-in."""
    others = [(ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("addin.md", "wps.md")]
    pages = "\n".join((*MANUAL.values(), *others))
    there = set(commands(parser()))
    assert len(there) > 30
    assert [name for name, _ in there if not re.search(rf"{name}\b", pages)] == []
    assert {option for _, option in there if f"{option}" not in pages} == {"--help", "--output"}  # -o


def test_every_button_that_is_named_exists() -> None:
    named = {
        name for text in MANUAL.values() for told in re.findall(r"就按 (\S+)", text) for name in told.split("**")[1::2]
    }
    assert len(named) > 3
    assert named <= {one.label for one in buttons()}


def test_every_input_sheet_that_is_always_there_is_explained() -> None:
    for name in ("单位", "科目", "收入", "支出", "结转结余", "经济分类", "三公经费"):
        assert f"`录入-{name}`" in MANUAL["fill"]


def test_every_input_sheet_that_is_named_exists() -> None:
    named = {name for text in (FRONT, *MANUAL.values()) for name in re.findall(r"录入-([\u4e00-\u9fff]+)", text)}
    assert named - {sheet.name.removeprefix("录入-") for sheet in SHEETS} == set()


# ---------------------------------------------------------------- the first half hour in Excel

STEPS = re.findall(r"^\d\. .+?(?=^\d\. |\n\n)", FRONT.partition("## 头半小时")[2], re.S | re.M)[:8]


def type_in(book: Light, step: str) -> None:
    """What a step tells to type: on which sheet, beside which label or below which heading, in which row."""
    (sheet,) = re.findall(r"到 `(录入-.+?)`", step)
    told = dict(re.findall(r"“(\S+?)”[填选] `(.+?)`", step))
    typed = {what: float(value) if re.fullmatch(r"\d{1,6}", value) else value for what, value in told.items()}
    assert typed
    labels = [str(row[0].value) for row in book[sheet].iter_rows(min_row=HEADER.get(sheet, 4) + 1)]
    if typed.keys() <= set(labels):
        for label, value in typed.items():
            book[sheet].cell(HEADER.get(sheet, 4) + 1 + labels.index(label), 2).value = value
    else:
        code = re.search(r"，(\d{5}) .+那一行", step)
        type_row(book, sheet, labels.index(code[1]) if code else 0, typed)


def row_of(values: Values, sheet: str, *words: str, nth: int = 0) -> list[Any]:
    """What stands on the first row that has all the words, or the ``nth``."""
    rows: dict[str, list[Any]] = {}
    for cell, value in values[sheet].items():
        rows.setdefault(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), []).append(value)
    return [row for row in rows.values() if set(words) <= set(row)][nth]


@pytest.mark.usefixtures("few_rows")
def test_the_first_half_hour_goes_as_the_front_page_says() -> None:
    assert len(STEPS) == 8
    book = Light(write(template(2025, projects=1).book))
    for step in (*STEPS[1:4], STEPS[5]):
        type_in(book, step)
    wrong = computing.recalculate(saved(book))
    assert {"某某局", "2025年度　部门决算与绩效自评工作簿"} <= set(wrong["封面"].values())
    for sheet in ("录入-收入", "录入-支出"):
        assert on_contents(wrong["目录"])[sheet][2] == FINE
    for words in (("201",), ("20104",), ("2010450", "事业运行"), ("合计",)):
        assert " ".join(words) in STEPS[4]
        assert 200 in row_of(wrong, "公开03", *words)
    for number in re.findall(r"\d\d", STEPS[4].partition("公开01")[1] + STEPS[4].partition("公开01")[2]):
        assert 200 in wrong[f"公开{number}"].values()
    (remedy,) = re.findall(r"“(核对 .+?)”", STEPS[5])
    found = row_of(wrong, "校验", remedy, nth=-1)
    assert {200, 190, 10, "不符"} <= set(found)
    assert wrong["公开05"][next(cell for cell in found if re.fullmatch(r"[A-Z]\d", str(cell)))] == 200
    assert "不符 1" in on_contents(wrong["目录"])["公开05"][2]
    assert "“金额”改成 `200`" in STEPS[6]
    type_in(book, STEPS[5].replace("`190`", "`200`"))
    right = computing.recalculate(saved(book))
    assert "通过" in row_of(right, "校验", remedy)
    assert not [cell for cell in right["目录"].values() if re.search("不符 [1-9]", str(cell))]
