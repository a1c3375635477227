"""录入-: the hints of the 录入 sheets, counted a sheet at a time; each sentence is a finding, at its own cell."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import FISCAL_INCOME
from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Area, column_letter
from xlbudget.sheets.inputs.hints import ADVICE, UNFILLED
from xlbudget.sheets.inputs.tabs import sentences
from xlbudget.sheets.inputs.wording import SLIP
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import NOTHING, Check, Example, Figures, Inspection, Rule, Side

WRONG = Rule(
    "录入-填写",
    "录入表里没有填错的行",
    "数据文件格式；各录入表“填写提示”一列",
    "按提示改这一行",
    Example("录入-收入", Figures(0, 0), {"录入/收入/科目@1": "20101"}, Figures(1, 0)),
    unit="处",
)
MISSING = Rule(
    "录入-未填",
    "必填的都填了，没有留着占位的名称，也不是一个数都没有",
    "数据文件格式：必须有的键；模板里占位的名称",
    "填上橙色的格子；不要的行整行清空",
    Example("录入-单位", Figures(0, 0), {"录入/单位/名称": "单位名称"}, Figures(1, 0)),
    severity="missing",
    unit="处",
)
DOUBTFUL = Rule(
    "录入-请核对",
    "录入表里没有需要核对的行",
    "各录入表“填写提示”一列以“注意”开头的话",
    "核对这一行；没有错的写明原因",
    Example("录入-项目", Figures(0, 0), {"录入/项目/支出金额@1": 81}, Figures(1, 0)),
    severity="warning",
    unit="处",
)
WORDED = Rule(
    "录入-文字",
    "文字里没有站不住的话",
    "财预〔2016〕143号：公开的内容准确、规范；各种差错的依据和例子见规则目录“文字”一节",
    "按提示改这段文字",
    Example("录入-项目", Figures(0, 0), {"录入/项目/备注@1": "支出 202 年度安排"}, Figures(1, 0)),
    severity="warning",
    unit="处",
)
BEGINS = {WRONG.id: "", MISSING.id: UNFILLED, DOUBTFUL.id: ADVICE, WORDED.id: SLIP}
"""Which rule a sentence of a hint breaks, by what it begins with."""
ODD = Inspection(
    "录入-单元格",
    "录入格里是它该有的东西",
    "数据文件格式：金额是数，科目是文本",
    "在这一格里重新填",
    looks_at="每一个录入格：读不读得成这一格该有的金额、代码、文字或选项（读得准、公式也照样认的，只是提示）",
    leaves="金额填 0，或者一行里不必填的格空着",
    finds="录入-支出!D5：应为数字，现为文本“约二百”，看不准是多少，没有读；请改成数字",
)


def broken_by(sentence: str) -> str:
    """The rule that a sentence of a hint says is broken, by its id."""
    return next(rule for rule, begins in reversed(BEGINS.items()) if sentence.startswith(begins))


def hint_areas(context: Context) -> Iterator[tuple[str, Area]]:
    """Each 录入 sheet's key and the column (or columns) of its hints."""
    for key, area in context.names.areas.items():
        if key.startswith("提示/"):
            yield key.removeprefix("提示/"), area


def checks(context: Context) -> Iterator[Check]:
    row = 1  # These are the first rows of the list.
    for sheet, area in hint_areas(context):
        key = sheet.removeprefix("录入-").partition("/")[0]
        entered = f"{{有数/{key}}}>0"
        # Colours end with the input cells; the place is for 目录, which goes by the sheet.
        place = f"提示/{sheet}@1"
        worded = ((WORDED, "站不住的话"),) if f"录入/{key}/错" in context.names.areas else ()
        marked = ((MISSING, "必填而未填的"), (DOUBTFUL, "请核对的"), *worded)
        # What is wrong has no word of its own: it is what the rows below leave of all that is said.
        rest = "".join(f"-{{校验/左边的数@{row + below}}}" for below, _ in enumerate(marked, 1))
        row += 1 + len(marked)
        for rule, name in ((WRONG, "填错的"), *marked):
            count = f"{_times(sheet, '；')}{rest}" if rule is WRONG else _times(sheet, BEGINS[rule.id])
            side = Side(f"{sheet} {name}", Formula(count, ()), place)
            # What is required, or asked for, may be all that there is to say of a sheet on which nothing was entered.
            when = entered if rule is WRONG else f"OR({entered},[左边的数]>0)"
            told = _first(sheet, area) if rule is MISSING else ""
            yield Check(rule, sheet, side, NOTHING, when, count="[左边的数]", told=told, at=_hint_of(sheet, area, rule))
    nothing = Side("一个数也没有填", Formula("IF({有数/数}=0,1,0)", ()), f"录入/收入/{FISCAL_INCOME[0]}@1")
    yield Check(MISSING, WHOLE, nothing, NOTHING, told='"一个数也没有填，从 录入-收入 填起；"')


WHOLE = "整本工作簿"
LEAST = 6
"""As many sentences as the hint of a single value, or of a grid, may have."""


def _times(sheet: str, text: str) -> str:
    """A template: how often a text stands in the hints of a sheet: in how many once, twice and so on.

    Of most sheets in none, in few rows more often than thrice, which is asked first: engines take long to look for a
    pattern. Of the texts of a row one slip is told.
    """
    most = max(LEAST, sum(one == sheet.partition("/")[0] and text in f"{said}；" for one, said in sentences()))
    patterns = ("*" + f"{text}*" * times for times in range(1, 1 + (1 if text == SLIP else most)))
    counts = [f'COUNTIF({{提示/{sheet}}},"{pattern}")' for pattern in patterns]
    if len(counts) == 1:
        return counts[0]
    often = f"IF({counts[3]}=0,0,{'+'.join(counts[3:])})"
    return f"IF({counts[0]}=0,0,{'+'.join((*counts[:3], often))})"


def _hint_of(sheet: str, area: Area, broken: Rule) -> str:
    """A template: the address of the first hint that says so; of any, where what is wrong has no word of its own."""
    begins = BEGINS[broken.id]
    at = f'MATCH("{f"*{begins}*" if begins else "?*"}",{{提示/{sheet}}},0)'
    return f'"{column_letter(area.col)}"&({area.row - 1}+IFERROR({at},1))'


def _first(sheet: str, area: Area) -> str:
    """A template: the first row of a sheet in which something is required and not there, and its hint."""
    cells = f"{{提示/{sheet}}}"
    at = f'MATCH("*{UNFILLED}*",{cells},0)'
    return f'IFERROR("第 "&({at}+{area.row - 1})&" 行起，"&INDEX({cells},{at}),"")'
