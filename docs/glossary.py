"""The glossary: the tables' own Chinese terms, the English identifiers that stand for them, and what they mean.

Rendered into ``docs/glossary.md``; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    chinese: str
    english: str
    meaning: str
    basis: str = ""


TERMS: tuple[Term, ...] = (
    Term("部门决算", "final accounts", "单位一年收支的实际结果，编成公开01 至公开09 九张表", "部门决算公开格式"),
    Term("绩效自评", "evaluation", "单位对整体支出和每个项目的绩效打分，编成附件2、附件3", "财预〔2020〕10号"),
    Term("收入", "income", "本年取得的各种收入，按项级科目登记", "公开02表"),
    Term("支出", "expenditure", "本年各类支出的决算数，按项级科目和资金来源登记", "公开03表"),
    Term("资金来源", "source", "一般公共预算、政府性基金预算、国有资本经营预算财政拨款和其他资金", "公开04表"),
    Term("一般公共预算财政拨款", "GENERAL", "本级财政的一般公共预算拨款", "公开05表"),
    Term("政府性基金预算财政拨款", "FUND", "政府性基金预算的拨款，有自己的年初、年末结转", "公开07表"),
    Term("国有资本经营预算财政拨款", "CAPITAL", "国有资本经营预算的拨款", "公开08表"),
    Term("年初预算数", "opening budget", "年初批复的预算", "公开09表注"),
    Term("全年预算数", "full-year budget", "年初预算数按规定程序调整以后的预算", "公开09表注"),
    Term("决算数", "actual", "本年实际发生数，包括当年拨款和以前年度结转资金安排的支出", "公开09表注"),
    Term("结转结余", "carry-over", "上年转来的（年初）和转到下年的（年末）资金；年末数由公式得出", "公开01表"),
    Term("类、款、项", "class, group, item", "功能分类科目的三级，代码 3、5、7 位；录入只填项", "政府收支分类科目"),
    Term("经济分类", "economic classification", "基本支出按用途的分类，类 3 位、款 5 位", "公开06表"),
    Term("三公经费", "triple", "因公出国（境）费、公务用车购置及运行维护费、公务接待费", "公开09表"),
    Term("人员经费", "STAFF", "工资福利支出与对个人和家庭的补助", "公开06表"),
    Term("公用经费", "OFFICE", "商品和服务支出、债务利息、资本性支出和其他支出", "公开06表"),
    Term("执行率", "execution rate", "全年执行数 ÷ 全年预算数", "财预〔2020〕10号"),
    Term("控制率", "control rate", "决算数 ÷ 预算数（三公经费），在职人数 ÷ 编制数（人员）", "附件1"),
    Term("公开数", "published figure", "单位已经公布的数，用来核对工作簿算得的数"),
    Term("尾差", "rounding", "四舍五入到分位所能解释的差：不超过 0.005 + n·0.005，n 是其中录入的非零数的个数"),
    Term("不符", "error", "超出尾差的差"),
    Term("未填", "missing", "必填的格空着，留着模板里占位的名称，或者一个数也没有"),
    Term("需说明", "unexplained", "不一定错而要写明原因的；在 录入-核实 写了原因就是已说明"),
    Term("已说明", "explained", "需说明的写了原因，原因说的还是现在的数"),
    Term("核实", "explanation", "需说明的一处的原因：规则、对象、数、说明"),
    Term("单位明细", "details", "部门的各单位的数，一个数一行；部门的录入数是它们的和", "xlbudget collect"),
    Term("本级", "own", "部门自己这个单位，与它的下属单位分开列；名称以“（本级）”结尾"),
    Term("抵销", "eliminate", "部门汇总时去掉所属单位之间的往来，收入、支出两边都去掉"),
    Term("格键", "cell key", "列号、科目、资金来源合成的一个数：单位明细里的一行加到部门的哪一格"),
    Term("金额换算", "unit factor", "录入数除以它得万元：万元为 1，元为 10000"),
    Term("项键", "key", "科目代码的数值形式，补足 7 位；查找和求和都用它"),
    Term("科目树", "tree", "各表当前有哪些科目行，由公式按代码次序排出"),
    Term("自评对象", "evaluation subject", "“整体”或一个项目；每个对象一张自评表", "附件2、附件3"),
    Term("指标", "indicator", "三级绩效指标，有年度指标值、实际完成值、分值和得分", "附件2、附件3"),
    Term("评分", "scoring rule", "由目标和实际算得分的规则：正向、反向、达标、扣分、定性", "附件2、附件3 备注"),
    Term("序键", "order key", "指标或项目在自己那张表里的次序，查找用"),
    Term("事实", "fact", "多处引用的计数，只填一次，文字里写 {键}"),
    Term("待填", "due", "必填而还空着的录入格，橙色，填上就变回浅黄"),
    Term(
        "结转",
        "roll",
        "由上年的工作簿得出新一年的：决算数成为上年数，年末数成为年初数，其余清空",
        "xlbudget new --from",
    ),
    Term("变动", "changes", "结转来的工作簿里的一张表：沿用了什么、移到哪里、清空了什么"),
    Term("下年", "next year", "隐藏的表：下一年要的上年数、年初数，由公式得出"),
    Term("版式", "layout", "一个地区表式与通用表式的不同之处"),
)


def markdown() -> str:
    """The glossary page."""
    lines = [
        "# 术语",
        "",
        "由 `docs/glossary.py` 生成。",
        "",
        "| 术语 | 代码里叫 | 意思 | 出处 |",
        "|---|---|---|---|",
    ]
    lines += [f"| {t.chinese} | {t.english} | {t.meaning} | {t.basis} |" for t in TERMS]
    return "\n".join(lines) + "\n"
