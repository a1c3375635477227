"""The page for a colleague with neither Excel's buttons nor WPS's: the workbooks of a folder, and the same actions.

``books`` finds them and says what is in them, ``actions`` what can be done and what that writes, ``page_desk`` is the
desk, ``routes`` what the browser asks for; ``files/`` are the page, its templates, and htmx.
"""
