"""Write what the docs take from the program: glossary, rules, JSON Schema, workbooks, findings, pictures.

python docs/generate.py            everything but the pictures
python docs/generate.py --pictures the pictures too (needs LibreOffice and pdftoppm)
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import findings
import glossary
import layouts_page
import software_forms
import word_templates
from draw_pictures import draw_all
from schema import file_schema

from xlbudget.addin.wps.folder import digest, files_of_addin, hashes
from xlbudget.addin.xlam import build, buttons
from xlbudget.check.as_text import numbers
from xlbudget.check.example_book import example_book
from xlbudget.check.report import Report
from xlbudget.check.workbook_check import check
from xlbudget.datafile.file import load
from xlbudget.regions.forms import form_of
from xlbudget.sheets.book import Book, assemble
from xlbudget.sheets.catalogue import as_markdown
from xlbudget.units.years.template import template
from xlbudget.workbook.render import render

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
SAMPLE = ROOT / "samples" / "changsha-2023.json"
DOCS = ROOT / "docs"
TEMPLATES = (2024, 2025)
"""The years with an empty workbook in workbooks/ (湖南长沙)."""


def pages(found: Report) -> dict[str, str]:
    """Every text that is made of declarations, by its path; ``found``: the check of the sample's workbook."""
    return {
        "docs/glossary.md": glossary.markdown(),
        "docs/layouts.md": layouts_page.markdown(),
        "docs/rules.md": as_markdown(example_book) + "\n",
        "docs/software-forms.md": software_forms.markdown(),
        "docs/data-file.schema.json": json.dumps(file_schema(), ensure_ascii=False, indent=1) + "\n",
        "docs/changsha-2023-findings.md": findings.markdown(found, load(SAMPLE)),
        "docs/addin.md": _addin_page(found),
        "docs/wps.md": _wps_page(),
    }


def _addin_page(found: Report) -> str:
    """The page of the add-in with its buttons as the ribbon has them, and with what a check of the sample says."""
    rows = "".join(f"| {one.label} | {one.text} |\n" for one in buttons())
    told = f"“{numbers(found)}”"
    text = (DOCS / "addin.md").read_text(encoding="utf-8")
    text = _between(text, "buttons", f"| 按钮 | 做什么 |\n|---|---|\n{rows}")
    return re.sub("“不符 [0-9]+，[^”]*”", told, text)


def _wps_page() -> str:
    """The page of the buttons in WPS with the hashes of what is installed."""
    files = files_of_addin()
    told = f"```text\n{hashes(files)}```\n\n清单的 SHA-256：`{digest(files)}`\n"
    return _between((DOCS / "wps.md").read_text(encoding="utf-8"), "hashes", told)


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
    word_templates.write_all()
    for name, text in pages(check(ROOT / "workbooks" / "changsha-2023.xlsx")).items():
        (ROOT / name).write_text(text, encoding="utf-8")
    if report.mark("changsha") not in (DOCS / "mutation.md").read_text(encoding="utf-8"):
        # Minutes: every figure of the sample is spoiled in turn.
        subprocess.run([sys.executable, "-m", "tests.mutation", "--markdown"], cwd=ROOT, check=True)
    if "--pictures" in sys.argv:
        draw_all((ROOT / "workbooks" / "changsha-2023.xlsx").read_bytes())


if __name__ == "__main__":
    main()
