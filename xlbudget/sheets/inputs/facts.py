"""录入-事实: a counted fact used in more than one text, typed once and referred to as ``{键}``."""

from __future__ import annotations

from collections.abc import Sequence

from xlbudget.sheets.inputs.digits import in_text
from xlbudget.sheets.inputs.find_by_name import found
from xlbudget.sheets.inputs.rows import Hint


def told(cell: str) -> str:
    """A template: the text in ``cell`` with its first ``{键}`` replaced by the fact's figure.

    An unknown 键 gets full-width braces: it stays to be seen, and no longer keeps the next one from its turn.
    CHAR(123) and CHAR(125) are the braces.
    """
    start = f"FIND(CHAR(123),{cell}&CHAR(123))"
    end = f"FIND(CHAR(125),{cell}&CHAR(125),{start})"
    key = f"MID({cell},{start}+1,{end}-{start}-1)"
    row = found(key, "{录入/事实/键｜比}")
    figure = f'IFERROR({in_text(f"INDEX({{录入/事实/数}},{row})")},"｛"&{key}&"｝")'
    return f'IF({end}>LEN({cell}),{cell}&"",LEFT({cell},{start}-1)&{figure}&MID({cell},{end}+1,32767))'


def unresolved(texts: Sequence[str]) -> Hint:
    """The hint for texts in which a ``{键}`` is left."""
    left = ",".join(f"ISNUMBER(FIND({brace},{text}))" for text in texts for brace in ("CHAR(123)", '"｛"'))
    return Hint("文字里引用的事实在 录入-事实 里没有，或一格里引用得太多", f"OR({left})")
