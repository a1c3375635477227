"""总览: the year on one screen and one page, with native charts beside their few figures; every figure a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from xlbudget.datafile.fields import SPENDING, TRIPLE
from xlbudget.language import groups
from xlbudget.language.blocks import across, band, computed, down
from xlbudget.language.chart import Chart, Series
from xlbudget.language.expressions import Formula, Money, Ref
from xlbudget.language.sheet import Area, Colour, Content, Item, Link, Page, Sheet
from xlbudget.language.verdicts import FOUND, MISSING, number
from xlbudget.sheets.inputs.digits import in_money
from xlbudget.sheets.tables import triple_compare
from xlbudget.sheets.tables.evaluations import EvaluationForm, evaluation_forms
from xlbudget.sheets.tables.heading import ratio
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit
from xlbudget.sheets.tables.worst import worst

KEY = "总览"
WIDTHS = (1, 2.7, 22.4, 15.9, 10.7, 10.7, 9.6, 0.7, 10.1, 7.6, 8.1, 8.1, 8.1, 28.1, 1, 9, 13.3, 13, 13, 1)
PRINTED = len(WIDTHS)
TILES = ((2, 3), (5, 3), (9, 4), (13, 2), (16, 2), (18, 2))
"""Column and width of the six key figures."""
RIGHT = 16
PLACES = {verdict: (13 + at // 4, RIGHT + at % 4) for at, verdict in enumerate(FOUND)}
"""The column of the points and the findings; where their numbers are."""
SHOWN, LISTED, POINTS = 8, 18, 5
"""Projects in the table and in the charts, the row of the first; as many sentences as there is room for."""
LINE, GOOD = "0.8", "90"
"""The dashed lines: 80 % as in ``recalc --below``, and the least of 优."""
YEARS = ("上年决算", "全年预算", "决算")
SHORT = {"因公出国（境）费": "出国", "公务用车购置费": "购车", "公务用车运行维护费": "运维", "公务接待费": "接待"}
BRIEF, RING_PART, AT_LINE, AT_GOOD, ZERO, RATE, RANK, PROJECT, SCORE, PLACE, WORST = range(22, 33)
"""Columns out of sight: short names, what is drawn, the projects in order of their rates, whose score is which."""
SPENT = "{公开03/合计/本年支出合计}"
BUDGET, WHOLE_BUDGET = (f"(SUM({{录入/支出/{column}}})/金额换算)" for column in ("年初预算数", "全年预算数"))
INCOME, OUT = "{公开01/总计/收入/金额}", "{公开01/总计/支出/金额}"
CLOSING, OPENING = "{公开01/年末结转和结余/支出/金额}", "{公开01/年初结转和结余/收入/金额}"
TRIPLE_BUDGET, TRIPLE_SPENT = "{三公/三公经费/预算数/合计}", "{三公/三公经费/决算数/合计}"


@dataclass(frozen=True)
class Tile:
    """A key figure: its name, itself, a template for the line below it, how it comes about (口径), and its key."""

    name: str
    figure: Content
    style: str
    foot: str
    basis: str
    key: str = ""


def percent(rate: str) -> str:
    """A template: a rate in a text; "—" where there is none."""
    return f'IF({rate}="","—",{in_money(f"100*{rate}")}&"%")'


def _sheets(unit: Unit) -> Iterator[Sheet]:
    forms = evaluation_forms(unit.data)
    tiles = list(_tiles(unit, forms))
    projects = "项目" in unit.data.content
    items = [
        *across(1, 1, (None,), "band_text"),
        Item(1, 2, Formula('年度&"年度总览"'), "band_title", cols=3),
        Item(1, 5, Formula('单位名称&""'), "band_text", cols=8),
        Item(1, 13, "金额单位：万元", "band_right", cols=6),
        Item(1, 19, Link("返回目录", "目录"), "band_link"),
        Item(1, PRINTED, None, "band_text"),
        *_tile_items(tiles),
        *_spending(),
        *_triple(),
        *(_projects(unit, forms) if projects else [Item(16, 2, "项目：没有录入", "section", cols=13)]),
        *_points_items(unit, forms),
        *worst(LISTED - 1, RIGHT, WORST, "公开数" in unit.data.content),
        *_below(tiles),
    ]
    heights = (
        *((1, 28.5), (2, 4.5), (3, 16.5), (4, 30), (5, 16.5), (6, 6), (7, 19.5), *band(8, 7, 16.5), (15, 6)),
        *((16, 19.5), *band(17, 10, 16.5), (27, 9), (28, 19.5), *band(29, 6, 18)),
    )
    last = max(item.col for item in items)
    yield Sheet(
        KEY,
        tuple(items),
        (*WIDTHS, *(12,) * (last - PRINTED)),
        heights=heights,
        page=Page(PRINTED, rows=34, landscape=True, tall=False),
        areas=tuple(_areas(forms)),
        charts=tuple(_charts(projects, _scored(forms) > 0)),
        colours=tuple(_colours()),
        hidden_columns=tuple(range(PRINTED + 1, last + 1)),
        about="收支总额、执行率、控制率、得分一览，带图",
        brief="收支、执行率、三公、自评",
        group=groups.CHECKED,
    )


def _tiles(unit: Unit, forms: Sequence[EvaluationForm]) -> Iterator[Tile]:
    """The six key figures."""
    received = f'"本年收入 "&{in_money("{公开01/本年收入合计/收入/金额}")}'
    both = "公开01 的总计，含年初、年末结转和结余"
    yield Tile("收入总计", Formula(INCOME), "tile_amount", received, both)
    yield Tile("支出总计", Formula(OUT), "tile_amount", f'"本年支出 "&{in_money(SPENT)}', both)
    yield Tile("年末结转和结余", Formula(CLOSING), "tile_amount", f'"年初 "&{in_money(OPENING)}', "公开01")
    whole = f'"占全年预算 "&{percent(ratio(SPENT, WHOLE_BUDGET))}'
    done = "公开03 本年支出合计 ÷ 录入-支出 年初预算数合计；下面一行除以全年预算数合计"
    yield Tile("本年支出完成年初预算", Formula(ratio(SPENT, BUDGET)), "tile_rate", whole, done, f"{KEY}/完成年初预算")
    used = ratio(TRIPLE_SPENT, TRIPLE_BUDGET)
    if triple_compare.is_printed(unit):
        control, whole = Ref("三公对比/合计/控制率"), f'"占全年预算 "&{percent(used)}'
        basis = "三公对比：决算合计 ÷ 年初预算合计"
        yield Tile("“三公”控制率", control, "tile_rate", whole, basis, f"{KEY}/控制率")
    else:
        spent = f'"决算 "&{in_money(TRIPLE_SPENT)}'
        yield Tile("“三公”完成全年预算", Formula(used), "tile_rate", spent, "“三公”经费决算合计 ÷ 全年预算合计")
    for form in forms:
        if form.whole:
            rated = f'"评级 "&{{{form.key("评级")}}}'
            total, basis = Ref(form.key("总分/得分")), f"{form.sheet} 的总分"
            yield Tile("整体自评总分", total, "tile_score", rated, basis, f"{KEY}/总分")
            return
    budget = f'"预算 "&{in_money(TRIPLE_BUDGET)}'
    yield Tile("“三公”经费决算", Formula(TRIPLE_SPENT), "tile_amount", budget, "三公表的合计")


def _points(unit: Unit, forms: Sequence[EvaluationForm]) -> Iterator[str]:
    """What a leader asks about: templates of sentences, √ what is as it should be, × what is not."""
    apart = f"ROUND({INCOME}-{OUT},2)"
    yield f'IF({apart}=0,"√　收入总计等于支出总计","×　收入总计与支出总计相差 "&{in_money(apart)})'
    spent, budget = in_money(TRIPLE_SPENT), in_money(TRIPLE_BUDGET)
    within = f'"√　“三公”决算 "&{spent}&"，没有超过全年预算 "&{budget}'
    beyond = f'"×　“三公”决算 "&{spent}&"，超过全年预算 "&{budget}'
    none = '"√　没有“三公”经费"'
    yield (
        f"IF(AND({TRIPLE_SPENT}=0,{TRIPLE_BUDGET}=0),{none},IF(ROUND({TRIPLE_SPENT}-{TRIPLE_BUDGET},2)>0,{beyond},{within}))"
    )
    if "项目" in unit.data.content:
        lowest, name = f"{{{KEY}/执行率@1}}", f"{{{KEY}/名称@1}}"
        yield f'IF({lowest}="","·　没有项目执行率","·　执行率最低 "&{percent(lowest)}&"　"&{name})'
    if "项目" in unit.data.content and _scored(forms):
        scores = f"{{{KEY}/自评/得分}}"
        at = f"INDEX({{{KEY}/自评/名称}},MATCH(MIN({scores}),{scores},0))"
        yield f'IF(COUNT({scores})=0,"·　没有自评得分","·　自评得分最低 "&{in_money(f"MIN({scores})")}&"　"&{at})'


def _tile_items(tiles: Sequence[Tile]) -> Iterator[Item]:
    for (col, cols), tile in zip(TILES, tiles, strict=True):
        yield Item(3, col, tile.name, "tile_label", cols=cols)
        yield Item(4, col, tile.figure, tile.style, tile.key, cols=cols)
        yield Item(5, col, Formula(tile.foot), "tile_label", cols=cols)


def _spending() -> Iterator[Item]:
    yield Item(7, 2, "支出结构", "section", cols=6)
    yield from across(8, 2, (None, "支出"), "list_brief")
    yield from across(8, 4, ("决算数", "占比"), "list_note")
    for row, kind in enumerate(SPENDING, 9):
        figure = f"{{公开03/合计/{kind}}}"
        yield Item(row, 2, "■", f"mark_{row - 8}")
        yield Item(row, 3, kind, "list_brief")
        yield Item(row, 4, Formula(figure), "list_sum")
        yield Item(row, 5, Formula(ratio(figure, SPENT)), "list_rate")
        # A ring has no room for what was paid back.
        yield computed(row, RING_PART, f"MAX(0,{figure})")
    yield from across(14, 2, (None, "本年支出"), "list_total")
    yield Item(14, 4, Formula(SPENT), "list_sum")
    yield Item(14, 5, Formula(ratio(SPENT, SPENT)), "list_rate")
    yield computed(14, RING_PART, ratio(SPENT, WHOLE_BUDGET), f"{KEY}/支出执行率")


def _triple() -> Iterator[Item]:
    yield Item(7, 9, "“三公”经费", "section", cols=6)
    yield Item(8, 9, "项目", "list_brief", cols=2)
    for col, year in enumerate(YEARS, 11):
        yield Item(8, col, year, f"year_{col - 10}")
    for row, kind in enumerate(TRIPLE, 9):
        yield Item(row, 9, kind, "list_brief", cols=2)
        yield Item(row, 11, Money(f"录入/三公经费/上年决算数/{kind}"), "list_sum")
        yield Item(row, 12, Ref(f"三公/三公经费/预算数/{kind}"), "list_sum")
        yield Item(row, 13, Money(f"录入/三公经费/决算数/{kind}"), "list_sum")
        yield Item(row, BRIEF, SHORT[kind], "computed")
    yield Item(13, 9, "合计", "list_total", cols=2)
    yield Item(13, 11, Formula("SUM(K9:K12)"), "list_sum")
    yield Item(13, 12, Formula(TRIPLE_BUDGET), "list_sum")
    yield Item(13, 13, Formula(TRIPLE_SPENT), "list_sum")


def _projects(unit: Unit, forms: Sequence[EvaluationForm]) -> Iterator[Item]:
    """The projects with the lowest rates; behind them, out of sight, all of them in that order."""
    size, last = unit.sizes["项目"], LISTED + SHOWN - 1
    title = f'"项目：执行率与自评得分"&IF(COUNT({{录入/项目/预算执行率}})>{SHOWN},"（执行率最低的 {SHOWN} 个）","")'
    yield Item(16, 2, Formula(title), "section", cols=7)
    yield Item(16, 9, None, "section")
    yield Item(16, 10, "执行率　┄ 80%", "section_note", cols=4)
    yield Item(16, 14, "自评得分　┄ 90 分以上为优" if _scored(forms) else None, "section_note")
    yield from across(17, 2, ("序", "项目"), "list_brief")
    yield Item(17, 4, None, "list_brief")
    yield from across(17, 5, ("预算指标", "支出金额", "执行率", None, "自评得分"), "list_note")
    place = f"{{{KEY}/位置@1}}"
    nth = f'IF({place}="","",(ROW(A{LISTED})-{LISTED - 1})&"")'
    yield Item(LISTED, 2, Formula(nth), "list_brief", down=SHOWN)
    for col, body, style, key, cols in (
        (3, 'INDEX({录入/项目/名称},PLACE)&""', "list_brief", "名称", 2),
        (5, "SUM(INDEX({录入/项目/预算指标},PLACE))/金额换算", "list_sum", "预算指标", 1),
        (6, "SUM(INDEX({录入/项目/支出金额},PLACE))/金额换算", "list_sum", "支出金额", 1),
        (7, "INDEX({录入/项目/预算执行率},PLACE)", "list_rate", "执行率", 1),
    ):
        shown = Formula(f'IF({place}="","",{body.replace("PLACE", place)})')
        yield Item(LISTED, col, shown, style, key=f"{KEY}/{key}", cols=cols, down=SHOWN)
    rate = "{录入/项目/预算执行率@1}"
    yield computed(LISTED, RATE, f'IF(ISNUMBER({rate}),ROUND({rate},6),"")', f"{KEY}/率", down=size)
    own, every = f"{{{KEY}/率@1}}", f"{{{KEY}/率}}"
    same = f"COUNTIF(AA${LISTED}:AA{LISTED},{own})"
    yield computed(LISTED, RANK, f'IF({own}="","",COUNTIF({every},"<"&{own})+{same})', f"{KEY}/名次", down=size)
    at = f'IFERROR(MATCH(ROW(A{LISTED})-{LISTED - 1},{{{KEY}/名次}},0),"")'
    yield computed(LISTED, PLACE, at, f"{KEY}/位置", down=SHOWN)
    yield computed(LISTED, AT_LINE, LINE, down=SHOWN)
    yield computed(LISTED, AT_GOOD, GOOD, down=SHOWN)
    yield computed(LISTED, ZERO, "0", down=SHOWN)
    for row, form in enumerate((form for form in forms if not form.whole), LISTED):
        yield computed(row, PROJECT, f"{{录入/绩效自评/项目行@{form.number}}}")
        score = f"{{{form.key('总分/得分')}}}"
        yield computed(row, SCORE, f'IF({form.count}=0,"",{score})')
        yield computed(row, WORST + 9, f'{form.cell("对象")}&""')
    found = f"INDEX({{{KEY}/自评/得分}},MATCH({place},{{{KEY}/自评/项目行}},0))"
    if _scored(forms):
        shown = Formula(f'IF({place}="","",IFERROR({found},""))')
        yield Item(LISTED, 9, shown, "list_score", down=SHOWN)
    yield Item(last + 1, 2, None, "list_total")
    yield Item(last + 1, 3, "全部项目", "list_total", cols=2)
    budget, spent = (f"(SUM({{录入/项目/{column}}})/金额换算)" for column in ("预算指标", "支出金额"))
    yield from across(last + 1, 5, (Formula(budget), Formula(spent)), "list_sum")
    yield Item(last + 1, 7, Formula(ratio(spent, budget)), "list_rate")


def _scored(forms: Sequence[EvaluationForm]) -> int:
    """How many evaluations of projects there are."""
    return sum(not form.whole for form in forms)


def _areas(forms: Sequence[EvaluationForm]) -> Iterator[tuple[str, Area]]:
    for name, col in (("项目行", PROJECT), ("得分", SCORE), ("名称", WORST + 9)):
        yield f"{KEY}/自评/{name}", Area(KEY, LISTED, col, max(1, _scored(forms)))


def _points_items(unit: Unit, forms: Sequence[EvaluationForm]) -> Iterator[Item]:
    yield Item(7, RIGHT, "要点", "section", cols=4)
    for row, said in enumerate(_points(unit, forms), 8):
        if row >= 8 + POINTS:
            raise ValueError(f"{KEY} has room for {POINTS} points")
        yield Item(row, RIGHT, Formula(said), "list_brief", cols=4)
    for verdict, (row, col) in PLACES.items():
        yield Item(row, col, Ref(number(verdict)), f"told_{verdict}", key=f"{KEY}/{verdict}")


def _below(tiles: Sequence[Tile]) -> Iterator[Item]:
    """What only the page needs: how the figures come about, and room for signatures."""
    yield Item(28, 2, "口径", "section", cols=13)
    said = [f"{tile.name}：{tile.basis}" for tile in tiles]
    yield from down(29, 2, said, "said", cols=13)
    yield Item(28, RIGHT, "签字", "section", cols=4)
    for row, who in ((29, "单位负责人"), (31, "财务负责人"), (33, "填表人、日期")):
        yield Item(row + 1, RIGHT, who, "said")
        yield Item(row + 1, RIGHT + 1, None, "list_brief", cols=3)


def _charts(projects: bool, scored: bool) -> Iterator[Chart]:
    cells = partial(Area, KEY)
    parts = Series("决算数", cells(9, RING_PART, len(SPENDING)))
    yield Chart("ring", Area(KEY, 8, 6, 7, 2), cells(9, 3, len(SPENDING)), (parts,))
    years = tuple(Series(year, cells(9, col, len(TRIPLE))) for col, year in enumerate(YEARS, 11))
    yield Chart("columns", Area(KEY, 8, 14, 7), cells(9, BRIEF, len(TRIPLE)), years, "#,##0.0")
    if not projects:
        return
    names, axis = cells(LISTED, 2, SHOWN), Series("", cells(LISTED, ZERO, SHOWN), line=True)
    rates = Series("执行率", cells(LISTED, 7, SHOWN))
    line = Series("80%", cells(LISTED, AT_LINE, SHOWN), line=True)
    yield Chart("columns", Area(KEY, 17, 10, 10, 4), names, (rates, line, axis), "0%")
    if scored:
        scores = Series("得分", cells(LISTED, 9, SHOWN))
        good = Series("90", cells(LISTED, AT_GOOD, SHOWN), line=True)
        yield Chart("columns", Area(KEY, 17, 14, 10), names, (scores, good, axis), "0")


def _colours() -> Iterator[Colour]:
    for verdict, (row, col) in PLACES.items():
        cell = Area("", row, col).text("")
        yield Colour(row, col, 1, 1, f"{cell}>0", "待填" if verdict == MISSING else verdict)
    for verdict in FOUND:
        when = f'$P{LISTED - 1}="{verdict}"'
        yield Colour(LISTED - 1, RIGHT, 10, 1, when, "待填" if verdict == MISSING else verdict)


TABLE = PrintedTable(KEY, _sheets, published=False)
