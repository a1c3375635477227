"""Where a published figure of 说明, 自评报告 or a text of 附件2 and 附件3 belongs."""

from __future__ import annotations

from xlbudget.inputs.evaluation import WHOLE
from xlbudget.rules.context import Context
from xlbudget.rules.placed import Entry, Placed, at
from xlbudget.spec import Ratio, Ref

SCORE = 10
"""得分 of the fund block is 10 × 执行率."""


def place(context: Context, entry: Entry) -> Placed | None:
    """The figure that an entry repeats; None when nothing entered gives it."""
    sheet = evaluation_sheet(context, entry.table)
    return evaluation(context, sheet, entry) if sheet else None


def evaluation_sheet(context: Context, table: str) -> str:
    """附件2 for 附件2, 附件3-1 … for 附件3:项目名称; "" for any other table."""
    if table == "附件2":
        return table
    if not table.startswith("附件3:"):
        return ""
    objects = [e["对象"] for e in context.data.rows("绩效自评") if e["对象"] != WHOLE]
    name = table.partition(":")[2]
    return f"附件3-{objects.index(name) + 1}" if name in objects else ""


def evaluation(context: Context, sheet: str, entry: Entry) -> Placed | None:
    """A figure of a self-evaluation table: of its fund block, its totals."""
    rate = context.names.figures.get(f"{sheet}/年度资金总额/执行率")
    ratio = rate.content if rate and isinstance(rate.content, Ratio) else None
    key = f"{sheet}/{entry.line}/{entry.column}"
    if entry.column == "得分" and context.has(key):
        return Placed(Ref(key), ratio, SCORE, cell=key)
    return at(context, key)
