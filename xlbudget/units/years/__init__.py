"""A workbook for another year: an empty one (``template.py``), or last year's rolled forward (``roll_forward.py``).

What becomes of last year's data: ``carry_over.py``, and ``last_year.py`` for the figures that the new year begins with.
"""
