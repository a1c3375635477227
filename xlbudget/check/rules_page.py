"""The catalogue of rules, rendered from their declarations: text, JSON, and docs/rules.md."""

from __future__ import annotations

from typing import Any

from xlbudget.check import catalogue
from xlbudget.inputs.declared import hints
from xlbudget.output import json_text
from xlbudget.rules.rule import ADVICE, FAILED, PASSED, ROUNDING, Example, Rule

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


def verdict_of(rule: Rule, example: Example) -> str:
    """What an example's figures show, in the words of the sheet 校验."""
    if example is rule.fails:
        return FAILED if rule.severity == "error" else ADVICE
    gap = example.left - example.right
    excess = {"=": abs(gap), "≤": gap, "≥": -gap}[rule.relation]
    return PASSED if excess <= 0 else ROUNDING


def as_json() -> str:
    return json_text([_record(rule) for rule in catalogue()])


def _record(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "table": rule.id.partition("-")[0],
        "statement": rule.statement,
        "formula": f"左 {rule.relation} 右",
        "tolerance": rule.tolerance,
        "severity": rule.severity,
        "source": rule.basis,
        "remedy": rule.remedy,
        "passes": _figures(rule.passes),
        "fails": _figures(rule.fails),
    }


def _figures(example: Example) -> dict[str, float]:
    return {"left": example.left, "right": example.right, "bound": example.bound}


def as_text() -> str:
    lines = []
    for rule in catalogue():
        mark = "提示" if rule.severity == "warning" else "不符"
        lines += [f"{rule.id}（{mark}）{rule.statement}", f"    界：{rule.tolerance}　依据：{rule.basis}"]
    return "\n".join(lines)


def by_family() -> list[Rule]:
    """The rules of one family together, in the order of ``FAMILIES``."""
    order = list(FAMILIES)
    return sorted(catalogue(), key=lambda rule: order.index(rule.id.partition("-")[0]))


def as_markdown() -> str:
    lines = ["# 校验规则", "", "本页由 `xlbudget rules --format markdown` 生成，与工作簿的“校验”表出自同一份声明。", ""]
    family = ""
    for rule in by_family():
        first = rule.id.partition("-")[0]
        if first != family:
            family = first
            lines += [f"## {FAMILIES[first]}", ""]
        relation = {"=": "等于", "≤": "不大于", "≥": "不小于"}[rule.relation]
        failed = FAILED if rule.severity == "error" else ADVICE
        lines += [
            f"### {rule.id}",
            "",
            f"{rule.statement}。",
            "",
            f"- 判法：左边{relation}右边，不成立时为{failed}；界：{rule.tolerance}",
            f"- 依据：{rule.basis}",
            f"- 怎么办：{rule.remedy}",
            f"- 例：{_said(rule, rule.passes)}；{_said(rule, rule.fails)}",
            "",
        ]
    lines += ["## 填写提示", "", "录入表每一行右边会说的话；`录入-填写` 和 `录入-请核对` 逐条列出它们。", ""]
    lines += ["| 录入表 | 提示 |", "|---|---|"]
    lines += [f"| {sheet} | {sentence} |" for sheet, sentence in hints()]
    return "\n".join(lines)


def _said(rule: Rule, example: Example) -> str:
    bound = f"，界 {example.bound:g}" if example.bound else ""
    return f"左 {example.left:g}、右 {example.right:g}{bound} → {verdict_of(rule, example)}"
