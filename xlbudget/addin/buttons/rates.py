"""重算执行率, 重算控制率, 全部重算: restore the rates' formulas, recalculate, say what stands out."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlbudget.addin.buttons.restore_formulas import own_values, restore
from xlbudget.addin.desk import Cell, Desk, at, examined
from xlbudget.check.as_text import headline
from xlbudget.check.positions import PREFIX
from xlbudget.check.workbook_check import Examined
from xlbudget.datafile.file import Data
from xlbudget.language.grid import Value
from xlbudget.language.sheet import Area, Entry, Sheet, column_letter
from xlbudget.sheets.inputs.evaluation import WHOLE
from xlbudget.sheets.rules.limits import OVER_LAST
from xlbudget.sheets.tables import annex1, annex2, projects, triple_compare
from xlbudget.sheets.tables.evaluations import evaluation_forms

SHOWN = 5
"""Places without a figure that a message names."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Rate:
    """One rate of the workbook: where it stands, where its name does (or what it is), the project or whole it is of."""

    cell: Cell
    label: Cell | str
    of: str = ""


@dataclass(frozen=True)
class RateFigure:
    """A rate as the recalculated workbook shows it, and how it is called."""

    rate: Rate
    name: str
    value: Value

    @property
    def figure(self) -> float | None:
        return None if isinstance(self.value, str | bool | None) else float(self.value)

    @property
    def percent(self) -> Decimal:
        """As it is printed, with two decimals: a rate that prints as the limit is neither below nor above it."""
        return Decimal(f"{self.figure or 0:.2%}"[:-1])

    def __str__(self) -> str:
        return f"{self.name}：{self.percent}%（{at(self.rate.cell)}）"


def recalc_execution_rate(desk: Desk) -> str:
    """重算执行率（全年执行数 ÷ 全年预算数）."""
    examination = examined(desk)
    restored, shown = _recalculated(desk, examination, [*execution_rates(examination)])
    return "\n".join((*_execution(desk, examination, shown), *restored))


def recalc_control_rate(desk: Desk) -> str:
    """重算控制率（决算数 ÷ 预算数，在职人数 ÷ 编制数）."""
    examination = examined(desk)
    restored, shown = _recalculated(desk, examination, [*control_rates(examination)])
    return "\n".join((*_control(examination, shown), *restored))


def recalc_all(desk: Desk) -> str:
    """Both families of rates, then the verdicts."""
    examination = examined(desk)
    control = [*control_rates(examination)]
    restored, shown = _recalculated(desk, examination, [*execution_rates(examination), *control])
    desk.progress("再核对一遍")
    paragraphs = (
        _execution(desk, examination, [one for one in shown if one.rate not in control]),
        _control(examination, [one for one in shown if one.rate in control]),
        restored,
        [headline(examined(desk).report)],
    )
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines)


def execution_rates(examination: Examined) -> Iterator[Rate]:
    """项目支出, the fund blocks of 附件2 and 附件3, and the column of 录入-项目 that they draw on."""
    book, data = examination.rebuilt.book, examination.rebuilt.data
    names = book.names.areas.get("录入/项目/名称")
    owners = {form.sheet: _object(data, form.number) for form in evaluation_forms(data)} | {annex2.KEY: WHOLE}
    columns = dict.fromkeys((projects.KEY, *owners), "B")
    if names is not None:
        columns[names.sheet] = column_letter(names.col)
    for page in book.sheets:
        if page.name in columns:
            for cell in _rates(page):
                label = f"{columns[page.name]}{cell[1].lstrip(_LETTERS)}"
                yield Rate(cell, (page.name, label), owners.get(page.name, ""))


def control_rates(examination: Examined) -> Iterator[Rate]:
    """三公对比, and 在职人员 of 附件1."""
    book = examination.rebuilt.book
    for page in book.sheets:
        if page.name == triple_compare.KEY:
            yield from (Rate(cell, (page.name, f"A{cell[1].lstrip(_LETTERS)}")) for cell in _rates(page))
    staff = book.names.areas.get(f"{annex1.KEY}/财政供养人员情况/控制率")
    if staff is not None:
        yield Rate((staff.sheet, staff.text(staff.sheet)), "在职人员")


