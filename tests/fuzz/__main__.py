"""``python -m tests.fuzz [--data 2000] [--packages 500]``: what is not said in one sentence, and what takes longest."""

from __future__ import annotations

import argparse
import contextlib
import os
import warnings
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from unittest.mock import patch

from tests.conftest import fewer_rows
from tests.fuzz.spoil import Spoil, data_file, package
from tests.helpers.building import assemble
from tests.helpers.checking import little_unit
from xlbudget.commands.main import main
from xlbudget.datafile.file import Data
from xlbudget.workbook.render import render

SHOWN = 5


def run(spoil: Spoil, count: int, name: str, *command: str) -> list[str]:
    """The command on each of the files: how many end how, the slowest (processor seconds), what is wrong."""
    codes: dict[int, int] = {}
    slow: list[tuple[float, int]] = []
    wrong: list[str] = []
    with (
        TemporaryDirectory() as folder,
        contextlib.chdir(folder),
        patch.dict(os.environ, XDG_STATE_HOME=folder),
    ):
        for seed in range(count):
            Path(name).write_bytes(spoil(seed))
            out, err, started = StringIO(), StringIO(), process_time()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = main(list(command))
            slow.append((process_time() - started, seed))
            codes[code] = codes.get(code, 0) + 1
            if code not in (0, 1, 2) or "意外" in err.getvalue() or (code == 2 and err.getvalue().count("\n") != 1):
                wrong.append(f"  种子 {seed}：退出码 {code}，{err.getvalue().strip()[:200]}")
    slowest = "，".join(f"{seconds:.1f}（种子 {seed}）" for seconds, seed in sorted(slow, reverse=True)[:SHOWN])
    ended = "，".join(f"{code}：{times}" for code, times in sorted(codes.items()))
    return [f"{command[0]} {count} 个；退出码 {ended}；最慢的处理器秒 {slowest}；说得不对的 {len(wrong)}", *wrong]


def fuzz(data: int, packages: int) -> None:
    warnings.simplefilter("ignore")
    with fewer_rows():
        content = little_unit()
        whole = render(assemble(Data(content)))
        for lines in (
            run(lambda seed: package(whole, seed), packages, "book.xlsx", "check", "book.xlsx"),
            run(
                lambda seed: data_file(content, seed),
                data,
                "data.json",
                "build",
                "data.json",
                "-o",
                "b.xlsx",
                "--force",
            ),
        ):
            print("\n".join(lines), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--data", type=int, default=2000)
    parser.add_argument("--packages", type=int, default=500)
    given = parser.parse_args()
    fuzz(given.data, given.packages)
