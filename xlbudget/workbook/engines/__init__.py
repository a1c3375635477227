"""What recalculates: ``formualizer`` in memory, ``libreoffice`` and ``formulas`` by way of a file.

``by_file.py`` chooses between the latter two; ``office.py`` finds LibreOffice, ``standins.py`` hides from an engine
what it cannot write back. Which workbook is calculated, ``workbook/calculate.py`` says.
"""
