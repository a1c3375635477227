"""What goes to other programs: UTF-8 whatever the console speaks, and JSON as strict readers take it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

_HALVES = re.compile("[\ud800-\udfff]")


def utf8(text: str) -> bytes:
    """The bytes of a text; half a character (from a file name that is no UTF-8) is U+FFFD."""
    return _HALVES.sub("\ufffd", text).encode("utf-8")


def json_text(value: Any) -> str:
    """A JSON document of plain values; a number that is not finite, which JSON does not have, is null."""
    return json.dumps(_finite(value), ensure_ascii=False, allow_nan=False, indent=1)


def _finite(value: Any) -> Any:
    match value:
        case float():
            return value if math.isfinite(value) else None
        case Mapping():
            return {key: _finite(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_finite(inner) for inner in value]
        case _:
            return value
