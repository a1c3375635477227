"""Finding a row by a name that people chose: a text is compared as a text, once, and the rest runs on numbers.

``SUMIFS`` and its kin take a criterion "2023" for the number, ">5" for a comparison, "a*" for a pattern; so no name is
ever their criterion. A list that is searched keeps each name as it is compared (hidden ``名称｜比``): blanks around it
taken off and those inside single, the three wildcards of ``MATCH`` written otherwise, and begun with a letter, so that
no program takes it for a number, a date or an error. ``MATCH`` makes no difference of case. It looks for 255 characters
at most: a longer name is found nowhere, and a hint says so.
"""

from collections.abc import Iterable

from xlbudget.language.limits import LITERAL
from xlbudget.sheets.inputs.hints import Hint
from xlbudget.sheets.inputs.rows import Computed, hidden

_WRITTEN = (('"　"', " "), ('"\u00a0"', " "), ("CHAR(9)", " "), ("CHAR(10)", " "))
_SAFE = (('"^"', "^0"), ('"~"', "^1"), ('"*"', "^2"), ('"?"', "^3"))


def compared(cell: str) -> str:
    """The text in ``cell`` as names are compared."""
    body = f"TRIM({replaced(cell, _WRITTEN)})"
    return f'"名"&{replaced(body, _SAFE)}'


def written(text: str) -> str:
    """The same for a text that is known before.

    >>> written("  对  象*")
    '名对 象^2'
    """
    for other in "\u3000\u00a0\t\n":
        text = text.replace(other, " ")
    text = " ".join(filter(None, text.split(" ")))
    for sign, instead in (("^", "^0"), ("~", "^1"), ("*", "^2"), ("?", "^3")):
        text = text.replace(sign, instead)
    return f"名{text}"


def searched(cell: str) -> str:
    """The same for a name that is looked for; "" for a blank and for one that is too long to be found."""
    name = compared(cell)
    return f'IF(OR(LEN(TRIM({cell}))=0,LEN({name})>={LITERAL}),"",{name})'


def found(cell: str, names: str) -> str:
    """The row (from 1) of ``names`` at which the text in ``cell`` stands first; an error when it stands nowhere."""
    return f"MATCH(LEFT({compared(cell)},{LITERAL}),{names},0)"


def position(cell: str, names: str) -> str:
    """The row (from 1) of ``names`` at which the text in ``cell`` stands first; 0 when nowhere or blank."""
    return f"IFERROR({found(cell, names)},0)"


def names_of(listing: str, column: str) -> tuple[Computed, Computed]:
    """Hidden columns of a list that is searched by ``column``: the name as compared, and the first row that has it."""
    first = position(f"[{column}]", f"{{录入/{listing}/{column}｜比}}")
    return (hidden(f"{column}｜比", searched(f"[{column}]"), 10), hidden(f"{column}首行", first))


def name_hints(listing: str, column: str, twice: str) -> tuple[Hint, Hint]:
    """What can be wrong with a name that others look for: it stands there twice, or is too long to be found."""
    first = f"[{column}首行]"
    return (
        Hint(twice, f"IF({first}=0,FALSE,COUNTIF({{录入/{listing}/{column}首行}},{first})>1)"),
        Hint(f"{column}太长，别处引用不到，请缩短到 250 个字以内", f"AND(LEN(TRIM([{column}]))>0,{first}=0)"),
    )


def non_zero(amounts: str, criteria: str = "") -> str:
    """How many of ``amounts`` are not zero, of the rows that meet ``criteria``."""
    more = f",{criteria}" if criteria else ""
    return f'COUNTIFS({amounts},">0"{more})+COUNTIFS({amounts},"<0"{more})'


def replaced(cell: str, pairs: Iterable[tuple[str, str]]) -> str:
    """A template: a text with what is replaced in it: templates of texts → plain texts instead."""
    for text, instead in pairs:
        cell = f'SUBSTITUTE({cell},{text},"{instead}")'
    return cell
