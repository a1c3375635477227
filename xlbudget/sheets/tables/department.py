"""汇总: a row a unit of the department, its main figures, and their sums, which must be those of its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlbudget.datafile.adding import DETAILS, ELIMINATED, OWN_UNIT, AmountFamily, families
from xlbudget.datafile.fields import FISCAL_INCOME, OTHER_INCOME, SPENDING, TRIPLE
from xlbudget.datafile.file import Data
from xlbudget.language import groups
from xlbudget.language.blocks import across, band
from xlbudget.language.expressions import Expr, Formula, Ref
from xlbudget.language.sheet import Area, Item, Link, Page, Sheet, column_letter
from xlbudget.sheets.inputs.find_by_name import written
from xlbudget.sheets.inputs.unit_details import COLUMN_NUMBER, UNIT_NUMBER, UNITS

KEY = "汇总"
TOTAL = "合计"
HEAD, FIRST = 4, 5
OWN, BELOW, PAID = "本级", "下属", "抵销"
"""The kinds of rows."""


@dataclass(frozen=True)
class SummaryColumn:
    """A column: the families that it adds up, and the key of the department's figure that its sum must be."""

    name: str
    families: tuple[AmountFamily, ...]
    of: str
    counted: bool = False


def _all(key: str, row: str, *columns: str) -> tuple[AmountFamily, ...]:
    return tuple(AmountFamily(key, row, column) for column in columns)


OPENING = SummaryColumn("年初结转和结余", _all("结转结余", "年初", "金额"), "公开01/年初结转和结余/收入/金额")
RECEIVED = SummaryColumn("本年收入", _all("收入", "", *FISCAL_INCOME, *OTHER_INCOME), "公开02/合计/本年收入合计")
SPENT = SummaryColumn("本年支出", _all("支出", "", *SPENDING), "公开03/合计/本年支出合计")
CLOSING = SummaryColumn("年末结转和结余", (), "公开01/年末结转和结余/支出/金额")
PAIRS = (("上级补助收入", "对附属单位补助支出"), ("附属单位上缴收入", "上缴上级支出"))
"""What one unit of a department gets from another, and as what the other pays it."""
FIGURES = (
    OPENING,
    RECEIVED,
    SummaryColumn("财政拨款收入", _all("收入", "", *FISCAL_INCOME), "公开02/合计/财政拨款收入"),
    SPENT,
    *(SummaryColumn(name, _all("支出", "", name), f"公开03/合计/{name}") for name in ("基本支出", "项目支出")),
    CLOSING,
    SummaryColumn("“三公”经费", _all("三公经费", "决算数", *TRIPLE), "三公/三公经费/决算数/合计"),
    SummaryColumn("在职人数", _all("人员", "", "在职人数"), "录入/人员/在职人数", counted=True),
    *(
        SummaryColumn(name, _all(kind, "", name), f"{table}/合计/{name}")
        for pair in PAIRS
        for name, kind, table in zip(pair, ("收入", "支出"), ("公开02", "公开03"), strict=True)
    ),
)
NEEDED = (
    *dict.fromkeys(family for figure in FIGURES for family in figure.families),
    *(AmountFamily(key, "", "金额") for key in ("经济分类", "基本支出年初预算")),
    *_all("结转结余", "", "使用非财政拨款结余和专用结余", "结余分配"),
)
"""The families that the sheet needs, and those whose bounds it would be wrong to count without."""
ROUGH = (
    "部门的数太多，各录入表里是数值，这里只按单位留着主要的数；逐笔的见旁边的“单位明细.csv”，改数请改单位的文件再汇总"
)
_LEFT = f'COUNTIFS({{录入/{DETAILS}/{UNIT_NUMBER}}},0,{{录入/{DETAILS}/{COLUMN_NUMBER}}},">0")'
NOT_HERE = (
    f'IF({_LEFT}=0,"","录入-单位明细 有 "&{_LEFT}&" 行的单位不在这张表里；改正名称，或重新生成（xlbudget rebuild）")'
)
FINE = "都是 录入-单位明细 的公式：那里改一格，这里和各表都随之改变"
ADJUSTED = "；这里没有舍位平衡，合计与各表舍位以前的数核对"


def kind_of(unit: str, data: Data) -> str:
    """Which kind of row a unit has; the department itself is the first of 决算单位构成."""
    first = next(iter(data.record("单位").get("决算单位构成", ())), "")
    return PAID if unit == ELIMINATED else OWN if unit == first and unit.endswith(OWN_UNIT) else BELOW


def units_of(data: Data) -> tuple[str, ...]:
    """The units in the order of their rows: the department itself, its units, what they paid to each other."""
    names = dict.fromkeys(str(one.get("单位", "")).strip() for one in data.rows(DETAILS))
    return tuple(sorted(filter(None, names), key=lambda name: (OWN, BELOW, PAID).index(kind_of(name, data))))


