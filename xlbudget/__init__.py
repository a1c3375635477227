"""xlbudget：部门决算与绩效自评工作簿。每个数只填一次，其余都是表格公式。"""

__version__ = "0.4.0"

FORMULAS_SINCE = "0.4.0"
"""The earliest version whose workbooks have the formulas of this one."""
