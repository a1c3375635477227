"""Workbooks as other programs are known to write them, imitated: no such program ran.

What they add and how they spell it is taken from files that they wrote; LibreOffice and Gnumeric themselves are run by
other tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tests.helpers.damage import Parts, packed, parts_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT, STRICT_OFFICE = (
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    ("http://purl.oclc.org/ooxml/officeDocument/relationships"),
)
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
X14AC = 'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
BOOK, LINKS, TYPES, CUSTOM = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
    "docProps/custom.xml",
)
TEXT = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*?) t="inlineStr"><is>(.*?)</is></c>')
ANCHOR = (
    f'<oleObjects><mc:AlternateContent {MC}><mc:Choice Requires="x14"><oleObject progId="Word" shapeId="1"><objectPr>'
    '<anchor><from><xdr:col xmlns:xdr="urn:x">1</xdr:col><xdr:row xmlns:xdr="urn:x">7</xdr:row></from></anchor>'
    "</objectPr></oleObject></mc:Choice></mc:AlternateContent></oleObjects>"
)
"""Where an object lies on a sheet."""

Edit = Callable[[str], str]


def _sheets(parts: Parts, edit: Edit) -> Parts:
    return {
        name: edit(part.decode()).encode() if name.startswith("xl/worksheets/sheet") else part
        for name, part in parts.items()
    }


def _part(parts: Parts, name: str, edit: Edit) -> Parts:
    return parts | {name: edit(parts[name].decode()).encode()}


def _with_shared_texts(parts: Parts, item: Callable[[str], str] = str) -> Parts:
    """All texts in one list; ``item``: what a text is there."""
    number: dict[str, int] = {}

    def shared(match: re.Match[str]) -> str:
        at = number.setdefault(match[3], len(number))
        return f'<c r="{match[1]}"{match[2]} t="s"><v>{at}</v></c>'

    parts = _sheets(parts, lambda text: TEXT.sub(shared, text))
    listed = "".join(f"<si>{item(text)}</si>" for text in number)
    relation = f'<Relationship Id="rIdS" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    parts = _part(parts, LINKS, lambda text: text.replace("</Relationships>", relation))
    parts = _part(parts, TYPES, lambda text: text.replace("</Types>", override))
    whole = f'{DECLARED}<sst xmlns="{MAIN}" count="{len(number)}" uniqueCount="{len(number)}">{listed}</sst>'
    return parts | {"xl/sharedStrings.xml": whole.encode()}


def _declared(parts: Parts) -> Parts:
    return {
        name: part if part.startswith(b"<?xml") or not name.endswith((".xml", ".rels")) else DECLARED.encode() + part
        for name, part in parts.items()
    }


def excel(parts: Parts) -> Parts:
    """Excel 365: ignorable attributes and elements, spans, shared texts, a path that only it reads, an object."""

    def sheet(text: str) -> str:
        text = text.replace("<worksheet ", f'<worksheet {MC} mc:Ignorable="x14ac" {X14AC} ', 1)
        text = re.sub(r'<row r="(\d+)"', r'<row r="\1" spans="1:9" x14ac:dyDescent="0.25"', text)
        end = (
            f"{ANCHOR}<extLst><ext uri='{{1}}' xmlns:x14='urn:x14'><x14:rows><x14:row r='1'/></x14:rows></ext></extLst>"
        )
        return text.replace("</worksheet>", f"{end}</worksheet>")

    path = (
        f'<mc:AlternateContent {MC}><mc:Choice Requires="x15"><x15ac:absPath url="C:\\" xmlns:x15ac="urn:x15ac"/>'
        '</mc:Choice></mc:AlternateContent><xr:revisionPtr revIDLastSave="0" xmlns:xr="urn:xr"/><bookViews>'
    )
    parts = _part(_with_shared_texts(_sheets(parts, sheet)), BOOK, lambda text: text.replace("<bookViews>", path, 1))
    return _declared(parts)


def excel_with_phonetics(parts: Parts) -> Parts:
    """Texts in runs, with how they are read aloud, as Excel for Chinese and Japanese writes them."""

    def item(text: str) -> str:
        plain = re.sub("</?t[^>]*>", "", text)
        if len(plain) < 2 or "&" in plain or "_x" in plain or plain != plain.strip():
            return text
        runs = f"<r><t>{plain[:1]}</t></r><r><rPr><sz val='9'/></rPr><t>{plain[1:]}</t></r>"
        return f'{runs}<rPh sb="0" eb="1"><t>yin</t></rPh><phoneticPr fontId="1" type="noConversion"/>'

    return _declared(_with_shared_texts(parts, item))


def excel_strict(parts: Parts) -> Parts:
    """Saved as Strict Open XML: other namespaces, and one relation called otherwise."""
    strict = {
        name: part.replace(MAIN.encode(), STRICT.encode()).replace(OFFICE.encode(), STRICT_OFFICE.encode())
        for name, part in _with_shared_texts(parts).items()
    }
    word = ("relationships/custom-properties", "relationships/customProperties")
    return _part(_declared(strict), "_rels/.rels", lambda text: text.replace(*word))


def wps(parts: Parts) -> Parts:
    """WPS: its own extensions, shared texts, formulas shared down a column."""

    def sheet(text: str) -> str:
        own = 'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"'
        text = text.replace("<worksheet ", f"<worksheet {own} ", 1)
        return re.sub(r'<row r="(\d+)"', r'<row r="\1" spans="1:12"', text)

    return _declared(_with_shared_texts(_sheets(parts, sheet)))


def google(parts: Parts) -> Parts:
    """Google Sheets: many namespaces, texts in runs of their own, no declaration of the values' kind of a formula."""
    spaces = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("mx", "mv", "x14", "x15", "xm")) + f" {MC} {X14AC}"

    def sheet(text: str) -> str:
        return text.replace("<worksheet ", f"<worksheet {spaces} ", 1).replace("<f>", '<f t="normal">')

    return _declared(
        _with_shared_texts(_sheets(parts, sheet), lambda text: text.replace("<t>", '<t xml:space="preserve">'))
    )


def numbers(parts: Parts) -> Parts:
    """Numbers: relations that begin with a slash, every text shared, line ends between elements."""

    def sheet(text: str) -> str:
        return text.replace("<row ", "\n<row ").replace("<c ", "\n<c ").replace("</row>", "\n</row>")

    return _declared(_with_shared_texts(_sheets(parts, sheet)))


def sdk(parts: Parts) -> Parts:
    """Programs on Microsoft's Open XML SDK: every element with a prefix; some leave out the addresses."""

    def sheet(text: str) -> str:
        text = re.sub(r"<(/?)([a-zA-Z]+)(?=[\s>/])", r"<\1x:\2", text)
        return text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')

    return _declared(_part(_sheets(parts, sheet), BOOK, sheet))


PROGRAMS: Mapping[str, Callable[[Parts], Parts]] = {
    "Excel": excel,
    "Excel，带读音": excel_with_phonetics,
    "Excel，严格": excel_strict,
    "WPS": wps,
    "Google": google,
    "Numbers": numbers,
    "Open XML SDK": sdk,
}


def imitated(package: bytes, program: str) -> bytes:
    return packed(PROGRAMS[program](parts_of(package)))
