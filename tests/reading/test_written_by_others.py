"""What others wrote: parts spelled otherwise, dates counted otherwise, files that are no workbook, Gnumeric's."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from lxml import etree
from msoffcrypto.format.ooxml import OOXMLFile

from tests.commands.test_command_line import refused
from tests.helpers.checking import checked, found
from tests.helpers.typing_in import opened, saved
from tests.reading.test_read import back, edit_part, put, sheet_part
from xlbudget.addin.file_desk import FileDesk
from xlbudget.check.report import Report
from xlbudget.disk.file_names import marked_open
from xlbudget.errors import WorkbookDamaged
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.reading.part_names import TYPES, part_key

pytestmark = pytest.mark.usefixtures("few_rows")

# ---------------------------------------------------------------- names of parts


def renamed(package: bytes, name: Callable[[str], str]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for info in source.infolist():
            # 写进去以前 zipfile 会改反斜杠。
            entry = ZipInfo("x")
            entry.filename = name(info.filename)
            target.writestr(entry, source.read(info))
    return out.getvalue()


def mixed(name: str) -> str:
    """Each letter in its turn small, capital or escaped; separators of both kinds; now and then a leading slash."""
    chance = random.Random(name)

    def spelled(char: str) -> str:
        if char == "/":
            return chance.choice("/\\")
        ways = [char.lower(), char.upper()] + ([f"%{ord(char):02x}", f"%{ord(char):02X}"] if char.isalnum() else [])
        return chance.choice(ways)

    return chance.choice(("", "/", "\\")) + "".join(map(spelled, name))


SPELLINGS: dict[str, Callable[[str], str]] = {
    "反斜杠": lambda name: name.replace("/", "\\"),
    "开头的斜杠": lambda name: f"/{name}",
    "大写": str.upper,
    "小写": str.lower,
    "百分号": lambda name: name.replace("e", "%65").replace("-", "%2d"),
    "什么都有": mixed,
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_parts_are_found_however_they_are_spelled(tmp_path: Path, little: bytes, spelling: str) -> None:
    other = renamed(little, SPELLINGS[spelling])
    assert ZipFile(BytesIO(other)).namelist() != ZipFile(BytesIO(little)).namelist()
    before, after = back(tmp_path, little), back(tmp_path, other)
    assert (after.data, after.oddities, after.places) == (before.data, before.oddities, before.places)


def test_a_package_with_other_spellings_is_judged_and_recalculated(
    tmp_path: Path, little: bytes, little_report: Report
) -> None:
    other = renamed(little, mixed)
    assert found(checked(tmp_path, other)) == found(little_report)
    typed_over = edit_part(
        little, sheet_part(little, "公开03"), lambda t: re.sub(r"<f>[^<]*</f><v>", "<v>7", t, count=1)
    )
    sheet, cell, formula = first_difference(typed_over, little)
    typed_over = edit_part(typed_over, TYPES, lambda t: re.sub('(?<=PartName=")[^"]+', lambda m: mixed(m.group()), t))
    desk = FileDesk(tmp_path / "book.xlsx", content=renamed(typed_over, mixed))
    desk.write({(sheet, cell): formula})
    desk.recalculate({(name, at): value for name, held in cells(little).items() for at, (_, value) in held.items()})
    assert cells(desk.content) == cells(little)


def cells(package: bytes) -> dict[str, dict[str, Any]]:
    return formulas_and_values(Package.of(Path("book.xlsx"), package))


def first_difference(one: bytes, other: bytes) -> tuple[str, str, str]:
    mine = cells(one)
    return next(
        (sheet, at, str(formula))
        for sheet, there in cells(other).items()
        for at, (formula, _) in there.items()
        if mine[sheet][at][0] != formula
    )


@pytest.mark.parametrize(
    "twin",
    [
        "xl/workbook.xml",
        "XL/Workbook.xml",
        "/xl/workbook.xml",
        "xl\\workbook.xml",
        "xl/work%62ook.xml",
        "xl/%77orkbook.XML",
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path: Path, little: bytes, twin: str) -> None:
    """One program takes the first, another the last: what one sees is not what the other prints."""
    out = BytesIO(little)
    with ZipFile(out, "a") as target:
        entry = ZipInfo("x")
        entry.filename = twin
        target.writestr(entry, b"<workbook/>")
    with pytest.raises(WorkbookDamaged, match="出现了两次"):
        back(tmp_path, out.getvalue())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/xl/a.xml", "XL\\A.XML", True),
        ("xl/sheet%31.xml", "xl/sheet1.xml", True),
        ("xl/表.xml", "xl/%E8%A1%A8.xml", True),
        ("xl/%e8%a1%a8.xml", "xl/%E8%A1%A8.xml", True),
        ("xl/a b.xml", "xl/a%20b.xml", True),
        ("xl/a%2Fb.xml", "xl/a/b.xml", False),
        ("xl/Ä.xml", "xl/ä.xml", False),
        ("xl/a.xml", "xl/b.xml", False),
    ],
)
def test_what_is_the_same_name(one: str, other: str, same: bool) -> None:
    assert (part_key(one) == part_key(other)) is same


# ---------------------------------------------------------------- dates


@pytest.fixture(scope="module")
def dated(little: bytes) -> bytes:
    """A day in a cell for a text and in one for an amount."""
    workbook = opened(little)
    for sheet, cell, code in (("录入-说明", "C56", "yyyy-mm-dd"), ("录入-支出", "D5", "yyyy年m月d日")):
        workbook[sheet][cell].value = 45505
        workbook[sheet][cell].number_format = code
    return saved(workbook)


@pytest.mark.parametrize(
    ("setting", "day"),
    [
        ("", "2024-08-01"),
        ('date1904="0"', "2024-08-01"),
        ('date1904="1"', "2028-08-02"),
        ('date1904="true"', "2028-08-02"),
    ],
)
def test_days_are_counted_from_where_the_file_says(tmp_path: Path, dated: bytes, setting: str, day: str) -> None:
    package = dated
    if setting:
        package = edit_part(
            package, "xl/workbook.xml", lambda t: re.sub("<workbookPr[^>]*>", f"<workbookPr {setting}/>", t)
        )
    reading = back(tmp_path, package)
    assert reading.data.content["说明"] == {"a": day}
    assert [day in str(oddity) for oddity in reading.oddities] == [True, True]


# ---------------------------------------------------------------- what a file is


@pytest.mark.parametrize("name", ["~$book.xlsx", "~$决算 (1).xlsx", ".~lock.book.xlsx#"])
def test_the_mark_of_an_open_file_is_called_so(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    mark = put(tmp_path, b"\x06\xe7\x94\xb2" + bytes(161), name)
    book, data, codes = (tmp_path / f"out{ending}" for ending in (".xlsx", ".json", ".csv"))
    for command in (
        ("check", mark),
        ("read", mark, "-o", data),
        ("recalc", mark, "-o", book),
        ("export", mark, "-o", tmp_path),
        ("new", "--year", "2030", "--from", mark, "-o", book),
        ("subjects", "import", mark, "--year", "2030", "-o", codes),
    ):
        said = refused(capsys, *command)
        assert f"{mark} 不是" in said
        assert f"它是 {marked_open(name)} 正被打开的标记" in said
    assert marked_open("book.xlsx") is marked_open("a~$b.xlsx") is None


def compound(*streams: str) -> bytes:
    """The head and the directory of a compound file with these streams."""
    head = bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0")
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little") + b"\2".ljust(62, b"\0")
        for name in ("Root Entry", *streams)
    )
    return head + entries.ljust(4096, b"\0")


def locked(package: bytes) -> bytes:
    out = BytesIO()
    OOXMLFile(BytesIO(package)).encrypt("密码", out)
    return out.getvalue()


def sealed(mark: bytes) -> Callable[[bytes], bytes]:
    return lambda _: mark + random.Random(1).randbytes(5000)


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


SPREADSHEET_ML = '<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n<Workbook xmlns="urn:x"/>'
KINDS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "空的": (lambda _: b"", "文件是空的"),
    "全是零": (lambda _: bytes(5000), "没有下载或复制完"),
    "打开密码": (locked, "设了打开密码，请用 Excel 或 WPS 打开，去掉密码"),
    "打开密码的目录": (lambda _: compound("EncryptionInfo", "EncryptedPackage"), "设了打开密码"),
    "信息权限": (lambda _: compound("EncryptedPackage", "DRMEncryptedDataSpace"), "访问权限"),
    ".xls": (lambda _: compound("Workbook", "SummaryInformation"), ".xls 或 .et 格式，请用 Excel 或 WPS 打开，另存为"),
    ".xls 里有这些字": (lambda _: compound("Workbook") + "EncryptedPackage".encode("utf-16-le"), "旧的 .xls"),
    "Excel 95": (lambda _: compound("Book"), "Excel 95"),
    ".doc": (lambda _: compound("WordDocument"), "Word 文档"),
    ".ppt": (lambda _: compound("PowerPoint Document"), "演示文稿"),
    "别的复合文档": (lambda _: compound("Contents"), "旧的 Office 格式"),
    "亿赛通": (sealed(b"b\x14#e\x12\0E-SafeNet\0LOCK"), "文档加密软件（亿赛通）加密了，请在装有该软件的电脑上解密"),
    "TSD": (sealed(b"%TSD-Header-###%"), "%TSD-Header）加密了，请在装有该软件的电脑上解密"),
    "没有标记的密文": (sealed(b""), "可能被文档加密（防泄密）软件加密了"),
    "网页": (lambda _: "\ufeff\n<html><body><table><tr><td>决算".encode(), "网页（HTML）表格，只是文件名像"),
    "GBK 的网页": (lambda _: f"<table>{'科目' * 3000}".encode("gbk"), "网页（HTML）表格"),
    "XML 2003": (lambda _: SPREADSHEET_ML.encode(), "XML 表格 2003"),
    "UTF-16 的 XML 2003": (lambda _: SPREADSHEET_ML.encode("utf-16"), "XML 表格 2003"),
    "单文件网页": (lambda _: b"MIME-Version: 1.0\r\nX-Document-Type: Workbook", ".mht"),
    "fods": (lambda _: b'<?xml version="1.0"?><office:document xmlns:office="x">', ".fods"),
    "RTF": (lambda _: b"{\\rtf1\\ansi", "RTF"),
    "CSV": (lambda _: "科目,金额\n2010406,1\n".encode() * 900, "文本（如 CSV），只是文件名像，请用 Excel"),
    "GBK 的 CSV": (lambda _: ("科目,金额\n" * 900).encode("gbk"), "文本（如 CSV）"),
    "Unicode 文本": (lambda _: "科目\t金额\n".encode("utf-16"), "文本（如 CSV）"),
    "数据文件": (lambda _: b'{\n "\xe7\x89\x88\xe6\x9c\xac": 1}', "xlbudget build"),
    "PDF": (lambda _: b"%PDF-1.7\n\xe2\xe3", "PDF"),
    "RAR": (lambda _: b"Rar!\x1a\x07\x00", "请先解压"),
    "gnumeric": (lambda _: b"\x1f\x8b\x08\0", "另存为 .xlsx"),
    "装着工作簿的压缩包": (lambda p: zipped(**{"决算/甲.xlsx": p}), "请先解压"),
    "docx": (lambda _: zipped(**{"[Content_Types].xml": b"", "word/document.xml": b""}), "Word 文档"),
    "pptx": (lambda _: zipped(**{"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "演示文稿"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_called_what_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], little: bytes, kind: str
) -> None:
    make, said = KINDS[kind]
    path = put(tmp_path, make(little))
    message = refused(capsys, "check", path)
    assert f"{path} 不是能读的 .xlsx 工作簿：" in message
    assert said in message


# ---------------------------------------------------------------- Gnumeric


def test_a_book_saved_by_gnumeric(tmp_path: Path, little: bytes, little_report: Report) -> None:
    if shutil.which("ssconvert") is None:
        pytest.skip("没有装 Gnumeric")
    source, target = put(tmp_path, little, "ours.xlsx"), tmp_path / "book.xlsx"
    subprocess.run(["ssconvert", source, target], check=True, capture_output=True)
    reading, ours = back(tmp_path, target.read_bytes()), back(tmp_path, little)
    assert (reading.data, reading.oddities, reading.stamp) == (ours.data, (), ours.stamp)
    assert found(checked(tmp_path, target.read_bytes())) == found(little_report)


def padded(package: bytes) -> bytes:
    """The package with blanks and line ends around whatever is not a text, a value or a formula itself."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for info in source.infolist():
            root = etree.fromstring(source.read(info))
            for element in root.iter("{*}*"):
                name, owner = etree.QName(element).localname, element.getparent()
                text = not len(element) and (name in ("t", "f") or (name == "v" and owner.get("t") == "str"))
                if not text and (len(element) or element.text):
                    element.text = f"\n    {element.text or ''}\n  "
                element.tail = "\n  "
            root.tail = None
            target.writestr(info.filename, etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    return out.getvalue()


def test_texts_that_are_padded(tmp_path: Path, little: bytes, little_report: Report) -> None:
    """As a program does that indents what it writes: the stamp, names, numbers, errors, logical values."""
    package = padded(little)
    assert back(tmp_path, package).stamp == back(tmp_path, little).stamp
    assert found(checked(tmp_path, package)) == found(little_report)
    assert back(tmp_path, package).data == back(tmp_path, little).data
