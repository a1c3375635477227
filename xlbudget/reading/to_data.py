"""From what stands on the sheets to the content of a data file: the keys that are there, each with its value."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from xlbudget.datafile.adding import DETAILS, exact, figures, plain, summed, sums
from xlbudget.datafile.fields import FILE
from xlbudget.datafile.kinds import Record, Text, blank, join, mapped
from xlbudget.language.nearest import nearest
from xlbudget.reading.input_sheets import FilledRow, Found
from xlbudget.sheets.inputs.rows import EVALUATIONS, OWNER, Rows


def place_rows(part: Rows, entries: list[FilledRow], content: dict[str, Any], found: Found) -> None:
    """Put the entries of a list where they belong in ``content``, and note where each field stands."""
    if part.nested:
        _nest(part, entries, content, found)
    elif part.keyed:
        _key(part, entries, content, found)
    else:
        *parents, last = part.path.split(".")
        owner = content
        for key in parents:
            owner = owner.setdefault(key, {})
        owner[last] = [_record(part.record, entry, f"{part.path}[{i}]", found) for i, entry in enumerate(entries)]


def _key(part: Rows, entries: list[FilledRow], content: dict[str, Any], found: Found) -> None:
    """Rows of key and value as an object with free keys."""
    key_field, value_field = part.record.fields
    target = content.setdefault(part.path, {})
    for entry in entries:
        key = entry.values.get(key_field.key, "")
        place = entry.places[key_field.key]
        value = entry.values.get(value_field.key, "" if isinstance(value_field.kind, Text) else None)
        path = join(part.path, key)
        if value is None:
            if not part.printed:
                found.note(place, f"没有{value_field.key}，这一行没有读入", raw=key)
            continue
        if key in target:
            first = found.places[path]
            sentence = f"与 {first} 的{key_field.key}相同（{key}），这一行的 {value} 没有读入；请合并成一行"
            found.note(place, sentence, raw=key)
            continue
        target[key] = value
        found.places[path] = entry.places[value_field.key]


def _nest(part: Rows, entries: list[FilledRow], content: dict[str, Any], found: Found) -> None:
    """Rows that belong to the self-evaluation of their 对象."""
    evaluations = content.setdefault(EVALUATIONS, [])
    number = {one.get(OWNER.key, ""): index for index, one in reversed([*enumerate(evaluations)])}
    trimmed = {name.strip(): index for name, index in number.items()}
    for entry in entries:
        name = entry.values.pop(OWNER.key, "")
        index = number.get(name, trimmed.get(name.strip()))
        if index is None:
            # Not lost: it gets a self-evaluation, and with it an annex when built, which has to be said.
            near = nearest(name, number)
            index = number[name] = len(evaluations)
            evaluations.append({OWNER.key: name})
            sentence = f"录入-{EVALUATIONS} 里没有这个对象{near}；读入时替它补了一张自评，请核对"
            found.note(entry.places[OWNER.key], sentence, raw=name, read=name)
        rows = evaluations[index].setdefault(part.path, [])
        path = f"{EVALUATIONS}[{index}].{part.path}[{len(rows)}]"
        rows.append(_record(part.record, entry, path, found))


def _record(record: Record, entry: FilledRow, path: str, found: Found) -> dict[str, Any]:
    """A row as an object; ``评分/方式`` is 方式 in the object 评分."""
    made: dict[str, Any] = {}
    for one in (one for one in record.fields if one.key in entry.places):
        outer, _, inner = one.key.partition("/")
        if one.key in entry.places:
            found.places[f"{path}.{outer}.{inner}" if inner else f"{path}.{outer}"] = entry.places[one.key]
        if one.key not in entry.values:
            continue
        if inner:
            made.setdefault(outer, {})[inner] = entry.values[one.key]
        else:
            made[outer] = entry.values[one.key]
    return made


def place_leaves(found: Found, content: dict[str, Any]) -> None:
    """Put the values that stand beside labels into ``content``."""
    for steps, value in found.leaves.items():
        target: Any = content
        *parents, last = steps
        for key, following in zip(parents, steps[1:], strict=True):
            target = target.setdefault(key, [] if isinstance(following, int) else {})
        if isinstance(last, int):
            target.append(value)
        else:
            target[last] = value


def sum_up(content: dict[str, Any], found: Found) -> None:
    """Of a department: put the sums of 单位明细 where formulas add it up, and note what is entered otherwise."""
    parts = sums(content.get(DETAILS, []))
    known = summed(parts)
    for one in list(figures(content)):
        place, whole = found.places.get(one.path), parts.get(one.cell, Decimal(0))
        if place in found.summed:
            formula = found.summed.pop(place)
            value = formula.value if one.cell.family not in known else plain(whole) if one.cell in parts else None
            if one.cell.family not in known and formula.remark:
                found.note(place, formula.remark, formula.certain, read=value, counts=formula.counts)
            if value is None:
                del one.owner[one.name]
            else:
                one.owner[one.name] = value
        elif place and one.cell.family in known and exact(one.value) != whole:
            told = f"填着 {one.value}，单位明细 相加是 {plain(whole)}；恢复公式，或改好 录入-{DETAILS}"
            found.note(place, told, raw=str(one.value), read=one.value)


def settled(content: dict[str, Any], stamped: Collection[str]) -> dict[str, Any]:
    """The content with the keys that belong in the file: those stamped, in their order, and those with content.

    Keys within are in the order of the declaration; optional objects and lists that are empty are left out, required
    texts and lists that are blank put in.
    """

    def tidy(made: dict[str, Any], record: Record) -> dict[str, Any]:
        kept = {}
        for one in record.fields:
            value = made.get(one.key)
            if value is None or _empty(value):
                value = blank(one.kind) if one.required or (record is FILE and one.key in stamped) else None
            if value is not None:
                kept[one.key] = value
        return kept

    made = mapped(content, FILE, tidy)
    return {key: made[key] for key in (*stamped, *made) if key in made}


def _empty(value: Any) -> bool:
    """Whether there is nothing in it, however deep."""
    if isinstance(value, dict):
        return all(_empty(inner) for inner in value.values())
    return isinstance(value, list) and not value
