"""项目支出: live rows, 公共项目 first, then 部门项目, each group with its 小计, then 合计."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.file import Data
from xlbudget.language.blocks import across, band, computed
from xlbudget.language.expressions import Expr, Formula, Ratio
from xlbudget.language.sheet import Area, Frame, Item, Page, Sheet
from xlbudget.sheets.tables.heading import MONEY_UNIT, SPARE_HEIGHT, ratio
from xlbudget.sheets.tables.printed_table import PrintedTable, RowsByName, Unit
from xlbudget.sheets.tables.sums import column_sum

KEY = "项目支出"
COLUMNS = ("年初预算", "预算指标", "支出金额")
TOTALS = ("公共项目小计", "部门项目小计", "合计")
HEADINGS = ("序号", "项目名称", *COLUMNS, "预算执行率", "资金结余", "备注")
FIRST = 5
KIND, PLACE = 9, 10
"""Hidden columns: what a row is (序键 of a project, 1–3 a total, 0 nothing), and its row in 录入-项目."""
PUBLIC, OWN = f"{{{KEY}/公共项目个数}}", f"{{{KEY}/部门项目个数}}"


def _sheets(unit: Unit) -> Iterator[Sheet]:
    if "项目" not in unit.data.content:
        return
    rows = unit.sizes["项目"] + len(TOTALS)
    used = len(unit.data.rows("项目")) + len(TOTALS)
    items = [
        Item(1, 1, "项目支出预算、支出明细表", "title", cols=8),
        Item(3, 1, Formula('"部门："&单位名称'), "caption_left", cols=4),
        Item(3, 5, Formula('年度&"年度"'), "caption_center", cols=2),
        Item(3, 7, MONEY_UNIT, "caption_right", cols=2),
        *across(4, 1, HEADINGS, "head"),
        computed(1, KIND, "COUNTIF({录入/项目/组},1)", f"{KEY}/公共项目个数"),
        computed(1, PLACE, "COUNTIF({录入/项目/组},2)", f"{KEY}/部门项目个数"),
        computed(2, KIND, f"{FIRST + 2}+I1+J1", f"{KEY}/末行"),
        *_body(rows),
        *(item for index in range(1, rows + 1) for item in _rank(index, FIRST + index - 1)),
    ]
    columns = (*enumerate(HEADINGS, 1), (PLACE, "行"))
    yield Sheet(
        KEY,
        tuple(items),
        (8, 50, 16, 16, 16, 14, 16, 30, 8, 8),
        areas=tuple((f"{KEY}/列/{label}", Area(KEY, FIRST, col, rows)) for col, label in columns),
        heights=((1, 34), *band(4, 1 + used, 22), *band(FIRST + used, rows - used, SPARE_HEIGHT)),
        frames=(Frame(FIRST, 1, rows, 8, f"$I{FIRST}>0"),),
        page=Page(8, landscape=True, heading=(1, 4), end=f"{KEY}/末行"),
        freeze=(FIRST, 3),
        slots=((FIRST, FIRST + rows - 1),),
        hidden_columns=(KIND, PLACE),
        about="项目支出预算、支出明细表（新项目填入 录入-项目 后自动出现）",
        brief="项目支出预算、支出明细表",
    )


def _rank(index: int, row: int) -> list[Item]:
    """What a row is, and its 序号: both by the number of the row."""
    kind = f"I{row}"
    what = (
        f"IF({index}<={PUBLIC},1000+{index},IF({index}={PUBLIC}+1,1,IF({index}<={PUBLIC}+{OWN}+1,"
        f"1999+{index}-{PUBLIC},IF({index}={PUBLIC}+{OWN}+2,2,IF({index}={PUBLIC}+{OWN}+3,3,0)))))"
    )
    number = f'IF({kind}>=1000,TEXT(IF({kind}<2000,{index},{index}-1),"0"),IF({kind}=3,"合计",""))'
    return [computed(row, KIND, what), Item(row, 1, Formula(number), "slot_center")]


def _body(rows: int) -> list[Item]:
    row, kind, place = FIRST, f"I{FIRST}", f"J{FIRST}"

    def entered(column: str) -> str:
        return f"INDEX({{录入/项目/{column}}},{place})"

    def amount(column: str) -> str:
        cells = f"{{录入/项目/{column}}}"
        group = f"IF({kind}=3,SUM({cells}),SUMIFS({cells},{{录入/项目/组}},{kind}))"
        return f'IF({kind}=0,"",IF({kind}>=1000,SUM({entered(column)}),{group})/金额换算)'

    subtotal = f'IF({kind}=1,"{TOTALS[0]}",IF({kind}=2,"{TOTALS[1]}",""))'
    rate = f'IF({kind}=0,"",IF({kind}>=1000,{entered("预算执行率")},{ratio(f"E{row}", f"D{row}")}))'
    cells = (
        (PLACE, f"IF({kind}>=1000,MATCH({kind},{{录入/项目/序键}},0),0)", "computed"),
        (2, f"IF({kind}>=1000,{entered('名称')},{subtotal})", "slot_text"),
        *((col, amount(column), "slot_amount") for col, column in enumerate(COLUMNS, 3)),
        (6, rate, "slot_rate"),
        (7, f'IF({kind}=0,"",ROUND(D{row}-E{row},6))', "slot_amount"),
        (8, f'IF({kind}>=1000,{entered("备注")}&"","")', "slot_text"),
    )
    return [Item(row, col, Formula(body), style, down=rows) for col, body, style in cells]


# ---------------------------------------------------------------- figures by the name of a project


def _names(data: Data) -> list[str]:
    return [project["名称"] for project in data.rows("项目")]


def _place_of(data: Data, name: str) -> int:
    """The row (from 1) of a project in 录入-项目. A name never stands in a formula: it may be of any length."""
    return [own.strip() for own in _names(data)].index(name.strip()) + 1


def _line(data: Data, name: str) -> str:
    totals = (f"({PUBLIC}+1)", f"({PUBLIC}+{OWN}+2)", f"({PUBLIC}+{OWN}+3)")
    if name in TOTALS:
        return totals[TOTALS.index(name)]
    found = f"MATCH({_place_of(data, name)},{{{KEY}/列/行}},0)"
    return f"IF(ISNUMBER({found}),{found},0)"


def amount_of(data: Data, name: str, column: str) -> Expr:
    """An amount of a project of the data file, or of 公共项目小计, 部门项目小计, 合计."""
    groups = dict(zip(TOTALS, ("{录入/项目/组},1", "{录入/项目/组},2", ""), strict=True))
    if name in groups:
        return column_sum("项目", column, groups[name])
    return column_sum("项目", f"{column}@{_place_of(data, name)}")


def _made_of(data: Data, name: str, column: str) -> Ratio | tuple[Expr, ...] | None:
    opening, budget, spent = (amount_of(data, name, amount) for amount in COLUMNS)
    if column == "预算执行率":
        return Ratio(spent, budget)
    parts = {"年初预算": (opening,), "预算指标": (budget,), "支出金额": (spent,), "资金结余": (budget, spent)}
    return parts.get(column)


TABLE = PrintedTable(
    KEY, _sheets, by_name=RowsByName(HEADINGS[2:7], lambda data: (*TOTALS, *_names(data)), _line, _made_of)
)
