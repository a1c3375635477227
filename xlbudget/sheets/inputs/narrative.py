"""录入-说明: the reasons that the region's sentences ask for, and other texts that they quote, by their keys.

Which keys: those of the layout's sentences; of a key with 代码 in it one for each code entered.
"""

from collections.abc import Iterator

from xlbudget.datafile.fields import GENERAL
from xlbudget.datafile.file import Data
from xlbudget.language import groups
from xlbudget.language.form import Form
from xlbudget.language.sections import Section
from xlbudget.language.sheet import Content
from xlbudget.language.words import Quote, parts_of
from xlbudget.sheets.inputs.facts import in_texts
from xlbudget.sheets.inputs.find_by_name import names_of
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Computed, Printed, Rows

ASKED = "用在哪里"


def asked(form: Form, data: Data) -> dict[str, Content]:
    """Key → where it is used, in the order of the sections."""
    found: dict[str, Content] = {}
    for section in form.sections:
        for quote in _quotes(section):
            codes = sorted(_codes(data, section.source)) if quote.of_each else ("",)
            for code in codes:
                found.setdefault(quote.of(code), f"说明 {section.number} {section.title}")
    return found


def _quotes(section: Section) -> Iterator[Quote]:
    for text in section.paragraphs:
        yield from (part for part, _ in parts_of(text) if isinstance(part, Quote))


def _codes(data: Data, source: str) -> set[str]:
    rows = data.rows("支出")
    return {str(row.get("科目", "")).strip() for row in rows if row.get("资金来源") == (source or GENERAL)}


ROWS = Rows(
    "说明",
    (),
    (Computed(ASKED, '""', "键", width=40), *names_of("说明", "键")),
    widths={"键": 30, "文字": 76},
    may_be_empty=True,
    keyed=("键", "文字"),
    printed=Printed(asked, ASKED, (), '""'),
    further=in_texts({"文字": 5}),
)
SHEET = InputSheet("说明", groups.TEXTS, "说明里引用的原因和文字", ROWS, brief="原因和文字")
