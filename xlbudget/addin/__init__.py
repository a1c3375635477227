"""The Excel add-in: ``xlam`` makes it, ``install/`` puts it where Excel looks, ``ribbon`` lists what its buttons do.

A button works at a ``desk``, that of Excel (``excel_desk``, the only user of xlwings) or of a file (``file_desk``).
What it does is in ``buttons/``, one file a subject; the sources of the ribbon and the VBA are in ``macros/``.
"""
