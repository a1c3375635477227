"""说明 and 自评报告 of a document: figures as 公开数 has them, the unit's own words, and counts that are entered.

What a sentence says is in the layout (``sheets/narrative/recognise.py``); which section a line is of, by its heading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xlbudget.datafile.classification import catalogue
from xlbudget.datafile.fields import CAR_KINDS, FOREIGN_GUESTS, GENERAL, GRADES, MANAGED, PROBLEMS, TRIPLE_COUNTS
from xlbudget.language.expressions import Expr, Money, Sum
from xlbudget.language.form import REPORT, Form
from xlbudget.reading.documents.found import Left, Line, Origin, Pieces, ReadEntry
from xlbudget.reading.documents.narrative_sections import Passage, passages
from xlbudget.sheets.inputs import management
from xlbudget.sheets.inputs.paths import record_at
from xlbudget.sheets.narrative.clauses import plain
from xlbudget.sheets.narrative.recognise import KEPT, FoundFigure, Recognised, has_amount, has_figure, recognised
from xlbudget.sheets.narrative.things import THINGS
from xlbudget.sheets.rules.published.topics import TOPICS, Topic
from xlbudget.sheets.rules.published.topics_by_pattern import EQUIPMENT, FUNCTIONAL, NARRATIVE

UNREAD = "版式里没有这样的句子，没有读；里面的数没有登记"
UNREAD_WORDS = "版式里没有这样的句子，没有读"
FREE = "这是单位自己的话，照原文放在 说明 的“{}”；里面的数没有登记"
UNKNOWN_SECTION = "版式里没有这一节，它下面的话没有读"
COUNTS = {
    **{one.key: ("人员", one.key) for one in record_at("人员").fields},
    **{name: ("三公经费", "实物量", name) for name in (*TRIPLE_COUNTS, *FOREIGN_GUESTS)},
    **{name: ("资产", "车辆", name) for name in CAR_KINDS},
    EQUIPMENT: ("资产", EQUIPMENT),
    **{name: ("绩效情况", name, "数量") for name in MANAGED},
    management.AVERAGE: ("绩效情况", management.AVERAGE),
    **{f"{management.RATED}“{grade}”": ("绩效情况", management.RATED, grade) for grade in GRADES},
    **{name: ("绩效情况", name) for name in PROBLEMS},
}
"""What is counted → where it is entered."""


def read(
    lines: Iterable[Line],
    form: Form,
    year: int,
    subjects: Mapping[str, str] | None = None,
    projects: Collection[str] = (),
) -> Pieces:
    """What the running text says. ``subjects``: code → name of those that the document's tables have."""
    known = _Known(form, catalogue("functional", year) | catalogue("functional"), dict(subjects or {}), tuple(projects))
    pieces = _Pieces()
    found = passages(lines, form)
    for passage in found.passages:
        said = recognised(passage.section, passage.text, known.code, known.with_stops)
        pieces.add(passage, said)
    for heading, below in found.unknown:
        if any(has_figure(line.text) for line in below):
            pieces.left.append(Left(heading.text.strip(), heading.place, UNKNOWN_SECTION))
    return Pieces([*pieces.entries.values()], pieces.published, pieces.left)


class _Known:
    """The names by which sentences call the things that they list."""

    def __init__(self, form: Form, names: Mapping[str, str], own: Mapping[str, str], projects: tuple[str, ...]) -> None:
        self.form = form
        self.codes: dict[tuple[int, str], list[str]] = {}
        for code, name in {**names, **own}.items():
            self.codes.setdefault((len(code), plain(name)), []).append(code)
        self.own = own
        self.projects = {plain(name): name for name in projects}
        called = [name for _, name in self.codes] + list(self.projects)
        self.with_stops = tuple(sorted((name for name in called if "，" in name), key=len, reverse=True))

    def code(self, things: str, names: Mapping[str, str]) -> str | None:
        """行 of a thing; None where it is not known, or there are several of its names."""
        said = {word: name.replace(KEPT, "，") for word, name in names.items()}
        what = THINGS[things]
        if what.topics:
            return next((topic for topic in what.topics if plain(topic) == said["名称"]), None)
        if what.group:
            name = said["名称"]
            return self.projects.get(name, self.projects.get(name.removesuffix("项目"))) if self.projects else name
        if what.level == 1:
            return self._one(self.codes.get((3, said["名称"].removesuffix("(类)")), []))
        if what.level:
            return self._item(said)
        return said.get("名称")

    def _item(self, said: Mapping[str, str]) -> str | None:
        """The 项 of these names, below the 款 and 类 of theirs."""
        if "项" not in said:
            return None
        above = [
            code for word, length in (("类", 3), ("款", 5)) for code in self.codes.get((length, said.get(word, "")), [])
        ]
        items = self.codes.get((7, said["项"]), [])
        within = [code for code in items if {code[:3], code[:5]} <= set(above)]
        return self._one(within or [code for code in items if code[:3] in above])

    def _one(self, codes: list[str]) -> str | None:
        own = [code for code in codes if code in self.own]
        (code,) = own if len(own) == 1 else codes if len(codes) == 1 else (None,)
        return code


