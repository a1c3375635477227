"""项目支出: live rows, 公共项目 first, then 部门项目, each group with its 小计, then 合计."""

from __future__ import annotations

from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Area, Frame, Item, Page, Sheet
from xlbudget.sheets.tables.heading import SPARE_HEIGHT, UNIT, band, ratio

KEY = "项目支出"
BASIS = "自评报告 二（二）2：项目支出预算、支出明细表"
COLUMNS = ("年初预算", "预算指标", "支出金额")
TOTALS = ("公共项目小计", "部门项目小计", "合计")
HEADINGS = ("序号", "项目名称", *COLUMNS, "预算执行率", "资金结余", "备注")
FIRST = 5
KIND, PLACE = 9, 10
"""Hidden columns: what a row is (序键 of a project, 1–3 a total, 0 nothing), and its row in 录入-项目."""


def sheet(size: int, projects: int) -> Sheet:
    """``size``: rows of 录入-项目; ``projects``: how many the data file has."""
    rows = size + len(TOTALS)
    used = FIRST + projects + len(TOTALS)
    items = [
        Item(1, 1, "项目支出预算、支出明细表", "title", cols=8),
        Item(3, 1, Formula('"部门："&单位名称'), "caption_left", cols=4),
        Item(3, 5, Formula('年度&"年度"'), "caption_center", cols=2),
        Item(3, 7, UNIT, "caption_right", cols=2),
        *(Item(4, col, heading, "head") for col, heading in enumerate(HEADINGS, 1)),
        Item(1, KIND, Formula("COUNTIF({录入/项目/组},1)"), "computed", key=f"{KEY}/公共项目个数"),
        Item(1, PLACE, Formula("COUNTIF({录入/项目/组},2)"), "computed", key=f"{KEY}/部门项目个数"),
        Item(2, KIND, Formula(f"{FIRST + 2}+I1+J1"), "computed", key=f"{KEY}/末行"),
    ]
    for index in range(1, rows + 1):
        items += _row(index, FIRST + index - 1)
    return Sheet(
        KEY,
        tuple(items),
        (8, 50, 16, 16, 16, 14, 16, 30, 8, 8),
        areas=tuple(
            (f"{KEY}/列/{label}", Area(KEY, FIRST, col, rows))
            for col, label in (*enumerate(HEADINGS, 1), (PLACE, "行"))
        ),
        heights=((1, 34), *band(4, 1 + projects + len(TOTALS), 22), *band(used, FIRST + rows - used, SPARE_HEIGHT)),
        frames=(Frame(FIRST, 1, rows, 8, f"$I{FIRST}>0"),),
        page=Page(8, landscape=True, heading=(1, 4), end=f"{KEY}/末行"),
        freeze=(FIRST, 3),
        slots=(FIRST, FIRST + rows - 1),
        hidden_columns=(KIND, PLACE),
        about="项目支出预算、支出明细表（新项目填入 录入-项目 后自动出现）",
    )


def _row(index: int, row: int) -> list[Item]:
    public, own = f"{{{KEY}/公共项目个数}}", f"{{{KEY}/部门项目个数}}"
    kind, place = f"I{row}", f"J{row}"
    entered_rate = f"INDEX({{录入/项目/预算执行率}},{place})"
    subtotal = f'IF({kind}=1,"{TOTALS[0]}",IF({kind}=2,"{TOTALS[1]}",""))'
    items = [
        Item(
            row,
            KIND,
            Formula(
                f"IF({index}<={public},1000+{index},IF({index}={public}+1,1,IF({index}<={public}+{own}+1,"
                f"1999+{index}-{public},IF({index}={public}+{own}+2,2,IF({index}={public}+{own}+3,3,0)))))"
            ),
            "computed",
        ),
        Item(row, PLACE, Formula(f"IF({kind}>=1000,MATCH({kind},{{录入/项目/序键}},0),0)"), "computed"),
        Item(
            row,
            1,
            Formula(f'IF({kind}>=1000,TEXT(IF({kind}<2000,{index},{index}-1),"0"),IF({kind}=3,"合计",""))'),
            "slot_center",
        ),
        Item(row, 2, Formula(f"IF({kind}>=1000,INDEX({{录入/项目/名称}},{place}),{subtotal})"), "slot_text"),
    ]
    for col, column in enumerate(COLUMNS, 3):
        entered = f"{{录入/项目/{column}}}"
        group = f"IF({kind}=3,SUM({entered}),SUMIFS({entered},{{录入/项目/组}},{kind}))"
        amount = f'IF({kind}=0,"",IF({kind}>=1000,SUM(INDEX({entered},{place})),{group})/金额换算)'
        items.append(Item(row, col, Formula(amount), "slot_amount"))
    items += [
        Item(
            row,
            6,
            Formula(f'IF({kind}=0,"",IF({kind}>=1000,{entered_rate},{ratio(f"E{row}", f"D{row}")}))'),
            "slot_rate",
        ),
        Item(row, 7, Formula(f'IF({kind}=0,"",ROUND(D{row}-E{row},6))'), "slot_amount"),
        Item(row, 8, Formula(f'IF({kind}>=1000,INDEX({{录入/项目/备注}},{place})&"","")'), "slot_text"),
    ]
    return items
