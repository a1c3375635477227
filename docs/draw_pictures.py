"""The pictures of the docs: which there are, and how they are drawn.

To change what is shown, change :data:`PICTURES`; ``python docs/generate.py --pictures`` draws them all anew.
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import draw_page
from printing import with_fixed_print_areas

from xlbudget.addin.buttons import documents, export
from xlbudget.addin.file_desk import FileDesk
from xlbudget.workbook.engines.libreoffice import convert

FOLDER = Path(__file__).parent / "pictures"
WHOLE = "book.pdf"
"""The whole workbook, printed."""


@dataclass(frozen=True)
class Picture:
    """The first page, of the PDF whose name matches ``pdf``, on which all ``words`` stand."""

    name: str
    words: tuple[str, ...]
    pdf: str = WHOLE


PICTURES = (
    Picture("public01.png", ("公开01表", "单位：万元")),
    Picture("public03.png", ("公开03表", "单位：万元")),
    Picture("public06.png", ("公开06表", "单位：万元")),
    Picture("overview.png", ("年度总览", "最要紧的五处", "口径")),
    Picture("findings.png", ("返回目录", "需说明一条规则算一行")),
    Picture("checks.png", ("填写提示", "表上印在括号里的分值")),
    Picture("annex3.png", ("项目支出名称", "稳步推动了南部融城片区建设进程")),
    Picture("export.png", ("附件2",), "*整体支出绩效自评表.pdf"),
    Picture("publication.png", ("第三部分", "收、支总计"), "*部门决算.pdf"),
    Picture("report.png", ("预决算对比表", "公车运行维护"), "*绩效自评报告.pdf"),
)


def draw_all(book: bytes, folder: Path = FOLDER) -> None:
    """Every picture, of the sample's workbook, as LibreOffice prints it; and the local page."""
    draw_page.draw(book, folder)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        source = work / "book.xlsx"
        source.write_bytes(with_fixed_print_areas(book))
        convert(source, "pdf", work)
        source.write_bytes(book)
        export.export_to_folder(FileDesk(source, out=work), "绩效自评")
        for what in documents.KINDS:
            documents.export_to_folder(FileDesk(source, out=work), what)
        for document in work.glob("*.docx"):
            convert(document, "pdf", work)
        for picture in PICTURES:
            _draw(picture, next(work.glob(picture.pdf)), folder)


def _draw(picture: Picture, pdf: Path, folder: Path) -> None:
    told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, encoding="utf-8", check=True)
    pages = [n for n, page in enumerate(told.stdout.split("\f"), 1) if all(words in page for words in picture.words)]
    if not pages:
        raise ValueError(f"no page for {picture.name}: none shows {picture.words}")
    page = str(pages[0])
    target = str(folder / picture.name.removesuffix(".png"))
    subprocess.run(
        ["pdftoppm", "-r", "80", "-png", "-singlefile", "-f", page, "-l", page, str(pdf), target], check=True
    )
