"""录入-科目 and 科目; functional codes in input lists: their numeric key, their name, what can be wrong with them.

A code is looked up and added up by a numeric key (七位数), never as text: office programs coerce text codes
differently. ``201`` has the key 2010000, ``20104`` 2010400, ``2010406`` itself; an entry must be a 项, so a
code that ends in 00 has no key and its amounts stand in the totals only, which the hint says.
"""

from collections.abc import Iterable
from string import ascii_letters, digits

from xlbudget.datafile.classification import subjects
from xlbudget.datafile.file import Data
from xlbudget.language import groups
from xlbudget.language.blocks import computed, down
from xlbudget.language.sheet import Area, Content, Entry, Item, Link, Sheet
from xlbudget.sheets.inputs.cells import heading
from xlbudget.sheets.inputs.digits import whole
from xlbudget.sheets.inputs.head import HEIGHTS, band
from xlbudget.sheets.inputs.hints import Hint, filled
from xlbudget.sheets.inputs.input_sheet import InputSheet, input_page
from xlbudget.sheets.inputs.rows import Computed, Rows, capacity, hidden

NAME_MISSING = "(科目名称待补)"
SHOWN = 3
"""Rows of 科目 for names that are typed after a workbook was built; those further down serve formulas unseen."""


def name_lookup(key: str) -> str:
    """A template for the name that belongs to the numeric key in cell ``key``."""
    return f'IFERROR(INDEX({{科目/名称}},MATCH({key},{{科目/键}},0)),"{NAME_MISSING}")'


NO_NAME = f"{digits}{ascii_letters}.,:;*+-/()#－（"
"""What no name begins with."""


def without_name(text: str) -> str:
    """A template: the first seven characters of a code with its name or ".0" behind it; any other text as it is."""
    behind = f"MID({text},8,99)"
    named = f'AND(LEN({text})>7,ISERROR(FIND(LEFT(TRIM({behind})),"{NO_NAME}")))'
    return f'IF(OR({named},{behind}=".0"),LEFT({text},7),{text})'


def taken_by_formulas(text: str) -> str:
    """What :func:`without_name` makes of a text."""
    trimmed = " ".join(part for part in text.split(" ") if part)
    behind = trimmed[7:]
    return trimmed[:7] if behind == ".0" or (behind and behind.lstrip(" ")[0] not in NO_NAME) else trimmed


DIGITS = whole("[代码]", "0")
TYPED = whole("TRIM([科目])", "0")
ITEM = "AND([代码值]>=1000000,[代码值]<=9999999,INT([代码值])=[代码值],MOD([代码值],100)<>0)"
NO_CODE = "AND(LEN(TRIM([科目]))>0,OR([代码值]<1000000,[代码值]>9999999,INT([代码值])<>[代码值]))"

COLUMNS = (
    hidden("代码", without_name("TRIM([科目])"), 10),
    hidden("代码值", f"IF(LEN([代码])=7,{DIGITS},0)", 10),
    hidden("项键", f'IF({ITEM},[代码值],"")', 10),
    Computed("科目名称", f'IF([项键]="","",{name_lookup("[项键]")})', "科目", width=28),
)
KIND_KNOWN = "COUNTIF({科目/键},INT([项键]/100)*100)"
"""A template: whether the 款 of an entry is in 科目 (its number of times)."""


def kept_for(source: str) -> str:
    """A template: whether the catalogue has the code of an entry, its 款 or its 类, for this money alone."""
    of = (f'COUNTIFS({{科目/内置键}},INT([项键]/{size})*{size},{{科目/资金}},"{source}")' for size in (100, 10_000))
    return f'IF([项键]="",FALSE,{"+".join(of)}>0)'


