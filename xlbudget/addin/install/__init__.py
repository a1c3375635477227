"""The add-in put where Excel starts it (``install``), looked at (``status``), removed; no security setting is touched.

``machine`` asks the system, ``places`` says what lies where, ``refusals`` holds the sentences. What the add-in consists
of is ``addin/xlam.py``, what its buttons do ``addin/buttons/``.
"""
