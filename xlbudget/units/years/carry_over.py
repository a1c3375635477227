"""Last year's data as the beginning of the next: what stays, what becomes 上年 and 年初, what is emptied.

Every figure that moves comes from :class:`NextYearFigures`. Texts that stay are marked: none is published unread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Sequence
from typing import Any

from xlbudget.datafile.classification import economic
from xlbudget.datafile.fields import CAR_KINDS, VERSION
from xlbudget.language.form import Form
from xlbudget.language.limits import CELL, units
from xlbudget.sheets.narrative.reasons import explaining
from xlbudget.units.years import last_year
from xlbudget.units.years.changes_sheet import Log, Row
from xlbudget.units.years.next_year_figures import NextYearFigures

MARK = "（沿用上年，请核）"


def marked(text: str) -> str:
    """A text taken over; one that is marked already, or blank, stays as it is."""
    whole = text.rstrip()
    if not whole or whole.endswith(MARK) or units(whole) + len(MARK) > CELL:
        return text
    return f"{whole}{MARK}"


def rolled(content: Row, figures: NextYearFigures, year: int, unit: str | None, form: Form, log: Log) -> dict[str, Any]:
    """The content of the new year's data file, its keys in the order of the old one; ``log`` hears what became of all.

    ``unit``: the new name of the unit, if it has one. A source that is not finished is taken as it is.
    """
    steps: dict[str, Callable[[Any], Any]] = {
        "版本": lambda _: VERSION,
        "年度": lambda _: year,
        "金额单位": lambda old: old,
        "单位": lambda old: _unit(old, unit, log),
        "科目": lambda old: _codes(old, log),
        "收入": lambda old: _emptied("收入", old, ("科目",), log),
        "支出": lambda old: _emptied("支出", old, ("科目", "资金来源"), log),
        "结转结余": lambda old: last_year.balances(old, figures, log),
        "经济分类": lambda old: _zeroed("经济分类", old, form.economic(economic(content.get("科目", {}))), log),
        "基本支出年初预算": lambda old: _zeroed("基本支出年初预算", old, (), log),
        "项目支出经济分类": lambda old: log.add("项目支出经济分类", "清空", f"{len(old)} 行"),
        "三公经费": lambda old: last_year.triple(old, figures, log),
        "三公按资金": lambda old: _emptied("三公按资金", old, ("资金来源",), log),
        "会议培训": lambda old: _zeroed("会议培训", old, old, log),
        "人员": lambda old: last_year.staff(old, figures, log),
        "项目": lambda old: _emptied("项目", old, ("名称", "类别", "科目"), log, unique=("名称",)),
        "基础数据": lambda old: last_year.base(old, figures, log),
        "楼堂馆所": lambda old: _emptied("楼堂馆所", old, ("名称",), log, unique=()),
        "绩效自评": lambda old: _evaluations(old, log),
        "绩效情况": lambda old: _management(old, log),
        "上年": lambda old: last_year.totals(old, figures, log),
        "机关运行经费": lambda old: log.gone("机关运行经费", old),
        "政府采购": lambda old: _zeroed("政府采购", old, old, log),
        "资产": lambda old: _assets(old, log),
        "事实": lambda old: _facts(old, log),
        "说明": lambda old: _texts(old, form, log),
        "核实": lambda old: _explanations(old, log),
        "单位明细": lambda old: log.add("单位明细", "清空", f"{len(old)} 行", "", "由新的一年各单位的文件重新汇总"),
        "公开数": lambda old: _published(old, log),
    }
    # The new year needs these two, also where the old has figures for them and not the keys.
    start = {**content, "结转结余": content.get("结转结余", {"年初": []}), "上年": content.get("上年", {})}
    return {key: new for key, old in start.items() if (new := steps[key](old)) is not None}


def _texts(old: Row, form: Form, log: Log) -> dict[str, Any]:
    """The reasons for what changed are of their year."""
    quotes = explaining(form)
    for key in (gone := [key for key in old if any(quote.has(key) for quote in quotes)]):
        log.gone(f"说明.{key}", old[key])
    return {key: _text(f"说明.{key}", text, log) for key, text in old.items() if key not in gone}


def _unit(old: Row, name: str | None, log: Log) -> dict[str, Any]:
    if name is None or name == old.get("名称"):
        log.add("单位", "沿用", old.get("名称", ""), "", "名称、预算代码、职责和机构照旧，有变化的请改")
        return dict(old)
    log.add("单位.名称", "沿用", old.get("名称", ""), name, "改用 --unit 给的名称")
    return {**old, "名称": name}


def _codes(old: Row, log: Log) -> dict[str, Any]:
    if old:
        log.add("科目", "沿用", f"{len(old)} 个科目的名称")
    return dict(old)


def _emptied(
    key: str, old: Sequence[Row], keep: tuple[str, ...], log: Log, unique: tuple[str, ...] | None = None
) -> list[dict[str, Any]]:
    """Rows with what tells them apart and nothing else; rows that are the same then are one."""
    apart = keep if unique is None else unique
    new: list[dict[str, Any]] = []
    seen = set()
    for index, row in enumerate(old):
        path = f"{key}[{index}]"
        name = "，".join(str(row[one]) for one in keep if row.get(one))
        for one, value in row.items():
            if one not in keep:
                log.add(f"{path}.{one}", "清空", value, "", name)
        identity = tuple(str(row.get(one, "")).strip() for one in apart)
        if apart and identity in seen:
            log.add(path, "清空", name, "", "与前面的一行重复，合并成一行")
            continue
        seen.add(identity)
        log.add(path, "沿用", name)
        new.append({one: row[one] for one in keep if one in row})
    return new


def _zeroed(key: str, old: Row, printed: Container[str], log: Log) -> dict[str, int]:
    """Amounts by name: what is printed anyway goes; another name cannot stay without an amount, so it has a zero."""
    kept = [name for name in old if name not in printed]
    log.all_gone(key, old, but=kept)
    for name in kept:
        log.add(f"{key}.{name}", "清空", old[name], 0, "名称留着，数填 0")
    return dict.fromkeys(kept, 0)


def _evaluations(old: Sequence[Row], log: Log) -> list[dict[str, Any]]:
    new: list[dict[str, Any]] = []
    seen = set()
    for index, entry in enumerate(old):
        path, subject = f"绩效自评[{index}]", str(entry.get("对象", ""))
        if subject.strip() in seen:
            log.add(path, "清空", subject, "", "与前面的一张自评表是同一个对象，没有带来")
            continue
        seen.add(subject.strip())
        log.add(path, "沿用", subject, "", "对象、主管部门、实施单位、括号里的分值照旧")
        made = {key: entry[key] for key in ("对象", "表内名称", "主管部门", "实施单位") if key in entry}
        made.setdefault("对象", "")
        if "资金" in entry:
            made["资金"] = _emptied(f"{path}.资金", entry["资金"], ("行",), log)
        made["年度目标"] = _text(f"{path}.年度目标", entry.get("年度目标", ""), log)
        made["实际完成情况"] = ""
        if entry.get("实际完成情况"):
            log.gone(f"{path}.实际完成情况", entry["实际完成情况"])
        if "权重" in entry:
            made["权重"] = [dict(row) for row in entry["权重"]]
        made["指标"] = [_indicator(f"{path}.指标[{i}]", row, log) for i, row in enumerate(entry.get("指标", []))]
        new.append(made)
    return new


def _indicator(path: str, old: Row, log: Log) -> dict[str, Any]:
    name = str(old.get("三级", ""))
    log.add(path, "沿用", name, "", "指标、分值和评分规则照旧")
    new = {key: old.get(key, "") for key in ("一级", "二级", "三级")}
    new["年度指标值"] = _text(f"{path}.年度指标值", old.get("年度指标值", ""), log)
    new["实际完成值"] = ""
    for key in ("实际完成值", "得分", "偏差原因"):
        if old.get(key, "") != "":
            log.add(f"{path}.{key}", "清空", old[key], "", name)
    if "分值" in old:
        new["分值"] = old["分值"]
    score = old.get("评分", {})
    if kept := {key: value for key, value in score.items() if key not in ("实际", "档")}:
        new["评分"] = kept
    for key in ("实际", "档"):
        if key in score:
            log.add(f"{path}.评分.{key}", "清空", score[key], "", name)
    if "目标" in score:
        log.add(f"{path}.评分.目标", "沿用", score["目标"], score["目标"], "数不能加标注，与年度指标值一并核对")
    return new


def _text(path: str, old: str, log: Log) -> str:
    new = marked(old)
    if old.strip():
        log.add(path, "沿用", old, new, "核对后删去标注")
    return new


def _assets(old: Row, log: Log) -> dict[str, Any]:
    """车辆 of kinds that the sheet does not print keep their line."""
    cars = _zeroed("资产.车辆", old.get("车辆", {}), CAR_KINDS, log)
    log.all_gone("资产", old, but=("车辆",))
    return {"车辆": cars} if cars else {}


def _management(old: Row, log: Log) -> dict[str, Any]:
    for name, value in old.items():
        log.all_gone("绩效情况", value if isinstance(value, dict) else {name: value})
    return {}


def _facts(old: Sequence[Row], log: Log) -> list[Any]:
    """A fact is its figure: without one there is nothing to keep."""
    for row in old:
        name = str(row.get("键", ""))
        about = "事实没有数就不成一条，没有带来；文字里还有 {" + name + "} 的请重填"
        log.add(f"事实.{name}", "清空", f"{row.get('数', '')}{row.get('单位', '')}", "", about)
    return []


def _explanations(old: Sequence[Row], log: Log) -> list[Any]:
    """A reason is of its year; what was explained last year is said, for it may be asked for again."""
    for index, row in enumerate(old):
        about = " ".join(str(row[key]) for key in ("规则", "对象", "数") if row.get(key))
        log.add(f"核实[{index}]", "清空", row.get("说明", ""), "", f"上年说明过 {about}；今年又有的，重新写")
    return []


def _published(old: Sequence[Row], log: Log) -> list[Any]:
    for table, count in Counter(str(row.get("表", "")) for row in old).items():
        log.add(f"公开数（{table}）", "清空", f"{count} 个公布的数", "", "公布以后照新的一年填")
    return []
