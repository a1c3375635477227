"""Random units whose figures agree with each other: ``check`` must find nothing in them.

``python -m tests.helpers.consistent 500`` tries as many; the tests try a few. Amounts are drawn as whole 0.01.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers import oracle
from tests.helpers.building import assemble
from tests.helpers.narrated import WRONG, paragraphs
from xlbudget.check.findings import findings as found_in
from xlbudget.check.positions import Positions
from xlbudget.check.report import Finding
from xlbudget.check.workbook_check import check
from xlbudget.datafile.classification import catalogue, subjects
from xlbudget.datafile.file import Data
from xlbudget.sheets.rules import plausible
from xlbudget.sheets.rules.economic import PENSIONS, RETIREES
from xlbudget.sheets.rules.evaluation import EVERY
from xlbudget.sheets.rules.plausible_scores import EXCEEDED, USUAL
from xlbudget.sheets.rules.rule import Rule
from xlbudget.sheets.rules.units import UNITS
from xlbudget.sheets.tables import public06
from xlbudget.workbook.calculate import by_address, calculation
from xlbudget.workbook.write import write

Draw = Callable[[Any], Any]
Content = dict[str, Any]

OTHER = "其他资金"
REASONS = "录入-说明"
TRIPLE_LAST = {"政府性基金": "公开07", "国有资本经营": "公开08", "三公": "公开09"}
TRIPLE_FIRST = {"三公": "公开07", "政府性基金": "公开08", "国有资本经营": "公开09"}
LAYOUTS = {
    "湖南长沙": TRIPLE_LAST,
    "上海": TRIPLE_FIRST,
    "甘肃": TRIPLE_LAST,
    "贵州": TRIPLE_FIRST,
    "广西": TRIPLE_LAST,
    "辽宁": TRIPLE_FIRST,
}
"""The regions, and under which numbers they have the three tables that not all have in one order."""
TRIPLE = {"因公出国（境）费": "30212", "公务用车购置费": "31013", "公务用车运行维护费": "30231", "公务接待费": "30217"}
"""Item → the economic code of its part of the basic expenditure."""
PAIRED = {"30108": ("2080505",), "30109": ("2080506",), "30113": ("2210201",), "30304": ("2080801",)}
"""Economic code → the functional codes that hold the same basic expenditure."""
UNUSUAL = {one.id for one in (*vars(plausible).values(), EXCEEDED, USUAL, UNITS, EVERY) if isinstance(one, Rule)}
"""Rules that ask only whether a figure is as usual."""
MONEY = {one.code: one.money for one in subjects("functional") if one.money}
"""A 类 or 款 → the only money that has it."""
HEALTH = ("30110", "30111")
"""Both together: 21011."""
UNLISTED: dict[str, tuple[str, ...]] = dict.fromkeys(LAYOUTS, ())
UNLISTED["上海"] = ("307", "31005", "31006", "31008", "31009", "31010", "31011", "31012", "399")
SMALL = st.integers(0, 500_00)
AMOUNTS = st.one_of(st.integers(1, 20_000_00), st.integers(1, 99), SMALL)
NAMES = ("办公用房维修", "信息系统运维", "宣传经费", "专项*资金?", "执法装备", "“一网通办”建设", "调研~规划")


def money(cents: int) -> float:
    return float(Decimal(cents) / 100)


def parts_of(draw: Draw, total: int, count: int) -> list[int]:
    """``total`` in ``count`` parts, some of them perhaps nothing."""
    cuts = sorted(draw(st.lists(st.integers(0, total), min_size=count - 1, max_size=count - 1)))
    return [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]


def at_least(draw: Draw, least: int) -> int:
    """A figure that is not below ``least``, often just it."""
    return least + int(draw(st.one_of(st.just(0), SMALL)))


def functional() -> st.SearchStrategy[str]:
    """A 项 code: of the catalogue, or one for which the unit gives the name."""
    # 转移性支出 is the treasury's: no unit has it, and no table of a unit's accounts has a line for it.
    names = [code for code in catalogue("functional") if not code.startswith("230")]
    known = [code for code in names if len(code) == 7]
    classes = [code for code in names if len(code) == 3]
    made = st.builds("{}{:02d}{:02d}".format, st.sampled_from(classes), st.integers(1, 99), st.integers(1, 99))
    special = st.sampled_from([*(c for pair in PAIRED.values() for c in pair), "2101101", "2101102"])
    return st.one_of(st.sampled_from(known), special, made)


@st.composite
def units(draw: Draw, region: str | None = None) -> Content:
    """A whole data file, of one region or of any."""
    year = draw(st.integers(2022, 2025))
    layout = region or draw(st.sampled_from([*LAYOUTS]))
    content: Content = {
        "版本": 1,
        "年度": year,
        "金额单位": draw(st.sampled_from(("万元", "元"))),
        "单位": {"名称": "某市某单位", "模板": layout},
    }
    spending = _spending(draw)
    content["科目"] = _names([row["科目"] for row in spending])
    _income(draw, content, spending)
    economic = _economic(draw, layout, spending)
    content["经济分类"] = {code: money(cents) for code, cents in economic.items()}
    content["支出"] = [_in_money(row) for row in spending]
    fiscal_projects = sum(row["项目支出"] for row in spending if row["资金来源"] in oracle.FUNDS)
    content["三公经费"] = _triple(draw, economic, fiscal_projects)
    if draw(st.booleans()):
        _projects(draw, content, sum(row["项目支出"] for row in spending))
    _others(draw, content, spending)
    if draw(st.booleans()):
        content["公开数"] = published(content, draw(st.booleans()))
    return content


def _spending(draw: Draw) -> list[Content]:
    sources = st.sampled_from((*oracle.FUNDS, OTHER, oracle.GENERAL, oracle.GENERAL))
    drawn = draw(st.lists(st.tuples(functional(), sources), min_size=1, max_size=7, unique=True))
    keys = dict.fromkeys((code, MONEY.get(code[:5], MONEY.get(code[:3], source))) for code, source in drawn)
    with_whole_year = draw(st.booleans())
    rows = []
    for code, source in keys:
        kinds = ("基本支出", "项目支出") if source != OTHER else oracle.OUTLAYS
        row: Content = {"科目": code, "资金来源": source, "基本支出": 0, "项目支出": 0}
        for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=2, unique=True)):
            row[kind] = draw(AMOUNTS)
        spent = sum(row.get(kind, 0) for kind in oracle.OUTLAYS)
        row["年初预算数"] = draw(SMALL) + spent // 2
        if with_whole_year:
            row["全年预算数"] = at_least(draw, spent)
        rows.append(row)
    return rows


def _in_money(row: Content) -> Content:
    return {key: money(value) if isinstance(value, int) else value for key, value in row.items()}


def _names(codes: Sequence[str]) -> dict[str, str]:
    known = catalogue("functional")
    levels = sorted({part for code in codes for part in (code[:5], code)} - set(known))
    return {code: f"科目{code}" for code in levels}


def _income(draw: Draw, content: Content, spending: Sequence[Content]) -> None:
    """Income by code so that what is left of every source and code is not negative; opening balances."""
    income: dict[str, Content] = {}
    opening: dict[tuple[str, str], int] = {}
    left_over = 0
    for row in spending:
        code, source = row["科目"], row["资金来源"]
        spent = sum(row.get(kind, 0) for kind in oracle.OUTLAYS)
        closing = draw(st.one_of(st.just(0), SMALL))
        before = min(draw(st.one_of(st.just(0), SMALL)), spent + closing)
        left_over += closing if source == OTHER else 0
        if before:
            coded = source in oracle.FUNDS[1:] or draw(st.booleans())
            key = source, code if coded else ""
            opening[key] = opening.get(key, 0) + before
        entry = income.setdefault(code, {"科目": code})
        received = spent + closing - before
        if source != OTHER:
            entry[f"{source}收入"] = received
            continue
        kinds = draw(st.lists(st.sampled_from(oracle.KINDS), min_size=1, max_size=2, unique=True))
        for kind, part in zip(kinds, parts_of(draw, received, len(kinds)), strict=True):
            entry[kind] = part
    content["收入"] = [_in_money(row) for row in income.values()]
    used = draw(st.one_of(st.just(0), SMALL))
    shared = min(draw(st.one_of(st.just(0), SMALL)), used + left_over)
    content["结转结余"] = {
        "年初": [
            {"资金来源": source, "金额": money(cents)} | ({"科目": code} if code else {})
            for (source, code), cents in opening.items()
        ],
        "使用非财政拨款结余和专用结余": money(used),
        "结余分配": money(shared),
    }


def _economic(draw: Draw, layout: str, spending: Sequence[Content]) -> dict[str, int]:
    """The basic expenditure from the general budget, by economic code."""
    basic = {r["科目"]: r["基本支出"] for r in spending if r["资金来源"] == oracle.GENERAL}
    used = {r["科目"] for r in spending}
    found: dict[str, int] = {}
    fixed: set[str] = set()
    for economic, codes in PAIRED.items():
        if used & set(codes):
            fixed.add(economic)
            found[economic] = sum(basic.get(code, 0) for code in codes)
    if health := [code for code in used if code.startswith("21011")]:
        fixed |= set(HEALTH)
        found |= zip(HEALTH, parts_of(draw, sum(basic.get(code, 0) for code in health), 2), strict=True)
    listed = [
        code
        for code in catalogue("economic")
        if len(code) == 5
        and code not in fixed
        and not (code in PENSIONS and used.intersection(RETIREES))
        and not code.startswith(UNLISTED[layout] or ("-",))
    ]
    rest = sum(basic.values()) - sum(found.values())
    codes = draw(st.lists(st.sampled_from([*listed, *TRIPLE.values()]), min_size=1, max_size=8, unique=True))
    found |= zip(codes, parts_of(draw, rest, len(codes)), strict=True)
    return found


def _triple(draw: Draw, economic: dict[str, int], projects: int) -> Content:
    """At least what the basic expenditure holds of it, within its budget and last year's."""
    actual, whole, first, last = {}, {}, {}, {}
    for kind, code in TRIPLE.items():
        more = min(draw(st.one_of(st.just(0), SMALL)), projects // len(TRIPLE))
        actual[kind] = economic.get(code, 0) + more
        whole[kind] = at_least(draw, actual[kind])
        first[kind] = draw(SMALL)
        last[kind] = at_least(draw, actual[kind])
    adjusted = draw(st.booleans())
    if not adjusted:
        first = whole
    years = {"上年决算数": last, "年初预算数": first, "决算数": actual} | ({"全年预算数": whole} if adjusted else {})
    found: Content = {name: {kind: money(cents) for kind, cents in figures.items()} for name, figures in years.items()}
    # Where there is an amount there are trips, cars and guests, and where there is none there are none.
    if draw(st.booleans()):
        trips, bought, times = (
            draw(st.integers(1, 99)) if actual[kind] else 0
            for kind in ("因公出国（境）费", "公务用车购置费", "公务接待费")
        )
        running = draw(st.integers(1, 9)) if actual["公务用车运行维护费"] else 0
        found["实物量"] = {
            **{"因公出国（境）团组数": trips, "因公出国（境）人次": trips * draw(st.integers(1, 9))},
            **{"公务接待批次": times, "公务接待人次": times * draw(st.integers(1, 9))},
            **{"公务用车购置数": bought, "公务用车保有量": bought + running},
        }
        home = draw(st.integers(0, actual["公务接待费"]))
        found["公务接待明细"] = {"国内公务接待支出": money(home), "外宾接待支出": money(actual["公务接待费"] - home)}
    return found


def _projects(draw: Draw, content: Content, spent: int) -> None:
    """Projects that bring the unit exactly its 项目支出, and their self-evaluations."""
    count = draw(st.integers(1, 4))
    projects: list[Content] = []
    for name, own in zip(draw(st.permutations(NAMES)), parts_of(draw, spent, count), strict=False):
        districts = draw(st.one_of(st.just(0), SMALL))
        outlay = own + districts
        project: Content = {
            "名称": name,
            "类别": draw(st.sampled_from(("公共项目", "部门项目"))),
            "年初预算": draw(SMALL) + districts,
            "预算指标": at_least(draw, outlay),
            "支出金额": outlay,
        }
        if districts:
            project["直接拨付区县"] = districts
        projects.append(project)
    content["项目"] = [_in_money(project) for project in projects]
    if draw(st.booleans()):
        content["事实"] = [{"键": "巡查次数", "数": draw(st.integers(0, 500)), "单位": "次"}]
    told = "完成{巡查次数}次" if "事实" in content else "完成"
    if draw(st.booleans()):
        judged = projects[: draw(st.integers(0, 2))]
        content["绩效自评"] = [
            _evaluation(draw, "整体", None, told),
            *(_evaluation(draw, project["名称"], project, told) for project in judged),
        ]


def _evaluation(draw: Draw, subject: str, project: Content | None, told: str) -> Content:
    """Weights that add up to 90, scores that follow from their rules."""
    tree = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=5))
    shares = parts_of(draw, 90 - len(tree), len(tree))
    indicators: list[Content] = []
    for number, ((first, second), share) in enumerate(zip(sorted(tree), shares, strict=True)):
        names = {"一级": ("产出指标", "效益指标", "满意度指标")[first], "二级": f"二级{first}{second}"}
        indicators.append(names | {"三级": f"指标{number}"} | _scored(draw, share + 1, told))
    found: Content = {
        "对象": subject,
        "年度目标": "目标",
        "实际完成情况": told,
        "指标": indicators,
    }
    if draw(st.booleans()):
        found["权重"] = [
            {"一级": name, "分值": sum(i["分值"] for i in indicators if i["一级"] == name)}
            for name in dict.fromkeys(i["一级"] for i in indicators)
        ]
        if draw(st.booleans()):
            found["权重"] += [
                {"一级": one, "二级": two, "分值": sum(int(i["分值"]) for i in indicators if i["二级"] == two)}
                for one, two in dict.fromkeys((i["一级"], i["二级"]) for i in indicators)
            ]
    if project is not None and draw(st.booleans()):
        found["资金"] = _funding(draw, project)
    return found


