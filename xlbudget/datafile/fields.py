"""The shape of the data file, declared once: its keys, what each holds, and the lists of terms they use.

From ``FILE`` come the checks of a data file, its JSON Schema and the columns of the 录入 sheets.
"""

from __future__ import annotations

from xlbudget.datafile.kinds import Amount, Choice, Code, Field, Kind, ListOf, Mapping, Number, Record, Text, Whole

CAR_KINDS = (
    *("部级领导干部用车", "主要领导干部用车", "机要通信用车", "应急保障用车"),
    *("执法执勤用车", "特种专业技术用车", "离退休干部用车", "其他用车"),
)
VERSION = 1
RANKS = 1000
"""Projects of a file, and indicators of a table, are fewer: a 序键 is a number of thousands and a rank below."""

GENERAL = "一般公共预算财政拨款"
FUND = "政府性基金预算财政拨款"
CAPITAL = "国有资本经营预算财政拨款"
OTHER = "其他资金"
SOURCES = (GENERAL, FUND, CAPITAL, OTHER)
"""What 资金来源 may be."""

FISCAL_INCOME = tuple(f"{source}收入" for source in (GENERAL, FUND, CAPITAL))
OTHER_INCOME = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
SPENDING = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
TRIPLE = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
"""The four items of “三公”经费."""
TRIPLE_YEARS = ("上年决算数", "年初预算数", "全年预算数", "决算数")
TRIPLE_COUNTS = (
    *("因公出国（境）团组数", "因公出国（境）人次", "公务接待批次", "公务接待人次"),
    *("公务用车购置数", "公务用车保有量"),
)
FOREIGN_GUESTS = ("接待外宾批次", "接待外宾人次")
RECEPTIONS = ("国内公务接待支出", "外宾接待支出")
"""What 公务接待费 was spent on."""
MANAGED = ("编报绩效目标", "绩效跟踪评价", "绩效自评")
"""What 绩效情况 counts projects and their budgets of."""
GRADES = ("优", "良", "合格", "不合格")
PROBLEMS = ("发现问题", "已经完成整改", "正在整改")
OFFICE, LIKE_OFFICE, INSTITUTION, TOGETHER = UNIT_KINDS = ("行政", "参公", "事业", "汇总")
"""What 单位性质 may be: an office, an institution run as one, another institution, several units together."""
YUAN = "元"
PLAIN, BALANCED = ROUNDINGS = "四舍五入", "舍位平衡"
"""What 舍位 may be: every printed figure rounded by itself, or entries adjusted so that what is printed adds up."""


def _each(kind: Kind, *keys: str, required: bool = False, later: bool = False) -> tuple[Field, ...]:
    return tuple(Field(key, kind, required, later=later) for key in keys)


def _amounts(*keys: str) -> tuple[Field, ...]:
    return _each(Amount(), *keys)


ITEM = Code((7,))
"""A 项 of the functional classification."""

INCOME = Record((Field("科目", ITEM, True, "7 位项级功能分类科目代码"), *_amounts(*FISCAL_INCOME, *OTHER_INCOME)))

EXPENDITURE = Record(
    (
        Field("科目", ITEM, True, "7 位项级功能分类科目代码"),
        Field("资金来源", Choice(SOURCES), True, "这笔支出用的是哪一种资金"),
        *_amounts("年初预算数", "全年预算数", *SPENDING),
    )
)

OPENING = Record(
    (
        Field("资金来源", Choice(SOURCES), True),
        Field("科目", ITEM, about="政府性基金和国有资本经营须填 7 位项级科目"),
        Field("金额", Amount()),
    )
)

PROJECT_ECONOMIC = Record(
    (
        Field("资金来源", Choice(SOURCES), True),
        Field("经济分类", Code((5,)), True, "5 位款级经济分类科目代码"),
        Field("金额", Amount(), True),
    )
)

PUBLISHED = Record(
    (
        Field("表", Text(), True, "公布的表，如 公开03"),
        Field("行", Text(), True, "科目代码或行名"),
        Field("列", Text(), True, "列名；两侧的表带上 收入/ 或 支出/"),
        Field("数", Text(), True, "与公布的一字不差，不带千分位，如 495.78、8.06%、-136.43"),
        Field("单位", Text()),
        Field("处", Text(), about="同一数印了两处时用来区分"),
    )
)

