"""Forged formulas: written so that some program calculates what another does not read.

No verdict and no figure of a check follows them, and the cell is named, or the file refused. What is only spelled
otherwise is no finding. A published 75.00 against a computed 60.00 stays an error throughout.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import unescape

import pytest

from tests.conftest import fewer_rows
from tests.helpers.building import assemble
from tests.helpers.checking import found, little_unit
from tests.helpers.damage import packed, parts_of
from tests.reading.test_read import sheet_part
from xlbudget.check.findings import findings
from xlbudget.check.positions import Positions
from xlbudget.check.report import Report
from xlbudget.check.workbook_check import Examined, examine_package
from xlbudget.commands.main import main
from xlbudget.datafile.file import Data
from xlbudget.errors import WorkbookDamaged
from xlbudget.reading.package import Package
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.verdict_list import FIRST, VerdictList
from xlbudget.sheets.rules.verdict_order import VERDICT
from xlbudget.workbook.render import render

pytestmark = pytest.mark.usefixtures("few_rows")

REPLACED, NAME, STALE = "公式-被改", "公式-名称", "公式-未重算"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SHEET = "公开03"
CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>(.*?)</f><v>(.*?)</v></c>')

Edit = Callable[[str], str]


@dataclass(frozen=True)
class Formula:
    """A cell with a formula, as ``build`` writes it."""

    address: str
    attributes: str
    text: str
    value: str

    def cell(self, inner: str, address: str = "", attributes: str | None = None, c: str = "c") -> str:
        attributes = self.attributes if attributes is None else attributes
        return f'<{c} r="{address or self.address}"{attributes}>{inner}</{c.partition(" ")[0]}>'

    @property
    def v(self) -> str:
        return f"<v>{self.value}</v>"

    @property
    def f(self) -> str:
        return f"<f>{self.text}</f>"


Way = Callable[[Formula], str]
"""The cell in other words."""

WIDE = chr(0x3000)
FORGED: dict[str, Way] = {
    "注释以后": lambda o: o.cell(f"<f>{o.text}<!-- -->+15</f>{o.v}"),
    "注释里外": lambda o: o.cell(f"<f>{o.text}<!-- +0 -->+15<!-- --></f>{o.v}"),
    "处理指令以后": lambda o: o.cell(f"<f>{o.text}<?x y?>+15</f>{o.v}"),
    "CDATA": lambda o: o.cell(f"<f>{o.text}<![CDATA[+15]]></f>{o.v}"),
    "字符引用": lambda o: o.cell(f"<f>{o.text}&#43;&#x31;5</f>{o.v}"),
    "数组": lambda o: o.cell(f'<f t="array" ref="{o.address}">{o.text}</f>{o.v}'),
    "模拟运算表": lambda o: o.cell(f'<f t="dataTable" ref="{o.address}" dt2D="0" r1="A1">{o.text}</f>{o.v}'),
    "别处的共享公式": lambda o: o.cell(f'<f t="shared" si="77"/>{o.v}'),
    "没有主人的共享公式": lambda o: o.cell(f'<f t="shared" si="78"/>{o.v}'),
    "没有编号的共享公式": lambda o: o.cell(f'<f t="shared"/>{o.v}'),
    "旁边有内嵌文本": lambda o: o.cell(f"<f>1+1</f><is><t>{o.value}</t></is>", attributes=' t="inlineStr"'),
    "值在前": lambda o: o.cell(f"{o.v}<f>{o.text}+15</f>"),
    "别的前缀": lambda o: o.cell(f"<x:f>{o.text}+15</x:f><x:v>{o.value}</x:v>", c=f'x:c xmlns:x="{MAIN}"'),
    "空白": lambda o: o.cell(f'<f xml:space="preserve"> \n{o.text} +15 </f>{o.v}'),
    "空的公式": lambda o: o.cell(f"<f/>{o.v}"),
    "只有值": lambda o: o.cell(o.v),
    "没有引号的表名": lambda o: o.cell(f"<f>{o.text}</f>{o.v}".replace("'", "")),
    "名称当中的空格": lambda o: o.cell(f"{o.f}{o.v}".replace("金额换算", "金额 换算")),
    "不是空格的空白": lambda o: o.cell(f"<f>{o.text}</f>{o.v}".replace("(", f"({WIDE}")),
    "像字母的字母": lambda o: o.cell(f"{o.f}{o.v}".replace("SUM", "ſUM")),
}
"""A formula that some program calculates otherwise."""

QUOTE = "'"

HARMLESS: dict[str, Way] = {
    "原样": lambda o: o.cell(f"{o.f}{o.v}"),
    "注释当中": lambda o: o.cell(f"<f>{o.text[:6]}<!-- 记 -->{o.text[6:]}</f><!-- 记 -->{o.v}<!-- 记 -->"),
    "处理指令当中": lambda o: o.cell(f"<f>{o.text[:6]}<?x y?>{o.text[6:]}</f>{o.v}"),
    "CDATA": lambda o: o.cell(f"<f><![CDATA[{unescape(o.text)}]]></f>{o.v}"),
    "字符引用": lambda o: o.cell(f"<f>&#{ord(o.text[0])};{o.text[1:]}</f>{o.v}"),
    "值在前": lambda o: o.cell(f"{o.v}{o.f}"),
    "扩展": lambda o: o.cell(f'{o.f}{o.v}<extLst><ext uri="x"><y:f xmlns:y="urn:y">1</y:f></ext></extLst>'),
    "别的前缀": lambda o: o.cell(f"<x:f>{o.text}</x:f><x:v>{o.value}</x:v>", c=f'x:c xmlns:x="{MAIN}"'),
    "空白": lambda o: o.cell(f'<f xml:space="preserve"> {o.text.replace(",", " ,  ")}\n</f>{o.v}'),
    "小写": lambda o: o.cell(f"<f>{o.text.lower()}</f>{o.v}"),
    "共享公式": lambda o: o.cell(f'<f t="shared" si="79" ref="{o.address}">{o.text}</f>{o.v}'),
}
"""The same formula in other words."""

REFUSED: dict[str, Way] = {
    "公式两次": lambda o: o.cell(f"<f>{o.text}+15</f>{o.f}{o.v}"),
    "值两次": lambda o: o.cell(f"{o.f}{o.v}<v>1</v>"),
    "公式里有元素": lambda o: o.cell(f"<f>{o.text}<b>+15</b></f>{o.v}"),
    "别的命名空间的公式": lambda o: o.cell(f'<f>{o.text}+15</f><x:f xmlns:x="urn:x">{o.text}</x:f>{o.v}'),
    "供选择的公式": lambda o: o.cell(
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="x14"><f>1</f></mc:Choice><mc:Fallback>{o.f}'
        f"</mc:Fallback></mc:AlternateContent>{o.v}"
    ),
    "供选择的格": lambda o: (
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Fallback>{o.cell(o.f)}</mc:Fallback></mc:AlternateContent>'
    ),
    "别的命名空间的格": lambda o: f'{o.cell(o.f)}<x:c xmlns:x="urn:x" r="{o.address}"><f>1</f></x:c>',
    "一格两次": lambda o: o.cell(f"{o.f}{o.v}") + o.cell("<f>1+1</f>"),
    "小写的地址": lambda o: o.cell(f"{o.f}{o.v}", o.address.lower()),
    "绝对的地址": lambda o: o.cell(f"{o.f}{o.v}", f"$D${o.address[1:]}"),
    "共享公式另有文字": lambda o: (
        o.cell('<f t="shared" si="5" ref="D7:D8">1+1</f>') + o.cell(f'<f t="shared" si="5">{o.text}</f>', "I7")
    ),
}
"""What programs read differently, or not at all."""


@pytest.fixture(scope="module")
def untouched() -> bytes:
    """The little unit, of which 75.00 was published for a computed 60.00."""
    content = little_unit()
    content["经济分类"] |= {"30201": 60, "30202": 15}
    content["公开数"].append({"表": "公开06", "行": "30201", "列": "决算数", "数": "75.00"})
    with fewer_rows():
        return render(assemble(Data(content)))


@pytest.fixture(scope="module")
def before(untouched: bytes) -> Examined:
    with fewer_rows():
        return examined(untouched)


def examined(package: bytes) -> Examined:
    return examine_package(Package.of(Path("book.xlsx"), package))


def edited(package: bytes, part: str, *edits: Edit, encoding: str = "utf-8") -> bytes:
    parts = parts_of(package)
    text = parts[part].decode()
    for edit in edits:
        before, text = text, edit(text)
        assert text != before
    return packed(parts | {part: text.encode(encoding)})


def formulas(package: bytes, sheet: str = SHEET) -> list[Formula]:
    text = parts_of(package)[sheet_part(package, sheet)].decode()
    return [Formula(*match.groups()) for match in CELL.finditer(text)]


def written(there: Formula, way: Way) -> Edit:
    return lambda text: text.replace(there.cell(f"{there.f}{there.v}"), way(there))


def same_verdicts(after: Examined, before: Examined, *rules: str) -> set[tuple[str, str]]:
    """The cells that are named by these rules; figures, verdicts and all other findings are as before."""
    assert after.rebuilt.verdicts == before.rebuilt.verdicts
    assert after.report.passed == before.report.passed
    assert found(before.report) <= found(after.report)
    added = [f for f in after.report.findings if f not in before.report.findings]
    assert {f.rule for f in added} <= set(rules)
    assert published(after.report) == ("error", "75.00，算得 60.00")
    return {(f.sheet, f.cell) for f in added}


def published(report: Report) -> tuple[str, str]:
    at = next(f for f in report.findings if f.rule == "公开-核对" and "公布 75.00" in f.message)
    return at.severity, at.message.partition("公布 ")[2].partition("，同")[0]


def test_a_forged_formula_decides_nothing_and_is_named(untouched: bytes, before: Examined) -> None:
    where = [one for one in formulas(untouched) if "SUM" in one.text and "'" in one.text and "金额换算" in one.text]
    assert len(where) >= len(FORGED)
    forged = dict(zip(FORGED, where, strict=False))
    master = '<row r="3000"><c r="Z3000"><f t="shared" si="77" ref="Z3000:Z3001">1+1</f></c></row></sheetData>'
    package = edited(
        untouched,
        sheet_part(untouched, SHEET),
        *(written(there, FORGED[way]) for way, there in forged.items()),
        lambda text: text.replace("</sheetData>", master),
    )
    named = same_verdicts(examined(package), before, REPLACED)
    assert {way for way, there in forged.items() if (SHEET, there.address) not in named} == set()
    assert len(named) == len(FORGED)


def test_the_same_formula_in_other_words_is_no_finding(untouched: bytes, before: Examined) -> None:
    where = formulas(untouched)[4:]
    package = edited(
        untouched,
        sheet_part(untouched, SHEET),
        *(written(there, way) for there, (name, way) in zip(where, HARMLESS.items(), strict=False) if name != "原样"),
    )
    assert same_verdicts(examined(package), before) == set()


def test_a_part_in_another_encoding(untouched: bytes, before: Examined) -> None:
    there = formulas(untouched)[5]
    package = edited(untouched, sheet_part(untouched, SHEET), written(there, FORGED["注释以后"]), encoding="utf-16")
    assert same_verdicts(examined(package), before, REPLACED) == {(SHEET, there.address)}


def test_an_array_covers_the_cells_beside_it(untouched: bytes, before: Examined) -> None:
    """It begins in an empty cell, of which nothing is expected."""

    def edit(text: str) -> str:
        return re.sub(r'(<c r="B7" s="\d+")/>', r'\1><f t="array" ref="B7:D8">1+1</f></c>', text)

    package = edited(untouched, sheet_part(untouched, SHEET), edit)
    named = same_verdicts(examined(package), before, REPLACED)
    assert {(SHEET, cell) for cell in ("C7", "D7", "C8", "D8")} <= named


def test_a_forged_verdict_is_no_verdict(untouched: bytes, before: Examined, tmp_path: Path) -> None:
    """Behind every verdict of 公开数核对 a word more, hidden from who reads up to a comment."""
    column = COMPARISONS.cell(VERDICT, FIRST).rstrip("0123456789")
    there = [one for one in formulas(untouched, COMPARISONS.sheet) if one.address.startswith(column)]
    rows = {one: one.address.removeprefix(column) for one in there}
    there = [one for one, row in rows.items() if row.isdecimal() and int(row) >= FIRST]
    package = edited(
        untouched,
        sheet_part(untouched, COMPARISONS.sheet),
        *(written(one, lambda o: o.cell(f'<f>{o.text}<!-- -->&amp;"。"</f><v>通过。</v>')) for one in there),
    )
    named = same_verdicts(examined(package), before, REPLACED)
    assert named == {(COMPARISONS.sheet, one.address) for one in there}
    (path := tmp_path / "book.xlsx").write_bytes(package)
    assert main(["check", str(path)]) == 1


def test_values_that_are_not_the_formulas(untouched: bytes, before: Examined) -> None:
    where = [one for one in formulas(untouched, "公开06") if one.value in ("60", "500.33")]
    package = edited(
        untouched,
        sheet_part(untouched, "公开06"),
        *(written(one, lambda o: o.cell(f"{o.f}<v>75</v>")) for one in where),
    )
    assert len(where) > 1
    assert same_verdicts(examined(package), before, STALE) == {("公开06", one.address) for one in where}


@pytest.mark.parametrize("way", REFUSED)
def test_what_cannot_be_read_in_one_way_is_refused(way: str, untouched: bytes) -> None:
    there = next(one for one in formulas(untouched) if one.address == "D7")
    package = edited(untouched, sheet_part(untouched, SHEET), written(there, REFUSED[way]))
    with pytest.raises(WorkbookDamaged):
        examined(package)


def declared(text: str) -> str:
    """An entity that some programs read and others leave out."""
    root = text.index("<worksheet")
    return f'{text[:root]}<!DOCTYPE worksheet [<!ENTITY more "+15">]>{text[root:].replace("</f>", "&more;</f>", 1)}'


ROWS: dict[str, Edit] = {
    "声明的实体": declared,
    "行号有零": lambda text: text.replace('<row r="7"', '<row r="07"'),
    "供选择的行": lambda text: text.replace("<row ", f'<mc:Fallback xmlns:mc="{MC}"><row ', 1).replace(
        "</row>", "</row></mc:Fallback>", 1
    ),
    "别的命名空间的行": lambda text: text.replace("<sheetData>", '<sheetData><x:row xmlns:x="urn:x" r="7"/>'),
    "表外的行": lambda text: text.replace("</sheetData>", "</sheetData><extLst><row r='7'/></extLst>"),
    "两份格": lambda text: text.replace(
        "</sheetData>", '</sheetData><sheetData><row r="7"><c r="D7"><f>1+1</f></c></row></sheetData>'
    ),
}


@pytest.mark.parametrize("case", ROWS)
def test_rows_that_cannot_be_read_in_one_way(case: str, untouched: bytes) -> None:
    with pytest.raises(WorkbookDamaged):
        examined(edited(untouched, sheet_part(untouched, SHEET), ROWS[case]))


def tab(name: str, relation: str = 'r:id="rId1"') -> Edit:
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return lambda text: text.replace(
        "</sheets>", f'<sheet xmlns:r="{links}" name="{name}" sheetId="999" {relation}/></sheets>'
    )


BOOKS: dict[str, tuple[Edit, ...]] = {
    "同名的表": (tab(SHEET),),
    "只差大小写的表": (tab("Mine"), tab("mine")),
    "没有内容的表": (tab("我的", 'x:id="rId1" xmlns:x="urn:x"'),),
    "名称两次": (
        lambda text: text.replace("</definedNames>", '<definedName name="半宽">9</definedName></definedNames>'),
    ),
    "供选择的名称": (
        lambda text: text.replace("<definedNames>", f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice><definedNames>'),
        lambda text: text.replace("</definedNames>", "</definedNames></mc:Choice></mc:AlternateContent>"),
    ),
}


@pytest.mark.parametrize("case", BOOKS)
def test_workbooks_that_cannot_be_read_in_one_way(case: str, untouched: bytes) -> None:
    with pytest.raises(WorkbookDamaged):
        examined(edited(untouched, "xl/workbook.xml", *BOOKS[case]))


def test_a_second_workbook_in_the_package(untouched: bytes, before: Examined) -> None:
    """Of the standard's type: refused. Of a type that only looks like it: another program's."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"

    def second(kind: str) -> Edit:
        relation = f'<Relationship Type="{kind}" Target="xl/styles.xml" Id="rId99"/>'
        return lambda text: text.replace("<Relationship ", f"{relation}<Relationship ", 1)

    with pytest.raises(WorkbookDamaged):
        examined(edited(untouched, "_rels/.rels", second(office)))
    package = edited(untouched, "_rels/.rels", second("urn:x/officeDocument"))
    assert same_verdicts(examined(package), before) == set()


