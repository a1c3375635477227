"""The command line: arguments in, files and messages out; what the commands do lives elsewhere."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from xlbudget import __version__
from xlbudget.commands.addin import add_to as _addin
from xlbudget.commands.on_a_book import add_to as _actions
from xlbudget.commands.subjects import add_to as _codes
from xlbudget.disk.encoding import json_text, utf8
from xlbudget.disk.interrupts import stoppable
from xlbudget.errors import BadData, BadUsage, EngineFailed, NeedsMoreBits, XlbudgetError

if TYPE_CHECKING:
    from xlbudget.language.form import Form
    from xlbudget.sheets.book import Book


WORKBOOK = (".xlsx",)
REPORTS = {"json": (".json", ""), "html": (".html", ".htm", ""), "text": (".txt", "")}
"""Format → what its file may end with, if with anything."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadUsage(f"命令写法有误：{_translated(message)}；用法见 xlbudget --help。")


_PHRASES = {
    "the following arguments are required: ": "缺少参数 ",
    "unrecognized arguments: ": "多余的参数 ",
    "ignored explicit argument ": "后面不带值，多了 ",
    "argument ": "参数 ",
    "invalid int value: ": "应为整数，不能是 ",
    "expected one argument": "后面应跟一个值",
    "invalid choice: ": "不能是 ",
    "choose from ": "可选 ",
    "ambiguous option: ": "选项写得不全：",
    " could match ": " 可以是 ",
}


def _translated(message: str) -> str:
    for english, chinese in _PHRASES.items():
        message = message.replace(english, chinese)
    return message


def parser() -> argparse.ArgumentParser:
    main_parser = _Parser(prog="xlbudget", description="部门决算与绩效自评工作簿：每个数只填一次，其余都是公式。")
    main_parser.add_argument("--version", action="version", version=f"xlbudget {__version__}")
    commands = main_parser.add_subparsers(dest="command", required=True, metavar="命令", parser_class=_Parser)
    build = commands.add_parser("build", help="由数据文件生成一个单位一年的工作簿")
    build.add_argument("data", type=Path, metavar="DATA.json", help="数据文件")
    build.add_argument("-o", "--output", type=Path, required=True, metavar="BOOK.xlsx", help="写到哪里")
    build.add_argument("--layout", type=Path, metavar="LAYOUT.yaml", help="程序里没有的地区：它的版式文件")
    build.add_argument("--force", action="store_true", help="目标已存在时覆盖它")
    build.set_defaults(run=_build)
    read = commands.add_parser("read", help="把工作簿里填的数读回成数据文件")
    read.add_argument("book", type=Path, metavar="BOOK.xlsx", help="工作簿；不会改动它")
    read.add_argument("-o", "--output", type=Path, required=True, metavar="DATA.json", help="写到哪里")
    read.add_argument("--layout", type=Path, metavar="LAYOUT.yaml", help="程序里没有的地区：它的版式文件")
    read.add_argument("--force", action="store_true", help="目标已存在时覆盖它")
    read.set_defaults(run=_read)
    _checking(commands)
    _codes(commands, _Parser, _say)
    _new_year(commands)
    _actions(commands, _say, _progress)
    _addin(commands, _Parser, _say)
    return main_parser


def _checking(commands: Any) -> None:
    check = commands.add_parser("check", help="重算工作簿，找出自相矛盾的地方；有不符退出码为 1")
    check.add_argument("book", type=Path, metavar="BOOK.xlsx", help="工作簿；不会改动它")
    check.add_argument(
        "--engine", choices=("formualizer", "formulas", "libreoffice"), default="formualizer", help="用哪个引擎重算"
    )
    check.add_argument("--format", choices=("text", "json", "html"), default="text", help="怎样输出")
    check.add_argument("-o", "--output", type=Path, metavar="FILE", help="写到文件，不写就印出来")
    check.add_argument("--layout", type=Path, metavar="LAYOUT.yaml", help="程序里没有的地区：它的版式文件")
    check.add_argument("--force", action="store_true", help="目标已存在时覆盖它")
    check.set_defaults(run=_check)
    rules = commands.add_parser("rules", help="列出全部校验规则")
    rules.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="怎样输出")
    rules.set_defaults(run=_rules)


