"""附件-: rules between the annexes and the tables they draw on."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.language.expressions import Economic, Sum, total
from xlbudget.sheets.inputs.funding import BUDGETS
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import SAME_ENTRIES, Check, Example, Figures, Rule, Side

BASE = Rule(
    "附件1-取数",
    "基础数据表的决算数与它取自的表相同",
    "部门整体支出绩效评价基础数据表填表说明：取自部门决算",
    "检查附件1 的公式是否被改写",
    Example("公用经费", Figures(50.01, 50.01), {"附件1/公用经费/决算数": 55}, Figures(55, 50.01)),
    bound=SAME_ENTRIES,
)
WHOLE = Rule(
    "附件2-取数",
    "整体支出自评表的资金与支出决算表相同，按性质分的各项之和等于总额",
    "部门整体支出绩效自评表：年度资金总额取自部门决算",
    "检查附件2 的公式是否被改写",
    Example("年度资金总额", Figures(320, 320), {"附件2/年度资金总额/全年执行数": 310}, Figures(310, 320)),
    bound=SAME_ENTRIES,
)

ECONOMIC = {
    "其中：办公经费": ("30201",),
    "水费、电费、差旅费": ("30205", "30206", "30211"),
    "会议费、培训费": ("30215", "30216"),
}
"""附件1 line → the economic codes it is made of."""


def checks(context: Context) -> Iterator[Check]:
    if context.has("附件1/三公经费/决算数"):
        sources = {
            "三公经费": context.side("三公/三公经费/决算数/合计", "三公经费支出决算表 合计"),
            "公用经费": context.side("公开06/公用经费合计/决算数", "公开06 公用经费合计"),
            "部门基本支出预算调整": context.side("公开03/合计/基本支出", "公开03 基本支出"),
        }
        for name, codes in ECONOMIC.items():
            sources[name] = Side(f"公开06 {'、'.join(codes)}", Sum(tuple(map(Economic, codes))))
        for name, source in sources.items():
            yield Check(BASE, name, context.side(f"附件1/{name}/决算数"), source)
    if context.has(f"附件2/年度资金总额/{BUDGETS[-1]}"):
        spent = context.side(f"附件2/年度资金总额/{BUDGETS[-1]}")
        yield Check(WHOLE, "年度资金总额", spent, context.side("公开03/合计/本年支出合计"))
        kinds = ("其中:一般公共预算", "政府性基金拨款", "纳入专户管理的非税收入拨款", "其他资金")
        four = Side("四项之和", total(*(f"附件2/{kind}/{BUDGETS[-1]}" for kind in kinds)))
        yield Check(WHOLE, "按收入性质分", four, spent)
