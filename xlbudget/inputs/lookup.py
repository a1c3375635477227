"""Finding a row by a name that people chose: names may hold * ? ~ or begin with an operator."""

from __future__ import annotations


def literal(cell: str) -> str:
    """The text in ``cell`` as a criterion that matches itself only (MATCH and SUMIFS know wildcards)."""
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},"~","~~"),"*","~*"),"?","~?")'


def position(cell: str, names: str) -> str:
    """The row (from 1) of ``names`` at which the text in ``cell`` stands; 0 when it stands nowhere or is blank."""
    found = f"MATCH({literal(cell)},{names},0)"
    return f"IF(LEN(TRIM({cell}))=0,0,IF(ISNUMBER({found}),{found},0))"


def sum_by_name(cell: str, names: str, amounts: str) -> str:
    """Σ of ``amounts`` over the rows in which ``names`` is the text in ``cell``."""
    return f'SUMIFS({amounts},{names},"="&{literal(cell)})'


def name_twice(cell: str, names: str) -> str:
    """Whether the text in ``cell`` stands more than once in ``names``."""
    return f"IF(LEN(TRIM({cell}))=0,FALSE,COUNTIF({names},{literal(cell)})>1)"


def non_zero(amounts: str, criteria: str = "") -> str:
    """How many of ``amounts`` are not zero, of the rows that meet ``criteria``."""
    more = f",{criteria}" if criteria else ""
    return f'COUNTIFS({amounts},">0"{more})+COUNTIFS({amounts},"<0"{more})'
