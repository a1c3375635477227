"""What python-docx has no call for: fields, bookmarks, the numbering of pages, rows that are headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

BEHIND_UPDATE = (
    *("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr"),
    *("w:attachedSchema", "w:themeFontLang", "w:clrSchemeMapping", "w:doNotIncludeSubdocsInStats"),
    *("w:shapeDefaults", "w:decimalSymbol", "w:listSeparator"),
)
"""The settings that the schema wants behind ``updateFields``."""
SIDES = ("top", "left", "bottom", "right")


def element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def begin_field(paragraph: Paragraph, instruction: str) -> None:
    """The beginning of a field: what follows is its result, up to :func:`end_field`."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="begin"))
    said = element("w:instrText")
    said.text = f" {instruction} "
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    paragraph.add_run()._r.append(said)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))


def end_field(paragraph: Paragraph) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def field(paragraph: Paragraph, instruction: str) -> Run:
    """A whole field; its result is what the run is given."""
    begin_field(paragraph, instruction)
    shown = paragraph.add_run()
    end_field(paragraph)
    return shown


def bookmark(paragraph: Paragraph, number: int, name: str) -> None:
    """A name for the place of a paragraph, around what stands in it."""
    paragraph._p.insert(1, element("w:bookmarkStart", id=str(number), name=name))
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def update_on_opening(document: Document, wanted: bool) -> None:
    """Whether Word and WPS fill the fields when they open the document."""
    settings: Any = document.settings.element
    settings.remove_all("w:updateFields")
    if wanted:
        settings.insert_element_before(element("w:updateFields", val="true"), *BEHIND_UPDATE)


def first_page(section: Section) -> int | None:
    """The number that the pages of a section begin with; None where they go on."""
    numbering = section._sectPr.find(qn("w:pgNumType"))
    start = numbering.get(qn("w:start")) if numbering is not None else None
    return int(start) if start else None


def number_on(section: Section) -> None:
    """A section's pages go on with the numbers of the one before."""
    numbering = section._sectPr.find(qn("w:pgNumType"))
    if numbering is not None:
        numbering.attrib.pop(qn("w:start"), None)


def set_row(row: _Row, heading: bool, whole: bool) -> None:
    """``heading``: it is printed on each page; ``whole``: it does not break over pages."""
    properties = row._tr.get_or_add_trPr()
    if whole:
        properties.append(element("w:cantSplit"))
    if heading:
        properties.append(element("w:tblHeader"))


def draw(cell: _Cell, sides: Sequence[str]) -> None:
    """Lines at these sides of a cell."""
    borders = element("w:tcBorders")
    for side in SIDES:
        if side in sides:
            borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="000000"))
    properties: Any = cell._tc.get_or_add_tcPr()
    properties.insert_element_before(
        borders, "w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign"
    )
