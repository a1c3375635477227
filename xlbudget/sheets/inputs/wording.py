"""Texts that cannot stand: each kind of slip, with its basis and with texts that have it and texts that are fine.

What is looked at is told in ``slips.py``: ``话``, ``零`` and ``折`` of a row.
"""

from __future__ import annotations

from dataclasses import dataclass

from xlbudget.sheets.inputs.find_by_name import replaced
from xlbudget.sheets.inputs.hints import UNFILLED

SLIP = "文字："
"""Begins what is said of a text."""


@dataclass(frozen=True)
class Wording:
    """A kind of slip. ``at``: a template over ``[话]``, ``[零]``, ``[折]`` for its place in ``[话]``; an error: none.

    ``says`` stands before the words quoted, ``remedy`` behind. ``missing``: something is still to be filled in.
    ``fails``, ``passes``: texts with it, and texts that are like it and fine.
    """

    name: str
    says: str
    remedy: str
    basis: str
    fails: tuple[str, ...]
    passes: tuple[str, ...]
    at: str
    missing: bool = False

    @property
    def begins(self) -> str:
        """A sentence about it, up to the quoted words."""
        return f"{UNFILLED if self.missing else SLIP}{self.says}“"

    @property
    def ends(self) -> str:
        return f"”，{self.remedy}；"


def first(*bodies: str) -> str:
    """A template: the first of these that is no error."""
    *earlier, last = bodies
    for body in reversed(earlier):
        last = f"IFERROR({body},{last})"
    return last


def words(*listed: str, within: str = "[话]") -> str:
    """A template: where the first of these that is there stands."""
    return first(*(f'FIND("{word}",{within})' for word in listed))


def where(condition: str, place: str) -> str:
    return f"IF({condition},{place},1/0)"


def shaped(shape: str, pattern: str, sign: str) -> str:
    """Where in ``[话]`` a pattern of another shape of it stands: by a sign that both have equally often."""
    there = f'LEFT({shape},FIND("{pattern}",{shape})+{pattern.index(sign)})'
    nth = f'LEN({there})-LEN(SUBSTITUTE({there},"{sign}",""))'
    return f'FIND(CHAR(1),SUBSTITUTE([话],"{sign}",CHAR(1),{nth}))'


_AT_ZERO = words("预算为0.00万元", "预算数为0.00万元", "预算为0万元", "预算数为0万元", "预算0万元")
_AT_LEVEL = 'FIND("增。与",[折])'
_AT_CODE = 'FIND("0000000",[零])'
_OF_CODE = f"INDEX({{科目/名称}},MATCH(MID([话],{_AT_CODE},7),{{科目/代码}},0))"
_NAMED = f'MID([话],{_AT_CODE}+8,FIND("。",[零],{_AT_CODE}+8)-{_AT_CODE}-8)'
"""The name behind a code, in brackets or marks."""
CASES = "部门决算公开里实际出现过的差错"
"""In documents of 2024 and 2025 that were published."""

