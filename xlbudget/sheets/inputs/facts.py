"""录入-事实: a counted fact used in more than one text, typed once and referred to as ``{键}``."""

from collections.abc import Mapping
from itertools import pairwise

from xlbudget.language import groups
from xlbudget.sheets.inputs import hints
from xlbudget.sheets.inputs.digits import in_money, in_text
from xlbudget.sheets.inputs.find_by_name import found, name_hints, names_of
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Computed, Further, Rows, hidden
from xlbudget.sheets.inputs.slips import SLIPS, joined
from xlbudget.sheets.inputs.working_out import hints_of, value_of

TWICE = "同一个键出现了两行，只用第一行，请改成不同的键"

USED = (
    'IF(LEN(TRIM([式]))=0,IF(COUNT([数])=0,"",[数]),'
    f'IFERROR(ROUND({value_of("[式]")}*IF(OR(TRIM([单位])="%",TRIM([单位])="％"),100,1),4),""))'
)
"""A fact's figure in its unit: as counted, or what its 式 comes to."""
PRINTED = (
    'IF(COUNT([采用数])=0,"｛"&TRIM([键])&"｝",IF(LEN(TRIM([式]))=0,' + in_text("[采用数]") + ","
    'IF(OR(RIGHT(TRIM([单位]))="元",TRIM([单位])="%",TRIM([单位])="％"),'
    f"{in_money('[采用数]')},{in_text('ROUND([采用数],2)')})))"
)
"""The same as a text prints it: what was worked out with two decimals, a count without those that are zero; the 键 as
it is shown where nothing stands for it, when there is no figure."""

ROWS = Rows(
    "事实",
    (
        hints.Hint(
            "数（或者式）", f"AND({hints.filled('键')},{hints.given('[数]')}=0,{hints.blank('式')})", unfilled=True
        ),
        *name_hints("事实", "键", TWICE),
        hints.no_figure("数"),
        hints.Hint("数和式都填了，用的是式算得的", f"AND(COUNT([数])=1,{hints.filled('式')})", advice=True),
        *hints_of("式", "采用数"),
        SLIPS,
    ),
    (
        Computed("采用数", USED, "数", "computed_figure", 14),
        *names_of("事实", "键"),
        hidden("采用文", PRINTED, 10),
        *joined("出处"),
    ),
    {"键": 30, "出处": 34, "式": 34},
    may_be_empty=True,
)
SHEET = InputSheet(
    "事实",
    groups.TEXTS,
    "文字里用 {键} 引用的数，只填一次；由别的数得出的写成式　填自：业务处室的台账",
    ROWS,
    brief="文字里引用的计数",
)


def told(cell: str) -> str:
    """A template: the text in ``cell`` with its first ``{键}`` replaced by the fact's figure.

    An unknown 键 gets full-width braces: it stays to be seen, and no longer keeps the next one from its turn.
    CHAR(125) is the closing brace: as a sign, it would end a key of the template.
    """
    start = f'FIND("{{",{cell})'
    length = f"FIND(CHAR(125),{cell},{start})-{start}"
    key = f"MID({cell},{start}+1,{length}-1)"
    row = found(key, "{录入/事实/键｜比}")
    figure = f'IFERROR(INDEX({{录入/事实/采用文}},{row}),"｛"&{key}&"｝")'
    # Where there is none, the rest is not looked at.
    return f'IFERROR(IF({start},SUBSTITUTE({cell},MID({cell},{start},{length}+1),{figure},1)),{cell}&"")'


def in_texts(most: Mapping[str, int]) -> Further:
    """What a list has for the columns whose texts may name facts, ``most`` so many: hidden columns that put facts into
    a text, one a pass, the last of them ``column｜文``; and a hint for a text in which a ``{键}`` is left."""
    columns, left = [], []
    for column, passes in most.items():
        steps = [column, *(f"{column}｜{i}" for i in range(1, passes)), text_of(column, True)]
        columns += [hidden(after, told(f"[{before}]"), 10) for before, after in pairwise(steps)]
        left += [f'ISNUMBER(FIND("{brace}",[{steps[-1]}]))' for brace in "{｛"]
    unknown = hints.Hint("文字里引用的事实在 录入-事实 里没有、没有数，或一格里引用得太多", f"OR({','.join(left)})")
    return Further("事实", tuple(columns), (unknown,))


def text_of(column: str, facts: bool) -> str:
    """The column to print for a text: with its facts where the file has facts, else as it was typed."""
    return f"{column}｜文" if facts else column
