"""总览: the year at a glance, with native charts; every figure a formula."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import ceil

from xlbudget.datafile.fields import SPENDING, TRIPLE
from xlbudget.language.expressions import Formula, Money, Ref
from xlbudget.language.sheet import Area, Chart, Content, Item, Page, Sheet
from xlbudget.sheets.tables.evaluation_form import Form
from xlbudget.sheets.tables.heading import UNIT, ratio

KEY = "总览"
ROW_CM = 0.53
"""Height of a row that nobody set."""
SHORT = 6
"""The column, behind what is printed, of names as short as a chart takes them."""
LONGEST = 20
"""字符数：图上的名称。"""
SPARE_PROJECTS = 3
"""Room for further projects in the chart of 执行率."""


def sheet(keys: Collection[str], compared: bool, projects: int, forms: Sequence[tuple[Form, str]]) -> Sheet:
    """``keys`` of the data file, whether there is a 三公对比, its number of ``projects``, its self-evaluation tables.

    Each of ``forms`` comes with the template of what it is about.
    """
    items: list[Item] = [
        Item(1, 1, Formula('单位名称&年度&"年度总览"'), "title", cols=4),
        Item(3, 1, UNIT, "caption_left", cols=3),
    ]
    row = _headlines(items, keys, compared, forms)
    tables: list[tuple[str, tuple[str, ...], list[tuple[Content, Sequence[Content]]], str]] = [
        (
            "支出结构（万元）",
            ("支出", "决算数"),
            [(kind, (Ref(f"公开03/合计/{kind}"),)) for kind in SPENDING],
            "amount",
        ),
        (
            "“三公”经费预算与决算（万元）",
            ("项目", "预算数", "决算数"),
            [(kind, (Ref(f"三公/三公经费/预算数/{kind}"), Money(f"录入/三公经费/决算数/{kind}"))) for kind in TRIPLE],
            "amount",
        ),
    ]
    if "项目" in keys:
        listed: list[tuple[Content, Sequence[Content]]] = [
            (Formula(f'{{录入/项目/名称@{i}}}&""'), (Formula(f"{{录入/项目/预算执行率@{i}}}"),))
            for i in range(1, projects + SPARE_PROJECTS + 1)
        ]
        tables.append(("项目预算执行率", ("项目", "预算执行率"), listed, "rate"))
    if forms:
        scores: list[tuple[Content, Sequence[Content]]] = [
            (Formula(name), (Ref(form.key("总分/分值")), Ref(form.key("总分/得分")))) for form, name in forms
        ]
        tables.append(("绩效自评得分与分值", ("对象", "分值", "得分"), scores, "score"))
    places = []
    for _, headings, rows, style in tables:
        places.append(Area(KEY, row + 1, 1, len(rows)))
        row = _table(items, row, headings, rows, style)
    charts = []
    end = row
    for (title, headings, rows, style), labels in zip(tables, places, strict=True):
        height = 2.2 + 0.35 * len(rows) * len(headings)
        charts.append(Chart(title, labels, headings[1:], 1, end + 1, height, style == "rate", SHORT))
        end += 2 + ceil(height / ROW_CM)
    return Sheet(
        KEY,
        tuple(items),
        (54, 18, 18, 30, 4, 30),
        heights=((1, 34), *((r, 20) for r in range(3, row))),
        page=Page(4, rows=end, breaks=(row,)),
        charts=tuple(charts),
        about="收支总额、执行率、控制率、得分一览，带图",
    )


def _headlines(items: list[Item], keys: Collection[str], compared: bool, forms: Sequence[tuple[Form, str]]) -> int:
    budget, spent = "SUM({录入/支出/年初预算数})/金额换算", "{公开03/合计/本年支出合计}"
    triple_budget, triple_spent = "{三公/三公经费/预算数/合计}", "{三公/三公经费/决算数/合计}"
    lines: list[tuple[str, Content, str]] = [
        ("收入总计", Ref("公开01/总计/收入/金额"), "amount"),
        ("支出总计", Ref("公开01/总计/支出/金额"), "amount"),
        ("本年支出完成年初预算", Formula(ratio(spent, f"({budget})")), "rate"),
        ("“三公”经费完成全年预算", Formula(ratio(triple_spent, triple_budget)), "rate"),
    ]
    if compared:
        lines.append(("“三公”经费控制率（按年初预算）", Ref("三公对比/合计/控制率"), "rate"))
    if "项目" in keys:
        rates = "{录入/项目/预算执行率}"
        lines.append(("最低的项目执行率", Formula(f'IF(COUNT({rates})=0,"",MIN({rates}))'), "rate"))
    for form, _ in forms:
        if form.sheet == "附件2":
            lines += [
                ("整体支出绩效自评总分", Ref(form.key("总分/得分")), "score"),
                ("整体支出绩效评级", Ref(form.key("评级")), "text_center"),
            ]
    lines += [
        (f"校验：{verdict}（处）", Formula(f"{{校验/个数/{verdict}}}"), "count") for verdict in ("不符", "提示", "尾差")
    ]
    for row, (label, figure, style) in enumerate(lines, 4):
        items += [Item(row, 1, label, "label"), Item(row, 2, figure, style)]
    return 5 + len(lines)


def _table(
    items: list[Item],
    row: int,
    headings: Sequence[str],
    rows: Sequence[tuple[Content, Sequence[Content]]],
    style: str,
) -> int:
    """A small table the charts draw on; the row behind it."""
    items += [Item(row, col, heading, "head") for col, heading in enumerate(headings, 1)]
    for at, (label, figures) in enumerate(rows, row + 1):
        items.append(Item(at, 1, label, "label"))
        items.append(
            Item(at, SHORT, Formula(f'IF(LEN(A{at})>{LONGEST},LEFT(A{at},{LONGEST - 1})&"…",A{at})'), "computed")
        )
        items += [Item(at, col, figure, style) for col, figure in enumerate(figures, 2)]
    return row + len(rows) + 2
