"""汇总-…: a department's figures are those of its units, and what these paid to each other counts once."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.adding import DETAILS
from xlbudget.language.expressions import Formula, Ref
from xlbudget.language.verdicts import NOT_APPLICABLE
from xlbudget.sheets.inputs.digits import in_money
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import EXACT, Check, Example, Figures, Rule, Side
from xlbudget.sheets.tables.department import FIGURES, KEY, PAID, PAIRS, TOTAL

PARTS = Rule(
    "汇总-明细",
    "单位明细按键、行、列相加，等于部门录入的数",
    "部门决算由所属单位的决算汇总而成",
    "部门的数由单位明细相加：恢复被改掉的公式，或照单位的文件重新汇总；新的科目先在那张录入表的空行里填上",
    Example("单位明细", Figures(0, 0), {"录入/单位明细/科目@2": "2010399"}, Figures(1, 0), department=True),
    unit="处",
)
SUM = Rule(
    "汇总-合计",
    "各单位的数相加（减去抵销），等于部门的表",
    "部门决算由所属单位的决算汇总而成",
    "看 录入-单位明细 的填写提示：没有归到单位、科目的数要改好；部门的表被改过的恢复公式",
    Example("本年收入", Figures(210, 210), {"录入/单位明细/单位@11": "别的单位"}, Figures(200, 210), department=True),
    bound=EXACT,
)
BOTH = Rule(
    "汇总-抵销",
    "抵销的收入等于抵销的支出",
    "部门汇总时，所属单位之间的上级补助与对附属单位补助、上缴同时抵销",
    "核对 --eliminate 的数据文件：一笔往来两边都要有，金额相同",
    Example("上级补助收入", Figures(-10, -10), {"录入/单位明细/金额@22": -9}, Figures(-10, -9), department=True),
    bound=EXACT,
)
APART = Rule(
    "汇总-往来",
    "所属单位之间的收入等于对方的支出",
    "部门汇总：上级补助收入对应上级单位的对附属单位补助支出，附属单位上缴收入对应下级单位的上缴上级支出",
    "核对两边单位的数；与部门以外的单位往来的，写明是哪一家、多少",
    Example(
        "上级补助收入",
        Figures(0, 0, verdict=NOT_APPLICABLE),
        {"录入/单位明细/金额@19": -4},
        Figures(6, 0),
        department=True,
    ),
    severity="unexplained",
    bound=EXACT,
)
TWICE = Rule(
    "汇总-未抵销",
    "汇总以后不再同时有互相对应的收入和支出",
    "部门汇总时，所属单位之间的上级补助与对附属单位补助、上缴同时抵销",
    "部门内部的往来写进 --eliminate 的数据文件，重新汇总；都是与部门以外往来的，写明是哪一家、多少",
    Example(
        "上级补助收入",
        Figures(0, 0),
        {"录入/单位明细/金额@19": 0, "录入/单位明细/金额@22": 0},
        Figures(10, 0),
        department=True,
    ),
    severity="unexplained",
    bound=EXACT,
)


def checks(context: Context) -> Iterator[Check]:
    if not context.data.detailed:
        return
    yield _parts()
    for figure in FIGURES:
        key = f"{KEY}/{TOTAL}/{figure.name}"
        if context.has(key):
            right = (
                Side("部门的表", Formula(f"SUM({{{figure.of}}})", ()), figure.of)
                if figure.counted
                else context.side(figure.of)
            )
            yield Check(SUM, figure.name, Side(f"汇总 {TOTAL}", Ref(key), key), right)
    for got, paid in PAIRS:
        if context.has(f"{KEY}/{PAID}/{got}"):
            yield Check(BOTH, got, _side(PAID, got), _side(PAID, paid))
    for got, paid in PAIRS:
        left, right = _side(TOTAL, got), _side(TOTAL, paid)
        yield Check(APART, got, left, right, f"{_sum(got)}+{_sum(paid)}<>0")
        least = Formula(f"MIN({_sum(got)},{_sum(paid)})", ())
        name = f"{got}、{paid}里较小的"
        yield Check(TWICE, got, Side(name, least, f"{KEY}/{TOTAL}/{got}"), Side("应为", Formula("0", ())))


def _parts() -> Check:
    row = "MATCH(1,{明细键/不同},0)"
    first = f'INDEX({{明细键/名}},{row})&"：单位明细 "&{in_money(f"INDEX({{明细键/明细}},{row})")}'
    told = f'{first}&"，部门 "&{in_money(f"INDEX({{明细键/部门}},{row})")}&"；"'
    left = Side("合不上的键、行、列", Formula("SUM({明细键/不同})", ()), f"提示/录入-{DETAILS}@1")
    return Check(PARTS, DETAILS, left, Side("应为", Formula("0", ())), told=told)


def _side(row: str, name: str) -> Side:
    key = f"{KEY}/{row}/{name}"
    return Side(f"{KEY} {row} {name}", Formula(f"SUM({{{key}}})", ()), key)


def _sum(name: str) -> str:
    return f"SUM({{{KEY}/{TOTAL}/{name}}})"