def _new_year(commands: Any) -> None:
    new = commands.add_parser("new", help="新的一年：空的模板，或由上年的工作簿结转")
    new.add_argument("--year", type=int, required=True, metavar="年度", help="新工作簿的年度")
    new.add_argument("--from", dest="source", type=Path, metavar="BOOK.xlsx", help="上年的工作簿；不会改动它")
    new.add_argument("--unit", metavar="单位名称", help="模板里的单位名称；与 --from 同用是改名")
    new.add_argument("--layout", metavar="版式", help="湖南长沙（不写就是它）、上海，或一个版式文件的路径")
    new.add_argument("--projects", type=int, metavar="个数", help="模板里备几个项目，各有一张附件3；不写就是 3 个")
    new.add_argument("-o", "--output", type=Path, metavar="NEW.xlsx", help="写到哪里；不写就是 单位名称-年度.xlsx")
    new.add_argument("--force", action="store_true", help="目标已存在时覆盖它")
    new.set_defaults(run=_new)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it did what it says, 2 with one Chinese sentence on stderr when it did not."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # 终端的编码放不下的字写成转义，不因此中断。
            stream.reconfigure(errors="backslashreplace")
    try:
        with stoppable():
            if sys.maxsize < 2**32:
                raise NeedsMoreBits(Path(sys.executable))
            arguments = parser().parse_args(argv)
            code: int = arguments.run(arguments)
            return code
    except XlbudgetError as error:
        if error.__cause__ is not None:
            from xlbudget.commands.unforeseen import logged

            logged(error, sys.argv[1:] if argv is None else argv)
        _say(f"xlbudget：{error}", sys.stderr)
        return 2
    except SystemExit:
        raise
    except KeyboardInterrupt:
        # 关掉终端、系统要它结束，与按 Ctrl+C 一样收拾干净。
        _say("xlbudget：已中断，没有写完的都没有留下。", sys.stderr)
        return 130
    except BaseException as error:  # 引擎崩溃时抛的也不是 Exception。
        from xlbudget.commands.unforeseen import unforeseen

        _say(f"xlbudget：{unforeseen(error, sys.argv[1:] if argv is None else argv)}", sys.stderr)
        return 2


