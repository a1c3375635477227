"""重算执行率, 重算控制率, 全部重算: restore the rates' formulas, recalculate, say what stands out."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlbudget.addin.buttons.restore_formulas import Restored, restore
from xlbudget.addin.desk import Cell, Desk, at, examined
from xlbudget.check.as_text import headline
from xlbudget.check.positions import PREFIX
from xlbudget.check.workbook_check import Examined
from xlbudget.datafile.file import Data
from xlbudget.language.sheet import Area, Entry, Item, Sheet, column_letter
from xlbudget.reading.cells import Value
from xlbudget.sheets.inputs.evaluation import WHOLE
from xlbudget.sheets.rules.limits import OVER_LAST
from xlbudget.sheets.tables import annex1, annex2, evaluation_forms, projects, triple_compare


@dataclass(frozen=True)
class Rate:
    """One rate of the workbook: where it stands, where its name does, and the project or whole it is of."""

    cell: Cell
    label: Cell | str
    of: str = ""


@dataclass(frozen=True)
class Shown:
    """Rates as the recalculated workbook shows them, and how each is called."""

    rates: tuple[Rate, ...]
    values: Mapping[Cell, Value]
    names: Mapping[Cell, str]

    def of(self, rates: Sequence[Rate]) -> Shown:
        return Shown(tuple(rates), self.values, self.names)

    def figures(self) -> list[tuple[float, str, Cell]]:
        """Value, name and place of those that have a value."""
        return [
            (float(value), self.names[rate.cell], rate.cell)
            for rate in self.rates
            if isinstance(value := self.values.get(rate.cell), int | float) and not isinstance(value, bool)
        ]


def execution_rates(examination: Examined) -> Iterator[Rate]:
    """项目支出, the fund blocks of 附件2 and 附件3, and the column of 录入-项目 that they draw on."""
    book, data = examination.rebuilt.book, examination.rebuilt.data
    names = book.names.areas.get("录入/项目/名称")
    owners = {form.sheet: _object(data, form.number) for form in evaluation_forms(data)}
    for page in book.sheets:
        if page.name == projects.KEY:
            yield from (Rate(cell, (page.name, f"B{cell[1][1:]}")) for cell in _rates(page))
        elif page.name in owners:
            for cell in _rates(page):
                whole = page.name == annex2.KEY
                yield Rate(cell, (page.name, f"B{cell[1][1:]}"), WHOLE if whole else owners[page.name])
        elif names is not None and page.name == names.sheet:
            name = column_letter(names.col)
            yield from (Rate(cell, (page.name, f"{name}{cell[1].lstrip(_LETTERS)}")) for cell in _rates(page))


def control_rates(examination: Examined) -> Iterator[Rate]:
    """三公对比, and 在职人员 of 附件1."""
    book = examination.rebuilt.book
    for page in book.sheets:
        if page.name == triple_compare.KEY:
            yield from (Rate(cell, (page.name, f"A{cell[1][1:]}")) for cell in _rates(page))
    staff = book.names.areas.get(f"{annex1.KEY}/财政供养人员情况/控制率")
    if staff is not None:
        yield Rate((staff.sheet, staff.text(staff.sheet)), "在职人员")


SHOWN = 5
"""Places without a figure that a message names."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _rates(page: Sheet) -> Iterator[Cell]:
    return ((page.name, _address(item)) for item in page.items if _is_rate(item))


def _is_rate(item: Item) -> bool:
    return item.role == "rate" and item.content is not None and not isinstance(item.content, str | Entry)


def _address(item: Item) -> str:
    return Area("", item.row, item.col).text("")


def _object(data: Data, number: int) -> str:
    entries = data.rows("绩效自评")
    return str(entries[number - 1].get("对象", "")).strip() if number <= len(entries) else ""


def recalc_execution_rate(desk: Desk) -> str:
    """重算执行率（全年执行数 ÷ 全年预算数）."""
    examination = examined(desk)
    rates = list(execution_rates(examination))
    restored, shown = _recalculated(desk, examination, rates)
    return "\n".join((*_execution(desk, examination, shown), *restored.lines(shown.values)))


def recalc_control_rate(desk: Desk) -> str:
    """重算控制率（决算数 ÷ 预算数，在职人数 ÷ 编制数）."""
    examination = examined(desk)
    rates = list(control_rates(examination))
    restored, shown = _recalculated(desk, examination, rates)
    return "\n".join((*_control(examination, shown), *restored.lines(shown.values)))


def recalc_all(desk: Desk) -> str:
    """Both families of rates, then the verdicts."""
    examination = examined(desk)
    execution, control = list(execution_rates(examination)), list(control_rates(examination))
    restored, shown = _recalculated(desk, examination, [*execution, *control])
    desk.progress("再核对一遍")
    after = examined(desk)
    paragraphs = (
        _execution(desk, examination, shown.of(execution)),
        _control(examination, shown.of(control)),
        restored.lines(shown.values),
        [headline(after.report)],
    )
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines)


