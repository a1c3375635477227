"""Check a published document: imported, built in memory, judged; what is found is said with its page.

What the document lacks is not judged: a rule that draws on an entry which no table gives is listed with that table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from xlbudget.check import together
from xlbudget.check.findings import findings, judged, passed
from xlbudget.check.positions import PREFIX, Positions
from xlbudget.check.rebuild import cells_of
from xlbudget.check.report import ORDER, Finding, Idling, OfDocument, Report
from xlbudget.datafile.fields import FILE, FISCAL_INCOME, OTHER, SOURCES, SPENDING
from xlbudget.datafile.kinds import ListOf
from xlbudget.language import expressions as ex
from xlbudget.language.form import Form
from xlbudget.language.sheet import place_of
from xlbudget.language.verdicts import NOT_APPLICABLE
from xlbudget.reading.documents.found import Origin
from xlbudget.reading.documents.imported import TO_DISTRICTS, Imported, imported
from xlbudget.reading.own_subjects import NO_SUBJECTS, OwnSubjects
from xlbudget.sheets.book import Book, assemble
from xlbudget.sheets.rules.bounds import Source, leaves
from xlbudget.sheets.rules.entries import MISSING
from xlbudget.sheets.rules.families import catalogue
from xlbudget.sheets.rules.published.comparison import Comparison
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.published.counterpart import Publication
from xlbudget.sheets.rules.rule import Check, Rule
from xlbudget.sheets.rules.together import TOGETHER
from xlbudget.sheets.rules.verdict_list import FIRST
from xlbudget.workbook.calculate import started
from xlbudget.workbook.engines.by_file import Engine, Values

GIVEN_BY = {
    **{"收入": "公开02", "财政拨款收入": "公开04", "支出/其他资金": "公开03"},
    **{"支出/一般公共预算财政拨款": "公开05", "支出/政府性基金预算财政拨款": "政府性基金"},
    **{"支出/国有资本经营预算财政拨款": "国有资本经营", "结转结余": "公开04", "结转结余/其他资金": "公开01"},
    **{"经济分类": "公开06", "三公经费": "三公"},
}
"""What is lost → the table by its own name that would give it."""
NOT_NEEDED = "表都在，表里没有不符，不用判"

BUDGETS = frozenset(("支出/年初预算数", "支出/全年预算数", TO_DISTRICTS))
"""What is lost where a document has no narrative, or says it only of all projects together."""


def check_documents(
    paths: Sequence[Path],
    engine: Engine = "formualizer",
    form: Form | None = None,
    own: OwnSubjects = NO_SUBJECTS,
) -> Report:
    """Judge the documents of one unit, with names for codes from ``own``, too.

    Raises the sentences of ``errors.py`` for what cannot be read.
    """
    return examine_documents(paths, engine, form, own).report


@dataclass(frozen=True)
class Examination:
    """What was imported, the workbook built of it, its values and the judgement."""

    found: Imported
    book: Book
    values: Values
    report: Report


def examine_documents(
    paths: Sequence[Path], engine: Engine = "formualizer", form: Form | None = None, own: OwnSubjects = NO_SUBJECTS
) -> Examination:
    """As ``check_documents``, with that from which it was judged."""
    begun = perf_counter()
    found = imported(paths, form)
    examined = judge(replace(found, data=own.added_to(found.data)), engine, [str(path) for path in paths])
    return replace(examined, report=replace(examined.report, seconds=perf_counter() - begun))


def judge(found: Imported, engine: Engine, names: Sequence[str]) -> Examination:
    """Judge what was imported; ``names``: what the files are called."""
    book = assemble(found.data, found.form)
    waiting = started(book, engine, cells_of)
    # While the engine works.
    wants = _Wants(book, found, {})
    for check in book.checks:
        wants.lacking(check)
    for comparison in book.published:
        wants.lacking(comparison)
    values = waiting()
    places = _Places.of(book, values, found)
    told = [places.moved(one) for one in findings(book, values, Positions(), wants.idle)]
    entries = found.data.rows("公开数")
    asked = found.lost - BUDGETS or together.wanted(book, values)
    decided = together.judge(book, entries, places.page) if asked else together.Together(idle=NOT_NEEDED)
    told += map(places.moved, decided.findings)
    report = Report(
        workbook="、".join(names),
        year=found.data.year,
        unit=found.data.unit,
        engine=engine,
        seconds=0,
        rules=len(catalogue()),
        passed=passed(book, values, wants.idle) + decided.passed,
        findings=tuple(sorted(told, key=lambda one: (ORDER.index(one.severity), -abs(one.difference or 0)))),
        unplaced=tuple(
            {key: str(entries[one.entry.row - 1].get(key, "")) for key in "表行列数"}
            for one in book.published
            if one.counterpart is None or (one.entry.row and wants.idle(one))
        ),
        unpublished=book.unpublished,
        document=OfDocument(found.missing, (*wants.listed(values), *_undecided(decided)), found.left),
    )
    return Examination(found, book, values, report)


def _undecided(decided: together.Together) -> Iterator[Idling]:
    if decided.idle:
        yield Idling(TOGETHER.id, TOGETHER.statement, (), decided.idle)


@dataclass(frozen=True)
class _Wants:
    """What of the book is not judged, because entries that it draws on are not known."""

    book: Book
    found: Imported
    known: dict[int, frozenset[str]]
    """What is lacking, of those that were asked for, by their identity."""

    def idle(self, one: Check | Comparison) -> bool:
        if isinstance(one, Check) and one.subject.startswith(PREFIX):
            # Nobody fills in a document; reasons are asked for where it has a narrative.
            narrated = self.found.data.content.get("说明") or one.subject != f"{PREFIX}说明"
            return one.rule is MISSING or not narrated
        return bool(self.lacking(one))

    def lacking(self, one: Check | Comparison) -> frozenset[str]:
        """What is lost of that on which it draws."""
        if id(one) not in self.known:
            if isinstance(one, Check):
                drawn: list[ex.Expr] = [one.left.figure, one.right.figure]
            else:
                drawn = [one.counterpart.ratio or one.counterpart.figure] if one.counterpart else []
            self.known[id(one)] = frozenset(lost for expr in drawn for lost in self._lost(expr))
        return self.known[id(one)]

    def _lost(self, expr: ex.Expr) -> set[str]:
        if isinstance(expr, ex.Ratio):
            # What is in both parts does not cancel.
            return self._lost(expr.numerator) | self._lost(expr.denominator)
        try:
            return {lost for leaf, _ in leaves(self.book.names, expr) if (lost := self._of(leaf))}
        except TypeError:
            # Nothing says what flows into it: whatever it names.
            return {lost for lost in self.found.lost if f"录入/{lost.partition('/')[0]}" in repr(expr)}

    def _of(self, leaf: Source) -> str:
        """What is lost of an entered figure; "" where it is known, and a blank in a table that is there is nothing."""
        lost = self.found.lost
        match leaf:
            case ex.Entries("收入", column, _):
                names = ["收入", *["财政拨款收入"] * (column in FISCAL_INCOME)]
            case ex.Entries("支出", column, source) if column in SPENDING:
                names = [f"支出/{one}" for one in (SOURCES if source is None else (source,))]
            case ex.Entries("支出", column, _):
                names = [f"支出/{column}"]
            case ex.Entries("结转结余/年初", _, source):
                names = ["结转结余", *["结转结余/其他资金"] * (source in (None, OTHER))]
            case ex.Economic():
                names = ["经济分类"]
            case ex.Tally(count, group):
                names = [group, *[TO_DISTRICTS] * (f"{{录入/{TO_DISTRICTS}" in count)]
            case ex.Money(key):
                path = tuple(key.split("/")[1:])
                if path in self.found.places:
                    return ""
                if path[0] == "结转结余":
                    names = ["结转结余/其他资金"]
                elif path[0] == "三公经费" and path[1] in ("年初预算数", "全年预算数", "决算数"):
                    names = ["三公经费"]
                else:
                    return "/".join(path[:2])
            case _:
                return ""
        return next((name for name in names if name in lost), "")

    def listed(self, values: Values) -> Iterator[Idling]:
        """The rules of which nothing was judged, and those that some places were not judged by."""
        ran: set[str] = set()
        lacking: dict[str, set[str]] = {}
        for one, verdict in judged(self.book, values):
            if isinstance(one, Check):
                if lost := self.lacking(one):
                    lacking.setdefault(one.rule.id, set()).update(map(self._table, lost))
                elif verdict != NOT_APPLICABLE:
                    ran.add(one.rule.id)
        for rule in catalogue():
            if isinstance(rule, Rule) and rule.id not in ran and not rule.id.startswith("公开-"):
                yield Idling(rule.id, rule.statement, tuple(sorted(lacking.get(rule.id, ()))))

    def _table(self, lost: str) -> str:
        shape = self.found.form.tables.get(GIVEN_BY.get(lost, ""))
        return f"{shape.sheet} {shape.title}" if shape else lost.replace("/", " 的 ", 1)


# ---------------------------------------------------------------- places


@dataclass(frozen=True)
class _Places:
    """Where in the documents the figures of the book come from: by cell of a table, by entry of 公开数, by table."""

    book: Book
    found: Imported
    cells: Mapping[tuple[str, str], Origin]
    figures: Mapping[tuple[str, ...], Origin]
    tables: Mapping[str, Origin]

    @classmethod
    def of(cls, book: Book, values: Values, found: Imported) -> _Places:
        cells: dict[tuple[str, str], Origin] = {}
        figures: dict[tuple[str, ...], Origin] = {}
        tables: dict[str, Origin] = {}
        at = values.get(COMPARISONS.sheet, {})
        for row, (one, place) in enumerate(zip(book.published, found.published, strict=False), FIRST):
            entry = one.entry
            figures[entry.table, entry.line, entry.column, entry.where] = place
            tables.setdefault(entry.table, place.whole)
            sheet, cell = (str(at.get(COMPARISONS.cell(name, row)) or "") for name in ("表名", "格"))
            if sheet and cell:
                cells.setdefault((sheet, cell), place)
        return cls(book, found, cells, figures, tables)

    def page(self, of: Publication) -> str:
        """Where a published figure stands, behind it; "" where there are no pages."""
        place = self.figures.get((of.table, of.line, of.column, of.where))
        return f"（第 {place.page} 页）" if place and place.page else ""

    def moved(self, finding: Finding) -> Finding:
        """The finding with its place in the document instead of one in a workbook that nobody has."""
        about = dict(finding.about)
        place = self.figures.get(tuple(str(about.get(name, "")) for name in ("表", "行", "列", "处")))
        place = place or self.cells.get((finding.sheet, finding.cell)) or self._of_row(finding)
        place = place or self.tables.get(finding.sheet)
        sheet = str(about.get("表", finding.sheet))
        if place is None:
            return replace(finding, sheet=sheet, cell="")
        line = f"第 {place.line} 段" if place.line else ""
        where = f"第 {place.page} 页" if place.page else " ".join(filter(None, (place.sheet, place.cell, line)))
        if place.page:
            about["页"] = place.page
        return replace(finding, sheet=sheet, cell=where, about=about, place=place)

    def _of_row(self, finding: Finding) -> Origin | None:
        """That of the first entry in a row of an input list; of another entry, that which the message names."""
        key, at = finding.sheet.removeprefix(PREFIX), place_of(finding.cell)
        rows = self.found.data.content.get(key)
        if at is None or key == finding.sheet:
            return None
        if not isinstance(rows, list):
            named = [path for path in self.found.places if path[0] == key or len(path) == 1]
            said = [path for path in named if path[-1] in finding.message]
            return self.found.places[max(said, key=lambda path: len(path[-1]))] if said else None
        tops = [area.row for name, area in self.book.names.areas.items() if name.startswith(f"录入/{key}/")]
        index = at[0] - min(tops, default=0)
        row = rows[index] if 0 <= index < len(rows) else {}
        kind = FILE[key].kind
        keys = tuple(str(row.get(name, "")) for name in kind.unique) if isinstance(kind, ListOf) else ()
        paths = (path for path in self.found.places if path[: 1 + len(keys)] == (key, *keys))
        return next((self.found.places[path] for path in paths), None)
