"""三公-: the counts of trips, guests and cars fit the amounts and each other. What was not counted is no zero."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import FOREIGN_GUESTS, RECEPTIONS, TRIPLE, TRIPLE_COUNTS
from xlbudget.language.expressions import Formula, Money, number_at
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import NOTHING, Check, Example, Figures, Rule, Side, Weight, each_entered

OPENNESS = "地方预决算公开操作规程（财预〔2016〕143号）：公开出国团组数和人数、购置数和保有量、国内接待的批次和人数"
COUNTED = Rule(
    "三公-有数量",
    "有金额的三公经费有数量：接待有批次和人次，出国有团组和人次，购置有辆数，运行维护有保有量",
    OPENNESS,
    "补填 录入-三公经费 的实物量，或核对决算数；年末已没有车而有运行维护费的写明原因",
    Example("公务接待批次", Figures(20, 1), {"录入/三公经费/实物量/公务接待批次": 0}, Figures(0, 1)),
    relation="≥",
    unit="",
)
PAID = Rule(
    "三公-有金额",
    "有数量的三公经费有金额",
    OPENNESS,
    "核对决算数和实物量；不足 50 元、印成 0.00 的，别的资金开支的，写明原因",
    Example(
        "因公出国（境）团组数",
        Figures(0, 0),
        {"录入/三公经费/实物量/因公出国（境）团组数": 1, "录入/三公经费/实物量/因公出国（境）人次": 3},
        Figures(1, 0),
    ),
    relation="≤",
    severity="unexplained",
    unit="",
)
IN_ORDER = Rule(
    "三公-数量",
    "人次不小于批次、团组数，公务用车保有量不小于购置数，外宾的批次、人次不大于公务接待的",
    f"{OPENNESS}；一个批次、团组至少一人，接待外宾是公务接待的一部分",
    "核对 录入-三公经费 的实物量，两个数是否填反了",
    Example("公务接待人次", Figures(100, 20), {"录入/三公经费/实物量/公务接待人次": 10}, Figures(10, 20)),
    relation="≥",
    unit="",
)
RECEIVED = Rule(
    "三公-接待明细",
    "国内公务接待支出加外宾接待支出（国内的数里已含外宾的，就是国内的数）等于公务接待费",
    "部门决算公开格式：公务接待费的具体情况",
    "核对 录入-三公经费 的公务接待明细与公务接待费决算数",
    Example(
        "公务接待明细", Figures(5, 5, 0.015), {"录入/三公经费/公务接待明细/国内公务接待支出": 4}, Figures(4, 5, 0.015)
    ),
)
CARS = Rule(
    "三公-保有量",
    "财政拨款开支的公务用车保有量不大于资产里的车辆数",
    "机构运行信息表与资产信息表：开支运行维护费的车辆是单位车辆的一部分",
    "核对 录入-三公经费 的保有量与 录入-资产 的车辆；租用、借用的写明原因",
    Example("公务用车保有量", Figures(1, 1), {"录入/资产/车辆/应急保障用车": 0}, Figures(1, 0)),
    relation="≤",
    severity="unexplained",
    unit="辆",
)

ABROAD, PURCHASE, RUNNING, RECEPTION = TRIPLE
GROUPS, TRAVELLERS, TIMES, GUESTS, BOUGHT, KEPT = TRIPLE_COUNTS
OF_KIND = {ABROAD: (GROUPS, TRAVELLERS), PURCHASE: (BOUGHT,), RUNNING: (KEPT,), RECEPTION: (TIMES, GUESTS)}
"""The counts that go with an amount."""
ORDERED = (
    *((GUESTS, TIMES), (TRAVELLERS, GROUPS), (KEPT, BOUGHT)),
    *((FOREIGN_GUESTS[1], FOREIGN_GUESTS[0]), (TIMES, FOREIGN_GUESTS[0]), (GUESTS, FOREIGN_GUESTS[1])),
)
"""The first is no less than the second."""


def count(name: str) -> str:
    return f"录入/三公经费/实物量/{name}"


def _counted(name: str) -> Side:
    return Side(name, number_at(count(name)), count(name))


def _given(*names: str) -> str:
    return each_entered(*map(count, names))


def checks(context: Context) -> Iterator[Check]:
    spent = "COUNT({录入/三公经费/决算数})>0"
    for kind, names in OF_KIND.items():
        amount = f"{{三公/三公经费/决算数/{kind}}}"
        for name in names:
            # A car may be gone by the end of the year; one that was paid for is there, whoever paid for running it.
            gone: Weight | None = "unexplained" if name == KEPT else None
            there = Side(f"有{kind}时", Formula("1", ()))
            yield Check(COUNTED, name, _counted(name), there, f"AND({_given(name)},{amount}>0)", severity=gone)
        # Of trips and of guests one count tells it, whichever there is.
        for at, name in enumerate(names if kind != RUNNING else ()):
            alone = "".join(f",COUNT({{{count(other)}}})=0" for other in names[:at])
            yield Check(PAID, name, _counted(name), NOTHING, f"AND({_given(name)}{alone},{spent},{amount}=0)")
    for more, less in ORDERED:
        yield Check(IN_ORDER, more, _counted(more), _counted(less), _given(more, less))
    home, foreign = (f"录入/三公经费/公务接待明细/{name}" for name in RECEPTIONS)
    whole = context.side(f"三公/三公经费/决算数/{RECEPTION}")
    # Some count foreign guests among those at home.
    own, other = (f"SUM({{{key}}})/金额换算" for key in (home, foreign))
    nearer = f"ABS({own}-{{{whole.cell}}})<ABS({own}+{other}-{{{whole.cell}}})"
    parts = Formula(f"{own}+IF({nearer},0,{other})", (Money(home), Money(foreign)))
    given = f"AND(COUNT({{{home}}},{{{foreign}}})=2,{spent})"
    yield Check(RECEIVED, "公务接待明细", Side("国内 + 外宾", parts, home), whole, given)
    if context.has("录入/资产/车辆"):
        cars = Side("资产里的车辆", number_at("录入/资产/车辆"))
        yield Check(CARS, KEPT, _counted(KEPT), cars, f"AND({_given(KEPT)},COUNT({{录入/资产/车辆}})>0)")
