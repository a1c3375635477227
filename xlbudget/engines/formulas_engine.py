"""formulas (pure Python): the user's named verifier; half a minute for a whole workbook."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import Any

from xlbudget.errors import EngineFailed, EngineMissing


def values(package: bytes) -> dict[str, dict[str, Any]]:
    try:
        import formulas
    except ImportError:
        raise EngineMissing("formulas", "请先 pip install formulas，或改用 --engine formualizer") from None
    with tempfile.TemporaryDirectory(prefix="xlbudget-") as folder:
        source = Path(folder) / "book.xlsx"
        source.write_bytes(package)
        try:
            with warnings.catch_warnings():
                # 公式写成的打印区域与计算无关。
                warnings.filterwarnings("ignore", message="Print area cannot be set")
                model = formulas.ExcelModel()
                book, context = model.add_book(str(source))
                for sheet in book.worksheets:
                    _push(model, sheet, context)
                solution = model.finish().calculate()
        except (ValueError, RuntimeError, KeyError) as error:
            raise EngineFailed("formulas", str(error)) from error
    found: dict[str, dict[str, Any]] = {}
    for key, ranges in solution.items():
        place, _, address = str(key).rpartition("!")
        if ":" in address or "]" not in place or not hasattr(ranges, "value"):
            continue
        sheet = place.strip("'").partition("]")[2].replace("''", "'")
        found.setdefault(sheet, {})[address.replace("$", "")] = _plain(ranges.value[0, 0])
    return found


def _push(model: Any, sheet: Any, context: Any) -> None:
    """formulas compiles every cell of a sheet's rectangle, and most are blank; those that a formula needs it finds."""
    filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    sheet.iter_rows = lambda: [filled]
    model.push(sheet, context)
    del sheet.iter_rows


def _plain(value: Any) -> Any:
    """A Python value from what formulas hands out: numpy scalars, its own marks for empty cells and errors."""
    if value is None or str(value) in ("empty", "[empty]"):
        return None
    if hasattr(value, "item"):
        value = value.item()
    return value if isinstance(value, bool | int | float) else str(value)
