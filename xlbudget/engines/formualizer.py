"""formualizer (Rust): writes cached values into a package and leaves every other part byte-identical."""

from __future__ import annotations

import formualizer as native

from xlbudget.errors import EngineFailed


def with_values(package: bytes) -> bytes:
    try:
        result = native.recalculate_xlsx_bytes(package)
    except (native.FormualizerHostError, ValueError, OSError, RuntimeError) as error:
        raise EngineFailed("formualizer", str(error)) from error
    return bytes(result["bytes"])
