"""合理-: figures that are not wrong by themselves but unusual, so that whoever reads them asks why.

From where on, the region's layout says (``sheets/inputs/thresholds.py``).
"""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import FISCAL_INCOME, OTHER_INCOME, SOURCES, SPENDING
from xlbudget.language.expressions import Balance, Expr, Formula, Ref
from xlbudget.language.keys import TYPED
from xlbudget.sheets.inputs.digits import in_money, in_text
from xlbudget.sheets.inputs.hints import DASHES
from xlbudget.sheets.inputs.thresholds import at
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.counts import BOUGHT, GUESTS, KEPT, PURCHASE, RECEPTION, RUNNING, count
from xlbudget.sheets.rules.rule import NOTHING, Check, Example, Figures, Rule, Side
from xlbudget.sheets.tables import public01, public04, public06

BY_LAYOUT = "界限在版式里"
OTHERS = Rule(
    "合理-其他占比",
    "每一类经济科目里的“其他”占这一类的比例不大于版式的界限（其他占比）",
    f"审计的预算执行分析、决算审核模板：“其他”过多，多半是没有细分；{BY_LAYOUT}",
    "能细分的改到具体的款；确实细分不了的写明里面是什么",
    Example("30199", Figures(0, 34, 0.015), {"录入/经济分类/金额@13": 60}, Figures(60, 46, 0.025)),
    relation="≤",
    severity="unexplained",
)
GROWN = Rule(
    "合理-年末结余",
    "每种资金的年末结转和结余不大于年初",
    "部门整体支出绩效评价指标表：资金结余不超过上年结转",
    "写明没有用完的原因；应当上缴的上缴",
    Example("其他资金", Figures(5, 5, 0.055), {"录入/收入/其他收入@2": 12}, Figures(7, 5, 0.055)),
    relation="≤",
    severity="unexplained",
)
COPIED = Rule(
    "合理-照抄预算",
    "不是每一行支出的决算都等于年初预算",
    f"决算审核模板：年初预算与决算相比；{BY_LAYOUT}（照抄行数）",
    "核对年初预算数，是否把决算数抄了一遍；确实相等的写明原因",
    Example(
        "年初预算数",
        Figures(3, 1),
        {f"录入/支出/年初预算数@{row}": spent for row, spent in enumerate((200, 60, 20, 30, 10), 1)},
        Figures(0, 1),
    ),
    relation="≥",
    severity="unexplained",
    unit="行",
)
MAGNITUDE = Rule(
    "合理-量级",
    "人均人员经费、每人次接待费、每辆车的费用与常见的数相差不大于版式的界限（量级）",
    f"决算审核模板：人均支出、车辆、接待的单位数；常见的数和依据，{BY_LAYOUT}",
    "核对金额、金额单位和个数；确实如此的写明原因",
    Example("每人次接待费", Figures(3.3, 10), {"录入/三公经费/实物量/公务接待人次": 20}, Figures(16.7, 10)),
    relation="≤",
    severity="unexplained",
    unit="倍",
)
NEGATIVE = Rule(
    "合理-负数",
    "收入、支出、经济分类里没有负数",
    "部门决算报表编制说明：冲销以前年度的才会有负数",
    "核对这些数；冲减的写明冲减的是什么",
    Example("收入", Figures(0, 0), {"录入/收入/其他收入@2": -1}, Figures(1, 0)),
    severity="unexplained",
    unit="处",
)
PEOPLE = Rule(
    "合理-人数",
    "年末人数比上年增减的比例不大于版式的界限（人数变动）",
    f"决算审核模板：在职人数与上年相比；{BY_LAYOUT}",
    "核对 录入-人员；机构改革、划转的写明原因",
    Example("年末人数", Figures(10, 20), {"录入/人员/上年人数": 20}, Figures(55, 20)),
    relation="≤",
    severity="unexplained",
    unit="%",
)
PROJECTS = Rule(
    "合理-项目执行率",
    "执行率低于版式的界限（项目执行率）的项目写了偏差原因",
    f"部门整体支出绩效评价指标表和审计的预算执行分析：执行率偏低的项目；{BY_LAYOUT}",
    "在 录入-项目 填偏差原因",
    Example("项目", Figures(0, 0), {"录入/项目/支出金额@1": 60}, Figures(1, 0)),
    severity="unexplained",
    unit="个",
)
REST = {"301": "30199", "302": "30299", "303": "30399", "310": "31099"}
"""类 → its 款 “其他”."""
LISTS = {"收入": (*FISCAL_INCOME, *OTHER_INCOME), "支出": SPENDING, "经济分类": ("金额",)}


