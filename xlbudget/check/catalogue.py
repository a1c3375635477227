"""The catalogue of rules, rendered from their declarations: text, JSON, and docs/rules.md."""

from __future__ import annotations

from typing import Any

from xlbudget.check.examples import Row, change_in_words, example_book, row_of
from xlbudget.check.findings import RELATIONS
from xlbudget.disk.encoding import json_text
from xlbudget.sheets.book import Book
from xlbudget.sheets.inputs.tabs import sentences
from xlbudget.sheets.rules import catalogue
from xlbudget.sheets.rules.rule import PASSED, Figures, Inspection, Rule

FAMILIES = {
    "录入": "填写质量",
    "表内": "一张表之内",
    "表间": "表与表之间",
    "附件1": "基础数据表",
    "附件2": "整体支出自评表",
    "三公": "三公经费",
    "支出": "支出与预算",
    "自评": "绩效自评",
    "公开": "公布的数",
    "公式": "公式与文件",
    "文件": "文件的版本",
}
"""What the first part of a rule's id means."""


INTRODUCTION = """# 校验规则

本页由 `xlbudget rules --format markdown` 生成，与工作簿的“校验”表出自同一份声明。
共 {rules} 条：{compared} 条比较两个数，{inspections} 条检查文件本身。

**比较**的规则在“校验”表（公布的数在“公开数核对”表）占一行，左边、右边、差、界和判定都是公式。
差在界以内，四舍五入就能解释，是尾差而不是不符。万元数录入时各差半个 0.01，即 0.005，叫半宽，几个数相加就差几个半宽；
以元录入的没有尾差，半宽是 0。没有数可比时是不适用。

**检查**的规则看文件本身，不比较两个数，所以没有左右两边，也没有界；只有 `xlbudget check` 和加载项的“运行校验”会说。

例子取自同一个示例单位的工作簿，金额是万元：`xlbudget build xlbudget/rules/example.json -o 示例.xlsx` 生成它，照例子改，
就看到例子里的数和判定。“公式被换成”的例子要先撤销工作表保护；`xlbudget check` 只信录入格，遇到它说的是 `公式-被改`。"""


def as_json() -> str:
    """A list of rules, all with the same keys.

    ``kind`` is 比较 or 检查. What a rule has nothing of is null: an inspection has no ``formula``, ``tolerance``,
    ``passes``, ``fails`` (figures) and ``example``; a comparison has no ``inspects``, ``leaves`` and ``finds``.
    """
    book = example_book()
    return json_text([_record(rule, book) for rule in catalogue()])


def _record(rule: Rule | Inspection, book: Book) -> dict[str, Any]:
    listed: dict[str, Any] = {
        "id": rule.id,
        "table": rule.id.partition("-")[0],
        "kind": "比较" if isinstance(rule, Rule) else "检查",
        "statement": rule.statement,
        "formula": None,
        "tolerance": None,
        "severity": rule.severity,
        "source": rule.basis,
        "remedy": rule.remedy,
        "passes": None,
        "fails": None,
        "example": None,
        "inspects": None,
        "leaves": None,
        "finds": None,
    }
    if isinstance(rule, Inspection):
        return listed | {"inspects": rule.looks_at, "leaves": rule.leaves, "finds": rule.finds}
    example, row = rule.example, row_of(book, rule)
    return listed | {
        "formula": f"左 {rule.relation} 右",
        "tolerance": rule.tolerance,
        "passes": _figures(example.passes),
        "fails": _figures(example.fails),
        "example": {
            "sheet": row.sheet,
            "place": example.place,
            "left": row.left,
            "right": row.right,
            "change": change_in_words(book, rule),
        },
    }


def _figures(figures: Figures) -> dict[str, float | None]:
    return {"left": figures.left, "right": figures.right, "bound": figures.bound}


def as_text() -> str:
    lines = []
    for rule in catalogue():
        how = f"界：{rule.tolerance}" if isinstance(rule, Rule) else f"看：{rule.looks_at}"
        lines += [f"{rule.id}（{rule.failed}）{rule.statement}", f"    {how}　依据：{rule.basis}"]
    return "\n".join(lines)


def by_family() -> list[Rule | Inspection]:
    """The rules of one family together, in the order of ``FAMILIES``."""
    order = list(FAMILIES)
    return sorted(catalogue(), key=lambda rule: order.index(rule.id.partition("-")[0]))


def as_markdown() -> str:
    book, listed = example_book(), by_family()
    compared = sum(isinstance(rule, Rule) for rule in listed)
    lines = [INTRODUCTION.format(rules=len(listed), compared=compared, inspections=len(listed) - compared), ""]
    family = ""
    for rule in listed:
        first = rule.id.partition("-")[0]
        if first != family:
            family = first
            lines += [f"## {FAMILIES[first]}", ""]
        lines += [f"### {rule.id}", "", f"{rule.statement}。", ""]
        lines += _comparison(rule, book) if isinstance(rule, Rule) else _inspection(rule)
        lines += [f"- 依据：{rule.basis}", f"- 怎么办：{rule.remedy}", ""]
    lines += ["## 填写提示", "", "录入表每一行右边会说的话；`录入-填写` 和 `录入-请核对` 逐条列出它们。", ""]
    lines += ["| 录入表 | 提示 |", "|---|---|"]
    lines += [f"| {sheet} | {sentence} |" for sheet, sentence in sentences()]
    return "\n".join(lines)


def _comparison(rule: Rule, book: Book) -> list[str]:
    example, row = rule.example, row_of(book, rule)
    failed = example.fails.verdict or rule.failed
    before, after = (_sides(rule, row, figures) for figures in (example.passes, example.fails))
    return [
        f"- 判法：左边{RELATIONS[rule.relation]}右边，不成立时为{failed}；界：{rule.tolerance}",
        f"- 例：“{row.sheet}”表的 {example.place}，{before} → {example.passes.verdict or PASSED}",
        f"- {failed}的例：{change_in_words(book, rule)}，{after} → {failed}",
    ]


def _sides(rule: Rule, row: Row, figures: Figures) -> str:
    bound = f"，界 {figures.bound:g}" if figures.bound else ""
    left, right = (rule.shown(figure) for figure in (figures.left, figures.right))
    return f"左边（{row.left}）{left}、右边（{row.right}）{right}{bound}"


def _inspection(rule: Inspection) -> list[str]:
    return [
        f"- 检查：{rule.looks_at}；有发现时为{rule.failed}",
        f"- 例：{rule.leaves} → 没有发现",
        f"- {rule.failed}的例：{rule.finds} → {rule.failed}",
    ]