def test_a_tab_with_two_parts(untouched: bytes, before: Examined) -> None:
    """An id of another namespace before the one that counts leads nowhere."""
    package = edited(
        untouched,
        "xl/workbook.xml",
        lambda text: text.replace(f'name="{SHEET}"', f'xmlns:x="urn:x" x:id="rId1" name="{SHEET}"'),
    )
    assert same_verdicts(examined(package), before) == set()


NAMES: dict[str, tuple[str, str]] = {
    "另有所指": ("半宽", "9"),
    "注释以后": ("金额换算", "{0}<!-- -->*2"),
    "处理指令以后": ("单位名称", "{0}<?x y?>:$B$9"),
    "没有引号": ("年度", "录入-单位!$B$6"),
}


def test_names_that_stand_for_something_else(untouched: bytes, before: Examined) -> None:
    def redefined(name: str, refers: str) -> Edit:
        return lambda text: re.sub(
            f'(<definedName name="{name}"[^>]*>)([^<]*)', lambda m: m[1] + refers.format(m[2]), text, count=1
        )

    local = '<definedName name="半宽" localSheetId="0">9</definedName></definedNames>'
    package = edited(
        untouched,
        "xl/workbook.xml",
        *(redefined(*what) for what in NAMES.values()),
        lambda text: text.replace("</definedNames>", local),
    )
    after = examined(package)
    assert same_verdicts(after, before, NAME)
    said = " ".join(f.message for f in after.report.findings if f.rule == NAME)
    assert {name for name, _ in NAMES.values() if f"名称“{name}”应指向" not in said} == set()
    assert "在“封面”表里另有所指" in said


@pytest.mark.parametrize("word", ["通过。", "", "尾差 ", "#VALUE!", "pass"])
@pytest.mark.parametrize("listed", [CHECKS, COMPARISONS])
def test_an_unknown_verdict_is_an_error(word: str, listed: VerdictList, before: Examined) -> None:
    judged, verdicts, cell = before.rebuilt.judged, before.rebuilt.verdicts, listed.cell(VERDICT, FIRST)
    said = {**verdicts, listed.sheet: {**verdicts[listed.sheet], cell: word}}
    known = {(f.sheet, f.cell) for f in findings(judged, verdicts, Positions())}
    there = {(f.sheet, f.cell): f for f in findings(judged, said, Positions())}
    assert set(there) - known == {(listed.sheet, cell)}
    assert there[listed.sheet, cell].severity == "error"
    assert f"判定算不出来（{word or '空'}）" in there[listed.sheet, cell].message
