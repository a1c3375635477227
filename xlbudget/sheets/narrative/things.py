"""What a list in a sentence may be about, and by which names its text may call each of the things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlbudget.datafile.fields import CAPITAL, FUND, GENERAL, OTHER_INCOME, SPENDING

STAFF_CLASSES = ("301", "303")
"""The economic 类 of 人员经费; those of 公用经费 are the others."""
TREES = {GENERAL: "公开05", FUND: "政府性基金", CAPITAL: "国有资本经营"}
"""资金来源 → the table that has the rows of its codes."""


INSETS = {"三公对比": "三公对比/合计/控制率", "项目支出": "项目支出/末行"}
"""The printed tables that may stand in a text → a key that a workbook has if it has the table."""
OF_UNIT, OF_UNIT_NAMES = ("主要职责", "内设机构", "决算单位构成"), ("名称", "序", "号")
"""The lists of the unit's own words that the publication may have, and the names of one of their texts: itself, its
number in Chinese and in figures."""


@dataclass(frozen=True)
class Things:
    """``names``: the words that a text may use for one of them; ``topics``: what they are, where they are always so.

    ``level``: of the codes that they are, where they are those entered (1 a 类, 3 a 项); ``staff``: economic 款 of
    人员经费 or of 公用经费; ``group``: projects of this kind, a row of 录入-项目 each.
    """

    names: tuple[str, ...] = ("名称",)
    topics: tuple[str, ...] = ()
    level: int = 0
    staff: bool | None = None
    group: int = 0


THINGS: Mapping[str, Things] = {
    "收入各项": Things(topics=("财政拨款收入", *OTHER_INCOME)),
    "支出各项": Things(topics=SPENDING),
    "类": Things(("名称", "序"), level=1),
    "项": Things(("序", "类", "款", "项"), level=3),
    "人员经费各款": Things(staff=True),
    "公用经费各款": Things(staff=False),
    "公共项目": Things(group=1),
    "部门项目": Things(group=2),
}
