"""舍位平衡: entries in 元 adjusted to whole 0.01 万元, so that what is printed adds up; what that came to.

Here: where each entry is rounded from, the hidden sheets of adjusted entries, the auditor's sheet. Not here: tables and
rules, which take the adjusted entries under the same keys and do not know of it.
"""
