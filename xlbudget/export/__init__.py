"""Printed tables as files of their own, with values in place of formulas.

``papers.py``: which there are; ``values_only.py``: a sheet as it is printed; ``pdf.py``: the same by LibreOffice.
Nothing here reads a file or asks a user: that is for the buttons.
"""
