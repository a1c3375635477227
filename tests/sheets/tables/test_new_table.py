"""A printed table is in its module and has its line in the list; ``tests/exercises`` adds one more in this way."""

from __future__ import annotations

from importlib import import_module

from tests.conftest import ROOT
from xlbudget.sheets.tables import overview
from xlbudget.sheets.tables.every import OTHERS, PUBLIC
from xlbudget.sheets.tables.printed_table import PrintedTable

TABLES = ROOT / "xlbudget" / "sheets" / "tables"


def test_every_module_with_a_table_stands_in_the_list() -> None:
    modules = [import_module(f"xlbudget.sheets.tables.{path.stem}") for path in TABLES.glob("[a-z]*.py")]
    found = [one for module in modules for one in (getattr(module, "TABLE", None), *getattr(module, "TABLES", ()))]
    declared = {one.name for one in found if isinstance(one, PrintedTable)}
    listed = [table.name for table in (overview.TABLE, *PUBLIC, *OTHERS)]
    assert declared == set(listed)
    assert len(set(listed)) == len(listed)
