"""The 录入 sheets, the only place where numbers are typed: a file a sheet, each a declaration of its parts.

``tabs.py`` lists them in the order of the tabs; ``input_sheet.py`` writes one, ``labels.py``, ``rows.py`` and
``grid.py`` its parts. What is made of the entries is in ``tables``, what is checked about them in ``rules``.
"""
