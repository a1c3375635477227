"""The entries behind the printed tables: the figures that no other figure determines, and whose money each of them is.

公开02 and 公开03 print income and expenditure whatever their 资金来源; what is whose follows from the tables of the
funds, from 公开04 and from codes that one 资金来源 alone has. It is solved exactly or, where the tables leave it open,
said and not entered (``Leaves.open``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xlbudget.datafile.classification import subjects
from xlbudget.datafile.fields import CAPITAL, FISCAL_INCOME, FUND, GENERAL, OTHER, OTHER_INCOME, SPENDING
from xlbudget.language.expressions import Economic, Money
from xlbudget.reading.documents.figures import FoundTable, TableFigure
from xlbudget.reading.documents.found import Left, Origin, ReadEntry
from xlbudget.reading.documents.vocabulary import Vocabulary
from xlbudget.sheets.tables import projects, public01, public04, triple

FUNDS = {GENERAL: "公开05", FUND: "政府性基金", CAPITAL: "国有资本经营"}
"""资金来源 → the table that prints what was spent of it."""
KINDS = ("基本支出", "项目支出")
NONE = Decimal(0)


@dataclass
class Leaves:
    """``open``: listing and column of the data file (收入, 财政拨款收入) that the tables do not settle."""

    tables: Mapping[str, FoundTable]
    entries: list[ReadEntry] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    open: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.printed: dict[tuple[str, str, str], TableFigure] = {
            (one.table, one.line, one.column): one for table in self.tables.values() for one in table.figures
        }

    def has(self, table: str) -> bool:
        return table in self.tables and self.tables[table].whole

    def figure(self, table: str, line: str, column: str) -> TableFigure | None:
        return self.printed.get((table, line, column))

    def amount(self, table: str, line: str, column: str) -> Decimal:
        found = self.figure(table, line, column)
        return _exact(found) if found else NONE

    def codes(self, *tables: str) -> list[str]:
        found = (one for name in tables if name in self.tables for one in self.tables[name].figures)
        return list(dict.fromkeys(one.line for one in found if len(one.line) == 7 and one.line.isdecimal()))

    def enter(self, value: str | Decimal, place: Origin, *path: str) -> None:
        self.entries.append(ReadEntry(path, str(value), place))


def leaves(tables: Mapping[str, FoundTable], words: Callable[[str], Vocabulary]) -> Leaves:
    """Everything that the tables of one unit and year give; ``tables`` by their own names."""
    found = Leaves(tables)
    _income(found)
    _spending(found)
    _openings(found)
    for name in tables:
        if name == projects.KEY:
            _projects(found, tables[name])
        else:
            _single(found, name, words(name))
    return found


def _exact(found: TableFigure) -> Decimal:
    return Decimal(found.text.rstrip("%"))


def only_money(code: str) -> str:
    """The one 资金来源 that a code may have; "" where several may."""
    owned = {one.code: one.money for one in subjects("functional") if one.money}
    return next((owned[part] for part in (code, code[:5], code[:3]) if part in owned), "")


# ---------------------------------------------------------------- 收入


def _income(found: Leaves) -> None:
    if not found.has("公开02"):
        found.open.add("收入")
        return
    shared: list[TableFigure] = []
    for code in found.codes("公开02"):
        for kind in OTHER_INCOME:
            if one := found.figure("公开02", code, kind):
                found.enter(one.text, one.place, "收入", code, kind)
        if one := found.figure("公开02", code, "财政拨款收入"):
            if _exact(one) and not only_money(code):
                shared.append(one)
            else:
                found.enter(one.text, one.place, "收入", code, f"{only_money(code) or GENERAL}收入")
    known = {source: {one.line: _received(found, one.line, source) for one in shared} for source in (FUND, CAPITAL)}
    for source, amounts in known.items():
        _settle(found, source, amounts, {one.line: _exact(one) for one in shared})
    for one in shared:
        _split(found, one, {source: amounts[one.line] for source, amounts in known.items()})
    for source in (FUND, CAPITAL):
        for code in found.codes(FUNDS[source]):
            alone = found.figure(FUNDS[source], code, "本年收入")
            if alone and not found.figure("公开02", code, "财政拨款收入"):
                found.enter(alone.text, alone.place, "收入", code, f"{source}收入")


def _received(found: Leaves, code: str, source: str) -> Decimal | None:
    """Income of a code from a fund, as the table of the fund prints it; None where it does not."""
    table = FUNDS[source]
    if found.has(table) and any(own == "本年收入" for own, _ in found.tables[table].words):
        return found.amount(table, code, "本年收入")
    return None


def _settle(found: Leaves, source: str, amounts: dict[str, Decimal | None], whole: Mapping[str, Decimal]) -> None:
    """What is not printed by code, as far as the total in 公开04 leaves one possibility only."""
    unknown = [code for code, amount in amounts.items() if amount is None]
    if not unknown or not found.has(public04.KEY):
        return
    owned = (code for code in found.codes("公开02") if only_money(code) == source)
    elsewhere = sum((found.amount("公开02", code, "财政拨款收入") for code in owned), NONE)
    rest = found.amount(public04.KEY, source, "收入/金额") - elsewhere
    if not rest:
        amounts.update(dict.fromkeys(unknown, NONE))
    elif len(unknown) == 1:
        amounts[unknown[0]] = rest
    elif rest == sum((whole[code] for code in unknown), NONE):
        amounts.update({code: whole[code] for code in unknown})


def _split(found: Leaves, whole: TableFigure, known: Mapping[str, Decimal | None]) -> None:
    code, amounts = whole.line, [amount for amount in known.values() if amount is not None]
    rest = _exact(whole) - sum(amounts, NONE)
    if len(amounts) < len(known) or rest < 0:
        why = "没有表说得出这笔财政拨款是哪一种资金" if rest >= 0 else "各种资金的收入合起来比它大"
        found.left.append(Left(f"{code} {whole.text}", whole.place, f"公开02 的财政拨款收入：{why}，没有录入"))
        found.open.add("财政拨款收入")
        return
    for source, amount in {GENERAL: rest, **known}.items():
        if amount:
            found.enter(whole.text if amount == _exact(whole) else amount, whole.place, "收入", code, f"{source}收入")


# ---------------------------------------------------------------- 支出


def _spending(found: Leaves) -> None:
    for source, table in FUNDS.items():
        for code in found.codes(table):
            for kind in KINDS:
                if one := found.figure(table, code, kind):
                    found.enter(one.text, one.place, "支出", code, source, kind)
    if not found.has("公开03"):
        found.open.add("支出/其他资金")
        found.open |= {f"支出/{source}" for source in FUNDS if not _settled(found, source)}
        return
    alone = _whole(found)
    unknown = [source for source in FUNDS if not _settled(found, source)]
    if unknown == [GENERAL] and alone:
        _all_general(found)
        return
    found.open |= {f"支出/{source}" for source in unknown}
    if unknown:
        names = "、".join(FUNDS[source] for source in unknown)
        place = found.tables["公开03"].figures[0].place
        found.left.append(Left("公开03", place, f"没有 {names}，各科目的支出不知道用的是哪种资金，没有录入"))
        found.open.add("支出/其他资金")
        return
    for code in found.codes("公开03"):
        for kind in SPENDING:
            one = found.figure("公开03", code, kind)
            if one is None:
                continue
            rest = _exact(one) - sum((found.amount(table, code, kind) for table in FUNDS.values()), NONE)
            if rest > 0 and not (alone and kind in KINDS):
                found.enter(one.text if rest == _exact(one) else rest, one.place, "支出", code, OTHER, kind)


def _settled(found: Leaves, source: str) -> bool:
    """Whether it is known what was spent of a fund: its table is there, or 公开04 says that nothing was."""
    spent = (public04.SPENDING, f"支出/{source}")
    none = found.has(public04.KEY) and not found.amount(public04.KEY, *spent)
    return found.has(FUNDS[source]) or none


def _whole(found: Leaves) -> bool:
    """Whether all that was spent is 财政拨款: 公开03 and 公开04 print one total."""
    whole = found.figure("公开03", "合计", "本年支出合计"), found.figure(public04.KEY, public04.SPENDING, "支出/合计")
    return all(whole) and len({_exact(one) for one in whole if one}) == 1


def _all_general(found: Leaves) -> None:
    """Without 公开05, where all money is of one kind."""
    for code in found.codes("公开03"):
        for kind in KINDS:
            if one := found.figure("公开03", code, kind):
                rest = _exact(one) - sum((found.amount(FUNDS[source], code, kind) for source in (FUND, CAPITAL)), NONE)
                if rest > 0:
                    found.enter(one.text if rest == _exact(one) else rest, one.place, "支出", code, GENERAL, kind)


# ---------------------------------------------------------------- 结转结余


def _openings(found: Leaves) -> None:
    if not found.has(public04.KEY):
        found.open.add("结转结余")
        return
    fiscal = NONE
    for source in public04.FUNDS:
        one = found.figure(public04.KEY, f"{public04.OPENING}/{source}", "收入/金额")
        table = FUNDS[source]
        coded = [found.figure(table, code, "年初结转和结余") for code in found.codes(table)]
        for each in filter(None, coded) if source != GENERAL else ():
            found.enter(each.text, each.place, "结转结余", "年初", source, each.line, "金额")
        if one:
            fiscal += _exact(one)
            if _exact(one) and not any(coded):
                found.enter(one.text, one.place, "结转结余", "年初", source, "", "金额")
    total = found.figure(public04.KEY, public04.OPENING, "收入/金额")
    if total and _exact(total) != fiscal and not fiscal:
        # Only the total is printed.
        fiscal = _exact(total)
        found.enter(total.text, total.place, "结转结余", "年初", GENERAL, "", "金额")
    whole = found.figure(public01.KEY, public01.OPENING, "收入/金额")
    if not found.has(public01.KEY):
        found.open.add("结转结余/其他资金")
    elif whole and (rest := _exact(whole) - fiscal) > 0:
        found.enter(rest, whole.place, "结转结余", "年初", OTHER, "", "金额")


# ---------------------------------------------------------------- entries that stand in a cell of their own


def _single(found: Leaves, name: str, words: Vocabulary) -> None:
    """Figures that are declared as one entry: amounts of 结转结余, 经济分类, 三公经费."""
    for one in found.tables[name].figures:
        match words.figures.get(f"{one.line}/{one.column}"):
            case Money(key):
                found.enter(one.text, one.place, *key.split("/")[1:])
            case Economic(code) if len(code) == 5:
                found.enter(one.text, one.place, "经济分类", code)
            case None if name == "公开06" and len(one.line) == 5:
                found.enter(one.text, one.place, "经济分类", one.line)
            case _ if name == triple.KEY and one.column.startswith("预算数/"):
                kind = one.column.partition("/")[2]
                if kind in (triple.ABROAD, triple.PURCHASE, triple.RUNNING, triple.RECEPTION):
                    found.enter(one.text, one.place, "三公经费", "预算数", kind)


def _projects(found: Leaves, table: FoundTable) -> None:
    for one in table.figures:
        if one.column in projects.COLUMNS and (kind := table.names.get(one.line)) in ("公共项目", "部门项目"):
            found.enter(kind, one.place, "项目", one.line, "类别")
            found.enter(one.text, one.place, "项目", one.line, one.column)


def lost(found: Leaves, entered: Collection[tuple[str, ...]]) -> Iterator[str]:
    """What of the data file the document does not give, in the words of ``Leaves.open``; ``entered``: what it gives."""
    yield from found.open
    for key, table in (("经济分类", "公开06"), ("三公经费", triple.KEY)):
        if not found.has(table) and not any(path[0] == key for path in entered):
            yield key
    for budget in ("年初预算数", "全年预算数"):
        if not any(path[0] == "支出" and path[-1] == budget for path in entered):
            yield f"支出/{budget}"


assert set(FISCAL_INCOME) == {f"{source}收入" for source in FUNDS}
