"""How many entered figures flow into a figure: the n of its bound, as a formula.

Entered figures in 万元 are rounded to 0.01, so each may be off by 0.005 (半宽); a sum of n of them by n times that.
An entered figure that cancels (added and taken off again) does not count, nor does one that is zero.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TypeAlias

from xlbudget.datafile.adding import DETAILS
from xlbudget.datafile.fields import FISCAL_INCOME, OTHER_INCOME, SPENDING
from xlbudget.language import expressions as ex
from xlbudget.language.keys import TYPED, Names, economic_criteria
from xlbudget.language.sheet import Entry, Link
from xlbudget.sheets.inputs.live_sums import NUMBER, SHARES
from xlbudget.sheets.inputs.unit_details import COLUMN_NUMBER, SHARE

PARTS = {
    ("收入", "财政拨款收入"): FISCAL_INCOME,
    ("收入", "本年收入"): (*FISCAL_INCOME, *OTHER_INCOME),
    ("支出", "本年支出"): SPENDING,
}
"""Columns that an input sheet adds up → the entered ones."""
_ENTRY = re.compile(rf"\{{(录入/[^{{}}@]+?)(?:{TYPED})?(@[0-9]+)?\}}")
COUNT_OF = "个数"
"""录入-收入 and 录入-支出 count the non-zero entries behind each such column, in a hidden one: 本年支出个数."""

Source: TypeAlias = ex.Entries | ex.Money | ex.Economic | ex.Tally
Leaf: TypeAlias = tuple[Source, ex.Scope]


def leaves(names: Names, expr: ex.Expr, scope: ex.Scope = None) -> Counter[Leaf]:
    """The entered figures (or blocks of them) in an expression, with how often each is added."""
    found: Counter[Leaf] = Counter()
    _gather(names, expr, scope, 1, found)
    return Counter({leaf: times for leaf, times in found.items() if times})


def _gather(names: Names, expr: ex.Expr, scope: ex.Scope, sign: int, found: Counter[Leaf]) -> None:
    match expr:
        case ex.Ref(key):
            item = names.figures.get(key)
            if item is None:
                raise TypeError(f"{key} is no figure")
            if names.entered(key) is not None:
                found[ex.Money(key), None] += sign
            elif item.content is None or isinstance(item.content, str | Link | Entry):
                raise TypeError(f"{key} holds no figure")
            else:
                for leaf, times in _flow(names, key, item.content, item.scope or scope).items():
                    found[leaf] += sign * times
        case ex.Sum(terms):
            for term in terms:
                _gather(names, term, scope, sign, found)
        case ex.Balance(plus, minus):
            for term in plus:
                _gather(names, term, scope, sign, found)
            for term in minus:
                _gather(names, term, scope, -sign, found)
        case ex.Ratio(numerator, denominator):
            _gather(names, numerator, scope, sign, found)
            _gather(names, denominator, scope, sign, found)
        case ex.Within(inner, codes):
            _gather(names, inner, codes, sign, found)
        case ex.Typed(inner):
            _gather(names, inner, scope, sign, found)
        case ex.Formula(template, of):
            if of is None:
                raise TypeError(f"nothing says what flows into {template}")
            for part in of:
                _gather(names, part, scope, sign, found)
        case ex.Entries(listing, column, source):
            for part_column in PARTS.get((listing, column), (column,)):
                found[ex.Entries(listing, part_column, source), _fixed(scope)] += sign
        case ex.Money() | ex.Economic() | ex.Tally():
            found[expr, None] += sign


def _flow(names: Names, key: str, content: ex.Expr, scope: ex.Scope) -> Counter[Leaf]:
    """What flows into the cell at a key: gathered once, for many rows ask for the same totals."""
    if (key, scope) not in names.flows:
        gathered: Counter[Leaf] = Counter()
        _gather(names, content, scope, 1, gathered)
        names.flows[key, scope] = gathered
    return names.flows[key, scope]


def _fixed(scope: ex.Scope) -> ex.Scope:
    if isinstance(scope, ex.Slot):
        raise TypeError("a live row has no bound of its own; ask for its code")
    return scope


def cells_in(found: Counter[Leaf]) -> int:
    """How many input cells the leaves stand for, 2 for any block of several."""
    return sum(1 if _is_cell(leaf, scope) else 2 for leaf, scope in found)


def _is_cell(leaf: Source, scope: ex.Scope) -> bool:
    match leaf:
        case ex.Entries(_, _, source):
            return isinstance(scope, ex.Codes) and scope.low == scope.high and source is not None
        case ex.Economic(code):
            return len(code) == 5
    return True


def groups(found: Counter[Leaf]) -> list[str]:
    """The input keys that the figures come from."""
    return list(dict.fromkeys(_group(leaf) for leaf, _ in found))


def _group(leaf: Source) -> str:
    match leaf:
        case ex.Entries(listing, _, _):
            return listing.partition("/")[0]
        case ex.Money(key):
            return key.split("/")[1]
        case ex.Economic():
            return "经济分类"
        case ex.Tally(_, group):
            return group


def count(found: Counter[Leaf], names: Names) -> list[str]:
    """Templates that add up to how many of the entered figures, as they were typed, are not zero.

    Of a department the figures that its units entered count, each as many half-widths as it may be off.

    >>> print(count(leaves(names, ex.Money("录入/三公经费/决算数/公务接待费")), names))
    ['COUNTIF({录入/三公经费/决算数/公务接待费｜元},">0")+COUNTIF({录入/三公经费/决算数/公务接待费｜元},"<0")']
    """
    blocks: dict[tuple[str, str | None, ex.Scope], list[str]] = {}
    parts: list[str] = []
    for leaf, scope in found:
        match leaf:
            case ex.Entries(listing, column, source):
                blocks.setdefault((listing, source, scope), []).append(column)
            case ex.Money(key) if f"{key}{SHARES}" in names.areas:
                parts.append(f"{{{key}{SHARES}}}")
            case ex.Money(key):
                parts.append(f'COUNTIF({{{key}}},">0")+COUNTIF({{{key}}},"<0")')
            case ex.Economic(code) if f"录入/经济分类/金额{NUMBER}" in names.areas:
                parts.append(_of_units("经济分类/金额", f",{economic_criteria(code, f'{{录入/{DETAILS}/项键}}')}"))
            case ex.Economic() if f"录入/经济分类/金额{SHARES}" in names.areas:
                parts.append(f"{{录入/经济分类/金额{SHARES}}}")
            case ex.Economic(code):
                keys, amounts = "{录入/经济分类/键}", "{录入/经济分类/金额}"
                parts += [f'COUNTIFS({amounts},"{sign}0",{economic_criteria(code, keys)})' for sign in (">", "<")]
            case ex.Tally(template, _):
                parts.append(_NON_ZERO.sub(lambda match: _counted_by(match, names), template))
    for (listing, source, scope), columns in blocks.items():
        summed = [column for column in columns if f"录入/{listing}/{column}{NUMBER}" in names.areas]
        criteria = _criteria(DETAILS, source, scope)
        parts += [_of_units(f"{listing}/{column}", criteria) for column in summed]
        others = [column for column in columns if column not in summed]
        # Without their codes they all count: no bound is too narrow.
        rough = [column for column in others if f"录入/{listing}/{column}{SHARES}" in names.areas]
        parts += [f"{{录入/{listing}/{column}{SHARES}}}" for column in rough]
        if rest := [column for column in others if column not in rough]:
            parts += _of_block(listing, source, scope, rest)
    return [as_typed(part) for part in parts]


def as_typed(template: str) -> str:
    """A template that asks for entries, of those that were typed.

    >>> print(as_typed("SUM({录入/支出/基本支出})+{录入/支出/基本支出@3}"))
    SUM({录入/支出/基本支出｜元})+{录入/支出/基本支出｜元@3}
    """
    return _ENTRY.sub(rf"{{\1{TYPED}\2}}", template)


_NON_ZERO = re.compile(r'COUNTIFS\(\{([^{}@]+)\},">0"([^()]*)\)\+COUNTIFS\(\{\1\},"<0"\2\)')
"""What ``find_by_name.non_zero`` writes."""


def _counted_by(match: re.Match[str], names: Names) -> str:
    """The same, counted by units where the figures are sums of theirs."""
    key, criteria = match[1], match[2]
    if f"{key}{SHARES}" not in names.areas:
        return match[0]
    if not criteria:
        return f"{{{key}{SHARES}}}"
    own = key.rpartition("/")[0]
    return _of_units(key.removeprefix("录入/"), criteria.replace(f"{{{own}/键}}", f"{{录入/{DETAILS}/项键}}"))


def _of_units(figure: str, criteria: str) -> str:
    """How many half-widths the units' parts of a column of the department's are off together."""
    share, number = (f"{{录入/{DETAILS}/{name}}}" for name in (SHARE, COLUMN_NUMBER))
    return f"SUMIFS({share},{number},{{录入/{figure}{NUMBER}}}{criteria})"


def _criteria(listing: str, source: str | None, scope: ex.Scope) -> str:
    criteria = ""
    if isinstance(scope, ex.Codes):
        keys = f"{{录入/{listing}/项键}}"
        criteria += f',{keys},">={scope.low}",{keys},"<={scope.high}"'
    if source is not None:
        criteria += f',{{录入/{listing}/资金来源}},"{source}"'
    return criteria


def _of_block(listing: str, source: str | None, scope: ex.Scope, columns: list[str]) -> list[str]:
    criteria = _criteria(listing, source, scope)
    for (of_listing, whole), parts in sorted(PARTS.items(), key=lambda entry: -len(entry[1])):
        if of_listing == listing and set(parts) <= set(columns):
            counted = f"{{录入/{listing}/{whole}{COUNT_OF}}}"
            rest = [column for column in columns if column not in parts]
            return [
                f"SUMIFS({counted}{criteria})" if criteria else f"SUM({counted})",
                *(_of_block(listing, source, scope, rest) if rest else []),
            ]
    return [f'COUNTIFS({{录入/{listing}/{column}}},"{sign}0"{criteria})' for column in columns for sign in (">", "<")]
