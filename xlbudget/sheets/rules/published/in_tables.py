"""Where a published figure of 公开01–09, 三公对比, 项目支出, 附件1 or a fund block belongs (the contract's labels)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.language.expressions import Codes, Expr, Formula, Ratio, Ref, Within
from xlbudget.language.form import TABLES
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published.counterpart import Counterpart, Publication, at
from xlbudget.sheets.rules.sums import column_sum
from xlbudget.sheets.tables import PUBLIC, annex1, projects
from xlbudget.sheets.tables.live_table import Classified

NUMBERED = re.compile(r"^[一二三四五六七八九十]+、")
TAKEN_AS_COMPLETE = ("三公对比", "项目支出", "附件1")
"""Besides 公开01–09: a table with any entry is taken to be published whole."""
AMOUNTS = {"年初预算": "年初预算", "预算指标": "预算指标", "支出金额": "支出金额"}


def own_table(context: Context, sheet: str) -> str:
    """公开07 → the name of the table that has this number in the unit's region; "" when none has."""
    return next((name for name in TABLES if context.form[name].sheet == sheet), "")


def counterpart(context: Context, entry: Publication) -> Counterpart | None:
    """The figure that an entry of a table repeats; None when the table has no such row or column."""
    table = own_table(context, entry.table)
    if table:
        return _public(context, table, entry)
    match entry.table:
        case "三公对比":
            return at(context, f"三公对比/{entry.line}/{_year_column(context, entry.column)}")
        case "项目支出":
            return _project(context, entry)
        case "附件1":
            return _annex1(context, entry)
    return None


def _public(context: Context, table: str, entry: Publication) -> Counterpart | None:
    shape, declared = context.form[table], PUBLIC[table]
    own = {shape.word(word): word for word in declared.words}
    if isinstance(declared, Classified):
        columns = [c.label for c in declared.columns]
        column = entry.column if entry.column in columns else own.get(entry.column, "")
        if column not in shape.columns:
            return None
        if entry.line == "合计":
            placed = at(context, f"{table}/合计/{column}")
            return _last_line(context, table, column, placed) if shape.total_last else placed
        return live(context, table, entry.line, column)
    line = "/".join(_line(part, own) for part in entry.line.split("/"))
    side, _, column = entry.column.rpartition("/")
    name = own.get(column, column) if column not in declared.words else column
    return at(context, "/".join(part for part in (table, line, side, name) if part))


def _line(printed: str, own: dict[str, str]) -> str:
    """A row's own name: without its numbering, which differs between years and regions."""
    name = NUMBERED.sub("", printed.strip())
    return own.get(name, name)


def live(context: Context, table: str, code: str, column: str) -> Counterpart | None:
    """The figure in the live row of a code, 0 when the code has no row."""
    if not (code.isascii() and code.isdecimal() and len(code) in (3, 5, 7)):
        return None
    key, keys = int(code.ljust(7, "0")), f"{{科目树/{table}/键}}"
    scope = Codes(key, key + {3: 9_999, 5: 99, 7: 0}[len(code)])
    cells = f"{{{table}/列/{column}}}"
    body = f"IF(COUNTIF({keys},{key})=0,0,SUM(INDEX({cells},MATCH({key},{keys},0))))"
    area = context.names.find(f"{table}/列/{column}", "公开数")
    letter = area.text(area.sheet).split(":")[0].rstrip("0123456789")
    where = f'IF(COUNTIF({keys},{key})=0,"","{letter}"&(MATCH({key},{keys},0)+{area.row - 1}))'
    of = (Within(Ref(f"{table}/合计/{column}"), scope),)
    return Counterpart(Formula(body, of), live_cell=(area.sheet, where))


def _last_line(context: Context, table: str, column: str, placed: Counterpart | None) -> Counterpart | None:
    """合计 where the form prints it behind the last code: that cell takes the colour."""
    if placed is None:
        return None
    area = context.names.find(f"{table}/列/{column}", "公开数")
    letter = area.text(area.sheet).split(":")[0].rstrip("0123456789")
    return Counterpart(placed.figure, live_cell=(area.sheet, f'"{letter}"&({{科目树/{table}/占行}}+{area.row})'))


def _year_column(context: Context, column: str) -> str:
    """2022年决算 → 上年决算, 2023年预算 → 预算: the headings bear the year."""
    year = context.data.year
    for printed, own in ((f"{year - 1}年", "上年"), (f"{year}年", "")):
        if column.startswith(printed):
            return own + column.removeprefix(printed)
    return column


def _annex1(context: Context, entry: Publication) -> Counterpart | None:
    names = [p["名称"] for p in context.data.rows("项目") if p["类别"] == "公共项目"]
    line = f"公共项目#{names.index(entry.line) + 1}" if entry.line in names else entry.line
    return at(context, f"{annex1.KEY}/{line}/{_year_column(context, entry.column)}")


