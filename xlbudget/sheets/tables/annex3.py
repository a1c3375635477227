"""附件3 项目支出绩效自评表, one a project: its figures come from 录入-项目 and its sources of money.

The n-th row of 项目资金 shows the n-th source that 录入-绩效资金 has for the project. 当年财政拨款 always has a row,
the first where it is not listed; where nothing is listed, so have the other usual ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlbudget.datafile.fields import RANKS
from xlbudget.language.blocks import Band, across, computed
from xlbudget.language.expressions import EXACT, Formula, Ratio, Ref, Tally
from xlbudget.language.keys import key_word
from xlbudget.language.sheet import Item, Sheet
from xlbudget.sheets.inputs.find_by_name import non_zero
from xlbudget.sheets.inputs.funding import BUDGETS, SOURCES, THIS_YEAR
from xlbudget.sheets.tables import evaluation_form
from xlbudget.sheets.tables.evaluation_form import FUNDS, shown_text
from xlbudget.sheets.tables.evaluations import EvaluationForm, evaluation_forms
from xlbudget.sheets.tables.indicator_list import DEPTH, PLACE, PRINTED
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit

NAME = "项目支出绩效自评表"
SHIFT = "%资金移位"
"""1 where 当年财政拨款 is put before the sources that are listed."""
PROJECT = dict(zip(BUDGETS, ("年初预算", "预算指标", "支出金额"), strict=True))
"""Column of the fund block → what 录入-项目 calls it."""
FIRST, SPARE = 7, 1
"""Of the sources of money: their first row, and how many rows more than the data file needs."""


def _sheets(unit: Unit) -> Iterator[Sheet]:
    for form in evaluation_forms(unit.data):
        if not form.whole:
            yield _sheet(form, _labels(form))


def _labels(form: EvaluationForm) -> Sequence[str]:
    """The sources of money in the order of their rows, by the data file."""
    own = tuple(source["行"].strip() for source in form.entry.get("资金", [])) or SOURCES
    return own if THIS_YEAR in own else (THIS_YEAR, *own)


def _sheet(form: EvaluationForm, labels: Sequence[str]) -> Sheet:
    about, name = form.cell("对象"), form.cell("表内名称")
    # A row in use is of a kind, in the hidden column DEPTH.
    rows = Band(FIRST, max(len(labels), len(SOURCES)) + SPARE, DEPTH, 2, PRINTED - 1)
    above = [
        Item(3, 1, "项目支出名称", "text_center", cols=3),
        Item(3, 4, Formula(f'IF(LEN({name})=0,{about},{name})&""'), "text", cols=6),
        Item(4, 1, "主管部门", "text_center", cols=3),
        Item(4, 4, shown_text(form.cell("主管部门")), "text", cols=2),
        Item(4, 6, "实施单位", "text_center"),
        Item(4, 7, shown_text(form.cell("实施单位")), "text", cols=3),
        *_funds(form, labels, rows),
    ]
    return evaluation_form.sheet(form, "附件3", NAME, above, FIRST + rows.rows, about, rows)


def _funds(form: EvaluationForm, labels: Sequence[str], band: Band) -> Iterator[Item]:
    own = f"{{录入/绩效资金/自评序}},{form.number}"
    listed = f"COUNTIF({own})"
    shift = f"IF(AND({listed}>0,COUNTIFS({own},{{录入/绩效资金/当年}},1)=0),1,0)"
    yield computed(3, DEPTH, shift, form.key(SHIFT))
    yield computed(4, DEPTH, f"{listed}+{{{form.key(SHIFT)}}}", form.key(FUNDS))
    yield Item(5, 1, "项目资金（万元）", "text_center", rows=2 + band.rows)
    yield Item(5, 2, None, "head", cols=2)
    yield from across(5, 4, (*BUDGETS, "分值", "执行率", "得分"), "head")
    yield Item(6, 2, "年度资金总额", "text", cols=2)
    yield from evaluation_form.fund_score(form, 6)
    for col, column in enumerate(BUDGETS, 4):
        yield Item(6, col, _total(form, column), "amount", key=form.key(f"年度资金总额/{column}"))
    for rank in range(1, band.rows + 1):
        yield from _source(form, rank, labels[rank - 1] if rank <= len(labels) else "")


def _source(form: EvaluationForm, rank: int, label: str) -> Iterator[Item]:
    """The row of the ``rank``-th source of money; ``label``: that of the data file, "" where it has none."""
    row = FIRST + rank - 1
    usual = SOURCES[rank - 1] if rank <= len(SOURCES) else ""
    key = _key(form, label) if label else form.key(f"%备用{rank}")
    place, kind = (f"{{{key}/{hidden}}}" for hidden in ("行", "类"))
    yield computed(
        row,
        PLACE,
        f"IFERROR(MATCH({form.number * RANKS + rank}-{{{form.key(SHIFT)}}},{{录入/绩效资金/序键}},0),0)",
        f"{key}/行",
    )
    unlisted = "1" if rank == 1 else f"IF({{{form.key(FUNDS)}}}=0,2,0)" if usual else "0"
    listed = f"IF(INDEX({{录入/绩效资金/当年}},{place})=1,1,2)"
    yield computed(row, DEPTH, f"IF({place}>0,{listed},{unlisted})", f"{key}/类")
    name = f'IF({place}>0,INDEX({{录入/绩效资金/行}},{place})&"","{usual or THIS_YEAR}")'
    shown = f'IF({kind}=0,"",{name})' if rank > 1 else f'"其中："&{name}'
    yield Item(row, 2, Formula(shown), "side_text", cols=2)
    for col, column in enumerate(BUDGETS, 4):
        figure = _amount(form, column, place, kind, "项目" if label == THIS_YEAR else "绩效资金")
        yield Item(row, col, figure, "side_amount_blank", key=f"{key}/{column}")
    budget, actual = (Ref(f"{key}/{column}") for column in BUDGETS[1:])
    yield Item(row, 7, None, "side_text")
    yield Item(row, 8, Ratio(actual, budget), "side_rate", key=f"{key}/执行率")
    yield Item(row, 9, None, "side_text")


def _key(form: EvaluationForm, label: str) -> str:
    """The key of a source of money: its label, unless that is the one of another row."""
    taken = label in ("年度资金总额", "总分")
    return form.key(f"{'%' * taken}{key_word(label)}")


def _whole(form: EvaluationForm, column: str) -> tuple[str, str]:
    """Templates: the project's own figure, in 金额单位, and how many entered figures that is."""
    place = form.cell("项目行")
    entered = f"SUM(INDEX({{录入/项目/{PROJECT[column]}}},MAX({place},1)))"
    return f"IF({place}=0,0,{entered})", f"IF({place}=0,0,IF({entered}=0,0,1))"


