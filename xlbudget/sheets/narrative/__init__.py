"""决算说明: the sentences of a region's layout, written from the figures of the workbook, and recognised in a text.

Not here: what a sentence is (``language/words.py``), what its subjects are (``rules/published/topics*.py``).
"""
