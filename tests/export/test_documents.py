"""The documents that are handed in: what the workbook computes, whole, in Word's format, in the look of a template."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table as WordTable
from openxml_audit import OpenXmlValidator

from tests.conftest import SHANGHAI, fewer_rows
from tests.helpers.building import assemble
from tests.helpers.checking import evaluation, little_unit
from tests.helpers.once import made_once
from tests.helpers.typing_in import Light, saved
from xlbudget import export_workbook
from xlbudget.commands.main import main
from xlbudget.datafile.classification import catalogue
from xlbudget.datafile.fields import GENERAL
from xlbudget.datafile.file import Data, load
from xlbudget.errors import BadTemplate
from xlbudget.export import word_file
from xlbudget.export.document import Document, Heading, Paragraph, document
from xlbudget.export.page_numbers import pages_of
from xlbudget.export.papers import What
from xlbudget.export.pdf import pdfs
from xlbudget.export.word import Word
from xlbudget.regions.forms import form_of
from xlbudget.sheets.book import Book
from xlbudget.units.years.template import blank_data
from xlbudget.workbook.calculate import by_address, calculation
from xlbudget.workbook.engines import libreoffice
from xlbudget.workbook.engines.by_file import Values

NARRATIVE: What = "决算说明"
REPORT: What = "自评报告"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
PAGE_NUMBER = re.compile(r"[—–-] *(\d+) *[—–-]\s*$")
LONG = "长" * 2000
ODD_NAME = "a/b*?"


def edge_unit() -> dict[str, Any]:
    """Three pages of codes, twelve projects, a long reason, forty terms."""
    content = little_unit()
    codes = [code for code in catalogue("functional") if len(code) == 7 and code.startswith(("20", "21"))][:70]
    content["支出"] = [{"科目": code, "资金来源": GENERAL, "年初预算数": 2, "项目支出": 3.5} for code in codes]
    content["收入"] = [{"科目": code, "一般公共预算财政拨款收入": 3.5} for code in codes]
    content["项目"] = [
        {"名称": name, "类别": "部门项目", "年初预算": 10, "预算指标": 12, "支出金额": 7.25}
        for name in (ODD_NAME, *(f"项目{number}" for number in range(2, 13)))
    ]
    content["绩效自评"] = [evaluation("整体"), evaluation(ODD_NAME)]
    content["说明"] = {"增减原因/收入支出总计": LONG} | {f"名词解释/术语{n}": f"解释{n}。" for n in range(40)}
    del content["公开数"]
    return content


def _calculated(content: Mapping[str, Any]) -> tuple[Book, Values, Data]:
    data = Data(dict(content))
    book = assemble(data)
    return book, by_address(book, calculation(book)), data


def _document(book: Book, values: Values, data: Data, kind: What) -> Document:
    made = document(book, values, data, form_of(data.layout), kind)
    assert made
    return made


Made = tuple[dict[str, Document], dict[str, set[str]]]


@pytest.fixture(scope="module")
def made(book: Book, values: Values, sample: Data, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The documents, and every number of the workbook that each is made of."""

    def made() -> Made:
        with fewer_rows():
            edge, shanghai = _calculated(edge_unit()), _calculated(load(SHANGHAI).content)
        drawn = {
            "sample": _document(book, values, sample, NARRATIVE),
            "report": _document(*edge, REPORT),
            "shanghai": _document(*shanghai, NARRATIVE),
            "edge": _document(*edge, NARRATIVE),
        }
        edges = set(_numbers(edge[1]))
        numbers = {"sample": set(_numbers(values)), "shanghai": set(_numbers(shanghai[1]))}
        return drawn, numbers | {"report": edges, "edge": edges}

    return made_once(tmp_path_factory, "drawn", made)


@pytest.fixture(scope="module")
def drawn(made: Made) -> dict[str, Document]:
    return made[0]


@pytest.fixture(scope="module")
def words(drawn: dict[str, Document]) -> dict[str, Word]:
    return {name: Word(one, *word_file.template_of(None, one.kind)) for name, one in drawn.items()}


@pytest.fixture(scope="module")
def files(words: dict[str, Word]) -> dict[str, bytes]:
    """As they are where no page can be counted."""
    return {name: word.content(None) for name, word in words.items()}


@pytest.fixture(scope="module")
def opened(files: dict[str, bytes]) -> dict[str, WordDocument]:
    return {name: docx.Document(BytesIO(content)) for name, content in files.items()}


def _texts(word: WordDocument) -> Iterator[str]:
    """Every paragraph, those of tables too; python-docx takes ten times as long for cell after cell."""
    return (paragraph.text for paragraph in word.element.body.iter(qn("w:p")))


# ---------------------------------------------------------------- what is in them


