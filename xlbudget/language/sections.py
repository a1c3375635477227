"""The sections of a narrative: which a region's publication has, under which numbers, and what each of them says."""

from __future__ import annotations

from dataclasses import dataclass

from xlbudget.language.words import Figure, Text

DIGITS = "一二三四五六七八九"
WITHIN = "（{}）"


@dataclass(frozen=True)
class Demand:
    """The figures that a section must have published, some where others are not zero, and what demands it."""

    figures: Text = ()
    basis: str = ""


@dataclass(frozen=True)
class Section:
    """``number`` as 公开数 names it: 一, 五（三）. Every text of ``paragraphs`` is a paragraph, or several."""

    number: str
    title: str
    paragraphs: tuple[Text, ...] = ()
    also: tuple[Text, ...] = ()
    """Sentences that other documents have; read as those above, never written."""
    source: str = ""
    """The 资金来源 of which its subjects are figures; "" for those of all."""
    whole_year: bool = False
    """Its 预算数 is 全年预算数, and 完成率 is of that."""
    looks_at: tuple[Figure, ...] = ()
    """Where these are all zero, ``nothing`` is all that it says."""
    nothing: Text = ()
    demand: Demand = Demand()
    document: str = ""
    """Which it is a section of; "" for 决算说明."""

    @property
    def name(self) -> str:
        """Its number, told apart from that of another document's."""
        return self.document + self.number


def numeral(number: int) -> str:
    """A number below a hundred as a section has it.

    >>> numeral(3), numeral(10), numeral(14), numeral(20)
    ('三', '十', '十四', '二十')
    """
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens - 1]) + ("十" if tens else "") + (DIGITS[ones - 1] if ones else "")
