"""docs/layouts.md: the prose of templates/layouts.md with the tables that follow from the declarations put in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xlbudget.datafile.fields import FUND
from xlbudget.datafile.kinds import Choice, Kind, ListOf, Mapping, Record
from xlbudget.language.form import Form
from xlbudget.language.words import Quote, parts_of
from xlbudget.regions.forms import BUILT_IN, built_in
from xlbudget.regions.keys import LAYOUT, OF_TABLES
from xlbudget.sheets.inputs.thresholds import ABOUT
from xlbudget.sheets.narrative.things import THINGS
from xlbudget.sheets.rules.published.topics_by_pattern import usual
from xlbudget.sheets.tables.every import PUBLIC

SPEAKING = {"各节": "", "只讲一种资金的节": FUND}
TEMPLATE = Path(__file__).parent / "templates" / "layouts.md"


def markdown() -> str:
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, table in tables().items():
        text = text.replace(f"{{{name}}}\n", table)
    return text


def tables() -> dict[str, str]:
    """Placeholder of the template → the table that stands there."""
    assert isinstance(LAYOUT, Record)
    whole = ((f"`{field.key}`", _may_be(field.kind), field.about) for field in LAYOUT.fields if field.key != "表")
    live = [(table.name, table.live.columns) for table in PUBLIC if table.live]
    columns = (
        (name, "、".join(f"（{column.label}）" if column.optional else column.label for column in printed))
        for name, printed in live
    )
    blank = ((table.name, "、".join(table.blank_rows)) for table in PUBLIC if table.blank_rows)
    words = ((table.name, "、".join(table.words)) for table in PUBLIC)
    return {
        "版式的键": _table(("键", "可以写", "说明"), whole),
        "各表的键": _table(("`表.….`", "哪些表", "可以写", "说明"), _of_tables()),
        "界限": _table(("界限", "通用", "是什么", "依据"), _thresholds()),
        "列": _table(("表", "列"), columns),
        "零不印的行": _table(("表", "零不印的行"), blank),
        "程序的叫法": _table(("表", "程序的叫法"), words),
        "各项": _table(("各项", "里面的名称"), ((of, "、".join(one.names)) for of, one in THINGS.items())),
        "说明的行": _table(("节", "行"), ((of, "、".join(usual(fund))) for of, fund in SPEAKING.items())),
        "说明的键": _table(("版式", "键"), ((name, "、".join(_quoted(built_in(name)))) for name in BUILT_IN)),
    }


def _thresholds() -> Iterable[tuple[str, ...]]:
    """From where on something is to be explained, as the common form says."""
    common = built_in("湖南长沙").thresholds
    for name, about in ABOUT.items():
        unit, what = about.split("；", 1)
        yield name, f"{common[name][0]} {unit}", what, common[name][1]


def _quoted(form: Form) -> list[str]:
    """The keys of 说明 that the sentences of a form quote."""
    texts = (text for section in (*form.sections, *form.report) for text in section.paragraphs)
    parts = (part for text in texts for part, _ in parts_of(text))
    return list(dict.fromkeys(f"`{part.key}`" for part in parts if isinstance(part, Quote)))


def _of_tables() -> Iterable[tuple[str, ...]]:
    """Every key of a table, and which tables have it."""
    for field in dict.fromkeys(field for record in OF_TABLES.values() for field in record.fields):
        having = [name for name, record in OF_TABLES.items() if field in record.fields]
        where = "各表" if len(having) == len(OF_TABLES) else "、".join(having)
        yield f"`{field.key}`", where, _may_be(field.kind), field.about


def _may_be(kind: Kind) -> str:
    match kind:
        case Choice(options):
            return " 或 ".join(map(str, options)) if len(options) < 4 else f"{options[0]} … {options[-1]}"
        case ListOf(inner):
            return f"列表，每项是{_may_be(inner)}"
        case Mapping(Record(fields)):
            return "名称: " + "、".join(f"`{field.key}`" for field in fields)
        case Mapping():
            return "叫法: 叫法"
        case Record(fields):
            return "、".join(f"`{field.key}`" for field in fields)
        case _:
            return "文本"


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (headings, *rows)
    first, *others = (f"| {' | '.join(cells)} |\n" for cells in lines)
    return "".join((first, f"|{'---|' * len(headings)}\n", *others))
