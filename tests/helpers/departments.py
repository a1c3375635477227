"""Departments of random units that pay each other, and what they add up to, in Decimal, apart from the program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from tests.helpers import oracle
from xlbudget.units.department.files import UnitFile

Content = dict[str, Any]
CODES = ("2010301", "2010302", "2010350", "2080505", "2210201", "2120801", "2230105")
ECONOMIC = ("30101", "30102", "30113", "30201", "30211", "30217", "30231", "30301", "31002")
TRIPLE = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
PAYMENTS = (("上级补助收入", "对附属单位补助支出"), ("附属单位上缴收入", "上缴上级支出"))
OTHER = "其他资金"


def unit(random: Random, name: str, money: str) -> Content:
    """A unit of the nine tables with random amounts, in 万元 of two decimals or in 元 of two."""

    def amount(most: int = 900) -> float:
        return random.randint(1, most * 100) / 100 * (1 if money == "万元" else 10_000)

    def some(names: Sequence[str], most: int = 3) -> Content:
        return {one: round(amount(), 2) for one in random.sample(list(names), random.randint(1, most))}

    content = oracle.empty_unit()
    content |= {
        "金额单位": money,
        "单位": {"名称": name, "模板": "湖南长沙", "预算代码": f"{random.randint(1, 999):03}"},
    }
    codes = random.sample(CODES, random.randint(1, 5))
    funds = [f"{fund}收入" for fund in oracle.FUNDS]
    content["收入"] = [{"科目": code, **some((*funds, *oracle.KINDS))} for code in codes]
    keys = {(code, random.choice((*oracle.FUNDS, OTHER))) for code in codes for _ in "ab"}
    content["支出"] = [
        {"科目": code, "资金来源": source, **some(("年初预算数", "全年预算数", *oracle.OUTLAYS), 4)}
        for code, source in sorted(keys)
    ]
    opening = {(random.choice((*oracle.FUNDS, OTHER)), random.choice(codes)) for _ in "abc"}
    content["结转结余"] = {
        "年初": [{"资金来源": source, "科目": code, "金额": round(amount(), 2)} for source, code in sorted(opening)],
        **some(("使用非财政拨款结余和专用结余", "结余分配"), 1),
    }
    content["经济分类"] = some(ECONOMIC, 6)
    years = ["上年决算数", "年初预算数", "决算数", *(["全年预算数"] if random.random() < 0.5 else [])]
    content["三公经费"] = {year: some(TRIPLE) for year in years}
    content["人员"] = {"编制数": random.randint(5, 90), "在职人数": random.randint(5, 90)}
    return content


def sound(name: str, **more: Any) -> Content:
    """A unit in which nothing is wrong."""
    content = oracle.empty_unit() | {"年度": 2023, "单位": {"名称": name, "模板": "湖南长沙"}}
    content["收入"] = [{"科目": "2010301", "一般公共预算财政拨款收入": 100}]
    source = oracle.GENERAL
    content["支出"] = [{"科目": "2010301", "资金来源": source, "年初预算数": 100, "全年预算数": 100, "基本支出": 100}]
    content["经济分类"] = {"30101": 100}
    return content | more


def paying(random: Random, units: Sequence[Content]) -> Content:
    """Let the first unit pay some of the others and be paid by some; what has to be eliminated, in 元."""
    own, *others = units
    gone = oracle.empty_unit() | {"金额单位": "元", "单位": {"名称": "往来", "模板": "湖南长沙"}}
    total: dict[tuple[str, str, str], int] = defaultdict(int)
    for other in others:
        for got, paid in PAYMENTS:
            payer, payee = (own, other) if got == "上级补助收入" else (other, own)
            code, sum_paid = random.choice(CODES), random.randint(1, 500)
            for one, key, column in ((payee, "收入", got), (payer, "支出", paid)):
                source = OTHER if key == "支出" else ""
                row = row_of(one[key], code, source)
                row[column] = round(row.get(column, 0) + sum_paid * (1 if one["金额单位"] == "万元" else 10_000), 2)
                total[key, code, column] += sum_paid * 10_000
    for (key, code, column), value in total.items():
        row_of(gone[key], code, OTHER if key == "支出" else "")[column] = value
    return gone


def row_of(rows: list[Content], code: str, source: str) -> Content:
    for row in rows:
        if (row["科目"], row.get("资金来源", "")) == (code, source):
            return row
    rows.append({"科目": code} | ({"资金来源": source} if source else {}))
    return rows[-1]


def summed(units: Sequence[Content], gone: Content | None = None) -> Content:
    """The sum of the units less what is eliminated, in 元: every amount of the nine tables, as a data file."""
    made: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
    adjusted = any("全年预算数" in one["三公经费"] for one in units)
    for one, sign in [*((one, 1) for one in units), *([(gone, -1)] if gone else [])]:
        per = sign * (10_000 if one["金额单位"] == "万元" else 1)

        def add(value: float, *path: str, per: int = per) -> None:
            made[path] += Decimal(str(value)) * per

        for key in ("收入", "支出"):
            for row in one[key]:
                for column, value in row.items():
                    if column not in ("科目", "资金来源"):
                        add(value, key, row["科目"], row.get("资金来源", ""), column)
        for row in one.get("结转结余", {}).get("年初", []):
            add(row["金额"], "年初", row["科目"], row["资金来源"])
        for name in ("使用非财政拨款结余和专用结余", "结余分配"):
            add(one.get("结转结余", {}).get(name, 0), "结转结余", name)
        for code, value in one.get("经济分类", {}).items():
            add(value, "经济分类", code)
        for year in ("上年决算数", "年初预算数", "决算数", *(["全年预算数"] if adjusted else [])):
            given = one.get("三公经费", {})
            for name, value in given.get(year, given.get("年初预算数", {})).items():
                add(value, "三公经费", year, name)
    content = oracle.empty_unit() | {"金额单位": "元"}
    content["单位"]["名称"] = "某某局"
    content |= {
        "结转结余": {"年初": []},
        "经济分类": {},
        "三公经费": {"上年决算数": {}, "年初预算数": {}, "决算数": {}},
    }
    for path, value in made.items():
        match path:
            case ("收入" | "支出" as key, code, source, column):
                row_of(content[key], code, source)[column] = str(value)
            case ("年初", code, source):
                content["结转结余"]["年初"].append({"资金来源": source, "科目": code, "金额": str(value)})
            case ("结转结余" | "经济分类" as key, name):
                content[key][name] = str(value)
            case ("三公经费" as key, year, name):
                content[key].setdefault(year, {})[name] = str(value)
    return content


def files(units: Sequence[Content]) -> list[UnitFile]:
    return [UnitFile(Path(f"{one['单位']['名称']}.json"), one) for one in units]


def drawn(seed: int, count: int) -> tuple[list[Content], Content]:
    """So many units, the first of which is the department itself, and what they paid to each other."""
    random = Random(seed)
    names = ["甲局", *(f"{number}站" for number in range(1, count))]
    units = [unit(random, name, random.choice(("元", "万元"))) for name in names]
    units[0]["金额单位"] = "元"
    return units, paying(random, units)
