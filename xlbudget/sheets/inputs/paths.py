"""Places of the data file by their path (``结转结余.年初``): what is declared there, what stands there, its key."""

from collections.abc import Mapping
from typing import Any

from xlbudget.datafile.fields import FILE
from xlbudget.datafile.kinds import Field, ListOf, Record
from xlbudget.language.keys import key_word


def record_at(path: str) -> Record:
    """The record declared at a path ("" is the file itself); of a list, the record of its items."""
    record = FILE
    for key in path.split(".") if path else ():
        kind = record[key].kind
        kind = kind.item if isinstance(kind, ListOf) else kind
        if not isinstance(kind, Record):
            raise TypeError(f"{path} is not declared as a record")
        record = kind
    return record


def field_at(path: str) -> Field:
    owner, _, key = path.rpartition(".")
    return record_at(owner)[key]


def value_at(content: Mapping[str, Any], path: str) -> Any:
    """What a data file has at a path; None where it has nothing."""
    value: Any = content
    for key in path.split("."):
        value = None if value is None else value.get(key)
    return value


def entry_key(path: str, *more: str) -> str:
    """The key under which formulas find an input cell; the user's own words in ``more`` are written out."""
    return "/".join(("录入", *path.split("."), *map(key_word, more)))
