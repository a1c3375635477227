"""式 (hidden): what each 式 of the data file comes to, a row each: its figures and its operations, each with its n.

The lists find the value by the text of the 式 itself, so one that is typed after the workbook was built has none. A
quotient is kept as such, for the interval of a published figure. In a 式 a percentage is its hundredth, as in a table.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property

from xlbudget.datafile.file import Data
from xlbudget.language.arithmetic import FUNCTIONS, Literal, Misread, Node, Operation, Reference, parsed
from xlbudget.language.blocks import computed
from xlbudget.language.expressions import Balance, Expr, Formula, Ratio, Ref, Sum, Tally
from xlbudget.language.sheet import Area, Item, Sheet
from xlbudget.sheets.inputs.management import EVALUATED
from xlbudget.sheets.inputs.working_out import LINES, ORDER, SCORE, TEXT, VALUE, WRONG
from xlbudget.sheets.rules.bounds import count, leaves
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published.comparison import counterpart
from xlbudget.sheets.rules.published.counterpart import Publication
from xlbudget.sheets.rules.published.facts import formula_of, in_unit, is_percent, row_of, same, unit_of
from xlbudget.sheets.rules.sums import spread

FIRST = 3
OPERANDS = 6
"""The column of the first operand; each has its n beside it."""
DEEPEST = 50
"""How many 式 may be worked out one from the other."""


@dataclass(frozen=True)
class Arithmetic:
    """A 式 of the data file, where it stands first, whether it may call functions, and whether a score follows it."""

    text: str
    path: str
    functions: bool
    score: bool = False


def lines(data: Data) -> dict[str, Arithmetic]:
    """Every 式 by its text as it is found again, each once."""
    every = [Arithmetic(fact.get("式", ""), f"事实[{at}].式", False) for at, fact in enumerate(data.rows("事实"))]
    for at, one in enumerate(data.rows("绩效自评")):
        for rank, indicator in enumerate(one.get("指标", [])):
            path = f"绩效自评[{at}].指标[{rank}].评分.式"
            every.append(Arithmetic(indicator.get("评分", {}).get("式", ""), path, True))
    found: dict[str, Arithmetic] = {}
    for line in every:
        first = found.setdefault(same(line.text), line)
        found[same(line.text)] = replace(first, score=first.score or line.functions)
    found.pop("", None)
    return found


@dataclass(frozen=True)
class Operand:
    """Templates for a figure and its n (as many half-widths as it may be off); ``expr``: where it is a sum."""

    value: str
    n: str
    expr: Expr | None = None

    @property
    def figure(self) -> Formula:
        return Formula(f"SUM({self.value})", (self.expr or Tally(self.n, "事实"),))


@dataclass
class WorkedOut:
    """What the 式 of a data file come to: by text, the figure and its operand; by path, why one comes to nothing."""

    context: Context
    figures: dict[str, Expr] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    _operands: dict[str, Operand] = field(default_factory=dict)
    _items: list[Item] = field(default_factory=list)
    _used: Counter[int] = field(default_factory=Counter)
    _open: list[str] = field(default_factory=list)
    _of_scores: set[str] = field(default_factory=set)
    """Those to which the total of some scores is needed, so that no score may rest on them."""

    @cached_property
    def lines(self) -> dict[str, Arithmetic]:
        return lines(self.context.data)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {text: row for row, text in enumerate(self.lines, FIRST)}

    def sheet(self) -> Sheet:
        self._items.append(Item(1, 1, "每个式算得的数（由公式得出，请勿改动）", "input_title"))
        for text, row in self._rows.items():
            self._items += [Item(row, 1, text, "computed"), computed(row, 2, str(row - FIRST + 1))]
            try:
                self._items.append(computed(row, 3, self._operand(text).value))
                if self.lines[text].score:
                    self._items.append(computed(row, 5, f"{{{VALUE}@{row - FIRST + 1}}}"))
            except Misread as error:
                self.problems[self.lines[text].path] = str(error)
                self._items.append(Item(row, 4, str(error), "computed"))
        size = max(len(self._rows), 1)
        areas = tuple(
            (key, Area(LINES, FIRST, col, size)) for col, key in enumerate((TEXT, ORDER, VALUE, WRONG, SCORE), 1)
        )
        return Sheet(LINES, tuple(self._items), (60, 6, 16, 40, 16), areas, hidden=True)

    def _operand(self, text: str) -> Operand:
        """What a 式 comes to; its row is written when it is first wanted."""
        if text not in self._operands:
            if text in self._open:
                raise Misread("绕了圈，算它要先用到它自己")
            if len(self._open) == DEEPEST:
                raise Misread(f"一个用一个，超过 {DEEPEST} 层")
            self._open.append(text)
            try:
                node, row = parsed(self.lines[text].text, self.lines[text].functions), self._rows[text]
                if isinstance(node, Operation):
                    parts = [self._of(part, row) for part in node.parts]
                    operand = self._put(row, *_operated(node.sign, parts))
                    quotient = node.sign == "/" and not isinstance(node.parts[1], Literal)
                    figure: Expr = Ratio(parts[0].figure, parts[1].figure) if quotient else operand.figure
                else:
                    operand = self._of(node, row)
                    other = formula_of(self.context, node.name) if isinstance(node, Reference) else ""
                    figure = self.figures.get(other, operand.figure)
                self._operands[text], self.figures[text] = operand, figure
            finally:
                self._open.pop()
        if text in self._of_scores:
            if any(self.lines[one].functions for one in (text, *self._open)):
                raise Misread("绕了圈，总分要先用到它自己")
            self._of_scores.update(self._open)
        return self._operands[text]

    def _of(self, node: Node, row: int) -> Operand:
        match node:
            case Literal(text):
                return Operand(text, "0", Formula(text, ()))
            case Operation(sign, parts):
                return self._put(row, *_operated(sign, [self._of(part, row) for part in parts]))
            case Reference(name) if text := formula_of(self.context, name):
                other = self._operand(text)
                return Operand(f"{{{VALUE}@{self._rows[text] - FIRST + 1}}}", other.n, other.expr)
            case Reference(name) if figure := in_unit(self.context, name):
                share = "/100" if is_percent(unit_of(self.context, name)) else ""
                given = f"COUNT({{录入/事实/数@{row_of(self.context, name)}}})=0"
                return self._put(row, Formula(f'IF({given},"",{figure.template}{share})'), "", figure)
            case Reference(name):
                expr = _figure(self.context, name)
                if _rests_on_scores(self.context, expr):
                    self._of_scores.update(self._open)
                return self._put(row, expr, "", expr)

    def _put(self, row: int, value: Expr, n: str, expr: Expr | None) -> Operand:
        """An operand in cells of its own; ``n`` is counted where it is a sum."""
        at, more = self._used[row], list[Item]()
        key, col = f"{LINES}/{row - FIRST + 1}/{at + 1}", OPERANDS + 2 * at
        if expr is not None:
            n, more = spread(count(leaves(self.context.names, expr), self.context.names), row, col + 2)
        self._items += [Item(row, col, value, "computed", key=key), *more]
        if n != "0":
            self._items.append(computed(row, col + 1, n, f"{key}/个数"))
            n = f"{{{key}/个数}}"
        self._used[row] += 1 + (len(more) + 1) // 2
        return Operand(f"{{{key}}}", n, expr)


def _operated(sign: str, of: list[Operand]) -> tuple[Formula, str, Expr | None]:
    """An operation: its formula, its n, and the sum that it is."""
    values, counted = [one.value for one in of], "+".join(one.n for one in of if one.n != "0") or "0"
    if sign in FUNCTIONS:
        half = f"+IF(半宽=0,0,0.5*10^-({values[-1]})/半宽)" if sign.startswith("ROUND") else ""
        return _safe(f"{sign}({','.join(values)})"), f"{counted}{half}", None
    if len(of) == 1:
        return _safe(f"-({values[0]})"), counted, None
    (left, right), (a, b) = of, values
    body = _safe(f"{a}{sign}{b}")
    if sign in "+-":
        if left.expr is None or right.expr is None:
            return body, counted, None
        return body, "", Sum((left.expr, right.expr)) if sign == "+" else Balance((left.expr,), (right.expr,))
    # Each may be off by its n half-widths: a product by a·n(b) + b·n(a) + n(a)·n(b)·半宽 of them.
    off = f"ABS({a})*{right.n}+ABS({b})*{left.n}"
    off = f"{off}+{left.n}*{right.n}*半宽" if sign == "*" else f"({off})/(ABS({b})*(ABS({b})-{right.n}*半宽))"
    return body, "0" if counted == "0" else f"IFERROR({off},0)", None


def _safe(body: str) -> Formula:
    """Without a figure where one of its own is missing, or by zero."""
    return Formula(f'IFERROR({body},"")')


def _rests_on_scores(context: Context, expr: Expr) -> bool:
    made_of = context.names.figures[expr.key].content if isinstance(expr, Ref) else None
    return any(total in f"{expr!r}{made_of!r}" for total in ("/总分/得分", f"{EVALUATED}/得分"))


def _figure(context: Context, name: str) -> Expr:
    """The figure that 表/行/列 names: of all splits the one that names any."""
    parts, found = name.split("/"), dict[str, Expr]()
    for line in range(1, len(parts) - 1):
        for column in range(line + 1, len(parts)):
            place = ("/".join(parts[:line]), "/".join(parts[line:column]), "/".join(parts[column:]))
            if other := counterpart(context, Publication(0, *place)):
                found[repr(other.figure)] = other.figure
    if len(found) != 1:
        many = f"“{name}”有几种读法，指不到一个数" if found else f"没有叫“{name}”的事实，也没有“表/行/列”叫这个的数"
        raise Misread(many)
    return next(iter(found.values()))
