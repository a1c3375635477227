"""绩效自评 in four lists: the tables themselves, their sources of money, bracketed weights, and indicators.

The indicators of the data file keep their rows in 附件2 and 附件3. One typed behind them has a 序键 (number of its
对象 × 1000 + rank among the new ones of that 对象), by which a spare row of its table finds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from xlbudget.datafile.fields import EVALUATION, INDICATOR, RANKS, SCORING
from xlbudget.datafile.kinds import Amount, Field, Number, Record, Text
from xlbudget.language.sheet import Sheet
from xlbudget.sheets.inputs.facts import told, unresolved
from xlbudget.sheets.inputs.find_by_name import name_hints, names_of, position, searched
from xlbudget.sheets.inputs.rows import Computed, Hint, Listing, amount_hints, listing_sheet

WHOLE = "整体"
BUDGETS = ("年初预算数", "全年预算数", "全年执行数")

_OBJECT = Field("对象", Text(), True, "“整体”，或 录入-项目 里的项目名称")
_NUMBER = Computed("自评序", position("[对象]", "{录入/绩效自评/对象｜比}"), hidden=True, width=8)
_UNKNOWN = Hint("录入-绩效自评 里没有这个对象", "AND(LEN(TRIM([对象]))>0,[自评序]=0)")
_NAMELESS = Hint("缺对象", "LEN(TRIM([对象]))=0")


LEVELS = ("一级", "二级")
_LEVEL_NUMBERS = tuple(
    Computed(f"{level}号", position(f"[{level}]", f"{{录入/绩效权重/{level}｜比}}"), hidden=True, width=8)
    for level in LEVELS
)
"""The first row of 录入-绩效权重 that has this 一级 or 二级, whoever its 对象 is; 0 when none has."""


def weight_key(number: str, first: str, second: str = "") -> str:
    """A template: the numeric key of a bracket, from the numbers of its 对象, its 一级 and, where it has one, its 二级.

    Of a 一级 alone it is below RANKS², of both above.
    """
    of_first = f"{number}*{RANKS}+{first}"
    return f"({of_first})*{RANKS}+{second}" if second else of_first


PASSES = {"实际完成值": 5, "年度指标值": 2, "偏差原因": 2, "年度目标": 5, "实际完成情况": 5}
"""How many facts a text may name, by its column."""


def _told(column: str) -> tuple[Computed, ...]:
    """Hidden columns that put facts into a text, one a pass; the last is ``column｜文``."""
    steps = [column, *(f"{column}｜{i}" for i in range(1, PASSES[column])), f"{column}｜文"]
    return tuple(Computed(after, told(f"[{before}]"), hidden=True, width=10) for before, after in pairwise(steps))


def text_of(column: str, facts: bool) -> str:
    """The column to print for a text: with its facts where the file has facts, else as it was typed."""
    return f"{column}｜文" if facts else column


TABLES = Listing(
    "绩效自评",
    Record(tuple(EVALUATION[key] for key in ("对象", "表内名称", "主管部门", "实施单位", "年度目标", "实际完成情况"))),
    "每张绩效自评表一行：“整体”是附件2，其余按次序是附件3-1、附件3-2……",
    (
        _NAMELESS,
        Hint("对象既不是“整体”，也不是 录入-项目 里的项目", f'AND(LEN(TRIM([对象]))>0,[对象]<>"{WHOLE}",[项目行]=0)'),
        *name_hints("绩效自评", "对象", "同一对象出现了两行"),
    ),
    computed=(
        *names_of("绩效自评", "对象"),
        Computed("项目行", position("[对象]", "{录入/项目/名称｜比}"), hidden=True, width=8),
    ),
    widths=(("对象", 40), ("表内名称", 30), ("主管部门", 30), ("实施单位", 30), ("年度目标", 60), ("实际完成情况", 60)),
)

FUNDING = Listing(
    "绩效资金",
    Record(
        (
            _OBJECT,
            Field("行", Text(), True),
            *(Field(key, Amount()) for key in ("年初预算数", "全年预算数", "全年执行数")),
        )
    ),
    "项目的资金来源；当年财政拨款空着时，等于项目的数减去其他各行",
    (
        _NAMELESS,
        _UNKNOWN,
        *amount_hints([f"[{key}]" for key in BUDGETS], may_be_negative=False),
    ),
    computed=(_NUMBER,),
    widths=(("对象", 40), ("行", 24)),
    may_be_empty=True,
)

WEIGHTS = Listing(
    "绩效权重",
    Record((_OBJECT, Field("一级", Text(), True), Field("二级", Text()), Field("分值", Number(), True))),
    "表上印在括号里的分值，如 产出指标（50分）",
    (
        _NAMELESS,
        _UNKNOWN,
        Hint("缺一级", "LEN(TRIM([一级]))=0"),
        Hint("名称太长，对不上指标，请缩短到 250 个字以内", "AND(LEN(TRIM([一级]))>0,[层级]=0)"),
        Hint("同一对象的这一级出现了两行", 'IF([权键]="",FALSE,COUNTIF({录入/绩效权重/权键},[权键])>1)'),
        Hint("分值须为数字", "COUNT([分值])=0"),
    ),
    computed=(
        _NUMBER,
        *(Computed(f"{level}｜比", searched(f"[{level}]"), hidden=True, width=10) for level in LEVELS),
        *_LEVEL_NUMBERS,
        Computed(
            "层级",
            "IF([一级号]=0,0,IF(LEN(TRIM([二级]))=0,1,IF([二级号]=0,0,2)))",
            hidden=True,
            width=8,
        ),
        Computed(
            "权键",
            f'IF(OR([自评序]=0,[层级]=0),"",IF([层级]=1,{weight_key("[自评序]", "[一级号]")},'
            f"{weight_key('[自评序]', '[一级号]', '[二级号]')}))",
            hidden=True,
            width=10,
        ),
        Computed(
            "指标数",
            "IF([层级]=0,0,COUNTIFS({录入/绩效指标/自评序},[自评序],"
            "{录入/绩效指标/一级号},[一级号],{录入/绩效指标/二级号},[二级号]))",
            hidden=True,
            width=8,
        ),
    ),
    widths=(("对象", 40), ("一级", 24), ("二级", 24)),
    may_be_empty=True,
)

_RULE = tuple(Field(f"评分/{field.key}", field.kind) for field in SCORING.fields)

_RATIO = "[评分/实际]/[评分/目标]"
_COMPUTED_SCORE = (
    'IF(OR(COUNT([分值])=0,COUNT([评分/实际])=0,COUNT([评分/目标])=0),"",'
    f'IF([评分/方式]="正向",IF([评分/目标]=0,"",MIN(1,{_RATIO})*[分值]),'
    f'IF([评分/方式]="反向",IF([评分/目标]=0,IF([评分/实际]=0,[分值],0),MAX(0,MIN(1,2-{_RATIO}))*[分值]),'
    'IF([评分/方式]="达标",IF([评分/方向]="≥",IF([评分/实际]>=[评分/目标],[分值],0),'
    'IF([评分/方向]="≤",IF([评分/实际]<=[评分/目标],[分值],0),"")),'
    'IF(AND([评分/方式]="扣分",COUNT([评分/每低1扣])=1),MAX(0,[分值]-[评分/每低1扣]*ROUNDUP(ROUND(MAX(0,[评分/目标]-[评分/实际]),6),0)),"")))))'
)
"""得分 by 评分 (财预〔2020〕10号 and the forms' own rules); empty where the rule gives no figure."""

_BAND = (
    'IF(OR([评分/方式]<>"定性",COUNT([得分])=0,COUNT([分值])=0),FALSE,'
    'OR(AND([评分/档]="达成",ROUND([得分]-[分值]*0.8,6)<0),'
    'AND([评分/档]="部分达成",OR(ROUND([得分]-[分值]*0.8,6)>=0,ROUND([得分]-[分值]*0.6,6)<0)),'
    'AND([评分/档]="未达成",ROUND([得分]-[分值]*0.6,6)>=0)))'
)

SCORE_BOUND = "0.05"
"""Scores are given to one decimal."""

INDICATORS = Listing(
    "绩效指标",
    Record(
        (
            _OBJECT,
            *(field for field in INDICATOR.fields if field.key != "评分"),
            *_RULE,
        )
    ),
    "每个指标一行，按印出的次序；得分空着而给了评分规则时，由规则算出",
    (
        _NAMELESS,
        _UNKNOWN,
        Hint("缺三级指标", "LEN(TRIM([三级]))=0"),
        Hint("分值须为数字", "COUNT([分值])=0"),
        Hint("得分须为数字", "COUNTA([得分])<>COUNT([得分])"),
        Hint(
            "得分大于分值",
            "IF(AND(COUNT([得分])=1,COUNT([分值])=1),ROUND([得分]-[分值],6)>0,FALSE)",
            figures=("得分", "分值", "0"),
        ),
        Hint(
            "得分小于分值，须填偏差原因",
            "IF(AND(COUNT([采用得分])=1,COUNT([分值])=1,LEN(TRIM([偏差原因]))=0),ROUND([分值]-[采用得分],6)>0,FALSE)",
            advice=True,
            figures=("采用得分", "分值", "0"),
        ),
        Hint(
            "得分与评分规则算得的不符",
            f"IF(AND(COUNT([得分])=1,COUNT([计算得分])=1),ROUND(ABS([得分]-[计算得分])-{SCORE_BOUND},6)>0,FALSE)",
            figures=("得分", "计算得分", SCORE_BOUND),
        ),
        Hint("得分不在所评的档内", _BAND),
    ),
    computed=(
        Computed("计算得分", _COMPUTED_SCORE, after="得分", style="computed_score", width=10),
        Computed("采用得分", "IF(COUNT([得分])=1,[得分],[计算得分])", after="得分", style="computed_score", width=10),
        _NUMBER,
        *_LEVEL_NUMBERS,
        Computed(
            "序键", f'IF([自评序]=0,"",[自评序]*{RANKS}+COUNTIF([^自评序]:[自评序],[自评序]))', hidden=True, width=10
        ),
    ),
    widths=(
        *((key, 18) for key in ("一级", "二级")),
        ("对象", 24),
        ("三级", 34),
        ("年度指标值", 40),
        ("实际完成值", 50),
        ("分值", 8),
        ("得分", 8),
        ("偏差原因", 40),
        *((field.key, 12) for field in _RULE),
    ),
)


def sheets(evaluations: Sequence[dict[str, Any]], facts: bool) -> tuple[Sheet, ...]:
    """The four lists, the nested ones flattened under the 对象 they belong to."""
    flat = {
        TABLES: [{key: e.get(key) for key in TABLES.record_keys if e.get(key) is not None} for e in evaluations],
        FUNDING: [{"对象": e["对象"], **row} for e in evaluations for row in e.get("资金", [])],
        WEIGHTS: [{"对象": e["对象"], **row} for e in evaluations for row in e.get("权重", [])],
        INDICATORS: [{"对象": e["对象"], **_flat(row)} for e in evaluations for row in e["指标"]],
    }
    texts = {TABLES: ("年度目标", "实际完成情况"), INDICATORS: ("年度指标值", "实际完成值", "偏差原因")}
    made = []
    for listing, rows in flat.items():
        told_columns = [column for text in texts.get(listing, ()) if facts for column in _told(text)]
        full = listing.plus(tuple(told_columns))
        if told_columns:
            full = full.with_hint(unresolved([f"[{text}｜文]" for text in texts[listing]]))
        made.append(_ranked(full, rows) if listing is INDICATORS else listing_sheet(full, rows))
    return tuple(made)


def _ranked(listing: Listing, rows: Sequence[dict[str, Any]]) -> Sheet:
    """The indicators; only those behind the data file's own have a 序键."""
    sheet = listing_sheet(replace(listing, start=len(rows)), rows)
    keys = dict(sheet.areas)[f"录入/{listing.key}/序键"]
    spare = keys.row + len(rows)
    items = tuple(i for i in sheet.items if i.col != keys.col or i.row < keys.row or i.row >= spare)
    areas = [
        (f"录入/{listing.key}/备用{label}", replace(area, row=spare, rows=area.rows - len(rows)))
        for label in ("序键", "自评序")
        for area in (dict(sheet.areas)[f"录入/{listing.key}/{label}"],)
    ]
    return replace(sheet, items=items, areas=(*sheet.areas, *areas))


def _flat(indicator: dict[str, Any]) -> dict[str, Any]:
    rule = indicator.get("评分", {})
    plain = {key: value for key, value in indicator.items() if key != "评分"}
    return plain | {f"评分/{key}": value for key, value in rule.items()}
