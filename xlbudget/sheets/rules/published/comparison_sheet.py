"""公开数核对: every published figure beside the computed one, with the interval that rounding allows (the contract)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from xlbudget.language.expressions import Expr, Formula, Ratio, Typed
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Area, Content, Item, Link, Sheet
from xlbudget.language.verdicts import ADVICE, FAILED, NOT_APPLICABLE, PASSED, ROUNDING
from xlbudget.sheets.inputs import digits
from xlbudget.sheets.rules.bounds import cells_in, count, leaves
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published import in_narrative
from xlbudget.sheets.rules.published.comparison import BLANK, PUBLISHED, Comparison
from xlbudget.sheets.rules.published.counterpart import Counterpart, Publication
from xlbudget.sheets.rules.published.same_name import grouped, times
from xlbudget.sheets.rules.rule import EMPTY, LOOKS, STALE, UNPLACED
from xlbudget.sheets.rules.sums import spread
from xlbudget.sheets.rules.verdict_list import (
    FIRST,
    GO,
    REMEDY,
    BigTile,
    InRow,
    VerdictColumn,
    VerdictList,
    VerdictRow,
    hidden,
)
from xlbudget.sheets.rules.verdict_order import ORDER, VERDICT

ELSEWHERE = "异处"
COMPARISONS = VerdictList(
    "公开数核对",
    (
        VerdictColumn(VERDICT, 9, "list_verdict"),
        VerdictColumn("表", 13, "list_text"),
        VerdictColumn("行", 27, "list_text"),
        VerdictColumn("列", 23, "list_text"),
        VerdictColumn("处", 14, "list_small"),
        VerdictColumn("公布的数", 12, "list_figure"),
        VerdictColumn("算得的数", 14, "list_exact"),
        VerdictColumn("差", 11, "list_exact"),
        VerdictColumn("下限", 12, "list_exact"),
        VerdictColumn("上限", 12, "list_exact"),
        VerdictColumn(REMEDY, 38, "list_small"),
        VerdictColumn(GO, 11, "list_link"),
        *hidden(
            "印值",
            "小数位",
            "分子",
            "分母",
            "分子个数",
            "分母个数",
            "表名",
            "格",
            "商",
            "印文",
            "占比组",
            "半位",
            ELSEWHERE,
            ORDER,
        ),
    ),
    leads=("表名", "格"),
)
"""印文 is the printed figure without its marks, 印值 its number; 个数 how many entered figures are in 分子 (or in what
is no quotient) and 分母; 表名 and 格 where the figure stands; 占比组 the whole that a 占比 is a part of, 半位 half of
its last decimal; 异处 the number of the figure that is printed otherwise where it is first."""
HELP = "公布的数来自 录入-公开数；四舍五入能解释的差是尾差，比率以百分点计。最后几行是整张公布的表里空着的数"
ABOUT = "公布的每个数与算得的数：差、界、判定"
PRINTED = "{录入/公开数/数@#}"
"""Published figures are compared in the order of their list."""
HALF = "0.5*10^-[小数位]"
EXPLAINED = {
    "same": "同一个数再印一遍，必须相等",
    "sum": "差在 p + n·h 以内为尾差",
    "ratio": "界由分子、分母的尾差得出",
    "balanced": "没有舍位平衡、直接四舍五入的数为尾差",
}


def published_sheet(context: Context, shown: Sequence[Comparison]) -> Sheet:
    shares = {row: group for group, (_, rows) in enumerate(in_narrative.shares(context), 1) for row in rows}
    again = {
        one.entry.row: (group, one, same.members[0])
        for group, same in enumerate(grouped(shown), 1)
        for one in same.members
    }
    rows = [_row(context, one, row, shares.get(one.entry.row)) for row, one in enumerate(shown, FIRST)]
    for row, (group, one, first) in again.items():
        cells = dict(rows[row - 1].cells) | (PRINTED_CELLS if one.counterpart is None else {})
        if one is not first:
            cells[ELSEWHERE] = InRow(_elsewhere(group, one, first))
        rows[row - 1] = replace(rows[row - 1], cells=cells)
    return COMPARISONS.page((HELP, ABOUT), _tiles(), (), rows)


def _tiles() -> Iterator[BigTile]:
    """How many rows there are of each verdict."""
    looks = {verdict: look for look, verdicts in LOOKS for verdict in verdicts}
    at = (VERDICT, "表"), ("行", "行"), ("列", "列"), ("处", "公布的数"), ("算得的数", "差"), ("下限", "上限")
    counted = (FAILED,), (EMPTY,), (ADVICE, STALE), (ROUNDING,), (PASSED,), (UNPLACED,)
    for (first, last), verdicts in zip(at, counted, strict=True):
        number = "+".join(f'COUNTIF({{{COMPARISONS.key(VERDICT)}}},"{verdict}")' for verdict in verdicts)
        yield BigTile(first, last, Formula(number), "、".join(verdicts), look=looks.get(verdicts[0], ""))
    yield BigTile(REMEDY, GO, Formula("{校验/要看}"), Link("各表自己要看的行　去 校验 →", "校验"))


def _row(context: Context, one: Comparison, row: int, share: int | None) -> VerdictRow:
    """``share``: the number of the whole that a 占比 is a part of."""
    names, balanced = context.names, context.data.balanced
    entry, other = one.entry, one.counterpart
    printed = PRINTED if entry.row else ""
    cells: dict[str, Content | InRow] = {
        "表": entry.table,
        "行": entry.line,
        "列": entry.column,
        "处": entry.where,
        "公布的数": InRow(f'{printed}&""') if printed else None,
    }
    if other is None:
        return VerdictRow(cells | {VERDICT: UNPLACED, REMEDY: "数据文件里没有算出它的录入数"})
    percent = f'IF(RIGHT({printed},1)="%",100,1)' if printed else ("100" if other.ratio and other.scale == 1 else "1")
    figures = _quotient(other, percent) if other.ratio else _figure(other)
    more: list[Item] = []
    if printed:
        cells |= PRINTED_CELLS
        figures["差"] = 'IF(OR([印值]="",[算得的数]=""),"",ROUND([印值]-[算得的数],9))'
        # What was left blank has no interval: of hundreds of codes there are thousands of such lines.
        reached = _range(names, other, row, percent, balanced) if other.ratio else _reach(names, other, row, balanced)
        figures, more = figures | reached[0], reached[1]
    figures[VERDICT] = _verdict(other, balanced) if printed else BLANK_VERDICT
    single = cells_in(leaves(names, other.figure)) == 1 if not other.ratio else False
    explained = EXPLAINED["balanced" if balanced else "ratio" if other.ratio else "same" if single else "sum"]
    cells[REMEDY] = f"{PUBLISHED.remedy}（{explained}）" if printed else BLANK.remedy
    for name, figure in figures.items():
        cells[name] = InRow(figure) if isinstance(figure, str) else figure
    if share is not None:
        cells |= {"占比组": InRow(str(share)), "半位": InRow(HALF)}
    return VerdictRow(cells | _place(names, entry, other), more=more)


PRINTED_CELLS = {
    "印值": InRow(digits.value("[印文]", "[小数位]")),
    "小数位": InRow(digits.decimals("[印文]")),
    "印文": InRow(digits.bare(PRINTED)),
}
"""What a printed figure is, as a number."""


def _elsewhere(group: int, one: Comparison, first: Comparison) -> str:
    """The number of a figure, where it is printed otherwise than first, and neither is 不符 by itself."""
    own, its = (f"{times(of):.12g}" for of in (one, first))
    at = FIRST + first.entry.row - 1
    cells = (Area("", at, COMPARISONS.col(name)).text("", fixed=True) for name in ("印值", "小数位", VERDICT))
    value, places, verdict = cells
    halves = f"MAX({HALF}*{own},0.5*10^-{places}*{its})"
    wrong = f'OR([印值]="",{value}="",[{VERDICT}]="{FAILED}",{verdict}="{FAILED}")'
    return f'IF({wrong},"",IF(ABS([印值]*{own}-{value}*{its})>{halves}+0.000000001,{group},""))'


BLANK_VERDICT = f'IF(AND(ISNUMBER([算得的数]),ROUND(SUM([算得的数]),2)<>0),"{EMPTY}","{NOT_APPLICABLE}")'


def _verdict(other: Counterpart, balanced: bool) -> str:
    """待重新生成 where 表, 行, 列 are no longer those that it was built from."""
    same = ",".join(f"TRIM({{录入/公开数/{name}@#}})=TRIM([{name}])" for name in "表行列")
    nothing = f'IF([分母]=0,IF(AND([分子]=0,[印值]=0),"{ADVICE}","{FAILED}"),' if other.ratio else "("
    exact = "FALSE" if other.ratio or balanced else "[分子个数]=1"
    judged = (
        f'IF(ROUND(ROUND([算得的数],9),[小数位])=ROUND([印值],[小数位]),"{PASSED}",IF({exact},"{FAILED}",'
        f'IF(AND([印值]>=[下限]-0.000000001,[印值]<=[上限]+0.000000001),"{ROUNDING}","{FAILED}")))'
    )
    return f'IF(AND({same}),IF([印值]="","{FAILED}",{nothing}{judged})),"{STALE}")'


Cells = dict[str, Expr | str]
"""VerdictColumn → an expression, or a template with ``[列]``."""


def _times(other: Counterpart) -> str:
    return "" if other.scale == 1 else f"{f'{other.scale:.12f}'.rstrip('0').rstrip('.')}*"


def _figure(other: Counterpart) -> Cells:
    if other.size or other.scale != 1:
        return {"分子": other.figure, "算得的数": _printed("[分子]", other)}
    return {"算得的数": other.figure}


def _printed(figure: str, other: Counterpart) -> str:
    """A template: a figure as it is printed; a decrease with its sign or, as a size, without one."""
    return _times(other) + (f'IF(LEFT([印文],1)="-",{figure},ABS({figure}))' if other.size else figure)


def _reach(names: Names, other: Counterpart, row: int, balanced: bool) -> tuple[Cells, list[Item]]:
    """Its n and its interval: p + n·h. ``balanced``: whatever rounds to the figure of the adjusted entries as well."""
    counted, more = spread(count(leaves(names, other.figure), names), row, COMPARISONS.behind)
    reach = f"{_times(other)}[分子个数]*半宽+{HALF}"
    limits = {"下限": f"[算得的数]-({reach})", "上限": f"[算得的数]+{reach}"}
    if balanced:
        true = Item(row, COMPARISONS.behind + len(more), Typed(other.figure), "computed")
        more = [*more, true]
        for name, extreme, sign in EXTREMES:
            reached = f"{_printed(true.address, other)}{sign}({reach})"
            limits[name] = f'IF([算得的数]="","",{extreme}([算得的数]{sign}{HALF},{reached}))'
    return {"分子个数": Formula(counted), **limits}, more


EXTREMES = (("下限", "MIN", "-"), ("上限", "MAX", "+"))


def _quotient(other: Counterpart, percent: str) -> Cells:
    """The quotient and its parts."""
    assert other.ratio is not None
    quotient = f'IF([分母]=0,"",{other.scale:g}*[分子]/[分母])'
    return {
        "分子": other.ratio.numerator,
        "分母": other.ratio.denominator,
        "商": quotient if isinstance(other.figure, Ratio) else other.figure,
        "算得的数": f'IF([商]="","",[商]*{percent})',
    }


def _range(names: Names, other: Counterpart, row: int, percent: str, balanced: bool) -> tuple[Cells, list[Item]]:
    """Their n, and the least and the greatest that the quotient can be with its printed rounding.

    ``balanced``: of the entries as they were typed; and what rounds to the quotient of the adjusted ones.
    """
    assert other.ratio is not None
    above, more = spread(count(leaves(names, other.ratio.numerator), names), row, COMPARISONS.behind)
    below, further = spread(count(leaves(names, other.ratio.denominator), names), row, COMPARISONS.behind + len(more))
    cells: Cells = {"分子个数": Formula(above), "分母个数": Formula(below)}
    more = [*more, *further]
    (a, b), middle = ("[分子]", "[分母]"), "[算得的数]"
    if balanced:
        col = COMPARISONS.behind + len(more)
        parts = other.ratio.numerator, other.ratio.denominator
        typed = [Item(row, at, Typed(part), "computed") for at, part in enumerate(parts, col)]
        more = [*more, *typed]
        a, b = (item.address for item in typed)
        whole = "" if isinstance(other.figure, Ratio) else f"*[商]*[分母]/{other.scale:g}/[分子]"
        middle = f"{other.scale:g}*{a}/{b}{whole}*{percent}"
    tops, bottoms = ([f"{cell}{sign}[{part}个数]*半宽" for sign in "-+"] for cell, part in ((a, "分子"), (b, "分母")))
    quotients = ",".join(f"({top})/({bottom})" for top in tops for bottom in bottoms)
    for (limit, extreme, sign), boundless in zip(EXTREMES, ("-1E+15", "1E+15"), strict=True):
        reached = f"{middle}+{other.scale:g}*{percent}*({extreme}({quotients})-{a}/{b}){sign}{HALF}"
        reached = f"IF(({bottoms[0]})*({bottoms[1]})<=0,{boundless},{reached})"
        if balanced:
            own = f"[算得的数]{sign}{HALF}"
            reached = f"IF({b}=0,{own},{extreme}({own},{reached}))"
        cells[limit] = f'IF([分母]=0,"",{reached})'
    return cells, more


def sheets_named(names: Names, shown: Iterable[Comparison]) -> set[str]:
    """The sheets that 表名 may name."""
    others = [one.counterpart for one in shown if one.counterpart]
    cells = (names.typed_at(other.cell, COMPARISONS.sheet).sheet for other in others if other.cell)
    return {COMPARISONS.sheet, "录入-公开数", *cells, *(other.live_cell[0] for other in others if other.live_cell)}


def _place(names: Names, entry: Publication, other: Counterpart) -> dict[str, Content | InRow]:
    """Sheet and cell that take the colour of the verdict; where no cell shows the figure, the published one itself.

    The link of the list leads to what was entered as published, in a row of the worst it is to the computed figure.
    """
    own = names.cell(f"录入/公开数/数@{entry.row}", COMPARISONS.sheet) if entry.row else Area(COMPARISONS.sheet, 0, 0)
    link: dict[str, Content | InRow] = {GO: Link("去看", own.sheet, own.text(own.sheet))} if entry.row else {}
    if other.live_cell is not None:
        sheet, cell = other.live_cell
        return link | {"表名": InRow(f'IF([格]="","{own.sheet}","{sheet}")'), "格": Formula(cell)}
    if not other.cell and not entry.row:
        return {"表名": own.sheet}
    area = names.typed_at(other.cell, COMPARISONS.sheet) if other.cell else own
    return link | {"表名": area.sheet, "格": area.text(area.sheet)}
