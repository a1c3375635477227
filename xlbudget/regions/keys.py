"""What a layout file may say, and what the tables have that it may say something about."""

from __future__ import annotations

from xlbudget.datafile.kinds import Choice, Field, Kind, ListOf, Mapping, Record, Text
from xlbudget.sheets.tables import PUBLIC, public04
from xlbudget.sheets.tables.live_table import Classified

YES_NO = Choice(("有", "无"))
SHEETS = tuple(f"公开{number:02}" for number in range(1, 10))
MOVABLE = ("政府性基金", "国有资本经营", "三公")
"""The tables whose number differs between regions."""

_COMMON = (
    Field("抬头", Text(), about="标题上面再印的一行"),
    Field("标题", Text()),
    Field("注", ListOf(Text()), about="表下的注，一项一段；没有注写 `[]`"),
    Field("用语", Mapping(Text()), about="程序的叫法: 印出来的叫法"),
    Field("纸张", Choice(("横向", "纵向"))),
    Field("零", Choice(("印", "不印")), about="不印：零印成空白而不是 0.00"),
)
_LIVE = (
    Field("列", ListOf(Text()), about="印哪些列，按印的次序"),
    Field("合计行", Choice(("首行", "末行"))),
    Field("空表留行", Choice(tuple(map(str, range(10)))), about="一个科目也没有时留几行空格子"),
)
_TWO_SIDED = (
    Field("本年合计", Choice(("居中", "靠左")), about="本年收入合计、本年支出合计 印在中间还是靠左"),
    Field("零不印的行", ListOf(Text()), about="这些行没有数时印空白而不是 0.00"),
)
_OWN = {
    "公开01": (*_TWO_SIDED, Field("总计前空行", YES_NO)),
    "公开04": (*_TWO_SIDED, Field("年初结转编号", YES_NO, about="年初各项财政拨款结转前面印 一、二、三、")),
    "公开06": (
        Field("分块", ListOf(ListOf(Text())), about="从左到右各块列哪些经济分类的类"),
        Field("人员公用表头", YES_NO, about="各块上面的 人员经费、公用经费"),
    ),
    "三公": (Field("排列", Choice(("分列", "并列")), about="分列：预算数、决算数左右两半；并列：每一项下成对"),),
}


def _table(name: str) -> Record:
    table = PUBLIC[name]
    if not isinstance(table, Classified):
        return Record((*_COMMON, *_OWN[name]))
    no_data = (Field("无数据说明", Text(), about="一个数也没有时印在表下"),) if table.about_no_data else ()
    return Record((*_COMMON, *_LIVE, *no_data))


LAYOUT: Kind = Record(
    (
        Field("名称", Text(), about="数据文件 单位.模板 里写的名称"),
        Field("说明", Text(), about="封面上怎样说明这个版式"),
        Field("依据", Text(), about="照哪一份公布的表式画的"),
        Field("表式年度", Text(), about="那份表式的年度，四位数；更晚年度的工作簿封面上印“表式沿用…年度，请核”"),
        Field("表号", YES_NO, about="表右上角的 公开01表"),
        Field("部门和年度", YES_NO, about="表上面的 部门：… 和年度"),
        Field("行次", YES_NO),
        Field("栏次", YES_NO),
        Field("三公对比", YES_NO, about="另有一张三公经费与上年、与预算的对比表"),
        Field(
            "不用就不列的类", ListOf(Text()), about="公开01、公开04 里，这些类一个也没有用到就都不列，用到一个就都列"
        ),
        Field("公开06不列的科目", ListOf(Text()), about="公开06 不列的类或款"),
        Field("编号", Record(tuple(Field(name, Choice(SHEETS)) for name in MOVABLE)), about="表号因地而异的三张表"),
        Field("表", Record(tuple(Field(name, _table(name)) for name in PUBLIC))),
    )
)

ROWS_THAT_MAY_BE_BLANK = {
    "公开01": ("使用非财政拨款结余和专用结余", "结余分配", "年初结转和结余", "年末结转和结余"),
    "公开04": (public04.OPENING, public04.CLOSING),
}


def docs() -> str:
    """The keys of a layout file as tables of docs/layouts.md: those of the whole, and those of a table."""
    assert isinstance(LAYOUT, Record)
    lines = ["| 键 | 可以写 | 说明 |", "|---|---|---|"]
    for field in LAYOUT.fields:
        if field.key != "表":
            lines.append(f"| `{field.key}` | {_may_be(field.kind)} | {field.about} |")
    lines += ["", "| `表.….` | 哪些表 | 可以写 | 说明 |", "|---|---|---|---|"]
    of_tables = {name: _table(name).fields for name in PUBLIC}
    for field in dict.fromkeys(field for fields in of_tables.values() for field in fields):
        having = [name for name, fields in of_tables.items() if field in fields]
        where = "各表" if len(having) == len(PUBLIC) else "、".join(having)
        lines.append(f"| `{field.key}` | {where} | {_may_be(field.kind)} | {field.about} |")
    return "\n".join(lines)


def columns() -> str:
    """The columns that 列 may name, those in brackets need not be printed; and the rows of 零不印的行."""
    lines = ["| 表 | 列 |", "|---|---|"]
    for name, table in PUBLIC.items():
        if isinstance(table, Classified):
            shown = [f"（{column.label}）" if column.optional else column.label for column in table.columns]
            lines.append(f"| {name} | {'、'.join(shown)} |")
    lines += ["", "| 表 | 零不印的行 |", "|---|---|"]
    lines += [f"| {name} | {'、'.join(rows)} |" for name, rows in ROWS_THAT_MAY_BE_BLANK.items()]
    return "\n".join(lines)


def vocabulary() -> str:
    """The program's own words for headings and rows, table by table."""
    lines = ["| 表 | 程序的叫法 |", "|---|---|"]
    lines += [f"| {name} | {'、'.join(table.words)} |" for name, table in PUBLIC.items()]
    return "\n".join(lines)


def _may_be(kind: Kind) -> str:
    match kind:
        case Choice(options):
            return " 或 ".join(map(str, options)) if len(options) < 4 else f"{options[0]} … {options[-1]}"
        case ListOf(inner):
            return f"列表，每项是{_may_be(inner)}"
        case Mapping():
            return "叫法: 叫法"
        case Record(fields):
            return "、".join(f"`{field.key}`" for field in fields)
        case _:
            return "文本"
