"""三公-, 支出-: what was spent stays within its budget, and 三公 within last year's."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import MEETINGS, TRIPLE
from xlbudget.language.expressions import Economic, Entries, Money, Sum
from xlbudget.language.verdicts import NOT_APPLICABLE
from xlbudget.sheets.inputs import meetings, triple_by_source
from xlbudget.sheets.rules.between_tables import BUDGETED
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import Check, Example, Figures, Rule, Side

OVER_BUDGET = Rule(
    "三公-超预算",
    "三公经费每一项决算不大于全年预算",
    "中央八项规定及其实施细则；三公经费预算是上限",
    "核对录入；没有错的写明原因和批准文件（录入-核实，说明里有差异原因的写在 录入-说明）",
    Example(
        "公务用车购置费",
        Figures(0, 0, 0.005, NOT_APPLICABLE),
        {"录入/三公经费/决算数/公务用车购置费": 2},
        Figures(2, 0, 0.01),
    ),
    relation="≤",
    severity="unexplained",
)
OVER_LAST = Rule(
    "三公-超上年",
    "三公经费决算不大于上年决算",
    "厉行节约：三公经费只减不增，增加的要说明原因",
    "核对录入；没有错的写明原因（录入-核实，说明里有增减原因的写在 录入-说明）",
    Example(
        "因公出国（境）费",
        Figures(0, 0, 0.005),
        {"录入/三公经费/决算数/因公出国（境）费": 2},
        Figures(2, 0, 0.01),
    ),
    relation="≤",
    severity="unexplained",
)
BY_SOURCE = Rule(
    "三公-资金",
    "按资金来源填的“三公”经费加起来等于同一项",
    "财政拨款“三公”经费就是三种财政拨款的“三公”经费之和",
    "核对 录入-三公按资金 和 录入-三公经费",
    Example("公务接待费决算数", Figures(5, 5, 0.02), {"录入/三公按资金/公务接待费决算数@1": 3}, Figures(4, 5, 0.02)),
)
MEETINGS_HELD = Rule(
    "支出-会议培训",
    "会议费、培训费的决算数不小于基本支出里的同一款",
    "会议费、培训费的决算数是基本支出和项目支出合在一起的",
    "核对 录入-会议培训：项目支出里的也要算进去",
    Example(
        "会议费",
        Figures(2, 0, 0.01),
        {"录入/经济分类/科目@76": "30215", "录入/经济分类/金额@76": 3},
        Figures(2, 3, 0.015),
    ),
    relation="≥",
)
OVER_ALL = Rule(
    "支出-超预算",
    "本年支出不大于全年预算数",
    "预算法：支出以经批准的预算为限",
    "核对 录入-支出 的全年预算数；没有错的在 录入-核实 写明原因和批准文件",
    Example("本年支出", Figures(320, 350, 0.055), {"录入/支出/项目支出@2": 95}, Figures(355, 350, 0.055)),
    relation="≤",
    severity="unexplained",
)

_CARS = "公务用车购置及运行维护费"


def _reasons(context: Context, kind: str, where: str) -> tuple[str, ...]:
    """The keys of 说明 under which a difference is explained: of the total by those of the items, if it has none."""
    of_item = (kind, *([_CARS] if kind.startswith("公务用车") else []))
    for lines in [("三公经费",), (*TRIPLE, _CARS)] if kind == "合计" else [of_item]:
        if found := tuple(context.reasons[line, where] for line in lines if (line, where) in context.reasons):
            return found
    return ()


def checks(context: Context) -> Iterator[Check]:
    actual, budget = (f"三公/三公经费/{half}/" for half in ("决算数", "预算数"))
    last_year = [f"录入/三公经费/上年决算数/{kind}" for kind in TRIPLE]
    for kind in (*TRIPLE, "合计"):
        given = f"{{{budget}{kind}}}+{{{actual}{kind}}}>0"
        spent, allowed = context.side(actual + kind), context.side(budget + kind)
        reasons = _reasons(context, kind, "决算比全年预算")
        yield Check(OVER_BUDGET, kind, spent, allowed, given, reasons=reasons)
        if kind == "合计":
            last = Side("上年决算 四项之和", Sum(tuple(Money(key) for key in last_year)))
        else:
            key = f"录入/三公经费/上年决算数/{kind}"
            last = Side("上年决算", Money(key), key)
        known = f"COUNT({','.join(f'{{{key}}}' for key in last_year)})>0"
        yield Check(OVER_LAST, kind, spent, last, known, reasons=_reasons(context, kind, ""))
    spent = context.side("公开03/合计/本年支出合计")
    whole = Side("全年预算数合计", Entries("支出", "全年预算数"))
    yield Check(OVER_ALL, "本年支出", spent, whole, BUDGETED.format(column="全年预算数"))
    yield from _by_source(context)
    for name, code in zip(MEETINGS, ("30215", "30216"), strict=True):
        if context.has(key := f"录入/{meetings.KEY}/{name}决算数"):
            held, basic = Side(name, Money(key), key), Side(f"基本支出 {code}", Economic(code))
            yield Check(MEETINGS_HELD, name, held, basic, f"COUNT({{{key}}})>0")


def _by_source(context: Context) -> Iterator[Check]:
    for column in triple_by_source.COLUMNS if triple_by_source.KEY in context.content else ():
        item, half = column[:-3], column[-3:]
        parts = Side(column, Entries(triple_by_source.KEY, column), f"录入/{triple_by_source.KEY}/{column}@1")
        given = f"COUNT({{录入/{triple_by_source.KEY}/{column}}})>0"
        yield Check(BY_SOURCE, column, parts, context.side(f"三公/三公经费/{half}/{item}"), given)