def checks(context: Context) -> Iterator[Check]:
    for kind, rest in REST.items():
        whole, part = (f"公开06/{code}/决算数" for code in (kind, rest))
        if part in context.names.figures:
            most = Formula(f"{{{whole}}}*{at('其他占比')}/100", (Ref(whole),))
            right = Side(f"{kind} 按界限", most)
            yield Check(OTHERS, rest, context.side(part), right, f"{{{whole}}}>0")
    yield from _balances()
    yield _copied()
    yield from _magnitudes(context)
    for listing, columns in LISTS.items():
        below = "+".join(f'COUNTIF({{录入/{listing}/{column}}},"<0")' for column in columns)
        left = Side(f"录入-{listing} 里的负数", Formula(below, ()))
        yield Check(NEGATIVE, listing, left, NOTHING, f"{{有数/{listing}/数}}>0")
    if context.has("录入/人员/上年人数"):
        yield _people()
    if context.has("录入/项目/低执行"):
        yield _projects()


def _balances() -> Iterator[Check]:
    """By source; what is left of the others is what the fiscal totals do not have."""

    def opening(fund: str) -> str:
        return f"公开04/{public04.OPENING}/{fund}/收入/金额"

    def closing(fund: str) -> str:
        return f"公开04/{public04.CLOSING}/支出/{fund}"

    *funds, other = SOURCES
    pairs: dict[str, tuple[Expr, Expr, str]] = {
        fund: (Ref(closing(fund)), Ref(opening(fund)), closing(fund)) for fund in funds
    }
    end, start = f"公开01/{public01.CLOSING}/支出/金额", f"公开01/{public01.OPENING}/收入/金额"
    pairs[other] = (
        Balance((Ref(end),), (Ref(closing("合计")),)),
        Balance((Ref(start),), tuple(Ref(opening(fund)) for fund in funds)),
        end,
    )
    for source, (last, first, cell) in pairs.items():
        yield Check(GROWN, source, Side("年末结转和结余", last, cell), Side("年初结转和结余", first))


def _copied() -> Check:
    budget, spent = (f"{{录入/支出/{name}{TYPED}}}" for name in ("年初预算数", "本年支出"))
    figure = "*".join(f'({budget}<>"{dash}")' for dash in DASHES)
    different = Formula(f"SUMPRODUCT(({budget}<>{spent})*((({spent}<>0)+{figure})>0))", ())
    enough = f'AND(COUNTIF({budget},">0")>={at("照抄行数")},COUNTIF({spent},">0")>={at("照抄行数")})'
    return Check(COPIED, "年初预算数", Side("决算与年初预算不同的", different), Side("至少", Formula("1", ())), enough)


def _magnitudes(context: Context) -> Iterator[Check]:
    people = "录入/人员/在职人数"
    staff = f"公开06/{public06.STAFF_TOTAL}/决算数"
    listed = [("每人次接待费", f"三公/三公经费/决算数/{RECEPTION}", count(GUESTS))]
    listed.append(("每车运行维护费", f"三公/三公经费/决算数/{RUNNING}", count(KEPT)))
    listed.append(("每车购置费", f"三公/三公经费/决算数/{PURCHASE}", count(BOUGHT)))
    if context.has(people):
        listed.insert(0, ("人均人员经费", staff, people))
    for name, amount, number in listed:
        each, usual = f"({{{amount}}}/SUM({{{number}}}))", at(name)
        when = f"AND(COUNT({{{number}}})=1,SUM({{{number}}})>0,{{{amount}}}>0)"
        times = f'IFERROR(ROUND(MAX({each}/{usual},{usual}/{each}),1),"")'
        told = f'"平均 "&{in_text(f"ROUND({each},4)")}&" 万元，常见的是 "&{in_text(usual)}&" 万元；"'
        left = Side("与常见的数相差", Formula(times, ()), amount)
        yield Check(MAGNITUDE, name, left, Side("界限", Formula(at("量级"), ())), when, told=told)


def _people() -> Check:
    now, serving, last = (f"{{录入/人员/{name}}}" for name in ("年末实有人数", "在职人数", "上年人数"))
    people = f"IF(COUNT({now})=1,{now},SUM({serving}))"
    change = Formula(f'IFERROR(ROUND(ABS({people}-{last})/{last}*100,2),"")', ())
    told = f'"上年 "&{in_text(f"SUM({last})")}&" 人，年末 "&{in_text(people)}&" 人；"'
    when = f"AND(COUNT({last})=1,SUM({last})>0,COUNT({now},{serving})>0)"
    right = Side("界限", Formula(at("人数变动"), ()))
    return Check(PEOPLE, "年末人数", Side("与上年相差", change, "录入/人员/上年人数"), right, when, told=told)


def _projects() -> Check:
    low = "{录入/项目/低执行}"
    first = "MATCH(1,{录入/项目/低执行},0)"
    rate = in_money(f"INDEX({{录入/项目/预算执行率}},{first})*100")
    told = f'INDEX({{录入/项目/名称}},{first})&"（"&{rate}&"%）"&IF(SUM({low})>1,"等 "&SUM({low})&" 个项目","")&"；"'
    left = Side("执行率偏低而没有原因的", Formula(f"SUM({low})", ()))
    return Check(PROJECTS, "项目", left, NOTHING, "COUNT({录入/项目/预算执行率})>0", told=told)
