"""What is no document, or none that can be read within bounds: one sentence that names it, soon."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from tests.helpers.paper import page, pdf
from xlbudget import import_documents
from xlbudget.errors import XlbudgetError
from xlbudget.reading.documents import opening
from xlbudget.reading.documents.grid_of_cells import CELLS


def zipped(name: str, part: bytes) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as file:
        file.writestr(name, part)
    return content.getvalue()


def compound(*streams: str) -> bytes:
    """A file of an old office program: its mark, and a directory with these streams."""
    entries = b"".join(
        f"{name}\0".encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little") + bytes(62)
        for name in streams
    )
    return bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0") + entries


def scanned() -> bytes:
    """A page that is a picture."""
    picture = "q 500 0 0 500 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x01\nEI Q"
    return pdf(picture, picture)


WIDE = f"<table><tr>{'<td colspan=500>1</td>' * 300}</tr>{'<tr><td>1</td></tr>' * 9}</table>"
BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "不是 PDF": ("a.pdf", lambda: b"hello there", "它不是 PDF，只是文件名像"),
    "PDF 断了": ("a.pdf", lambda: b"%PDF-1.7 and no more", "不是完整的 PDF"),
    "PDF 加密": ("a.pdf", lambda: pdf(page("字"), locked=True), "设了打开密码"),
    "三千页": ("a.pdf", lambda: pdf(*[""] * 3000), "有 3000 页，一个单位的公开文件最多读 500 页"),
    "扫描件": ("a.pdf", scanned, "有 2 页是图片，没有文字（扫描件）"),
    "没有决算的表": ("a.pdf", lambda: pdf(page("一封信")), "没有找到部门决算的表"),
    "空文件": ("a.pdf", lambda: b"", "文件是空的"),
    "Word 炸弹": ("a.docx", lambda: zipped("word/document.xml", bytes(12_000_000)), "压缩炸弹"),
    "工作簿炸弹": ("a.xlsx", lambda: zipped("_rels/.rels", b" " * 12_000_000), "压缩炸弹"),
    "Word 断了": ("a.docx", lambda: zipped("word/document.xml", b"<w:document")[:-30], "压缩包不完整"),
    "Word 缺部件": ("a.docx", lambda: zipped("word/document.xml", b"<w:document/>"), "不是完整的 Word 文档"),
    "旧的 .doc": ("a.doc", lambda: compound("WordDocument"), "旧的 .doc 格式"),
    "工作簿加密": ("a.xls", lambda: compound("EncryptedPackage"), "设了打开密码"),
    "xls 断了": ("a.xls", lambda: compound("Workbook"), "不是完整的工作簿"),
    "宽得离谱的网页": ("a.html", lambda: WIDE.encode(), "太大了"),
    "单个文件网页": ("a.xls", lambda: b"MIME-Version: 1.0\n\n<html></html>", "单个文件网页"),
    "不是文本的 CSV": ("a.csv", lambda: b"\x00\x01\x02" * 99, "不是能认的文件"),
    "图片": ("a.html", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "不是能认的文件"),
}


@pytest.mark.parametrize("kind", BAD)
def test_one_sentence_names_the_file_and_what_is_wrong(kind: str, tmp_path: Path) -> None:
    name, made, said = BAD[kind]
    (path := tmp_path / name).write_bytes(made())
    with pytest.raises(XlbudgetError) as refused:
        import_documents(path)
    sentence = str(refused.value)
    assert sentence.startswith(str(path))
    assert said in sentence
    assert sentence.endswith("。")
    assert "\n" not in sentence


def test_a_sheet_that_is_too_large_is_refused_before_it_is_made(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "支出决算表"
    book.worksheets[0].cell(CELLS // 400 + 2, 401, 1)
    book.save(path := tmp_path / "a.xlsx")
    with pytest.raises(XlbudgetError, match="太大了"):
        import_documents(path)


def test_macros_are_not_looked_at(tmp_path: Path) -> None:
    """A workbook with macros is read as one without."""
    book = openpyxl.Workbook()
    for row in (["2024年度支出决算表"], ["单位：万元"], ["科目代码", "本年支出合计"], ["合计", 5]):
        book.worksheets[0].append(row)
    book.save(path := tmp_path / "a.xlsm")
    with ZipFile(path, "a") as file:
        file.writestr("xl/vbaProject.bin", b"\0" * 100)
    found = import_documents(path, layout="上海")
    assert [row["数"] for row in found.data.rows("公开数")] == ["5"]


def test_without_the_libraries_it_is_said_how_to_install_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'pdfplumber'", name="pdfplumber")

    monkeypatch.setattr(opening, "_opened", missing)
    (path := tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    with pytest.raises(XlbudgetError, match=r"还缺 pdfplumber；请在 .* -c constraints.txt '.\[import\]'"):
        import_documents(path)
