"""What a layout file may say: the keys of the whole, and those of every table."""

from __future__ import annotations

from xlbudget.datafile.fields import SOURCES
from xlbudget.datafile.kinds import Choice, Field, Kind, ListOf, Mapping, Record, Text
from xlbudget.sheets.inputs.thresholds import ABOUT
from xlbudget.sheets.tables.every import PUBLIC
from xlbudget.sheets.tables.printed_table import LIVE_FIELDS, NO_DATA, YES_NO

OF_EACH_TABLE = (
    Field("抬头", Text(), about="标题上面再印的一行"),
    Field("标题", Text()),
    Field("注", ListOf(Text()), about="表下的注，一项一段；没有注写 `[]`"),
    Field("舍位注", ListOf(Text()), about="舍位平衡 时代替 注；不写就是 注 后面再加整本的 舍位注"),
    Field("用语", Mapping(Text()), about="程序的叫法: 印出来的叫法"),
    Field("纸张", Choice(("横向", "纵向"))),
    Field("零", Choice(("印", "不印")), about="不印：零印成空白而不是 0.00"),
    Field("行高", Choice(tuple(map(str, range(100, 210, 10)))), about="标题以下各行有多高，以通常的为 100"),
)
WITHIN = (Field("题", Text(), about="节的标题，不带号"), Field("段", ListOf(Text()), about="一项一段"))
READ = Field("也读", ListOf(Text()), about="公布的文件里还有的写法，只用来认，不印；写法同 段")
OF_SECTION = (
    *WITHIN,
    READ,
    Field("分节", ListOf(Record((*WITHIN, READ))), about="（一）（二）… 各有 题 和 段"),
    Field("含", ListOf(Text()), about="把另外几节当（一）（二）… 放在里面"),
    Field("资金", Choice(SOURCES), about="这一节只讲这一种资金"),
    Field("预算", Choice(("年初预算数", "全年预算数")), about="这一节的“预算”是哪一个；不写是年初预算数"),
    Field(
        "无数据",
        Record((Field("看", ListOf(Text()), True), Field("文", Text(), True))),
        about="看 里的数都是零时，只印 文",
    ),
    Field(
        "须公布",
        Record((Field("依据", Text(), True), Field("数", Text()))),
        about="这一节一定要有；和其中一定要有的数，写法同句子：`{行:列}`，只在别的数不为零时要有的写成 `[行:列?…]`",
    ),
)
THRESHOLD = Record((Field("数", Text(), True), Field("依据", Text(), True)))
NARRATED = (
    Field("节次", ListOf(Text()), about="决算情况说明的各节，按印的次序；号（一、二、…）由次序得出"),
    Field("节", Mapping(Record(OF_SECTION)), about="各节的句子：见下"),
)
REPORTED = (Field("题", Text()), Field("开头", ListOf(Text())), *NARRATED)
OF_PART = (
    Field("题", Text()),
    Field("内容", Choice(("公开表", "决算说明", "名词解释", "附件"))),
    Field("节", ListOf(Record(WITHIN))),
)
OF_TABLES = {table.name: Record((*OF_EACH_TABLE, *table.layout_fields)) for table in PUBLIC}
OF_VIEW = (Field("取自", Text(), True, about="再印哪一张按科目的表"), *OF_EACH_TABLE, *LIVE_FIELDS, NO_DATA)
EXTENDS = ("承自", "extends")
"""The layout that one is laid over, in either word."""

LAYOUT: Kind = Record(
    (
        Field("承自", Text(), about="叠在哪个版式上：自带版式的名称，或另一个版式文件的路径（从这个文件算起）"),
        Field("extends", Text(), about="同 承自"),
        Field("名称", Text(), about="数据文件 单位.模板 里写的名称"),
        Field("说明", Text(), about="封面上怎样说明这个版式"),
        Field("依据", Text(), about="照哪一份公布的表式画的"),
        Field("待核", Text(), about="还没有照本地的空表核对的是什么，印在封面上；都对过了写 无"),
        Field("表式年度", Text(), about="那份表式的年度，四位数；更晚年度的工作簿封面上印“表式沿用…年度，请核”"),
        Field("表号", Text(), about="表右上角的号：有（公开01表）、无，或一个样子，如 `表{一}`、`表{1}`、`公开{01}表`"),
        Field("部门和年度", YES_NO, about="表上面的 部门：… 和年度"),
        Field("行次", YES_NO),
        Field("栏次", YES_NO),
        Field("舍位注", Text(), about="舍位平衡 时每张表下的一行话"),
        Field("三公对比", YES_NO, about="另有一张三公经费与上年、与预算的对比表"),
        Field(
            "不用就不列的类", ListOf(Text()), about="公开01、公开04 里，这些类一个也没有用到就都不列，用到一个就都列"
        ),
        Field("公开06不列的科目", ListOf(Text()), about="公开06 不列的类或款"),
        Field("公开表", ListOf(Text()), about="印哪些表，按印的次序；工作表依次叫 公开01、公开02 …"),
        Field(
            "编号", Mapping(Text()), about="表: 印的号（公开08、1-1 或 无），不写就是次序；没有写 公开表 的，表按号排"
        ),
        Field("另印", Mapping(Record(OF_VIEW)), about="把一张按科目的表用别的列再印一张；自己起的名称列在 公开表 里"),
        Field(
            "界限",
            Record(tuple(Field(name, THRESHOLD, about=about) for name, about in ABOUT.items())),
            about="从哪里起要说明，各有 数 和 依据：见下",
        ),
        *NARRATED,
        Field("自评报告", Record(REPORTED), about="自评报告的标题、开头的话和各节，写法与 节次、节 相同"),
        Field("部分", ListOf(Record(OF_PART)), about="决算公开文件的各部分：题，和装什么（内容）或写什么（节）"),
        Field("名词解释", ListOf(Text()), about="一项一个名词：“名词：解释”，文件里用到的才印"),
        Field("表", Record(tuple(Field(name, kind) for name, kind in OF_TABLES.items()))),
    )
)
