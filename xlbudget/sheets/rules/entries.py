"""录入-: the hints of the 录入 sheets, counted a sheet at a time; each hint is a finding at its own cell."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Area
from xlbudget.sheets.inputs.hints import ADVICE
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import Check, Example, Figures, Inspection, Rule, Side

WRONG = Rule(
    "录入-填写",
    "录入表里没有填错的行",
    "数据文件格式；各录入表“填写提示”一列",
    "按提示改这一行",
    Example("录入-收入", Figures(0, 0), {"录入/收入/科目@1": "20101"}, Figures(1, 0)),
    unit="行",
)
DOUBTFUL = Rule(
    "录入-请核对",
    "录入表里没有需要核对的行",
    "各录入表“填写提示”一列以“注意”开头的话",
    "核对这一行；没有错的写明原因",
    Example("录入-项目", Figures(0, 0), {"录入/项目/支出金额@1": 81}, Figures(1, 0)),
    severity="warning",
    unit="行",
)
ODD = Inspection(
    "录入-单元格",
    "录入格里是它该有的东西",
    "数据文件格式：金额是数，科目是文本",
    "在这一格里重新填",
    looks_at="每一个录入格：读不读得成这一格该有的金额、代码、文字或选项（读得准、公式也照样认的，只是提示）",
    leaves="金额填 0，或者一行里不必填的格空着",
    finds="录入-支出!D5：应为数字，现为文本“约二百”，看不准是多少，没有读；请改成数字",
)


def hint_areas(context: Context) -> Iterator[tuple[str, Area]]:
    """Each 录入 sheet's key and the column (or columns) of its hints."""
    for key, area in context.names.areas.items():
        if key.startswith("提示/"):
            yield key.removeprefix("提示/"), area


def checks(context: Context) -> Iterator[Check]:
    for sheet, area in hint_areas(context):
        cells = f"{{提示/{sheet}}}"
        key = sheet.removeprefix("录入-").partition("/")[0]
        entered = f"{{有数/{key}}}>0"
        # Not "?*": formulas takes an empty text for one with characters.
        lines = f"ROWS({cells})" + (f"*{area.cols}" if area.cols > 1 else "")
        all_hints, advice = f'{lines}-COUNTIF({cells},"")', f'COUNTIF({cells},"{ADVICE}*")'
        zero = Side("应为", Formula("0", ()))
        # Colours end with the input cells; the place is for 目录, which goes by the sheet.
        place = f"提示/{sheet}@1"
        wrong = Side(f"{sheet} 有错的行数", Formula(f"{all_hints}-{advice}", ()), place)
        yield Check(WRONG, sheet, wrong, zero, entered)
        mentioned = Formula(f'COUNTIF({cells},"*{ADVICE}*")', ())
        yield Check(DOUBTFUL, sheet, Side(f"{sheet} 请核对的行数", mentioned, place), zero, entered)
