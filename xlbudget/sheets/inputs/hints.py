"""What a 填写提示 says beside an entry, and while what holds. ``[列]`` is the cell of that column in the same row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlbudget.datafile.kinds import Amount, Kind, Number, Whole

ADVICE = "注意："
"""Begins a hint that is advice."""
UNFILLED = "未填："
"""Begins what says that something required is not there."""
DASHES = ("—", "-", "/")
"""What stands in a cell for a figure and means that there is none, to formulas too."""


@dataclass(frozen=True)
class Hint:
    """One sentence for the hint column, shown while ``when`` holds in that row.

    ``advice``: worth a look, but not wrong by itself. ``unfilled``: ``say`` is what is required and not there.
    ``figures``: the columns with the entered and the computed figure that the sentence is about, and the bound.
    ``names``: of a name that is not among those it should be, its column and the key of theirs.
    """

    say: str
    when: str
    advice: bool = False
    figures: tuple[str, ...] = ()
    unfilled: bool = False
    names: tuple[str, str] | tuple[()] = ()
    told: str = ""
    """A template of the whole sentence, where it is not always the same."""

    @property
    def sentence(self) -> str:
        return f"{UNFILLED if self.unfilled else ADVICE if self.advice else ''}{self.say}；"


def said(hints: Iterable[Hint]) -> str:
    """A template: the sentences of those hints that hold, advice last."""
    ordered = sorted(hints, key=lambda hint: hint.advice)
    return "&".join(hint.told or f'IF({hint.when},"{hint.sentence}","")' for hint in ordered)


def first_said(hints: Sequence[Hint]) -> str:
    """A template: the sentence of the first hint that holds; of the last one when none before it does."""
    *earlier, last = hints
    template = f'"{last.sentence}"'
    for hint in reversed(earlier):
        template = f'IF({hint.when},"{hint.sentence}",{template})'
    return template


def blank(column: str) -> str:
    return f"LEN(TRIM([{column}]))=0"


def filled(column: str) -> str:
    return f"LEN(TRIM([{column}]))>0"


def given(run: str) -> str:
    """A template: how many cells of ``run`` hold something; one of ``DASHES`` is nothing."""
    return f"COUNTA({run}){less_dashes(run)}"


def less_dashes(run: str) -> str:
    """A template: what a number of cells of ``run`` that hold something is lessened by."""
    return "".join(f'-COUNTIF({run},"{dash}")' for dash in DASHES)


def not_figures(run: str) -> str:
    """A template: whether something in ``run`` should be a figure and is none; dashes are looked for in texts only."""
    if ":" in run:
        return f"IF(COUNTA({run})=COUNT({run}),FALSE,{given(run)}<>COUNT({run}))"
    return f"IF(OR(ISNUMBER({run}),ISBLANK({run})),FALSE,{given(run)}>0)"


def no_figure(column: str) -> Hint:
    return Hint(f"{column}须为数字", not_figures(f"[{column}]"))


def amounts(*columns: str, may_be_negative: bool = False) -> tuple[Hint, ...]:
    """Hints every amount owes its reader; ``columns`` are neighbours, from left to right."""
    cells = [f"[{column}]" for column in columns]
    run = cells[0] if len(cells) == 1 else f"{cells[0]}:{cells[-1]}"
    # Amounts in 万元 are understood as rounded to two decimals; more of them would make nonsense of the bounds.
    excess = "+".join(f"ABS(ROUND(SUM({cell}),2)-SUM({cell}))" for cell in cells)
    too_fine = f'IF(金额单位="万元",{excess}>0.0000001,FALSE)'
    hints = (Hint("金额须为数字", not_figures(run)), Hint("万元数最多两位小数", too_fine))
    return hints if may_be_negative else (*hints, Hint("不应为负数", f"MIN({run})<0"))


def of_figure(column: str, kind: Kind) -> str:
    """A template: what is wrong with a figure that stands by itself; "" for a kind that is no figure."""
    if isinstance(kind, Amount):
        return said(amounts(column))
    if isinstance(kind, Number | Whole):
        cell = f"[{column}]"
        return f'IF({not_figures(cell)},"须为数字；",IF(SUM({cell})<0,"不应为负数；",""))'
    return ""
