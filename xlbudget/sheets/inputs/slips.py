"""What is said of the first slip in a row with texts: see ``wording.py`` for the kinds of slips.

A row's texts are joined without blanks (hidden ``话``), then its figures become zeros (``零``, as long as the text; the
years that a text may be about are no figures) and every clause ends with 。, then all figures are of one length, and
words of rise and fall one word (``折``). ``错`` is the number of the first kind of slip that is there, and its place.
"""

from __future__ import annotations

from xlbudget.sheets.inputs.find_by_name import replaced
from xlbudget.sheets.inputs.hints import Hint
from xlbudget.sheets.inputs.rows import Computed, hidden
from xlbudget.sheets.inputs.wording import WORDINGS, Wording, first

BEFORE, QUOTED = 4, 18
"""Characters of a text that are quoted before the place of a slip, and altogether."""
_PLACES = 10**6
_PLAIN = (('" "', ""), ('"　"', ""), ('"\u00a0"', ""), ('"("', "（"), ('")"', "）"), ('"％"', "%"))
_YEARS = tuple((f'(年度{by})&""', "〇〇〇〇") for by in ("", "-1", "+1"))
_DIGITS = tuple((f'"{digit}"', "0") for digit in range(1, 10))
_STOPS = tuple((f'"{stop}"', "。") for stop in "，；、）”")
_SHORTER = tuple((f'"{text}"', "0") for text in ("00000", "000", "00", "00", "0.0", "比为0", "比0"))
_ALIKE = (('"增0万元。与"', "增。与"), ('"增0%。与"', "增。与"), ('"支出的0"', "计的0"))
_WAYS = tuple(
    (f'"{word}"', "增")
    for word in ("增加", "减少", "增长", "下降", "上升", "降低", "大于", "小于", "高于", "低于", "多于", "少于")
)


def joined(*columns: str) -> tuple[Computed, ...]:
    """Hidden columns of a list: the texts of a row in the three shapes in which slips are looked for, and the first."""
    text = "&CHAR(10)&".join(f"[{column}]" for column in columns)
    blank = f"LEN({'&'.join(f'[{column}]' for column in columns)})=0"
    slip = first(*(f"{_PLACES * number}+{one.at}" for number, one in enumerate(WORDINGS, 1)), "0")
    return (
        hidden("话", f'IF({blank},"",{replaced(text, _PLAIN)})'),
        hidden("零", f'IF([话]="","",{replaced("[话]", (*_YEARS, *_DIGITS, *_STOPS))}&"。")'),
        hidden("折", f'IF([话]="","",{replaced("[零]", (*_SHORTER, *_WAYS, *_ALIKE))})'),
        hidden("错", f'IF([话]="",0,{slip})'),
    )


AROUND = {
    "差错/先": [one.begins for one in WORDINGS],
    "差错/后": [one.ends for one in WORDINGS],
}
"""Key of cells on the hidden sheet 界限 → what stands before, and behind, the words quoted: hundreds of rows say it."""


def _said() -> str:
    before, behind = (f"INDEX({{{key}}},INT([错]/{_PLACES}))" for key in AROUND)
    quoted = f"MID([话],MAX(1,MOD([错],{_PLACES})-{BEFORE}),{QUOTED})"
    # The sentence ends with its only ；.
    quoted = replaced(quoted, (('"；"', "，"), ("CHAR(10)", " ")))
    return f'IF([错]=0,"",{before}&{quoted}&{behind})'


SLIPS = Hint("", "", told=_said())
"""What a list with :func:`joined` says of the texts of a row."""


UNFINISHED = f"AND([错]>0,[错]<{_PLACES * (1 + sum(one.missing for one in WORDINGS))})"
"""A template: whether something is still to be filled in in the texts of a row; those kinds come first."""


def of_sentence(sentence: str) -> Wording | None:
    """Which kind of slip a sentence is about."""
    return next((one for one in WORDINGS if sentence.startswith(one.begins)), None)