def _recalculated(desk: Desk, examination: Examined, rates: list[Rate]) -> tuple[Restored, Shown]:
    """Restore and recalculate."""
    restored = restore(desk, examination, [rate.cell for rate in rates])
    desk.progress("重算")
    desk.recalculate()
    there = [rate for rate in rates if rate.cell[0] not in restored.missing]
    labels = [rate.label for rate in there if not isinstance(rate.label, str)]
    now = desk.values([*(rate.cell for rate in there), *labels])
    names = {rate.cell: _name(rate, now) for rate in rates}
    return restored, Shown(tuple(rates), {rate.cell: now[rate.cell] for rate in there}, names)


def _name(rate: Rate, now: Mapping[Cell, Value]) -> str:
    label = rate.label if isinstance(rate.label, str) else str(now.get(rate.label) or "").strip()
    return f"{rate.of} {label}" if rate.of and label not in ("", "年度资金总额") else rate.of or label


def _execution(desk: Desk, examination: Examined, shown: Shown) -> list[str]:
    explained = _explained(examination.rebuilt.data)
    low: dict[tuple[str, float], list[str]] = {}
    for rate in shown.rates:
        value, name = shown.values.get(rate.cell), rate.of or shown.names[rate.cell]
        if isinstance(value, float | int) and value * 100 < desk.below and name in explained:
            low.setdefault((name, value), []).append(at(rate.cell))
    silent = {key: places for key, places in sorted(low.items()) if not explained[key[0]]}
    lines = [_counted("执行率", shown)]
    if figures := shown.figures():
        value, name, cell = min(figures, key=lambda figure: (figure[0], figure[2][0].startswith(PREFIX)))
        lines.append(f"最低的是 {name}：{value:.2%}（{at(cell)}）。")
    if silent:
        lines.append(f"低于 {desk.below:g}% 而没有写偏差原因的：")
        lines += [f"  {name}：{value:.2%}（{'、'.join(places)}）" for (name, value), places in silent.items()]
    elif low:
        lines.append(f"低于 {desk.below:g}% 的有 {len(low)} 个，都写了偏差原因。")
    elif figures:
        lines.append(f"没有低于 {desk.below:g}% 的。")
    return [*lines, *_without(shown, explained)]


def _control(examination: Examined, shown: Shown) -> list[str]:
    lines = [_counted("控制率", shown)]
    over = [figure for figure in shown.figures() if figure[0] > 1]
    if over:
        lines += ["超过 100% 的：", *(f"  {name}：{value:.2%}（{at(cell)}）" for value, name, cell in over)]
    elif shown.figures():
        lines.append("没有超过 100% 的。")
    # 是不是超过上年由工作簿里的规则判，这里只转述。
    last = [finding.message for finding in examination.report.findings if finding.rule == OVER_LAST.id]
    lines += _without(shown, ())
    return [*lines, *(["超过上年的：", *(f"  {one}" for one in last)] if last else ["三公经费没有超过上年的。"])]


def _counted(what: str, shown: Shown) -> str:
    return f"重算了 {len(shown.figures())} 个{what}。" if shown.rates else f"这个工作簿里没有{what}。"


def _without(shown: Shown, known: Container[str]) -> list[str]:
    """Rates without a figure; money that there is none of has no rate either, and is not spoken of."""
    blank: dict[str, list[str]] = {}
    wrong: dict[str, list[str]] = {}
    for rate in shown.rates:
        # 缺的表里的比率不在 values 里，另有一句说它。
        value, name = shown.values.get(rate.cell, 0), shown.names[rate.cell]
        if value in (None, "") and name in known:
            blank.setdefault(name, []).append(at(rate.cell))
        elif isinstance(value, str) and value:
            wrong.setdefault(name, []).append(at(rate.cell))
    return [*_named("没有数的（没有填，或预算为零）", blank), *_named("算不出的（用到的数里有错误值）", wrong)]


def _named(what: str, places: Mapping[str, list[str]]) -> list[str]:
    named = [f"{name}（{'、'.join(cells)}）" for name, cells in places.items()]
    more = f" 等 {len(named)} 个" if len(named) > SHOWN else ""
    return [f"{what}：{'、'.join(named[:SHOWN])}{more}。"] if named else []


def _explained(data: Data) -> dict[str, bool]:
    """Project or whole → whether its self-evaluation, or the project's own row, says why it fell short."""
    found = {str(row.get("名称", "")).strip(): bool(str(row.get("偏差原因", "")).strip()) for row in data.rows("项目")}
    for entry in data.rows("绩效自评"):
        name = str(entry.get("对象", "")).strip()
        written = any(str(row.get("偏差原因", "")).strip() for row in entry.get("指标", []))
        found[name] = found.get(name, False) or written
    return {name: said for name, said in found.items() if name}