PROJECT = Record(
    (
        Field("名称", Text(), True),
        Field("类别", Choice(("公共项目", "部门项目")), True),
        *_amounts("年初预算", "预算指标", "支出金额", "直接拨付区县"),
        Field("科目", ITEM),
        *_each(Text(), "偏差原因", "备注"),
    )
)

SCORING = Record(
    (
        Field("方式", Choice(("正向", "反向", "达标", "扣分", "定性", "公式")), True),
        Field("式", Text(), about="方式是 公式 的：写法同 事实 的式，另有 MIN、MAX、ROUND、ROUNDUP", later=True),
        *_each(Number(), "目标", "实际"),
        Field("方向", Choice(("≥", "≤"))),
        Field("单位", Text()),
        Field("每低1扣", Number()),
        Field("档", Choice(("达成", "部分达成", "未达成"))),
    )
)

INDICATOR = Record(
    (
        *_each(Text(), "一级", "二级", "三级", "年度指标值", "实际完成值", required=True),
        Field("分值", Number(), True),
        Field("得分", Number()),
        Field("偏差原因", Text()),
        Field("评分", SCORING),
    )
)

_ROW = Field("行", Text(), True)
_FUNDING = Record((_ROW, *_amounts("年初预算数", "全年预算数", "全年执行数")))
_WEIGHT = Record((Field("一级", Text(), True), Field("二级", Text()), Field("分值", Number(), True)))

EVALUATION = Record(
    (
        Field("对象", Text(), True, "整体，或项目的名称"),
        *_each(Text(), "表内名称", "主管部门", "实施单位"),
        Field("资金", ListOf(_FUNDING, ("行",))),
        *_each(Text(), "年度目标", "实际完成情况", required=True),
        Field("权重", ListOf(_WEIGHT)),
        Field("指标", ListOf(INDICATOR, most=RANKS - 1), True),
    )
)

_UNIT = Record(
    (
        Field("名称", Text(), True),
        Field("模板", Text(), True, "地区版式的名称，如 湖南长沙、上海"),
        *_each(Text(), "主管部门", "预算代码"),
        Field("单位性质", Choice(UNIT_KINDS), about="几个单位合起来的填 汇总", later=True),
        Field(
            "舍位",
            Choice(ROUNDINGS),
            about="金额单位是 元 的可选 舍位平衡，印出的各表分毫不差；改了请重新生成",
            later=True,
        ),
        *_each(ListOf(Text()), "决算单位构成", "主要职责", "内设机构"),
    )
)
_CARRYOVER = Record(
    (Field("年初", ListOf(OPENING, ("资金来源", "科目")), True), *_amounts("使用非财政拨款结余和专用结余", "结余分配"))
)
_TRIPLE = Record(
    (
        *(Field(year, Record(_amounts(*TRIPLE)), year != "全年预算数") for year in TRIPLE_YEARS),
        Field("实物量", Record((*_each(Number(), *TRIPLE_COUNTS), *_each(Number(), *FOREIGN_GUESTS, later=True)))),
        Field("公务接待明细", Record(_each(Amount(), *RECEPTIONS, later=True))),
    )
)
FISCAL = (GENERAL, FUND, CAPITAL)
"""The sources that are 财政拨款."""
MEETINGS = ("会议费", "培训费")
TRIPLE_BY_SOURCE = Record(
    (
        Field("资金来源", Choice(FISCAL), True),
        *_amounts(*(f"{item}{half}" for half in ("预算数", "决算数") for item in TRIPLE)),
    )
)
_MEETINGS = Record(_amounts(*(f"{item}{half}" for item in MEETINGS for half in ("预算数", "决算数"))))
_STAFF = Record(
    (
        *_each(Number(), "编制数", "在职人数", required=True),
        *_each(Number(), "年末实有人数", "雇员人数", "临聘人数", "上年人数"),
    )
)
_BUILDING = Record((Field("名称", Text()), *_each(Number(), "批复规模", "实际规模"), *_amounts("预算投资", "实际投资")))
LAST_TOTALS = (
    *("收支总计", "财政拨款收支总计", "财政拨款支出"),
    *("一般公共预算财政拨款支出", "机关运行经费", "固定资产净值"),
)
_LAST_YEAR = Record(
    (*_amounts(*LAST_TOTALS), Field("年末结转和结余", ListOf(OPENING, ("资金来源", "科目")), later=True))
)
_PROCUREMENT = Record(
    (
        *_amounts("货物", "工程", "服务", "授予中小企业", "授予小微企业"),
        *_amounts("货物授予中小企业", "工程授予中小企业", "服务授予中小企业", "预留中小企业", "预留小微企业"),
        *_each(Amount(), "预留中小企业成交", "预留小微企业成交", "其他由中小企业成交", later=True),
    )
)
_ASSETS = Record(
    (Field("车辆", Mapping(Number())), Field("单价100万元以上设备", Number()), *_amounts("固定资产原值", "累计折旧"))
)
_MANAGEMENT = Record(
    (
        *_each(Record((Field("数量", Number()), Field("金额", Amount()))), *MANAGED),
        Field("绩效自评平均得分", Number()),
        Field("绩效评级", Record(_each(Number(), *GRADES))),
        *_each(Number(), *PROBLEMS),
    )
)
_FACT = Record(
    (
        Field("键", Text(), True),
        Field("数", Number(), about="数数得来的填数，由别的数得出的在 式 里写怎样算"),
        *_each(Text(), "单位", "出处"),
        Field("式", Text(), about="+ - * / 和括号，{键} 是别的事实，{表/行/列} 是表里的数", later=True),
    )
)

