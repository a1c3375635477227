"""The catalogue of rules, rendered from their declarations: text, JSON, and docs/rules.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from xlbudget.disk.encoding import json_text
from xlbudget.language.verdicts import PASSED
from xlbudget.sheets.book import Book
from xlbudget.sheets.examples import Row, change_in_words, row_of
from xlbudget.sheets.inputs.tabs import sentences
from xlbudget.sheets.inputs.wording import WORDINGS
from xlbudget.sheets.rules.families import FAMILIES, catalogue, inspections, rules
from xlbudget.sheets.rules.rule import RELATIONS, SAME_ENTRIES, Figures, Inspection, Rule

BookOf: TypeAlias = Callable[[Rule], Book]

INTRODUCTION = """# 校验规则

本页由 `xlbudget rules --format markdown` 生成，与工作簿的“校验”表出自同一份声明。
共 {rules} 条：{compared} 条比较两个数，{inspections} 条检查文件本身。

**比较**的规则在“校验”表（公布的数在“公开数核对”表）占一行，左边、右边、差、界和判定都是公式。
差在界以内，四舍五入就能解释，是尾差而不是不符。万元数录入时各差半个 0.01，即 0.005，叫半宽，几个数相加就差几个半宽；
以元录入的没有尾差，半宽是 0。没有数可比时是不适用。

不成立的判定有几种：**不符**要改，**未填**要补；**需说明**不一定错，在 录入-核实 写了原因就是**已说明**
（说明里的句子要的原因写在 录入-说明，也算）；**提示**看一眼就行。

**检查**的规则看文件本身，不比较两个数，所以没有左右两边，也没有界；只有 `xlbudget check` 和加载项的“运行校验”会说。

