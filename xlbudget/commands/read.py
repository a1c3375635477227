"""``xlbudget read``: what a workbook's input cells hold, as a data file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xlbudget import read_workbook
from xlbudget.commands import arguments as common
from xlbudget.commands import console
from xlbudget.datafile import file
from xlbudget.disk.output_files import check_target, put
from xlbudget.reading.package import Package
from xlbudget.units.years.rebuild import users_own_in


def add_arguments(parser: ArgumentParser) -> None:
    common.add_book(parser)
    common.add_output(parser, "DATA.json")
    common.add_layout(parser)
    common.add_subjects(parser)
    common.add_force(parser)


def run(arguments: Namespace) -> int:
    target: Path = arguments.output
    check_target(target, arguments.force, arguments.book, *arguments.subjects, endings=(".json",))
    reading = read_workbook(
        arguments.book, layout=arguments.layout, subjects=common.subjects(arguments), progress=console.progress
    )
    put(target, file.save(reading.data).encode("utf-8"), arguments.force, final=True)
    for oddity in reading.oddities:
        console.note(str(oddity))
    for lost in users_own_in(Package.open(arguments.book), reading).said():
        console.note(f"{lost}；要带上的用 xlbudget rebuild")
    about = f"，有 {len(reading.oddities)} 处要看一看" if reading.oddities else ""
    content = reading.data.content
    console.say(f"已写出 {target}：{content['单位']['名称']} {content.get('年度', '')} 年度{about}")
    return 0
