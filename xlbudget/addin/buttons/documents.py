"""导出决算说明, 导出自评报告: the documents that are handed in, as Word files."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.addin.buttons.export import NO_FOLDER, Export, chosen_folder, of_errors, of_workbook, written_to
from xlbudget.addin.desk import Desk, examined
from xlbudget.check.workbook_check import Examined
from xlbudget.export.document import Document, document
from xlbudget.export.papers import DRAWN_ON, What
from xlbudget.export.word_file import template_of, word_file

KINDS: tuple[What, ...] = ("决算说明", "自评报告")


def export_to_folder(desk: Desk, what: What) -> Export:
    """Write the document into a folder that the user picks, whole or not at all.

    决算说明 is the whole publication: cover, 目录, the parts of the layout; 自评报告 has its annexes with it.
    """
    if (folder := chosen_folder(desk, what)) is None:
        return Export(NO_FOLDER)
    template = template_of(desk.template, what)
    examination, drawn = _drawn(desk, what)
    if drawn is None:
        return _nothing(desk, what, examination)
    name = f"{drawn.name}.docx"
    return written_to(desk, folder, [name], lambda: _made(desk, examination, drawn, template))


def export_in_memory(desk: Desk, what: What) -> Export:
    """The same; nothing is written."""
    template = template_of(desk.template, what)
    examination, drawn = _drawn(desk, what)
    if drawn is None:
        return _nothing(desk, what, examination)
    files, remarks = _made(desk, examination, drawn, template)
    return Export("\n".join((*files, *remarks)), tuple(remarks), files)


def _drawn(desk: Desk, what: What) -> tuple[Examined, Document | None]:
    examination = examined(desk, DRAWN_ON[what])
    rebuilt, reading = examination.rebuilt, examination.reading
    return examination, document(rebuilt.judged, rebuilt.verdicts, rebuilt.data, reading.form, what)


def _made(
    desk: Desk, examination: Examined, drawn: Document, template: tuple[bytes, str]
) -> tuple[dict[str, bytes], list[str]]:
    desk.progress(f"写 {drawn.name}，排目录的页码")
    content, numbered = word_file(drawn, template)
    remarks = [*_of_document(drawn, numbered), *of_errors(drawn.tables), *of_workbook(examination)]
    return {f"{drawn.name}.docx": content}, remarks


def _nothing(desk: Desk, what: What, examination: Examined) -> Export:
    there = any(sheet.name == what for sheet in examination.rebuilt.judged.sheets)
    why = "还没有填" if there else "没有绩效自评，也没有基础数据"
    said = f"{desk.name} {why}，没有导出{what}。"
    return Export(said, (said,))


def _of_document(drawn: Document, numbered: bool) -> Iterator[str]:
    if not numbered:
        yield "目录的页码这里排不出来（没有 LibreOffice Writer）；用 Word 或 WPS 打开时选更新域，目录就填好。"
    if drawn.asked:
        where = "在 录入-说明（单位的职责、机构在 录入-单位）填好再导出"
        yield f"注意：有 {drawn.asked} 处还要填写，文件里是涂黄的【请填写：…】；{where}。"
