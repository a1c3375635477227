"""``xlbudget check``: a workbook judged, or many; exit status 1 when something in one is 不符 or 未填."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xlbudget import check_workbook
from xlbudget.check.as_html import page
from xlbudget.check.as_text import numbers, text
from xlbudget.commands import arguments as common
from xlbudget.commands import console, several
from xlbudget.disk.encoding import json_text, utf8
from xlbudget.disk.output_files import check_target, put
from xlbudget.workbook.engines.by_file import ENGINES

ENDINGS = {"text": (".txt", ""), "json": (".json", ""), "html": (".html", ".htm", "")}
"""Format → what its file may end with, if with anything."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "book",
        type=Path,
        nargs="+",
        metavar="BOOK.xlsx|FOLDER",
        help="工作簿，或公开的 PDF、Word 和别人的表；几个，或装着它们的文件夹；不会改动它们",
    )
    parser.add_argument("--engine", choices=ENGINES, default="formualizer", help="用哪个引擎重算")
    parser.add_argument("--format", choices=tuple(ENDINGS), default="text", help="怎样输出")
    common.add_output(parser, "FILE|FOLDER", "写到文件，几本的写到文件夹；不写就印出来", required=False)
    common.add_layout(parser)
    common.add_subjects(parser)
    parser.add_argument("--together", action="store_true", help="工作簿登记的公布的数，另判能不能同时成立（要 scipy）")
    common.add_force(parser)
    several.add_many(parser)


def run(arguments: Namespace) -> int:
    target: Path | None = arguments.output
    if several.wanted(arguments, arguments.book):
        return several.run_many(arguments, arguments.book, arguments.format, target)
    (book,) = arguments.book
    if target is not None:
        check_target(target, arguments.force, book, *arguments.subjects, endings=ENDINGS[arguments.format])
    report = check_workbook(
        book,
        arguments.engine,
        layout=arguments.layout,
        subjects=common.subjects(arguments),
        together=arguments.together,
        progress=console.progress,
    )
    match arguments.format:
        case "json":
            shown = json_text(report.as_json())
        case "html":
            shown = page(report)
        case _:
            shown = text(report)
    if target is not None:
        put(target, utf8(f"{shown}\n"), arguments.force, final=True)
        console.say(f"已写出 {target}：{numbers(report)}")
    else:
        (console.say if arguments.format == "text" else console.send)(shown)
    return 1 if report.failed else 0
