"""WPS without WPS: its objects in a real browser (``stand_in.js``), the workbook behind them here.

``declared.json``: the members that the published types declare, those that the script uses, each with its place.
"""
