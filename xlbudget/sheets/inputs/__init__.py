"""The 录入 sheets: the only place where numbers are typed.

The nine public tables are a statutory form, so what feeds them (单位, 科目, 收入, 支出, 结转结余, 经济分类,
三公经费) always has its sheet; any other key has one when the data file has the key, even an empty one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xlbudget.datafile.catalogues import catalogue
from xlbudget.datafile.fields import FILE
from xlbudget.datafile.file import Data
from xlbudget.datafile.kinds import ListOf
from xlbudget.language.form import Form
from xlbudget.language.sheet import Sheet
from xlbudget.sheets.inputs import balances, economic, evaluation, income, plain, spending, triple, unit
from xlbudget.sheets.inputs.codes import catalogue_sheet, user_codes_sheet
from xlbudget.sheets.inputs.rows import capacity, listing_sheet

NEEDS: dict[str, dict[str, Any]] = {
    "基础数据": {"人员": {}, "项目": [], "楼堂馆所": [], "政府采购": {}},
    "绩效自评": {"项目": []},
}
"""附件1 and the self-evaluation draw on other keys: those have their (empty) sheets too."""


def with_needs(content: Mapping[str, Any], more: Iterable[str] = ()) -> dict[str, Any]:
    """The data file's content with an empty value for each key that another key's sheets draw on, or is in ``more``."""
    needed = {key: empty for asker, needs in NEEDS.items() if asker in content for key, empty in needs.items()}
    needed |= {key: [] if isinstance(FILE[key].kind, ListOf) else {} for key in more}
    return needed | dict(content)


def input_sheets(data: Data, form: Form) -> tuple[Sheet, ...]:
    content = with_needs(data.content, form.needs)
    evaluations = evaluation.sheets(content["绩效自评"], "事实" in content) if "绩效自评" in content else ()
    return (
        unit.sheet(content),
        user_codes_sheet(content.get("科目", {})),
        listing_sheet(income.LISTING, data.rows("收入")),
        listing_sheet(spending.LISTING, data.rows("支出")),
        balances.sheet(data.record("结转结余")),
        economic.sheet(data.record("经济分类"), form.economic(catalogue("economic", data.year))),
        triple.sheet(data.record("三公经费")),
        *plain.sheets(content),
        *evaluations,
    )


def list_sizes(data: Data) -> dict[str, int]:
    """Rows of the input lists that feed live rows elsewhere."""
    return {
        "收入": capacity(len(data.rows("收入"))),
        "支出": capacity(len(data.rows("支出"))),
        "项目": capacity(len(data.rows("项目"))),
        "结转结余/年初": capacity(len(data.record("结转结余").get("年初", []))),
    }


def code_catalogue_sheet(data: Data) -> Sheet:
    return catalogue_sheet(catalogue("functional", data.year), capacity(len(data.content.get("科目", {}))))
