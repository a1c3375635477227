"""What 附件2 and 附件3 share: goals, indicators by 一级/二级/三级, 总分 and 评级.

Indicators of the data file have rows of their own, with 一级 and 二级 merged as printed; an emptied one leaves its
row blank. Behind them stand spare rows that take up an indicator typed later, and 总分 in the row behind the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlbudget.datafile.fields import RANKS
from xlbudget.language.expressions import Formula, Ratio, Ref
from xlbudget.language.sheet import Frame, Item
from xlbudget.language.text_size import height_for
from xlbudget.sheets.inputs.digits import in_text
from xlbudget.sheets.inputs.facts import text_of
from xlbudget.sheets.inputs.weights import LEVELS, weight_key
from xlbudget.sheets.tables.annex1 import signatures
from xlbudget.sheets.tables.heading import SPARE_HEIGHT

WIDTHS = (6, 12, 14, 26, 28, 38, 8, 10, 30, 8)
"""Nine printed columns and a hidden one, the indicator's row in 录入-绩效指标."""
PRINTED = 9
PLACE = "J"
HEADINGS = (
    "一级指标",
    "二级指标",
    "三级指标内容",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
SPARE = 3
TWO_LINES = 34.0
"""The first row of a group holds its label and weight, wherever the page ends."""
LEAST = 20
GRADES = ((90, "优"), (80, "良"), (60, "中"))
"""评级 by 总分; below the last it is 差 (财预〔2020〕10号)."""
FUND_WEIGHT = 10


@dataclass(frozen=True)
class Form:
    """One self-evaluation table: ``number`` is its row (from 1) in 录入-绩效自评.

    ``before``: how many indicators of the data file stand before its own in 录入-绩效指标, and ``listed`` how many
    there are in all.
    """

    sheet: str
    number: int
    indicators: Sequence[dict[str, Any]]
    goal: str
    outcome: str
    facts: bool
    remark: str
    before: int = 0
    listed: int = 0

    def cell(self, column: str) -> str:
        """A template for a cell of the table's own row in 录入-绩效自评."""
        return f"{{录入/绩效自评/{column}@{self.number}}}"

    @property
    def rows(self) -> int:
        """Indicator rows, spare ones included."""
        return max(len(self.indicators) + SPARE, LEAST if not self.indicators else 0)

    def key(self, name: str) -> str:
        return f"{self.sheet}/{name}"


def shown_text(cell: str) -> Formula:
    return Formula(f'{cell}&""')


def fund_score(form: Form, row: int) -> list[Item]:
    """分值, 执行率 and 得分 of 年度资金总额, in columns G to I."""
    budget, actual = form.key("年度资金总额/全年预算数"), form.key("年度资金总额/全年执行数")
    rate = f"{{{form.key('年度资金总额/执行率')}}}"
    return [
        Item(row, 7, Formula(str(FUND_WEIGHT), ()), "weight", key=form.key("年度资金总额/分值")),
        Item(row, 8, Ratio(Ref(actual), Ref(budget)), "rate", key=form.key("年度资金总额/执行率")),
        Item(
            row,
            9,
            Formula(f'IF({rate}="","",{FUND_WEIGHT}*{rate})', (Ref(form.key("年度资金总额/执行率")),)),
            "score",
            key=form.key("年度资金总额/得分"),
        ),
    ]


def goals(form: Form, row: int) -> tuple[list[Item], list[tuple[int, float]]]:
    """年度目标 beside 实际完成情况: two rows."""
    height = max(height_for(form.goal, sum(WIDTHS[1:5])), height_for(form.outcome, sum(WIDTHS[5:9])))
    goal, outcome = (form.cell(text_of(column, form.facts)) for column in ("年度目标", "实际完成情况"))
    return [
        Item(row, 1, "年度总体目标", "text_center", rows=2),
        Item(row, 2, "年度目标", "head", cols=4),
        Item(row, 6, "实际完成情况", "head", cols=4),
        Item(row + 1, 2, shown_text(goal), "text", cols=4),
        Item(row + 1, 6, shown_text(outcome), "text", cols=4),
    ], [(row, 20), (row + 1, max(height, 40))]


def indicators(form: Form, row: int) -> tuple[list[Item], list[tuple[int, float]], list[Frame], int]:
    """Heading, indicators, spare rows, 总分 behind the last, remark and signatures; and the last row."""
    count = len(form.indicators)
    first = row + 1
    items = [Item(row, 1, "绩效指标", "group", rows=count + 1)]
    items += [Item(row, col, heading, "head") for col, heading in enumerate(HEADINGS, 2)]
    heights: list[tuple[int, float]] = [(row, 32)]
    for index, indicator in enumerate(form.indicators):
        items += _indicator(form, first + index, index + 1, "", merged=True)
        opens = index == 0 or any(indicator[key] != form.indicators[index - 1][key] for key in LEVELS)
        heights.append((first + index, max(_height(indicator), TWO_LINES if opens else 0)))
    items += _labels(form, first)
    spare = first + count
    last = first + form.rows
    for at in range(spare, last + 1):
        items += _indicator(form, at, at - first + 1, "slot_", merged=False)
        heights.append((at, SPARE_HEIGHT))
    frames = [
        # 总分一行左边六格连成一格
        Frame(spare, 1, last - spare + 1, PRINTED, f'${PLACE}{spare}<>""'),
    ]
    new = f"COUNTIF({{录入/绩效指标/备用自评序}},{form.number})"
    items.append(Item(row, 10, Formula(new), "computed", key=form.key("新指标个数")))
    end = last + 1
    items += [Item(end, 1, form.remark, "note", cols=PRINTED)]
    items += signatures(end + 1, ((1, 3), (4, 1), (5, 1), (6, 4)))
    return items, [*heights, (end, 18), (end + 1, 24)], frames, end + 1


def slots(form: Form, row: int) -> tuple[int, int]:
    """First and last row below the heading in ``row`` that an indicator or 总分 may take."""
    return row + 1, row + 1 + form.rows


def _count(form: Form) -> str:
    return f"COUNTIF({{录入/绩效指标/自评序}},{form.number})"


def _height(indicator: dict[str, Any]) -> float:
    texts = (("三级", 3), ("年度指标值", 4), ("实际完成值", 5), ("偏差原因", 8))
    return max(height_for(str(indicator.get(key, "")), WIDTHS[col], least=20) for key, col in texts)


def _indicator(form: Form, row: int, rank: int, slot: str, merged: bool) -> list[Item]:
    """The ``rank``-th indicator of the table, whichever row of the list it stands in; or 总分 behind the last."""
    place = f"${PLACE}{row}"
    there, total = f"ISNUMBER({place})", f'{place}="总分"'
    built = len(form.indicators)
    if merged:
        at = form.before + rank
        where = f'IF({{录入/绩效指标/自评序@{at}}}={form.number},{at},"")'
    else:
        code = form.number * RANKS + rank - built
        keys = "{录入/绩效指标/备用序键}"
        behind = f"{built}+{{{form.key('新指标个数')}}}+1={rank}"
        where = f'IF(COUNTIF({keys},{code})>0,{form.listed}+MATCH({code},{keys},0),IF({behind},"总分",""))'
    items = [Item(row, 10, Formula(where), "computed")]

    def text(column: str) -> str:
        return f"INDEX({{录入/绩效指标/{column}}},{place})"

    def put(col: int, body: str, style: str, otherwise: str = '""', key: str = "") -> None:
        items.append(Item(row, col, Formula(f"IF({there},{body},{otherwise})"), slot + style, key=key))

    if not merged:
        items.append(Item(row, 1, Formula(f'IF({total},"总分","")'), "slot_center"))
        for col, column in ((2, "一级"), (3, "二级")):
            put(col, f'{text(column)}&""', "text_center")
    for col, column in ((4, "三级"), (5, "年度指标值"), (6, "实际完成值"), (9, "偏差原因")):
        name = text_of(column, form.facts) if column != "三级" else column
        grade = f'IF({total},"评级："&{{{form.key("评级")}}},"")' if column == "偏差原因" and not merged else '""'
        put(col, f'{text(name)}&""', "text", grade)
    for col, column, sum_name in ((7, "分值", "总分/分值"), (8, "采用得分", "总分/得分")):
        overall = f'IF({total},{{{form.key(sum_name)}}},"")' if not merged else '""'
        put(col, text(column), "weight" if column == "分值" else "score", overall)
    return items


def _labels(form: Form, first: int) -> list[Item]:
    """一级 and 二级 of the indicators in the data file, equal neighbours merged."""
    items: list[Item] = []
    for col, keys in ((2, LEVELS[:1]), (3, LEVELS)):
        start = 0
        for index in range(1, len(form.indicators) + 1):
            if index < len(form.indicators) and all(
                form.indicators[index][key] == form.indicators[start][key] for key in keys
            ):
                continue
            place = f"${PLACE}{first + start}"
            names = [f"INDEX({{录入/绩效指标/{key}}},{place})" for key in keys]
            body = f'IF(ISNUMBER({place}),{names[-1]}&{_bracket(form, len(keys), place)},"")'
            items.append(Item(first + start, col, Formula(body), "group", rows=index - start))
            start = index
    return items


def _bracket(form: Form, depth: int, place: str) -> str:
    """A template: the weight printed in brackets below the 一级 (depth 1) or 二级 (2) of an indicator, if any."""
    numbers = [f"INDEX({{录入/绩效指标/{level}号}},{place})" for level in LEVELS[:depth]]
    row = f"MATCH({weight_key(str(form.number), *numbers)},{{录入/绩效权重/权键}},0)"
    weight = f"IFERROR(SUM(INDEX({{录入/绩效权重/分值}},{row})),0)"
    return f'IF({weight}=0,"",CHAR(10)&"（"&{in_text(weight)}&"分）")'


def totals(form: Form, row: int) -> list[Item]:
    """Hidden cells in column J: 总分 of weights and scores (the fund block's included), and 评级."""
    number = form.number
    weight = f"SUMIFS({{录入/绩效指标/分值}},{{录入/绩效指标/自评序}},{number})"
    score = f"SUMIFS({{录入/绩效指标/采用得分}},{{录入/绩效指标/自评序}},{number})"
    total, fund = f"{{{form.key('总分/得分')}}}", f"{{{form.key('年度资金总额/得分')}}}"
    grade = '"差"'
    for least, name in reversed(GRADES):
        grade = f'IF(ROUND({total},6)>={least},"{name}",{grade})'
    return [
        Item(
            row,
            10,
            Formula(f"{{{form.key('年度资金总额/分值')}}}+{weight}", ()),
            "computed",
            key=form.key("总分/分值"),
        ),
        Item(
            row + 1,
            10,
            # 资金没有得分（项目对不上、预算为零）就没有总分：少了 10 分的不能按 100 分评级。
            Formula(f'IF({fund}="","",{fund}+{score})', (Ref(form.key("年度资金总额/得分")),)),
            "computed",
            key=form.key("总分/得分"),
        ),
        Item(row + 2, 10, Formula(f'IF(OR({_count(form)}=0,{total}=""),"",{grade})'), "computed", key=form.key("评级")),
    ]
