"""录入-绩效情况: how many projects have goals, were followed and evaluated, and what came of it.

What follows from the self-evaluations is worked out (``sheets/evaluated.py``) where the data file has them.
"""

from xlbudget.datafile.fields import MANAGED, PROBLEMS
from xlbudget.language import groups
from xlbudget.sheets.inputs.cells import HEADER
from xlbudget.sheets.inputs.grid import Grid
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.labels import Labels

KEY = "绩效情况"
EVALUATED = "自评汇总"
"""Where that is worked out."""
AVERAGE, RATED = "绩效自评平均得分", "绩效评级"
SHEET = InputSheet(
    KEY,
    groups.PROJECTS,
    "说明里预算绩效管理一段的数；由自评表得出的不必填",
    Grid(KEY, MANAGED, added_up=False),
    Labels(
        (f"{KEY}.{AVERAGE}", f"{KEY}.{RATED}", *(f"{KEY}.{name}" for name in PROBLEMS)),
        headings=("得分、评级、问题", "数"),
        row=HEADER + 4,
    ),
    brief="绩效管理的个数",
)
