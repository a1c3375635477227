"""What a cell shows of its value in a number format: enough of the notation to say whether digits are others.

Blanks, colours, separators and the room that a format leaves are not looked at. What is rarer than a fixed number of
decimals (dates, fractions, exponents, Chinese numerals, conditions) is not worked out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

_TOKENS = re.compile(
    r'"(?P<text>[^"]*)"|\\(?P<escaped>.)|(?P<room>[_*].)|\[\$(?P<sign>[^\]-]*)(?:-[^\]]*)?\]|\[(?P<mark>[^\]]*)\]|'
    r"(?P<general>G/?通用格式|通用格式|General)|(?P<digit>[0#?.,])|(?P<percent>%)|(?P<whole>@)|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_COLOURS = re.compile(r"black|blue|cyan|green|magenta|red|yellow|color ?(?!2\b)[0-9]+", re.IGNORECASE)
_WHITE = re.compile(r"white|color ?2", re.IGNORECASE)
_PLAIN = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_CURRENCY = re.compile(r"[¥￥$€]")
_EXACT = Context(prec=400)
GENERAL_WIDTH = 11
"""Characters that a figure has in the format General, its sign aside."""
PROBES = (1234.565, -1234.565)
"""A format with a fixed number of decimals must do right by these, too."""


@dataclass(frozen=True)
class _Section:
    """``before`` and ``behind`` stand beside the figure; a ``pattern`` of its own is "General"."""

    before: str = ""
    pattern: str = ""
    behind: str = ""
    percents: int = 0
    whole: int = 0
    """How often the text itself is shown."""


@cache
def agrees(value: float | str, ours: str, theirs: str) -> bool:
    """Whether a value shows the same digits in their format as in ours, or more decimals.

    >>> agrees(160, "0.00", "General"), agrees(160, "0.00", "0.000"), agrees(1600, "#,##0.00", "0.00_ ")
    (True, True, True)
    >>> agrees(160, "0.00", "0"), agrees(60, "0.00", '"1"0.00'), agrees(160, "0.00", ";;;"), agrees(1, "0.00", "0.00%")
    (False, False, False, False)
    """
    if isinstance(value, str):
        mine, other = (text and "".join(text.split()) for text in (shown(value, ours), shown(value, theirs)))
        return mine == other
    return _same(value, ours, theirs) and (ours in ("General", "@") or all(_same(v, ours, theirs) for v in PROBES))


def _percent_behind(text: str | None) -> str | None:
    """Some languages write the sign before the figure, and so do office programs there."""
    return re.sub(r"^(-?)%(.*)$", r"\1\2%", text) if text else text


def _same(value: float, ours: str, theirs: str) -> bool:
    mine, other = (_percent_behind(shown(value, code)) for code in (ours, theirs))
    if other is None or mine is None or mine == other:
        return mine == other
    if value == 0 and _bare(other) == "-":
        # The stroke that accountants write for nothing.
        return True
    (right, decimals, percent), (there, more, other_percent) = _figure(mine), _figure(other)
    if there is None or (right is None and (_bare(mine) or value)):
        return False
    exact = Decimal(repr(value)) * (100 if percent else 1)
    same_kind = not _bare(mine) or percent == other_percent
    return same_kind and there == _rounded(exact, more) and (more >= decimals or there == right)


def shown(value: float | str, code: str) -> str | None:
    """The text of a cell; None where it cannot be said.

    >>> shown(-1234.5, '#,##0.00;[Red]"-"#,##0.00'), shown(1234567, "0.0,,"), shown(0.5, "0%"), shown("甲", "0;0;0;@乙")
    ('-1234.50', '1.2', '50%', '甲乙')
    """
    sections = _sections(code)
    if sections is None:
        return None
    texts = sections[3:] or [one for one in sections[-1:] if one.whole]
    figures = sections[:3] if len(sections) > 3 or not texts or len(sections) == 1 else sections[:-1]
    if isinstance(value, str):
        text = texts[0] if texts else _Section(whole=1)
        return text.before + value * text.whole + text.behind
    place = 1 if value < 0 and len(figures) > 1 else 2 if value == 0 and len(figures) > 2 else 0
    section = figures[place]
    exact = Decimal(repr(value))
    return _written(abs(exact) if place else exact, section)


@cache
def _sections(code: str) -> list[_Section] | None:
    """The sections of a format; None where one is of a kind that is not worked out."""
    made: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    for match in [*_TOKENS.finditer(code), None]:
        kind = match.lastgroup or "" if match else "end"
        if kind != "end":
            assert match
            tokens.append((kind, match.group(kind)))
            continue
        section = _section(tokens)
        if section is None:
            return None
        made.append(section)
        tokens = []
    return made if len(made) <= 4 else None


def _section(tokens: list[tuple[str, str]]) -> _Section | None:
    before = pattern = behind = ""
    percents = whole = 0
    closed = unseen = False
    for kind, text in tokens:
        match kind:
            case "room":
                closed = closed or bool(pattern)
            case "mark":
                unseen = unseen or bool(_WHITE.fullmatch(text))
                if not _COLOURS.fullmatch(text) and not _WHITE.fullmatch(text):
                    return None
            case "digit" | "general":
                # Digits on both sides of a literal are those of one figure.
                if closed or whole or (pattern and (kind == "general" or pattern == "General")):
                    return None
                pattern += "General" if kind == "general" else text
            case "whole":
                if pattern:
                    return None
                whole += 1
            case _:
                if kind == "other" and text.isascii() and text.isalpha():
                    return None
                percents += kind == "percent"
                closed = closed or bool(pattern)
                if closed or whole:
                    behind += text
                else:
                    before += text
    return _Section() if unseen else _Section(before, pattern, behind, percents, whole)


def _written(value: Decimal, section: _Section) -> str | None:
    """A figure in a section; its sign, where it has one, goes before everything."""
    if section.whole:
        section = _Section(section.before, "General", section.behind)
    sign, size = "-" if value < 0 else "", abs(value)
    if not section.pattern:
        return f"{sign if section.before or section.behind else ''}{section.before}{section.behind}"
    size *= Decimal(100) ** section.percents
    if section.pattern == "General":
        digits = _general(size)
    else:
        body = section.pattern.rstrip(",")
        whole, point, decimals = body.partition(".")
        thousands = len(section.pattern) - len(body) + len(whole) - len(whole.rstrip(","))
        if "." in decimals or "," in decimals:
            return None
        rounded = _rounded(size / Decimal(1000) ** thousands, len(decimals))
        digits, _, rest = f"{rounded:f}".partition(".")
        digits = digits.lstrip("0").rjust(whole.count("0"), "0")
        least = len(decimals.rstrip("#"))
        rest = rest[:least] + rest[least:].rstrip("0")
        digits += f"{point}{rest}"
    return f"{sign}{section.before}{digits}{section.behind}"


def _general(size: Decimal) -> str | None:
    whole = len(f"{int(size)}")
    if whole > GENERAL_WIDTH:
        return f"{size:E}"
    text = f"{_rounded(size, max(0, GENERAL_WIDTH - 1 - whole)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _figure(text: str) -> tuple[Decimal | None, int, bool]:
    """A figure as it is read off: how much, with how many decimals, whether in percent. No figure where words are."""
    plain = _bare(text)
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    percent, plain = plain.endswith("%"), plain.removesuffix("%")
    if not _PLAIN.fullmatch(plain):
        return None, 0, percent
    return Decimal(plain), len(plain.partition(".")[2]), percent


def _bare(text: str) -> str:
    return _CURRENCY.sub("", "".join(text.split()))


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)
