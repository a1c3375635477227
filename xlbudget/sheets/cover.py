"""封面: whose workbook it is, and how it is filled in."""

from __future__ import annotations

from xlbudget.language.blocks import band, down
from xlbudget.language.expressions import Formula
from xlbudget.language.form import Form
from xlbudget.language.sheet import Content, Item, Link, Page, Sheet
from xlbudget.language.verdicts import ADVICE
from xlbudget.sheets.contents import CONTENTS

COVER = "封面"

STEPS = (
    "1. 先填 录入-单位，再照 目录 的次序填各“录入-…”表的浅黄色格子；每个数只填一次，别处用到它都由公式取。",
    "2. 橙色的格子必须填，填上就变回浅黄；上面的“校验”一行说还有几处未填，目录 的“填写”一列看每张表填了多少。",
    "3. 填好一行看右边的“填写提示”：红字说明哪里不对、怎么改；没有红字就是好的。",
    "4. 新的科目直接填 7 位代码，公开表里马上出现它的行和类、款小计；目录里没有名称的，到 录入-科目 补一行。",
    "5. “项目1”等是占位的名称：在 录入-项目 和 录入-绩效自评 里改成项目的名称，两处要一样；用不着的两处都清空。",
    "6. 注明“（沿用上年，请核）”的文字是从上年结转来的，核对后删去这几个字；带来、清空了什么见 变动 表。",
    "7. 填完看 校验：红色不符要改，橙色未填要补，黄色提示要核对。公开表全是公式，锁定但没有密码；A4 打印，空行不印。",
    "8. 行不够用，或后来填的长文字在表上印不全时，把数据存回数据文件再生成一次工作簿：行数、行高随数据增加。",
)
FIRST_STEP = 14


def cover(form: Form, version: str, told: str, suspected: int) -> Sheet:
    """A workbook of a later year than the region's form says that the form is an older one.

    ``told``: a template for the findings of all sheets; ``suspected``: the row (from 1) of 校验 on the unit of amounts.
    """
    lines: dict[str, Content] = {
        "单位": Formula('单位名称&""'),
        "年度": Formula('年度&""'),
        "录入数的金额单位": Formula("金额单位"),
        "公开表的金额单位": "万元，保留两位小数",
        "版式": form.caption,
        "表式依据": form.basis,
        "校验": Formula(told),
    }
    older = f'IF(ISNUMBER(年度),IF(年度>{form.year},"表式沿用{form.year}年度，请核",""),"")'
    wrong_unit = f'IF({{校验/判定@{suspected}}}="{ADVICE}",{{校验/不符时怎么办@{suspected}}},"")'
    end = FIRST_STEP + len(STEPS)
    items = [
        Item(2, 2, Formula('单位名称&年度&"年度"'), "cover_title", cols=2),
        Item(3, 2, "部门决算与绩效自评工作簿", "cover_title", cols=2),
        Item(4, 2, Formula(older), "alarm", cols=2),
        Item(5, 2, Formula(wrong_unit), "alarm", cols=2),
        *down(6, 2, lines, "label"),
        *down(6, 3, lines.values(), "label"),
        Item(FIRST_STEP - 1, 2, "怎样使用", "cover_head", cols=2),
        *down(FIRST_STEP, 2, STEPS, "step", cols=2),
        Item(end + 1, 2, Link("打开目录 →", CONTENTS), "link"),
        Item(end + 3, 2, f"由 xlbudget {version} 生成", "help", cols=2),
    ]
    heights = ((2, 44), (3, 36), *band(6, 6, 24), (12, 34), (FIRST_STEP - 1, 28), *band(FIRST_STEP, len(STEPS), 36))
    page = Page(3, rows=end + 3, tall=False)
    return Sheet(COVER, tuple(items), (4, 26, 74), heights=heights, page=page, tab="导航")
