"""The groups of sheets: 目录 lists them in three columns, 封面 tells the progress of those that are filled in."""

UNIT, BUDGET, FIGURES, TEXTS = "单位与科目", "收支与结转", "三公、人员、采购、资产", "事实与说明"
PROJECTS, PUBLISHED = "项目与绩效", "已公布的数"
CHECKED, PUBLIC, REFERENCE, ANNEXES = "核对", "公开表", "说明", "附件"
"""The kinds of sheets by the colours of their tabs; of those that are filled in there are six groups."""
COLUMNS = ((UNIT, BUDGET, FIGURES, TEXTS), (CHECKED, PUBLIC, REFERENCE), (PROJECTS, PUBLISHED, ANNEXES))
"""Of 目录, from the left; the last group of one may become as long as it likes."""
ENTERED = (UNIT, BUDGET, FIGURES, TEXTS, PROJECTS, PUBLISHED)
"""Those that are filled in, in the order in which that is best done."""
