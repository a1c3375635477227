"""What 附件2 and 附件3 share: goals, indicators by 一级/二级/三级, 总分 and 评级.

Indicators of the data file have rows of their own, with 一级 and 二级 merged as printed; an emptied one leaves its
row blank. Behind them stand spare rows that take up an indicator typed later, and 总分 in the row behind the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from xlbudget.datafile.fields import RANKS
from xlbudget.datafile.file import Data
from xlbudget.language.blocks import across, band, computed
from xlbudget.language.expressions import Formula, Ratio, Ref
from xlbudget.language.sheet import Frame, Item, Link, Page, Paper, Sheet
from xlbudget.language.text_size import height_for
from xlbudget.sheets.inputs.digits import in_text
from xlbudget.sheets.inputs.evaluation import WHOLE, is_whole
from xlbudget.sheets.inputs.facts import text_of
from xlbudget.sheets.inputs.funding import BUDGETS
from xlbudget.sheets.inputs.weights import LEVELS, weight_key
from xlbudget.sheets.tables.annex1 import signatures
from xlbudget.sheets.tables.heading import EVALUATION, SPARE_HEIGHT

WHOLE_SHEET = "附件2"
WIDTHS = (6, 12, 14, 26, 28, 38, 8, 10, 30, 8)
"""Nine printed columns and a hidden one, the indicator's row in 录入-绩效指标."""
PRINTED = 9
HIDDEN, PLACE = 10, "J"
GOALS = ("年度目标", "实际完成情况")
SPARE = 3
TWO_LINES = 34.0
"""The first row of a group holds its label and weight, wherever the page ends."""
LEAST = 20
GRADES = ((90, "优"), (80, "良"), (60, "中"))
"""评级 by 总分; below the last it is 差 (财预〔2020〕10号)."""
FUND_WEIGHT = 10
REMARK = "得分=绩效目标实现比例*分值，得分精确到小数点后一位。"


@dataclass(frozen=True)
class EvaluationForm:
    """One self-evaluation table: ``number`` is its row (from 1) in 录入-绩效自评.

    ``before``: how many indicators of the data file stand before its own in 录入-绩效指标, and ``listed`` how many
    there are in all.
    """

    sheet: str
    number: int
    entry: Mapping[str, Any]
    facts: bool
    before: int
    listed: int

    @property
    def indicators(self) -> Sequence[dict[str, Any]]:
        listed: Sequence[dict[str, Any]] = self.entry["指标"]
        return listed

    @property
    def whole(self) -> bool:
        """Of 整体支出, not of a project."""
        return self.sheet == WHOLE_SHEET

    def cell(self, column: str) -> str:
        """A template for a cell of the table's own row in 录入-绩效自评."""
        return f"{{录入/绩效自评/{column}@{self.number}}}"

    @property
    def rows(self) -> int:
        """Indicator rows, spare ones included."""
        return max(len(self.indicators) + SPARE, LEAST if not self.indicators else 0)

    def key(self, name: str) -> str:
        return f"{self.sheet}/{name}"


def evaluation_forms(data: Data) -> list[EvaluationForm]:
    """附件2 for 整体, then 附件3-1, 附件3-2 … for the others in file order.

    An empty 绩效自评 gives blank forms: 附件2 and one 附件3 a project (at least one), in this order of 录入-绩效自评.
    """
    entries = data.rows("绩效自评")
    if not entries and "绩效自评" in data.content:
        blank = {"年度目标": "", "实际完成情况": "", "指标": []}
        entries = [{"对象": WHOLE, **blank}, *[{"对象": "", **blank}] * max(len(data.rows("项目")), 1)]
    facts, listed = "事实" in data.content, sum(len(entry["指标"]) for entry in entries)
    forms: list[EvaluationForm] = []
    annex = before = 0
    for number, entry in enumerate(entries, 1):
        annex += not is_whole(entry)
        sheet_name = WHOLE_SHEET if is_whole(entry) else f"附件3-{annex}"
        forms.append(EvaluationForm(sheet_name, number, entry, facts, before, listed))
        before += len(entry["指标"])
    return sorted(forms, key=lambda form: not form.whole)


def sheet(
    form: EvaluationForm, caption: str, name: str, above: Iterable[Item], goal_row: int, about: str = ""
) -> Sheet:
    """The table ``name`` with ``above`` between its title and ``goal_row``; ``about``: the cell of its project."""
    row = goal_row + 2
    items, heights, frames, end = indicators(form, row)
    room = ((GOALS[0], WIDTHS[1:5]), (GOALS[1], WIDTHS[5:9]))
    goal = max(height_for(form.entry[name], sum(widths), least=40) for name, widths in room)
    return Sheet(
        form.sheet,
        (
            Item(1, 1, Link(caption, "目录"), "caption"),
            Item(2, 1, Formula(f'年度&"年度{name}"'), "title", cols=PRINTED),
            *above,
            *goals(form, goal_row),
            *items,
            *totals(form, 3),
        ),
        WIDTHS,
        heights=((2, 34), *band(3, goal_row - 3, 22), (goal_row, 20), (goal_row + 1, goal), *heights),
        frames=tuple(frames),
        page=Page(PRINTED, rows=end, landscape=True, heading=(row, row)),
        hidden_columns=(HIDDEN,),
        about=Formula(f'"{name}："&{about}') if about else name,
        paper=Paper(EVALUATION, name, about.strip("{}"), form.key("已填")),
        slots=(row + 1, row + 1 + form.rows),
    )


