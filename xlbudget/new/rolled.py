"""Last year's data as the beginning of the next: what stays, what becomes 上年 and 年初, what is emptied.

Every figure that moves comes from :class:`Figures`. Texts that stay are marked, so that none is published unread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from xlbudget.form import Form
from xlbudget.inputs.plain import CAR_KINDS
from xlbudget.new.changes import Log
from xlbudget.new.figures import Figures
from xlbudget.next_year import REST
from xlbudget.schema import CELL_LIMIT
from xlbudget.shape import CAPITAL, FUND, GENERAL, OTHER, TRIPLE, VERSION
from xlbudget.subjects import catalogue

MARK = "（沿用上年，请核）"

Row: TypeAlias = Mapping[str, Any]


def marked(text: str) -> str:
    """A text taken over; one that is marked already, or blank, stays as it is."""
    whole = text.rstrip()
    if not whole or whole.endswith(MARK) or len(whole) + len(MARK) > CELL_LIMIT:
        return text
    return f"{whole}{MARK}"


def rolled(content: Mapping[str, Any], figures: Figures, year: int, unit: str | None, form: Form, log: Log) -> Any:
    """The content of the new year's data file, its keys in the order of the old one; ``log`` hears what became of all.

    ``unit``: the new name of the unit, if it has one. A source that is not finished is taken as it is.
    """
    steps: dict[str, Callable[[Any], Any]] = {
        "版本": lambda _: VERSION,
        "年度": lambda _: year,
        "金额单位": lambda old: old,
        "单位": lambda old: _unit(old, unit, log),
        "科目": lambda old: _kept("科目", old, log),
        "收入": lambda old: _emptied("收入", old, ("科目",), log),
        "支出": lambda old: _emptied("支出", old, ("科目", "资金来源"), log),
        "结转结余": lambda old: _balances(old, figures, log),
        "经济分类": lambda old: _economic(old, form, year, log),
        "基本支出年初预算": lambda old: _zeroed("基本支出年初预算", old, log),
        "三公经费": lambda old: _triple(old, figures, log),
        "人员": lambda old: _staff(old, figures, log),
        "项目": lambda old: _emptied("项目", old, ("名称", "类别", "科目"), log, unique=("名称",)),
        "基础数据": lambda old: _base(old, figures, log),
        "楼堂馆所": lambda old: _emptied("楼堂馆所", old, ("名称",), log, unique=()),
        "绩效自评": lambda old: _evaluations(old, log),
        "上年": lambda old: _last(old, figures, log),
        "机关运行经费": lambda old: _gone("机关运行经费", old, log),
        "政府采购": lambda old: _record("政府采购", old, log),
        "资产": lambda old: _assets(old, log),
        "事实": lambda old: _facts(old, log),
        "说明": lambda old: _texts(old, log),
        "公开数": lambda old: _published(old, log),
    }
    start = dict(content)
    # 上年有数而没有这两张表的，结转要用到它们。
    start.setdefault("结转结余", {"年初": []})
    start.setdefault("上年", {})
    return {key: new for key, old in start.items() if (new := steps[key](old)) is not None}


def _unit(old: Row, name: str | None, log: Log) -> dict[str, Any]:
    new = dict(old)
    if name is not None and name != old.get("名称"):
        log.add("单位.名称", "沿用", old.get("名称", ""), name, "改用 --unit 给的名称")
        new["名称"] = name
    else:
        log.add("单位", "沿用", old.get("名称", ""), "", "名称、预算代码、职责和机构照旧，有变化的请改")
    return new


def _kept(key: str, old: Mapping[str, Any], log: Log) -> dict[str, Any]:
    for name, value in old.items():
        log.add(f"{key}.{name}", "沿用", value)
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


def _gone(path: str, old: Any, log: Log) -> None:
    log.add(path, "清空", old)


def _record(key: str, old: Row, log: Log) -> dict[str, Any]:
    for name, value in old.items():
        _gone(f"{key}.{name}", value, log)
    return {}


def _zeroed(key: str, old: Row, log: Log) -> dict[str, Any]:
    """An object of amounts by name: a name without an amount cannot be kept, so it has a zero."""
    for name, value in old.items():
        log.add(f"{key}.{name}", "清空", value, 0, "名称留着，数填 0")
    return dict.fromkeys(old, 0)


def _economic(old: Row, form: Form, year: int, log: Log) -> dict[str, Any]:
    """The codes of the form are printed anyway; those outside it are kept."""
    listed = form.economic(catalogue("economic", year))
    for code, value in old.items():
        if code in listed:
            _gone(f"经济分类.{code}", value, log)
    return _zeroed("经济分类", {code: value for code, value in old.items() if code not in listed}, log)


def _balances(old: Row, figures: Figures, log: Log) -> dict[str, Any]:
    for index, row in enumerate(old.get("年初", [])):
        name = "，".join(str(row[key]) for key in ("资金来源", "科目") if row.get(key))
        log.add(f"结转结余.年初[{index}]", "清空", row.get("金额", ""), "", f"{name}：由上年的年末数代替")
    for name, value in old.items():
        if name != "年初":
            _gone(f"结转结余.{name}", value, log)
    new: list[dict[str, Any]] = []
    for source in (GENERAL, FUND, CAPITAL, OTHER):
        keys = [f"年初/{source}"] if source in (GENERAL, OTHER) else [*figures.below(f"年初/{source}")]
        for key in keys:
            code = figures.name(key) if key.count("/") > 1 else ""
            if not (amount := figures.at(key)):
                continue
            opening: dict[str, Any] = {"资金来源": source}
            if code and code != REST:
                opening["科目"] = code
            about = f"{source}{f' {code}' if code else ''} 上年的年末结转和结余"
            log.add(f"结转结余.年初[{len(new)}].金额", "结转", amount, amount, about)
            new.append(opening | {"金额": amount})
    return {"年初": new}


def _triple(old: Row, figures: Figures, log: Log) -> dict[str, Any]:
    last = {}
    for kind in TRIPLE:
        before = old.get("上年决算数", {}).get(kind, "")
        amount = figures.at(f"三公经费/{kind}")
        if amount is not None:
            last[kind] = amount
        if amount is not None or before != "":
            log.add(f"三公经费.上年决算数.{kind}", "移到上年", before, amount, "取自上年的决算数")
    for column in ("年初预算数", "全年预算数", "决算数", "实物量"):
        for kind, value in old.get(column, {}).items():
            _gone(f"三公经费.{column}.{kind}", value, log)
    return {"上年决算数": last, "年初预算数": {}, "决算数": {}}


def _staff(old: Row, figures: Figures, log: Log) -> dict[str, Any]:
    new = {key: value for key, value in old.items() if key != "上年人数"}
    for key, value in new.items():
        log.add(f"人员.{key}", "沿用", value, value, "上年的人数，请核")
    if (count := figures.at("人员/上年人数")) is not None:
        log.add("人员.上年人数", "移到上年", old.get("上年人数", ""), count, "取自上年的年末实有人数，没有的取在职人数")
        new["上年人数"] = count
    return new


def _base(old: Sequence[Row], figures: Figures, log: Log) -> list[dict[str, Any]]:
    """The lines of 附件1: the final figures become 上年决算数, wherever the line asks for one."""
    moved = {figures.name(key): amount for key in figures.below("基础数据") if (amount := figures.at(key))}
    new: list[dict[str, Any]] = []
    for index, row in enumerate(old):
        name = str(row.get("行", "")).strip()
        for column in ("上年决算数", "预算数", "决算数"):
            if column in row and not (column == "上年决算数" and name in moved):
                _gone(f"基础数据[{index}].{column}", row[column], log)
        if name and name not in [line["行"] for line in new]:
            new.append({"行": name})
    new += [{"行": name} for name in moved if name and name not in [line["行"] for line in new]]
    before = {str(row.get("行", "")).strip(): row.get("上年决算数", "") for row in old}
    for index, line in enumerate(new):
        name = line["行"]
        if name in moved:
            line["上年决算数"] = moved[name]
            about = f"{name}：取自附件1 上年的决算数"
            log.add(f"基础数据[{index}].上年决算数", "移到上年", before.get(name, ""), moved[name], about)
        else:
            log.add(f"基础数据[{index}].行", "沿用", name)
    return new


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
            _gone(f"{path}.实际完成情况", entry["实际完成情况"], log)
        if "权重" in entry:
            made["权重"] = [dict(row) for row in entry["权重"]]
        made["指标"] = [
            _indicator(f"{path}.指标[{i}]", indicator, log) for i, indicator in enumerate(entry.get("指标", []))
        ]
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
    rule = old.get("评分", {})
    if kept := {key: value for key, value in rule.items() if key not in ("实际", "档")}:
        new["评分"] = kept
    for key in ("实际", "档"):
        if key in rule:
            log.add(f"{path}.评分.{key}", "清空", rule[key], "", name)
    if "目标" in rule:
        log.add(f"{path}.评分.目标", "沿用", rule["目标"], rule["目标"], "数不能加标注，与年度指标值一并核对")
    return new


def _text(path: str, old: str, log: Log) -> str:
    new = marked(old)
    if old.strip():
        log.add(path, "沿用", old, new, "核对后删去标注")
    return new


def _last(old: Row, figures: Figures, log: Log) -> dict[str, Any]:
    new = {}
    names = [key.removeprefix("上年/") for key in figures.below("上年")]
    for name in names:
        amount = figures.at(f"上年/{name}")
        if amount is None:
            continue
        new[name] = amount
        log.add(f"上年.{name}", "移到上年", old.get(name, ""), amount, "取自上年工作簿")
    for name, value in old.items():
        if name not in new:
            _gone(f"上年.{name}", value, log)
    return new


def _assets(old: Row, log: Log) -> dict[str, Any]:
    """车辆 of kinds that the sheet does not print keep their line."""
    cars = old.get("车辆", {})
    for name, value in cars.items():
        if name in CAR_KINDS:
            _gone(f"资产.车辆.{name}", value, log)
    kept = _zeroed("资产.车辆", {name: value for name, value in cars.items() if name not in CAR_KINDS}, log)
    _record("资产", {name: value for name, value in old.items() if name != "车辆"}, log)
    return {"车辆": kept} if kept else {}


def _facts(old: Sequence[Row], log: Log) -> list[dict[str, Any]]:
    """A fact is its figure: without one there is nothing to keep."""
    for row in old:
        name = str(row.get("键", ""))
        about = "事实没有数就不成一条，没有带来；文字里还有 {" + name + "} 的请重填"
        log.add(f"事实.{name}", "清空", f"{row.get('数', '')}{row.get('单位', '')}", "", about)
    return []


def _texts(old: Mapping[str, str], log: Log) -> dict[str, str]:
    return {key: _text(f"说明.{key}", text, log) for key, text in old.items()}


def _published(old: Sequence[Row], log: Log) -> list[dict[str, Any]]:
    tables = dict.fromkeys(str(row.get("表", "")) for row in old)
    for table in tables:
        count = sum(str(row.get("表", "")) == table for row in old)
        log.add(f"公开数（{table}）", "清空", f"{count} 个公布的数", "", "公布以后照新的一年填")
    return []
