"""``xlbudget read``: what a workbook's input cells hold, as a data file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xlbudget.commands import arguments as common
from xlbudget.commands import console
from xlbudget.datafile import file
from xlbudget.disk.output_files import check_target, put
from xlbudget.reading.reader import read_book


def add_arguments(parser: ArgumentParser) -> None:
    common.add_book(parser)
    common.add_output(parser, "DATA.json")
    common.add_layout(parser)
    common.add_force(parser)


def run(arguments: Namespace) -> int:
    target: Path = arguments.output
    check_target(target, arguments.force, arguments.book, endings=(".json",))
    console.progress("读录入表")
    reading = read_book(arguments.book, common.form(arguments))
    put(target, file.save(reading.data).encode("utf-8"), arguments.force, final=True)
    for oddity in reading.oddities:
        console.note(str(oddity))
    about = f"，有 {len(reading.oddities)} 处要看一看" if reading.oddities else ""
    content = reading.data.content
    console.say(f"已写出 {target}：{content['单位']['名称']} {content.get('年度', '')} 年度{about}")
    return 0
