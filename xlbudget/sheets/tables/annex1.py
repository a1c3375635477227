"""附件1 部门整体支出绩效评价基础数据表: what other keys determine is taken from there, the rest from 录入-基础数据."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlbudget.language.expressions import Economic, Entries, Expr, Formula, Money, Ratio, Ref, Sum, Tally, total
from xlbudget.language.sheet import Area, Content, Item, Link, Page, Paper, Sheet
from xlbudget.language.text_size import height_for
from xlbudget.sheets.inputs.find_by_name import non_zero, searched
from xlbudget.sheets.tables.heading import EVALUATION, SPARE_HEIGHT, ratio

KEY = "附件1"
NAME = "部门整体支出绩效评价基础数据表"
BASIS = f"附件1 {NAME}"
YEARS = ("上年决算数", "预算数", "决算数")
SPARE_PROJECTS = 2
FIRST = 6
LABEL = 8
"""A hidden column: the label of a row as names are compared."""
PUBLIC_TOTAL = "3、公共专项资金"


@dataclass(frozen=True)
class Line:
    """One row of 经费控制情况: three figures; ``label`` is printed, or found live (a project's name)."""

    label: str
    figures: tuple[Expr | None, Expr | None, Expr | None]
    name: str = ""
    live_label: Expr | None = None


def _entered(number: int, year: str) -> Formula:
    """What 录入-基础数据 has under the ``number``-th line."""
    same = f"{{录入/基础数据/附件1行}},{number}"
    entered = f"{{录入/基础数据/{year}}}"
    return Formula(f"SUMIFS({entered},{same})/金额换算", (Tally(non_zero(entered, same), "基础数据"),))


def _economic(*codes: str) -> Expr:
    return Sum(tuple(Economic(code) for code in codes))


def _triple(label: str) -> Line:
    printed = "三公经费" if label == "合计" else label
    last, budget, actual = (Ref(f"三公对比/{label}/{year}") for year in ("上年决算", "预算", "决算"))
    return Line(printed, (last, budget, actual))


def _group(group: int, column: str) -> Formula:
    entered, same = f"{{录入/项目/{column}}}", f"{{录入/项目/组}},{group}"
    return Formula(f"SUMIFS({entered},{same})/金额换算", (Tally(non_zero(entered, same), "项目"),))


def _project(number: int, rank: int) -> Line:
    """The ``rank``-th 公共项目 in the ``number``-th line, empty while there is none."""
    place = f"MATCH({1000 + rank},{{录入/项目/序键}},0)"

    def shown(body: str, *of: Expr) -> Formula:
        return Formula(f'IF(COUNTIF({{录入/项目/组}},1)<{rank},"",{body})', of)

    def amount(column: str) -> Formula:
        entered = f"{{录入/项目/{column}}}"
        return shown(
            f"SUM(INDEX({entered},{place}))/金额换算",
            Tally(non_zero(entered, f"{{录入/项目/序键}},{1000 + rank}"), "项目"),
        )

    last = _entered(number, "上年决算数")
    name = f"INDEX({{录入/项目/名称}},{place})"
    return Line(
        "",
        (shown(last.template, *last.of or ()), amount("预算指标"), amount("支出金额")),
        f"公共项目#{rank}",
        shown(name),
    )


def own_budget() -> Formula:
    """全年预算 of 基本支出: the whole budget less what the projects bring to the unit itself."""
    return Formula(
        "ROUND((SUM({录入/支出/全年预算数})-(SUM({录入/项目/预算指标})-SUM({录入/项目/直接拨付区县})))/金额换算,6)",
        (
            Entries("支出", "全年预算数"),
            Tally(non_zero("{录入/项目/预算指标}"), "项目"),
            Tally(non_zero("{录入/项目/直接拨付区县}"), "项目"),
        ),
    )


def lines(public_projects: int) -> tuple[Line, ...]:
    ranks = range(1, public_projects + SPARE_PROJECTS + 1)
    last_of_projects = total(*(f"{KEY}/公共项目#{rank}/上年决算数" for rank in ranks))
    procurement = Sum(tuple(Money(f"录入/政府采购/{kind}") for kind in ("货物", "工程", "服务")))
    kinds = ("合计", "1、公务用车购置和维护经费", "其中：公车购置", "公车运行维护", "2、出国经费", "3、公务接待")
    made = [*map(_triple, kinds), Line("项目支出：", (None, None, None))]

    def add(label: str, budget: Expr | None = None, actual: Expr | None = None) -> None:
        last, entered_budget, entered = (_entered(len(made) + 1, year) for year in YEARS)
        made.append(Line(label, (last, budget or entered_budget, actual or entered)))

    add("1、业务经费", _group(2, "预算指标"), _group(2, "支出金额"))
    add("2、运行维护经费")
    add("……")
    made.append(Line(PUBLIC_TOTAL, (last_of_projects, _group(1, "预算指标"), _group(1, "支出金额"))))
    made += [_project(number, rank) for rank, number in enumerate(range(len(made) + 1, len(made) + 1 + len(ranks)), 1)]
    add("公用经费", actual=Ref("公开06/公用经费合计/决算数"))
    add("其中：办公经费", actual=_economic("30201"))
    add("水费、电费、差旅费", actual=_economic("30205", "30206", "30211"))
    add("会议费、培训费", actual=_economic("30215", "30216"))
    add("政府采购金额", actual=procurement)
    add("部门基本支出预算调整", own_budget(), Ref("公开03/合计/基本支出"))
    return tuple(made)


def sheet(projects: Sequence[dict[str, Any]], buildings: int, texts: Mapping[str, str] | None) -> Sheet:
    """``projects`` and ``buildings`` of the data file fix how many rows the form has; ``texts`` is 说明,
    None where the file has none.
    """
    rows = lines(sum(1 for project in projects if project.get("类别") == "公共项目"))
    live = [row for row, line in enumerate(rows, FIRST) if line.live_label]
    spare = live[-SPARE_PROJECTS:]
    items = [
        Item(1, 1, Link("附件1", "目录"), "caption"),
        Item(2, 1, Formula(f'年度&"年度{NAME}"'), "title", cols=7),
        *_staff(3),
        Item(5, 1, "经费控制情况（万元）", "head"),
    ]
    headings: tuple[Content, ...] = (
        Formula('年度-1&"年决算数"'),
        Formula('年度&"年预算数"'),
        Formula('年度&"年决算数"'),
    )
    items += [Item(5, 2 + 2 * i, heading, "head", cols=2) for i, heading in enumerate(headings)]
    row = FIRST
    for line in rows:
        items.append(Item(row, 1, line.live_label or line.label, "label"))
        items.append(Item(row, LABEL, Formula(searched(f"A{row}")), "computed"))
        for i, figure in enumerate(line.figures):
            name = line.name or line.label
            key = f"{KEY}/{name}/{YEARS[i]}" if figure is not None else ""
            items.append(Item(row, 2 + 2 * i, figure, "amount_blank", key=key, cols=2))
        row += 1
    items += _buildings(row, max(buildings, 1))
    row += 2 + max(buildings, 1)
    saving = (texts or {}).get("厉行节约保障措施", "")
    items += [
        Item(row, 1, "厉行节约保障措施", "label"),
        Item(row, 2, Formula(_text("厉行节约保障措施")) if texts is not None else None, "text", cols=6),
        Item(
            row + 1,
            1,
            "说明：“项目支出”需要填报基本支出以外的所有项目支出情况，“公用经费”填报基本支出中的一般商品和服务支出",
            "note",
            cols=7,
        ),
        *signatures(row + 2, ((1, 1), (2, 2), (4, 2), (6, 2))),
    ]
    return Sheet(
        KEY,
        tuple(items),
        (40, 12, 12, 12, 12, 12, 12, 10),
        areas=tuple(
            (f"附件1/{name}", Area(KEY, FIRST, col, len(rows))) for name, col in (("标签", 1), ("标签｜比", LABEL))
        ),
        hidden_columns=(LABEL,),
        heights=(
            (2, 34),
            *((r, SPARE_HEIGHT if r in spare else 21) for r in range(3, row)),
            (row, height_for(saving, 72, least=40)),
            (row + 1, 18),
            (row + 2, 24),
        ),
        page=Page(7, rows=row + 2, tall=False),
        about=NAME,
        paper=Paper(EVALUATION, NAME),
        slots=(live[0], live[-1]),
    )


def _staff(row: int) -> list[Item]:
    rate = Ratio(Ref(f"{KEY}/财政供养人员情况/在职人数"), Ref(f"{KEY}/财政供养人员情况/编制数"))
    return [
        Item(row, 1, "财政供养人员情况（人）", "head", rows=2),
        Item(row, 2, "编制数", "head", cols=2),
        Item(row, 4, Formula('年度&"年实际在职人数"'), "head", cols=2),
        Item(row, 6, "控制率", "head", cols=2),
        Item(row + 1, 2, Formula("SUM({录入/人员/编制数})", ()), "count", f"{KEY}/财政供养人员情况/编制数", cols=2),
        Item(row + 1, 4, Formula("SUM({录入/人员/在职人数})", ()), "count", f"{KEY}/财政供养人员情况/在职人数", cols=2),
        Item(row + 1, 6, rate, "rate", f"{KEY}/财政供养人员情况/控制率", cols=2),
    ]


def _buildings(row: int, count: int) -> list[Item]:
    """楼堂馆所: two heading rows, then one row a building."""
    names = ("批复规模", "实际规模", "规模控制率", "预算投资", "实际投资", "投资概算控制率")
    units = ("（m²）", "（m²）", "", "（万元）", "（万元）", "")
    items = [Item(row, 1, "楼堂馆所控制情况", "label"), Item(row + 1, 1, Formula('"（"&年度&"年完工项目）"'), "label")]
    for col, (name, unit) in enumerate(zip(names, units, strict=True), 2):
        items += [Item(row, col, name, "head"), Item(row + 1, col, unit, "head")]
    for index in range(1, count + 1):
        at = row + 1 + index
        cells = {name: f"{{录入/楼堂馆所/{name}@{index}}}" for name in names if "率" not in name}
        figures = (
            f"SUM({cells['批复规模']})",
            f"SUM({cells['实际规模']})",
            ratio(f"SUM({cells['实际规模']})", f"SUM({cells['批复规模']})"),
            f"SUM({cells['预算投资']})/金额换算",
            f"SUM({cells['实际投资']})/金额换算",
            ratio(f"SUM({cells['实际投资']})", f"SUM({cells['预算投资']})"),
        )
        items.append(Item(at, 1, Formula(f'{{录入/楼堂馆所/名称@{index}}}&""'), "label"))
        items += [
            Item(at, col, Formula(figure), "rate" if "率" in name else "amount_blank")
            for col, (name, figure) in enumerate(zip(names, figures, strict=True), 2)
        ]
    return items


def _text(key: str) -> str:
    place = f'MATCH("{key}",{{录入/说明/键}},0)'
    return f'IF(ISNUMBER({place}),INDEX({{录入/说明/文字}},{place})&"","")'


SIGNATURES = ("填表人：", "填报日期：", "联系电话：", "单位负责人签字：")


def signatures(row: int, places: Sequence[tuple[int, int]]) -> list[Item]:
    """The blank labels at the foot of an annex; ``places``: column and width of each."""
    return [Item(row, col, label, "caption", cols=cols) for label, (col, cols) in zip(SIGNATURES, places, strict=True)]