def shown_text(cell: str) -> Formula:
    return Formula(f'{cell}&""')


def fund_score(form: EvaluationForm, row: int) -> list[Item]:
    """分值, 执行率 and 得分 of 年度资金总额, in columns G to I."""
    weight, rate, score, budget, actual = (
        form.key(f"年度资金总额/{column}") for column in ("分值", "执行率", "得分", "全年预算数", "全年执行数")
    )
    earned = f'IF({{{rate}}}="","",{FUND_WEIGHT}*{{{rate}}})'
    return [
        Item(row, 7, Formula(str(FUND_WEIGHT), ()), "weight", key=weight),
        Item(row, 8, Ratio(Ref(actual), Ref(budget)), "rate", key=rate),
        Item(row, 9, Formula(earned, (Ref(rate),)), "score", key=score),
    ]


def goals(form: EvaluationForm, row: int) -> list[Item]:
    """年度目标 beside 实际完成情况: two rows."""
    texts = (shown_text(form.cell(text_of(name, form.facts))) for name in GOALS)
    return [
        Item(row, 1, "年度总体目标", "text_center", rows=2),
        *across(row, 2, GOALS, "head", cols=4),
        *across(row + 1, 2, texts, "text", cols=4),
    ]


def indicators(form: EvaluationForm, row: int) -> tuple[list[Item], list[tuple[int, float]], list[Frame], int]:
    """Heading, indicators, spare rows, 总分 behind the last, remark and signatures; and the last row."""
    count = len(form.indicators)
    first = row + 1
    spare, last = first + count, first + form.rows
    end = last + 1
    items = [
        Item(row, 1, "绩效指标", "group", rows=count + 1),
        *across(row, 2, (heading for heading, *_ in COLUMNS), "head"),
        *_listed(form, first),
        *_labels(form, first),
        *_spare(form, spare, last - spare + 1),
    ]
    heights: list[tuple[int, float]] = [(row, 32)]
    for index, indicator in enumerate(form.indicators):
        opens = index == 0 or any(indicator[key] != form.indicators[index - 1][key] for key in LEVELS)
        heights.append((first + index, max(_height(indicator), TWO_LINES if opens else 0)))
    new = f"COUNTIF({{录入/绩效指标/备用自评序}},{form.number})"
    remark = f"备注：{'' if form.whole else '一个项目支出一张表。'}{REMARK}"
    items += [
        computed(row, HIDDEN, new, form.key("新指标个数")),
        Item(end, 1, remark, "note", cols=PRINTED),
        *signatures(end + 1, ((1, 3), (4, 1), (5, 1), (6, 4))),
    ]
    heights += [*band(spare, last - spare + 1, SPARE_HEIGHT), (end, 18), (end + 1, 24)]
    # The six cells left of 总分 look like one.
    frames = [Frame(spare, 1, last - spare + 1, PRINTED, f'${PLACE}{spare}<>""')]
    return items, heights, frames, end + 1


def _height(indicator: dict[str, Any]) -> float:
    texts = (("三级", 3), ("年度指标值", 4), ("实际完成值", 5), ("偏差原因", 8))
    return max(height_for(str(indicator.get(key, "")), WIDTHS[col], least=20) for key, col in texts)


COLUMNS = (
    ("一级指标", "一级", "text_center"),
    ("二级指标", "二级", "text_center"),
    ("三级指标内容", "三级", "text"),
    ("年度指标值", "年度指标值", "text"),
    ("实际完成值", "实际完成值", "text"),
    ("分值", "分值", "weight"),
    ("得分", "采用得分", "score"),
    ("偏差原因分析及改进措施", "偏差原因", "text"),
)
"""From the second column on: heading, the column of 录入-绩效指标, style."""


def _cells(
    form: EvaluationForm, first: int, rows: int, prefix: str, total: Mapping[str, str], left_out: int = 0
) -> Iterator[Item]:
    """What stands at the places in the list that the hidden cells name; in the row of 总分 its figures ``total``."""
    for col, (_, column, style) in enumerate(COLUMNS[left_out:], 2 + left_out):
        name = text_of(column, form.facts) if style == "text" and column != "三级" else column
        blank = '&""' if style.startswith("text") else ""
        # The figures of 总分 stand still.
        down = 1 if column in total else rows
        for row in range(first, first + rows, down or 1):
            place = f"${PLACE}{row}"
            shown = f"INDEX({{录入/绩效指标/{name}}},{place}){blank}"
            if column == "分值":
                shown = f'IF(COUNT({shown})=0,"",{shown})'
            other = f'IF({place}="总分",{total[column]},"")' if column in total else '""'
            body = f"IF(ISNUMBER({place}),{shown},{other})"
            yield Item(row, col, Formula(body), prefix + style, down=down)


