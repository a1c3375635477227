"""The input sheets hold the whole data file, each key of it once, and their templates name columns they have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from xlbudget.datafile.fields import FILE
from xlbudget.datafile.kinds import Kind, ListOf, Mapping, Record
from xlbudget.sheets.inputs import tabs
from xlbudget.sheets.inputs.grid import Grid
from xlbudget.sheets.inputs.input_sheet import Part
from xlbudget.sheets.inputs.labels import Labels
from xlbudget.sheets.inputs.rows import EVALUATIONS, OWNER, Rows

NOT_ENTERED = {"版本", "单位.模板"}


def leaves(kind: Kind, path: str) -> Iterator[str]:
    """The paths at which something is entered; lists and free keys are passed through."""
    match kind:
        case Record(fields):
            for field in fields:
                yield from leaves(field.kind, f"{path}.{field.key}" if path else field.key)
        case ListOf(inner) | Mapping(inner):
            yield from leaves(inner, path)
        case _:
            yield path


def entered(part: Part) -> Iterator[str]:
    match part:
        case Labels():
            for path, field in part.fields():
                yield from leaves(field.kind, path)
        case Grid():
            for column in part.columns:
                yield from leaves(part.record, f"{part.path}.{column}")
        case Rows(keyed=None):
            owner = f"{EVALUATIONS}.{part.path}" if part.nested else part.path
            keys = [field.key for field in part.record.fields if not (part.nested and field is OWNER)]
            yield from (f"{owner}.{key.replace('/', '.')}" for key in keys)
        case Rows():
            yield part.path


def test_every_key_of_the_data_file_has_its_one_place() -> None:
    places = Counter(path for sheet in tabs.SHEETS for part in sheet.parts for path in entered(part))
    assert set(places) == set(leaves(FILE, "")) - NOT_ENTERED
    assert set(places.values()) == {1}


def test_a_sheet_is_asked_for_by_what_it_holds() -> None:
    assert [sheet.key for sheet in tabs.sheets_for(())] == [sheet.key for sheet in tabs.ALWAYS]
    assert tabs.sheets_for({field.key for field in FILE.fields}) == tabs.SHEETS
    assert len({sheet.name for sheet in tabs.SHEETS}) == len(tabs.SHEETS)


@pytest.mark.parametrize("part", [part for _, part in tabs.LISTS], ids=lambda part: part.key)
def test_templates_name_columns_of_their_list(part: Rows) -> None:
    further = part.further.computed if part.further else ()
    columns = {field.key for field in part.record.fields} | {one.label for one in (*part.computed, *further)}
    templates = [hint.when for hint in part.hints] + [one.template for one in part.computed]
    named = {name for template in templates for name in re.findall(r"\[\^?([^\[\]^]+?)｜?\]", template)}
    assert named <= columns
    assert {*part.widths, *part.prompts} <= columns
    assert {one.after for one in part.computed} <= {"", *columns}
    assert {column for hint in part.hints for column in hint.figures[:2]} <= columns
