"""A workbook judged: rebuilt around its input cells, recalculated, compared, and the findings said."""
