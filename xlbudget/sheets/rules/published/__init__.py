"""公开-: figures as published, each beside its counterpart, the figure of the workbook that it must agree with.

Where the counterpart is: ``in_tables.py``, ``in_evaluation.py``, ``in_narrative.py`` (by the topics of ``topics*.py``).
The sheet 公开数核对 is ``comparison_sheet.py``. What ``check`` says of a verdict is not here.
"""
