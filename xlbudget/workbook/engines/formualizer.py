"""formualizer (Rust): writes cached values into a package and leaves every other part byte-identical."""

from __future__ import annotations

import re

import formualizer as native

from xlbudget.errors import EngineFailed
from xlbudget.workbook.engines.standins import with_standins

_SAID = (
    ("unparseable formula", "有一个公式的写法它读不懂"),
    ("#CIRC!", "有公式绕成了圈，自己引用自己"),
    ("#N/IMPL!", "有公式用了它没有的函数"),
    ("Undefined name", "有公式引用了没有的名称，或别的工作簿"),
    ("ZIP", "压缩包不完整"),
    ("content-type", "文件的结构不合标准"),
    ("namespace", "文件的结构不合标准"),
    ("limit", "公式太多，超过了它的上限"),
    ("exceed", "公式太多，超过了它的上限"),
)
_PLACES = (r" in (\S+![A-Z]{1,3}[0-9]+)", r"(xl/[\w./-]+\.xml)", r"Undefined name: (\S+)")


def with_values(package: bytes) -> bytes:
    try:
        return _with_values(package)
    except EngineFailed:
        # It cannot write texts that look like escapes, nor control characters; they are rare, so first as it is.
        if (plain := with_standins(package)) is None:
            raise
        return plain.restored(_with_values(plain.package))


def _with_values(package: bytes) -> bytes:
    try:
        result = native.recalculate_xlsx_bytes(package)
    except (native.FormualizerHostError, ValueError, OSError, RuntimeError) as error:
        raise EngineFailed("formualizer", said(str(error))) from error
    return bytes(result["bytes"])


def said(words: str) -> str:
    """What the engine complains of, in Chinese, and where."""
    why = next((chinese for english, chinese in _SAID if english in words), "它算不了这个工作簿")
    place = next((match.group(1) for pattern in _PLACES if (match := re.search(pattern, words))), "")
    return f"{why}（{place}）" if place else why