def _amount(form: EvaluationForm, column: str, place: str, kind: str, group: str) -> Formula:
    """The figure of a source: as listed; 当年财政拨款 without one is the project's less the other sources."""
    column_of = f"{{录入/绩效资金/{column}}}"
    own = f"INDEX({column_of},MAX({place},1))"
    given = f"AND({place}>0,COUNT({own})=1)"
    others = f"{{录入/绩效资金/自评序}},{form.number},{{录入/绩效资金/当年}},0"
    whole, whole_count = _whole(form, column)
    rest = f"ROUND(({whole}-SUMIFS({column_of},{others}))/金额换算,{EXACT})"
    body = f"IF({given},{own}/金额换算,IF({kind}=1,{rest},0))"
    own_count = f"IF(SUM({own})=0,0,1)"
    rest_count = f"{whole_count}+{non_zero(column_of, others)}"
    return Formula(body, (Tally(f"IF({given},{own_count},IF({kind}=1,{rest_count},0))", group),))


def _total(form: EvaluationForm, column: str) -> Formula:
    """年度资金总额: all that is listed; the project's figure where that of 当年财政拨款 is left to be found."""
    column_of, own = f"{{录入/绩效资金/{column}}}", f"{{录入/绩效资金/自评序}},{form.number}"
    this_year = f"{own},{{录入/绩效资金/当年}},1"
    given = f"{non_zero(column_of, this_year)}+COUNTIFS({column_of},0,{this_year})>0"
    whole, whole_count = _whole(form, column)
    body = f"ROUND(IF({given},SUMIFS({column_of},{own}),{whole})/金额换算,{EXACT})"
    return Formula(body, (Tally(f"IF({given},{non_zero(column_of, own)},{whole_count})", "项目"),))


TABLE = PrintedTable("附件3", _sheets, published=False)
