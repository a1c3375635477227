"""公布-: what no formula can say of published figures: whether any true figures are behind them all."""

from __future__ import annotations

from xlbudget.sheets.rules.rule import Inspection

TOGETHER = Inspection(
    "公布-不能成立",
    "公布的数能同时成立：至少有一组真实的数，四舍五入后正好印成它们",
    "算术：印出的数是区间，各表的算法和表间的等式是方程。只有这一个判定公式得不出，由线性规划（scipy 的 HiGHS）判",
    "核对列出的几个数：其中至少有一个印错了；去掉其中任何一个，其余的就能同时成立",
    looks_at="公布的金额、各表由录入数得出的算法、要正好相等的规则，不看录入的数。公布的文件缺了能得出录入数的表，或者表里有数不符时判；"
    "工作簿另加 --together 才判",
    leaves="公开09 预算数又印因公出国（境）费 2.00、公务接待费 4.01，与合计 7.00、小计 1.00 各差不到半分",
    finds="这 4 个公布的数不能同时成立，至少差 0.98 万元：公开09 三公经费 预算数/合计 7.00，"
    "公开09 三公经费 预算数/公务用车购置及运行维护费小计 1.00，公开09 三公经费 预算数/因公出国（境）费 2.00，"
    "公开09 三公经费 预算数/公务接待费 3.00",
)
