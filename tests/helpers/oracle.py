"""An independent calculation of 公开01–09, in Decimal, straight from the data file.

It shares no code with the program (not even the order of columns): tests hold the workbook's cells against it.
``Figure.n`` counts the distinct non-zero entered figures that flow into a figure, as the contract defines it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

GENERAL, FUND, CAPITAL = "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"
FUNDS = (GENERAL, FUND, CAPITAL)
KINDS = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
OUTLAYS = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")

CLASS_NAMES = dict(
    line.split()
    for line in """201 一般公共服务支出
202 外交支出
203 国防支出
204 公共安全支出
205 教育支出
206 科学技术支出
207 文化旅游体育与传媒支出
208 社会保障和就业支出
210 卫生健康支出
211 节能环保支出
212 城乡社区支出
213 农林水支出
214 交通运输支出
215 资源勘探工业信息等支出
216 商业服务业等支出
217 金融支出
219 援助其他地区支出
220 自然资源海洋气象等支出
221 住房保障支出
222 粮油物资储备支出
223 国有资本经营预算支出
224 灾害防治及应急管理支出
229 其他支出
231 债务还本支出
232 债务付息支出
234 抗疫特别国债安排的支出""".splitlines()
)


@dataclass(frozen=True)
class Figure:
    value: Decimal = Decimal(0)
    n: int = 0

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.value + other.value, self.n + other.n)

    def minus(self, other: Figure) -> Figure:
        return Figure(self.value - other.value, self.n + other.n)


Key = tuple[str, str, str]


def empty_unit() -> dict[str, Any]:
    return {
        "版本": 1,
        "年度": 2023,
        "金额单位": "万元",
        "单位": {"名称": "空单位", "模板": "湖南长沙"},
        "收入": [],
        "支出": [],
    }


def calculate(data: dict[str, Any], balanced: set[str] | None = None) -> dict[Key, Figure]:
    """(table, row, column) → figure, under the names of ``reading.py``.

    ``balanced``: which of the tables of one fund print opening balance, income and closing balance; by the layout.
    """
    per = Decimal(10000 if data["金额单位"] == "元" else 1)

    def one(raw: Any) -> Figure:
        amount = Decimal(str(raw or 0)) / per
        return Figure(amount, int(amount != 0))

    def add(figures: Iterable[Figure]) -> Figure:
        return sum(figures, Figure())

    income: dict[tuple[str, str], Figure] = defaultdict(Figure)
    spent: dict[tuple[str, str, str], Figure] = defaultdict(Figure)
    opening: dict[tuple[str, str], Figure] = defaultdict(Figure)
    for row in data["收入"]:
        for kind in (*(f + "收入" for f in FUNDS), *KINDS):
            income[row["科目"], kind] += one(row.get(kind))
    for row in data["支出"]:
        for kind in OUTLAYS:
            spent[row["科目"], row["资金来源"], kind] += one(row.get(kind))
    carried = data.get("结转结余", {})
    for row in carried.get("年初", []):
        opening[row["资金来源"], row.get("科目", "")] += one(row.get("金额"))

    def got(prefix: str, *kinds: str) -> Figure:
        return add(f for (code, kind), f in income.items() if code.startswith(prefix) and kind in kinds)

    def paid(prefix: str, source: str | None, *kinds: str) -> Figure:
        return add(
            f
            for (code, src, kind), f in spent.items()
            if code.startswith(prefix) and source in (None, src) and kind in kinds
        )

    def brought(source: str | None, prefix: str = "") -> Figure:
        return add(f for (src, code), f in opening.items() if source in (None, src) and code.startswith(prefix))

    fiscal = tuple(f + "收入" for f in FUNDS)
    out: dict[Key, Figure] = {}

    # 公开01
    def left(row: str) -> Key:
        return "公开01", row, "收入/金额"

    def right(row: str) -> Key:
        return "公开01", row, "支出/金额"

    for kind in (*fiscal, *KINDS):
        out[left(kind)] = got("", kind)
    out[left("本年收入合计")] = got("", *fiscal, *KINDS)
    out[left("使用非财政拨款结余和专用结余")] = one(carried.get("使用非财政拨款结余和专用结余"))
    out[left("年初结转和结余")] = brought(None)
    out[left("总计")] = add(out[left(r)] for r in ("本年收入合计", "使用非财政拨款结余和专用结余", "年初结转和结余"))
    # 上海只有用到债务还本、付息之一时才列这两类。
    rare = {"231", "232"} if data["单位"]["模板"] == "上海" else set()
    unused = not any(r["科目"][:3] in rare for r in data["支出"])
    listed = {code: name for code, name in CLASS_NAMES.items() if not (unused and code in rare)}
    # 债务发行费用支出不印，除非用到。
    if any(r["科目"][:3] == "233" for r in data["支出"]):
        listed["233"] = "债务发行费用支出"
    for code, name in listed.items():
        out[right(name)] = paid(code, None, *OUTLAYS)
    out[right("本年支出合计")] = paid("", None, *OUTLAYS)
    out[right("结余分配")] = one(carried.get("结余分配"))
    out[right("年末结转和结余")] = out[left("总计")].minus(out[right("本年支出合计")]).minus(out[right("结余分配")])
    out[right("总计")] = out[left("总计")]

    # 公开02、03、05、07、08：每个有关的 7 位科目，和它的类、款
    def rows(codes: Iterable[str]) -> list[str]:
        good = {c for c in codes if len(c) == 7 and c.isdigit() and not c.endswith("00")}
        return sorted({part for c in good for part in (c[:3], c[:5], c)}, key=lambda c: (c.ljust(7, "0"), len(c)))

    def each(codes: Iterable[str]) -> Iterable[tuple[str, str]]:
        return [("合计", ""), *((code, code) for code in rows(codes))]

    for row, prefix in each(r["科目"] for r in data["收入"]):
        out["公开02", row, "本年收入合计"] = got(prefix, *fiscal, *KINDS)
        out["公开02", row, "财政拨款收入"] = got(prefix, *fiscal)
        for kind in KINDS:
            out["公开02", row, kind] = got(prefix, kind)
    for row, prefix in each(r["科目"] for r in data["支出"]):
        out["公开03", row, "本年支出合计"] = paid(prefix, None, *OUTLAYS)
        for kind in OUTLAYS:
            out["公开03", row, kind] = paid(prefix, None, kind)
    # 三张表都有 本年支出；政府性基金（上海还有国有资本经营）另有年初、收入、年末。
    balanced = balanced or {"政府性基金"} | ({"国有资本经营"} if data["单位"]["模板"] == "上海" else set())
    for table, source in (("公开05", GENERAL), ("政府性基金", FUND), ("国有资本经营", CAPITAL)):
        codes = [r["科目"] for r in data["支出"] if r["资金来源"] == source]
        if table in balanced:
            codes += [r["科目"] for r in data["收入"] if Decimal(str(r.get(source + "收入") or 0))]
            codes += [r.get("科目", "") for r in carried.get("年初", []) if r["资金来源"] == source]
        for row, prefix in each(codes):
            out[table, row, "小计"] = paid(prefix, source, "基本支出", "项目支出")
            for kind in ("基本支出", "项目支出"):
                out[table, row, kind] = paid(prefix, source, kind)
            if table in balanced:
                before, received = brought(source, prefix), got(prefix, source + "收入")
                out[table, row, "年初结转和结余"] = before
                out[table, row, "本年收入"] = received
                out[table, row, "年末结转和结余"] = (before + received).minus(out[table, row, "小计"])

    # 公开04
    start, end = "年初财政拨款结转和结余", "年末财政拨款结转和结余"
    for fund in FUNDS:
        out["公开04", fund, "收入/金额"] = got("", fund + "收入")
        out["公开04", f"{start}/{fund}", "收入/金额"] = brought(fund)
    out["公开04", "本年收入合计", "收入/金额"] = got("", *fiscal)
    out["公开04", start, "收入/金额"] = add(brought(fund) for fund in FUNDS)
    out["公开04", "总计", "收入/金额"] = got("", *fiscal) + out["公开04", start, "收入/金额"]
    lines = {name: {f: paid(code, f, *OUTLAYS) for f in FUNDS} for code, name in listed.items()}
    lines["本年支出合计"] = {f: paid("", f, *OUTLAYS) for f in FUNDS}
    lines[end] = {f: (brought(f) + got("", f + "收入")).minus(paid("", f, *OUTLAYS)) for f in FUNDS}
    lines["总计"] = {f: brought(f) + got("", f + "收入") for f in FUNDS}
    for name, by_fund in lines.items():
        out["公开04", name, "支出/合计"] = add(by_fund.values())
        for fund, figure in by_fund.items():
            out["公开04", name, f"支出/{fund}"] = figure

    # 公开06
    economic = {code: one(raw) for code, raw in data.get("经济分类", {}).items()}
    for code, figure in economic.items():
        out["公开06", code, "决算数"] = figure
    kinds = {
        k: add(f for c, f in economic.items() if c.startswith(k)) for k in ("301", "302", "303", "307", "310", "399")
    }
    for kind, figure in kinds.items():
        out["公开06", kind, "决算数"] = figure
    out["公开06", "人员经费合计", "决算数"] = kinds["301"] + kinds["303"]
    out["公开06", "公用经费合计", "决算数"] = kinds["302"] + kinds["307"] + kinds["310"] + kinds["399"]

    # 三公
    triple = data.get("三公经费", {})
    budget = triple.get("全年预算数") or {}
    if not any(raw is not None for raw in budget.values()):
        budget = triple.get("年初预算数", {})
    for half, entered in (("预算数", budget), ("决算数", triple.get("决算数", {}))):
        abroad, buy, run, host = (
            one(entered.get(k)) for k in ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
        )
        for column, figure in {
            "合计": abroad + buy + run + host,
            "因公出国（境）费": abroad,
            "公务用车购置及运行维护费小计": buy + run,
            "公务用车购置费": buy,
            "公务用车运行维护费": run,
            "公务接待费": host,
        }.items():
            out["三公", "三公经费", f"{half}/{column}"] = figure
    return out
