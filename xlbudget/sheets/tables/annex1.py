"""附件1 部门整体支出绩效评价基础数据表: what other keys determine is taken from there, the rest from 录入-基础数据."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlbudget.datafile.file import Data
from xlbudget.language.blocks import Band, across, band, computed, down
from xlbudget.language.expressions import Economic, Entries, Expr, Formula, Money, Ratio, Ref, Sum, Tally, total
from xlbudget.language.paper import Paper
from xlbudget.language.sheet import Area, Item, Link, Page, Sheet
from xlbudget.language.text_size import height_for
from xlbudget.sheets.inputs.find_by_name import non_zero, searched
from xlbudget.sheets.tables.heading import ANY_FIGURE, EVALUATION, too_many
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit
from xlbudget.sheets.tables.sums import column_sum

KEY = "附件1"
NAME = "部门整体支出绩效评价基础数据表"
YEARS = ("上年决算数", "预算数", "决算数")
HEADINGS = (Formula('年度-1&"年决算数"'), Formula('年度&"年预算数"'), Formula('年度&"年决算数"'))
SPARE = 2
"""Rows of 公共项目 and of 楼堂馆所 more than the data file needs."""
FIRST = 6
LABEL = 8
"""A hidden column: the label of a row as names are compared."""
PUBLIC_TOTAL = "3、公共专项资金"
BUILDING = "楼堂馆所#{}"


@dataclass(frozen=True)
class ControlLine:
    """One row of 经费控制情况: three figures; ``label`` is printed, or found live (a project's name)."""

    label: str
    figures: tuple[Expr | None, Expr | None, Expr | None]
    name: str = ""
    live_label: Expr | None = None
    within: bool = False
    """Part of a row above it."""


def _entered(number: int, year: str) -> Formula:
    """What 录入-基础数据 has under the ``number``-th line."""
    return column_sum("基础数据", year, f"{{录入/基础数据/附件1行}},{number}")


def _economic(*codes: str) -> Expr:
    return Sum(tuple(Economic(code) for code in codes))


def _triple(label: str) -> ControlLine:
    printed = "三公经费" if label == "合计" else label
    last, budget, actual = (Ref(f"三公对比/{label}/{year}") for year in ("上年决算", "预算", "决算"))
    return ControlLine(printed, (last, budget, actual), within=label in ("其中：公车购置", "公车运行维护"))


def _group(group: int, column: str) -> Formula:
    return column_sum("项目", column, f"{{录入/项目/组}},{group}")


def _project(number: int, rank: int) -> ControlLine:
    """The ``rank``-th 公共项目 in the ``number``-th line, empty while there is none."""
    place = f"MATCH({1000 + rank},{{录入/项目/序键}},0)"

    def shown(body: str, *of: Expr) -> Formula:
        return Formula(f'IF(COUNTIF({{录入/项目/组}},1)<{rank},"",{body})', of)

    def amount(column: str) -> Formula:
        entered = f"{{录入/项目/{column}}}"
        count = Tally(non_zero(entered, f"{{录入/项目/序键}},{1000 + rank}"), "项目")
        return shown(f"SUM(INDEX({entered},{place}))/金额换算", count)

    last = _entered(number, "上年决算数")
    figures = (shown(last.template, *last.of or ()), amount("预算指标"), amount("支出金额"))
    return ControlLine("", figures, f"公共项目#{rank}", shown(f"INDEX({{录入/项目/名称}},{place})"), within=True)


def own_budget() -> Formula:
    """全年预算 of 基本支出: the whole budget less what the projects bring to the unit itself."""
    projects = ("{录入/项目/预算指标}", "{录入/项目/直接拨付区县}")
    body = f"ROUND((SUM({{录入/支出/全年预算数}})-(SUM({projects[0]})-SUM({projects[1]})))/金额换算,6)"
    counts = (Tally(non_zero(cells), "项目") for cells in projects)
    return Formula(body, (Entries("支出", "全年预算数"), *counts))


def lines(data: Data) -> tuple[ControlLine, ...]:
    """With rows for all the projects that the data file has, for the user says later which are 公共项目."""
    ranks = range(1, max(len(_public_projects(data)) + SPARE, len(data.rows("项目"))) + 1)
    last_of_projects = total(*(f"{KEY}/公共项目#{rank}/上年决算数" for rank in ranks))
    procurement = Sum(tuple(Money(f"录入/政府采购/{kind}") for kind in ("货物", "工程", "服务")))
    kinds = ("合计", "1、公务用车购置和维护经费", "其中：公车购置", "公车运行维护", "2、出国经费", "3、公务接待")
    made = [*map(_triple, kinds), ControlLine("项目支出：", (None, None, None))]

    def add(label: str, budget: Expr | None = None, actual: Expr | None = None, within: bool = False) -> None:
        last, entered_budget, entered = (_entered(len(made) + 1, year) for year in YEARS)
        made.append(ControlLine(label, (last, budget or entered_budget, actual or entered), within=within))

    add("1、业务经费", _group(2, "预算指标"), _group(2, "支出金额"))
    add("2、运行维护经费")
    add("……")
    made.append(ControlLine(PUBLIC_TOTAL, (last_of_projects, _group(1, "预算指标"), _group(1, "支出金额"))))
    made += [_project(number, rank) for rank, number in enumerate(range(len(made) + 1, len(made) + 1 + len(ranks)), 1)]
    add("公用经费", actual=Ref("公开06/公用经费合计/决算数"))
    add("其中：办公经费", actual=_economic("30201"), within=True)
    add("水费、电费、差旅费", actual=_economic("30205", "30206", "30211"), within=True)
    add("会议费、培训费", actual=_economic("30215", "30216"), within=True)
    add("政府采购金额", actual=procurement)
    add("部门基本支出预算调整", own_budget(), Ref("公开03/合计/基本支出"))
    return tuple(made)


def _sheets(unit: Unit) -> Iterator[Sheet]:
    """The data file's 公共项目 and 楼堂馆所 fix how many rows the form has."""
    if "基础数据" not in unit.data.content:
        return
    buildings = len(unit.data.rows("楼堂馆所")) + SPARE
    texts = unit.data.content.get("说明")
    rows = lines(unit.data)
    live = [row for row, line in enumerate(rows, FIRST) if line.live_label]
    below = FIRST + len(rows)
    # A row in use has a name.
    bands = Band(live[0], len(live), 1, 1, 7), Band(below + 2, buildings, 1, 1, 7)
    public, built = "COUNTIF({录入/项目/组},1)", "COUNTA({录入/楼堂馆所/名称})"
    end = below + 2 + buildings
    saving = "厉行节约保障措施"
    place = f'MATCH("{saving}",{{录入/说明/键}},0)'
    shown = Formula(f'IF(ISNUMBER({place}),INDEX({{录入/说明/文字}},{place})&"","")')
    about_lines = "说明：“项目支出”需要填报基本支出以外的所有项目支出情况，“公用经费”填报基本支出中的一般商品和服务支出"
    items = [
        Item(1, 1, Link("附件1", "目录"), "caption"),
        Item(1, 2, too_many((public, len(live), "个公共项目"), (built, buildings, "处楼堂馆所")), "alarm", cols=6),
        Item(2, 1, Formula(f'年度&"年度{NAME}"'), "title", cols=7),
        *_staff(3),
        Item(5, 1, "经费控制情况（万元）", "head"),
        *across(5, 2, HEADINGS, "head", cols=2),
        *(item for row, line in enumerate(rows, FIRST) for item in _line(row, line)),
        *_buildings(below, buildings, len(unit.data.rows("楼堂馆所"))),
        Item(end, 1, saving, "label"),
        Item(end, 2, None if texts is None else shown, "text", cols=6),
        Item(end + 1, 1, about_lines, "note", cols=7),
        *signatures(end + 2, ((1, 1), (2, 2), (4, 2), (6, 2))),
    ]
    yield Sheet(
        KEY,
        tuple(items),
        (40, 12, 12, 12, 12, 12, 12, 10),
        areas=tuple(
            (f"附件1/{name}", Area(KEY, FIRST, col, len(rows))) for name, col in (("标签", 1), ("标签｜比", LABEL))
        ),
        hidden_columns=(LABEL,),
        heights=(
            (2, 34),
            *band(3, end - 3, 21),
            (end, height_for((texts or {}).get(saving, ""), 72, least=40)),
            (end + 1, 18),
            (end + 2, 24),
        ),
        page=Page(7, rows=end + 2, tall=False),
        about=NAME,
        paper=Paper(EVALUATION, NAME, filled=ANY_FIGURE),
        frames=tuple(frame for one in bands for frame in one.frames),
        slots=tuple(one.span for one in bands),
    )


def _staff(row: int) -> list[Item]:
    about = "财政供养人员情况"
    heads = ("编制数", Formula('年度&"年实际在职人数"'), "控制率")
    figures: tuple[tuple[str, Expr, str], ...] = (
        ("编制数", Formula("SUM({录入/人员/编制数})", ()), "count"),
        ("在职人数", Formula("SUM({录入/人员/在职人数})", ()), "count"),
        ("控制率", Ratio(Ref(f"{KEY}/{about}/在职人数"), Ref(f"{KEY}/{about}/编制数")), "rate"),
    )
    return [
        Item(row, 1, f"{about}（人）", "head", rows=2),
        *across(row, 2, heads, "head", cols=2),
        *(
            Item(row + 1, 2 + 2 * i, figure, style, f"{KEY}/{about}/{name}", cols=2)
            for i, (name, figure, style) in enumerate(figures)
        ),
    ]


def _line(row: int, line: ControlLine) -> Iterator[Item]:
    style = "side_fit_within" if line.live_label else "label_within" if line.within else "label"
    yield Item(row, 1, line.live_label or line.label, style)
    yield computed(row, LABEL, searched(f"A{row}"))
    for i, (year, figure) in enumerate(zip(YEARS, line.figures, strict=True)):
        key = f"{KEY}/{line.name or line.label}/{year}" if figure is not None else ""
        style = "side_amount_blank" if line.live_label else "amount_blank"
        yield Item(row, 2 + 2 * i, figure, style, key=key, cols=2)


def _buildings(row: int, count: int, known: int) -> Iterator[Item]:
    """楼堂馆所: two heading rows, then one row a building; figures of those ``known`` have keys."""
    names = ("批复规模", "实际规模", "规模控制率", "预算投资", "实际投资", "投资概算控制率")
    yield from down(row, 1, ("楼堂馆所控制情况", Formula('"（"&年度&"年完工项目）"')), "label")
    yield from across(row, 2, names, "head")
    yield from across(row + 1, 2, ("（m²）", "（m²）", "", "（万元）", "（万元）", ""), "head")
    yield Item(row + 2, 1, Formula('{录入/楼堂馆所/名称@1}&""'), "side_fit", down=count)
    for number in range(1, known + 2):
        spare = count - known if number > known else 1
        for col, (name, figure) in enumerate(zip(names, _of_building(number), strict=True), 2):
            style = "side_rate" if "率" in name else "side_amount_blank"
            key = f"{KEY}/{BUILDING.format(number)}/{name}" if number <= known else ""
            yield Item(row + 1 + number, col, figure, style, key, down=spare)


def _of_building(number: int) -> Iterator[Expr]:
    """Areas, which are exact, and amounts; each pair with its rate."""
    for pair, scale in ((("批复规模", "实际规模"), ""), (("预算投资", "实际投资"), "/金额换算")):
        allowed, real = (
            Formula(f"SUM({{{cell}}}){scale}", (Tally(non_zero(f"{{{cell}}}"), "楼堂馆所"),) if scale else ())
            for cell in (f"录入/楼堂馆所/{name}@{number}" for name in pair)
        )
        yield from (allowed, real, Ratio(real, allowed))


SIGNATURES = ("填表人：", "填报日期：", "联系电话：", "单位负责人签字：")


def signatures(row: int, places: Sequence[tuple[int, int]]) -> list[Item]:
    """The blank labels at the foot of an annex; ``places``: column and width of each."""
    return [Item(row, col, label, "caption", cols=cols) for label, (col, cols) in zip(SIGNATURES, places, strict=True)]


def _named(data: Data) -> dict[str, str]:
    """Lines whose names the unit gives."""
    buildings = enumerate(data.rows("楼堂馆所"), 1)
    return _public_projects(data) | {BUILDING.format(at): one["名称"] for at, one in buildings if one.get("名称")}


def _public_projects(data: Data) -> dict[str, str]:
    """Line of a 公共项目 → its name, in file order."""
    names = [project["名称"] for project in data.rows("项目") if project.get("类别") == "公共项目"]
    return {f"公共项目#{rank}": name for rank, name in enumerate(names, 1)}


TABLE = PrintedTable(KEY, _sheets, yearly=YEARS, rows=_named)