def _funding(draw: Draw, project: Content) -> list[Content]:
    """Where a project's money came from: all of it, or the rest left to the workbook."""
    columns = {"年初预算数": "年初预算", "全年预算数": "预算指标", "全年执行数": "支出金额"}
    halves = {column: parts_of(draw, project[own], 2) for column, own in columns.items()}
    rows = [{"行": name} | {c: money(h[i]) for c, h in halves.items()} for i, name in enumerate(FUNDING)]
    return rows if draw(st.booleans()) else rows[1:]


FUNDING = ("当年财政拨款", "上年结转资金")


def _scored(draw: Draw, weight: int, told: str) -> Content:
    """An indicator: its score as its rule gives it, to one decimal."""
    way = draw(st.sampled_from(("无", "正向", "反向", "达标", "扣分", "定性")))
    target, actual = draw(st.integers(1, 200)), draw(st.integers(0, 200))
    rule: Content = {"方式": way, "目标": target, "实际": actual}
    full, exact = Decimal(weight), Decimal(weight)
    match way:
        case "正向":
            exact = min(Decimal(1), Decimal(actual) / target) * full
        case "反向":
            exact = max(Decimal(0), min(Decimal(1), 2 - Decimal(actual) / target)) * full
        case "达标":
            rule["方向"] = draw(st.sampled_from("≥≤"))
            exact = full if (actual >= target if rule["方向"] == "≥" else actual <= target) else Decimal(0)
        case "扣分":
            rule["每低1扣"] = draw(st.sampled_from((0.5, 1, 2)))
            exact = max(Decimal(0), full - Decimal(str(rule["每低1扣"])) * max(0, target - actual))
        case "定性":
            rule = {"方式": way, "档": draw(st.sampled_from(("达成", "部分达成", "未达成")))}
            exact = full * {"达成": Decimal(1), "部分达成": Decimal("0.7"), "未达成": Decimal(0)}[rule["档"]]
    score = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    said = f"{target:,} 次", f"不少于{target}.0%", "目标"
    found: Content = {"年度指标值": draw(st.sampled_from(said)), "实际完成值": told, "分值": weight}
    if "实际" in rule:
        found["实际完成值"] += draw(st.sampled_from((f"，达到 {actual:,} 次", f"（{actual}%）")))
    if way == "定性" or way == "无" or draw(st.booleans()):
        found["得分"] = float(score if way != "定性" else exact)
    if way != "无":
        found["评分"] = rule
    if exact < full:
        found["偏差原因"] = "条件不足"
    return found


