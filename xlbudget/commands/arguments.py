"""Arguments that several commands have, and what they stand for."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from xlbudget.commands import console
from xlbudget.disk.output_files import put
from xlbudget.language.form import Form

if TYPE_CHECKING:
    from xlbudget.reading.own_subjects import OwnSubjects
    from xlbudget.workbook.render import WorkbookFile

XLSX = (".xlsx",)
"""What the name of a workbook ends with."""


def add_book(parser: ArgumentParser, help: str = "工作簿；不会改动它") -> None:
    parser.add_argument("book", type=Path, metavar="BOOK.xlsx", help=help)


def add_output(parser: ArgumentParser, metavar: str, help: str = "写到哪里", required: bool = True) -> None:
    parser.add_argument("-o", "--output", type=Path, required=required, metavar=metavar, help=help)


def add_layout(parser: ArgumentParser) -> None:
    parser.add_argument("--layout", type=Path, metavar="LAYOUT.yaml", help="程序里没有的地区：它的版式文件")


def add_subjects(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--subjects",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="程序里没有的科目：代码表（.xlsx）或目录（.csv），文件名里的年度就是它的年度；可以写几次",
    )


def subjects(arguments: Namespace) -> OwnSubjects:
    """The catalogues that the user names; what is odd about them is said."""
    from xlbudget.reading.own_subjects import own_subjects

    own = own_subjects(arguments.subjects)
    for note in own.notes:
        console.note(note)
    return own


def add_force(parser: ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="目标已存在时覆盖它")


def form(arguments: Namespace) -> Form | None:
    """The form in the layout file that the user names."""
    from xlbudget.regions.forms import form_in

    return form_in(arguments.layout) if arguments.layout is not None else None


def written(made: WorkbookFile, target: Path, force: bool) -> int:
    """Write a workbook that was made, and say so; the exit status."""
    if made.refusal:
        console.note(made.refusal)
    put(target, made.content, force, final=True)
    for note in made.notes:
        console.note(note)
    console.say(f"已写出 {target}：{made.said}")
    return 0


def percentage(text: str) -> float:
    """A number of percent, above 0 and up to 100."""
    try:
        rate = float(text)
    except ValueError:
        rate = 0
    if not 0 < rate <= 100:
        raise ArgumentTypeError(f"应为大于 0、不超过 100 的数，不能是 {text}")
    return rate
