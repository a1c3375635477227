"""A department's workbook from those of its units: read and judged (``files.py``), added up (``add.py``), and what stands
side by side (``beside.py``); ``collect.py`` is the way through. How figures add up, ``datafile/adding.py`` declares.
"""