def _others(draw: Draw, content: Content, spending: Sequence[Content]) -> None:
    """Keys that a unit may or may not give."""
    first = sum(row["年初预算数"] for row in spending)
    if draw(st.booleans()):
        parts = parts_of(draw, first, 4)[:3]
        content["基本支出年初预算"] = {c: money(p) for c, p in zip(("301", "302", "303"), parts, strict=True)}
    if draw(st.booleans()):
        bought = [draw(SMALL) for _ in range(3)]
        awarded = [min(draw(SMALL), whole) for whole in bought]
        small = min(draw(SMALL), sum(awarded))
        content["政府采购"] = {
            **{kind: money(cents) for kind, cents in zip(("货物", "工程", "服务"), bought, strict=True)},
            **{f"{k}授予中小企业": money(c) for k, c in zip(("货物", "工程", "服务"), awarded, strict=True)},
            "授予中小企业": money(sum(awarded)),
            "授予小微企业": money(small),
        }
    if draw(st.booleans()):
        general = draw(AMOUNTS)
        fiscal = at_least(draw, general)
        content["上年"] = {
            "一般公共预算财政拨款支出": money(general),
            "财政拨款支出": money(fiscal),
            "财政拨款收支总计": money(at_least(draw, fiscal)),
            "收支总计": money(at_least(draw, fiscal) + 500_00),
        } | ({"年末结转和结余": [dict(row) for row in content["结转结余"]["年初"]]} if draw(st.booleans()) else {})
    if draw(st.booleans()):
        staff = draw(st.integers(0, 300))
        content["人员"] = {"编制数": staff + draw(st.integers(0, 9)), "在职人数": staff}
    if draw(st.booleans()):
        office = [cents for code, cents in content["经济分类"].items() if code.startswith(public06.OFFICE)]
        content["机关运行经费"] = round(draw(st.sampled_from((0, 0.5, 1))) * sum(office), 2)
        if content["机关运行经费"] == round(sum(office), 2):
            trading = content["结转结余"]["结余分配"] or any("经营" in kind for row in content["收入"] for kind in row)
            trading = trading or any(row.get("经营支出") for row in content["支出"])
            content["单位"]["单位性质"] = "汇总" if trading else draw(st.sampled_from(("行政", "参公", "汇总")))


