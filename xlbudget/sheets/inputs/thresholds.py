"""界限 (hidden): from where on something is unusual, as the region's layout says, each number with its source.

None of them makes anything wrong: what is beyond one is to be explained.
"""

from __future__ import annotations

from xlbudget.language.blocks import computed, down
from xlbudget.language.form import Form
from xlbudget.language.sheet import Area, Item, Sheet
from xlbudget.sheets.inputs.slips import AROUND

KEY = "界限"
ABOUT = {
    "超额完成": "%；完成值是目标值的多少，还没有写原因的要说明",
    "项目执行率": "%；项目的执行率低于它，还没有写偏差原因的要说明",
    "其他占比": "%；“其他”一款占它那一类的多少",
    "人数变动": "%；年末人数比上年增减多少",
    "照抄行数": "行；每一行决算都等于年初预算，有几行才算",
    "产出分值": "分；产出指标的权重",
    "效益分值": "分；效益指标的权重",
    "满意度分值": "分；满意度指标的权重",
    "人均人员经费": "万元；一个在职人员一年的人员经费，常见的数",
    "每人次接待费": "万元；公务接待一人次，常见的数",
    "每车运行维护费": "万元；一辆公务用车一年，常见的数",
    "每车购置费": "万元；购置一辆公务用车，常见的数",
    "整份登记": "%；公开数里登记了多少的表（或者节），才当作整份公布的来查缺了哪些",
    "量级": "倍；与常见的数相差多少倍",
}
"""Each by its name, which is its key in a layout: its unit, and what it is of."""


def at(name: str) -> str:
    """The key of the number, for the templates of rules and hints."""
    if name not in ABOUT:
        raise KeyError(name)
    return f"{{{KEY}/{name}}}"


def thresholds_sheet(form: Form) -> Sheet:
    items = [Item(1, 1, "从哪里起要说明（版式里的 界限，请勿改动）", "input_title")]
    for row, (name, (number, source)) in enumerate(form.thresholds.items(), 3):
        items += [Item(row, 1, name, "computed"), computed(row, 2, number, f"{KEY}/{name}")]
        items.append(Item(row, 3, source, "computed"))
    areas = []
    for col, (key, texts) in enumerate(AROUND.items(), 5):
        items += down(3, col, texts, "computed")
        areas.append((key, Area(KEY, 3, col, len(texts))))
    return Sheet(KEY, tuple(items), (18, 12, 60), tuple(areas), hidden=True)
