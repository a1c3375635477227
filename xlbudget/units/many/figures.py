"""The few figures of a unit that a list of many shows: cells of its recalculated workbook, nothing worked out here."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.language.keys import Names
from xlbudget.workbook.engines.by_file import Values

FIGURES: Mapping[str, str] = {
    "收入总计": "公开01/总计/收入/金额",
    "本年收入": "公开01/本年收入合计/收入/金额",
    "支出总计": "公开01/总计/支出/金额",
    "本年支出": "公开03/合计/本年支出合计",
    "基本支出": "公开03/合计/基本支出",
    "项目支出": "公开03/合计/项目支出",
    "年末结转和结余": "公开01/年末结转和结余/支出/金额",
    "三公经费决算": "三公/三公经费/决算数/合计",
    "完成年初预算": "总览/完成年初预算",
    "执行率": "总览/支出执行率",
    "控制率": "总览/控制率",
    "总分": "总览/总分",
}
"""Column → the key of its cell; amounts in 万元, rates as fractions. Blank where a unit has no such table."""
RATES = ("完成年初预算", "执行率", "控制率")


def figures(names: Names, values: Values) -> dict[str, float | str | None]:
    found = dict[str, float | str | None]()
    for column, key in FIGURES.items():
        area = names.areas.get(key)
        value = values.get(area.sheet, {}).get(area.text(area.sheet)) if area else None
        # What has no value (a rate of nothing) is "" there, or an error.
        found[column] = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    return found
