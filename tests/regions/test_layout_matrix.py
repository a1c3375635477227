"""What a layout may choose, pair by pair: every figure stays under its heading, every title and note is printed."""

from __future__ import annotations

import json
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLE
from tests.helpers import oracle, reading
from tests.helpers.computing import computed
from tests.regions.test_layout_files import HEAD
from tests.sheets.tables.test_tables import agree
from xlbudget.language.sheet import column_letter
from xlbudget.regions.forms import common, form_in
from xlbudget.sheets.tables.every import VIEWED
from xlbudget.workbook.engines.by_file import Values

pytestmark = pytest.mark.usefixtures("few_rows")

CORE = ("版本", "年度", "金额单位", "单位", "科目", "收入", "支出", "结转结余", "经济分类", "三公经费")
TABLES = common().content["公开表"]
LIVE = {name: live for name, live in VIEWED.items() if name in TABLES}
NOTES = ("注：甲。", f"　　2. {{单位}}{'乙' * 70}。", "　　3. 丙" + "丁" * 300)

CHOICES: dict[str, tuple[Any, ...]] = {
    "抬头": (False, True),
    "表号": ("有", "无"),
    "部门和年度": ("有", "无"),
    "栏次": ("有", "无"),
    "行次": ("有", "无"),
    "合计行": ("首行", "末行"),
    "排列": ("分列", "并列"),
    "列": ("照旧", "打乱"),
    "注": (0, 1, 3),
}
SHUFFLED = {
    "公开02": "其他收入, 财政拨款收入, 本年收入合计, 事业收入, 上级补助收入, 经营收入, 附属单位上缴收入",
    "公开03": "基本支出, 本年支出合计, 项目支出, 对附属单位补助支出, 上缴上级支出, 经营支出",
    "公开05": "年末结转和结余, 项目支出, 本年收入, 小计, 年初结转和结余, 基本支出",
    "政府性基金": "小计, 年初结转和结余, 基本支出, 年末结转和结余, 项目支出, 本年收入",
    "国有资本经营": "年末结转和结余, 项目支出, 基本支出, 本年收入, 小计, 年初结转和结余",
    "一般公共预算收支": "本年收入, 小计, 年末结转和结余, 基本支出, 项目支出, 年初结转和结余",
    "项目支出决算表": "其他资金, 项目支出合计, 政府性基金预算财政拨款, 国有资本经营预算财政拨款, 一般公共预算财政拨款",
}


def pairwise() -> list[dict[str, Any]]:
    """Few cases in which every two choices meet."""
    names = list(CHOICES)
    cases = [dict(zip(names, values, strict=True)) for values in product(*CHOICES.values())]

    def pairs(case: dict[str, Any]) -> set[Any]:
        return set(combinations(case.items(), 2))

    left = set().union(*map(pairs, cases))
    chosen = []
    while left:
        chosen.append(max(cases, key=lambda case: len(pairs(case) & left)))
        left -= pairs(chosen[-1])
    return chosen


def layout(case: dict[str, Any]) -> str:
    lines = [HEAD.replace("名称: 甲", "名称: 上海")]
    lines += [f"{key}: {case[key]}\n" for key in ("表号", "部门和年度", "栏次", "行次")]
    lines.append("表:\n")
    for name in TABLES:
        lines.append(f"  {name}:\n    注: {json.dumps(NOTES[: case['注']], ensure_ascii=False)}\n")
        if case["抬头"]:
            lines.append(f'    抬头: "{{单位}}{name}"\n')
        if name in LIVE:
            lines.append(f"    合计行: {case['合计行']}\n")
            everything = ", ".join(column.label for column in LIVE[name].columns)
            lines.append(f"    列: [{SHUFFLED[name] if case['列'] == '打乱' else everything}]\n")
        if name == "三公":
            lines.append(f"    排列: {case['排列']}\n")
    return "".join(lines)


@pytest.fixture(scope="module")
def rich() -> dict[str, Any]:
    """The sample with all three funds in use."""
    content = json.loads(SAMPLE.read_text(encoding="utf-8"))
    content = {key: content[key] for key in CORE if key in content}
    content["单位"]["模板"] = "上海"
    content["收入"] += [
        {"科目": "2230105", f"{oracle.CAPITAL}收入": 8},
        {"科目": "2120803", f"{oracle.FUND}收入": 12.5},
    ]
    content["支出"] += [
        {"科目": "2230105", "资金来源": oracle.CAPITAL, "项目支出": 5, "基本支出": 1},
        {"科目": "2120803", "资金来源": oracle.FUND, "项目支出": 3.5, "基本支出": 0.25},
        {"科目": "2310301", "资金来源": oracle.GENERAL, "项目支出": 2},
    ]
    content.setdefault("结转结余", {}).setdefault("年初", []).extend(
        [
            {"资金来源": oracle.CAPITAL, "科目": "2230199", "金额": 1.5},
            {"资金来源": oracle.FUND, "科目": "2120899", "金额": 7},
        ]
    )
    return content


def built(tmp_path: Path, text: str, content: dict[str, Any]) -> Values:
    path = tmp_path / "layout.yaml"
    path.write_text(text, encoding="utf-8")
    return computed(content, path)


def test_every_pair_of_choices_is_tried() -> None:
    assert len(pairwise()) < 12


@pytest.mark.parametrize("case", pairwise(), ids=str)
def test_figures_stand_under_their_headings(tmp_path: Path, rich: dict[str, Any], case: dict[str, Any]) -> None:
    values = built(tmp_path, layout(case), rich)
    agree(reading.tables(values), oracle.calculate(rich, {"公开05", "政府性基金", "国有资本经营"}))
    form = form_in(tmp_path / "layout.yaml")
    unit = rich["单位"]["名称"]
    for name in TABLES:
        shape, cells = form[name], values[form[name].sheet]
        top = f"{unit}{name}" if case["抬头"] else shape.title
        assert cells["A1"] == top
        assert not case["抬头"] or cells["A2"] == shape.title
        printed = [str(value) for value in cells.values()]
        assert (f"{shape.sheet}表" in printed) == (case["表号"] == "有")
        assert (f"部门：{unit}" in printed) == (case["部门和年度"] == "有")
        assert "单位：万元" in printed
        assert ("栏次" in printed) == (case["栏次"] == "有" and (name in LIVE or name in ("公开01", "公开04")))
        assert ("行次" in printed) == (case["行次"] == "有" and name in ("公开01", "公开04"))
        if name in LIVE:
            assert {"科目代码", "科目名称", *map(shape.word, shape.columns)} <= set(printed)
        if name == "三公":
            assert min(printed.count("预算数"), printed.count("决算数")) == (6 if case["排列"] == "并列" else 1)
        texts = below(cells, "AB")
        for note in NOTES[: case["注"]]:
            assert note.replace("{单位}", unit) in texts, name


def below(cells: dict[str, Any], letters: str) -> str:
    """All that stands in these columns, from the top to the bottom."""
    placed = reading.grid(cells)
    return "".join(str(placed[row, col]) for row, col in sorted(placed) if column_letter(col) in letters)
