"""What is made of more than one workbook: next year's (``years/``), many judged in one call, a department added up.

How one workbook is read, judged or printed does not belong here: that is ``reading``, ``check`` and ``export``.
"""
