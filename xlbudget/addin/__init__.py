"""The buttons: ``ribbon`` lists what they do, ``buttons/`` does it, at a ``desk``: a workbook and its user.

That of Excel (``excel_desk``, the only user of xlwings), of WPS (``wps/``), of the local page (``page/``), of a file
(``file_desk``). ``xlam`` makes the Excel add-in of the sources in ``macros/``, ``install/`` puts it where Excel looks;
``local/`` is the one process behind WPS and the page.
"""