def summary_sheet(data: Data, keys: Mapping[str, object]) -> tuple[Sheet, ...]:
    """The sheet, where the data file has 单位明细; ``keys``: of the tables, for columns whose figures are there."""
    units = units_of(data)
    if DETAILS not in data.content:
        return ()
    figures = [one for one in FIGURES if one.of in keys]
    kinds = [kind_of(unit, data) for unit in units]
    rough = data.detailed != data.summed
    last = FIRST + len(units) - 1
    total, end = last + 1, len(figures) + 2
    headings = ("单位", "类别", *(one.name for one in figures))
    items = [
        Item(1, 1, Formula('单位名称&年度&"年度各单位主要数据汇总表"'), "title", cols=end),
        Item(2, 1, (ROUGH if rough else FINE) + ADJUSTED * data.balanced, "caption_left", cols=max(end - 3, 1)),
        Item(2, end - 2, Link("返回目录", "目录"), "caption_right"),
        Item(2, end - 1, "单位：万元、人", "caption_right", cols=2),
        Item(HEAD - 1, 1, Formula(NOT_HERE), "alarm", cols=end),
        *across(HEAD, 1, headings, "head"),
        Item(HEAD, end + 1, "单位｜比", "head"),
    ]
    for row, (unit, kind) in enumerate(zip(units, kinds, strict=True), FIRST):
        items += [
            Item(row, 1, unit, "label"),
            Item(row, 2, kind, "label_center"),
            Item(row, end + 1, written(unit), "computed"),
        ]
    for col, figure in enumerate(figures, 3):
        style = "count" if figure.counted else "amount_blank"
        if units:
            body = _of_unit(figure, figures)
            items.append(Item(FIRST, col, Formula(body), style, down=len(units)))
        if PAID in kinds:
            key = f"{KEY}/{PAID}/{figure.name}"
            items.append(Item(total + 3, col, Formula(f"SUM({_at(col, last)})", ()), style, key=key))
        items += _sums(figure, col, kinds, total, style)
    for row, text in enumerate(
        (TOTAL, f"其中：{OWN}", f"　　　{BELOW}单位", *([f"　　　{ELIMINATED}"] * (PAID in kinds))), total
    ):
        items += [Item(row, 1, text, "label"), Item(row, 2, None, "label_center")]
    rows = total + 2 + (PAID in kinds)
    sheet = Sheet(
        KEY,
        tuple(items),
        (28, 6, *[11.5] * len(figures), 10),
        areas=((UNITS, Area(KEY, FIRST, end + 1, max(len(units), 1))),),
        heights=((1, 34), *band(HEAD, 1, 34), *band(FIRST, rows - FIRST + 1, 20)),
        page=Page(end, rows=rows, landscape=True, heading=(HEAD, HEAD)),
        freeze=(FIRST, 2),
        hidden_columns=(end + 1,),
        filter=Area(KEY, HEAD, 1, len(units) + 1, end),
        about="部门的各单位：主要的数，一个单位一行，合计与部门的表核对",
        brief="一个单位一行",
        group=groups.CHECKED,
        tab="核对",
    )
    return (sheet,)


def _at(col: int, row: int) -> str:
    return f"{column_letter(col)}{row}"


def _of_unit(figure: SummaryColumn, figures: Sequence[SummaryColumn]) -> str:
    """A template for the figure of the unit in the first row."""
    if figure is not CLOSING:
        body = _part(figure.families[0], figure.families[-1])
        return f'IF({body}=0,"",{body})' if figure.counted else f"ROUND({body}/金额换算,6)"
    col = {one.name: column_letter(at) for at, one in enumerate(figures, 3)}
    kept, given = (_part(family, family) for family in NEEDED[-2:])
    whole = f"{col[OPENING.name]}{FIRST}+{col[RECEIVED.name]}{FIRST}-{col[SPENT.name]}{FIRST}"
    return f"ROUND({whole}+({kept}-{given})/金额换算,6)"


def _part(first: AmountFamily, last: AmountFamily) -> str:
    """A template: what the unit has of these families and those between them."""
    a, b = (families().index(one) + 1 for one in (first, last))
    amounts, unit, number = (f"{{录入/{DETAILS}/{name}}}" for name in ("金额", UNIT_NUMBER, COLUMN_NUMBER))
    within = f"{number},{a}" if a == b else f'{number},">={a}",{number},"<={b}"'
    return f"SUMIFS({amounts},{unit},ROW()-{FIRST - 1},{within})"


def _sums(figure: SummaryColumn, col: int, kinds: list[str], total: int, style: str) -> Iterator[Item]:
    """合计, and what of it is the department itself and its units; ``of``: what flows into the department's figure."""
    of: tuple[Expr, ...] = () if figure.counted else (Ref(figure.of),)
    for at, wanted in enumerate(((OWN, BELOW, PAID), (OWN,), (BELOW,)), total):
        rows = [FIRST + n for n, kind in enumerate(kinds) if kind in wanted]
        body = f"ROUND(SUM({_at(col, rows[0])}:{_at(col, rows[-1])}),6)" if rows else "0"
        key = f"{KEY}/{TOTAL}/{figure.name}" if at == total else ""
        yield Item(at, col, Formula(body, of), style, key=key)
