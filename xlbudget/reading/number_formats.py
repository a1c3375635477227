"""Number formats: whether a number is shown as a date, and how it is printed in a cell meant for text."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from xlbudget.reading.shown_digits import shown

BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"},
    **{11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 48: "##0.0E+0"},
    **dict.fromkeys((5, 6), "¥#,##0;¥-#,##0"),
    **dict.fromkeys((7, 8), "¥#,##0.00;¥-#,##0.00"),
    **dict.fromkeys((37, 38), "#,##0;-#,##0"),
    **dict.fromkeys((39, 40), "#,##0.00;-#,##0.00"),
    **dict.fromkeys((41, 42), '#,##0;-#,##0;"-";@'),
    **dict.fromkeys((43, 44), '#,##0.00;-#,##0.00;"-"??;@'),
}
"""By number, as far as their digits go: signs and room differ between languages."""
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NUMBER = re.compile("[0-9]{1,9}")
_SILENT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h{1,2}\]|m{1,2}\]|s{1,2}\])[^\]]*\]', re.IGNORECASE)
_FIXED = re.compile(r"(?:#,##)?0+(?:\.0+)?%?")
_FIGURE = re.compile(
    r"(-?[0-9]{1,400})|[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?|-?inf|nan", re.ASCII | re.IGNORECASE
)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


def all_codes(styles: Any) -> dict[int, str]:
    """The format code of every number that a style may name."""
    codes = BUILT_IN | dict.fromkeys(_DATES, "yyyy/m/d")
    for element in styles.iter("{*}numFmt"):
        if _NUMBER.fullmatch(element.get("numFmtId", "")) and element.getparent().tag.endswith("}numFmts"):
            codes[int(element.get("numFmtId"))] = element.get("formatCode", "General")
    return codes


def format_codes(styles: Any) -> list[str]:
    """The format code of every cell style (index ``s``)."""
    codes = all_codes(styles)
    table = next(styles.iter("{*}cellXfs"), ())
    ids = (xf.get("numFmtId", "0") for xf in table if isinstance(xf.tag, str))
    return [codes.get(int(number), "General") if _NUMBER.fullmatch(number) else "General" for number in ids]


def is_date(code: str) -> bool:
    """Whether a number in this format is shown as a date or a time."""
    plain = _SILENT.sub("", code.partition(";")[0]).lower()
    return "general" not in plain and "通用格式" not in plain and bool(re.search("[ymdhs年月日]", plain))


def as_date(serial: float, since_1904: bool = False) -> str | None:
    """The day (and time) of a serial number in ISO form; None when there is no such day."""
    try:
        moment = (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(days=serial)
    except (OverflowError, ValueError):
        return None
    return moment.date().isoformat() if serial == int(serial) else moment.isoformat(sep=" ", timespec="seconds")


def as_shown(figure: float, code: str) -> str:
    """A number as text: with the digits that the cell shows where they are fixed, else as it stands; no ``,``.

    >>> as_shown(1, "00"), as_shown(-3.14159, "0.00"), as_shown(0.5, "0.0%"), as_shown(1234.5, "General")
    ('01', '-3.14', '50.0%', '1234.5')
    """
    exact, plain = Decimal(repr(figure)), "".join(_SILENT.sub("", code.partition(";")[0]).split())
    if _FIXED.fullmatch(plain):
        return str(shown(figure, plain))
    return f"{exact.to_integral_value() if exact == exact.to_integral_value() else exact:f}"


def figure(raw: str) -> float | int:
    """A number as the file writes it: 1440 is whole, 1440.0 is not (both are kept apart in the data file)."""
    if (match := _FIGURE.fullmatch(raw)) is None:
        # Python takes more for numbers than programs do: 1_000, digits of other scripts.
        raise ValueError(raw)
    return int(raw) if match[1] else float(raw)