PLACEHOLDER = Wording(
    "没有填的空",
    "文字里留着",
    "填上或删去",
    f"财预〔2016〕143号：公开的内容要完整；{CASES}：模板里的“XX万元”没有填",
    ("支出XX万元", "由____负责", "共接待××批次", "根据【】的规定", "20XX年度决算"),
    ("支出 12 万元", "采购 XXL 号工作服", "路线_甲_乙", "依照【2020】10号文件", "第XXI届运动会"),
    first(
        words("XX", within=replaced("[话]", (('"XXL"', "〇〇〇"), ('"XXI"', "〇〇〇")))),
        words("××", "ＸＸ", "__", "＿＿", "【】"),
    ),
    missing=True,
)
EITHER = Wording(
    "没有选定的词",
    "文字里两个词没有选定",
    "留下一个",
    f"{CASES}：“增加（减少）”两个方向都印着",
    (
        *("比上年增加（减少）3 万元", "支出增长/下降 5%", "决算数大于（小于）预算数"),
        *("同比上升(下降)2%", "较上年减少（增加）1 万元"),
    ),
    ("比上年增加 3 万元（减少补助 1 万元）", "根据需要增加或减少", "增减 3 万元", "大于预算数（小幅）", "上升或持平"),
    first(shaped("[折]", "增（增。", "（"), shaped("[折]", "增/增", "/")),
    missing=True,
)
YEAR = Wording(
    "年度写错",
    "年度不是本年、上年或下年",
    "核对年度",
    f"说明讲的是本年度和上年度；{CASES}：“202 年度”",
    ("202 年度支出", "20233年度", "2013年度决算数", "与 2032 年度相比", "2201年度"),
    ("2023 年度支出", "2022年度决算数", "2024 年度预算", "近3年度", "2018年以来"),
    words("000年度", "〇0年度", within="[零]"),
)
LEVEL = Wording(
    "持平又有增减",
    "既说持平，又说有增减：",
    "留下对的一句",
    f"算术：有差就不是持平；{CASES}：“减少 0.00 万元，与 2024 年持平”",
    (
        *("减少 0.00 万元，与 2024 年持平", "增加 3.2 万元，与上年持平", "与上年持平，减少 1 万元"),
        *("下降 5%，与预算数基本持平", "与上年持平，增长 2.1%"),
    ),
    (
        *("与上年持平", "接待费减少 1 万元，出国费与上年持平", "人员增加 2 人，支出与上年持平"),
        *("上升或持平", "增加 3 万元，与上年相比增长 5%，出国费持平"),
    ),
    first(
        *(f'FIND("持平。增0{unit}",[折])*0+FIND("持平，",[话])' for unit in ("万元", "%")),
        where(f'FIND("持平",[折],{_AT_LEVEL})<FIND("。",[折],{_AT_LEVEL}+3)', 'MAX(1,FIND("持平",[话])-10)'),
    ),
)
FROM_ZERO = Wording(
    "从零增长 100%",
    "上年是零，没有增长率：",
    "删去增长率，只说增加多少",
    f"算术：分母为零的比率没有值；{CASES}：由 0 到 0.3 印作增长 100%",
    (
        *("上年为0万元，增长100%", "上年无此项支出，增加 100%", "上年 0.00 万元，上升100%"),
        *("上年没有发生，今年增长 100%", "基数为零，增长100%"),
    ),
    (
        *("上年为 0.5 万元，增长 100%", "上年无此项支出，增加 3 万元", "完成率 100%，上年无结转"),
        *("上年为0万元，增长 3 万元", "增长1100%，上年无变化"),
    ),
    words("上年为0万", "上年为0.00万", "上年0.00万", "上年为零", "上年无", "上年没有", "基数为零")
    + "*0+"
    + words("增长100%", "增加100%", "上升100%"),
)
NO_BUDGET = Wording(
    "预算为零的完成率",
    "预算是零，没有完成率：",
    "删去完成率",
    f"算术：分母为零的比率没有值；{CASES}：预算为 0，仍说“完成年初预算的”",
    (
        *("年初预算为 0.00 万元，支出决算为 5 万元，完成年初预算的 100%", "预算数为0万元，完成预算的0.00%"),
        *("年初预算0万元，决算3万元，完成年初预算的 300%", "预算为 0 万元，完成全年预算的 1%"),
        "全年预算数为 0.00 万元，支出 1 万元，完成预算的 5%",
    ),
    (
        *("年初预算为 0.50 万元，完成年初预算的 100%", "年初预算为 0.00 万元，支出决算为 5 万元。"),
        *("预算为 10 万元，完成预算的 90%", "预算为0万元，未安排。另一项完成预算的 50%", "预算为 0 万元，完成了任务"),
    ),
    where(f'FIND("预算的",[话],FIND("完成",[话],{_AT_ZERO}))<FIND("。",[话]&"。",{_AT_ZERO})', 'FIND("完成",[话])'),
)
YUAN = Wording(
    "万元写成元",
    "金额单位是万元，这里是",
    "换成万元",
    f"部门决算公开以万元为单位；{CASES}：万元写成元",
    ("支出 1523456.78 元，", "合计32400元。", "采购 1,234,567 元；", "维修 50000.00元、", "（共20000元）"),
    ("支出 152.35 万元，", "每人补助 20000 元。", "单价 12000元，", "补贴标准15000元/人", "罚款 300 元。"),
    where(
        f'AND(金额单位="万元",ISERROR({words("每", "标准", "单价", "人均")}))',
        words("00000元。", "00000.00元。", "00,000元。", "00,000.00元。", within="[零]"),
    ),
)
CODED = Wording(
    "代码和名称不是一个科目",
    "代码和后面的名称不是同一个科目：",
    "核对代码和名称",
    f"政府收支分类科目：一个代码一个名称；{CASES}",
    (
        *("2080505（机关事业单位职业年金缴费支出）", "2210201“购房补贴”", "2010301（一般行政管理事务）"),
        *("列2080506（住房公积金）", "2080502（行政单位离退休）"),
    ),
    (
        *("2080505（机关事业单位基本养老保险缴费支出）", "2210201 支出 3 万元", "2010301（以下同）"),
        *("电话 22102010（购房补贴）", "2080506（含以前年度）"),
    ),
    where(f"MATCH({_NAMED},{{科目/名称}},0)*({_OF_CODE}<>{_NAMED})", _AT_CODE),
)
SHARE = Wording(
    "占比没有百分号",
    "占比的数没有百分号",
    "补上 %",
    f"占比是比率，以 % 印出；{CASES}：“占 76.23”",
    ("占 76.23，其余", "占本年支出合计的 57.18。", "占比为 3.5；", "项目支出占42.82、", "占总支出的 8）"),
    ("占 76.23%，其余", "占地 12.5 亩，", "占 3 成。", "占用 5 间，", "占1,234.5平方米，"),
    first(shaped("[折]", "占0。", "占"), shaped("[折]", "计的0。", "的")),
)
FORMER = Wording(
    "科目的旧名称",
    "科目用了以前的名称",
    "改成本年的名称",
    "政府收支分类科目：207、210、220 在 2019 年、215 和 20805 在 2020 年改名",
    (
        *("文化体育与传媒支出 5 万元", "医疗卫生与计划生育支出", "国土海洋气象等支出", "资源勘探信息等支出"),
        "行政事业单位离退休（款）",
    ),
    (
        *("文化旅游体育与传媒支出 5 万元", "卫生健康支出", "自然资源海洋气象等支出", "资源勘探工业信息等支出"),
        "保障行政事业单位离退休人员",
    ),
    words("文化体育与传媒", "医疗卫生与计划生育", "国土海洋气象等", "资源勘探信息等", "行政事业单位离退休（款"),
)
DOUBLED = Wording(
    "叠字",
    "字词重复：",
    "删去一个",
    f"{CASES}：字词、标点叠着",
    ("主要主要是维修", "增加3万元万元", "原因原因是", "完成较好。。", "本单位本单位负责"),
    ("主要是维修", "实现目的的关键", "做好了了解工作", "完成较好……", "本单位、本部门负责"),
    words(
        *("主要主要", "万元万元", "原因原因", "由于由于", "本单位本单位", "情况情况", "增加增加", "减少减少"),
        *("。。", "，，", "、、", "；；"),
    ),
)
WORDINGS = (PLACEHOLDER, EITHER, YEAR, LEVEL, FROM_ZERO, NO_BUDGET, YUAN, CODED, SHARE, FORMER, DOUBLED)
"""Of several in one row the first is said."""
