"""``xlbudget import``: the tables and documents that a unit has, as a data file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xlbudget import import_documents
from xlbudget.commands import arguments as common
from xlbudget.commands import console
from xlbudget.datafile import file
from xlbudget.disk.encoding import json_text, utf8
from xlbudget.disk.output_files import check_target, put
from xlbudget.regions.forms import BUILT_IN


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="一个单位的表和文件：.pdf .docx .xlsx .xls .csv .html"
    )
    common.add_output(parser, "DATA.json")
    parser.add_argument(
        "--layout", metavar="LAYOUT", help=f"{'、'.join(BUILT_IN)}，或版式文件；不写就取与表名、表号相符的"
    )
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="每个数来自哪里，哪些没有读懂")
    common.add_force(parser)


def run(arguments: Namespace) -> int:
    target: Path = arguments.output
    report: Path | None = arguments.report
    check_target(target, arguments.force, *arguments.files, endings=(".json",))
    if report is not None:
        check_target(report, arguments.force, *arguments.files, target, endings=(".json",))
    found = import_documents(arguments.files, layout=arguments.layout, progress=console.progress)
    put(target, file.save(found.data).encode("utf-8"), arguments.force, final=report is None)
    if report is not None:
        put(report, utf8(f"{json_text(found.as_json())}\n"), arguments.force, final=True)
    for left in found.left:
        console.note(str(left))
    if found.missing:
        console.note(f"没有找到的表：{'、'.join(found.missing)}")
    console.say(
        f"已写出 {target}：{found.data.unit} {found.data.year} 年度（{found.form.name}），"
        f"录入 {len(found.places)} 个数，公开数 {len(found.published)} 个"
        + (f"，{len(found.left)} 处没有读懂" if found.left else "")
    )
    if report is not None:
        console.say(f"每个数的来处在 {report}")
    return 0
