"""The part of a report that only a document has: pictures of its pages with a box around each figure, what was left."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape

from xlbudget.check.report import Finding, Report
from xlbudget.reading.documents.found import Origin
from xlbudget.reading.documents.pdf_pictures import Picture, pictures

STYLE = """
.page{position:relative;max-width:1000px;margin:.6em 0 2em;border:1px solid var(--line)}
.page img{width:100%;display:block}
.page a{position:absolute;border:2px solid #b8860b;border-radius:2px;box-sizing:border-box;background:none!important}
.page a.error,.page a.missing{border-color:#c00}.page a:target{outline:4px solid var(--deep);outline-offset:2px}
"""
MOST = 60
"""Pictures of a report."""
MARGIN = 1.5
"""Points between a figure and its box."""


def mark(place: Origin) -> str:
    """What a place on a page is called in the page of the report."""
    left, top = (round(value) for value in (place.box or (0, 0))[:2])
    return f"p{place.page}-{left}-{top}"


def of_document(report: Report) -> str:
    """Missing tables, what was left, rules without figures; then the pages."""
    document = report.document
    if document is None:
        return ""
    lists = (
        (f"文件里没有的表（{len(document.missing)}）", document.missing),
        (f"没有读懂、没有登记的（{len(document.left)}）", map(str, document.left)),
        (f"没有判的规则（{len(document.idle)}）", map(str, document.idle)),
    )
    said = "".join(_listed(title, items) for title, items in lists)
    placed = [one for one in report.findings if one.place and one.place.page and one.place.box]
    files = dict.fromkeys(one.place.file for one in placed if one.place)
    pages = "".join(_pages([one for one in placed if one.place and one.place.file == file]) for file in files)
    return f"{said}{f'<h2>在文件的哪里</h2>{pages}' if pages else ''}"


def _listed(title: str, items: Iterable[str]) -> str:
    inner = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<details><summary>{title}</summary><ul>{inner}</ul></details>" if inner else ""


def _pages(findings: Sequence[Finding]) -> str:
    """The pages of one file."""
    by_page: dict[int, list[Finding]] = {}
    for one in findings:
        if one.place and one.place.page:
            by_page.setdefault(one.place.page, []).append(one)
    file = findings[0].place.file if findings[0].place else None
    shown = sorted(by_page)[:MOST]
    drawn = pictures(file, shown) if file else {}
    return "".join(
        f"<h3>{escape(file.name if file else '')} 第 {page} 页</h3>{_page(drawn[page], by_page[page])}"
        for page in shown
    )


def _page(picture: Picture, findings: Iterable[Finding]) -> str:
    boxes: dict[str, str] = {}
    for one in findings:
        if one.place and one.place.box:
            left, top, right, bottom = one.place.box
            style = ";".join(
                f"{name}:{100 * value / whole:.2f}%"
                for name, value, whole in (
                    ("left", left - MARGIN, picture.width),
                    ("top", top - MARGIN, picture.height),
                    ("width", right - left + 2 * MARGIN, picture.width),
                    ("height", bottom - top + 2 * MARGIN, picture.height),
                )
            )
            name = mark(one.place)
            # Findings come with the worst first: that is the colour of a box that several have.
            boxes.setdefault(
                name,
                f'<a id="{name}" class="{one.severity}" style="{style}" title="{escape(one.message)}"></a>',
            )
    data = b64encode(picture.png).decode("ascii")
    return f'<div class="page"><img alt="" src="data:image/png;base64,{data}">{"".join(boxes.values())}</div>'