@dataclass
class _Pieces:
    entries: dict[tuple[str, ...], ReadEntry] = field(default_factory=dict)
    published: list[tuple[dict[str, str], Origin]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, passage: Passage, said: Recognised) -> None:
        for one in said.figures:
            self._publish(passage, one)
        for path, value, at in _entered(passage, said):
            self.entries.setdefault(path, ReadEntry(path, value, passage.place(at)))
        for text in said.texts:
            path = "说明", text.key
            self.entries.setdefault(path, ReadEntry(path, text.text, passage.place(text.at)))
            for line in text.text.split("\n"):
                if has_amount(line):
                    at = text.at + text.text.index(line)
                    self.left.append(Left(line, passage.place(at), FREE.format(text.key)))
        for unread, at in said.unread:
            self.left.append(Left(unread, passage.place(at), UNREAD if has_figure(unread) else UNREAD_WORDS))

    def _publish(self, passage: Passage, one: FoundFigure) -> None:
        table = REPORT if passage.document == REPORT else NARRATIVE
        line, where = f"{passage.section.number}/{one.figure.line}", one.figure.where
        again, said = 1, where
        while (key := (table, line, one.figure.column, said)) in self.seen:
            again += 1
            said = f"{where}第{again}处"
        self.seen.add(key)
        entry = {"表": table, "行": line, "列": one.figure.column, "数": one.number}
        entry |= {key: value for key, value in (("单位", one.unit), ("处", said)) if value}
        self.published.append((entry, passage.place(one.at)))


def _entered(passage: Passage, said: Recognised) -> Iterator[tuple[tuple[str, ...], str | int, int]]:
    """What is entered as it is said: path, value and where."""
    amounts = {one.figure.line: one for one in said.figures if one.figure.column == "金额"}
    for one in said.figures:
        line, column, number = one.figure.line, one.figure.column, one.number
        topic = TOPICS.get(line)
        if column == "数量" and line in COUNTS:
            yield COUNTS[line], int(number) if number.isdecimal() else number, one.at
        elif column == "金额" and line in MANAGED:
            yield ("绩效情况", line, "金额"), number, one.at
        elif FUNCTIONAL.fullmatch(line) and len(line) == 7 and column in ("预算数", "全年预算数"):
            name = "全年预算数" if column == "全年预算数" else "年初预算数"
            yield ("支出", line, passage.section.source or GENERAL, name), number, one.at
        elif topic and (path := _path(_said_of(topic, column, passage.section.whole_year))):
            yield path, number, one.at
        if column == "增减额" and not one.figure.where and topic and line in amounts and (path := _path(topic.last)):
            yield path, str(Decimal(amounts[line].number) - Decimal(number)), one.at
    for figure in said.level:
        topic = TOPICS.get(figure.line)
        path = _path(topic.last) if topic and figure.column == "增减额" and not figure.where else None
        if path and (same := amounts.get(figure.line)):
            yield path, same.number, same.at


def _said_of(topic: Topic, column: str, whole_year: bool) -> Expr | None:
    budget = topic.adjusted if whole_year else topic.budget
    return {"金额": topic.actual, "预算数": budget}.get(column)


def _path(expr: Expr | None) -> tuple[str, ...] | None:
    """Where one entered amount stands in the data file; None where a figure is made of more."""
    match expr:
        case Money(key) | Sum((Money(key),)):
            return tuple(key.split("/")[1:])
    return None
