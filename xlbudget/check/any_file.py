"""Check a file of whatever kind: a workbook of ours, or a document that others published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xlbudget.check import workbook_check
from xlbudget.check.report import Report
from xlbudget.errors import BadUsage, NotOurs
from xlbudget.reading import given
from xlbudget.reading.documents.kinds import is_document, is_of_others
from xlbudget.reading.own_subjects import OwnSubjects
from xlbudget.workbook.engines.by_file import ENGINES, Engine


def check(
    path: Path,
    engine: Engine,
    layout: given.Name | None,
    own: OwnSubjects,
    together: bool,
    progress: Callable[[str], object],
) -> Report:
    """Judge it; a document's ``layout`` may be the name of one of ours."""
    if engine not in ENGINES:
        raise BadUsage(f"没有叫“{engine}”的引擎，只能是：{'、'.join(ENGINES)}。")
    if not is_document(path):
        progress("读录入格、重算、核对")
        try:
            return workbook_check.check(path, engine, given.form(layout), own, together)
        except NotOurs:
            if not is_of_others(path):
                raise
    from xlbudget.check import document_check

    progress("读文件里的表，重算、核对")
    return document_check.check_documents([path], engine, given.form_named(layout), own)
