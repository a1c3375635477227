"""Write what the docs take from the program: glossary, rules, JSON Schema, workbooks, findings, pictures.

python docs/generate.py            everything but the pictures
python docs/generate.py --pictures the pictures too (needs LibreOffice and pdftoppm)
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import findings
import glossary
import layouts_page
from printing import with_fixed_print_areas
from schema import file_schema

from xlbudget.addin.buttons.export import export_evaluation
from xlbudget.addin.file_desk import FileDesk
from xlbudget.addin.xlam import build, buttons
from xlbudget.check.example_book import example_book
from xlbudget.check.report import Report
from xlbudget.check.workbook_check import check
from xlbudget.datafile.file import load
from xlbudget.regions.forms import form_of
from xlbudget.sheets.book import Book, assemble
from xlbudget.sheets.catalogue import as_markdown
from xlbudget.workbook.engines.libreoffice import convert
from xlbudget.workbook.render import render
from xlbudget.years.template import template

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
SAMPLE = ROOT / "samples" / "changsha-2023.json"
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


def pages(found: Report) -> dict[str, str]:
    """Every text that is made of declarations, by its path; ``found``: the check of the sample's workbook."""
    return {
        "docs/glossary.md": glossary.markdown(),
        "docs/layouts.md": layouts_page.markdown(),
        "docs/rules.md": as_markdown(example_book()) + "\n",
        "docs/data-file.schema.json": json.dumps(file_schema(), ensure_ascii=False, indent=1) + "\n",
        "docs/changsha-2023-findings.md": findings.markdown(found, load(SAMPLE)),
        "docs/addin.md": _addin_page(found),
    }


def _addin_page(found: Report) -> str:
    """The page of the add-in with its buttons as the ribbon has them, and with what a check of the sample says."""
    rows = "".join(f"| {one.label} | {one.text} |\n" for one in buttons())
    counts = found.counts
    told = f"“不符 {counts['error']}，提示 {counts['warning']}，尾差 {counts['rounding']}”"
    text = (DOCS / "addin.md").read_text(encoding="utf-8")
    text = _between(text, "buttons", f"| 按钮 | 做什么 |\n|---|---|\n{rows}")
    return re.sub("“不符 [0-9]+，提示 [0-9]+，尾差 [0-9]+”", told, text)


def _between(text: str, name: str, piece: str) -> str:
    """The text with ``piece`` between its marks ``<!-- name -->`` and ``<!-- /name -->``."""
    before, mark, rest = text.partition(f"<!-- {name} -->\n")
    _, end, behind = rest.partition(f"<!-- /{name} -->")
    if not (mark and end):
        raise ValueError(f"there are no marks for {name}")
    return f"{before}{mark}{piece}{end}{behind}"


def books() -> dict[str, Book]:
    """The workbooks of ``workbooks/``."""
    data = load(SAMPLE)
    templates = {f"template-{year}.xlsx": template(year).book for year in TEMPLATES}
    return {"changsha-2023.xlsx": assemble(data, form_of(data.layout))} | templates


def main() -> None:
    from tests.mutation import report

    for name, book in books().items():
        (ROOT / "workbooks" / name).write_bytes(render(book))
    (ROOT / "workbooks" / "xlbudget.xlam").write_bytes(build())
    for name, text in pages(check(ROOT / "workbooks" / "changsha-2023.xlsx")).items():
        (ROOT / name).write_text(text, encoding="utf-8")
    if report.mark("changsha") not in (DOCS / "mutation.md").read_text(encoding="utf-8"):
        # Minutes: every figure of the sample is spoiled in turn.
        subprocess.run([sys.executable, "-m", "tests.mutation", "--markdown"], cwd=ROOT, check=True)
    if "--pictures" in sys.argv:
        pictures((ROOT / "workbooks" / "changsha-2023.xlsx").read_bytes())


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