def _project(context: Context, entry: Publication) -> Counterpart | None:
    """A project by its name, or one of the totals; rows are live, so they are looked up."""
    known = [*projects.TOTALS, *(p["名称"] for p in context.data.rows("项目"))]
    if entry.line not in known or entry.column not in projects.HEADINGS or not context.has("项目支出/列/项目名称"):
        return None
    row = _project_row(context, entry.line)
    figure = f"IF({row}=0,0,SUM(INDEX({{项目支出/列/{entry.column}}},MAX({row},1))))"
    parts = {name: project_amount(context, entry.line, name) for name in AMOUNTS}
    area = context.names.find(f"项目支出/列/{entry.column}", "公开数")
    letter = area.text(area.sheet).split(":")[0].rstrip("0123456789")
    live_cell = (area.sheet, f'IF({row}=0,"","{letter}"&({row}+{area.row - 1}))')
    match entry.column:
        case "预算执行率":
            return Counterpart(Formula(figure), Ratio(parts["支出金额"], parts["预算指标"]), live_cell=live_cell)
        case "资金结余":
            return Counterpart(Formula(figure, (parts["预算指标"], parts["支出金额"])), live_cell=live_cell)
        case column if column in AMOUNTS:
            return Counterpart(Formula(figure, (parts[column],)), live_cell=live_cell)
    return None


def _project_row(context: Context, name: str) -> str:
    """A template: the row (from 1) of a project or a total on 项目支出; 0 when it has none."""
    if name in projects.TOTALS:
        kind = {"公共项目小计": 1, "部门项目小计": 2, "合计": 3}[name]
        public, own = "{项目支出/公共项目个数}", "{项目支出/部门项目个数}"
        return {1: f"({public}+1)", 2: f"({public}+{own}+2)", 3: f"({public}+{own}+3)"}[kind]
    found = f"MATCH({project_at(context, name)},{{项目支出/列/行}},0)"
    return f"IF(ISNUMBER({found}),{found},0)"


def project_at(context: Context, name: str) -> int:
    """The row (from 1) of a project in 录入-项目. A name never stands in a formula: it may be of any length."""
    return [p["名称"].strip() for p in context.data.rows("项目")].index(name.strip()) + 1


def project_amount(context: Context, name: str, column: str) -> Expr:
    """An amount of a project of the data file, or of 公共项目小计, 部门项目小计, 合计."""
    groups = {"公共项目小计": "{录入/项目/组},1", "部门项目小计": "{录入/项目/组},2", "合计": ""}
    if name in groups:
        return column_sum("项目", column, groups[name])
    return column_sum("项目", f"{column}@{project_at(context, name)}")


def complete(context: Context, tables: set[str]) -> Iterator[tuple[str, str, str, Counterpart]]:
    """Every figure (table, row, column) of the tables that have entries, for 公布为空."""
    for table in TABLES:
        sheet = context.form[table].sheet
        if sheet in tables:
            yield from _cells(context, table, sheet)
    names = context.names.figures
    for table in ("三公对比", "附件1"):
        if table in tables:
            for key in names:
                if key.startswith(f"{table}/") and (placed := at(context, key)):
                    _, line, column = key.split("/")
                    yield table, _project_name(context, line), _printed_column(context, table, column), placed
    if "项目支出" in tables:
        for name in (*projects.TOTALS, *(p["名称"] for p in context.data.rows("项目"))):
            for column in projects.HEADINGS[2:7]:
                if placed := counterpart(context, Publication(0, "项目支出", name, column)):
                    yield "项目支出", name, column, placed


def _project_name(context: Context, line: str) -> str:
    names = [p["名称"] for p in context.data.rows("项目") if p["类别"] == "公共项目"]
    rank = int(line.partition("#")[2] or 0)
    return names[rank - 1] if 0 < rank <= len(names) else line


def _printed_column(context: Context, table: str, column: str) -> str:
    if "率" in column or "数" not in column + ("数" if table == "三公对比" else ""):
        return column
    year = context.data.year - column.startswith("上年")
    return f"{year}年{column.removeprefix('上年')}" if column not in ("编制数", "在职人数") else column


def _cells(context: Context, table: str, sheet: str) -> Iterator[tuple[str, str, str, Counterpart]]:
    declared, shape = PUBLIC[table], context.form[table]
    if isinstance(declared, Classified):
        codes = sorted({part for code in _codes(context, declared) for part in (code[:3], code[:5], code)})
        for line in ("合计", *codes):
            for column in shape.columns:
                if placed := counterpart(context, Publication(0, sheet, line, shape.word(column))):
                    yield sheet, line, shape.word(column), placed
        return
    for key in context.names.figures:
        if key.startswith(f"{table}/") and (placed := at(context, key)):
            _, row, *rest = key.split("/")
            if table == "公开04" and len(rest) == 3:
                yield sheet, f"{row}/{rest[0]}", "/".join(rest[1:]), placed
            else:
                yield sheet, row, "/".join(rest), placed


def _codes(context: Context, table: Classified) -> set[str]:
    """The 项 codes of the data file that may have a row in a table."""
    found = set()
    for feed in table.feeds:
        key, _, inner = feed.listing.partition("/")
        rows = context.data.record(key).get(inner, []) if inner else context.data.rows(key)
        for row in rows:
            code = str(row.get("科目", "")).strip()
            if feed.source in (None, row.get("资金来源")) and re.fullmatch(r"[1-9]\d{4}(?!00)\d\d", code):
                found.add(code)
    return found
