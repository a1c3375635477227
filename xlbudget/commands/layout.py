"""``xlbudget layout``: what a region's layout is and in what it differs from the national form; the start of one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xlbudget.commands import arguments as common
from xlbudget.commands import console
from xlbudget.disk.output_files import check_target, put
from xlbudget.regions import forms
from xlbudget.regions.build_form import assembled
from xlbudget.regions.explain import explained, started

YAML = (".yaml", ".yml")


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="做什么")
    check = actions.add_parser("check", help="看一个版式写得对不对，与通用表式有什么不同")
    check.add_argument("layout", metavar="FILE", help=f"版式文件，或自带的：{'、'.join(forms.BUILT_IN)}")
    new = actions.add_parser("new", help="起一个新的版式文件")
    new.add_argument(
        "--from", dest="source", required=True, metavar="版式", help="从哪个起：自带的名称，或一个版式文件"
    )
    common.add_output(new, "FILE.yaml", "写到哪里；文件名就是新版式的名称")
    common.add_force(new)


def run(arguments: Namespace) -> int:
    return _check(arguments) if arguments.action == "check" else _new(arguments)


def _check(arguments: Namespace) -> int:
    layers = forms.layers_named(arguments.layout)
    for line in explained(assembled(forms.common(), *layers), layers, forms.common()):
        console.say(line)
    return 0


def _new(arguments: Namespace) -> int:
    target: Path = arguments.output
    check_target(target, arguments.force, Path(arguments.source), endings=YAML)
    form = forms.form_named(arguments.source)
    put(target, started(arguments.source, form, target).encode("utf-8"), arguments.force, final=True)
    console.say(
        f"已写出 {target}：承自 {form.name}，印 {len(form.tables)} 张表；改好用 xlbudget layout check {target} 看"
    )
    return 0
