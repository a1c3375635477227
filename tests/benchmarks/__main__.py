"""How long the commands take, beside peers in the same run; ``--markdown`` writes docs/performance.md.

    python -m tests.benchmarks [--runs N] [--growth] [--formulas] [--markdown]

Machines differ and are noisy: what counts are the ratios, to the start of Python with openpyxl above all.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import ROOT, Run, interleaved, xlbudget
from xlbudget.workbook.engines import libreoffice

SAMPLE = ROOT / "samples" / "changsha-2023.json"
SHANGHAI = ROOT / "samples" / "putuo-2025.json"
PAGE = ROOT / "docs" / "performance.md"
START = "python -c 'import openpyxl'"
SIZES = (100, 300, 1000, 2000)
"""Entries of 支出, and as many of 收入."""
PROJECTS, FIGURES = 300, 20_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--growth", action="store_true", help="另量条目数的增长")
    parser.add_argument("--formulas", action="store_true", help="另用 formulas 核对一次，要几分钟")
    parser.add_argument("--markdown", action="store_true", help="写到 docs/performance.md（连同增长）")
    given = parser.parse_args()
    lines = []
    for line in _page(given.runs, given.growth or given.markdown, given.formulas):
        print(line, flush=True)
        lines.append(line)
    if given.markdown:
        PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _page(runs: int, growth: bool, formulas: bool) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built, saved = folder / "built.xlsx", folder / "office" / "built.xlsx"
        interleaved({"build": xlbudget("build", SAMPLE, "-o", built)}, 1)
        (folder / "office").mkdir()
        libreoffice.convert(built, "xlsx", folder / "office")
        document = _published(folder)
        commands = {
            START: [sys.executable, "-c", "import openpyxl"],
            "build": xlbudget("build", SAMPLE, "-o", folder / "b.xlsx", "--force"),
            "check，生成的": xlbudget("check", built),
            "check，LibreOffice 存过的": xlbudget("check", saved),
            "read": xlbudget("read", built, "-o", folder / "r.json", "--force"),
            "new": xlbudget("new", "--year", 2025, "-o", folder / "n.xlsx", "--force"),
            "new --from": xlbudget("new", "--from", built, "--year", 2024, "-o", folder / "f.xlsx", "--force"),
            "export --what 公开表，不转 PDF": [*_exported(built)],
            "import，一份 29 页的 PDF": xlbudget("import", document, "-o", folder / "i.json", "--force"),
            "check，一份 29 页的 PDF": xlbudget("check", document),
        }
        peers = {
            START: commands[START],
            "LibreOffice 打开、重算、存": [*_office(built, folder)],
            "check --engine libreoffice": xlbudget("check", built, "--engine", "libreoffice"),
        }
        if formulas:
            peers["check --engine formulas"] = xlbudget("check", built, "--engine", "formulas")
        yield "# 快慢"
        yield ""
        yield "本页由 `python -m tests.benchmarks --markdown` 生成，都是整个进程，样例 2023 年度。"
        yield "先各跑一遍不计：程序装好后头一次运行要编译，以后不用。"
        yield f"机器有快有慢、有忙有闲，要看的是倍数：同一次里 `{START}` 的几倍。"
        yield ""
        # Compiled by then, and in the system's cache.
        interleaved(commands, 1)
        yield from _table("两个核", interleaved(commands, runs))
        yield from _table("一个核", interleaved(commands, max(runs // 2, 1), cores=1))
        yield from _table("别的引擎", interleaved(peers, 1))
        if growth:
            yield from _growth(folder)


def _published(folder: Path) -> Path:
    """A publication as a PDF: nine tables and the narrative."""
    book = folder / "published.xlsx"
    interleaved({"build": xlbudget("build", SHANGHAI, "-o", book)}, 1)
    (papers := folder / "papers").mkdir()
    interleaved({"export": xlbudget("export", book, "--what", "决算说明", "-o", papers)}, 1)
    (text,) = papers.glob("*.docx")
    libreoffice.convert(text, "pdf", papers)
    return text.with_suffix(".pdf")


def _table(title: str, found: dict[str, Run]) -> Iterator[str]:
    start = found[START].wall
    yield f"## {title}"
    yield ""
    yield "| 命令 | 秒 | 处理器秒 | 倍数 | 内存 MiB |"
    yield "|---|---:|---:|---:|---:|"
    for name, run in found.items():
        shown = f"`{name}`" if name == START else name
        yield f"| {shown} | {run.wall:.2f} | {run.cpu:.2f} | {run.wall / start:.1f} | {run.memory:.0f} |"
    yield ""


def _growth(folder: Path) -> Iterator[str]:
    """The sample with more and more codes: time an entry stays the same; then with more of the rest."""
    yield "## 条目多了"
    yield ""
    yield "样例的支出、收入各换成这么多个项级科目。"
    yield ""
    yield from _sizes("条目", {str(size): _of_codes(size) for size in SIZES}, folder)
    yield "## 项目多了，公布的数多了"
    yield ""
    yield f"样例的项目换成 {PROJECTS} 个，各有自评；公布的数重复到 {FIGURES} 个。"
    yield ""
    large = {f"{PROJECTS} 个项目": _of_projects(PROJECTS), f"{FIGURES} 个公布的数": _of_figures(FIGURES)}
    yield from _sizes("数据", large, folder)


def _sizes(what: str, contents: Mapping[str, dict[str, Any]], folder: Path) -> Iterator[str]:
    yield f"| {what} | build 秒 | check 秒 | build 处理器秒 | check 处理器秒 | build 内存 MiB |"
    yield "|---:|---:|---:|---:|---:|---:|"
    data, book = folder / "large.json", folder / "large.xlsx"
    for name, content in contents.items():
        data.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        build = interleaved({"": xlbudget("build", data, "-o", book, "--force")}, 1)[""]
        check = interleaved({"": xlbudget("check", book)}, 1)[""]
        seconds = (build.wall, check.wall, build.cpu, check.cpu)
        yield f"| {name} | {' | '.join(f'{one:.1f}' for one in seconds)} | {build.memory:.0f} |"
    yield ""


def _sample() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return content


def _of_projects(count: int) -> dict[str, Any]:
    """The first project and its self-evaluation so many times."""
    content = _sample()
    whole, one, *_ = content["绩效自评"]
    names = [f"项目{number}" for number in range(1, count + 1)]
    content["项目"] = [{**content["项目"][0], "名称": name} for name in names]
    content["绩效自评"] = [whole, *({**one, "对象": name} for name in names)]
    # What is worked out names the projects of the sample.
    content["事实"] = [fact for fact in content["事实"] if "式" not in fact]
    return content


def _of_figures(count: int) -> dict[str, Any]:
    """The published figures over and over, each time at another 处."""
    content = _sample()
    printed = content["公开数"]
    rounds = range(-(-count // len(printed)))
    again = [{**entry, "处": f"{entry.get('处', '')}{n or ''}"} for n in rounds for entry in printed]
    content["公开数"] = again[:count]
    return content


def _of_codes(size: int) -> dict[str, Any]:
    content = _sample()
    codes = [
        f"{kind}{group:02}{item:02}" for kind in range(201, 230) for group in range(1, 60) for item in range(1, 60)
    ]
    source = "一般公共预算财政拨款"
    content["支出"] = [
        {"科目": code, "资金来源": source, "基本支出": 1.5, "项目支出": 2} for code in codes[: 47 * size : 47]
    ]
    content["收入"] = [{"科目": code, "一般公共预算财政拨款收入": 3.5} for code in codes[: 47 * size : 47]]
    return content


def _exported(book: Path) -> Iterator[str]:
    yield from (sys.executable, "-c")
    yield f"import xlbudget; xlbudget.export_workbook({str(book)!r}, '公开表')"


def _office(book: Path, folder: Path) -> Iterator[str]:
    yield from (sys.executable, "-c")
    yield (
        "from pathlib import Path; from xlbudget.workbook.engines import libreoffice; "
        f"libreoffice.convert(Path({str(book)!r}), 'xlsx', Path({str(folder / 'office')!r}))"
    )


if __name__ == "__main__":
    main()
