"""What 附件2 and 附件3 share: title, goals, the list of indicators, 总分 and 评级."""

from __future__ import annotations

from collections.abc import Iterable

from xlbudget.language.blocks import Band, across, band, computed
from xlbudget.language.expressions import Formula, Ratio, Ref
from xlbudget.language.paper import Paper
from xlbudget.language.sheet import Item, Link, Page, Sheet, column_letter
from xlbudget.language.text_size import height_for
from xlbudget.sheets.inputs.evaluation import FORMS
from xlbudget.sheets.inputs.facts import text_of
from xlbudget.sheets.inputs.funding import BUDGETS
from xlbudget.sheets.tables import indicator_list
from xlbudget.sheets.tables.evaluations import EvaluationForm
from xlbudget.sheets.tables.heading import EVALUATION, too_many
from xlbudget.sheets.tables.indicator_list import BEHIND, DEPTH, HIDDEN, PLACE, PRINTED, WIDTHS

FUNDS = "%资金行数"
"""How many sources of money the table has to print, 当年财政拨款 included."""
GOALS = ("年度目标", "实际完成情况")
UNWRITTEN = 120.0
"""In points: no row grows with a text typed later, and goals are long."""
GRADES = ((90, "优"), (80, "良"), (60, "中"))
"""评级 by 总分; below the last it is 差 (财预〔2020〕10号)."""
FUND_WEIGHT = 10


def sheet(
    form: EvaluationForm,
    caption: str,
    name: str,
    above: Iterable[Item],
    goal_row: int,
    about: str = "",
    funds: Band | None = None,
) -> Sheet:
    """The table ``name`` with ``above`` between its title and ``goal_row``; ``about``: the cell of its project.

    ``funds``: the rows of its sources of money, where it has such.
    """
    row = goal_row + 2
    room = ((GOALS[0], WIDTHS[1:5]), (GOALS[1], WIDTHS[5:9]))
    more = ((f"{{{form.key(FUNDS)}}}", funds.rows, "行资金"),) if funds else ()
    texts = [(form.entry[name], sum(widths)) for name, widths in room]
    goal = max(height_for(text, width, least=40) if text else UNWRITTEN for text, width in texts)
    return Sheet(
        form.sheet,
        (
            Item(1, 1, Link(caption, "目录"), "caption"),
            Item(1, 4, too_many((form.count, form.rows, "个指标"), *more), "alarm", cols=6),
            Item(2, 1, Formula(f'年度&"年度{name}"'), "title", cols=PRINTED),
            *above,
            *goals(form, goal_row),
            *indicator_list.indicators(form, row),
            *totals(form, row),
        ),
        WIDTHS,
        heights=(
            (2, 34),
            *band(3, goal_row - 3, 22),
            (goal_row, 20),
            (goal_row + 1, goal),
            *indicator_list.heights(form, row),
        ),
        frames=(*(funds.frames if funds else ()), *indicator_list.frames(form, row)),
        page=Page(PRINTED, landscape=True, heading=(row, row), end=form.key("末行")),
        hidden_columns=HIDDEN,
        about=shown_text(about) if about else name,
        paper=Paper(EVALUATION, name, about.strip("{}"), form.key("已填")),
        slots=(*((funds.span,) if funds else ()), (row + 1, indicator_list.last_row(form, row))),
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


def totals(form: EvaluationForm, row: int) -> list[Item]:
    """Hidden cells: 总分 of weights and scores (the fund block's included), 评级, how much is entered.

    ``row``: of the headings of the list; where the table ends stands beside it.
    """
    number = form.number
    weight = f"SUMIFS({{录入/绩效指标/分值}},{{录入/绩效指标/自评序}},{number})"
    score = f"SUMIFS({{录入/绩效指标/采用得分}},{{录入/绩效指标/自评序}},{number})"
    total, fund = f"{{{form.key('总分/得分')}}}", form.key("年度资金总额/得分")
    texts = (f"IF(LEN(TRIM({form.cell(name)}))=0,0,1)" for name in GOALS)
    money = (f"IF({{{form.key(f'年度资金总额/{column}')}}}=0,0,1)" for column in BUDGETS)
    grade = '"差"'
    for least, name in reversed(GRADES):
        grade = f'IF(ROUND({total},6)>={least},"{name}",{grade})'
    figures = (
        ("末行", Formula(f"ROW({column_letter(PLACE)}{row})+MIN({form.count},{form.rows})+{len(BEHIND)}")),
        ("指标个数", Formula(f"COUNTIF({{录入/绩效指标/自评序}},{number})")),
        ("总分/分值", Formula(f"{{{form.key('年度资金总额/分值')}}}+{weight}", ())),
        # Without a score of the money (no such project, a budget of zero) there is no 总分: 90 points are not graded
        # as 100.
        ("总分/得分", Formula(f'IF({{{fund}}}="","",{{{fund}}}+{score})', (Ref(fund),))),
        ("评级", Formula(f'IF(OR({form.count}=0,{total}=""),"",{grade})')),
    )
    items = [Item(at, PLACE, figure, "computed", key=form.key(name)) for at, (name, figure) in enumerate(figures, 2)]
    items.append(computed(1, DEPTH, "+".join((form.count, *texts, *money)), form.key("已填")))
    return [*items, *([computed(1, PLACE, str(form.forms), FORMS)] if form.forms else [])]
