"""What can be done to a file of the folder, what each thing writes and where; what it does are the ribbon's actions."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from xlbudget.addin import ribbon, xlam
from xlbudget.addin.buttons.new_workbook import put_down
from xlbudget.addin.desk import examined
from xlbudget.addin.local.jobs import Ended, Job
from xlbudget.addin.page.books import BookFile, Facts, built
from xlbudget.addin.page.page_desk import PageDesk
from xlbudget.check.as_text import groups, headline
from xlbudget.disk.output_files import put
from xlbudget.errors import BadUsage
from xlbudget.reading.reader import read_package
from xlbudget.units.years.template import template

ANYWHERE = ("guide", "about")
"""What needs no workbook."""
NOT_HERE = ("next_finding", *ANYWHERE)
"""There is no cell here to go to."""
FOR_WORKBOOKS = ("recalc_execution_rate", "recalc_control_rate", "recalc_all", "rebuild")
"""A data file has no formulas that could be damaged."""
NOTHING = "什么也不写"


@dataclass(frozen=True)
class Offer:
    id: str
    label: str
    text: str
    writes: str


@dataclass(frozen=True)
class Shown:
    """What there is to see beside what is told; ``stamp``: that of the file as it was judged."""

    desk: PageDesk
    stamp: str


def offers(book: BookFile, facts: Facts | None) -> list[Offer]:
    """Everything that can be done to a file, in the order of the ribbon."""
    stem = book.path.stem
    year = str(facts.year + 1) if facts is not None and isinstance(facts.year, int) else "下一年度"
    unit = facts.unit if facts is not None and facts.unit else "单位"
    writes = dict.fromkeys(FOR_WORKBOOKS, f"{_recalculated(book.path).name}")
    writes |= {"rebuild": f"{stem}-重新生成.xlsx", "new_year": f"{unit}-{year}.xlsx", "check": NOTHING}
    writes |= {"report": f"{NOTHING}，报告在浏览器里打开"}
    found = []
    if book.is_data:
        found.append(Offer("build", "生成工作簿", "由数据文件生成填好的工作簿，存在这个文件夹里。", f"{stem}.xlsx"))
    for one in xlam.buttons():
        if one.id not in NOT_HERE and not (book.is_data and one.id in FOR_WORKBOOKS):
            folder = f"文件夹 {_exports(book.path).name}"
            text = TEXTS.get(one.id) or one.text.replace("，文件夹由您选", "").replace("您选的文件夹", "这个文件夹")
            found.append(Offer(one.id, LABELS.get(one.id, one.label), text, writes.get(one.id, folder)))
    text = "同一个单位、同一种版式的空表，一个数也没有；由今年的数结转的是上一个。"
    place = next(at for at, one in enumerate(found) if one.id == "new_year") + 1
    return [*found[:place], Offer("blank", "空的新年度模板", text, f"{unit}-{year}-空模板.xlsx"), *found[place:]]


LABELS = {"new_year": "结转新年度"}
"""Where the page has two ways into the new year."""
TEXTS = {
    "check": "按录入的数重算一遍再核对，逐表列出不符、需说明、提示、尾差：两边的数、界，怎么办。不改工作簿。",
    "new_year": "由这个工作簿结转出下一年度的工作簿，存在这个文件夹里；这个工作簿不改动。",
}
"""Where here is no cell to go to, and nothing unsaved."""


def act(id: str, book: BookFile | None, desk: PageDesk, log: logging.Logger, log_file: Path) -> Ended:
    """Do it."""
    action: Callable[[PageDesk], str] = OWN.get(id) or ribbon.ACTIONS[id]
    known = _inside(desk.out)

    def work(desk: PageDesk) -> str:
        if book is not None and id != "build":
            desk.progress("读文件")
            desk.content = book.content()
        return action(desk)

    text, bad = ribbon.answer(work, desk, log, log_file)
    made = desk.made + [path for path, when in _inside(desk.out).items() if known.get(path) != when]
    desk.made = sorted(dict.fromkeys(made))
    return Ended(text, bad, Shown(desk, book.stamp if book else ""))


def known(id: str, book: BookFile | None) -> bool:
    """Whether it can be done to this file, or to none."""
    return id in ANYWHERE if book is None else any(one.id == id for one in offers(book, None))


def desk_for(id: str, book: BookFile | None, job: Job, notes: Path, below: float) -> PageDesk:
    """Where it is done."""
    path, out = notes, None
    if book is not None:
        path, beside = book.path, id in ("new_year", "rebuild", "blank", "build")
        out = path.parent if beside else _exports(path)
    # What is in the file is read when the work begins.
    return PageDesk(path, out, content=b"-", job=job, title=job.title, notes=notes, below=below)


def title(id: str) -> str:
    return {"build": "生成工作簿", "blank": "空的新年度模板", **LABELS}.get(id) or ribbon.label(id)


def _exports(path: Path) -> Path:
    return path.with_name(f"{path.stem}-导出")


def _recalculated(path: Path) -> Path:
    suffix = path.suffix if path.suffix.lower() == ".xlsm" else ".xlsx"
    return path.with_name(f"{path.stem}-重算{suffix}")


def _inside(folder: Path | None) -> dict[Path, int]:
    """The files of a folder of exports, and when each was written."""
    if folder is None or not folder.name.endswith("-导出") or not folder.is_dir():
        return {}
    return {Path(one.path): one.stat().st_mtime_ns for one in os.scandir(folder) if one.is_file()}


def _check(desk: PageDesk) -> str:
    desk.report = examined(desk).report
    return "\n".join((headline(desk.report), *(f"  {line}" for line in groups(desk.report))))


def _recalc(button: str) -> Callable[[PageDesk], str]:
    """What the ribbon does to the open workbook, into a new file."""

    def recalc(desk: PageDesk) -> str:
        said, target = ribbon.ACTIONS[button](desk), _recalculated(desk.path)
        there = os.path.lexists(target)
        if there and not desk.may_replace([target]):
            return f"{said}\n\n没有覆盖 {target.name}，什么也没有写。"
        put(target, desk.content, force=there)
        desk.show(target)
        return f"{said}\n\n已写出 {target}"

    return recalc


def _build(desk: PageDesk) -> str:
    desk.progress("排表、写公式、计算")
    return put_down(desk, built(desk.path), desk.path.with_suffix(".xlsx"))


def _blank(desk: PageDesk) -> str:
    desk.progress("读录入格")
    reading = read_package(desk.package(), desk.form, lenient=True)
    year = reading.data.content.get("年度")
    if not isinstance(year, int):
        raise BadUsage(f"{desk.path.name} 没有填年度（录入-单位），不知道下一年是哪一年；请先填上。")
    desk.progress("排表、写公式、计算")
    new = template(year + 1, reading.data.unit, reading.form)
    return put_down(desk, new.finished(), desk.path.with_name(f"{new.file_name.stem}-空模板.xlsx"))


OWN: dict[str, Callable[[PageDesk], str]] = {
    **{button: _recalc(button) for button in FOR_WORKBOOKS if button.startswith("recalc")},
    "check": _check,
    "build": _build,
    "blank": _blank,
}
"""What differs here from the ribbon's: it shows findings, and writes beside."""