def test_the_parts_of_the_publication_are_those_of_the_layout(drawn: dict[str, Document]) -> None:
    parts = [one.text for one in drawn["sample"].blocks if isinstance(one, Heading) and one.level == 1]
    assert parts == [
        "第一部分　长沙市长株潭一体化发展事务中心部门（单位）概况",
        "第二部分　部门决算表",
        "第三部分　2023年度部门决算情况说明",
        "第四部分　名词解释",
        "第五部分　附件",
        "2023年度长沙市长株潭一体化发展事务中心部门整体支出绩效自评报告",
    ]
    parts = [one.text for one in drawn["shanghai"].blocks if isinstance(one, Heading) and one.level == 1]
    assert [part.partition("　")[2] for part in parts] == [
        "上海市普陀区生态环境局概况",
        "上海市普陀区生态环境局2025年度部门决算表",
        "上海市普陀区生态环境局2025年度部门决算情况说明",
        "名词解释",
    ]
    assert [len(drawn[name].tables) for name in ("sample", "report", "shanghai")] == [9 + 2 + 8, 2 + 3, 9]


def test_the_sections_of_the_report_are_one_to_eleven(drawn: dict[str, Document]) -> None:
    sections = [one.text for one in drawn["report"].blocks if isinstance(one, Heading) and one.level == 2]
    numbers = [one.partition("、")[0] for one in sections[:11]]
    assert numbers == [*"一二三四五六七八九十", "十一"]
    assert sections[11:] == [
        "附件1：部门整体支出绩效评价基础数据表",
        "附件2：部门整体支出绩效自评表",
        f"附件3：{ODD_NAME}",
    ]
    assert drawn["sample"].asked == 0


def test_every_number_is_one_of_the_workbook(opened: dict[str, WordDocument], made: Made) -> None:
    seen = 0
    for name, word in opened.items():
        said = {number.replace(",", "") for text in _texts(word) for number in NUMBER.findall(text)}
        assert sorted(said - made[1][name]) == [], name
        seen += len(said)
    assert seen > 1000


def _numbers(values: Values) -> Iterator[str]:
    """Every number of a workbook as it may be printed."""
    for cells in values.values():
        for value in cells.values():
            if isinstance(value, str):
                yield from (one.replace(",", "") for one in NUMBER.findall(value))
            elif isinstance(value, int | float):
                size = abs(value)
                yield from (f"{size:.2f}", f"{size:.1f}", f"{size:g}", f"{100 * size:.2f}%")


def test_the_tables_are_as_wide_as_the_text_and_repeat_their_headings(
    drawn: dict[str, Document], opened: dict[str, WordDocument]
) -> None:
    for name, word in opened.items():
        for section in word.sections:
            room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
            for table in (one for one in section.iter_inner_content() if isinstance(one, WordTable)):
                assert sum(column.width or 0 for column in table.columns) <= room + Pt(1), name
        repeated = [table for table in word.tables if "tblHeader" in table.rows[0]._tr.xml]
        assert len(repeated) >= len(drawn[name].tables)
    (public03,) = [table for table in opened["edge"].tables if table.rows[0].cells[0].text == "支出决算表"]
    assert len(public03.rows) > 100
    assert all(any(cell.text for cell in row.cells) for row in public03.rows)


def test_contents_list_every_heading(words: dict[str, Word], opened: dict[str, WordDocument]) -> None:
    for name in ("sample", "shanghai", "edge"):
        listed = [one for one in opened[name].paragraphs if one.style and str(one.style.name).startswith("toc ")]
        assert [one.text.partition("\t")[0] for one in listed] == [one.text for one in words[name].headings]
        levels = {1: "Heading 1", 2: "Heading 2"}
        styled = [(one.text, one.style and one.style.name) for one in opened[name].paragraphs]
        there = [(text, style) for text, style in styled if style in levels.values()]
        assert there == [(one.text, levels[one.level]) for one in words[name].headings]
        field = listed[0]._p.xml
        assert r'TOC \o "1-2"' in field
        assert "PAGEREF" in field
    assert not words["report"].pages


def test_terms_are_those_that_are_used_and_the_units_own(drawn: dict[str, Document]) -> None:
    told = {name: _part(one, "名词解释") for name, one in drawn.items()}
    assert [text.partition("：")[0] for text in told["sample"]] == [
        *("一、财政拨款收入", "二、基本支出", "三、项目支出", "四、“三公”经费", "五、机关运行经费"),
    ]
    assert len(told["shanghai"]) == 11
    assert len([text for text in told["edge"] if "、术语" in text]) == 40
    assert told["edge"][-1].endswith("、术语39：解释39。")


