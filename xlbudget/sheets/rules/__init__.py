"""The rules of 校验, a file a family: the prefix of a rule's id says which (``families.py`` lists them all).

Also the sheets on which verdicts stand (``check_sheet.py``, ``published/``), their bounds, colours and the catalogue.
What ``check`` makes of the verdicts is not here; nor are hints of input sheets (``sheets/inputs``).
"""
