"""How good are the checks? One mistake at a time in a real unit's data or workbook: does check see it?"""