_EXPLANATION = Record(
    (
        Field("规则", Text(), True, "从下拉列表里选要说明的一处；只写规则的编号，就说明该规则的全部"),
        Field("对象", Text(), about="校验表的“位置”；从列表里选的不必填"),
        Field("数", Text(), about="说的是哪个数，两位小数；数变了就要重新说明。不填就一直算数"),
        Field("说明", Text(), True, "为什么是这样，依据是什么"),
    )
)

DETAIL = Record(
    (
        Field("单位", Text(), True, "哪个单位的数；本级的名称以“（本级）”结尾"),
        Field("键", Text(), True, "数据文件的键，如 支出"),
        Field("科目", Text(), about="功能科目 7 位，经济分类 5 位或 3 位"),
        Field("资金来源", Text()),
        Field("行", Text(), about="键里的一组或一行，如 决算数、年初"),
        Field("列", Text(), True, "如 基本支出、公务接待费；只有一个数的是 金额"),
        Field("金额", Amount(), True, "按本工作簿的金额单位；人数、个数照原样"),
        Field("半宽", Number(), about="以元汇总、来自万元文件的是 50"),
    )
)
"""An amount of one unit of a department: the inputs of its data file are their sums (``adding.py``)."""
MOST_DETAILS = 20_000
"""So many of them are added up by formulas."""

FILE = Record(
    (
        Field("版本", Choice((VERSION,)), True, "数据文件格式的版本"),
        Field("年度", Whole(), True),
        Field("金额单位", Choice(("万元", YUAN)), True),
        Field("单位", _UNIT, True),
        Field("科目", Mapping(Text(), Code((3, 5, 7)))),
        Field("收入", ListOf(INCOME, ("科目",)), True),
        Field("支出", ListOf(EXPENDITURE, ("科目", "资金来源")), True),
        Field("结转结余", _CARRYOVER),
        Field("经济分类", Mapping(Amount(), Code((5,)))),
        Field("基本支出年初预算", Mapping(Amount(), Code((3,)))),
        Field("项目支出经济分类", ListOf(PROJECT_ECONOMIC, ("资金来源", "经济分类")), later=True),
        Field("三公经费", _TRIPLE),
        Field("三公按资金", ListOf(TRIPLE_BY_SOURCE, ("资金来源",)), later=True),
        Field("会议培训", _MEETINGS, later=True),
        Field("人员", _STAFF),
        Field("项目", ListOf(PROJECT, ("名称",), RANKS - 1)),
        Field("基础数据", ListOf(Record((_ROW, *_amounts("上年决算数", "预算数", "决算数"))), ("行",))),
        Field("楼堂馆所", ListOf(_BUILDING)),
        Field("绩效自评", ListOf(EVALUATION, ("对象",))),
        Field("绩效情况", _MANAGEMENT),
        Field("上年", _LAST_YEAR),
        Field("机关运行经费", Amount()),
        Field("政府采购", _PROCUREMENT),
        Field("资产", _ASSETS),
        Field("事实", ListOf(_FACT, ("键",))),
        Field("说明", Mapping(Text())),
        Field("核实", ListOf(_EXPLANATION), later=True),
        Field("单位明细", ListOf(DETAIL, most=MOST_DETAILS), later=True),
        Field("公开数", ListOf(PUBLISHED, ("表", "行", "列", "处"))),
    )
)
