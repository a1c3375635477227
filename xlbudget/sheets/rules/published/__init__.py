"""公开-: figures as published, each beside its counterpart, the figure of the workbook that it must agree with."""
