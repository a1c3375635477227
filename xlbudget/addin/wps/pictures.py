"""The buttons' pictures in WPS, which lacks Excel's own by name: lines on a square of 24."""

from __future__ import annotations

from xlbudget.workbook.palette import DEEP

SHEET = "M6 3h8l4 4v14H6zM14 3v4h4"
PICTURES = {
    "recalc_execution_rate": "M5 19L19 5M7 4.5a2.5 2.5 0 1 0 .01 0M17 14.5a2.5 2.5 0 1 0 .01 0",
    "recalc_control_rate": "M4 18a8.5 8.5 0 1 1 16 0M12 15l4-6M12 15h.01",
    "recalc_all": "M19 8a8 8 0 0 0-14 2M5 5v5h5M5 16a8 8 0 0 0 14-2M19 19v-5h-5",
    "check": "M4 12.5l5 5L20 6.5",
    "next_finding": "M4 12h13M12 6l6 6-6 6M21 5v14",
    "report": f"{SHEET}M9 11h6M9 14h6M9 17h4",
    "export_evaluation": f"{SHEET}M12 10v7M9 14l3 3 3-3",
    "export_public": "M4 4h16v16H4zM4 9h16M10 9v11M15 12v5M13 15l2 2 2-2",
    "export_narrative": f"{SHEET}M9 10l1.5 8 1.5-6 1.5 6 1.5-8",
    "export_report": f"{SHEET}M9 18v-4M12 18v-8M15 18v-6",
    "new_year": "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5M12 12.5v5M9.5 15h5",
    "rebuild": "M4 4h7v7H4zM13 13h7v7h-7zM14 5h5v5M19 5l-6 6M10 19H5v-5",
    "guide": "M12 3a9 9 0 1 0 .01 0M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .7-1 1.7M12 17h.01",
    "about": "M12 3a9 9 0 1 0 .01 0M12 11v6M12 7.5h.01",
}
"""Button → the line that draws it."""


def picture(button: str) -> str:
    """An SVG; of a button that has no picture of its own, a sheet of paper."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 24 24" fill="none" '
        f'stroke="#{DEEP}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="{PICTURES.get(button, SHEET)}"/></svg>\n'
    )
