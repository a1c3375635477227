"""总览: the year at a glance, with native charts; every figure a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from xlbudget.datafile.fields import SPENDING, TRIPLE
from xlbudget.language import groups
from xlbudget.language.blocks import across, band, computed
from xlbudget.language.expressions import Formula, Money, Ref
from xlbudget.language.sheet import Area, Chart, Content, Item, Page, Sheet
from xlbudget.language.verdicts import ALL, FOUND, GROUPS, number
from xlbudget.sheets.tables import triple_compare
from xlbudget.sheets.tables.evaluation_form import shown_text
from xlbudget.sheets.tables.evaluations import EvaluationForm, evaluation_forms
from xlbudget.sheets.tables.heading import MONEY_UNIT, ratio
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit

KEY = "总览"
ROW_CM = 0.53
"""Height of a row that nobody set."""
SHORT = 6
"""The column, behind what is printed, of names as short as a chart takes them."""
LONGEST = 20
"""In characters: names in a chart."""
SPARE_PROJECTS = 3
"""Room for further projects in the chart of 执行率."""


@dataclass(frozen=True)
class Charted:
    """A small table and the chart drawn from it: its headings, and in each row a name and figures of one ``style``."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[Content, ...]]
    style: str

    @property
    def height(self) -> float:
        """Of the chart, in cm."""
        return 2.2 + 0.35 * len(self.rows) * len(self.headings)


def _sheets(unit: Unit) -> Iterator[Sheet]:
    forms = evaluation_forms(unit.data)
    items = [
        Item(1, 1, Formula('单位名称&年度&"年度总览"'), "title", cols=5),
        Item(3, 1, MONEY_UNIT, "caption_left", cols=3),
    ]
    row = 4
    for label, figure, style in _headlines(unit, forms):
        items += [Item(row, 1, label, "label"), Item(row, 2, figure, style)]
        row += 1
    items += _findings(row + 1)
    row += len(GROUPS) + 4
    tables = list(_tables(unit, forms))
    places = []
    for table in tables:
        places.append(Area(KEY, row + 1, 1, len(table.rows)))
        items += _table_items(table, row)
        row += len(table.rows) + 2
    charts = []
    end = row
    for table, labels in zip(tables, places, strict=True):
        percent = table.style == "rate"
        charts.append(Chart(table.title, labels, table.headings[1:], 1, end + 1, table.height, percent, SHORT))
        end += 2 + ceil(table.height / ROW_CM)
    yield Sheet(
        KEY,
        tuple(items),
        (54, 18, 18, 18, 18, 30),
        heights=((1, 34), *band(3, row - 3, 20)),
        page=Page(5, rows=end, breaks=(row,)),
        charts=tuple(charts),
        about="收支总额、执行率、控制率、得分一览，带图",
        brief="收支、执行率、三公、自评",
        group=groups.CHECKED,
    )


def _headlines(unit: Unit, forms: Sequence[EvaluationForm]) -> Iterator[tuple[str, Content, str]]:
    """Label, figure and style of the lines at the top."""
    budget, spent = "SUM({录入/支出/年初预算数})/金额换算", "{公开03/合计/本年支出合计}"
    triple_budget, triple_spent = "{三公/三公经费/预算数/合计}", "{三公/三公经费/决算数/合计}"
    yield "收入总计", Ref("公开01/总计/收入/金额"), "amount"
    yield "支出总计", Ref("公开01/总计/支出/金额"), "amount"
    yield "本年支出完成年初预算", Formula(ratio(spent, f"({budget})")), "rate"
    yield "“三公”经费完成全年预算", Formula(ratio(triple_spent, triple_budget)), "rate"
    if triple_compare.is_printed(unit):
        yield "“三公”经费控制率（按年初预算）", Ref("三公对比/合计/控制率"), "rate"
    if "项目" in unit.data.content:
        rates = "{录入/项目/预算执行率}"
        yield "最低的项目执行率", Formula(f'IF(COUNT({rates})=0,"",MIN({rates}))'), "rate"
    for form in forms:
        if form.whole:
            yield "整体支出绩效自评总分", Ref(form.key("总分/得分")), "score"
            yield "整体支出绩效评级", Ref(form.key("评级")), "text_center"


def _tables(unit: Unit, forms: Sequence[EvaluationForm]) -> Iterator[Charted]:
    spent = [(kind, Ref(f"公开03/合计/{kind}")) for kind in SPENDING]
    yield Charted("支出结构（万元）", ("支出", "决算数"), spent, "amount")
    triple = [(kind, Ref(f"三公/三公经费/预算数/{kind}"), Money(f"录入/三公经费/决算数/{kind}")) for kind in TRIPLE]
    yield Charted("“三公”经费预算与决算（万元）", ("项目", "预算数", "决算数"), triple, "amount")
    if "项目" in unit.data.content:
        last = len(unit.data.rows("项目")) + SPARE_PROJECTS
        rates = [
            (shown_text(f"{{录入/项目/名称@{i}}}"), Formula(f"{{录入/项目/预算执行率@{i}}}"))
            for i in range(1, last + 1)
        ]
        yield Charted("项目预算执行率", ("项目", "预算执行率"), rates, "rate")
    if forms:
        scores = [
            (shown_text(form.cell("对象")), Ref(form.key("总分/分值")), Ref(form.key("总分/得分"))) for form in forms
        ]
        yield Charted("绩效自评得分与分值", ("对象", "分值", "得分"), scores, "score")


def _findings(row: int) -> Iterator[Item]:
    """The numbers of findings, a row a group."""
    yield from across(row, 1, ("校验（处）", *FOUND), "head")
    for at, group in enumerate((*GROUPS, ALL), row + 1):
        yield Item(at, 1, group, "label")
        yield from across(at, 2, (Ref(number(verdict, group)) for verdict in FOUND), "count")


def _table_items(table: Charted, row: int) -> Iterator[Item]:
    yield from across(row, 1, table.headings, "head")
    for at, (label, *figures) in enumerate(table.rows, row + 1):
        short = f'IF(LEN(A{at})>{LONGEST},LEFT(A{at},{LONGEST - 1})&"…",A{at})'
        yield Item(at, 1, label, "label")
        yield computed(at, SHORT, short)
        yield from across(at, 2, figures, table.style)


TABLE = PrintedTable(KEY, _sheets, published=False)