def _rates(page: Sheet) -> Iterator[Cell]:
    for item in page.singles():
        if item.role == "rate" and item.content is not None and not isinstance(item.content, str | Entry):
            yield page.name, Area("", item.row, item.col).text("")


def _object(data: Data, number: int) -> str:
    entries = data.rows("绩效自评")
    return str(entries[number - 1].get("对象", "")).strip() if number <= len(entries) else ""


def _recalculated(desk: Desk, examination: Examined, rates: Sequence[Rate]) -> tuple[list[str], list[RateFigure]]:
    """Restore and recalculate: what there is to say of it, and the rates of the sheets that are there."""
    restored = restore(desk, examination, [rate.cell for rate in rates])
    desk.progress("重算")
    desk.recalculate(own_values(examination, restored))
    there = [rate for rate in rates if rate.cell[0] not in restored.missing]
    labels = [rate.label for rate in there if not isinstance(rate.label, str)]
    now = desk.values([*(rate.cell for rate in there), *labels])
    return restored.lines(now), [RateFigure(rate, _name(rate, now), now[rate.cell]) for rate in there]


def _name(rate: Rate, now: Mapping[Cell, Value]) -> str:
    label = rate.label if isinstance(rate.label, str) else str(now.get(rate.label) or "").strip()
    return f"{rate.of} {label}" if rate.of and label not in ("", "年度资金总额") else rate.of or label


def _execution(desk: Desk, examination: Examined, shown: Sequence[RateFigure]) -> list[str]:
    explained = _explained(examination.rebuilt.data)
    figures = [one for one in shown if one.figure is not None]
    low: dict[tuple[str, Decimal], list[str]] = {}
    for one in figures:
        name = one.rate.of or one.name
        if one.percent < Decimal(str(desk.below)) and name in explained:
            low.setdefault((name, one.percent), []).append(at(one.rate.cell))
    silent = {key: places for key, places in sorted(low.items()) if not explained[key[0]]}
    lines = [_counted("执行率", shown)]
    if figures:
        lowest = min(figures, key=lambda one: (one.figure or 0, one.rate.cell[0].startswith(PREFIX)))
        lines.append(f"最低的是 {lowest}。")
    if silent:
        lines.append(f"低于 {desk.below:g}% 而没有写偏差原因的：")
        lines += [f"  {name}：{percent}%（{'、'.join(places)}）" for (name, percent), places in silent.items()]
    elif low:
        lines.append(f"低于 {desk.below:g}% 的有 {len(low)} 个，都写了偏差原因。")
    elif figures:
        lines.append(f"没有低于 {desk.below:g}% 的。")
    return [*lines, *_without(shown, explained)]


def _control(examination: Examined, shown: Sequence[RateFigure]) -> list[str]:
    lines = [_counted("控制率", shown)]
    if over := [one for one in shown if one.percent > 100]:
        lines += ["超过 100% 的：", *(f"  {one}" for one in over)]
    elif any(one.figure is not None for one in shown):
        lines.append("没有超过 100% 的。")
    lines += _without(shown, ())
    # Whether last year is exceeded, a rule of the workbook decides; it is passed on here.
    last = [f"  {finding.message}" for finding in examination.report.findings if finding.rule == OVER_LAST.id]
    return [*lines, *(["超过上年的：", *last] if last else ["三公经费没有超过上年的。"])]


def _counted(what: str, shown: Sequence[RateFigure]) -> str:
    count = sum(one.figure is not None for one in shown)
    return f"重算了 {count} 个{what}。" if shown else f"这个工作簿里没有{what}。"


def _without(shown: Sequence[RateFigure], known: Container[str]) -> list[str]:
    """Rates without a figure; money that there is none of has no rate either, and is not spoken of."""
    blank: dict[str, list[str]] = {}
    wrong: dict[str, list[str]] = {}
    for one in shown:
        if one.value in (None, "") and one.name in known:
            blank.setdefault(one.name, []).append(at(one.rate.cell))
        elif isinstance(one.value, str) and one.value:
            wrong.setdefault(one.name, []).append(at(one.rate.cell))
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
