"""An .xlsx out of a declared book: looks, borders, charts, rows that are high enough, the package.

Not here: what stands in a cell (``sheets/``), and reading a file (``reading/``).
"""
