"""What a workbook consists of: the input sheets, the printed tables, the rules, and what leads through them."""
