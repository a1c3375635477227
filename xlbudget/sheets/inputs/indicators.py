"""录入-绩效指标: the indicators of all self-evaluations, with their scores and the rules that the scores follow.

Each has a 序键 (number of its 对象 × 1000 + rank in that 对象), by which its row in 附件2 or 附件3 finds it.
"""

from xlbudget.datafile.fields import SCORING
from xlbudget.language import groups
from xlbudget.sheets.inputs import evaluation, hints
from xlbudget.sheets.inputs.digits import in_text, marked, missing
from xlbudget.sheets.inputs.facts import in_texts
from xlbudget.sheets.inputs.hints import Hint
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Computed, Rows, hidden
from xlbudget.sheets.inputs.slips import SLIPS, joined
from xlbudget.sheets.inputs.thresholds import at
from xlbudget.sheets.inputs.weights import LEVEL_NUMBERS
from xlbudget.sheets.inputs.working_out import SCORE as SCORE_LINE
from xlbudget.sheets.inputs.working_out import hints_of, value_of

RATIO = "[评分/实际]/[评分/目标]"
SCORE = (
    f'IF([评分/方式]="公式",{value_of("[评分/式]", SCORE_LINE)},'
    'IF(OR(COUNT([分值])=0,COUNT([评分/实际])=0,COUNT([评分/目标])=0),"",'
    f'IF([评分/方式]="正向",IF([评分/目标]=0,"",MIN(1,{RATIO})*[分值]),'
    f'IF([评分/方式]="反向",IF([评分/目标]=0,IF([评分/实际]=0,[分值],0),MAX(0,MIN(1,2-{RATIO}))*[分值]),'
    'IF([评分/方式]="达标",IF([评分/方向]="≥",IF([评分/实际]>=[评分/目标],[分值],0),'
    'IF([评分/方向]="≤",IF([评分/实际]<=[评分/目标],[分值],0),"")),'
    'IF(AND([评分/方式]="扣分",COUNT([评分/每低1扣])=1),MAX(0,[分值]-[评分/每低1扣]*ROUNDUP(ROUND(MAX(0,[评分/目标]-[评分/实际]),6),0)),""))))))'
)
"""得分 by 评分 (财预〔2020〕10号 and the forms' own rules); empty where the rule gives no figure."""
BAND = (
    'IF(OR([评分/方式]<>"定性",COUNT([得分])=0,COUNT([分值])=0),FALSE,'
    'OR(AND([评分/档]="达成",ROUND([得分]-[分值]*0.8,6)<0),'
    'AND([评分/档]="部分达成",OR(ROUND([得分]-[分值]*0.8,6)>=0,ROUND([得分]-[分值]*0.6,6)<0)),'
    'AND([评分/档]="未达成",ROUND([得分]-[分值]*0.6,6)>=0)))'
)
EACH = 40
"""A table without any indicator has rows for so many: units have 27 to 39."""
BOUND = "0.05"
"""Scores are given to one decimal."""


def compared(one: str, other: str, say: str, when: str, bound: str = "0", also: str = "", advice: bool = False) -> Hint:
    """A hint about two scores, when both are there."""
    both = f"AND(COUNT([{one}])=1,COUNT([{other}])=1{also})"
    return Hint(say, f"IF({both},ROUND({when},6)>0,FALSE)", advice, (one, other, bound))


NO_REASON = compared(
    "采用得分", "分值", "得分小于分值，须填偏差原因", "[分值]-[采用得分]", also=",LEN(TRIM([偏差原因]))=0", advice=True
)
OUTSIDE = 'IF(AND([评分/方式]="公式",COUNT([计算得分])=1),OR(ROUND([计算得分],6)<0,ROUND([计算得分]-[分值],6)>0),FALSE)'
OFF_RULE = compared("得分", "计算得分", "得分与评分规则算得的不符", f"ABS([得分]-[计算得分])-{BOUND}", BOUND)

SAID = {"目标": "年度指标值", "实际": "实际完成值"}
"""A figure of the score, and the text in which it stands."""
LONGEST = 999
"""Characters: a longer text is not searched for a figure."""
PLACES = tuple(
    hidden(
        f"{name}见",
        f'IF(OR(COUNT([评分/{name}])=0,LEN([{text}｜])>{LONGEST}),"",{marked(f"ABS([评分/{name}])", f"[{text}｜]")})',
    )
    for name, text in SAID.items()
)
UNSAID = tuple(
    Hint(
        f"评分的{name}在{text}里找不到",
        f'IF([{name}见]="",FALSE,{missing(f"ABS([评分/{name}])", f"[{text}｜]", f"[{name}见]")})',
        advice=True,
    )
    for name, text in SAID.items()
)
BOTH = "[年度指标值｜]&[实际完成值｜]"
NOT_TAKEN = Hint(
    "评分的每低1扣在年度指标值、实际完成值里找不到",
    f'IF(AND(COUNT([评分/每低1扣])=1,ISNUMBER(FIND("扣",{BOTH}))),ISERROR(FIND({in_text("[评分/每低1扣]")},{BOTH})),FALSE)',
    advice=True,
)
FAR = (
    'IF(AND([评分/方式]="正向",COUNT([评分/目标],[评分/实际])=2,LEN(TRIM([偏差原因]))=0),'
    f"IF([评分/目标]>0,IF(ROUND([评分/实际]-{at('超额完成')}/100*[评分/目标],6)>=0,[自评序],0),0),0)"
)
"""Whose indicator it is where the result is far beyond its target, and nobody says why."""

ROWS = Rows(
    "绩效指标",
    (
        evaluation.NO_OWNER,
        hints.no_figure("分值"),
        Hint("得分须为数字", hints.not_figures("[得分]")),
        compared("得分", "分值", "得分大于分值", "[得分]-[分值]"),
        NO_REASON,
        OFF_RULE,
        Hint("评分的式算得的不在 0 和分值之间", OUTSIDE),
        *hints_of("评分/式", "计算得分"),
        Hint("得分不在所评的档内", BAND),
        *UNSAID,
        NOT_TAKEN,
        SLIPS,
    ),
    (
        Computed("计算得分", SCORE, "得分", "computed_score", 7),
        Computed("采用得分", "IF(COUNT([得分])=1,[得分],[计算得分])", "得分", "computed_score", 7),
        evaluation.NUMBER,
        *LEVEL_NUMBERS,
        evaluation.RANK,
        *PLACES,
        hidden("超额", FAR),
        *joined("年度指标值", "实际完成值", "偏差原因"),
    ),
    {
        **{"对象": 18, "一级": 12, "二级": 14, "三级": 24, "年度指标值": 24, "实际完成值": 30},
        **{"分值": 7, "得分": 7, "偏差原因": 20},
        **{f"评分/{field.key}": 7 for field in SCORING.fields if field.key != "档"},
        "评分/档": 11,
    },
    may_be_empty=True,
    printed_to="偏差原因",
    choices={"对象": "自评对象", "一级": evaluation.FIRST_LEVEL, "二级": evaluation.SECOND_LEVEL},
    nested="指标",
    each=EACH,
    further=in_texts({"年度指标值": 2, "实际完成值": 5, "偏差原因": 2}),
)
SHEET = InputSheet(
    "绩效指标",
    groups.PROJECTS,
    "每个指标一行，按印出的次序；得分空着而给了评分规则时，由规则算出　填自：绩效目标申报表、各处室的完成情况",
    ROWS,
    brief="每个指标一行",
)
