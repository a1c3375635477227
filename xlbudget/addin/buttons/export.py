"""导出绩效自评, 导出公开表: printed tables as workbooks of values and as PDFs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xlbudget.addin.desk import Desk, examined
from xlbudget.check.positions import PREFIX
from xlbudget.check.workbook_check import Examined
from xlbudget.disk.output_files import check_targets, write_all
from xlbudget.export.papers import DRAWN_ON, Exported, What, exports, left_out, package
from xlbudget.language.sheet import Entry, Sheet
from xlbudget.sheets.rules.files import MISSING, REPLACED
from xlbudget.workbook.sheet_data import ErrorValue

NO_FOLDER = "没有选文件夹，什么也没有导出。"
SHOWN = 10
"""Odd entries that are told one by one."""


@dataclass(frozen=True)
class Export:
    """What was exported, and what was said of it."""

    said: str
    """Where it is and what to look at, or why there is nothing, as the command says it."""
    notes: tuple[str, ...] = ()
    """What to look at, a sentence each: 不符 of the workbook, formulas that were replaced, years that are not there."""
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The workbooks, and the PDFs where some were made, by the names of their files."""
    written: tuple[Path, ...] = ()
    """Where they are, if they were written to a folder."""


def export_to_folder(desk: Desk, what: What) -> Export:
    """Write the tables into a folder that the user picks: all of them or none.

    公开表 are one workbook and one PDF; of 绩效自评 (附件1, 附件2 and every 附件3) each is a workbook and a PDF.
    """
    if (folder := chosen_folder(desk, what)) is None:
        return Export(NO_FOLDER)
    examination, papers, empty = _drawn(desk, what)
    if not papers:
        return _nothing(desk, what, empty)

    def make() -> tuple[dict[str, bytes], list[str]]:
        files = _workbooks(desk, papers)
        desk.progress("转成 PDF")
        made = desk.pdfs(files)
        remarks = [*_of_files(made), *_of_empty(empty), *_of_tables(papers), *of_workbook(examination)]
        return files | (made or {}), remarks

    return written_to(desk, folder, [f"{paper.name}.{suffix}" for paper in papers for suffix in ("xlsx", "pdf")], make)


def chosen_folder(desk: Desk, what: What) -> Path | None:
    """Where to export to; refuses what is no folder."""
    folder = desk.choose_folder(f"{what}导出到哪个文件夹")
    if folder is not None:
        check_targets(folder, [])
    return folder


def written_to(
    desk: Desk, folder: Path, names: Sequence[str], make: Callable[[], tuple[dict[str, bytes], list[str]]]
) -> Export:
    """Write the files that ``make`` gives with what is to be said of them, all or none; ``names`` they may have."""
    there = [folder / name for name in names if os.path.lexists(folder / name)]
    if there and not desk.may_replace(there):
        return Export("没有覆盖，什么也没有导出。")
    files, said = make()
    # To files of these names that came since, nobody has agreed.
    written = write_all(folder, files, names if desk.force else [path.name for path in there])
    old = [path for path in there if path not in written]
    remarks = (*_of_old(old), *said)
    lines = (f"已导出到 {folder}：", *(f"  {path.name}" for path in written), *remarks)
    return Export("\n".join(lines), remarks, files, tuple(written))


def export_in_memory(desk: Desk, what: What) -> Export:
    """The workbooks of the tables; no PDF is made, and nothing is written."""
    examination, papers, empty = _drawn(desk, what)
    if not papers:
        return _nothing(desk, what, empty)
    files = _workbooks(desk, papers)
    remarks = (*_of_empty(empty), *_of_tables(papers), *of_workbook(examination))
    return Export("\n".join((*files, *remarks)), remarks, files)


def _drawn(desk: Desk, what: What) -> tuple[Examined, tuple[Exported, ...], list[str]]:
    """The workbook, its papers, and what those are called that are empty."""
    examination = examined(desk, DRAWN_ON[what])
    book, values = examination.rebuilt.judged, examination.rebuilt.verdicts
    return examination, tuple(exports(book, values, what)), left_out(book, values, what)


def _nothing(desk: Desk, what: What, empty: Sequence[str]) -> Export:
    said = f"{desk.name} 里{f'{what}的表还没有填' if empty else f'没有{what}的表'}，什么也没有导出。"
    return Export(said, (said,))


def _workbooks(desk: Desk, papers: Sequence[Exported]) -> dict[str, bytes]:
    files = {}
    for number, paper in enumerate(papers, 1):
        desk.progress(f"导出 {number}/{len(papers)} {paper.name}")
        files[f"{paper.name}.xlsx"] = package(paper)
    return files


def _of_files(made: Mapping[str, bytes] | None) -> Iterator[str]:
    if made is None:
        yield "没有转成 PDF（这台电脑上没有能转换的程序，或它没有转成）；请打开导出的工作簿另存为 PDF。"


def _of_old(old: Sequence[Path]) -> Iterator[str]:
    if old:
        yield f"注意：文件夹里原来的 {'、'.join(path.name for path in old)} 没有更新，里面是以前的数。"


def _of_empty(empty: Sequence[str]) -> Iterator[str]:
    if empty:
        yield f"没有填的没有导出：{'、'.join(empty)}。"


def _of_tables(papers: Sequence[Exported]) -> Iterator[str]:
    return of_errors(sheet for paper in papers for sheet in paper.sheets)


def of_errors(sheets: Iterable[Sheet]) -> Iterator[str]:
    """That printed cells have values that are errors."""
    items = (item for sheet in sheets for item in sheet.items)
    if wrong := sum(isinstance(item.content, Entry) and isinstance(item.content.value, ErrorValue) for item in items):
        yield f"注意：导出的表里有 {wrong} 格是错误值（如 #VALUE!），用到的录入格要改正；请先运行校验。"


def of_workbook(examination: Examined) -> Iterator[str]:
    """What to look at in the workbook before anything is handed in."""
    gone = [f.sheet for f in examination.report.findings if f.rule == MISSING.id and f.sheet.startswith(PREFIX)]
    missing = [sheet for sheet in gone if sheet not in examination.reading.renamed]
    if missing:
        yield f"注意：缺少{'、'.join(f'“{sheet}”' for sheet in missing)}表，导出的表照没有填处理；请恢复了再导出。"
    odd = [str(one) for one in examination.reading.oddities if one.cell and not (one.certain and one.counts)]
    yield from (f"注意：{one}" for one in odd[:SHOWN])
    if len(odd) > SHOWN:
        yield f"注意：这样的录入格还有 {len(odd) - SHOWN} 处。"
    data = examination.reading.data
    if not isinstance(data.content.get("年度"), int):
        yield "注意：年度没有填，或不是四位数的年份（录入-单位）；表头和文件名里的年度不对。"
    if not data.rows("收入") and not data.rows("支出"):
        yield "注意：录入-收入、录入-支出 都还没有填，导出的是空表。"
    counts = examination.report.counts
    if counts["error"]:
        yield f"注意：这个工作簿有 {counts['error']} 处不符；交出去以前请先运行校验。"
    if counts["missing"]:
        yield f"注意：这个工作簿还有 {counts['missing']} 处未填，填好再交。"
    findings = examination.report.findings
    heads = {id(finding.cause) for finding in findings}
    if replaced := sum(finding.rule == REPLACED.id and id(finding) not in heads for finding in findings):
        yield f"有 {replaced} 处公式被改过；导出的是公式算得的数，不是改上去的。"
