"""formulas (pure Python): the user's named verifier; half a minute for a whole workbook."""

from __future__ import annotations

import warnings
from typing import Any

from xlbudget.disk.work_folder import workplace
from xlbudget.errors import EngineFailed, EngineMissing
from xlbudget.workbook.engines.standins import with_standins


def values(package: bytes) -> dict[str, dict[str, Any]]:
    try:
        import formulas
        from formulas.functions import wrap_ufunc
    except ImportError:
        remedy = "请在 xlbudget 的目录里运行 pip install -c constraints.txt '.[formulas]'，或改用 --engine formualizer"
        raise EngineMissing("formulas", remedy) from None
    # It does not know links, whose value is their text.
    link = wrap_ufunc(_link, input_parser=lambda *given: given)
    formulas.get_functions().setdefault("HYPERLINK", link)
    # openpyxl does not know escapes.
    plain = with_standins(package)
    with workplace() as folder:
        source = folder / "book.xlsx"
        source.write_bytes(plain.package if plain else package)
        # A cell with a link shows its words.
        formulas.get_functions()["HYPERLINK"] = lambda _, words: words
        try:
            with warnings.catch_warnings():
                # A print area that is a formula has nothing to do with calculating.
                warnings.filterwarnings("ignore", message="Print area cannot be set")
                model = formulas.ExcelModel()
                book, context = model.add_book(str(source))
                for sheet in book.worksheets:
                    _push(model, sheet, context)
                solution = model.finish().calculate()
        except Exception as error:  # its errors are of all kinds, some of Exception alone
            raise EngineFailed("formulas", "它算不了这个工作簿") from error
    found: dict[str, dict[str, Any]] = {}
    for key, ranges in solution.items():
        place, _, address = str(key).rpartition("!")
        if ":" in address or "]" not in place or not hasattr(ranges, "value"):
            continue
        sheet = place.strip("'").partition("]")[2].replace("''", "'")
        value = _plain(ranges.value[0, 0])
        found.setdefault(sheet, {})[address.replace("$", "")] = (
            plain.text(value) if plain and isinstance(value, str) else value
        )
    return found


def _push(model: Any, sheet: Any, context: Any) -> None:
    """formulas compiles every cell of a sheet's rectangle, and most are blank; those that a formula needs it finds."""
    filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    sheet.iter_rows = lambda: [filled]
    model.push(sheet, context)
    del sheet.iter_rows


def _link(_: Any, text: Any) -> Any:
    return text


def _plain(value: Any) -> Any:
    """A Python value from what formulas hands out: numpy scalars, its own marks for empty cells and errors."""
    if value is None or str(value) in ("empty", "[empty]"):
        return None
    if hasattr(value, "item"):
        value = value.item()
    return value if isinstance(value, bool | int | float) else str(value)
