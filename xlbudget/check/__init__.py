"""A workbook judged: rebuilt around its input cells, recalculated, compared, and the findings said.

The way of ``xlbudget check`` is ``workbook_check.py``. No verdict is computed here: they are formulas of the workbook,
declared in ``sheets/rules``.
"""