# ---------------------------------------------------------------- what the unit publishes


def published(content: Content, zeros: bool) -> list[Content]:
    """公开01–09 complete, each figure rounded as it is printed."""
    layout = content["单位"]["模板"]
    numbers = LAYOUTS[layout]
    whole = {"公开05", "政府性基金"} if layout == "上海" else {"国有资本经营"}
    found = []
    for (table, row, column), figure in oracle.calculate(content).items():
        if table == "公开06" and row.startswith(UNLISTED[layout] or ("-",)):
            continue
        printed = figure.value.quantize(Decimal("0.01"), ROUND_HALF_UP)
        if not (printed or zeros):
            continue
        heading = "合计" if column == "小计" and table in whole else column
        found.append({"表": numbers.get(table, table), "行": row, "列": heading, "数": f"{printed + 0:.2f}"})
    return found


# ---------------------------------------------------------------- judging


def findings(content: Content) -> list[Finding]:
    """What the verdicts of the workbook say; a published figure that cannot be placed is a failure too."""
    book = assemble(Data(content))
    unplaced = [line.entry for line in book.published if line.counterpart is None]
    assert not unplaced, unplaced
    values = by_address(book, calculation(book))
    wrong = [text for _, text in paragraphs(values) if WRONG.search(text)]
    assert not wrong, wrong
    return list(found_in(book, values, Positions()))


def checked(content: Content) -> list[Finding]:
    """What ``check`` says of the file: written, read back, rebuilt, judged."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        path.write_bytes(write(assemble(Data(content))))
        report = check(path)
    assert not report.unplaced, report.unplaced
    return list(report.findings)


def agreed(content: Content, whole: bool = False) -> None:
    found = checked(content) if whole else findings(content)
    # Figures drawn at random are often unusual, which is worth the advice; and no reason is given.
    found = [one for one in found if one.rule not in UNUSUAL and one.sheet != REASONS]
    assert not found, "\n".join(f"{f.severity} {f.rule} {f.sheet} {f.cell} {f.message}" for f in found)


def trial(examples: int, layout: str | None = None, same: bool = True) -> Callable[[], None]:
    """A property test over ``examples`` units; ``same``: always the same ones. One in ten goes through a file."""

    @settings(
        max_examples=examples,
        derandomize=same,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(units(layout), st.integers(0, 9))
    def run(content: Content, tenth: int) -> None:
        agreed(content, whole=tenth == 9)

    return run


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    trial(count, same=False)()
    print(f"{count} 个单位，没有一项发现")
