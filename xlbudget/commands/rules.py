"""``xlbudget rules``: the catalogue of the rules."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from xlbudget.check.catalogue import as_json, as_markdown, as_text
from xlbudget.commands import console


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="怎样输出")


def run(arguments: Namespace) -> int:
    match arguments.format:
        case "json":
            console.send(as_json())
        case "markdown":
            console.send(as_markdown())
        case _:
            console.say(as_text())
    return 0
