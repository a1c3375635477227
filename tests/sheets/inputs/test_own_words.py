"""A unit's own words may be any text: no word is taken for part of a key, a template or a formula, and none is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_command_line import refused
from tests.helpers import checking
from tests.helpers.building import assemble
from xlbudget.check.workbook_check import check
from xlbudget.datafile.fields import FILE
from xlbudget.datafile.file import parse
from xlbudget.datafile.kinds import Mapping
from xlbudget.reading.package import Package
from xlbudget.reading.reader import read_package
from xlbudget.workbook.write import write

MARKS = (
    *("@1", "{年度}", "[值]", "#2", "a/b/c", "%40", "'甲'!A1", '"&"'),
    *("=1+1", "~*?", "<&>", "\\", "，、", "合计", "甲\n乙"),
)


def book_of(content: dict[str, Any]) -> bytes:
    return write(assemble(parse(json.dumps(content))))


def read_back(package: bytes) -> dict[str, Any]:
    return dict(read_package(Package.of(Path("book.xlsx"), package)).data.content)


def worded(mark: str) -> dict[str, Any]:
    """A little unit with ``mark`` at one end of every word of its own, each another, and a great many kinds of cars."""

    def word(what: str) -> str:
        return mark + what if len(what) % 2 else what + mark

    content = checking.little_unit()
    project = word("项目")
    content["单位"] |= {"名称": word("单位"), "决算单位构成": [word("本级")], "主要职责": [word("职责")]}
    content["科目"] |= {word("代码"): word("名称")}
    content["项目"][0] |= {"名称": project, "偏差原因": word("原因"), "备注": word("备注")}
    content["基础数据"].append({"行": word("行"), "预算数": 1})
    content["楼堂馆所"][0]["名称"] = word("楼")
    content["资产"]["车辆"] = {word("车"): 2, word("两种车"): 3} | {word(f"车{n}"): 1 for n in range(300)}
    content["事实"].append({"键": word("键"), "数": 5, "出处": word("出处")})
    content["说明"] |= {word("说明"): word("文字")}
    own = content["绩效自评"][1]
    own |= {"对象": project, "表内名称": word("表内"), "年度目标": word("目标"), "实际完成情况": word("完成")}
    own["资金"].append({"行": word("资金"), "年初预算数": 1})
    own["权重"].append({"一级": word("一级"), "二级": word("二级"), "分值": 1})
    own["指标"][0] |= {key: word(key) for key in ("一级", "二级", "三级", "年度指标值", "实际完成值", "偏差原因")}
    for line in (project, word("车"), word("键"), word("资金"), word("三级"), f"{word('三级')}#²", "车辆"):
        content["公开数"] += [
            {"表": table, "行": section + line, "列": column, "数": "1", "处": word("处")}
            for table, section, column in (
                ("说明", "十二/", "数量"),
                ("说明", "十二/", "金额"),
                ("项目支出", "", "支出金额"),
                ("附件3-1", "", "得分"),
                ("附件3-1", "", "下降"),
                ("自评报告", "一/", "金额"),
            )
        ]
    return content


@pytest.mark.usefixtures("few_rows")
def test_any_words_everywhere(tmp_path: Path) -> None:
    content = worded("".join(MARKS))
    package = book_of(content)
    assert read_back(package) == content
    path = tmp_path / "book.xlsx"
    path.write_bytes(package)
    found = [f.message for f in check(path).findings if f.message.startswith("说明 十二/")]
    names = [message.removeprefix("说明 十二/").partition(" ")[0].replace("".join(MARKS), "") for message in found]
    figures = [re.split("[，（]", message.partition("算得 ")[2])[0] for message in found]
    assert dict(zip(names, figures, strict=True)) == {"项目": "285.21", "键": "5", "车": "2", "车辆": "305"}


MAPS = ["科目", "基本支出年初预算", "说明", "经济分类"]
KEYS = (
    *MARKS,
    *(
        "",
        " 前",
        "后 ",
        "　全角",
        "中 间",
        "中  间",
        "Aa",
        "AA",
        "aa",
        "车辆/",
        "车辆/车辆/甲",
        "长" * 3000,
        "0",
        "01",
        "1.0",
    ),
)


@pytest.mark.usefixtures("few_rows")
def test_no_key_of_a_map_is_lost() -> None:
    """Every map of the data file, with keys that look like other things."""
    declared = {field.key for field in FILE.fields if isinstance(field.kind, Mapping)}
    assert declared == set(MAPS)
    content = checking.little_unit() | {key: {word: n for n, word in enumerate(KEYS, 1)} for key in MAPS}
    content |= {key: {word: f"第{n}个" for n, word in enumerate(KEYS)} for key in ("科目", "说明")}
    content["资产"]["车辆"] = {word: n for n, word in enumerate(KEYS)}
    back = read_back(book_of(content))
    assert {key: back[key] for key in [*MAPS, "资产"]} == {key: content[key] for key in [*MAPS, "资产"]}


@pytest.mark.parametrize("twin", ["甲 ", " 甲", "\u3000甲", "甲\xa0", "\t甲\n"])
@pytest.mark.parametrize("key", [*MAPS, "资产.车辆"])
def test_keys_that_differ_in_blanks_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], minimal: dict[str, Any], key: str, twin: str
) -> None:
    outer, _, inner = key.partition(".")
    value: Any = "1" if key in ("科目", "说明") else 1
    both = {"甲": value, twin: value}
    path = tmp_path / "data.json"
    path.write_text(json.dumps(minimal | {outer: {inner: both} if inner else both}), encoding="utf-8")
    assert "与键“甲”只差空白" in refused(capsys, "build", path, "-o", tmp_path / "book.xlsx")