WRONG = (
    Hint("科目代码应为 7 位数字", NO_CODE),
    Hint("应填项级科目（末两位不能是 00），否则只计入合计", 'AND([代码值]>0,[项键]="",MOD([代码值],100)=0)'),
    Hint("只取前面的 7 位作科目代码，后面的请删去", "AND([代码值]>0,LEN(TRIM([科目]))>7)", advice=True),
    Hint("科目不在目录中，请在 录入-科目 补上名称", f'IF([科目名称]="{NAME_MISSING}",{KIND_KNOWN}=0,FALSE)'),
    Hint(
        "目录里有这个款、没有这个项，请核对代码；无误的请在 录入-科目 补上名称",
        f'IF([科目名称]="{NAME_MISSING}",{KIND_KNOWN}>0,FALSE)',
        advice=True,
    ),
)

LENGTHS = ",".join(f"LEN(TRIM([科目]))={length}" for length in (3, 5, 7))
TREE_CODE = "AND([代码值]>=100,INT([代码值])=[代码值],[代码值]>=10^(LEN(TRIM([科目]))-1))"

USER_CODES = Rows(
    "科目",
    (Hint("科目代码应为 3、5 或 7 位数字", f'AND({filled("科目")},[科目键]="")'),),
    (
        hidden("代码值", f"IF(OR({LENGTHS}),{TYPED},0)", 10),
        hidden("科目键", f'IF({TREE_CODE},[代码值]*10^(7-LEN(TRIM([科目]))),"")', 10),
    ),
    {"科目": 14, "名称": 44},
    {"科目": "3 位类、5 位款或 7 位项的科目代码", "名称": "科目名称"},
    may_be_empty=True,
    keyed=("科目", "名称"),
)
ABOUT = "目录里没有的科目补在这里；同码的以这里为准　填自：政府收支分类科目"
SHEET = InputSheet("科目", groups.UNIT, ABOUT, USER_CODES, brief="目录里没有的科目")


def catalogue_sheet(data: Data) -> Sheet:
    """科目: the names typed in 录入-科目 first, then the built-in catalogue; one look-up serves both."""
    first = 5
    entered = len(USER_CODES.entries(data.content))
    own = capacity(entered)
    key, code, name = (f"{{录入/科目/{label}@1}}" for label in ("科目键", "科目", "名称"))
    typed = f'IF(LEN(TRIM({name}))=0,"",{key})', f'IF(A{first}="","",TRIM({code}))', f'IF(A{first}="","",{name})'
    built_in = subjects("functional")
    listed: tuple[Iterable[Content], ...] = (
        (Entry(int(one.code.ljust(7, "0"))) for one in built_in),
        (one.code for one in built_in),
        (one.name for one in built_in),
        ("、".join(map(str, one.years)) or None for one in built_in),
        (one.money or None for one in built_in),
    )
    rows = own + len(built_in)
    about = "名称先查 录入-科目，再查内置目录；内置的取自公布的决算、预算，并不齐全，“见于年度”是哪些年的文件里有它"
    columns = {"键": "键", "代码": "科目代码", "名称": "科目名称", "年度": "见于年度", "资金": "只用这种资金"}
    widths = (12, 14, 48, 30, 28)
    return Sheet(
        name="科目",
        items=(
            *band("科目", None, range(1, 6), widths, (Link("返回目录", "目录"),)),
            Item(2, 1, about, "band_note"),
            *(heading(4, col, text) for col, text in enumerate(columns.values(), 1)),
            *(computed(first, col, body, down=own) for col, body in enumerate(typed, 1)),
            *(item for col, texts in enumerate(listed, 1) for item in down(first + own, col, texts, "computed")),
        ),
        widths=widths,
        heights=HEIGHTS,
        areas=(
            *(
                (f"科目/{name}", Area("科目", first, col, rows))
                for col, name in enumerate(columns, 1)
                if name != "资金"
            ),
            *(
                (f"科目/{name}", Area("科目", first + own, col, len(built_in)))
                for col, name in ((1, "内置键"), (5, "资金"))
            ),
        ),
        page=input_page(5, 0, 4),
        freeze=(first, 1),
        hidden_rows=tuple(range(first + entered + SHOWN, first + own)),
        about="科目代码与名称（内置目录，加上 录入-科目 里补充的）",
        brief="科目代码与名称",
        tab="说明",
    )
