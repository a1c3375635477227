"""The add-in as a file: buttons and callbacks, the VBA, the package, and that it is made of what macros/ holds."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xlwings
from oletools.olevba import VBA_Parser

from tests.conftest import ROOT
from xlbudget import __version__
from xlbudget.addin import xlam as sources
from xlbudget.addin.buttons.guide import page
from xlbudget.addin.ribbon import ACTIONS
from xlbudget.addin.settings import SETTINGS
from xlbudget.addin.xlam import MODULES, RIBBON, SHEET, TEXTS, build, buttons, module, settings_of
from xlbudget.workbook.engines.libreoffice import profile

MACROS = ROOT / "macros"
KNOWN_IMAGES = {
    "Bold", "CalculateNow", "CancelRequest", "CreateReport", "ErrorChecking", "ExportExcel", "ExportTextFile",
    "ExportWord", "FileCheckIn", "FileNew",
    "FileSaveAsPdfOrXps", "FunctionWizard", "Help", "Info", "Italic", "MacroPlay", "PercentStyle",
    "PublishToPdfOrEdoc", "RecurrenceEdit", "ReviewNextComment", "SolverOptions", "Underline",
}  # fmt: skip
"""Names of Office's own images, each seen at work in other people's ribbons (ReviewNextComment in an ExecuteMso)."""
GROUPS = {
    "重算": ["重算执行率", "重算控制率", "全部重算"],
    "校验": ["运行校验", "下一处不符", "校验报告"],
    "导出": ["导出绩效自评", "导出公开表", "导出决算说明", "导出自评报告"],
    "年度": ["新年度模板", "重新生成"],
    "帮助": ["填写说明", "关于"],
}


@pytest.fixture(scope="module")
def ribbon() -> ElementTree.Element:
    return ElementTree.parse(MACROS / "ribbon.xml").getroot()


@pytest.fixture(scope="module")
def addin() -> bytes:
    return build({"INTERPRETER_WIN": r"C:\Python & Söhne\python.exe", "RATE_BELOW": "75"})


def named(root: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    return (element for element in root.iter() if element.tag.endswith(f"}}{tag}"))


def test_the_buttons_are_those_users_were_promised(ribbon: ElementTree.Element) -> None:
    shown = {
        group.get("label"): [one.get("label") for one in named(group, "button")] for group in named(ribbon, "group")
    }
    assert shown == GROUPS
    assert [tab.get("label") for tab in named(ribbon, "tab")] == ["预算绩效"]
    assert ribbon.tag == "{http://schemas.microsoft.com/office/2006/01/customui}customUI"


def test_every_button_says_what_it_does_in_chinese_and_has_an_icon(ribbon: ElementTree.Element) -> None:
    for one in named(ribbon, "button"):
        for part in ("label", "screentip", "supertip"):
            assert re.search(r"[\u4e00-\u9fff]", one.get(part, "")), (one.get("id"), part)
        assert len(one.get("supertip", "")) > 15
        assert one.get("imageMso") in KNOWN_IMAGES


def test_ids_are_unique(ribbon: ElementTree.Element) -> None:
    ids = Counter(element.get("id") for element in ribbon.iter() if element.get("id"))
    assert set(ids.values()) == {1}
    images = Counter(one.get("imageMso") for one in named(ribbon, "button"))
    assert set(images.values()) == {1}


def test_every_button_has_a_callback_and_every_callback_a_button(ribbon: ElementTree.Element) -> None:
    code = "\n".join(module("RibbonXlbudget").splitlines())
    callbacks = dict(re.findall(r"Public Sub (On\w+)\(control As IRibbonControl\)\s+Press \"(\w+)\"\s+End Sub", code))
    assert callbacks == {one.get("onAction"): one.get("id") for one in named(ribbon, "button")}
    assert code.count("IRibbonControl") == len(callbacks)
    assert set(callbacks.values()) == set(ACTIONS) == {one.id for one in buttons()}


def test_a_new_button_needs_no_line_of_vba(monkeypatch: pytest.MonkeyPatch) -> None:
    real, added = sources.source, '<button id="hello" label="你好" onAction="OnHello"/></group>'
    monkeypatch.setattr(sources, "source", lambda name: real(name).replace("</group>", added, 1))
    assert [one.label for one in buttons()].count("你好") == 1
    assert 'Public Sub OnHello(control As IRibbonControl)\r\n    Press "hello"\r\nEnd Sub' in module("RibbonXlbudget")


def test_the_page_of_help_shows_every_button_and_every_input_sheet() -> None:
    shown = page()
    assert [one.label for one in buttons()] == [label for group in GROUPS.values() for label in group]
    assert all(one.text and f"<td>{one.label}</td>" in shown for one in buttons())
    assert shown.count("<td>录入-") >= 15
    assert "<td></td>" not in shown


RESERVED = set(
    """
    Call Case Close Const Declare Dim Do Else ElseIf End EndIf Enum Erase Event Exit For Friend Function Get Global
    GoSub GoTo If Implements Input Let Lock Loop LSet Next On Open Option Print Private Public Put RaiseEvent ReDim
    Resume Return RSet Seek Select Set Static Stop Sub Type Unlock Wend While With Write Rem Any As ByRef ByVal Each In
    New Shared Until WithEvents Optional ParamArray Preserve Spc Tab Then To AddressOf And Eqv Imp Is Like Mod Not Or
    TypeOf Xor Abs CBool CByte CCur CDate CDbl CDec CInt CLng CLngLng CLngPtr CSng CStr CVar CVErr Date Debug DoEvents
    Fix Int Len LenB Me PSet Sgn String Array Circle InputB LBound Scale UBound Boolean Byte Currency Double Integer
    Long LongLong LongPtr Single Variant True False Nothing Empty Null Attribute LineInput CDecl Decimal
    """.lower().split()
)
"""Words of [MS-VBAL] 3.3.5.2: none may be a name, or the module does not compile in Excel (pyOpenVBA lets it pass)."""


@pytest.mark.parametrize("name", MODULES)
def test_no_name_is_a_word_that_vba_reserves(name: str) -> None:
    code = "\n".join(module(name).splitlines())
    declared = re.findall(r"(?im)^(?:Public |Private )?(?:Function|Sub) (\w+)|(\w+) As \w", code)
    names = {name.lower() for pair in declared for name in pair if name}
    assert len(names) > 10
    assert not names & RESERVED


@pytest.mark.parametrize("name", MODULES)
def test_vba_source_is_ascii_and_free_of_what_it_must_not_touch(name: str) -> None:
    code = module(name).encode()
    assert code.isascii()
    assert b"ActiveWorkbook" not in code
    for word in (
        b"Declare ",
        b'.dll"',
        b"DownloadFile",
        b"Shell(",
        b"MacScript(",
        b"AutoOpen",
        b"Workbook_Open",
        b"Auto_Open",
    ):
        assert word not in code


def test_a_formula_of_another_workbook_gets_nothing_done() -> None:
    """``=RunPython("...")`` in a cell of any workbook calls a public Function of an add-in; a Sub it cannot."""
    ribbon, runner = ("\n".join(module(name).splitlines()) for name in MODULES)
    assert re.findall(r"(?m)^(?:Public )?(?:Function|Sub) (\w+)", runner) == ["RunPython", "GetConfig"]
    assert re.search(r"(?m)^Public Sub RunPython", runner)
    functions = re.findall(r"(?ms)^(?:Public )?Function (\w+)(.*?)^End Function", ribbon)
    assert len(functions) == 6
    for name, body in functions:
        lines = [line.strip() for line in body.splitlines()[1:] if not line.strip().startswith("Dim ")]
        assert re.fullmatch("If InFormula\\(\\) (Or .* )?Then Exit Function", lines[0]), name


def test_what_was_changed_in_xlwings_module_is_marked() -> None:
    upstream = (Path(xlwings.__file__).parent / "xlwings_custom_addin.bas").read_text(encoding="utf-8").splitlines()
    ours = (MACROS / "xlwings.bas").read_text(encoding="ascii").splitlines()
    own = {line.strip() for line in upstream}
    explained = [line for line in ours if "xlbudget:" in line]
    head = ours.index("'xlwings is distributed under a BSD 3-clause license.")
    unmarked = [line for line in ours[head:] if line.strip() and line.strip() not in own and line not in explained]
    assert not unmarked
    assert len(explained) < 70
    licence = upstream[upstream.index("'xlwings is distributed under a BSD 3-clause license.") :]
    assert ours[head : head + 28] == licence[:28]


def test_settings_stand_in_its_own_sheet(addin: bytes) -> None:
    held = settings_of(addin)
    assert held == {
        "VERSION": __version__,
        "INTERPRETER_WIN": r"C:\Python & Söhne\python.exe",
        "INTERPRETER_MAC": "",
        "RATE_BELOW": "75",
    }
    assert set(SETTINGS) < set(held)
    assert settings_of(b"PK nonsense") is None
    assert settings_of((ROOT / "workbooks" / "template-2024.xlsx").read_bytes()) is None


def test_licences_and_texts_are_inside(addin: bytes) -> None:
    with zipfile.ZipFile(BytesIO(addin)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode("utf-8")
        core = package.read("docProps/core.xml").decode("utf-8")
    assert "Zoomer Analytics" in sheet
    assert "William Smith" in sheet
    assert all(text.split("。")[0] in sheet for text in TEXTS.values())
    assert core.count(">xlbudget<") == 2


def test_package_parts_and_relationships(addin: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(BytesIO(addin)) as package:
        names = package.namelist()
        types = package.read("[Content_Types].xml").decode("utf-8")
        relations = ElementTree.fromstring(package.read("_rels/.rels"))
        workbook = package.read("xl/workbook.xml").decode("utf-8")
        assert package.read(RIBBON) == (MACROS / "ribbon.xml").read_bytes()
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert len(names) == len(set(names))
    assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in types
    assert "application/vnd.ms-office.vbaProject" in types
    assert f'name="{SHEET}"' in workbook
    ours = [one for one in relations if one.get("Target") == RIBBON]
    assert [one.get("Type") for one in ours] == [
        "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
    ]
    assert len({one.get("Id") for one in relations}) == len(relations)
    from openxml_audit import OpenXmlValidator  # 只在这里用，装载要半秒

    path = tmp_path / "xlbudget.xlam"
    path.write_bytes(addin)
    # 文本写在单元格里（inlineStr）是合格的，Excel 下次保存时自己改成共享文本。
    errors = [error.description for error in OpenXmlValidator().validate(path).errors]
    assert not [error for error in errors if "inline-string" not in error]


def test_olevba_reads_the_modules(addin: bytes) -> None:
    parser = VBA_Parser("xlbudget.xlam", data=addin)
    code = {name: text for _, _, name, text in parser.extract_macros()}
    parser.close()
    assert {f"{name}.bas" for name in MODULES} <= set(code)
    for name in MODULES:
        source = module(name).splitlines()
        assert code[f"{name}.bas"].splitlines()[-len(source) :] == source
    assert not [kind for kind, _, _ in VBA_Parser("x", data=addin).analyze_macros() if kind == "AutoExec"]


def test_libreoffice_opens_it(addin: bytes, tmp_path: Path) -> None:
    (tmp_path / "xlbudget.xlam").write_bytes(addin)
    subprocess.run(
        ["soffice", profile(tmp_path), "--headless",
         "--infilter=Calc MS Excel 2007 VBA XML", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76",
         "--outdir", str(tmp_path), str(tmp_path / "xlbudget.xlam")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    lines = (tmp_path / "xlbudget.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"VERSION,{__version__}"
    assert lines[1] == r"INTERPRETER_WIN,C:\Python & Söhne\python.exe"


def test_source_that_is_not_ascii_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "source", lambda _name: "Sub X()\n'中文\nEnd Sub\n")
    with pytest.raises(ValueError, match="ASCII"):
        build()
