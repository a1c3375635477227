"""录入-核实: the reasons for what is unusual but right: each for one finding of kind 需说明, or for all of a rule.

What is open is chosen from a list whose texts are rule｜object｜figure, so that one choice says all; a file that was
read has the three in their columns.
"""

from collections.abc import Mapping
from typing import Any

from xlbudget.language import groups
from xlbudget.language.verdicts import UNEXPLAINED
from xlbudget.sheets.inputs.digits import in_money
from xlbudget.sheets.inputs.find_by_name import compared, searched
from xlbudget.sheets.inputs.hints import Hint
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Computed, Rows, hidden
from xlbudget.sheets.inputs.slips import SLIPS, UNFINISHED, joined

KEY = "核实"
BAR = "｜"
OFFERED = "需说明清单"
"""The defined name of the list that is offered."""
WHOLE, PLACE = f"录入/{KEY}/整｜比", f"录入/{KEY}/处｜比"
"""Columns that are searched: rule｜object｜figure of what has a reason, and rule｜object of all."""
OBJECTS, VERDICTS, FIGURES = "{校验/处名}", "{校验/判定}", "{校验/数文}"

_FIGURE = f'SUBSTITUTE(TRIM(IF(ISNUMBER([数]),{in_money("[数]")},[数])),",","")'
_ALL = (
    f'IF(LEN(TRIM([规则]))=0,"",TRIM([规则])&IF(ISNUMBER(FIND("{BAR}",[规则])),"","{BAR}"&TRIM([对象]))'
    f'&IF(LEN([规则])-LEN(SUBSTITUTE([规则],"{BAR}",""))>1,"","{BAR}"&{_FIGURE}))'
)
_BARS = f'LEN([整])-LEN(SUBSTITUTE([整],"{BAR}",""))'
_LAST = f'FIND(CHAR(1),SUBSTITUTE([整],"{BAR}",CHAR(1),{_BARS}))'
_IS_WHOLE = f'RIGHT([处｜比])="{BAR}"'
STATE = (
    f'IF([整]="","",IF(COUNT([第几处])=1,IF(INDEX({VERDICTS},[第几处])="{UNEXPLAINED}",'
    f'IF(LEN(TRIM([说明]))=0,"{UNEXPLAINED}",IF({UNFINISHED},"说明没有写完","数变了，请重新说明")),INDEX({VERDICTS},[第几处])),'
    f'IF({_IS_WHOLE},"该规则的全部","")))'
)
ROWS = Rows(
    KEY,
    (
        Hint(
            "没有这一处：规则或对象不对，请从下拉列表里选",
            f'IF([处｜比]="",FALSE,NOT(ISNUMBER(MATCH([处｜比]&IF({_IS_WHOLE},"*",""),{OBJECTS},0))))',
            advice=True,
        ),
        SLIPS,
    ),
    (
        Computed("现在的数", f'IF(COUNT([第几处])=1,INDEX({FIGURES},[第几处]),"")', "数", "computed_text", 14),
        Computed("判定", STATE, "说明", "computed_text", 20),
        hidden("整", _ALL, 10),
        hidden("整｜比", f'IF(OR(LEN(TRIM([说明]))=0,{UNFINISHED}),"",{searched("[整]")})', 10),
        hidden("处｜比", f'IF([整]="","",{compared(f"LEFT([整],{_LAST}-1)")})', 10),
        hidden("第几处", f'IF([整]="","",IFERROR(MATCH([处｜比],{OBJECTS},0),""))', 10),
        *joined("说明"),
    ),
    widths={"规则": 44, "对象": 26, "数": 12, "说明": 60},
    choices={"规则": OFFERED},
    may_be_empty=True,
)
ABOUT = "需说明的各处为什么是这样：从“规则”的下拉列表里选一处，写上说明，它就变成已说明　填自：各处室"
SHEET = InputSheet(KEY, groups.TEXTS, ABOUT, ROWS, brief="不一定错的，写明原因")


def chosen(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry whose rule was chosen from the list, with the three parts apart.

    >>> chosen({"规则": "三公-超上年｜公务接待费｜3.24", "说明": "甲"})
    {'规则': '三公-超上年', '对象': '公务接待费', '数': '3.24', '说明': '甲'}
    """
    rule, bar, rest = str(entry.get("规则", "")).strip().partition(BAR)
    if not bar:
        return dict(entry)
    about, _, figure = rest.rpartition(BAR) if BAR in rest else (rest, "", str(entry.get("数", "")))
    parts = {"规则": rule, "对象": about, "数": figure}
    return {key: part for key, part in parts.items() if part} | ({"说明": entry["说明"]} if "说明" in entry else {})
