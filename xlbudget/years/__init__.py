"""A workbook for another year: an empty template, or last year's workbook rolled forward."""
