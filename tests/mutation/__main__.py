"""``python -m tests.mutation``: how good are the checks? ``--markdown`` writes docs/mutation.md."""

from __future__ import annotations

import argparse
from pathlib import Path
from time import perf_counter

from tests.mutation import listed, looks, read_otherwise, report
from tests.mutation.run import WITH, built, tallies

DOCS = Path(__file__).parent.parent.parent / "docs" / "mutation.md"
QUICK = 40

INTRODUCTION = """# 校验查得出多少错

How good are the checks? 本页由 `python -m tests.mutation --markdown` 生成，数是量出来的，不是估计。
量时的规则和样例：`{mark}`。

对象是 `samples/{sample}-*.json`，带着 `公开数`（公布的数）和去掉它各一遍。
每次只弄错一处，看 `check` 有没有新的“不符”或“提示”；
尾差不算查出，原有的发现不算，“无法核对”也不算。本来就是零的行漏掉、相等的两个数对调，什么也没有变，不计。

- 一个数多 1.00：录入的每一个数（金额、人数、分值、实物量、事实），零也加。
- 上下相邻的两个数对调：录入表同一列、上下两行。
- 漏一行：收入、支出、经济分类、项目、基础数据、绩效指标、权重、资金、事实等列表里的一行，绩效自评的一整张。
- 金额记到下一个科目：收入、支出、经济分类、基本支出年初预算。
- 文字里有一句站不住的话：每一种文字（职责、原因、备注、完成情况、出处、理由……）的头一处，各放进 `wording.py` 的每一种。
- 理由不成理由：需说明的都写上理由以后，一条理由的数、对象改了，文字没有写完、删去，整行拿掉。
- 在公式上填死一个数：生成的文件里逐张表把每个公式单元格换成它的值加 1（文字换成 1），要求每一格都被指出。
"""

UNDECIDED = """## 谁也判不了的

这些格子没有第二处可比，填错了只有对账才看得出：

- 没有一处引用的事实；文字里没有数、或写的是另一个数的评分目标和实际（“三分之一”，“2023 年 12 月底以前”）。
- `基础数据` 的上年决算数、预算数：附件1 只印一次，上年的要对上年的附件1（从上年结转来的，是抄过来的）。
- `上年` 的财政拨款支出、机关运行经费，在说明里没有用到增减的时候。
- `资产` 里车辆各类的辆数、大型设备：合计只有下限（不少于公务用车保有量）。
- `绩效资金` 里当年财政拨款空着时，其余各行的预算数：当年财政拨款是余下的，多少都对得上。
- 收入、支出里同一种资金、同一科目各记错同样多；本来就不符的权重、得分。"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--samples", default="changsha", help="samples/NAME-*.json")
    parser.add_argument("--quick", action="store_true", help=f"只试每第 {QUICK} 个")
    parser.add_argument("--markdown", action="store_true", help="写到 docs/mutation.md")
    parser.add_argument("--looks", action="store_true", help="只量“看到的数”一节")
    given = parser.parse_args()
    started = perf_counter()
    seen = looks.section(looks.measured(built(given.samples, WITH).package, built(given.samples, WITH).rebuilt))
    if given.looks:
        print("\n".join(seen))
        if given.markdown:
            before, _, rest = DOCS.read_text(encoding="utf-8").partition(f"{seen[0]}\n")
            before, after = (before, rest[rest.index("\n## ") + 1 :]) if rest else before.split("## 为什么漏\n", 1)
            behind = after if rest else f"## 为什么漏\n{after}"
            DOCS.write_text("\n".join((before.rstrip("\n"), "", *seen, behind)), encoding="utf-8")
        return
    found = tallies(given.samples, QUICK if given.quick else 1)
    lines = [
        *report.table(found),
        "",
        *report.shares(found),
        "",
        *report.reasons(found),
        *report.escapes(found),
        "",
        *report.rules(found),
    ]
    print(f"{report.TITLE}（{given.samples}，{perf_counter() - started:.0f} 秒）\n")
    print("\n".join(lines))
    if given.markdown:
        text = [
            INTRODUCTION.format(sample=given.samples, mark=report.mark(given.samples)),
            *report.table(found),
            "",
            *report.shares(found),
            "",
            *seen,
            *listed.section(),
            "## 为什么漏",
            "",
            *report.reasons(found),
            "",
            UNDECIDED,
            "",
            "## 漏了哪些",
            *report.escapes(found),
            "",
            "## 哪条规则查出",
            "",
            "一处错可以被几条规则查出。",
            "",
            *report.rules(found),
            "",
            *read_otherwise.section(),
        ]
        DOCS.write_text("\n".join(text) + "\n", encoding="utf-8")
        print(f"已写入 {DOCS}")


if __name__ == "__main__":
    main()
