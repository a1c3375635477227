"""录入-事实: a counted fact used in more than one text, typed once and referred to as ``{键}``."""

from __future__ import annotations


def told(cell: str) -> str:
    """A template: the text in ``cell`` with its first ``{键}`` replaced by the fact's figure.

    An unknown 键 stays as it is. CHAR(123) and CHAR(125) are the braces.
    """
    start = f"FIND(CHAR(123),{cell}&CHAR(123))"
    end = f"FIND(CHAR(125),{cell}&CHAR(125),{start})"
    found = f"MATCH(MID({cell},{start}+1,{end}-{start}-1),{{录入/事实/键}},0)"
    figure = f"INDEX({{录入/事实/数}},{found})"
    return (
        f'IF({start}>LEN({cell}),{cell}&"",IF(ISNUMBER({found}),'
        f"LEFT({cell},{start}-1)&{figure}&MID({cell},{end}+1,32767),{cell}))"
    )
