"""What may be done to the looks of a table so that its reader sees something else than is judged: element × trick."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree

from tests.helpers.damage import packed, parts_of
from xlbudget.check.compare_looks import looks
from xlbudget.check.printed import printed_tables
from xlbudget.check.rebuild import Rebuilt
from xlbudget.check.report import Finding
from xlbudget.language.sheet import address_of, place_of
from xlbudget.reading.cells import Workbook
from xlbudget.reading.formulas import AllCells
from xlbudget.reading.package import Package
from xlbudget.reading.settings import settings_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES, BOOK = "xl/styles.xml", "xl/workbook.xml"
ORDER = ("sheetData", "sheetProtection", "mergeCells", "conditionalFormatting", "pageSetup", "drawing", "legacyDrawing")
"""Elements of a sheet that are put in here, in the order of the standard."""


class Dressing:
    """A package whose looks are changed, element by element."""

    def __init__(self, package: bytes) -> None:
        parts, sheets = _opened(package)
        self.parts, self.sheets = dict(parts), sheets
        self.roots: dict[str, Any] = {}

    def root(self, part: str) -> Any:
        """A part; a sheet by its name."""
        part = self.sheets.get(part, part)
        if part not in self.roots:
            self.roots[part] = etree.fromstring(self.parts[part])
        return self.roots[part]

    def package(self) -> bytes:
        return packed(self.parts | {part: etree.tostring(root) for part, root in self.roots.items()})

    def cell(self, sheet: str, address: str) -> Any:
        return next(one for one in self.root(sheet).iter(f"{{{MAIN}}}c") if one.get("r") == address)

    def row(self, sheet: str, address: str) -> Any:
        return self.cell(sheet, address).getparent()

    def put(self, sheet: str, text: str) -> Any:
        """An element where it belongs on a sheet."""
        element = of_main(text)
        name = etree.QName(element).localname
        before = ORDER[: ORDER.index(name) + 1]
        root = self.root(sheet)
        root.insert(1 + max(at for at, one in enumerate(root) if etree.QName(one).localname in before), element)
        return element

    def restyle(self, sheet: str, address: str, change: Callable[[Any], None]) -> None:
        """A style of its own for a cell."""
        cell, table = self.cell(sheet, address), self.root(STYLES).find(f"{{{MAIN}}}cellXfs")
        table.append(deepcopy(table[int(cell.get("s", "0"))]))
        change(table[-1])
        cell.set("s", str(len(table) - 1))

    def listed(self, table: str, text: str) -> str:
        """The number of a new font, fill or look of a conditional format."""
        place = self.root(STYLES).find(f"{{{MAIN}}}{table}")
        place.append(of_main(text))
        return str(len(place) - 1)

    def format(self, code: str) -> str:
        table = self.root(STYLES).find(f"{{{MAIN}}}numFmts")
        etree.SubElement(table, f"{{{MAIN}}}numFmt", numFmtId=str(300 + len(table)), formatCode=code)
        return str(299 + len(table))

    def part(self, sheet: str, kind: str, name: str, content: str, element: str) -> None:
        """A part to which a sheet relates."""
        folder, _, file = self.sheets[sheet].rpartition("/")
        relations = f"{folder}/_rels/{file}.rels"
        self.parts.setdefault(relations, f'<Relationships xmlns="{PACKAGE}"/>'.encode())
        link = {"Id": "rIdX", "Type": f"{LINKS}/{kind}", "Target": f"/xl/{name}"}
        etree.SubElement(self.root(relations), f"{{{PACKAGE}}}Relationship", link)
        self.parts[f"xl/{name}"] = content.encode()
        self.put(sheet, f'<{element} xmlns:r="{LINKS}" r:id="rIdX"/>')


@lru_cache(maxsize=2)
def _opened(package: bytes) -> tuple[dict[str, bytes], dict[str, str]]:
    return parts_of(package), dict(Workbook.of(Package.of(Path("book.xlsx"), package)).sheets)


def of_main(text: str) -> Any:
    """An element of a spreadsheet."""
    return etree.fromstring(f'<a xmlns="{MAIN}">{text}</a>')[0]


Trick: TypeAlias = Callable[[Dressing, str, str], None]


def formatted(code: str) -> Trick:
    def trick(on: Dressing, sheet: str, cell: str) -> None:
        on.restyle(sheet, cell, lambda xf: xf.set("numFmtId", on.format(code)))

    return trick


def laid(look: str, rule: str = 'type="expression"', inner: str = "<formula>TRUE</formula>") -> Trick:
    """A conditional format; ``look``: what its ``dxf`` holds."""

    def trick(on: Dressing, sheet: str, cell: str) -> None:
        number = on.listed("dxfs", f"<dxf>{look}</dxf>")
        on.put(
            sheet,
            f'<conditionalFormatting sqref="{cell}"><cfRule {rule} dxfId="{number}" priority="1">{inner}</cfRule>'
            "</conditionalFormatting>",
        )

    return trick


def laid_format(code: str) -> Trick:
    text = code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return laid(f'<numFmt numFmtId="900" formatCode="{text}"/>')


def with_font(inner: str) -> Trick:
    def trick(on: Dressing, sheet: str, cell: str) -> None:
        on.restyle(sheet, cell, lambda xf: xf.set("fontId", on.listed("fonts", f"<font>{inner}</font>")))

    return trick


def with_fill(inner: str) -> Trick:
    def trick(on: Dressing, sheet: str, cell: str) -> None:
        on.restyle(sheet, cell, lambda xf: xf.set("fillId", on.listed("fills", f"<fill>{inner}</fill>")))

    return trick


def row_with(**attributes: str) -> Trick:
    return lambda on, sheet, cell: on.row(sheet, cell).attrib.update(attributes)


def column_with(**attributes: str) -> Trick:
    def trick(on: Dressing, sheet: str, cell: str) -> None:
        place = place_of(cell)
        assert place
        number = str(place[1])
        cols = on.root(sheet).find(f"{{{MAIN}}}cols")
        for col in cols:
            if int(col.get("min")) <= place[1] <= int(col.get("max")):
                cols.remove(col)
        etree.SubElement(cols, f"{{{MAIN}}}col", min=number, max=number, **({"width": "9"} | attributes))

    return trick


def merged(on: Dressing, sheet: str, cell: str) -> None:
    place = place_of(cell)
    assert place
    table = on.root(sheet).find(f"{{{MAIN}}}mergeCells")
    etree.SubElement(table, f"{{{MAIN}}}mergeCell", ref=f"{cell[:1]}{place[0] - 1}:{cell}")


def filled(on: Dressing, sheet: str, cell: str) -> None:
    def change(xf: Any) -> None:
        for one in xf.findall(f"{{{MAIN}}}alignment"):
            xf.remove(one)
        xf.insert(0, of_main('<alignment horizontal="fill"/>'))

    on.restyle(sheet, cell, change)


def drawn(anchor: str) -> Trick:
    """A text box; ``anchor``: the element that says where, about a cell at {row} and {col} (from 0)."""

    def trick(on: Dressing, sheet: str, cell: str) -> None:
        row, col = place_of(cell) or (1, 1)
        kind = anchor[1:].partition(">")[0].split()[0]
        box = '<sp><nvSpPr><cNvPr id="9" name="文本框 1"/><cNvSpPr/></nvSpPr></sp><clientData/>'
        where = anchor.format(row=row - 1, col=col - 1) + box + f"</{kind}>"
        on.part(sheet, "drawing", "drawings/box.xml", f'<wsDr xmlns="{DRAWN}">{where}</wsDr>', "drawing")

    return trick


def in_old_notation(kind: str) -> Trick:
    def trick(on: Dressing, sheet: str, cell: str) -> None:
        row, col = place_of(cell) or (1, 1)
        where = f"<x:Anchor>{col - 1},2,{row - 1},2,{col},2,{row},2</x:Anchor>"
        shape = f'<x:ClientData ObjectType="{kind}">{where}</x:ClientData>'
        text = f'<xml xmlns:x="urn:schemas-microsoft-com:office:excel">{shape}</xml>'
        on.part(sheet, "vmlDrawing", "drawings/box.vml", text, "legacyDrawing")

    return trick


def printing(area: str) -> Trick:
    """``area``: what the print area is; {up}: the row above the cell, {left}: the column beside it, {sheet}."""

    def trick(on: Dressing, sheet: str, cell: str) -> None:
        row, col = place_of(cell) or (1, 1)
        tabs = [tab.get("name") for tab in on.root(BOOK).iter(f"{{{MAIN}}}sheet")]
        for name in list(on.root(BOOK).iter(f"{{{MAIN}}}definedName")):
            if name.get("name") == "_xlnm.Print_Area" and name.get("localSheetId") == str(tabs.index(sheet)):
                name.text = area.format(sheet=sheet, up=row - 1, left=chr(63 + col))
                if not area:
                    name.getparent().remove(name)

    return trick


def hidden_beside(name: str) -> Trick:
    """Our tab hidden; another with its part under this name."""

    def trick(on: Dressing, sheet: str, _: str) -> None:
        tab = next(one for one in on.root(BOOK).iter(f"{{{MAIN}}}sheet") if one.get("name") == sheet)
        other = deepcopy(tab)
        other.attrib.update({"name": name.format(sheet), "sheetId": "999"})
        tab.set("state", "veryHidden")
        if name:
            tab.getparent().append(other)

    return trick


def without_zeros(on: Dressing, sheet: str, _: str) -> None:
    next(on.root(sheet).iter(f"{{{MAIN}}}sheetView")).set("showZeros", "0")


WRONG_FORMATS = (
    *('"160.00"', '"1"0.00', '0.00"9"', '0"."00', "#,##0.00,", "0.0,,", ";;;", '"";"";"";""', "0.00%", "0", "0.0"),
    *("[White]0.00", "[Color2]0.00", "[DBNum1]General", "yyyy-m-d", "0.00E+00", "# ?/?", "[>0]0.00;0.00", "00\\-00"),
    *('0.00"亿元"', "-0.00", "(0.00)", "0.00_);0.00"),
)
"""Codes that show other digits of some figure than two decimals, or none."""
RIGHT_FORMATS = (
    *("General", "0.00", "#,##0.00", "#,##0.000", "0.00####", "[$-804]#,##0.00_ ", "#,##0.00\\ ", "[Red]0.00"),
    *("0.00_);(0.00)", '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "@", '0.00;"-"0.00', "¥0.00"),
)
"""Codes that show the same digits."""

AT_ZERO: dict[str, Trick] = {
    **{code: formatted(code) for code in ("0.00;-0.00;", '0.00;-0.00;"5"', "0.00;0.00;;")},
    "不显示零值": without_zeros,
}
"""What is wrong only where the figure is zero."""

CORNER = "<col>{col}</col><colOff>{off}</colOff><row>{row}</row><rowOff>{off}</rowOff>"
BOX = f"<twoCellAnchor><from>{CORNER.replace('{off}', '0')}</from><to>{CORNER.replace('{off}', '9')}</to>"
SIZE = '<ext cx="900000" cy="100000"/>'
AREA = "'{sheet}'!$A$1:"

TRICKS: dict[str, tuple[str, dict[str, Trick]]] = {
    "数字格式": (
        "文件-数字格式",
        {code: formatted(code) for code in WRONG_FORMATS} | {"填充对齐": filled},
    ),
    "条件格式": (
        "文件-数字格式",
        {code: laid_format(code) for code in WRONG_FORMATS}
        | {"数据条不显示值": laid("", 'type="dataBar"', '<dataBar showValue="0"/>')},
    ),
    "字色": (
        "文件-看不清",
        {
            "白字": with_font('<color rgb="FFFFFFFF"/>'),
            "近白": with_font('<color rgb="FFF0F0F0"/>'),
            "索引": with_font('<color indexed="9"/>'),
            "主题": with_font('<color theme="0"/>'),
            "淡到白": with_font('<color theme="1" tint="1"/>'),
            "小字": with_font('<sz val="1"/>'),
            "黑底": with_fill('<patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill>'),
            "条件白字": laid('<font><color rgb="FFFFFFFF"/></font>'),
            "条件黑底": laid('<fill><patternFill><bgColor rgb="FF000000"/></patternFill></fill>'),
        },
    ),
    "隐藏": (
        "文件-隐藏",
        {
            "行": row_with(hidden="1"),
            "零高": row_with(ht="0", customHeight="1"),
            "列": column_with(hidden="true"),
            "零宽": column_with(width="0", customWidth="1"),
            "合并": merged,
        },
    ),
    "图形": (
        "文件-遮盖",
        {
            "文本框": drawn(BOX),
            "一角": drawn(f"<oneCellAnchor><from><col>{{col}}</col><row>{{row}}</row></from>{SIZE}"),
            "从左上起": drawn('<absoluteAnchor><pos x="0" y="0"/><ext cx="90000000" cy="90000000"/>'),
            "控件": in_old_notation("Rect"),
        },
    ),
    "打印": (
        "文件-打印区域",
        {
            "少行": printing(f"{AREA}$Z${{up}}"),
            "少列": printing(f"{AREA}${{left}}$99"),
            "两块": printing(f"{AREA}$Z${{up}},'{{sheet}}'!$A$98:$Z$99"),
            "公式": printing("OFFSET('{sheet}'!$A$1,0,0,2,2)"),
        },
    ),
    "替身": ("文件-替身", {name: hidden_beside(name) for name in ("{}（定稿）", "{}表", "别的")}),
}
"""Element → the rule that sees it, and the tricks with it."""

HARMLESS: dict[str, Trick] = {
    **{f"格式 {code}": formatted(code) for code in RIGHT_FORMATS},
    **{f"条件格式 {code}": laid_format(code) for code in RIGHT_FORMATS},
    "红字": with_font('<color rgb="FFFF0000"/>'),
    "黄底": with_fill('<patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill>'),
    "列宽": column_with(width="30"),
    "行高": row_with(ht="60", customHeight="1"),
    "批注": in_old_notation("Note"),
    "空白处的图章": drawn(BOX.replace("{row}", "9998").replace("{col}", "0")),
    "取消打印区域": printing(""),
    "写死而全": printing(f"{AREA}$Z$999"),
    "整列": printing("'{sheet}'!$A:$Z"),
    "隐藏一张表": hidden_beside(""),
}
"""What is the user's."""


