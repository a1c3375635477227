"""Layout files that no table can print, or that are no layout file: refused in one Chinese sentence, with the line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands.test_command_line import refused
from tests.conftest import SHANGHAI
from xlbudget.errors import BadLayout
from xlbudget.regions import read_yaml
from xlbudget.regions.keys import LAYOUT

HEAD = "名称: 甲\n说明: 甲\n依据: 甲\n"
WRONG = {
    "": (1, "名称 有误：必须有这个键"),
    "- 一": (1, "应为对象"),
    "名称: 甲\n说明: 甲\n": (1, "依据 有误：必须有这个键，而且不能是空的"),
    "名称: [甲\n": (2, "写法 有误"),
    "名称: 甲\n\t说明: 甲\n": (2, "缩进用了制表符"),
    HEAD + "行数: 有\n": (4, "行数 有误：没有这个键，是否应为“行次”"),
    HEAD + "行次: 是\n": (4, "行次 有误：“是”不在可选范围内，只能是：有、无"),
    HEAD + "行次: 有\n行次: 无\n": (5, "行次 有误：这个键前面第 4 行已经有了"),
    HEAD + "表:\n  公开10: {标题: 甲}\n": (5, "表.公开10 有误：没有这个键"),
    HEAD + "表:\n  公开02:\n    标题: 甲\n    合计行: 中间\n": (7, "表.公开02.合计行 有误"),
    HEAD + "表:\n  公开02:\n    用语:\n      科目代号: 编码\n": (7, "没有叫“科目代号”的表头或行，是否应为“科目代码”"),
    HEAD + "表:\n  公开03:\n    列: [本年支出合计, 基本支出]\n": (6, "缺少“项目支出”，这一列不能不印"),
    HEAD + "表:\n  公开05:\n    列:\n      - 小计\n      - 基本支岀\n      - 项目支出\n": (8, "没有叫“基本支岀”的列"),
    HEAD + "表:\n  公开05:\n    列: [小计, 小计, 基本支出, 项目支出]\n": (6, "“小计”已经列过了"),
    HEAD + "表:\n  国有资本经营:\n    列: [小计, 基本支出, 项目支出, 年末结转和结余]\n": (
        6,
        "印它就要一并列出“年初结转和结余”",
    ),
    HEAD + "表:\n  公开06:\n    分块: [['301', '302'], ['303', '307', '310', '399']]\n": (6, "一块里只能都是人员经费"),
    HEAD + "表:\n  公开06:\n    分块: [['301', '303'], ['302', '310']]\n": (6, "缺少“307”：要么放进一块，要么写进"),
    HEAD + "表:\n  公开06:\n    分块: [['302', '307', '310', '399'], ['301', '303']]\n": (6, "要排在公用经费的左边"),
    HEAD + "不用就不列的类:\n  - '231'\n  - '999'\n": (6, "目录里没有代码“999”"),
    HEAD + "编号:\n  三公: 公开08\n": (5, "公开08 给了不止一张表"),
    HEAD + "编号:\n  三公: 公开03\n": (5, "公开03 给了不止一张表"),
    HEAD + "表:\n  公开01:\n    抬头: '{单位名称}决算'\n": (6, "花括号里只能是 {单位} 或 {年度}，现有“{单位名称}”"),
    HEAD + "表:\n  公开01:\n    零不印的行: [总计]\n": (6, "没有叫“总计”的可以不印零的行"),
    HEAD + "表: &x\n  公开01: {标题: 甲}\n  公开02: *x\n": (4, "不用 YAML 的锚和引用"),
    HEAD + "表:\n  公开01:\n    标题: '甲\x07'\n": (6, "有不能印的控制字符（U+0007）"),
}

TABLE = HEAD + "表:\n  公开02:\n    "
VIEW = HEAD + "公开表: [公开01, 甲]\n另印:\n"
SECTION = HEAD + "节:\n  收支总体:\n    "
MORE = {
    "名称：甲\n说明: 甲\n依据: 甲\n": (1, "“名称”后面的冒号要用英文冒号"),
    HEAD + "行次：有\n": (4, "“行次”后面的冒号要用英文冒号"),
    HEAD + "行次:有\n栏次: 无\n": (4, "“行次”后面的冒号要用英文冒号，后面空一格"),
    HEAD + "栏次: 有\n行次：有\n表号: 无\n": (5, "“行次”后面的冒号要用英文冒号"),
    TABLE + "标题：甲\n    纸张: 横向\n": (6, "“标题”后面的冒号要用英文冒号"),
    TABLE + "标题：甲\n": (5, "“标题”后面的冒号要用英文冒号"),
    TABLE + "抬头: {单位}{年度}年度部门决算表\n": (6, "以 { 开头的文字要加引号"),
    TABLE + "抬头: {单位}\n": (6, "以 { 开头的文字要加引号"),
    TABLE + "注: [{单位}的注]\n": (6, "以 { 开头的文字要加引号"),
    HEAD + "不用就不列的类: [231，232]\n": (4, "列表里用英文逗号隔开"),
    TABLE + "列: [本年收入合计，财政拨款收入]\n": (6, "列表里用英文逗号隔开"),
    TABLE + "甲" * 70 + ": 1\n": (6, "没有这样长的键"),
    TABLE + "用语: {" + "甲" * 70 + ": 1}\n": (6, "没有这样长的键"),
    SECTION + '段: ["{收支总计:金额}"]\n': (6, "没有叫“收支总计”的行（相近的有 “收入支出总计”"),
    SECTION + '段: ["{收入支出总计:金鹅}"]\n': (6, "没有叫“金鹅”的列（相近的有 “金额”"),
    SECTION + '段: ["{年渡}年"]\n': (6, "不认得“{年渡}”"),
    SECTION + '段: ["[收入支出总计:增减额?增加"]\n': (6, "缺少“]”"),
    SECTION + '段: ["<收人各项|；|{名称}>"]\n': (6, "没有叫“收人各项”的各项（相近的有 “收入各项”"),
    SECTION + '段: ["前<项|段|{项}>"]\n': (6, "要独占一段"),
    SECTION + '段: ["' + "[三公经费:金额?" * 12 + '"]\n': (6, "括号套了不止 9 层"),
    SECTION + '资金: 政府性基金预算财政拨款\n    段: ["{三公经费:金额}"]\n': (7, "没有叫“三公经费”的行"),
    HEAD + "节次: [收支总体, 没有的节]\n": (4, "节 里没有“没有的节”"),
    HEAD + "自评报告: {节次: [没有的节]}\n": (4, "自评报告.节次[0] 有误：节 里没有“没有的节”"),
    HEAD + '自评报告: {题: "{上年}报告"}\n': (4, "自评报告.题 有误：花括号里只能是 {单位} 或 {年度}"),
    HEAD + '自评报告: {开头: ["<表|公开03|表>"]}\n': (4, "文字里没有叫“公开03”的表"),
    HEAD + '自评报告: {开头: ["见 <表|项目支出|表>"]}\n': (4, "“<表|项目支出|…>”要独占一段"),
    HEAD + "部分: [{题: 表}]\n": (4, "要写 内容 或 节，只写一个"),
    HEAD + '部分: [{题: 概况, 节: [{题: 职责, 段: ["{收入:金额}"]}]}]\n': (4, "这里只能写 {单位}、{年度}、{上年}"),
    HEAD + "名词解释: [没有冒号]\n": (4, "应是“名词：解释”"),
    TABLE + "用语: {科目代码: " + "甲" * 2001 + "}\n": (6, "有 2001 个字符"),
    HEAD + "? [a, b]\n: 1\n": (4, "键只能是文字"),
    TABLE + "? {a: b}\n    : 1\n": (6, "键只能是文字"),
    HEAD + '"a\\nb": 1\n': (4, "不能换行"),
    TABLE + '标题: "甲\\n乙"\n': (6, "不能换行"),
    TABLE + '标题: "甲\\0"\n': (6, "控制字符（U+0000）"),
    TABLE + "标题: @甲\n": (6, "以 @ 或反引号开头的文字要加引号"),
    HEAD + "行次: &x 有\n": (4, "不用 YAML 的锚和引用"),
    HEAD + "行次: !!str 有\n": (4, "不用 YAML 的标签"),
    HEAD + "表: !!python/object/apply:os.system [id]\n": (4, "不用 YAML 的标签"),
    HEAD + "---\n名称: 乙\n": (4, "一个文件里只能有一份版式"),
    TABLE + "标题: ' '\n": (6, "标题 有误：不能是空的"),
    TABLE + "标题: ~\n": (6, "标题 有误：不能是空的"),
    TABLE + "注: ['']\n": (6, "没有注就写 注: []"),
    TABLE + "注: [" + ", ".join("甲" * 21) + "]\n": (6, "有 21 条，最多 20 条"),
    TABLE + "用语: {科目代码: }\n": (6, "不能印成空的"),
    HEAD + "表:\n  公开05:\n    用语: {小计: ''}\n": (6, "只有 本年支出 可以不印"),
    TABLE + "用语: {科目代码: '{单位}代码'}\n": (6, "这里不能用花括号"),
    "名称: 甲\n说明: '{单位}'\n依据: 甲\n": (2, "这里不能用花括号"),
    HEAD + "公开06不列的科目: ['302']\n": (4, "“302”还在 表.公开06.分块 里"),
    HEAD + "公开表: []\n": (4, "至少要列一张表"),
    HEAD + "公开表:\n  - 公开01\n  - 公开1\n": (6, "没有叫“公开1”的表，另印 里也没有（相近的有 “公开01”"),
    HEAD + "公开表:\n  - 公开01\n  - 公开02\n  - 公开01\n": (
        7,
        "“公开01”已经列过了；同一张表要印两张，第二张写在 另印 里",
    ),
    HEAD + "公开表: [公开01, 三公]\n编号: {三公: 1}\n": (5, "1 给了不止一张表"),
    HEAD + "公开表: [公开01, 三公]\n编号: {三公: '{号}'}\n": (5, "应是一个号，如 公开08、8、1-1，或 无"),
    HEAD + "编号: {三工: 公开07}\n": (4, "没有叫“三工”的表"),
    HEAD + "表号: 表7\n": (4, "应是 有、无，或有一个 {一}、{1} 或 {01} 的样子"),
    HEAD + "表号: 表{七}\n": (4, "应是 有、无，或有一个 {一}、{1} 或 {01} 的样子"),
    VIEW + "  甲: {标题: 甲}\n": (6, "另印.甲.取自 有误：必须有这个键"),
    VIEW + "  甲: {取自: 公开01}\n": (6, "没有叫“公开01”的按科目的表，可以是：公开02、公开03"),
    VIEW + "  甲: {取自: 公开05, 列: [小计, 基本支出, 项目支出, 本年收人]}\n": (6, "没有叫“本年收人”的列"),
    VIEW + "  甲: {取自: 公开05, 列: []}\n": (6, "至少要印一列"),
    VIEW + "  甲: {取自: 公开05, 列: [小计, 项目支出]}\n": (6, "“小计”由“基本支出”等算出，印它就要一并列出“基本支出”"),
    VIEW + "  乙: {取自: 公开05}\n": (6, "没有列在 公开表 里"),
    VIEW + "  甲: {取自: 公开05, 标题: ''}\n": (6, "另印.甲.标题 有误：不能是空的"),
    HEAD + "另印: {公开09: {取自: 公开05}}\n公开表: [公开09]\n": (4, "这是别的表、别的工作表的名称"),
    HEAD + "另印: {三公: {取自: 公开05}}\n公开表: [三公]\n": (4, "这是别的表、别的工作表的名称"),
    SECTION + "含: [没有]\n": (6, "节 里没有“没有”"),
    SECTION + "含: [三公]\n": (6, "“三公”不能放在这里"),
    HEAD + "extends: 上海\n承自: 上海\n": (5, "承自 有误：两种写法是一个意思，只写一个"),
    HEAD + "表:\n  公开06:\n    分块: [['301', '303'], [], ['302', '307', '310', '399']]\n": (6, "这一块是空的"),
}
WRONG |= MORE


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_a_wrong_layout_file_is_refused_naming_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    line, words = WRONG[text]
    path = tmp_path / "layout.yaml"
    path.write_text(text, encoding="utf-8")
    said = refused(capsys, "build", SHANGHAI, "--layout", path, "-o", tmp_path / "x.xlsx")
    assert f"版式文件 {path} 第 {line} 行，" in said
    assert words in said
    assert not (tmp_path / "x.xlsx").exists()


NESTED: dict[str, Callable[[int], str]] = {
    "lists": lambda depth: "表: " + "[" * depth + "]" * depth,
    "lists without end": lambda depth: "不用就不列的类: " + "[" * depth,
    "mappings": lambda depth: "表: " + "{a: " * depth,
    "both": lambda depth: "表: " + "[{a: " * (depth // 2),
    "items below items": lambda depth: "表: \n" + "- " * depth + "a",
    "lines": lambda depth: "表:" + "".join(f"\n{' ' * at}a:" for at in range(1, min(depth, 600))),
}


@pytest.mark.parametrize("parser", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
@pytest.mark.parametrize("depth", [12, 30_000])
@pytest.mark.parametrize("nested", NESTED)
def test_what_is_nested_too_deep_is_said_by_us_whatever_the_parser(
    monkeypatch: pytest.MonkeyPatch, nested: str, depth: int, parser: Any
) -> None:
    """Parsers have limits of their own, in words of their own, which change from one version to the next."""
    monkeypatch.setattr(read_yaml, "_LOADER", parser)
    text = HEAD + NESTED[nested](depth)
    with pytest.raises(BadLayout, match="嵌套过深"):
        read_yaml.parsed("甲.yaml", text, LAYOUT)


def test_a_layout_file_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "x.xlsx"
    assert "找不到文件" in refused(capsys, "build", SHANGHAI, "--layout", tmp_path / "no.yaml", "-o", target)
    assert "它是文件夹" in refused(capsys, "build", SHANGHAI, "--layout", tmp_path, "-o", target)
    binary = tmp_path / "b.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    assert "不是 UTF-8 编码的文本" in refused(capsys, "build", SHANGHAI, "--layout", binary, "-o", target)
    long = tmp_path / "long.yaml"
    long.write_text("名称: 甲\n" * 50_000, encoding="utf-8")
    assert "不像是版式文件" in refused(capsys, "build", SHANGHAI, "--layout", long, "-o", target)


def test_the_book_is_not_written_over_the_layout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(HEAD.replace("名称: 甲", "名称: 上海"), encoding="utf-8")
    before = path.read_bytes()
    assert "就是输入文件" in refused(capsys, "build", SHANGHAI, "--layout", path, "-o", path, "--force")
    assert path.read_bytes() == before


def test_a_layout_of_the_program_is_named_in_the_data_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "x.xlsx"
    said = refused(capsys, "build", SHANGHAI, "--layout", "上海", "-o", target)
    assert "“上海”是程序自带的版式，不用 --layout：数据文件的 单位.模板 写“上海”就是" in said
    assert "--layout 后面应是一个版式文件" in refused(capsys, "build", SHANGHAI, "--layout", "", "-o", target)


def test_no_wrong_file_is_answered_in_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "1.yaml"
    for text in (*WRONG, HEAD + "%: 1\n", HEAD + "行次: `有`\n", "%YAML 9.9\n---\n" + HEAD, HEAD + "a: 'b\n"):
        path.write_text(text, encoding="utf-8")
        said = refused(capsys, "build", SHANGHAI, "--layout", path, "-o", tmp_path / "1.xlsx")
        english = said.replace(str(path), "").replace("docs/layouts.md", "").removeprefix("xlbudget")
        assert not re.search(r"[a-z]{3}", english), said
        assert said.strip().count("\n") == 0
