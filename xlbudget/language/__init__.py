"""The words in which sheets are declared: figures (``expressions.py``), sheets (``sheet.py``), forms (``form.py``).

Also what becomes of them: keys to addresses (``keys.py``), heights of texts (``text_size.py``), Excel's ``limits.py``.
Nothing here knows a table, a rule, a data file or openpyxl, and nothing here computes.
"""
