"""录入-说明: the reasons that the region's sentences ask for, and other texts that they quote, by their keys.

Which keys: those of the layout's sentences; of a key with 代码 in it one for each code entered.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from xlbudget.datafile.fields import GENERAL
from xlbudget.datafile.file import Data
from xlbudget.language import groups
from xlbudget.language.expressions import Formula
from xlbudget.language.form import Form
from xlbudget.language.keys import key_word
from xlbudget.language.sections import Section
from xlbudget.language.sheet import Content
from xlbudget.language.words import CODE, Quote, parts_of
from xlbudget.sheets.inputs.facts import in_texts
from xlbudget.sheets.inputs.find_by_name import name_hints, names_of
from xlbudget.sheets.inputs.hints import Hint, said
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Computed, Printed, Rows
from xlbudget.sheets.inputs.slips import SLIPS, joined

ASKED = "要说明的"


DIFFERS = "与公开06不同："
"""What is said of a text that lists other things than the table begins so."""
DRAFT = "说明稿"
"""Where it is worked out what a text has to explain (``sheets/narrative/draft.py``)."""


def asked_at(key: str, section: str = "") -> str:
    """The key of the cell that says what the text under a key has to explain; with the name of a section, of the
    cells for each of its codes."""
    return f"{DRAFT}/问/{key_word(key)}" + (f"/{section}" if section else "")


def asked(form: Form, data: Data) -> dict[str, Content]:
    """Key → what the text has to explain, in the order of the sections."""
    found: dict[str, Content] = {}
    for section in chain(*form.documents(data.content).values()):
        for quote in _quotes(section):
            if not quote.of_each:
                found.setdefault(quote.key, Formula(f"{{{asked_at(quote.key)}}}"))
                continue
            told, codes = (f"{{{asked_at(key, section.name)}}}" for key in (quote.key, CODE))
            for code in sorted(_codes(data, section.source or GENERAL)):
                found.setdefault(quote.of(code), Formula(f'IFERROR(INDEX({told},MATCH("{code}",{codes},0)),"")'))
    return found


def filled_in(texts: Mapping[str, str], form: Form) -> dict[str, str]:
    """What was entered under 说明: a row that is there for the sake of a sentence may be blank."""
    quotes = dict.fromkeys(quote for section in (*form.sections, *form.report) for quote in _quotes(section))
    return {key: text for key, text in texts.items() if text or not any(quote.has(key) for quote in quotes)}


def in_order(data: Data, form: Form) -> Data:
    """The same data with its 说明 in the order of the sheet."""
    texts = data.record("说明")
    order = dict.fromkeys(key for key in (*asked(form, data), *texts) if key in texts)
    return Data({**data.content, "说明": {key: texts[key] for key in order}}) if texts else data


def _quotes(section: Section) -> Iterator[Quote]:
    for text in section.paragraphs:
        yield from (part for part, _ in parts_of(text) if isinstance(part, Quote))


def _codes(data: Data, source: str) -> set[str]:
    """The 项 entered of one 资金来源."""
    codes = (str(row.get("科目", "")).strip() for row in data.rows("支出") if row.get("资金来源") == source)
    return {code for code in codes if re.fullmatch("[1-9][0-9]{6}", code)}


def _says(words: tuple[str, ...], cell: str = "[文字]") -> str:
    found = (f'ISNUMBER(FIND("{word}",{cell}))' for word in words)
    return f"OR({','.join(found)})"


RISEN = ("增加", "增长", "上升", "大于", "调增", "追加")
FALLEN = ("减少", "下降", "降低", "小于", "调减", "压减")
"""Words that tell the way of a figure; a reason with words of the wrong way alone contradicts it."""
_UP, _DOWN = _says((" 增加 ", " 大于 "), f"[{ASKED}]"), _says((" 减少 ", " 小于 "), f"[{ASKED}]")
TWICE = "同一个键出现了两行，只用第一行，请合并"
HINTS = (
    Hint("要写出原因或内容", f"AND(LEN([{ASKED}])>0,LEN(TRIM([文字]))=0)", advice=True),
    Hint(
        "文字说的方向与数相反",
        f"OR(AND({_UP},{_says(FALLEN)},NOT({_says(RISEN)})),AND({_DOWN},{_says(RISEN)},NOT({_says(FALLEN)})))",
        advice=True,
    ),
    Hint("文字里列的款项与公开06不同", f'LEFT([{ASKED}],{len(DIFFERS)})="{DIFFERS}"', advice=True),
)

ROWS = Rows(
    "说明",
    (*HINTS, *name_hints("说明", "键", TWICE), SLIPS),
    (Computed(ASKED, '""', "键", "computed_text", 56), *names_of("说明", "键"), *joined("文字")),
    widths={"键": 34, "文字": 76},
    may_be_empty=True,
    keyed=("键", "文字"),
    printed=Printed(asked, ASKED, (*HINTS, SLIPS), said((*name_hints("说明", "键", TWICE), SLIPS))),
    further=in_texts({"文字": 5}),
)
ABOUT = "说明里引用的原因和文字：要说什么，看中间一列　填自：各处室写的原因"
SHEET = InputSheet("说明", groups.TEXTS, ABOUT, ROWS, brief="原因和文字")