def _say(text: str, stream: TextIO) -> None:
    """Print a line; a reader that has gone away is no reason to fail."""
    try:
        print(text, file=stream, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _send(text: str) -> None:
    """Print what another program reads: UTF-8, whatever the console or the pipe is set to."""
    if (stream := getattr(sys.stdout, "buffer", None)) is None:
        return _say(text, sys.stdout)
    try:
        sys.stdout.flush()
        stream.write(utf8(f"{text}\n"))
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _progress(text: str) -> None:
    """What is being done, for a person who watches."""
    if sys.stderr.isatty():
        _say(f"{text}……", sys.stderr)


def _build(arguments: argparse.Namespace) -> int:
    from xlbudget.datafile.file import load
    from xlbudget.disk.output_files import check_target, put
    from xlbudget.regions.forms import form_of
    from xlbudget.sheets.book import assemble

    target: Path = arguments.output
    check_target(target, arguments.force, arguments.data, arguments.layout, endings=WORKBOOK)
    data = load(arguments.data)
    try:
        # 几万个单元格活到最后，其间回收垃圾只是白费四分之一的时间。
        gc.disable()
        _progress("排表、写公式、计算")
        book = assemble(data, form_of(data.layout, _form(arguments)))
        package = _rendered(book)
    except BadData as error:
        raise error.in_file(arguments.data) from None
    finally:
        gc.enable()
    put(target, package, arguments.force, final=True)
    _say(f"已写出 {target}：{data.unit} {data.year} 年度，{sum(not s.hidden for s in book.sheets)} 张表", sys.stdout)
    return 0


def _form(arguments: argparse.Namespace) -> Form | None:
    """The form in the layout file that the user names."""
    from xlbudget.regions.forms import form_in

    return form_in(arguments.layout) if arguments.layout is not None else None


def _named(arguments: argparse.Namespace) -> Form | None:
    """The form that the user names, one of the program's or one in a file."""
    from xlbudget.regions.forms import form_named

    return form_named(arguments.layout) if arguments.layout is not None else None


def _rendered(book: Book) -> bytes:
    """The finished workbook; without values where the engine refuses (it does when there are too many formulas)."""
    from xlbudget.workbook import render
    from xlbudget.workbook.files import settled
    from xlbudget.workbook.write import write

    try:
        return render(book)
    except EngineFailed as error:
        # 没有缓存值的工作簿照样能用，打开时自动计算。
        _say(f"提示：{error}文件里没有写入算得的值，用 Excel、WPS 或 LibreOffice 打开时会自动计算。", sys.stderr)
        return settled(write(book))


def _new(arguments: argparse.Namespace) -> int:
    from xlbudget.disk.output_files import check_target, put
    from xlbudget.years import template as empty

    year: int = arguments.year
    source: Path | None = arguments.source
    if arguments.output is not None:
        check_target(arguments.output, arguments.force, source, endings=WORKBOOK)
    try:
        gc.disable()
        if source is None:
            _progress("排表、写公式、计算")
            unit = empty.UNIT if arguments.unit is None else arguments.unit
            projects = empty.PROJECTS if arguments.projects is None else arguments.projects
            made = empty.template(year, unit, _named(arguments), projects)
        else:
            from xlbudget.years.roll_forward import roll

            if arguments.projects is not None:
                raise BadUsage("命令写法有误：--projects 只用于空的模板；结转时项目随源文件。")
            _progress("读上年的工作簿、重算、结转")
            made = roll(source, year, arguments.unit, _named(arguments))
        target: Path = arguments.output or made.file_name
        check_target(target, arguments.force, source)
        package = _rendered(made.book)
    finally:
        gc.enable()
    put(target, package, arguments.force, final=True)
    for note in made.notes:
        _say(f"提示：{note}", sys.stderr)
    _say(f"已写出 {target}：{made.said}", sys.stdout)
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from xlbudget.check.as_html import page
    from xlbudget.check.as_text import text
    from xlbudget.check.workbook_check import check
    from xlbudget.disk.output_files import check_target, put

    target: Path | None = arguments.output
    if target is not None:
        check_target(target, arguments.force, arguments.book, endings=REPORTS[arguments.format])
    _progress("读录入格、重算、核对")
    try:
        gc.disable()
        report = check(arguments.book, arguments.engine, _form(arguments))
    finally:
        gc.enable()
    match arguments.format:
        case "json":
            shown = json_text(report.as_json())
        case "html":
            shown = page(report)
        case _:
            shown = text(report)
    if target is not None:
        put(target, utf8(f"{shown}\n"), arguments.force, final=True)
        counts = report.counts
        _say(
            f"已写出 {target}：不符 {counts['error']}，提示 {counts['warning']}，尾差 {counts['rounding']}", sys.stdout
        )
    elif arguments.format == "text":
        _say(shown, sys.stdout)
    else:
        _send(shown)
    return 1 if report.failed else 0


def _rules(arguments: argparse.Namespace) -> int:
    from xlbudget.check.example_book import example_book
    from xlbudget.sheets.rules.catalogue import as_json, as_markdown, as_text

    match arguments.format:
        case "json":
            _send(as_json(example_book()))
        case "markdown":
            _send(as_markdown(example_book()))
        case _:
            _say(as_text(), sys.stdout)
    return 0


def _read(arguments: argparse.Namespace) -> int:
    from xlbudget.datafile.file import save
    from xlbudget.disk.output_files import check_target, put
    from xlbudget.reading import read_book

    target: Path = arguments.output
    check_target(target, arguments.force, arguments.book, endings=(".json",))
    _progress("读录入表")
    reading = read_book(arguments.book, _form(arguments))
    put(target, save(reading.data).encode("utf-8"), arguments.force, final=True)
    for oddity in reading.oddities:
        _say(f"提示：{oddity}", sys.stderr)
    about = f"，有 {len(reading.oddities)} 处要看一看" if reading.oddities else ""
    content = reading.data.content
    _say(f"已写出 {target}：{content['单位']['名称']} {content.get('年度', '')} 年度{about}", sys.stdout)
    return 0
