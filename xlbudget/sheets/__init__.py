"""What a workbook consists of, declared: ``inputs/`` (录入-…), ``tables/`` (what is printed), ``rules/`` (校验).

``book.py`` puts all sheets together; ``cover.py`` and ``contents.py`` lead through them; ``structure.py`` and
``next_year.py`` are hidden. No cell is written here (``workbook/``), and no figure is computed.
"""
