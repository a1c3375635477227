"""The indicators in 附件2 and 附件3, by 一级/二级/三级; behind the last 总分, remark and signatures.

Every row is live: the n-th shows the n-th indicator of the table, wherever it stands in 录入-绩效指标. 一级 and 二级
are printed once a group, in its middle row, with borders around the group: that looks like merged cells, which could
not follow what is typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlbudget.datafile.fields import RANKS
from xlbudget.language.blocks import across, band, computed
from xlbudget.language.expressions import Formula
from xlbudget.language.limits import text_literal
from xlbudget.language.sheet import Area, Frame, Item, column_letter
from xlbudget.language.text_size import INDENT, height_for
from xlbudget.sheets.inputs.digits import in_text
from xlbudget.sheets.inputs.facts import text_of
from xlbudget.sheets.inputs.weights import LEVELS, weight_key
from xlbudget.sheets.tables.annex1 import SIGNATURES
from xlbudget.sheets.tables.evaluations import EvaluationForm
from xlbudget.sheets.tables.heading import SPARE_HEIGHT

WIDTHS = (6, 12, 14, 27.5, 29.5, 39.5, 8, 10, 31.5, 8, 8, 8, 8)
PRINTED = 9
PLACE, DEPTH, *TOPS = range(PRINTED + 1, PRINTED + 3 + len(LEVELS))
"""Hidden columns: the indicator's row in 录入-绩效指标, or which of the rows behind the last it is; 1 where a 一级
begins, 2 where a 二级 does, 3 in the rows of a group that follow, 0 where no indicator stands; of each level, the row
where the group begins."""
HIDDEN = (PLACE, DEPTH, *TOPS)
_P, _D = column_letter(PLACE), column_letter(DEPTH)
BEHIND = ("总分", "备注", "签字")
"""The rows behind the last indicator."""
REMARK = ("得分=绩效目标实现比例*分值，", "得分精确到小数点后一位。")


def last_row(form: EvaluationForm, row: int) -> int:
    """The last row that the list may need; ``row``: of its headings."""
    return row + form.rows + len(BEHIND)


def indicators(form: EvaluationForm, row: int) -> Iterator[Item]:
    """Heading and list: indicators, 总分, remark and signatures."""
    first = row + 1
    down, place, depth = last_row(form, row) - row, f"${_P}{first}", f"${_D}{first}"
    # Counted by the row above: a cell that names itself is taken for a circle by some engines.
    at = f"ROW(${_P}{row})-ROW(${_P}${row})+1"
    count, behind = form.count, '""'
    for rank, what in reversed(list(enumerate(BEHIND, 1))):
        behind = f'IF({at}-{rank}={count},"{what}",{behind})'
    found = f'IFERROR(MATCH({form.number * RANKS}+{at},{{录入/绩效指标/序键}},0),"")'
    yield Item(row, 1, "绩效指标", "group")
    yield from across(row, 2, (heading for heading, *_ in COLUMNS), "head")
    yield computed(first, PLACE, f"IF({at}<={count},{found},{behind})", down=down)
    yield computed(first, DEPTH, _depth(row), down=down)
    for level, col in enumerate(TOPS, 1):
        above = Area("", row, col).text()
        yield computed(first, col, f'IF({depth}=0,"",IF({depth}<={level},ROW({place}),{above}))', down=down)
    yield Item(first, 1, Formula(f'IF({place}="总分",{place},"")'), "slot_center", down=down)
    other = _behind(form)
    for col, (_, column, style) in enumerate(COLUMNS, 2):
        name = text_of(column, form.facts) if style == "text" and column != "三级" else column
        shown = f"INDEX({{录入/绩效指标/{name}}},{place})"
        if column in LEVELS:
            level = LEVELS.index(column)
            top, tops = f"${column_letter(TOPS[level])}{first}", Area("", first, TOPS[level], down).text("", fixed=True)
            middle = f"{top}+INT((COUNTIF({tops},{top})-1)/2)"
            shown = f'IF(ROW({place})<>{middle},"",{shown}&{_bracket(form, level + 1, place)})'
        elif column == "分值":
            shown = f'IF(COUNT({shown})=0,"",{shown})'
        elif style == "text":
            shown += '&""'
        last_rows = '""'
        for what, text in other.get(column, {}).items():
            last_rows = f'IF({place}="{what}",{text},{last_rows})'
        yield Item(first, col, Formula(f"IF(ISNUMBER({place}),{shown},{last_rows})"), f"slot_{style}", down=down)


def _depth(row: int) -> str:
    """A template: whether the indicator in the row below ``row`` begins a 一级, a 二级 or neither."""
    above, place = f"${_P}{row}", f"${_P}{row + 1}"
    names = [[f"TRIM(INDEX({{录入/绩效指标/{level}}},{at}))" for at in (above, place)] for level in LEVELS]
    (first, its_first), (second, its_second) = names
    begins = f"IF({first}<>{its_first},1,IF({second}<>{its_second},2,3))"
    return f"IF(ISNUMBER({place}),IF(ISNUMBER({above}),{begins},1),0)"


def _behind(form: EvaluationForm) -> dict[str, dict[str, str]]:
    """Column of the list → what it shows in the rows behind the last indicator."""
    remark = ("备注：" + ("" if form.whole else "一个项目支出一张表。"), *REMARK)
    shown: dict[str, dict[str, str]] = {column: {} for _, column, _ in COLUMNS}
    for column, text in zip(("三级", "年度指标值", "实际完成值"), remark, strict=True):
        shown[column]["备注"] = text_literal(text)
    for column, text in zip(("一级", "三级", "年度指标值", "实际完成值"), SIGNATURES, strict=True):
        shown[column]["签字"] = text_literal(text)
    for column, prefix, figure in (
        ("分值", "", "总分/分值"),
        ("采用得分", "", "总分/得分"),
        ("偏差原因", '"评级："&', "评级"),
    ):
        shown[column]["总分"] = f"{prefix}{{{form.key(figure)}}}"
    return shown


def frames(form: EvaluationForm, row: int) -> tuple[Frame, ...]:
    """The lines of the list: around each group of 一级 and of 二级, around every other cell, around 总分."""
    first, rows = row + 1, last_row(form, row) - row
    place, depth = f"${_P}{first}", f"${_D}{first}"
    inside = "top bottom"
    return (
        Frame(row, 1, 1, 1, "", "bottom"),
        Frame(first, 1, rows, 1, f"{depth}>0", inside),
        Frame(first, 2, rows, 1, f"{depth}=1", "bottom"),
        Frame(first, 2, rows, 1, f"{depth}>1", inside),
        Frame(first, 3, rows, 1, f"OR({depth}=1,{depth}=2)", "bottom"),
        Frame(first, 3, rows, 1, f"{depth}=3", inside),
        Frame(first, 4, rows, PRINTED - 3, f"{depth}>0"),
        Frame(first, 1, rows, PRINTED, f'{place}="总分"'),
    )


def heights(form: EvaluationForm, row: int) -> Iterator[tuple[int, float]]:
    yield row, 32
    yield from enumerate(map(_height, form.indicators), row + 1)
    spare = row + 1 + len(form.indicators)
    yield from band(spare, last_row(form, row) - spare + 1, SPARE_HEIGHT)


def _height(indicator: dict[str, Any]) -> float:
    texts = (("三级", 3), ("年度指标值", 4), ("实际完成值", 5), ("偏差原因", 8))
    return max(height_for(str(indicator.get(key, "")), WIDTHS[col] - INDENT, least=20) for key, col in texts)


COLUMNS = (
    ("一级指标", "一级", "group"),
    ("二级指标", "二级", "group"),
    ("三级指标内容", "三级", "text"),
    ("年度指标值", "年度指标值", "text"),
    ("实际完成值", "实际完成值", "text"),
    ("分值", "分值", "weight"),
    ("得分", "采用得分", "score"),
    ("偏差原因分析及改进措施", "偏差原因", "text"),
)
"""From the second column on: heading, the column of 录入-绩效指标, style."""


def _bracket(form: EvaluationForm, depth: int, place: str) -> str:
    """A template: the weight printed in brackets below the 一级 (depth 1) or 二级 (2) of an indicator, if any."""
    numbers = [f"INDEX({{录入/绩效指标/{level}号}},{place})" for level in LEVELS[:depth]]
    row = f"MATCH({weight_key(str(form.number), *numbers)},{{录入/绩效权重/权键}},0)"
    weight = f"IFERROR(SUM(INDEX({{录入/绩效权重/分值}},{row})),0)"
    return f'IF({weight}=0,"",CHAR(10)&"（"&{in_text(weight)}&"分）")'
