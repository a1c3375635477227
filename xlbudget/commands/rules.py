"""``xlbudget rules``: the catalogue of the rules."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from xlbudget.check.example_book import example_book
from xlbudget.commands import console
from xlbudget.sheets.catalogue import as_json, as_markdown, as_text


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="怎样输出")


def run(arguments: Namespace) -> int:
    match arguments.format:
        case "json":
            console.send(as_json(example_book))
        case "markdown":
            console.send(as_markdown(example_book))
        case _:
            console.say(as_text())
    return 0