例子取自同一个示例单位的工作簿，金额是万元：`xlbudget build xlbudget/sheets/example.json -o 示例.xlsx` 生成它，
照例子改，就看到例子里的数和判定；部门汇总的例子取自 `xlbudget/sheets/example_department.json`。
“公式被换成”的例子要先撤销工作表保护；`xlbudget check` 只信录入格，
遇到它说的是 `公式-被改`。"""


WORDED = """录入-说明、录入-绩效自评、录入-绩效指标、录入-项目 的每段文字都看；一行说最要紧的一处，引出原话。
没有填的空、没有选定的词是 `录入-未填`，别的是 `录入-文字`。每种差错另有五个是、五个不是的例子，测试一一试过。"""
FORMULA_BROKEN = "- 用处：工作簿里的公式被改坏了，当场变红；录入数怎样填都不会使它不符"
"""Said of a rule whose two sides are made of the same entries: in a workbook that is rebuilt it always holds."""


DEMANDED_BY = {
    "预算法、预算法实施条例": ("预算法",),
    "地方预决算公开操作规程（财预〔2016〕143号）": ("143号",),
    "部门决算公开格式": ("部门决算公开格式", "公开05表", "公开06表", "三公经费表注", "三公经费支出决算表"),
    "部门决算报表和编制说明": ("部门决算报表", "部门决算：", "信息表"),
    "决算审核公式、审核模板": ("决算审核",),
    "审计的预算执行分析": ("审计",),
    "政府收支分类科目、政府会计制度": ("政府收支分类科目", "政府会计制度"),
    "中央八项规定、厉行节约": ("八项规定", "厉行节约"),
    "政府采购促进中小企业发展管理办法（财库〔2020〕46号）": ("46号",),
    "项目支出绩效评价管理办法（财预〔2020〕10号）和绩效自评表": ("10号", "绩效自评表", "绩效评级"),
    "部门整体支出绩效评价（湖南）": ("部门整体支出", "自评报告"),
    "上海市部门决算公开模板": ("上海市",),
    "部门汇总": ("部门汇总", "所属单位"),
    "数据文件格式、算术": ("数据文件格式", "填写提示", "算术", "1 万元", "部门预算："),
    "本程序（文件本身）": ("本程序",),
}
"""Who demands a rule → the words in its basis by which it is known."""
KEYS = (
    *("id", "table", "kind", "statement", "formula", "tolerance", "severity", "verdict", "source", "remedy"),
    *("passes", "fails", "example", "inspects", "leaves", "finds"),
)


def as_json(book_of: BookOf) -> str:
    """A list of rules, all with the same keys; ``book_of``: the workbook of a rule's example.

    ``kind`` is 比较 or 检查. What a rule has nothing of is null: an inspection has no ``formula``, ``tolerance``,
    ``passes``, ``fails`` (figures) and ``example``; a comparison has no ``inspects``, ``leaves`` and ``finds``.
    """
    return json_text([_record(rule, book_of) for rule in catalogue()])


def _record(rule: Rule | Inspection, book_of: BookOf) -> dict[str, Any]:
    listed: dict[str, Any] = dict.fromkeys(KEYS) | {
        "id": rule.id,
        "table": rule.id.partition("-")[0],
        "kind": "比较" if isinstance(rule, Rule) else "检查",
        "statement": rule.statement,
        "severity": "warning" if rule.severity == "unexplained" else rule.severity,
        "verdict": rule.failed,
        "source": rule.basis,
        "remedy": rule.remedy,
    }
    if isinstance(rule, Inspection):
        return listed | {"inspects": rule.looks_at, "leaves": rule.leaves, "finds": rule.finds}
    book = book_of(rule)
    example, row = rule.example, row_of(book, rule)
    place = {"sheet": row.sheet, "place": example.place, "left": row.left, "right": row.right}
    return listed | {
        "formula": f"左 {rule.relation} 右",
        "tolerance": rule.tolerance,
        "passes": _figures(example.passes),
        "fails": _figures(example.fails),
        "example": place | {"change": change_in_words(book, rule)},
    }


def _figures(figures: Figures) -> dict[str, float | None]:
    return {"left": figures.left, "right": figures.right, "bound": figures.bound}


def as_text() -> str:
    lines = []
    for rule in catalogue():
        how = f"界：{rule.tolerance}" if isinstance(rule, Rule) else f"看：{rule.looks_at}"
        lines += [f"{rule.id}（{rule.failed}）{rule.statement}", f"    {how}　依据：{rule.basis}"]
    return "\n".join(lines)


def as_markdown(book_of: BookOf) -> str:
    """The page docs/rules.md, a chapter a family; ``book_of``: the workbook of a rule's example."""
    counts = {"rules": len(catalogue()), "compared": len(rules()), "inspections": len(inspections())}
    lines = [INTRODUCTION.format_map(counts), "", *_demanded()]
    for family in FAMILIES:
        lines += [f"## {family.chapter}", ""]
        for rule in family.rules():
            lines += [f"### {rule.id}", "", f"{rule.statement}。", ""]
            lines += _comparison(rule, book_of(rule)) if isinstance(rule, Rule) else _inspection(rule)
            lines += [f"- 依据：{rule.basis}", f"- 怎么办：{rule.remedy}", ""]
    lines += ["## 填写提示", "", "录入表每一行右边会说的话；`录入-填写` 和 `录入-请核对` 逐条列出它们。", ""]
    lines += ["| 录入表 | 提示 |", "|---|---|", *(f"| {sheet} | {sentence} |" for sheet, sentence in sentences())]
    lines += ["", "## 文字", "", WORDED, "", "| 差错 | 依据 | 例 | 不算的 |", "|---|---|---|---|"]
    lines += [f"| {one.name} | {one.basis} | {one.fails[0]} | {one.passes[0]} |" for one in WORDINGS]
    return "\n".join(lines)


def _demanded() -> Iterator[str]:
    """Who demands what: the rules by their basis, apart those that must hold and those that may be explained."""
    yield from ("## 谁要求，哪条规则", "", "依据取自每条规则的“依据”；一条规则可以有几个。", "")
    yield from ("| 谁要求 | 必须对上 | 不对要说明或看一眼 |", "|---|---|---|")
    for who, words in DEMANDED_BY.items():
        theirs = [rule for rule in catalogue() if any(word in rule.basis for word in words)]
        must, may = (
            "、".join(rule.id for rule in theirs if (rule.severity in ("error", "missing")) is hard)
            for hard in (True, False)
        )
        yield f"| {who} | {must} | {may} |"
    yield ""


def _comparison(rule: Rule, book: Book) -> list[str]:
    example, row = rule.example, row_of(book, rule)
    failed = example.fails.verdict or rule.failed
    before, after = (_sides(rule, row, figures) for figures in (example.passes, example.fails))
    return [
        f"- 判法：左边{RELATIONS[rule.relation]}右边，不成立时为{failed}；界：{rule.tolerance}",
        *([FORMULA_BROKEN] if rule.tolerance == SAME_ENTRIES else []),
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
