"""Where each entry is rounded from: the sum of what stands before it in its line of entries, in 分.

An entry that covers a stretch of a line, from ``a`` to ``b``, becomes as many whole 0.01 万元 as there are marks in
that stretch: INT(b) − INT(a). So it is its floor or its ceiling; what has no length stays nothing, a whole number of
marks stays what it is, no sign turns, and neighbours together are the floor or the ceiling of their sum. Two amounts
that cover the same stretch become the same. All that has to be proved of the tables is which stretches lie side by
side: ``docs/design.md`` lists them.

Templates give the start of the first entry of a column (``@1`` moves down) or of a single cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlbudget.datafile.fields import FISCAL_INCOME, OTHER_INCOME, SPENDING, TRIPLE, TRIPLE_YEARS
from xlbudget.language.keys import TYPED
from xlbudget.sheets.inputs.funding import BUDGETS
from xlbudget.sheets.rules.economic import PAIRS

FEN = 10_000
"""分 in 0.01 万元."""
HALF = FEN // 2
"""Where a line of entries begins: half a mark before the first one is what rounds its sum as usual."""
START = "舍位前/"
"""Key of an entry → of the cell that says where it is rounded from."""
ORDER = "序"
"""Of a list: its entries in the order of their codes, those without one last."""
BASIC_ORDER = "基序"
"""Of 支出: the order of 基本支出, in which the codes that have economic ones of their own come first, as these do."""
ROOM, NO_CODE = 100_000, 9_999_999
"""Rows that entries of one code may take in that order; the code of those without one."""
LINE = "线"
"""Where the line of a kind of money, or of a code of one of the two funds, begins."""
FUNDS = {2: FISCAL_INCOME[1], 3: FISCAL_INCOME[2]}
"""The kinds of money of which every code has a balance of its own, by their numbers, and their income."""
BASE = "舍位"
"""The sheet of the totals from which the lines of entries begin."""
KINDS = ("项目支出", *(kind for kind in SPENDING if kind != "项目支出"))
BASIC = KINDS[1]
"""Expenditure in the order in which it covers the line of its money; 项目支出 has to meet another list."""
STAFF = ("301", "303")
PAIRED = sorted(PAIRS)


def fen(amount: str) -> str:
    """A template: an amount as a whole number of 分."""
    return f"ROUND(100*({amount}),0)"


def entry(key: str, at: str = "@1") -> str:
    """A template for an entry as it was typed."""
    return f"{{录入/{key}{TYPED}{at}}}"


def column(key: str) -> str:
    """A template for a column of entries as they were typed."""
    return entry(key, "")


def before(key: str, *criteria: str, order: str = ORDER) -> str:
    """A template: what stands before an entry in the order of its list, of those that meet ``criteria``."""
    listing = key.rpartition("/")[0]
    own = (*criteria, f"{{录入/{listing}/{order}}}", f'"<"&{{录入/{listing}/{order}@1}}')
    return fen(f"SUMIFS({','.join((column(key), *own))})")


def like(key: str, others: Sequence[str], otherwise: str, at: str = "@1") -> str:
    """A template: a start that keeps two entries of a row in their order, and equal where they are equal.

    Those less than a mark apart begin where the first of the ``others`` does that is so near; farther apart, floor
    and ceiling do not turn them round.
    """
    for other in reversed(others):
        near = f"ABS(SUM({entry(key, at)})-SUM({entry(other, at)}))<{FEN // 100}"
        otherwise = f"IF(AND(COUNT({entry(other, at)})=1,{near}),{{{START}{other}{at}}},{otherwise})"
    return otherwise


def helpers() -> Iterator[tuple[str, str, str]]:
    """What the starts need of the rows of a list: the list, what it is called, a template of its first row."""
    for listing in ("收入", "支出", "结转结余/年初"):
        code = f"{{录入/{listing}/项键@1}}"
        yield listing, ORDER, f"IF(ISNUMBER({code}),{code},{NO_CODE})*{ROOM}+ROW()"
    code = f"INT({{录入/支出/{ORDER}@1}}/{ROOM})"
    ranks = _rank(*(f"{code}={one}" if len(one) == 7 else f"INT({code}/100)={one}" for one, _ in PAIRED))
    yield "支出", BASIC_ORDER, f"{ranks}*{ROOM * (NO_CODE + 1)}+{{录入/支出/{ORDER}@1}}"
    for fund, income in FUNDS.items():
        yield "收入", f"{LINE}{fund}", f"IF(COUNT({entry(f'收入/{income}')})=0,0,{_code_line(fund, '收入')})"
    for listing in ("支出", "结转结余/年初"):
        lines = ",".join(_code_line(fund, listing) for fund in FUNDS)
        source = _source(listing)
        yield listing, LINE, f"IF(OR({source}=2,{source}=3),CHOOSE({source}-1,{lines}),0)"
    code = "{录入/经济分类/键@1}"
    alike = (",".join(f"SUM({code})={one}" for one in codes) for _, codes in PAIRED)
    staff = ",".join(f"INT(SUM({code})/100)={kind}" for kind in STAFF)
    ranks = _rank(*(f"OR({tests})" for tests in (*alike, staff)))
    yield "经济分类", ORDER, f"({ranks}*{ROOM}+SUM({code}))*{ROOM}+ROW()"
    spent, direct = (f"SUM({entry(f'项目/{name}')})" for name in ("支出金额", "直接拨付区县"))
    # Last those of which all goes to the districts: they cover the end of both lines alike.
    yield "项目", ORDER, f"IF(AND({spent}<>0,ROUND({spent}-{direct},2)=0),9,{{录入/项目/组@1}})*{ROOM}+ROW()"
    yield "绩效资金", ORDER, "ROW()"


def _rank(*tests: str) -> str:
    """A template: which of the tests holds first; a number more than there are for none."""
    body = str(len(tests) + 1)
    for number, test in reversed([*enumerate(tests, 1)]):
        body = f"IF({test},{number},{body})"
    return body


def starts() -> Mapping[str, str]:
    """Key of an entry (without 录入/) → where it is rounded from; one that is not here stands by itself."""
    return {
        **_spending(),
        **_income(),
        **_opening(),
        **{f"支出/{name}": _by_source(f"支出/{name}") for name in ("年初预算数", "全年预算数")},
        "经济分类/金额": f"INDEX({{{BASE}/{KINDS[1]}}},1)+{before('经济分类/金额')}",
        "机关运行经费": _office_costs(),
        **_projects(),
        **_triple(),
        **_procurement(),
        **{f"绩效资金/{name}": _funding(name) for name in BUDGETS},
    }


def _office_costs() -> str:
    """机关运行经费 is often 公用经费 by another name."""
    near = f"ABS(SUM({entry('机关运行经费', '')})-{{{BASE}/公用数}})<{FEN // 100}"
    return f"IF({near},{{{BASE}/公用经费}},{HALF})"


def _source(listing: str) -> str:
    return f"{{录入/{listing}/来源号@1}}"


def _spending() -> dict[str, str]:
    source = _source("支出")
    made = {}
    for number, kind in enumerate(KINDS):
        key = f"支出/{kind}"
        own = before(key, "{录入/支出/来源号}", source, order=BASIC_ORDER if kind == BASIC else ORDER)
        first = f"INDEX({{{BASE}/{kind}}},{source})+{own}"
        if number:
            # Of the two funds every code is a line of its own, with the income and the balance of the code.
            others = "+".join(fen(f"SUM({entry(f'支出/{name}')})") for name in KINDS[:number])
            coded = f"{{录入/支出/{LINE}@1}}+{others}"
            first = f"IF(COUNT({entry(key)})=0,0,IF(OR({source}=1,{source}=4),{first},{coded}))"
        made[key] = f"IF({source}=0,{HALF},{first})"
    return made


def _code_line(fund: int, listing: str) -> str:
    """A template: where the line of the code of a row begins, for one of the two funds; see :func:`line`."""
    order = f"{{录入/{listing}/{ORDER}@1}}"
    code = f"INT({order}/{ROOM})*{ROOM}"

    def of(key: str, of_fund: bool, *limits: str) -> str:
        owner = key.rpartition("/")[0]
        own = [f"{{录入/{owner}/来源号}}", str(fund)] if of_fund else []
        bounds = [part for limit in limits for part in (f"{{录入/{owner}/{ORDER}}}", limit)]
        return fen(f"SUMIFS({','.join((column(key), *own, *bounds))})")

    projects, earlier = f"支出/{KINDS[0]}", f'"<"&{code}'
    received = f"{of('结转结余/年初/金额', True, earlier)}+{of(f'收入/{FUNDS[fund]}', False, earlier)}"
    return line(
        f"INDEX({{{BASE}/{LINE}}},{fund})+{received}",
        f"INDEX({{{BASE}/{KINDS[0]}}},{fund})+{of(projects, True, earlier)}",
        of(projects, True, f'">="&{code}', f'"<"&{code}+{ROOM}'),
    )


def line(after_all: str, after_projects: str, projects: str) -> str:
    """A template: where the line of a kind of money, or of a code of a fund, begins.

    Its 项目支出, which covers it first, has to come out as in the line of all 项目支出. If it does, it begins where all
    before it ends, so that both 总计 have their own rounding; else where the other 项目支出 ends.
    """
    whole, spent = f"MOD({after_all},{FEN})", f"MOD({after_projects},{FEN})"
    same = f"INT(({whole}+{projects})/{FEN})=INT(({spent}+{projects})/{FEN})"
    return f"IF({same},{whole},{spent})"


def _income() -> dict[str, str]:
    made = {}
    for kind in (FISCAL_INCOME[0], *OTHER_INCOME):
        made[f"收入/{kind}"] = f"{{{BASE}/{kind}}}+{before(f'收入/{kind}')}"
    lines = {f"收入/{income}": f"{{录入/收入/{LINE}{fund}@1}}" for fund, income in FUNDS.items()}
    return lines | {key: f"IF(COUNT({entry(key)})=0,0,{start})" for key, start in made.items()}


def _opening() -> dict[str, str]:
    listing, key = "结转结余/年初", "结转结余/年初/金额"
    source, order = _source(listing), f"{{录入/{listing}/{ORDER}@1}}"
    by_source = f"INDEX({{{BASE}/年初}},{source})+{before(key, f'{{录入/{listing}/来源号}}', source)}"
    code, orders = f"INT({order}/{ROOM})*{ROOM}", f"{{录入/收入/{ORDER}}}"
    limits = f'{orders},">="&{code},{orders},"<"&{code}+{ROOM}'
    received = (f"SUMIFS({column(f'收入/{income}')},{limits})" for income in FUNDS.values())
    income = f"CHOOSE({source}-1,{','.join(received)})"
    coded = f"{{录入/{listing}/{LINE}@1}}+{fen(income)}"
    start = f"IF({source}=0,{HALF},IF(OR({source}=2,{source}=3),{coded},{by_source}))"
    return {
        key: start,
        "结转结余/使用非财政拨款结余和专用结余": f"{{{BASE}/使用结余}}",
        "结转结余/结余分配": f"{{{BASE}/结余分配}}",
    }


def _by_source(key: str) -> str:
    source, sources = _source("支出"), "{录入/支出/来源号}"
    others = fen(f'SUMIFS({column(key)},{sources},"<"&{source})')
    return f"IF(COUNT({entry(key)})=0,0,{HALF}+{others}+{before(key, sources, source)})"


def _projects() -> dict[str, str]:
    spent, direct, budget, opening = (f"项目/{name}" for name in ("支出金额", "直接拨付区县", "预算指标", "年初预算"))
    kept = fen(f"SUM({column(spent)})-SUM({column(direct)})")
    return {
        spent: f"{HALF}+{before(spent)}",
        direct: f"{HALF}+{kept}+{before(direct)}",
        budget: like(budget, (spent,), f"{HALF}+{before(budget)}"),
        opening: like(opening, (budget, spent), f"{HALF}+{before(opening)}"),
    }


def _triple() -> dict[str, str]:
    made = {}
    first, *others = ("决算数", *(year for year in TRIPLE_YEARS if year != "决算数"))
    for year in (first, *others):
        for number, kind in enumerate(TRIPLE):
            key = f"三公经费/{year}/{kind}"
            above = ",".join(entry(f"三公经费/{year}/{name}", "") for name in TRIPLE[:number])
            start = f"{HALF}+{fen(f'SUM({above})')}" if above else str(HALF)
            nearest = [f"三公经费/{one}/{kind}" for one in (first, "年初预算数") if one != year]
            made[key] = start if year == first else like(key, nearest[: 1 + (year == "全年预算数")], start, "")
    received = f"{{{START}三公经费/决算数/公务接待费}}"
    home = "三公经费/公务接待明细/国内公务接待支出"
    made[home] = received
    made["三公经费/公务接待明细/外宾接待支出"] = f"{received}+{fen(f'SUM({entry(home, str())})')}"
    return made


def _procurement() -> dict[str, str]:
    made, above = {}, str(HALF)
    for kind in ("货物", "工程", "服务"):
        made[f"政府采购/{kind}"] = above
        # What is awarded of a kind is not more than the kind.
        made[f"政府采购/{kind}授予中小企业"] = f"{{{START}政府采购/{kind}}}"
        amount = entry(f"政府采购/{kind}", "")
        above += f"+{fen(f'SUM({amount})')}"
    return made


def _funding(name: str) -> str:
    """The sources of money of a project cover what the project itself does."""
    project = dict(zip(BUDGETS, ("年初预算", "预算指标", "支出金额"), strict=True))[name]
    evaluation = "{录入/绩效资金/自评序@1}"
    row = f"INDEX({{录入/绩效自评/项目行}},MAX({evaluation},1))"
    of = f"INDEX({{{START}项目/{project}}},MAX({row},1))"
    start = f"IF({evaluation}=0,{HALF},IF({row}=0,{HALF},{of}))"
    key = f"绩效资金/{name}"
    return f"IF(COUNT({entry(key)})=0,0,{start}+{before(key, '{录入/绩效资金/自评序}', evaluation)})"
