"""Read 三公对比, 项目支出 and the annexes by their printed labels; and calculate them independently of the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.helpers import oracle, reading
from tests.helpers.reading import Grid

D = Decimal
H = D("0.005")
Key = tuple[str, str, str]
ITEMS = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
TRIPLE_ROWS = {
    "1、公务用车购置和维护经费": ITEMS[1:3],
    "其中：公车购置": ITEMS[1:2],
    "公车运行维护": ITEMS[2:3],
    "2、出国经费": ITEMS[:1],
    "3、公务接待": ITEMS[3:],
    "合计": ITEMS,
}


# ---------------------------------------------------------------- reading


def rows_by_label(table: str, cells: Grid, heading: int, label: int, name: dict[str, str]) -> dict[Key, Any]:
    """A table with one heading row: figures by row label and heading (``name`` shortens a heading)."""
    columns = {col: name.get(str(v), str(v)) for (row, col), v in cells.items() if row == heading and col > label}
    found = {}
    for (row, col), value in cells.items():
        text = str(cells.get((row, label)) or cells.get((row, 1), "")).strip()
        if row > heading and col in columns and text:
            found[table, text, columns[col]] = value
    return found


def evaluation(table: str, cells: Grid) -> dict[Key, Any]:
    """附件2 or 附件3: the fund block, 总分, and the list of indicators as (三级#n, column)."""
    found: dict[Key, Any] = {}
    heading = min(row for (row, _), v in cells.items() if v == "年初预算数")
    goal = min(row for (row, _), v in cells.items() if v == "年度总体目标")
    columns = {col: str(v) for (row, col), v in cells.items() if row == heading and col >= 4}
    for row in range(heading + 1, goal):
        for at in (1, 2, 4, 6):
            label = str(cells.get((row, at), "")).rstrip(":：")
            if not label:
                continue
            label = label.removesuffix("（万元）").removeprefix("其中：")
            if at in (4, 6) and table == "附件2":
                found[table, label, "全年执行数"] = cells.get((row, at + 1), 0)
            elif at in (1, 2):
                for col, column in columns.items():
                    if (row, col) in cells:
                        found[table, label, column] = cells[row, col]
    start = min(row for (row, _), v in cells.items() if v == "三级指标内容")
    seen: Counter[str] = Counter()
    for row in range(start + 1, max(r for r, _ in cells) + 1):
        if cells.get((row, 1)) == "总分":
            found[table, "总分", "分值"], found[table, "总分", "得分"] = cells[row, 7], cells.get((row, 8), "")
            found[table, "总分", "评级"] = cells[row, 9]
            break
        if (row, 4) in cells:
            label = str(cells[row, 4])
            seen[label] += 1
            label += f"#{seen[label]}" if seen[label] > 1 else ""
            for col, column in ((5, "年度指标值"), (6, "实际完成值"), (7, "分值"), (8, "得分"), (9, "偏差原因")):
                found[table, label, column] = cells.get((row, col), "")
    return found


def read(content: dict[str, Any], values: dict[str, dict[str, Any]]) -> dict[Key, Any]:
    year = content["年度"]
    grids = {name: reading.grid(cells) for name, cells in values.items()}
    found = rows_by_label("三公对比", grids["三公对比"], 4, 1, {"控制率 (%)": "控制率"})
    found |= rows_by_label("项目支出", grids["项目支出"], 4, 2, {})
    annex = grids["附件1"]
    found |= rows_by_label("附件1", annex, 5, 1, {})
    found["附件1", "财政供养人员情况", "控制率"] = next(v for (r, c), v in annex.items() if (r, c) == (4, 6))
    assert f"{year - 1}年决算数" in annex.values()
    number = 0
    for entry in content["绩效自评"]:
        if entry["对象"] == "整体":
            found |= evaluation("附件2", grids["附件2"])
        else:
            number += 1
            table = f"附件3:{entry['对象']}"
            found |= evaluation(table, grids[f"附件3-{number}"])
    return found


# ---------------------------------------------------------------- calculating


@dataclass(frozen=True)
class Expected:
    """A figure with the interval that the entered figures allow (before the printed rounding is added)."""

    value: Decimal
    low: Decimal
    high: Decimal
    same: bool = False
    """One entered figure printed again: must be equal."""


def amount(raw: Any) -> oracle.Figure:
    value = D(str(raw or 0))
    return oracle.Figure(value, int(value != 0))


def plus(figures: Iterable[oracle.Figure]) -> oracle.Figure:
    return sum(figures, oracle.Figure())


def plain(figure: oracle.Figure) -> Expected:
    return Expected(figure.value, figure.value - H * figure.n, figure.value + H * figure.n, figure.n <= 1)


def exact(value: Decimal | float | str) -> Expected:
    return Expected(D(str(value)), D(str(value)), D(str(value)))


def quotient(top: oracle.Figure, bottom: oracle.Figure, times: int = 100) -> Expected:
    """In percentage points; top and bottom vary independently."""
    ends = [(top.value + s * H * top.n) / (bottom.value + t * H * bottom.n) * times for s in (-1, 1) for t in (-1, 1)]
    return Expected(top.value / bottom.value * times, min(ends), max(ends))


def calculate(content: dict[str, Any]) -> dict[Key, Expected]:
    last, this = f"{content['年度'] - 1}年", f"{content['年度']}年"
    figures: dict[Key, oracle.Figure] = {}
    out: dict[Key, Expected] = {}
    triple = {
        row: {
            column: plus(amount(content["三公经费"][year].get(item)) for item in items)
            for column, year in (
                (f"{last}决算", "上年决算数"),
                (f"{this}预算", "年初预算数"),
                (f"{this}决算", "决算数"),
            )
        }
        for row, items in TRIPLE_ROWS.items()
    }
    for row, by_column in triple.items():
        for column, figure in by_column.items():
            figures["三公对比", row, column] = figure
            figures["附件1", "三公经费" if row == "合计" else row, f"{column}数"] = figure
        if by_column[f"{this}预算"].value:
            out["三公对比", row, "控制率"] = quotient(by_column[f"{this}决算"], by_column[f"{this}预算"])

    projects = content["项目"]
    groups = {
        **{p["名称"]: [p] for p in projects},
        "公共项目小计": [p for p in projects if p["类别"] == "公共项目"],
        "部门项目小计": [p for p in projects if p["类别"] == "部门项目"],
        "合计": projects,
    }
    spent = {
        row: {column: plus(amount(p.get(column)) for p in members) for column in ("年初预算", "预算指标", "支出金额")}
        for row, members in groups.items()
    }
    for row, by_column in spent.items():
        for column, figure in by_column.items():
            figures["项目支出", row, column] = figure
        figures["项目支出", row, "资金结余"] = by_column["预算指标"].minus(by_column["支出金额"])
        if by_column["预算指标"].value:
            out["项目支出", row, "预算执行率"] = quotient(by_column["支出金额"], by_column["预算指标"])

    base = {row["行"]: row for row in content["基础数据"]}
    tables = oracle.calculate(content)
    economic = {code: amount(raw) for code, raw in content["经济分类"].items()}

    def one(row: str, year: str) -> oracle.Figure:
        return amount(base.get(row, {}).get(year))

    for row, group in (("1、业务经费", "部门项目小计"), ("3、公共专项资金", "公共项目小计")):
        figures["附件1", row, f"{this}预算数"] = spent[group]["预算指标"]
        figures["附件1", row, f"{this}决算数"] = spent[group]["支出金额"]
    figures["附件1", "1、业务经费", f"{last}决算数"] = one("1、业务经费", "上年决算数")
    public = groups["公共项目小计"]
    figures["附件1", "3、公共专项资金", f"{last}决算数"] = plus(one(p["名称"], "上年决算数") for p in public)
    for project in public:
        figures["附件1", project["名称"], f"{last}决算数"] = one(project["名称"], "上年决算数")
        figures["附件1", project["名称"], f"{this}预算数"] = amount(project["预算指标"])
        figures["附件1", project["名称"], f"{this}决算数"] = amount(project["支出金额"])
    actual = {
        "公用经费": tables["公开06", "公用经费合计", "决算数"],
        "其中：办公经费": economic["30201"],
        "水费、电费、差旅费": plus(economic[c] for c in ("30205", "30206", "30211")),
        "会议费、培训费": plus(economic[c] for c in ("30215", "30216")),
        "政府采购金额": plus(amount(content["政府采购"].get(k)) for k in ("货物", "工程", "服务")),
        "部门基本支出预算调整": tables["公开03", "合计", "基本支出"],
    }
    for row, figure in actual.items():
        figures["附件1", row, f"{last}决算数"] = one(row, "上年决算数")
        figures["附件1", row, f"{this}预算数"] = one(row, "预算数")
        figures["附件1", row, f"{this}决算数"] = figure
    full = plus(amount(r.get("全年预算数")) for r in content["支出"])
    own = plus(amount(p["预算指标"]) for p in projects).minus(plus(amount(p.get("直接拨付区县")) for p in projects))
    figures["附件1", "部门基本支出预算调整", f"{this}预算数"] = full.minus(own)
    people = content["人员"]
    out["附件1", "财政供养人员情况", "控制率"] = exact(D(people["在职人数"]) / D(people["编制数"]) * 100)

    for entry in content["绩效自评"]:
        whole = entry["对象"] == "整体"
        table = "附件2" if whole else f"附件3:{entry['对象']}"
        if whole:
            fund = {
                "年初预算数": plus(amount(r.get("年初预算数")) for r in content["支出"]),
                "全年预算数": full,
                "全年执行数": tables["公开03", "合计", "本年支出合计"],
            }
            figures[table, "其中:一般公共预算", "全年执行数"] = tables[
                "公开04", "本年支出合计", f"支出/{oracle.GENERAL}"
            ]
            figures[table, "其中:基本支出", "全年执行数"] = tables["公开03", "合计", "基本支出"]
            figures[table, "项目支出", "全年执行数"] = tables["公开03", "合计", "项目支出"]
        else:
            own_row = spent[entry["对象"]]
            fund = {
                "年初预算数": own_row["年初预算"], "全年预算数": own_row["预算指标"], "全年执行数": own_row["支出金额"],
            }  # fmt: skip
            others = [r for r in entry.get("资金", []) if r["行"] != "当年财政拨款"]
            this_year = {column: fund[column].minus(plus(amount(r.get(column)) for r in others)) for column in fund}
            out[table, "当年财政拨款", "执行率"] = quotient(this_year["全年执行数"], this_year["全年预算数"])
        for column, figure in fund.items():
            figures[table, "年度资金总额", column] = figure
        rate = quotient(fund["全年执行数"], fund["全年预算数"])
        out[table, "年度资金总额", "执行率"] = rate
        score = Expected(rate.value / 10, rate.low / 10, rate.high / 10)
        out[table, "年度资金总额", "得分"] = score
        out[table, "年度资金总额", "分值"] = exact(10)
        weights = sum((D(str(i["分值"])) for i in entry["指标"]), D(10))
        given = sum((D(str(i["得分"])) for i in entry["指标"]), D(0))
        out[table, "总分", "分值"] = exact(weights)
        out[table, "总分", "得分"] = Expected(score.value + given, score.low + given, score.high + given)
    return {key: plain(figure) for key, figure in figures.items()} | out
