"""What the buttons do: each takes a desk and returns what to tell the user; ``addin/ribbon.py`` lists them.

``rates``, ``check``, ``export``, ``new_year``, ``guide``; ``restore_formulas`` and ``write_formulas`` help ``rates``.
"""
