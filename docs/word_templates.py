"""The templates of the documents that ``xlbudget export`` writes: their pages and named styles.

After GB/T 9704: titles 方正小标宋 二号, text 仿宋_GB2312 三号, 28 points a line; A4, 37 mm above, 28 mm at the left.
``python docs/generate.py`` writes them. A unit changes a copy of one in Word (docs/documents.md).
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from xlbudget.export.word import BODY, CONTENTS, HEADINGS
from xlbudget.export.word_fields import element, field
from xlbudget.export.word_table import ABOVE, FIGURE, HEAD, NOTE, TABLE, TABLE_TITLE, TEXT
from xlbudget.workbook.files import settled

FOLDER = Path(__file__).parent.parent / "xlbudget" / "export" / "templates"
TITLE, SONG, FANG, HEI, KAI = "方正小标宋简体", "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312"
FALLBACKS = {TITLE: "SimSun", FANG: "FangSong", KAI: "KaiTi", HEI: "SimHei", SONG: "SimSun"}
"""What Word takes where a font is not installed."""
LATIN = "Times New Roman"
CENTER, LEFT, RIGHT, BOTH = (getattr(WD_ALIGN_PARAGRAPH, one) for one in ("CENTER", "LEFT", "RIGHT", "JUSTIFY"))
COVER, CONTENTS_TITLE = "封面标题", "目录标题"


def templates() -> dict[str, bytes]:
    """File → content."""
    return {"publication.docx": _publication(), "report.docx": _report()}


def write_all() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, content in templates().items():
        (FOLDER / name).write_bytes(content)


def _publication() -> bytes:
    word = _blank()
    word.add_paragraph("{{年度}}年度", COVER).paragraph_format.space_before = Pt(190)
    word.add_paragraph("{{单位}}部门决算", COVER)
    word.add_page_break()
    word.add_paragraph("目　　录", CONTENTS_TITLE)
    word.add_paragraph("{{目录}}")
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section._sectPr.insert_element_before(element("w:pgNumType", start="1"), "w:cols", "w:docGrid")
    section.footer.is_linked_to_previous = False
    _number(section.footer.paragraphs[0])
    word.add_paragraph("{{正文}}")
    return _content(word)


def _report() -> bytes:
    word = _blank()
    _number(word.sections[0].footer.paragraphs[0])
    word.add_paragraph("{{正文}}")
    return _content(word)


def _number(paragraph: Any) -> None:
    paragraph.alignment = CENTER
    paragraph.add_run("— ")
    field(paragraph, "PAGE").text = "1"
    paragraph.add_run(" —")


def _blank() -> Any:
    word = docx.Document()
    for paragraph in list(word.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(20)
    kept = {"Normal", "Header", "Footer", "Table Normal", "Normal Table", "Default Paragraph Font", "No List"}
    kept |= {*HEADINGS.values()}
    for style in list(word.styles):
        if style.name not in kept and not style.name.startswith("Heading"):
            style.delete()
    _look(word.styles["Normal"], FANG, 16, LEFT, line=28)
    _look(word.styles["Footer"], SONG, 14, CENTER)
    _look(word.styles[HEADINGS[1]], TITLE, 22, CENTER, line=34, after=14)
    _look(word.styles[HEADINGS[2]], HEI, 16, LEFT, line=28, indent=32)
    _look(word.styles[HEADINGS[3]], KAI, 16, LEFT, line=28, indent=32)
    _look(word.styles[HEADINGS[4]], FANG, 16, LEFT, line=28, indent=32, bold=True)
    for name in list(HEADINGS.values()):
        word.styles[name].paragraph_format.keep_with_next = True
        word.styles[name].next_paragraph_style = None
    for style in list(word.styles):
        if style.name.startswith("Heading") and style.name not in HEADINGS.values():
            style.delete()
    for level, name in CONTENTS.items():
        style = _new(word, name)
        _look(style, FANG if level == 2 else HEI, 14 if level == 2 else 16, LEFT, line=26)
        style.paragraph_format.left_indent = Pt(32 * (level - 1))
        style.paragraph_format.right_indent = Pt(28)
        style.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    _look(_new(word, BODY), FANG, 16, BOTH, line=28, indent=32)
    _look(_new(word, COVER), TITLE, 36, CENTER, line=60)
    _look(_new(word, CONTENTS_TITLE), TITLE, 22, CENTER, line=40, after=14)
    _look(_new(word, TABLE_TITLE), TITLE, 18, CENTER)
    _look(_new(word, ABOVE), SONG, 10, LEFT)
    _look(_new(word, HEAD), SONG, 10, CENTER)
    _look(_new(word, TEXT), SONG, 10, LEFT)
    _look(_new(word, FIGURE), SONG, 10, RIGHT)
    _look(_new(word, NOTE), SONG, 9, LEFT)
    table = word.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w="50", type="dxa"))
    properties = element("w:tblPr")
    properties.append(margins)
    table.element.append(properties)
    _fonts(word)
    for link in list(word.styles.element.iter(qn("w:link"))):
        link.getparent().remove(link)
    for rels in (word.part.package.rels, word.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(("/thumbnail", "/stylesWithEffects"))]:
            del rels[key]
    # Which of the forms of a character: those of China.
    next(word.styles.element.iter(qn("w:lang"))).set(qn("w:eastAsia"), "zh-CN")
    return word


def _new(word: Any, name: str) -> Any:
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc "))
    style.base_style = word.styles["Normal"]
    style.quick_style = True
    return style


def _look(
    style: Any,
    font: str,
    size: float,
    align: Any,
    line: float = 0,
    after: float = 0,
    indent: float = 0,
    bold: bool = False,
) -> None:
    """``line``: exactly so many points, 0 for one line."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = LATIN, Pt(size), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), font)
    shape = style.paragraph_format
    shape.alignment, shape.space_before, shape.space_after = align, Pt(0), Pt(after)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY if line else WD_LINE_SPACING.SINGLE
    if line:
        shape.line_spacing = Pt(line)
    shape.first_line_indent = Pt(indent)
    shape.widow_control = True


def _fonts(word: Any) -> None:
    """The table of fonts: what stands in for one that is not installed."""
    part = next(rel.target_part for rel in word.part.rels.values() if rel.reltype.endswith("/fontTable"))
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"swiss" if name == HEI else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for name, other in FALLBACKS.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")


def _content(word: Any) -> bytes:
    core = word.core_properties
    core.author, core.title, core.comments, core.last_modified_by = "xlbudget", "", "", ""
    out = BytesIO()
    word.save(out)
    return settled(out.getvalue())


if __name__ == "__main__":
    write_all()
