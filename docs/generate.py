"""Write what the docs take from the program: glossary, rules, JSON Schema, workbooks, findings, pictures.

python docs/generate.py            everything but the pictures
python docs/generate.py --pictures the pictures too (needs LibreOffice and pdftoppm)
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import findings

from xlbudget import terms
from xlbudget.addin.buttons.export import export_evaluation
from xlbudget.addin.file_desk import FileDesk
from xlbudget.addin.xlam import build
from xlbudget.check.example_book import example_book
from xlbudget.check.workbook_check import check
from xlbudget.datafile.file import file_schema, load
from xlbudget.regions.forms import form_of
from xlbudget.sheets.book import assemble
from xlbudget.sheets.rules.catalogue import as_markdown
from xlbudget.workbook import render
from xlbudget.workbook.engines.libreoffice import convert
from xlbudget.workbook.printing import with_fixed_print_areas
from xlbudget.years.template import template

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PICTURES = {
    "公开01表": "public01.png",
    "公开03表": "public03.png",
    "公开06表": "public06.png",
    "表上印在括号里的分值": "checks.png",
    "稳步推动了南部融城片区建设进程": "annex3.png",
}
"""The page that shows this text → the picture's file name."""
TEMPLATES = (2024, 2025)
"""The years with an empty workbook in workbooks/ (湖南长沙)."""


def main() -> None:
    (DOCS / "glossary.md").write_text(terms.markdown(), encoding="utf-8")
    (DOCS / "rules.md").write_text(as_markdown(example_book()) + "\n", encoding="utf-8")
    schema = json.dumps(file_schema(), ensure_ascii=False, indent=1) + "\n"
    (DOCS / "data-file.schema.json").write_text(schema, encoding="utf-8")
    data = load(ROOT / "samples" / "changsha-2023.json")
    book = render(assemble(data, form_of(data.layout)))
    kept = ROOT / "workbooks" / "changsha-2023.xlsx"
    kept.write_bytes(book)
    (DOCS / "changsha-2023-findings.md").write_text(findings.markdown(check(kept), data), encoding="utf-8")
    for year in TEMPLATES:
        package = render(template(year).book)
        (ROOT / "workbooks" / f"template-{year}.xlsx").write_bytes(package)
    (ROOT / "workbooks" / "xlbudget.xlam").write_bytes(build())
    if "--pictures" in sys.argv:
        pictures(book)


def pictures(book: bytes) -> None:
    """The pages of the README, as LibreOffice prints them."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "book.xlsx"
        source.write_bytes(with_fixed_print_areas(book))
        pdf = convert(source, "pdf", Path(folder))
        text = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, encoding="utf-8", check=True
        )
        for number, page in enumerate(text.stdout.split("\f"), 1):
            for words, name in PICTURES.items():
                if words in page:
                    draw(pdf, number, name)
        source.write_bytes(book)
        export_evaluation(FileDesk(source, out=Path(folder)))
        draw(next(Path(folder).glob("*整体支出绩效自评表.pdf")), 1, "export.png")


def draw(pdf: Path, page: int, name: str) -> None:
    """One page of a PDF as a picture of the docs."""
    target = str(DOCS / "pictures" / name.removesuffix(".png"))
    pages = ["-f", str(page), "-l", str(page)]
    subprocess.run(["pdftoppm", "-r", "80", "-png", "-singlefile", *pages, str(pdf), target], check=True)


if __name__ == "__main__":
    main()
