"""formulas (pure Python): the user's named verifier; half a minute for a whole workbook."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import Any

from xlbudget.engines.standins import hidden
from xlbudget.errors import EngineFailed, EngineMissing


def values(package: bytes) -> dict[str, dict[str, Any]]:
    try:
        import formulas
    except ImportError:
        raise EngineMissing("formulas", "请先 pip install formulas，或改用 --engine formualizer") from None
    # openpyxl 不认转义。
    plain = hidden(package)
    with tempfile.TemporaryDirectory(prefix="xlbudget-") as folder:
        source = Path(folder) / "book.xlsx"
        source.write_bytes(plain.package if plain else package)
        try:
            with warnings.catch_warnings():
                # 公式写成的打印区域与计算无关。
                warnings.filterwarnings("ignore", message="Print area cannot be set")
                solution = formulas.ExcelModel().loads(str(source)).finish().calculate()
        except (ValueError, RuntimeError, KeyError) as error:
            raise EngineFailed("formulas", str(error)) from error
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


def _plain(value: Any) -> Any:
    """A Python value from what formulas hands out: numpy scalars, its own marks for empty cells and errors."""
    if value is None or str(value) in ("empty", "[empty]"):
        return None
    if hasattr(value, "item"):
        value = value.item()
    return value if isinstance(value, bool | int | float) else str(value)
