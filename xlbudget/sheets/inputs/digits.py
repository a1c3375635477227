"""Figures as texts and back, the same in every locale: VALUE, & and FIXED take the decimal sign of the machine.

Only runs of digits are given to VALUE; the decimal point is found as a character, and written as one.
"""

PLACE, NUMERALS = "｜", "零一二三四五六七八九十"


def whole(text: str, otherwise: str) -> str:
    """A template: the number of a text of digits alone (15 at most); ``otherwise`` for any other text."""
    return f'IFERROR(IF(TEXT(0+VALUE({text}),REPT("0",LEN({text})))={text},VALUE({text}),{otherwise}),{otherwise})'


def bare(printed: str) -> str:
    """A template: a printed figure without percent sign and thousands separators; it may be typed as a number."""
    text = f"IF(ISNUMBER({printed}),{in_text(printed)},{printed})"
    return f'SUBSTITUTE(SUBSTITUTE(TRIM({text}),"%",""),",","")'


def decimals(body: str) -> str:
    """A template: how many decimals a figure has that is ``bare``."""
    return f'IFERROR(LEN({body})-FIND(".",{body}),0)'


def value(body: str, places: str) -> str:
    """A template: the number of a figure that is ``bare`` (percentages in points), ``places`` its decimals; or ""."""
    digits = f'SUBSTITUTE(MID({body},IF(OR(LEFT({body})="-",LEFT({body})="+"),2,1),32767),".","",1)'
    number = whole(digits, '"x"')
    return f'IFERROR(IF(LEFT({body})="-",-1,1)*{number}/10^{places},"")'


def marked(number: str, text: str) -> str:
    """A template: a text with ``PLACE`` where a number of at least 0 stands as one of its own, and 0 for other digits.

    Beside a digit it is part of another number. 1,650 is 1650, 95.0% is 95.
    """
    # Not as &: in some programs 47.38 then ends in 01.
    places = "6" + "".join(f"-(ROUND({number},{fewer})={number})" for fewer in range(6))
    shown = f'SUBSTITUTE(FIXED({number},{places},TRUE),",",".")'
    body = f'SUBSTITUTE({text}&" "&SUBSTITUTE({text},",",""),{shown},"{PLACE}")'
    for zeros in ('".00","00"', '".0","0"'):
        body = f'SUBSTITUTE({body},"{PLACE}"&IF(INT({number})={number},{zeros}),"{PLACE}")'
    for digit in range(1, 10):
        body = f'SUBSTITUTE({body},"{digit}","0")'
    for part in (f"{PLACE}{PLACE}", f"0{PLACE}", f"0.{PLACE}", f"{PLACE}0", f"{PLACE}.0"):
        body = f'SUBSTITUTE({body},"{part}","0")'
    return body


def missing(number: str, text: str, place: str) -> str:
    """A template: whether ``place`` (what :func:`marked` gives) has other numbers and not this one.

    Up to ten it may be a Chinese numeral.
    """
    numeral = f'IF({number}>10,FALSE,ISNUMBER(FIND(MID("{NUMERALS}",INT({number})+1,1),{text})))'
    return f'IF(AND(ISNUMBER(FIND("0",{place})),ISERROR(FIND("{PLACE}",{place}))),NOT({numeral}),FALSE)'


def in_text(number: str) -> str:
    """A template: a number as it stands in a text."""
    return f'SUBSTITUTE({number}&"",",",".")'


def in_money(amount: str) -> str:
    """A template: an amount with two decimals as it stands in a text."""
    return f'SUBSTITUTE(FIXED({amount},2,TRUE),",",".")'
