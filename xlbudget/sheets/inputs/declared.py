"""Every hint of the input lists, by sheet: for the catalogue of rules, and to tell a shown sentence's figures."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.sheets.inputs import balances, codes, evaluation, income, plain, spending
from xlbudget.sheets.inputs.rows import Hint, Listing, sheet_name


def lists() -> Iterator[tuple[str, Listing]]:
    """Sheet and its list, in the order of the workbook."""
    own = (codes.USER_CODES, income.LISTING, spending.LISTING)
    judged = (evaluation.TABLES, evaluation.FUNDING, evaluation.WEIGHTS, evaluation.INDICATORS)
    for listing in (*own, balances.LISTING):
        yield sheet_name(listing.key.partition("/")[0]), listing
    for key, listing in {**plain.LISTINGS, **plain.FREE_KEYS}.items():
        yield sheet_name(key), listing
    for listing in judged:
        yield sheet_name(listing.key), listing


def hints() -> dict[tuple[str, str], Hint]:
    """(sheet, sentence as shown, without its 。 or ；) → the hint."""
    return {(sheet, hint.sentence.rstrip("；")): hint for sheet, listing in lists() for hint in listing.hints}
