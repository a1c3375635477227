"""A declared book becomes an .xlsx file: ``render`` calls ``write`` (cells, by openpyxl), an engine, ``fit``.

What a sheet says is not decided here (``sheets/``), nor is a workbook read (``reading/``); ``engines/`` recalculate.
"""
