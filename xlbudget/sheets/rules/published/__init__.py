"""公开-: figures as published, each placed at the cell of the workbook that it must equal."""
