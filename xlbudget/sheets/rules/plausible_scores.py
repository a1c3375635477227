"""自评-超额, 自评-通常权重, and the counts of 绩效情况 that must fit each other."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import GRADES, MANAGED, PROBLEMS
from xlbudget.language.expressions import Expr, Formula, Money, number_at
from xlbudget.sheets.inputs.digits import in_text
from xlbudget.sheets.inputs.management import AVERAGE, KEY, RATED
from xlbudget.sheets.inputs.thresholds import at
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.evaluation import GUIDE, subject_of
from xlbudget.sheets.rules.rule import NOTHING, Check, Example, Figures, Rule, Side, each_entered
from xlbudget.sheets.tables.evaluations import EvaluationForm, evaluation_forms

EXCEEDED = Rule(
    "自评-超额完成",
    "完成值达到目标的版式界限（超额完成）以上的指标写了偏差原因",
    f"{GUIDE}：超额完成太多是目标定得偏低；界限在版式里",
    "在 录入-绩效指标 填偏差原因，或核对评分的目标和实际",
    Example("附件2 整体", Figures(0, 0), {"录入/绩效指标/评分/实际@1": 16}, Figures(1, 0)),
    severity="unexplained",
    unit="个",
)
USUAL = Rule(
    "自评-通常权重",
    "产出、效益、满意度指标的权重与版式的界限（产出分值、效益分值、满意度分值）相同",
    f"{GUIDE}：预算执行率 10、产出 50、效益 30、满意度 10，可作适当调整；界限在版式里",
    "核对各指标的分值；调整过的写明依据",
    Example("附件2 整体", Figures(0, 0), {"录入/绩效指标/分值@3": 31, "录入/绩效指标/分值@4": 9}, Figures(2, 0)),
    severity="unexplained",
    unit="分",
)
RATED_ALL = Rule(
    "自评-评级个数",
    "优、良、合格、不合格的个数之和等于绩效自评的项目个数",
    "上海市部门决算公开模板：预算绩效管理情况",
    "核对 录入-绩效情况 的评级个数与绩效自评的数量",
    Example("绩效评级", Figures(2, 2), {"录入/绩效情况/绩效评级/良": 2}, Figures(4, 2)),
    unit="个",
)
OF_ALL = Rule(
    "自评-绩效范围",
    "绩效跟踪评价、绩效自评的项目个数和金额不大于编报绩效目标的",
    "上海市部门决算公开模板：编报了绩效目标的项目才有跟踪和自评",
    "核对 录入-绩效情况；自评了没有编报目标的项目，写明原因",
    Example("绩效自评 数量", Figures(2, 2), {"录入/绩效情况/编报绩效目标/数量": 0}, Figures(2, 0)),
    relation="≤",
    severity="unexplained",
    unit="",
)
MENDED = Rule(
    "自评-整改",
    "已经完成整改的与正在整改的之和等于发现的问题",
    "上海市部门决算公开模板：预算绩效管理情况",
    "核对 录入-绩效情况 的问题个数",
    Example("发现问题", Figures(3, 3), {"录入/绩效情况/正在整改": 2}, Figures(4, 3)),
    unit="个",
)


def checks(context: Context) -> Iterator[Check]:
    for form in evaluation_forms(context.data):
        subject = subject_of(context, form)
        yield _exceeded(form, subject)
        yield _usual(form, subject)
    if context.has(f"录入/{KEY}/{AVERAGE}"):
        yield from _managed()


def _exceeded(form: EvaluationForm, subject: str) -> Check:
    far = "{录入/绩效指标/超额}"
    many, first = f"COUNTIF({far},{form.number})", f"MATCH({form.number},{far},0)"
    target, actual = (in_text(f"INDEX({{录入/绩效指标/评分/{name}}},{first})") for name in ("目标", "实际"))
    name = f"INDEX({{录入/绩效指标/三级}},{first})"
    told = f'{name}&"（目标 "&{target}&"，实际 "&{actual}&"）"&IF({many}>1,"等 "&{many}&" 个指标","")&"；"'
    left = Side("超过目标太多而没有原因的", Formula(many, ()), form.key("总分/得分"))
    scored = f'COUNTIFS({{录入/绩效指标/自评序}},{form.number},{{录入/绩效指标/评分/目标}},">0")>0'
    return Check(EXCEEDED, subject, left, NOTHING, scored, told=told)


def _usual(form: EvaluationForm, subject: str) -> Check:
    def weight(pattern: str) -> str:
        own = f"{{录入/绩效指标/自评序}},{form.number}"
        return f'SUMIFS({{录入/绩效指标/分值}},{own},{{录入/绩效指标/一级}},"{pattern}")'

    patterns = {"产出": "产出*", "效益": "效益*", "满意度": "*满意度*"}
    pairs = [(weight(pattern), at(f"{name}分值"), name) for name, pattern in patterns.items()]
    off = "+".join(f"ABS({own}-{usual})" for own, usual, _ in pairs)
    # Other first levels, or none of one of these, are another form of weights.
    like = ",".join(f"{own}>0" for own, _, _ in pairs)
    whole = "+".join(own for own, _, _ in pairs)
    said = '&"、"&'.join(f'"{name} "&{in_text(own)}' for own, _, name in pairs)
    left = Side("与通常的权重相差", Formula(off, ()), form.key("总分/分值"))
    return Check(USUAL, subject, left, NOTHING, f"AND({like},ROUND({whole},6)=90)", told=f'{said}&"；"')


def _managed() -> Iterator[Check]:
    def key(name: str) -> str:
        return f"录入/{KEY}/{name}"

    def entered(name: str, called: str = "") -> Side:
        figure: Expr = Money(key(name)) if name.endswith("金额") else number_at(key(name))
        return Side(called or name.replace("/", " "), figure, key(name))

    def given(*names: str) -> str:
        return each_entered(*map(key, names))

    rated = [f"{RATED}/{grade}" for grade in GRADES]
    goals, *later = MANAGED
    number = f"{later[-1]}/数量"
    total = "+".join(f"SUM({{{key(name)}}})" for name in rated)
    whole = Side("评级个数之和", Formula(total, ()), key(rated[0]))
    yield Check(RATED_ALL, RATED, whole, entered(number), given(*rated, number))
    for name in (f"{one}/{what}" for one in later for what in ("数量", "金额")):
        goal = f"{goals}/{name.partition('/')[2]}"
        yield Check(OF_ALL, name.replace("/", " "), entered(name), entered(goal), given(name, goal))
    found, *mended = PROBLEMS
    mended_all = Formula("+".join(f"SUM({{{key(name)}}})" for name in mended), ())
    both = Side("已经完成的与正在整改的", mended_all, key(mended[0]))
    yield Check(MENDED, found, both, entered(found), given(*PROBLEMS))