def seen(rebuilt: Rebuilt, package: bytes, *sheets: str) -> list[Finding]:
    """What is said of the looks of these sheets of a changed package whose cells are as they were."""
    book = Workbook.of(Package.of(Path("book.xlsx"), package))
    declared = replace(rebuilt.book, sheets=tuple(one for one in rebuilt.book.sheets if one.name in sheets))
    return list(
        looks(replace(rebuilt, book=declared, judged=declared), book, AllCells(book), settings_of(book.package))
    )


def tricked(package: bytes, trick: Trick, sheet: str, cell: str) -> bytes:
    on = Dressing(package)
    trick(on, sheet, cell)
    return on.package()


TABLES = ("公开01", "公开03", "附件2")
"""Tables of the sample on each of which every trick is tried."""


def place_for(rebuilt: Rebuilt, sheet: str) -> str:
    """The greatest figure on a table that is neither in its first printed row nor in its first column."""
    table = printed_tables(rebuilt.book, rebuilt.values)[sheet]
    looks_there = rebuilt.book.grids[sheet].looks
    amounts = {at: value for at, value in table.cells.items() if "amount" in looks_there[at] and at[1] > 1}
    return address_of(*max(amounts, key=lambda at: float(amounts[at] or 0)))


def measured(package: bytes, rebuilt: Rebuilt) -> dict[str, tuple[int, list[str]]]:
    """Element → how many tricks were tried, and which of them nothing is said of; and what is the user's, said."""
    found: dict[str, tuple[int, list[str]]] = {}
    for element, (rule, tricks) in TRICKS.items():
        missed = []
        for sheet in TABLES:
            cell = place_for(rebuilt, sheet)
            for name, trick in tricks.items():
                if not any(f.rule == rule for f in seen(rebuilt, tricked(package, trick, sheet, cell), sheet)):
                    missed.append(f"{sheet} {name}")
        found[element] = (len(TABLES) * len(tricks), missed)
    said = [
        name for name, trick in HARMLESS.items() if seen(rebuilt, tricked(package, trick, "公开03", "D8"), "公开03")
    ]
    return found | {LEFT: (len(HARMLESS), said)}


LEFT = "用户自己的改动（应当什么也不说）"


def section(found: dict[str, tuple[int, list[str]]]) -> list[str]:
    """For docs/mutation.md."""
    lines = [
        "## 看到的数",
        "",
        "公式一个也不动，只改看到的样子（`tests/mutation/looks.py` 列着每一种手脚），在 "
        f"{'、'.join(TABLES)} 上各试一遍，看 `check` 指不指出。",
        "",
        "| 改什么 | 指出的规则 | 处数 | 查出 | 漏 |",
        "|---|---|---:|---:|---|",
    ]
    for element, (count, missed) in found.items():
        if element == LEFT:
            lines.append(f"| {element} | | {count} | {len(missed)} | {'；'.join(missed)} |")
        else:
            lines.append(
                f"| {element} | {TRICKS[element][0]} | {count} | {count - len(missed)} | {'；'.join(missed)} |"
            )
    return [*lines, ""]