def _part(drawn: Document, title: str) -> list[str]:
    """The paragraphs of a part."""
    found, inside = [], False
    for block in drawn.blocks:
        match block:
            case Heading(1, text):
                inside = text.endswith(title)
            case Paragraph(text, _) if inside:
                found.append(text)
    return found


def test_what_is_missing_is_asked_for_and_counted(drawn: dict[str, Document], opened: dict[str, WordDocument]) -> None:
    one = drawn["edge"]
    assert one.asked > 10
    text = "\n".join(block.text for block in one.blocks if isinstance(block, Paragraph))
    assert "差异主要原因" not in text
    assert "主要原因是【请填写：差异原因】" in text
    assert LONG in text
    runs = [run for paragraph in opened["edge"].paragraphs for run in paragraph.runs if run.font.highlight_color]
    assert len(runs) == one.asked
    assert all(re.fullmatch("【请填写：.*】|＿＿", run.text) for run in runs)


@pytest.mark.usefixtures("few_rows")
def test_an_empty_template_has_nothing_to_hand_in() -> None:
    form = form_of("湖南长沙")
    book, values, data = _calculated(blank_data(2025, "单位名称", form, 3).content)
    assert [document(book, values, data, form, kind) for kind in (NARRATIVE, REPORT)] == [None, None]


# ---------------------------------------------------------------- the files


def test_the_files_are_what_the_schema_says(files: dict[str, bytes], tmp_path: Path) -> None:
    for name in ("shanghai", "report"):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(files[name])
        result = OpenXmlValidator(max_errors=0).validate(path)
        assert not [(error.part_uri, error.description) for error in result.errors], name


def test_the_same_bytes_twice(drawn: dict[str, Document], files: dict[str, bytes]) -> None:
    one = drawn["report"]
    assert Word(one, *word_file.template_of(None, one.kind)).content(None) == files["report"]


def test_without_pages_the_contents_fill_on_opening(
    drawn: dict[str, Document], opened: dict[str, WordDocument], patch: pytest.MonkeyPatch
) -> None:
    assert 'w:updateFields w:val="true"' in opened["sample"].settings.element.xml
    assert "updateFields" not in opened["report"].settings.element.xml
    patch.setattr(libreoffice, "program", lambda: None)
    content, numbered = word_file.word_file(drawn["shanghai"], word_file.template_of(None, NARRATIVE))
    assert not numbered
    assert "updateFields" in docx.Document(BytesIO(content)).settings.element.xml


# ---------------------------------------------------------------- as LibreOffice lays them out


def _has_writer() -> bool:
    command = libreoffice.program()
    return command is not None and (Path(command).resolve().parent / "swriter").exists()


@pytest.fixture(scope="module")
def laid_out(words: dict[str, Word], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The PDF of two documents, in one start: the sample's has its report in it, too, and the other is long."""
    if not _has_writer():
        pytest.skip("LibreOffice 没有装 Writer；bash tests/run 会装")

    def made() -> dict[str, bytes]:
        laid = {name: words[name] for name in ("sample", "edge")}
        found = pdfs({f"{name}.docx": word.content([0] * len(word.pages)) for name, word in laid.items()})
        assert found
        return found

    return made_once(tmp_path_factory, "documents", made)


def _pages(pdf: bytes) -> list[str]:
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout.decode().split("\f")[:-1]


def test_the_contents_have_the_numbers_that_the_pages_bear(words: dict[str, Word], laid_out: dict[str, bytes]) -> None:
    pdf = laid_out["sample.pdf"]
    word = docx.Document(BytesIO(words["sample"].content(word_file.numbers(words["sample"], pdf))))
    listed = [one.text.split("\t") for one in word.paragraphs if one.style and str(one.style.name).startswith("toc ")]
    bearing = {match[1]: _bare(page) for page in _pages(pdf) if (match := PAGE_NUMBER.search(page))}
    assert len(listed) > 45
    for heading, number in listed:
        assert _bare(heading) in bearing[number], (heading, number)
    assert "updateFields" not in word.settings.element.xml


def _bare(text: str) -> str:
    return "".join(text.split())


def test_no_heading_is_alone_at_the_end_of_a_page(words: dict[str, Word], laid_out: dict[str, bytes]) -> None:
    for name in ("sample", "edge"):
        headings = {_bare(one.text) for one in words[name].headings}
        for page in _pages(laid_out[f"{name}.pdf"])[3:]:
            lines = [line for line in page.splitlines() if line.strip() and not PAGE_NUMBER.search(line)]
            assert lines, name
            assert _bare(lines[-1]) not in headings, (name, lines[-1])


def test_a_pdf_that_is_none_has_no_pages() -> None:
    assert pages_of(b"%PDF-1.6\n", ["one"]) is None


# ---------------------------------------------------------------- templates


def _template(change: Any) -> bytes:
    content, _ = word_file.template_of(None, NARRATIVE)
    word = docx.Document(BytesIO(content))
    change(word)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _without_style(word: WordDocument) -> None:
    word.styles["表数"].delete()


def _without_hole(word: WordDocument) -> None:
    (one,) = [paragraph for paragraph in word.paragraphs if "{{目录}}" in paragraph.text]
    one.text = "目录"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_without_style, "没有样式“表数”"),
        (lambda word: word.styles["Heading 2"].delete(), "没有样式“标题 2”"),
        (_without_hole, "没有占位 {{目录}}"),
    ],
)
def test_a_template_that_lacks_something_is_refused_with_its_name(
    drawn: dict[str, Document], change: Any, said: str
) -> None:
    with pytest.raises(BadTemplate, match=re.escape(said)):
        Word(drawn["shanghai"], _template(change), "我的.docx")


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04"])
def test_what_is_no_template_is_refused(drawn: dict[str, Document], content: bytes) -> None:
    with pytest.raises(BadTemplate, match="不能作文件的模板：它不是"):
        Word(drawn["shanghai"], content, "我的.docx")


