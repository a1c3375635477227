"""下年 (hidden): what of this year the next one asks for as 上年 and 年初, each a formula under a key of its own.

``xlbudget new --from`` reads these cells of the recalculated workbook; Python adds nothing up. Amounts are in the unit
of the data file (金额单位), as they are to be entered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlbudget.datafile.fields import CAPITAL, FUND, GENERAL, OTHER, TRIPLE
from xlbudget.datafile.file import Data
from xlbudget.language.expressions import Expr, Formula, Ref, Typed
from xlbudget.language.keys import TYPED, Names
from xlbudget.language.sheet import Area, Item, Sheet
from xlbudget.sheets.tables import annex1
from xlbudget.sheets.tables.live_table import fund_feeds

KEY = "下年"
LAST = {
    "收支总计": "公开01/总计/收入/金额",
    "财政拨款收支总计": "公开04/总计/收入/金额",
    "财政拨款支出": "公开04/本年支出合计/支出/合计",
    "一般公共预算财政拨款支出": f"公开04/本年支出合计/支出/{GENERAL}",
}
"""上年's totals and the figures of this year that they are."""

FUNDS = {fund: fund_feeds(fund) for fund in (FUND, CAPITAL)}
"""The funds whose opening balances are entered by code, and the entries that have a row in their tables."""

ENTERED = "{有数/收入/数}+{有数/支出/数}+{有数/结转结余/数}"
"""How many figures the totals are made of; of none there is no total, not one of zero."""

CLOSING = "公开04/年末财政拨款结转和结余/支出/"
REST = "未分科目"
STAFF = ("年末实有人数", "在职人数")
"""上年人数 is compared with 年末实有人数; a unit that has not given it has 在职人数 only."""


@dataclass(frozen=True)
class NextFigure:
    """``expr`` in the unit it is to be entered in; ``name`` is a formula for what it is called, where that is live."""

    key: str
    expr: Expr
    name: str = ""


def next_year_sheet(data: Data, names: Names) -> Sheet:
    items: list[Item] = [Item(1, 1, "结转到下年的数（由公式得出，请勿改动）", "input_title")]
    rows: dict[str, list[int]] = {fund: [] for fund in FUNDS}
    for row, line in enumerate(_lines(data, names), 3):
        fund = line.key.removeprefix("年初/").partition("/")[0]
        if fund in rows and not line.key.endswith(REST):
            rows[fund].append(row)
        items.append(Item(row, 1, line.key, "computed"))
        items.append(Item(row, 2, line.expr, "computed", key=f"{KEY}/{line.key}"))
        if line.name:
            items.append(Item(row, 3, Formula(line.name), "computed", key=f"{KEY}/{line.key}/名称"))
    areas = tuple((_by_code(fund), Area(KEY, at[0], 2, len(at))) for fund, at in rows.items() if at)
    return Sheet(KEY, tuple(items), (60, 16, 40), areas, hidden=True)


def _by_code(fund: str) -> str:
    """The key of the lines of a fund's codes, which stand one below the other."""
    return f"{KEY}/年初各科目/{fund}"


def _lines(data: Data, names: Names) -> Iterator[NextFigure]:
    for name, key in LAST.items():
        yield NextFigure(f"上年/{name}", Formula(f'IF({ENTERED}=0,"",ROUND({{{key}}}*金额换算,6))'))
    yield NextFigure("上年/机关运行经费", _same(f"录入/机关运行经费{TYPED}"))
    if "录入/资产/固定资产原值" in names.areas:
        worth, worn = (f"{{录入/资产/{name}{TYPED}}}" for name in ("固定资产原值", "累计折旧"))
        net = f"ROUND(SUM({worth})-SUM({worn}),6)"
        yield NextFigure("上年/固定资产净值", Formula(f'IF(COUNT({worth},{worn})=0,"",{net})'))
    for kind in TRIPLE:
        yield NextFigure(f"三公经费/{kind}", _same(f"录入/三公经费/决算数/{kind}{TYPED}"))
    if "录入/人员/在职人数" in names.areas:
        at_end, serving = (f"{{录入/人员/{name}}}" for name in STAFF)
        yield NextFigure(
            "人员/上年人数", Formula(f'IF(COUNT({at_end})=1,{at_end},IF(COUNT({serving})=1,{serving},""))')
        )
    yield from _balances(data, names)
    if "附件1/标签" in names.areas:
        yield from _base(data, names)


def _balances(data: Data, names: Names) -> Iterator[NextFigure]:
    def left(key: str) -> str:
        return _in_accounts(data, names, key)

    yield NextFigure(f"年初/{GENERAL}", _entered_as(left(f"{CLOSING}{GENERAL}")))
    for fund, feeds in FUNDS.items():
        codes = sorted({code for feed in feeds for code in feed.codes(data)})
        for code in codes:
            yield NextFigure(f"年初/{fund}/{code}", _closing(fund, code))
        listed = f"-SUM({{{_by_code(fund)}}})" if codes else ""
        yield NextFigure(f"年初/{fund}/{REST}", Formula(f"ROUND({left(CLOSING + fund)}*金额换算{listed},6)"))
    other = f"{left('公开01/年末结转和结余/支出/金额')}-{left(f'{CLOSING}合计')}"
    yield NextFigure(f"年初/{OTHER}", Formula(f"ROUND(({other})*金额换算,6)"))


def _closing(fund: str, code: str) -> Formula:
    """年初 + 本年收入 − 本年支出 of one code, whether or not the region's form prints it."""

    def entered(listing: str, column: str, of_fund: bool) -> str:
        own = f',{{录入/{listing}/资金来源}},"{fund}"' if of_fund else ""
        return f"SUMIFS({{录入/{listing}/{column}{TYPED}}},{{录入/{listing}/项键}},{code}{own})"

    opening, income = entered("结转结余/年初", "金额", True), entered("收入", f"{fund}收入", False)
    spent = "-".join(entered("支出", column, True) for column in ("基本支出", "项目支出"))
    return Formula(f"ROUND({opening}+{income}-{spent},6)")


def _base(data: Data, names: Names) -> Iterator[NextFigure]:
    """The lines of 附件1 that ask for last year's figure; those of 公共项目 under the name they have."""
    for number, line in enumerate(annex1.lines(data), 1):
        last, _, actual = line.figures
        name = line.name or line.label
        if not isinstance(last, Formula) or "录入/基础数据" not in last.template or actual is None:
            continue
        title = f'{{附件1/标签@{number}}}&""' if line.live_label else ""
        figure = _in_accounts(data, names, f"{annex1.KEY}/{name}/决算数")
        yield NextFigure(f"基础数据/{name}", _entered_as(f"SUM({figure})"), title)


def _in_accounts(data: Data, names: Names, key: str) -> str:
    """A printed figure; where it is made of adjusted entries, what it would be of those that were typed."""
    if not data.balanced:
        return f"{{{key}}}"
    return f"({names.formula(Item(1, 1, Typed(Ref(key)), 'computed'), KEY).removeprefix('=')})"


def _entered_as(figure: str) -> Formula:
    """A figure of the tables (万元) as it is entered."""
    return Formula(f"ROUND({figure}*金额换算,6)")


def _same(key: str) -> Formula:
    """An entered figure again; one that is blank stays so."""
    return Formula(f'IF(COUNT({{{key}}})=0,"",{{{key}}})')
