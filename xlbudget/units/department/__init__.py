"""A department's workbook from its units': ``collect.py`` is the way through.

Their files are read and judged (``files.py``), their amounts added up (``add.py``) as ``datafile/adding.py`` declares,
what is no amount stands side by side (``beside.py``).
"""
