"""From an .xlsx file back to its data: ``reader`` for a workbook of ours, ``formulas`` for all cells of any.

``package`` opens the file, ``cells`` reads its sheets, ``input_sheets`` and ``to_data`` make a data file of them,
``remarks`` are what is odd; ``code_table`` reads official code tables. What a figure should be is said in ``check``.
"""
