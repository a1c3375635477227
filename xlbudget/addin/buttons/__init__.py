"""What the buttons do: each takes a desk and returns what to tell the user; ``addin/ribbon.py`` lists them.

``rates``, ``check``, ``export``, ``documents``, ``new_workbook``, ``guide``; ``restore_formulas`` helps ``rates``.
"""
