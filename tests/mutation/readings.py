"""A workbook written so that programs may read different content: element × place × trick, each one a package.

None changes a formula or an entry as a person would: the digits, the words, the cell or the part are there twice, or in
another spelling, in another namespace, in pieces, or elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

from tests.helpers.damage import Parts, packed, parts_of
from xlbudget.reading.cells import Workbook
from xlbudget.reading.package import Package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES, BOOK, BOOK_RELATIONS, STRINGS = (
    *("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
    "xl/sharedStrings.xml",
)
ENTRIES, TABLE, LABELS = "录入-支出", "公开03", "录入-单位"
"""An input list, a printed table, an input sheet of labels."""

Edit = Callable[[str], str]
X = 'xmlns:x="urn:x"'
IGNORABLE = f'{X} xmlns:mc="{MC}" mc:Ignorable="x" mc:ProcessContent="x:w"'
WRAPPED = f'<mc:AlternateContent xmlns:mc="{MC}">{{}}</mc:AlternateContent>'


@dataclass(frozen=True)
class At:
    """What is written otherwise, and its address or number."""

    text: str
    name: str


def always(text: str) -> Edit:
    return lambda _: text


@dataclass(frozen=True)
class Variant:
    """``element``: of which there is another reading; ``place``: where it stands."""

    element: str
    place: str
    trick: str
    package: bytes

    @property
    def name(self) -> str:
        return f"{self.element}，{self.place}：{self.trick}"


@dataclass(frozen=True)
class Base:
    """A workbook to write otherwise."""

    package: bytes
    parts: Parts
    sheets: Mapping[str, str]

    @classmethod
    def of(cls, package: bytes) -> Base:
        return cls(package, parts_of(package), Workbook.of(Package.of(Path("book.xlsx"), package)).sheets)

    def edited(self, part: str, *edits: Edit) -> bytes:
        text = self.parts[part].decode()
        for edit in edits:
            before, text = text, edit(text)
            if text == before:
                raise AssertionError(f"{part}: nothing to edit")
        return packed(self.parts | {part: text.encode()})

    def replaced(self, part: str, old: str, new: str) -> bytes:
        """With other words for the first of these."""
        return self.edited(part, lambda text: text.replace(old, new, 1))

    def cell(self, sheet: str, address: str) -> str:
        """The ``c`` element."""
        text = self.parts[self.sheets[sheet]].decode()
        found = re.search(rf'<c r="{address}"[^>]*?(?:/>|>.*?</c>)', text)
        if found is None:
            raise AssertionError(f"{sheet} has no {address}")
        return found.group()


def variants(base: Base) -> Iterator[Variant]:
    """All of them."""
    yield from _figures(base)
    yield from _texts(base)
    yield from _formulas(base)
    yield from _cells(base)
    yield from _rows(base)
    yield from _sheets(base)
    yield from _strings(base)
    yield from _names(base)
    yield from _relations(base)
    yield from _declarations(base)
    yield from _archives(base)


def _within(
    base: Base, element: str, places: Mapping[str, tuple[str, str]], tricks: Mapping[str, Edit]
) -> Iterator[Variant]:
    """Each trick on the cell at each place."""
    for place, (sheet, address) in places.items():
        cell = base.cell(sheet, address)
        for trick, edit in tricks.items():
            if (other := edit(cell)) != cell:
                yield Variant(element, place, trick, base.replaced(base.sheets[sheet], cell, other))


def _value(way: Callable[[str], str]) -> Edit:
    """The ``v`` element in other words: ``way`` is given its text."""
    return lambda cell: re.sub("<v>([^<]*)</v>", lambda m: way(m[1]), cell, count=1)


def _found(pattern: str, text: str) -> str:
    return next(re.finditer(pattern, text)).group()


PIECES: dict[str, Callable[[str], str]] = {
    "注释在当中": lambda t: f"{t[:2]}<!-- -->{t[2:]}",
    "注释在末尾": lambda t: f"{t}<!-- -->00",
    "处理指令在当中": lambda t: f"{t[:2]}<?x y?>{t[2:]}",
    "CDATA": lambda t: f"{t[:2]}<![CDATA[{t[2:]}]]>",
    "字符引用": lambda t: f"&#{ord(t[0])};{t[1:]}",
    "元素在当中": lambda t: f"{t[:2]}<b>9</b>{t[2:]}",
    "别的命名空间的元素在当中": lambda t: f"{t[:2]}<x:b {X}>9</x:b>{t[2:]}",
}
"""The text of an element in pieces."""


def _in(name: str, way: Edit, opening: str = "") -> Edit:
    """An element with its text in other words."""
    return lambda text: f"{opening or f'<{name}>'}{way(text)}</{name}>"


def _with_attribute(attribute: str) -> Edit:
    return lambda cell: cell.replace("><", f" {attribute}><", 1)


def _elements(name: str, other: str) -> dict[str, Callable[[str], str]]:
    """An element that stands beside another of its name, or in something else; ``other``: what the other says."""
    return {
        f"{trick}的 {name}": way
        for trick, way in {
            "两次": lambda t: f"<{name}>{other}</{name}><{name}>{t}</{name}>",
            "再一次": lambda t: f"<{name}>{t}</{name}><{name}>{other}</{name}>",
            "别的命名空间": lambda t: f"<x:{name} {X}>{t}</x:{name}>",
            "先有别的命名空间": lambda t: f"<x:{name} {X}>{other}</x:{name}><{name}>{t}</{name}>",
            "后有别的命名空间": lambda t: f"<{name}>{t}</{name}><x:{name} {X}>{other}</x:{name}>",
            "没有命名空间": lambda t: f'<{name} xmlns="">{t}</{name}>',
            "大写": lambda t: f"<{name.upper()}>{t}</{name.upper()}>",
            "供选择": lambda t: WRAPPED.format(
                f'<mc:Choice Requires="x14"><{name}>{other}</{name}></mc:Choice><mc:Fallback><{name}>{t}</{name}>'
                "</mc:Fallback>"
            ),
            "可忽略": lambda t: f"<x:w {IGNORABLE}><{name}>{t}</{name}></x:w>",
            "严格的命名空间": lambda t: f'<{name} xmlns="{STRICT}">{t}</{name}>',
        }.items()
    }


NUMBERS: dict[str, Callable[[str], str]] = {
    "数里的下划线": lambda t: f"{t.replace('.', '_1.', 1)}",
    "别的数字": lambda t: t.translate({ord("0") + n: chr(0x0660 + n) for n in range(10)}),
    "全角数字": lambda t: t.translate({ord("0") + n: chr(0xFF10 + n) for n in range(10)}),
    "千位的逗号": lambda t: f"1,{t}",
    "十六进制": always("0x1F"),
    "后面有字": lambda t: f"{t}e",
    "两个小数点": lambda t: f"{t}.5",
    "不断行的空格": lambda t: f"{chr(0xA0)}{t}",
    "指数": lambda t: f"{t}E0",
    "正号": lambda t: f"+{t}",
    "无穷": always("INF"),
    "非数": always("nan"),
}


def _figures(base: Base) -> Iterator[Variant]:
    places = {"录入的数": (ENTRIES, "G5"), "单位的数": (LABELS, "B11"), "存着的数": (TABLE, "E7")}
    tricks = {trick: _value(_in("v", way)) for trick, way in (PIECES | NUMBERS).items()}
    tricks |= {trick: _value(way) for trick, way in _elements("v", "9").items()}
    kinds = ("x", "N", "b", "s", "e", "d", "inlineStr", "str", "")
    tricks |= {f"类型 {kind or '空'}": _with_attribute(f't="{kind}"') for kind in kinds}
    tricks |= {"旁边有内嵌文本": lambda c: c.replace("</v>", "</v><is><t>9</t></is>")}
    tricks |= {"富值": _with_attribute('vm="1"')}
    yield from _within(base, "数", places, tricks)


def _texts(base: Base) -> Iterator[Variant]:
    places = {"录入的科目": (ENTRIES, "A6"), "标签": (LABELS, "A11")}

    def text(way: Callable[[str], str]) -> Edit:
        return lambda cell: re.sub("<t>([^<]*)</t>", lambda m: way(m[1]), cell, count=1)

    tricks = {trick: text(_in("t", way)) for trick, way in PIECES.items()}
    tricks |= {trick: text(way) for trick, way in _elements("t", "2010406").items()}
    tricks |= {
        "分成几段": text(lambda t: f"<r><t>{t[:3]}</t></r><r><t>{t[3:]}</t></r>"),
        "段外还有": text(lambda t: f"<t>{t[:3]}</t><r><t>{t[3:]}</t></r>"),
        "段里的两次": text(lambda t: f"<r><t>{t[:3]}</t><t>{t[3:]}</t></r>"),
        "别的命名空间的段": text(lambda t: f"<r><t>{t}</t></r><x:r {X}><t>9</t></x:r>"),
        "读音": text(lambda t: f'<t>{t}</t><rPh sb="0" eb="1"><t>9</t></rPh>'),
        "段里的读音": text(lambda t: f'<r><t>{t}</t><rPh sb="0" eb="1"><t>9</t></rPh></r>'),
        "转义": text(lambda t: f"<t>{t[:-1]}_x{ord(t[-1]):04X}_</t>"),
        "内嵌文本两次": lambda c: c.replace("</is>", "</is><is><t>9</t></is>"),
        "作为公式的文字": lambda c: re.sub('t="inlineStr"><is><t>([^<]*)</t></is>', r't="str"><v>\1</v>', c),
        "公式的文字里转义": lambda c: re.sub(
            't="inlineStr"><is><t>([^<]*)(.)</t></is>', lambda m: f't="str"><v>{m[1]}_x{ord(m[2]):04X}_</v>', c
        ),
        "类型不是文字": lambda c: c.replace(' t="inlineStr"', ""),
    }
    yield from _within(base, "文字", places, tricks)


def _formulas(base: Base) -> Iterator[Variant]:
    def formula(way: Callable[[str], str]) -> Edit:
        return lambda cell: re.sub("<f>([^<]*)</f>", lambda m: way(m[1]), cell, count=1)

    tricks = {trick: formula(_in("f", way)) for trick, way in PIECES.items()}
    tricks |= {trick: formula(way) for trick, way in _elements("f", "1+1").items()}
    for kind in ("x", "array", "dataTable", "shared", "Shared", "normal", ""):
        tricks[f"类型 {kind or '空'}"] = formula(_in("f", str, f'<f t="{kind}">'))
    tricks |= {
        "等号开头": formula(lambda t: f"<f>={t}</f>"),
        "空的": formula(always("<f/>")),
        "空的，有类型": formula(always('<f t="array" ref="C7"/>')),
        "前后空白": formula(lambda t: f"<f> {t}\n</f>"),
    }
    places = {"公开03": (TABLE, "E7"), "录入表": (ENTRIES, "K5"), "本表": (TABLE, "C7")}
    yield from _within(base, "公式", places, tricks)
    yield from _shared(base)


def _shared(base: Base) -> Iterator[Variant]:
    """H7 sums one column of the list further right than G7: a shared formula says both."""
    part, master, child = base.sheets[TABLE], base.cell(TABLE, "G7"), base.cell(TABLE, "H7")
    text = re.sub(".*<f>(.*)</f>.*", r"\1", master).replace("$I$5:$I$10", "I$5:I$10")
    other = base.cell(TABLE, "D7")

    def written(of: str, attributes: str, inner: str = "") -> str:
        return re.sub("<f>.*</f>", lambda _: f'<f t="shared" {attributes}>{inner}</f>', of)

    def shared(first: str, then: str, *more: Edit) -> bytes:
        there = master + child
        return base.edited(part, lambda t: t.replace(there, first + then), *more)

    usual = written(master, 'si="1" ref="G7:H7"', text)
    ways = {
        "照常": (usual, written(child, 'si="1"')),
        "主人的范围不含它": (written(master, 'si="1" ref="G7:G9"', text), written(child, 'si="1"')),
        "主人没有范围": (written(master, 'si="1"', text), written(child, 'si="1"')),
        "主人的范围读不懂": (written(master, 'si="1" ref="g7:h7"', text), written(child, 'si="1"')),
        "编号前有零": (usual, written(child, 'si="01"')),
        "编号前有正号": (usual, written(child, 'si="+1"')),
        "没有主人": (master, written(child, 'si="7"')),
        "没有编号": (master, written(child, "")),
        "主人在后": (written(master, 'si="1"'), written(child, 'si="1" ref="G7:H7"', text)),
        "也有文字": (usual, written(child, 'si="1"', "1+1")),
    }
    for trick, (first, then) in ways.items():
        yield Variant("共享公式", "公开03", trick, shared(first, then))
    alone = written(child, 'si="1"')
    for trick, of, attributes in (
        ("编号用了两次", other, 'si="1" ref="D7:H7"'),
        ("编号换个写法用了两次", other, 'si="01" ref="D7:H7"'),
        ("前面另有主人", base.cell(TABLE, "F7"), 'si="1" ref="F7:H7"'),
    ):
        more = written(of, attributes, "1+1")
        package = Base.of(shared(usual, alone)).replaced(part, of, more)
        yield Variant("共享公式", "公开03", trick, package)
    later = f'<row r="3000"><c r="A3000"><f t="shared" si="1" ref="A3000:H3001">{text}</f></c></row></sheetData>'
    yield Variant("共享公式", "公开03", "主人在别处", shared(master, alone, lambda t: t.replace("</sheetData>", later)))
    elsewhere = base.edited(part, lambda t: t.replace(master + child, usual + child))
    moved = Base(elsewhere, parts_of(elsewhere), base.sheets)
    old = moved.cell("公开02", "H7")
    package = moved.edited(base.sheets["公开02"], lambda t: t.replace(old, written(old, 'si="1"')))
    yield Variant("共享公式", "公开02", "主人在别的表", package)


def _cells(base: Base) -> Iterator[Variant]:
    """The cell as a whole: its address, its name, once more."""
    more: dict[str, Callable[[At], str]] = {
        "小写的地址": lambda at: at.text.replace(f'"{at.name}"', f'"{at.name.lower()}"', 1),
        "有零的地址": lambda at: at.text.replace(f'"{at.name}"', f'"{at.name[0]}0{at.name[1:]}"', 1),
        "绝对的地址": lambda at: at.text.replace(f'"{at.name}"', f'"${at.name[0]}${at.name[1:]}"', 1),
        "带空格的地址": lambda at: at.text.replace(f'"{at.name}"', f'" {at.name}"', 1),
        "空的地址": lambda at: at.text.replace(f'"{at.name}"', '""', 1),
        "全角的地址": lambda at: at.text.replace(f'"{at.name}"', f'"{chr(ord(at.name[0]) + 0xFEE0)}{at.name[1:]}"', 1),
        "别的行的地址": lambda at: at.text.replace(f'"{at.name}"', f'"{at.name[0]}{int(at.name[1:]) + 3}"', 1),
        "R1C1 的地址": lambda at: at.text.replace(f'"{at.name}"', '"R5C7"', 1),
        "没有地址": lambda at: at.text.replace(f' r="{at.name}"', "", 1),
        "别的命名空间的地址": lambda at: at.text.replace(' r="', f' {X} x:r="', 1),
        "再一次空着": lambda at: f'{at.text}<c r="{at.name}"/>',
        "先空着一次": lambda at: f'<c r="{at.name}"/>{at.text}',
        "再一次": lambda at: f'{at.text}<c r="{at.name}"><v>9</v></c>',
        "再一次，没有地址以后": lambda at: f"<c><v>9</v></c>{at.text}",
        "次序倒着": lambda at: f'<c r="Z{at.name[1:]}"><v>9</v></c>{at.text}',
        "别的命名空间": lambda at: re.sub("^<c|</c>$", lambda m: m[0].replace("c", "x:c"), at.text).replace(
            " r=", f" {X} r=", 1
        ),
        "再有别的命名空间": lambda at: f'{at.text}<x:c {X} r="{at.name}"><v>9</v></x:c>',
        "没有命名空间": lambda at: at.text.replace("<c ", '<c xmlns="" ', 1),
        "供选择": lambda at: WRAPPED.format(f'<mc:Choice Requires="x14">{at.text}</mc:Choice>'),
        "可忽略的里面": lambda at: f"<x:w {IGNORABLE}>{at.text}</x:w>",
        "处理指令在前": lambda at: f"<?x y?>{at.text}",
        "格里的字": lambda at: at.text.replace("><", ">9<", 1),
        "扩展里的值": lambda at: at.text.replace("</c>", "<extLst><ext><v>9</v></ext></extLst></c>"),
        "大写的名称": lambda at: re.sub("^<c|</c>$", lambda m: m[0].upper(), at.text),
    }
    places = {"录入的数": (ENTRIES, "G5"), "录入的文字": (ENTRIES, "C5"), "公式": (TABLE, "E7")}
    for place, (sheet, address) in places.items():
        tricks = {trick: lambda c, way=way, a=address: way(At(c, a)) for trick, way in more.items()}
        yield from _within(base, "格", {place: (sheet, address)}, tricks)


def _rows(base: Base) -> Iterator[Variant]:
    tricks: dict[str, Callable[[At], str]] = {
        "行号有零": lambda at: at.text.replace(f'r="{at.name}"', f'r="0{at.name}"', 1),
        "行号有空格": lambda at: at.text.replace(f'r="{at.name}"', f'r=" {at.name}"', 1),
        "行号不是它": lambda at: at.text.replace(f'r="{at.name}"', f'r="{int(at.name) + 1}"', 1),
        "没有行号": lambda at: at.text.replace(f' r="{at.name}"', "", 1),
        "空的行号": lambda at: at.text.replace(f' r="{at.name}"', ' r=""', 1),
        "行号在别的命名空间": lambda at: at.text.replace(" r=", f" {X} x:r=", 1),
        "先空着一次": lambda at: f'<row r="{at.name}"/>{at.text}',
        "再一次": lambda at: f'{at.text}<row r="{at.name}"><c r="XA{at.name}"><v>9</v></c></row>',
        "次序倒着": lambda at: f'<row r="900"><c r="XA900"><v>9</v></c></row>{at.text}',
        "再一次，次序倒着": lambda at: f'<row r="900"/>{at.text}<row r="{at.name}"/>',
        "前面有别的命名空间的行": lambda at: f'<x:row {X} r="{at.name}"/>{at.text}',
        "别的命名空间的行": lambda at: re.sub("^<row|row>$", lambda m: m[0].replace("row", "x:row"), at.text).replace(
            " r=", f" {X} r=", 1
        ),
        "供选择": lambda at: WRAPPED.format(f"<mc:Fallback>{at.text}</mc:Fallback>"),
        "在另一份表格数据里": lambda at: f"</sheetData><sheetData>{at.text}",
        "在别的命名空间的表格数据里": lambda at: f"</sheetData><x:sheetData {X}>{at.text}</x:sheetData><sheetData>",
        "在没有命名空间的表格数据里": lambda at: f'</sheetData><sheetData xmlns="">{at.text}</sheetData><sheetData>',
        "在行里": lambda at: f"<row>{at.text}</row>",
        "行里的字": lambda at: at.text.replace("><", ">9<", 1),
    }
    for place, (sheet, number) in {"录入": (ENTRIES, "5"), "公式": (TABLE, "7")}.items():
        text = base.parts[base.sheets[sheet]].decode()
        row = _found(f'<row r="{number}".*?</row>', text)
        for trick, way in tricks.items():
            yield Variant("行", place, trick, base.replaced(base.sheets[sheet], row, way(At(row, number))))


def _sheets(base: Base) -> Iterator[Variant]:
    """The part of a sheet, and its tab."""
    for place, sheet in (("录入", ENTRIES), ("公开03", TABLE)):
        part = base.sheets[sheet]
        roots: dict[str, Edit] = {
            "别的命名空间的表": lambda t: t.replace(MAIN, "urn:x"),
            "没有命名空间的表": lambda t: t.replace(f' xmlns="{MAIN}"', ""),
            "严格的命名空间": lambda t: t.replace(MAIN, STRICT),
            "命名空间的大小写": lambda t: t.replace(MAIN, MAIN.upper()),
            "根的名称": lambda t: t.replace("<worksheet", "<chartsheet").replace("</worksheet", "</chartsheet"),
            "在另一个根里": lambda t: f"<x:w {X}>{t}</x:w>",
            "前缀": lambda t: re.sub("<(/?)([a-zA-Z])", r"<\1y:\2", t).replace(" xmlns=", " xmlns:y="),
        }
        for trick, edit in roots.items():
            yield Variant("表", place, trick, base.edited(part, edit))
        tab = _found(f'<sheet [^>]*name="{sheet}"[^>]*/>', base.parts[BOOK].decode())
        first = _found("<sheet [^>]*/>", base.parts[BOOK].decode())
        identity = _found('(?<=r:id=").*?(?=")', tab)
        other = _found('(?<=r:id=").*?(?=")', first)
        tabs: dict[str, str] = {
            "同名": tab + tab,
            "同名，内容是别的": tab + tab.replace(identity, other),
            "多一个空格": tab + tab.replace(f'name="{sheet}"', f'name="{sheet} "'),
            "只差全角": tab + tab.replace("0", "０") if "0" in sheet else tab + tab.replace("-", "－"),
            "只差看不见的字": tab + tab.replace(f'name="{sheet}"', f'name="{sheet}{chr(0x200B)}"'),
            "别的命名空间": tab.replace("<sheet ", f"<x:sheet {X} "),
            "先有别的命名空间": f'<x:sheet {X} name="{sheet}" sheetId="99" xmlns:r="{RELATIONS}" r:id="{other}"/>{tab}',
            "别的命名空间的关系": tab.replace(" r:id=", f' {X} x:id="{identity}" r:id=').replace(
                f'r:id="{identity}"', f'r:id="{other}"'
            ),
            "供选择": WRAPPED.format(f"<mc:Fallback>{tab}</mc:Fallback>"),
            "另一份表的单子": f"</sheets><sheets>{tab}",
        }
        for trick, text in tabs.items():
            yield Variant("标签", place, trick, base.replaced(BOOK, tab, text))
    yield Variant("工作簿", "根", "别的命名空间", base.edited(BOOK, lambda t: t.replace(MAIN, "urn:x")))
    yield Variant("工作簿", "根", "严格的命名空间", base.edited(BOOK, lambda t: t.replace(MAIN, STRICT)))


def with_strings(base: Base, inside: str = "", around: str = "{}", kind: str = f"{RELATIONS}/sharedStrings") -> bytes:
    """The texts of the input list as shared strings, ``inside`` before the first of them."""
    part = base.sheets[ENTRIES]
    texts: list[str] = []

    def shared(match: re.Match[str]) -> str:
        texts.append(match[1])
        return f't="s"><v>{len(texts) - 1}</v>'

    sheet = re.sub('t="inlineStr"><is>(.*?)</is>', shared, base.parts[part].decode())
    listed = f"{inside}{''.join(f'<si>{text}</si>' for text in texts)}"
    return packed(
        base.parts
        | {
            part: sheet.encode(),
            STRINGS: f'<sst xmlns="{MAIN}">{around.format(listed)}</sst>'.encode(),
            BOOK_RELATIONS: base.parts[BOOK_RELATIONS].replace(
                b"</Relationships>",
                f'<Relationship Id="s" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'.encode(),
            ),
            TYPES: base.parts[TYPES].replace(
                b"</Types>",
                b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument'
                b'.spreadsheetml.sharedStrings+xml"/></Types>',
            ),
        }
    )


def _strings(base: Base) -> Iterator[Variant]:
    item = "<si><t>9</t></si>"
    for trick, package in {
        "照常": with_strings(base),
        "多一个": with_strings(base, item),
        "别的命名空间的一个": with_strings(base, f"<x:si {X}><t>9</t></x:si>"),
        "没有命名空间的一个": with_strings(base, '<si xmlns=""><t>9</t></si>'),
        "供选择的一个": with_strings(base, WRAPPED.format(f"<mc:Choice>{item}</mc:Choice>")),
        "扩展里的一个": with_strings(base, f"<extLst><ext>{item}</ext></extLst>"),
        "一个里的一个": with_strings(base, f"<si><t>9</t>{item}</si>"),
        "都在别的里面": with_strings(base, "", f"<x:w {X}>{{}}</x:w>"),
        "关系的类型只是像": with_strings(base, kind="urn:x/sharedStrings"),
        "关系的类型大写": with_strings(base, kind=f"{RELATIONS}/SharedStrings"),
        "关系的类型有空格": with_strings(base, kind=f"{RELATIONS}/sharedStrings "),
    }.items():
        yield Variant("共享文字", "单子", trick, package)
    shared = Base.of(with_strings(base))
    tricks = {
        trick: _value(_in("v", way))
        for trick, way in {
            "负的编号": lambda t: f"-{t}",
            "编号有下划线": lambda t: f"1_{t}",
            "编号有小数": lambda t: f"{t}.0",
            "别的数字": lambda t: t.translate({ord("0") + n: chr(0x0660 + n) for n in range(10)}),
            "太大的编号": lambda t: f"{t}00",
            "编号有空格": lambda t: f" {t} ",
            "编号有零": lambda t: f"0{t}",
            "编号有正号": lambda t: f"+{t}",
            "编号里有注释": lambda t: f"{t}<!-- -->1",
            "空的编号": always(""),
        }.items()
    }
    yield from _within(shared, "共享文字", {"录入的科目": (ENTRIES, "A6")}, tricks)


def _names(base: Base) -> Iterator[Variant]:
    old = _found('<definedName name="金额换算"[^>]*>.*?</definedName>', base.parts[BOOK].decode())
    text = re.sub("<.*?>", "", old)
    other = '<definedName name="金额换算">10</definedName>'
    for trick, new in {
        "两次": other + old,
        "再一次": old + other,
        "只差大小写的两次": old.replace("金额换算", "abc") + other.replace("金额换算", "ABC") + old,
        "别的命名空间": old.replace("definedName", "x:definedName").replace(" name", f" {X} name"),
        "注释以后": old.replace(text, f"{text}<!-- -->*10"),
        "处理指令以后": old.replace(text, f"{text}<?x y?>*10"),
        "元素以后": old.replace(text, f"{text}<b>*10</b>"),
        "另一份单子": f"{old}</definedNames><definedNames>{other}",
        "别的命名空间的单子": f"{old}</definedNames><x:definedNames {X}>{other}</x:definedNames><definedNames>",
        "名称有空格": old.replace('"金额换算"', '" 金额换算"'),
        "供选择": WRAPPED.format(f"<mc:Choice>{other}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"),
    }.items():
        yield Variant("名称", "金额换算", trick, base.replaced(BOOK, old, new))


def _relations(base: Base) -> Iterator[Variant]:
    part = base.sheets[TABLE]
    relations = base.parts[BOOK_RELATIONS].decode()
    found = next(m.group() for m in re.finditer("<Relationship [^>]*/>", relations) if f'"/{part}"' in m.group())
    kind, first = f"{RELATIONS}/worksheet", base.sheets[next(iter(base.sheets))]
    for trick, new in {
        "类型只是像": found.replace(kind, "urn:x/worksheet"),
        "类型是微软的": found.replace(kind, "http://schemas.microsoft.com/office/2006/relationships/worksheet"),
        "类型是元数据的": found.replace(kind, f"{RELATIONS}/metadata/worksheet"),
        "类型有空格": found.replace(kind, f" {kind}"),
        "类型大写": found.replace(kind, f"{RELATIONS}/Worksheet"),
        "类型是图表": found.replace(kind, f"{RELATIONS}/chartsheet"),
        "类型是对话框": found.replace(kind, f"{RELATIONS}/dialogsheet"),
        "类型是严格的": found.replace(kind, "http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet"),
        "别的命名空间": found.replace("<Relationship", f"<x:Relationship {X}"),
        "先有别的命名空间": f"{found.replace('<Relationship', f'<x:Relationship {X}').replace(part, first)}{found}",
        "两次": found + found.replace(part, first),
        "在别的里面": f"<x:w {X}>{found}</x:w>",
        "供选择": WRAPPED.format(f"<mc:Fallback>{found}</mc:Fallback>"),
        "目标在外面": found.replace("/>", ' TargetMode="External"/>'),
        "目标在外面，小写": found.replace("/>", ' TargetMode="external"/>'),
        "目标在里面": found.replace("/>", ' TargetMode="Internal"/>'),
        "目标绕路": found.replace(f'"/{part}"', f'"../docProps/../{part}"'),
        "目标带点": found.replace(f'"/{part}"', f'"/./{part}"'),
        "目标有两条斜杠": found.replace(f'"/{part}"', f'"//{part}"'),
        "目标有片段": found.replace(f'{part}"', f'{part}#A1"'),
        "目标有查询": found.replace(f'{part}"', f'{part}?a=1"'),
        "目标有空格": found.replace(f'"/{part}"', f'" /{part} "'),
        "目标是别的": found.replace(f'"/{part}"', f'"/{first}"'),
    }.items():
        yield Variant("关系", TABLE, trick, base.replaced(BOOK_RELATIONS, found, new))
    kind = f"{RELATIONS}/officeDocument"
    second = {"xl/workbook2.xml": base.parts[BOOK].replace(b'name="\xe5\x85\xac\xe5\xbc\x8003"', b'name="x"')}
    for trick, relation in {
        "另一个": f'<Relationship Type="{kind}" Target="xl/workbook2.xml" Id="rId99"/>',
        "另一个，严格的": '<Relationship Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"'
        ' Target="xl/workbook2.xml" Id="rId99"/>',
        "另一个，只是像": '<Relationship Type="urn:x/officeDocument" Target="xl/workbook2.xml" Id="rId99"/>',
        "另一个，微软的": '<Relationship Type="http://schemas.microsoft.com/office/2006/relationships/officeDocument"'
        ' Target="xl/workbook2.xml" Id="rId99"/>',
    }.items():
        package = base.replaced("_rels/.rels", "<Relationship ", f"{relation}<Relationship ")
        yield Variant("工作簿", "关系", trick, packed(parts_of(package) | second))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    listed = base.edited(
        TYPES, lambda t: t.replace("</Types>", f'<Override PartName="/xl/workbook2.xml" ContentType="{kind}"/></Types>')
    )
    yield Variant("工作簿", "内容类型", "另一个", packed(parts_of(listed) | second))
    moved = base.edited(TYPES, lambda t: t.replace("/xl/workbook.xml", "/xl/workbook2.xml"))
    yield Variant("工作簿", "内容类型", "是另一个", packed(parts_of(moved) | second))
    named = f'PartName="/{part}" ContentType="application/vnd.'
    sheet = f"{named}openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    yield Variant("工作簿", "内容类型", "是宏表", base.replaced(TYPES, sheet, f"{named}ms-excel.macrosheet+xml"))


def _declarations(base: Base) -> Iterator[Variant]:
    """What stands before the root of a part."""

    def before_root(declared: str) -> Edit:
        return lambda text: re.sub(r"\A(<\?xml[^>]*\?>\s*)?", lambda m: m.group() + declared, text, count=1)

    parts = {
        "录入": base.sheets[ENTRIES],
        "公开03": base.sheets[TABLE],
        "工作簿": BOOK,
        "关系": BOOK_RELATIONS,
        "样式": "xl/styles.xml",
        "内容类型": TYPES,
        "主题": "xl/theme/theme1.xml",
        "属性": "docProps/app.xml",
        "图": "xl/drawings/drawing1.xml",
    }
    for place, part in parts.items():
        for trick, declared in {
            "声明": "<!DOCTYPE a>",
            "声明在外面": '<!DOCTYPE a SYSTEM "a.dtd">',
            "声明实体": '<!DOCTYPE a [<!ENTITY b "9">]>',
            "长注释以后声明": f"<!--{' ' * 9000}--><!DOCTYPE a>",
        }.items():
            yield Variant("文档类型", place, trick, base.edited(part, before_root(declared)))
    part = base.sheets[ENTRIES]
    text = base.parts[part].decode()
    used = '<!DOCTYPE a [<!ENTITY b "9">]>' + text.replace("<v>285.21</v>", "<v>&b;</v>", 1)
    yield Variant("文档类型", "录入", "用到的实体", packed(base.parts | {part: used.encode()}))
    for code in ("utf-16", "utf-16-le", "gbk", "cp037"):
        content = f'<?xml version="1.0" encoding="{code}"?>{text}'.encode(code, "xmlcharrefreplace")
        yield Variant("编码", "录入", code, packed(base.parts | {part: content}))
    yield Variant("编码", "录入", "XML 1.1", base.edited(part, lambda t: '<?xml version="1.1"?>' + t))


def _archives(base: Base) -> Iterator[Variant]:
    part = base.sheets[ENTRIES]
    other = base.parts[part].replace(b"<v>285.21</v>", b"<v>9</v>")

    def with_twin(name: str) -> bytes:
        out = BytesIO(base.package)
        with ZipFile(out, "a") as target:
            entry = ZipInfo("x")
            entry.filename = name
            target.writestr(entry, other)
        return out.getvalue()

    for trick, name in {"同名": part, "只差大小写": part.upper(), "反斜杠": part.replace("/", "\\")}.items():
        yield Variant("压缩包", "部件", f"{trick}的两个", with_twin(name))
    changed = packed(base.parts | {part: other})
    yield Variant("压缩包", "前面", "另一个压缩包", changed + base.package)
    yield Variant("压缩包", "后面", "另一个压缩包", base.package + changed)
    for trick, method in {"bzip2": ZIP_BZIP2, "deflate": ZIP_DEFLATED}.items():
        out = BytesIO()
        with ZipFile(out, "w") as target:
            for name, content in base.parts.items():
                target.writestr(name, content, method if name == part else ZIP_DEFLATED)
        yield Variant("压缩包", "压缩方法", trick, out.getvalue())
    named = bytearray(changed)
    at = named.find(part.encode())
    named[at : at + len(part)] = part.encode().replace(b"sheet", b"shoot")[: len(part)]
    yield Variant("压缩包", "部件", "两处的名称不同", bytes(named))
