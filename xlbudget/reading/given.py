"""What callers of the library give by its name, path or content: a layout, catalogues of codes."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike, fspath
from pathlib import Path
from typing import TypeAlias

from xlbudget.language.form import Form
from xlbudget.reading.own_subjects import OwnSubjects, own_subjects
from xlbudget.regions import forms

Name: TypeAlias = str | PathLike[str]
Subjects: TypeAlias = Name | Iterable[Name] | OwnSubjects


def form(layout: Name | None) -> Form | None:
    """The form in a layout file."""
    return forms.form_in(Path(layout)) if layout is not None else None


def form_named(layout: Name | None) -> Form | None:
    """The form of this name, or in this layout file."""
    return forms.form_named(fspath(layout)) if layout is not None else None


def catalogues(subjects: Subjects) -> OwnSubjects:
    """The catalogues in these files."""
    if isinstance(subjects, OwnSubjects):
        return subjects
    return own_subjects(files(subjects))


def files(paths: Name | Iterable[Name]) -> list[Path]:
    """One path or several."""
    return [Path(paths)] if isinstance(paths, str | PathLike) else [Path(path) for path in paths]
