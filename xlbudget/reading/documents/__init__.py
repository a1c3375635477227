"""Documents that others made (published PDF and Word, exported tables), taken apart and turned into a data file.

What is found in them is said in the words of ``found.py``, whatever the kind of file. Nothing is judged here.
"""