def test_a_template_gives_the_look_the_words_and_what_stands_behind(drawn: dict[str, Document]) -> None:
    def restyled(word: WordDocument) -> None:
        word.styles["正文段落"].font.size = Pt(12)
        word.sections[0].left_margin = word.sections[1].left_margin = Pt(50)
        header = word.sections[1].header.paragraphs[0]
        # As Word cuts what was typed into runs.
        for piece in ("{{单", "位}}", "公开"):
            header.add_run(piece)
        word.add_paragraph("（盖章）")

    made = docx.Document(BytesIO(Word(drawn["shanghai"], _template(restyled), "我的.docx").content(None)))
    assert made.styles["正文段落"].font.size == Pt(12)
    assert made.sections[1].header.paragraphs[0].text == "上海市普陀区生态环境局公开"
    assert made.paragraphs[-1].text == "（盖章）"
    upright = [one for one in made.sections if (one.page_width or 0) < (one.page_height or 0)]
    assert {one.left_margin for one in upright} == {Pt(50)}
    assert len(upright) < len(made.sections)


# ---------------------------------------------------------------- the command


@pytest.fixture
def path(little: bytes, few_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    del few_rows
    path = tmp_path_factory.mktemp("little") / "book.xlsx"
    path.write_bytes(little)
    return path


@pytest.fixture
def no_office(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(libreoffice, "program", lambda: None)


@pytest.mark.usefixtures("no_office")
def test_the_command_says_what_to_look_at(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Light(path.read_bytes())
    book["公开03"]["C7"].value = 999999
    path.write_bytes(saved(book))
    assert main(["export", str(path), "--what", NARRATIVE, "-o", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    (made,) = (tmp_path / "out").iterdir()
    assert made.name.endswith("部门决算.docx")
    assert "999999" not in "".join(_texts(docx.Document(str(made)))).replace(",", "")
    assert "有 1 处公式被改过；导出的是公式算得的数" in said
    assert re.search("有 [0-9]+ 处不符", said)
    assert re.search("有 [0-9]+ 处还要填写，文件里是涂黄的【请填写：…】", said)
    assert "用 Word 或 WPS 打开时选更新域" in said


@pytest.mark.usefixtures("no_office")
def test_a_disk_that_is_full_leaves_nothing(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "full")

    patch.setattr(os, "fsync", full)
    assert main(["export", str(path), "--what", REPORT, "-o", str(tmp_path / "out")]) == 2
    assert "磁盘空间不足；没有留下未写完的文件" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("no_office")
def test_an_interruption_leaves_nothing(path: Path, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    patch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        export_workbook(path, REPORT, tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_a_bad_template_is_refused_before_anything_is_written(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = tmp_path / "我的.docx"
    template.write_bytes(_template(_without_style))
    out = tmp_path / "out"
    assert main(["export", str(path), "--what", NARRATIVE, "--template", str(template), "-o", str(out)]) == 2
    assert f"xlbudget：{template} 不能作文件的模板：没有样式“表数”" in capsys.readouterr().err
    assert not out.exists()
    assert main(["export", str(path), "--what", "公开表", "--template", str(template), "-o", str(out)]) == 2
    assert "--template 只用于" in capsys.readouterr().err


def test_a_unit_without_evaluation_has_no_report(tmp_path: Path, minimal: dict[str, Any]) -> None:
    from tests.helpers.computing import written

    path = tmp_path / "book.xlsx"
    path.write_bytes(written(minimal))
    made = export_workbook(path, REPORT)
    assert not made.files
    assert "没有导出自评报告" in made.said
