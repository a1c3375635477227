"""How good are the checks? Make one mistake at a time in a real unit's data or workbook, and see whether check sees it."""
