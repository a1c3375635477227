"""The words of verdicts, and the groups in which findings are counted wherever their number is told."""

PASSED, ROUNDING, FAILED, MISSING, ADVICE, NOT_APPLICABLE = "通过", "尾差", "不符", "未填", "提示", "不适用"
"""不符: an error. 未填: something required is not there. 提示: failed, but advice only. 尾差: rounding explains it."""
UNEXPLAINED, EXPLAINED = "需说明", "已说明"
"""Unusual, which a reason clears; and that for which there is one."""
FOUND = (FAILED, MISSING, UNEXPLAINED, ADVICE, ROUNDING, EXPLAINED)
"""Those that are findings, the worst first."""
ENTERED, TABLES, EVALUATED, PUBLISHED = GROUPS = ("录入", "表内表间", "自评", "公开数")
ALL = "合计"


def number(verdict: str, group: str = ALL) -> str:
    """The key of the cell on 校验 with the number of findings of a verdict in a group, or in all of them."""
    return f"校验/个数/{group}/{verdict}"