def _listed(form: EvaluationForm, first: int) -> Iterator[Item]:
    """The indicators of the data file."""
    for at in range(1, len(form.indicators) + 1):
        place = form.before + at
        yield computed(first + at - 1, HIDDEN, f'IF({{录入/绩效指标/自评序@{place}}}={form.number},{place},"")')
    yield from _cells(form, first, len(form.indicators), "", {}, left_out=2)


def _spare(form: EvaluationForm, first: int, rows: int) -> Iterator[Item]:
    """Indicators of the table typed later, at whichever row of the list; and 总分 behind the last."""
    keys, built = "{录入/绩效指标/备用序键}", len(form.indicators)
    for at in range(1, rows + 1):
        code, behind = form.number * RANKS + at, f"{built}+{{{form.key('新指标个数')}}}+1={built + at}"
        found = f"{form.listed}+MATCH({code},{keys},0)"
        yield computed(first + at - 1, HIDDEN, f'IF(COUNTIF({keys},{code})>0,{found},IF({behind},"总分",""))')
    yield Item(first, 1, Formula(f'IF(${PLACE}{first}="总分","总分","")'), "slot_center", down=rows)
    total = {"偏差原因": f'"评级："&{{{form.key("评级")}}}'}
    total |= {column: f"{{{form.key(f'总分/{name}')}}}" for column, name in (("分值", "分值"), ("采用得分", "得分"))}
    yield from _cells(form, first, rows, "slot_", total)


def _labels(form: EvaluationForm, first: int) -> list[Item]:
    """一级 and 二级 of the indicators in the data file, equal neighbours merged."""
    items: list[Item] = []
    for col, levels in ((2, LEVELS[:1]), (3, LEVELS)):
        row = first
        for _, run in groupby([indicator[level] for level in levels] for indicator in form.indicators):
            rows, place = len(list(run)), f"${PLACE}{row}"
            name = f"INDEX({{录入/绩效指标/{levels[-1]}}},{place})"
            body = f'IF(ISNUMBER({place}),{name}&{_bracket(form, len(levels), place)},"")'
            items.append(Item(row, col, Formula(body), "group", rows=rows))
            row += rows
    return items


def _bracket(form: EvaluationForm, depth: int, place: str) -> str:
    """A template: the weight printed in brackets below the 一级 (depth 1) or 二级 (2) of an indicator, if any."""
    numbers = [f"INDEX({{录入/绩效指标/{level}号}},{place})" for level in LEVELS[:depth]]
    row = f"MATCH({weight_key(str(form.number), *numbers)},{{录入/绩效权重/权键}},0)"
    weight = f"IFERROR(SUM(INDEX({{录入/绩效权重/分值}},{row})),0)"
    return f'IF({weight}=0,"",CHAR(10)&"（"&{in_text(weight)}&"分）")'


def totals(form: EvaluationForm, row: int) -> list[Item]:
    """Hidden cells in column J: 总分 of weights and scores (the fund block's included), 评级, how much is entered."""
    number = form.number
    weight = f"SUMIFS({{录入/绩效指标/分值}},{{录入/绩效指标/自评序}},{number})"
    score = f"SUMIFS({{录入/绩效指标/采用得分}},{{录入/绩效指标/自评序}},{number})"
    count = f"COUNTIF({{录入/绩效指标/自评序}},{number})"
    total, fund = f"{{{form.key('总分/得分')}}}", form.key("年度资金总额/得分")
    texts = (f"IF(LEN(TRIM({form.cell(name)}))=0,0,1)" for name in GOALS)
    money = (f"IF({{{form.key(f'年度资金总额/{column}')}}}=0,0,1)" for column in BUDGETS)
    grade = '"差"'
    for least, name in reversed(GRADES):
        grade = f'IF(ROUND({total},6)>={least},"{name}",{grade})'
    figures = (
        ("总分/分值", Formula(f"{{{form.key('年度资金总额/分值')}}}+{weight}", ())),
        # Without a score of the money (no such project, a budget of zero) there is no 总分: 90 points are not graded
        # as 100.
        ("总分/得分", Formula(f'IF({{{fund}}}="","",{{{fund}}}+{score})', (Ref(fund),))),
        ("评级", Formula(f'IF(OR({count}=0,{total}=""),"",{grade})')),
        ("已填", Formula("+".join((count, *texts, *money)))),
    )
    return [Item(at, HIDDEN, figure, "computed", key=form.key(name)) for at, (name, figure) in enumerate(figures, row)]
