"""What installation writes into the add-in and the buttons go by."""

from __future__ import annotations

BELOW = 80.0
"""The rate of execution, in per cent, below which a project is to be explained."""
SETTINGS = {"INTERPRETER_WIN": "", "INTERPRETER_MAC": "", "RATE_BELOW": f"{BELOW:g}"}
"""What stands there when nothing was installed: which Python to start is known on the spot only."""
