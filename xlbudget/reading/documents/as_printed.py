"""What is printed, taken for what is meant: words without their blanks and widths, figures, codes."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+、|[((][一二三四五六七八九十]+[))]|\d{1,2}[、.．](?!\d))")
"""一、 （一） 1. before a row's name."""
YEAR = re.compile(r"^(\d{4})年度?")
_UNIT_MARK = re.compile(r"\((?:%|[万千]?元)\)$")
_BLANKS = re.compile(r"\s+")
_QUOTES = str.maketrans("", "", "“”\"‘’'「」『』\u200b\ufeff")
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_NOTHING = re.compile(r"[-—–―/\\*…]*|无")
_FIGURE = re.compile(r"([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%?)")
_CODE = re.compile(r"(\d{7}|\d{5}|\d{3})(?:\.0+)?(\D.*)?")


def normalized(text: str) -> str:
    """Radicals and doubles of characters, which some fonts have, as the characters."""
    return _RADICALS.sub(lambda found: normalize("NFKC", found[0]), text)


def unspaced(text: str) -> str:
    """A text without any blanks, as it is printed otherwise."""
    return _BLANKS.sub("", text)


@cache
def bare(text: str) -> str:
    """What two words are compared by: no blanks, no quotes, full width as half width.

    >>> bare("因公出国（境）\\n费"), bare("财政拨款“三公”经费")
    ('因公出国(境)费', '财政拨款三公经费')
    """
    return unspaced(normalize("NFKC", text)).translate(_QUOTES)


def heading(text: str) -> str:
    """A heading without the mark of its unit.

    >>> heading("控制率 (%)"), heading("金额（万元）"), yearless(heading("2019年决算数"))
    ('控制率', '金额', '决算数')
    """
    return _UNIT_MARK.sub("", bare(text))


def yearless(text: str) -> str:
    """Words without the year before them."""
    return YEAR.sub("", text)


def unnumbered(text: str) -> str:
    """A row's name without what is printed before it.

    >>> unnumbered("二十六、抗疫特别国债安排的支出"), unnumbered("其中：公车购置"), unnumbered("1.因公出国（境）费")
    ('抗疫特别国债安排的支出', '公车购置', '因公出国(境)费')
    """
    return NUMBERED.sub("", bare(text)).removeprefix("其中:")


def figure(text: str) -> str | None:
    """A printed figure as 公开数 has it; "" where nothing, a line or a stroke is printed, None where it is no figure.

    >>> figure("１，２３４．５０"), figure(" — "), figure("-0.30"), figure("8.06%"), figure("公务"), figure("1,2")
    ('1234.50', '', '-0.30', '8.06%', None, None)
    """
    plain = unspaced(normalize("NFKC", text).replace("−", "-"))
    if _NOTHING.fullmatch(plain):
        return ""
    found = _FIGURE.fullmatch(plain)
    if not found:
        return None
    sign, whole, decimals, percent = found.groups()
    return f"{sign.replace('+', '')}{whole.replace(',', '')}{decimals or ''}{percent}"


def code(text: str) -> tuple[str, str] | None:
    """A code of 3, 5 or 7 digits and what is printed behind it in the same cell; None where there is none.

    >>> code("2010301"), code("301工资福利支出"), code(" 20103 "), code("12"), code("2010301.0")
    (('2010301', ''), ('301', '工资福利支出'), ('20103', ''), None, ('2010301', ''))
    """
    found = _CODE.fullmatch(unspaced(normalize("NFKC", text)))
    return (found[1], unspaced(found[2] or "")) if found else None
