"""What a column of a text (金额, 增减率, 完成率 …) is of a topic, and what has to be entered for it."""

from __future__ import annotations

from xlbudget.language.expressions import Balance, Expr, Ratio
from xlbudget.sheets.rules.published.topics import Topic

DIFFERENCES = {
    "全年预算比年初预算": ("adjusted", "budget"),
    "决算比全年预算": ("actual", "adjusted"),
    "决算比年初预算": ("actual", "budget"),
}
"""处 → from what to what a difference is; without one it is from last year to this."""


def difference(topic: Topic, where: str) -> tuple[Expr | None, Expr | None]:
    """The two figures of which 增减额 is the difference: the second is taken off the first."""
    plus, minus = DIFFERENCES.get(where, ("actual", "last"))
    return getattr(topic, plus), getattr(topic, minus)


def base(topic: Topic, column: str, where: str, whole_year: bool) -> Expr | None:
    """What a comparison is made with: where it was not entered, there is none."""
    if column in ("增减额", "增减率"):
        return difference(topic, where)[1]
    return topic.adjusted if topic.executed or whole_year else topic.budget


def column_of(topic: Topic, column: str, where: str = "", whole_year: bool = False) -> Expr | None:
    """The figure of a topic that a column asks for; None when it has none.

    ``whole_year``: in this section the budget is 全年预算数.
    """
    this, whole = topic.actual, topic.whole
    match column:
        case "金额":
            return this
        case "数量":
            return topic.number
        case "预算数":
            return topic.adjusted if whole_year else topic.budget
        case "全年预算数":
            return topic.adjusted
        case "增减额":
            plus, minus = difference(topic, where)
            return Balance((plus,), (minus,)) if plus and minus else None
        case "增减率":
            plus, minus = difference(topic, where)
            return Ratio(Balance((plus,), (minus,)), minus) if plus and minus else None
        case "占比":
            return Ratio(this, whole) if this and whole else None
        case "完成率":
            done, budget = this or topic.number, base(topic, column, where, whole_year)
            return Ratio(done, budget) if done and budget else None
    return None
