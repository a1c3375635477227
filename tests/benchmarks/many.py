"""Many units in one call, beside one call a unit and beside LibreOffice: 10, 100, 1,000 of them, on one core and two.

The units are random and consistent, with what the nine public tables need; no two have the same figures.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.benchmarks.measure import Run, interleaved, xlbudget
from tests.helpers.consistent import units
from xlbudget.workbook.engines import libreoffice

NEEDED = ("版本", "年度", "金额单位", "单位", "科目", "收入", "支出", "结转结余", "经济分类", "三公经费")
NOT_NINE = ("项目", "绩效自评", "事实", "公开数")
PLAN = """## 一台电脑不够的时候

- **做什么**：一个文件一件事，互不相干，谁先做、做几次结果都一样。所以多几台电脑就快几倍，不用改别的。
- **文件在哪里**：在各台电脑都看得见的共享文件夹里，路径相同。工作簿一本 0.5 到 2 MB，一千本一两 GB，
  千兆网读一遍不到半分钟。
- **送什么给谁**：调度器只送路径和选项（几百字节）；做的人读文件，送回一份报告和汇总的行
  （几十 KB），`build` 送回一本工作簿。
  谁也不往共享文件夹里写：都由发命令的那台电脑写，所以没有写了一半的，也没有写了两次的。
- **内存**：一次只有“线程数 × 4”个文件在路上，与一共多少个无关；做的人每个线程 200 到 400 MB。
- **少了一台**：它手上的几个文件由别的电脑重做，已经送回来的不重做，代价是几个文件的时间。
  发命令的那台停了、调度器停了（命令停下，说是断了），加 `--resume` 接着做。
- **每个进程头一个文件慢**：要装载公式，一种键（有哪些表）一次。一个地区用同一份模板，就只有一种；
  科目、行数不同的，只换不同的公式。
""".splitlines()
"""What the page says of more than one computer; nothing of it is measured."""
SAMPLE = 5
"""As many are done one by one; the rest is reckoned."""
EVERY = list(HealthCheck)


def many_units(folder: Path, most: int) -> Iterator[str]:
    """The lines of the page; the workbooks are made in the folder."""
    yield "## 许多单位"
    yield ""
    yield "随机的单位，收支相抵，有九张公开表要的数，个个不同。“一份模板”：键都相同，如一个地区发的；"
    yield "“各不相同”：两个地区，有什么键也是随机的。"
    yield "秒和处理器秒是一条命令的全部，内存是用得最多的那个进程。带“约”的由少数几个推算。"
    yield ""
    yield "| 做什么 | 单位 | 核 | 秒 | 处理器秒 | 每个单位的处理器秒 | 内存 MiB |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    books = {}
    for name, alike in (("一份模板", True), ("各不相同", False)):
        data, books[name] = folder / f"{name}-data", folder / name
        _drawn(data, most, alike)
        made = _once("build", data, "-o", books[name], cores=2)
        yield _row(f"build，{name}", most, 2, made)
    for size in sorted({10, 100, most}):
        for cores in (1, 2):
            if size <= most:
                yield _row("check，一份模板", size, cores, _checked(books["一份模板"], size, cores))
    yield _row("check，各不相同", most, 2, _checked(books["各不相同"], most, 2))
    for size in sorted({100, most}):
        if size <= most:
            yield _row("collect，一份模板", size, 2, _collected(books["一份模板"], size))
    first = sorted(books["一份模板"].glob("*.xlsx"))[:SAMPLE]
    saved = folder / "saved"
    saved.mkdir()
    office = interleaved({"": _saved(first, saved)}, 1)[""]
    yield _row("check，一份模板，LibreOffice 存过的", SAMPLE, 1, _checked(saved, SAMPLE, 1))
    alone = interleaved({str(path): xlbudget("check", path) for path in first}, 1).values()
    loop = Run(sum(one.wall for one in alone), sum(one.cpu for one in alone), max(one.memory for one in alone))
    yield _row("一个一个 check（约）", most, 2, _times(loop, most / SAMPLE))
    yield _row("LibreOffice 打开、重算、存（约）", most, 2, _times(office, most / SAMPLE))
    yield ""


def _drawn(folder: Path, count: int, alike: bool) -> None:
    """So many data files."""
    folder.mkdir()
    found: list[dict[str, Any]] = []

    @seed(33)
    @settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=EVERY)
    @given(units("湖南长沙" if alike else None))
    def draw(content: dict[str, Any]) -> None:
        found.append(content)

    draw()
    for number in range(count):
        # Where there are not so many to draw, some have the same figures after all.
        content = found[number % len(found)]
        kept = {key: one for key, one in content.items() if (key in NEEDED if alike else key not in NOT_NINE)}
        kept["单位"] = {**kept["单位"], "名称": f"某市第 {number + 1} 单位", "预算代码": f"{number + 1:06}"}
        text = json.dumps(kept, ensure_ascii=False)
        (folder / f"{number + 1:05}.json").write_text(text, encoding="utf-8")


def _checked(books: Path, size: int, cores: int) -> Run:
    out = books.parent / "reports"
    with _some(books, size) as folder:
        words = ("check", folder, "--format", "json", "-o", out, "--summary", out / "summary.xlsx", "--jobs", cores)
        found = _once(*words, cores=cores)
    shutil.rmtree(out)
    return found


def _collected(books: Path, size: int) -> Run:
    """Their department; what it is too large for stands beside it."""
    out = books.parent / "collected"
    out.mkdir()
    with _some(books, size) as folder:
        found = _once("collect", folder, "-o", out / "department.xlsx", "--unit", "某市某局", "--jobs", 2, cores=2)
    shutil.rmtree(out)
    return found


@contextmanager
def _some(books: Path, size: int) -> Iterator[Path]:
    """A folder with the first of the workbooks."""
    with TemporaryDirectory(dir=books.parent) as name:
        for path in sorted(books.glob("*.xlsx"))[:size]:
            (Path(name) / path.name).hardlink_to(path)
        yield Path(name)


def _once(*words: object, cores: int) -> Run:
    return interleaved({"": xlbudget(*words)}, 1, cores)[""]


def _saved(books: list[Path], folder: Path) -> list[str]:
    imports = f"from pathlib import Path; import {libreoffice.__name__} as libreoffice"
    doing = "; ".join(f"libreoffice.convert(Path({str(one)!r}), 'xlsx', Path({str(folder)!r}))" for one in books)
    return [sys.executable, "-c", f"{imports}; {doing}"]


def _times(run: Run, times: float) -> Run:
    return Run(run.wall * times, run.cpu * times, run.memory)


def _row(what: str, size: int, cores: int, run: Run) -> str:
    each = run.cpu / size
    return f"| {what} | {size} | {cores} | {run.wall:.0f} | {run.cpu:.0f} | {each:.2f} | {run.memory:.0f} |"
