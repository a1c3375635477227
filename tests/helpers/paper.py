"""A PDF of our own making: lines of text and ruled tables, in as few bytes as readers ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 842, 595
SIZE, LINE = 8, 16
"""Points of a character and of a row."""

Rows = Sequence[Sequence[str]]


def page(*blocks: str | Rows, sideways: bool = False, sides: bool = True, bold: bool = False) -> str:
    """The drawing of a page: texts are lines, tables have rulings; ``sideways``: for a page that lies on its side.

    ``sides``: whether tables have rulings at their left and right edges. ``bold``: made by printing everything twice.
    """
    top, drawn = HEIGHT - 30.0, []
    for block in blocks:
        if isinstance(block, str):
            drawn.append(_text(30, top, block))
            top -= LINE
        else:
            widest = [max(len(row[col]) for row in block) for col in range(len(block[0]))]
            widths = [SIZE * (1 + most) + 4 for most in widest]
            lefts = [30 + sum(widths[:col]) for col in range(len(widths) + 1)]
            for row in range(len(block) + 1):
                drawn.append(f"{lefts[0]} {top - LINE * row + 12} m {lefts[-1]} {top - LINE * row + 12} l S")
            for left in lefts if sides else lefts[1:-1]:
                drawn.append(f"{left} {top + 12} m {left} {top - LINE * len(block) + 12} l S")
            for row, cells in enumerate(block):
                drawn += [_text(left + 2, top - LINE * row, cell) for left, cell in zip(lefts, cells, strict=False)]
            top -= LINE * (len(block) + 1)
    turn = f"0 1 -1 0 {HEIGHT} 0 cm\n" if sideways else ""
    if bold:
        drawn += [one.replace("Td", "Td 0.3 0 Td") for one in drawn]
    return turn + "\n".join(drawn)


def _text(left: float, top: float, text: str) -> str:
    return f"BT /F {SIZE} Tf {left} {top} Td <{text.encode('utf-16-be').hex()}> Tj ET" if text else ""


def pdf(*pages: str, sideways: bool = False, locked: bool = False) -> bytes:
    """A document of such drawings; ``sideways``: its pages stand upright, and what is drawn on them lies."""
    box = f"[0 0 {HEIGHT} {WIDTH}]" if sideways else f"[0 0 {WIDTH} {HEIGHT}]"
    kids = " ".join(f"{number} 0 R" for number in range(6, 6 + 2 * len(pages), 2))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/FontDescriptor 5 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -120 1000 880]/ItalicAngle 0"
        "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    for number, drawing in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Contents {7 + 2 * number} 0 R/Resources<</Font<</F 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(drawing)}>>\nstream\n{drawing}\nendstream")
    return _file(objects, f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'00' * 32}>/U<{'00' * 32}>/P -4>>" if locked else "")


def _file(objects: Iterable[str], more: str) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(places) + 1
    ids = "/ID[<00><00>]"
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R{ids}{more}>>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode("latin-1")
