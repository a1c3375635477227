"""What is done to a data file or a package, drawn from a seed."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from tests.helpers.damage import EDITS, damaged

ODD: tuple[Any, ...] = (
    *(None, True, False, "", " ", 0, -1, 1e300, 1e-300, 10**30, 0.1 + 0.2, "1e5", "１２", "9" * 400, "9" * 40_000),
    *([], {}, [[]], [None], {"": ""}, {"键": {"键": []}}, "=1+1", "\u0000", "\ud800", "_x0041_", "</t>", "a" * 40_000),
)
"""What may stand where something else is expected."""


def data_file(content: dict[str, Any], seed: int) -> bytes:
    """A data file with some values replaced, left out or doubled; now and then its text is cut or changed."""
    random = Random(seed)
    spoiled = json.loads(json.dumps(content))
    for _ in range(random.randint(1, 3)):
        owner, key = random.choice(list(_places(spoiled)))
        match random.randrange(4):
            case 0 if isinstance(owner, dict):
                owner[f"{key}{random.choice('_ 甲')}"] = owner.pop(key)
            case 1:
                del owner[key]
            case 2 if isinstance(owner, list):
                owner.extend(json.loads(json.dumps(owner)) * random.choice((1, 3)))
            case _:
                owner[key] = random.choice(ODD)
    text = json.dumps(spoiled, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")
    match random.randrange(12):
        case 0:
            return text[: random.randrange(len(text))]
        case 1:
            at = random.randrange(len(text))
            return text[:at] + bytes([random.randrange(256)]) + text[at + 1 :]
        case 2:
            return text.replace(b"{", b"[" * random.choice((1, 100_000)), 1)
        case _:
            return text


def _places(value: Any) -> Any:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in list(inner):
        yield value, key
        yield from _places(one)


def package(whole: bytes, seed: int) -> bytes:
    """A package with one to three parts edited."""
    random, kinds = Random(seed), list(EDITS)
    for step in range(random.randint(1, 3)):
        whole = damaged(whole, random.choice(kinds), seed * 10 + step)
    return whole


Spoil = Callable[[int], bytes]
