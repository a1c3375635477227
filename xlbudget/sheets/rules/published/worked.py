"""式 (hidden): what each 式 of the data file comes to, a row each: its figures and its operations, each with its n.

The lists find the value by the text of the 式 itself, so one that is typed after the workbook was built has none. A
quotient is kept as such, for the interval of a published figure. In a 式 a percentage is its hundredth, as in a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from xlbudget.datafile.file import Data
from xlbudget.language.arithmetic import FUNCTIONS, Misread, Named, Node, Number, parsed
from xlbudget.language.blocks import computed
from xlbudget.language.expressions import Balance, Expr, Formula, Ratio, Sum, Tally
from xlbudget.language.sheet import Area, Item, Sheet
from xlbudget.sheets.inputs.working_out import LINES, ORDER, TEXT, VALUE, WRONG
from xlbudget.sheets.rules.bounds import count, leaves
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published.comparison import counterpart
from xlbudget.sheets.rules.published.counterpart import Publication
from xlbudget.sheets.rules.published.facts import formula_of, in_unit, is_percent, same, unit_of
from xlbudget.sheets.rules.sums import spread

FIRST = 3
OPERANDS = 5
"""The column of the first operand; each has its n beside it."""


@dataclass(frozen=True)
class Line:
    """A 式 of the data file, where it stands first, and whether it may call functions."""

    text: str
    path: str
    functions: bool


def lines(data: Data) -> list[Line]:
    found: dict[str, Line] = {}
    for line in _every(data):
        if key := same(line.text):
            found.setdefault(key, line)
    return list(found.values())


def _every(data: Data) -> Iterator[Line]:
    for at, fact in enumerate(data.rows("事实")):
        yield Line(fact.get("式", ""), f"事实[{at}].式", False)
    for at, one in enumerate(data.rows("绩效自评")):
        for rank, indicator in enumerate(one.get("指标", [])):
            yield Line(indicator.get("评分", {}).get("式", ""), f"绩效自评[{at}].指标[{rank}].评分.式", True)


@dataclass(frozen=True)
class Operand:
    """Templates for a figure and its n (as many half-widths as it may be off); ``expr``: where it is a sum."""

    value: str
    n: str
    expr: Expr | None = None

    @property
    def figure(self) -> Formula:
        return Formula(self.value, (self.expr or Tally(self.n, "事实"),))


@dataclass
class WorkedOut:
    """What the 式 of a data file come to: by text, the figure and its operand, or why there is none."""

    context: Context
    lines: list[Line]
    figures: dict[str, Expr] = field(default_factory=dict)
    operands: dict[str, Operand] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    _at: dict[int, int] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)

    def sheet(self) -> Sheet:
        self.items.append(Item(1, 1, "每个式算得的数（由公式得出，请勿改动）", "input_title"))
        for order, line in enumerate(self.lines, 1):
            row = FIRST + order - 1
            self.items += [Item(row, 1, same(line.text), "computed"), computed(row, 2, str(order))]
            try:
                value = self.operand(line).value
                self.items.append(computed(row, 3, f'IFERROR({value},"")'))
            except Misread as error:
                self.problems[line.path] = str(error)
                self.items.append(Item(row, 4, str(error), "computed"))
        size = max(len(self.lines), 1)
        areas = tuple((key, Area(LINES, FIRST, col, size)) for col, key in enumerate((TEXT, ORDER, VALUE, WRONG), 1))
        return Sheet(LINES, tuple(self.items), (60, 6, 16, 40), areas, hidden=True)

    def operand(self, line: Line) -> Operand:
        """What a 式 comes to; its row is written where it is wanted first."""
        text = same(line.text)
        if text not in self.operands:
            if text in self._open:
                raise Misread("绕了圈，算它要先用到它自己")
            self._open.add(text)
            try:
                node = parsed(line.text, line.functions)
                row = FIRST + self.lines.index(line)
                self.operands[text], self.figures[text] = self._whole(node, row)
            finally:
                self._open.discard(text)
        return self.operands[text]

    def _whole(self, node: Node, row: int) -> tuple[Operand, Expr]:
        match node:
            case Named(name) if (other := self._line_of(name)) is not None:
                return self.operand(other), self.figures[same(other.text)]
            case Number() | Named():
                operand = self._of(node, row)
                return operand, operand.figure
        above, *below = (self._of(part, row) for part in node.parts)
        operand = self._put(row, *_operated(node.sign, [above, *below]))
        quotient = node.sign == "/" and not isinstance(node.parts[1], Number)
        return operand, Ratio(above.figure, below[0].figure) if quotient else operand.figure

    def _of(self, node: Node, row: int) -> Operand:
        match node:
            case Number(text):
                return Operand(text, "0", Formula(text, ()))
            case Named(name):
                return self._named(name, row)
        return self._put(row, *_operated(node.sign, [self._of(part, row) for part in node.parts]))

    def _line_of(self, name: str) -> Line | None:
        """The 式 of a fact; None when the fact has a figure, or is none."""
        text = formula_of(self.context, name)
        return next((line for line in self.lines if text and same(line.text) == text), None)

    def _named(self, name: str, row: int) -> Operand:
        if (line := self._line_of(name)) is not None:
            other = self.operand(line)
            return Operand(f"{{{VALUE}@{self.lines.index(line) + 1}}}", other.n, other.expr)
        if unit_of(self.context, name) is not None:
            figure = in_unit(self.context, name) or Formula("0", ())
            share = "/100" if is_percent(unit_of(self.context, name)) else ""
            return self._put(row, Formula(figure.template + share, figure.of), "", figure)
        expr = _figure(self.context, name)
        return self._put(row, expr, "", expr)

    def _put(self, row: int, value: Expr, n: str, expr: Expr | None) -> Operand:
        """An operand in cells of its own; ``n`` is counted where it is a sum."""
        at = self._at.get(row, 0)
        keys = [f"{LINES}/{row - FIRST + 1}/{at + 1}{which}" for which in ("", "/个数")]
        more: list[Item] = []
        if expr is not None:
            n, more = spread(count(leaves(self.context.names, expr)), row, OPERANDS + 2 * at + 2)
        self.items += [Item(row, OPERANDS + 2 * at, value, "computed", key=keys[0]), *more]
        if n != "0":
            self.items.append(computed(row, OPERANDS + 2 * at + 1, n, keys[1]))
            n = f"{{{keys[1]}}}"
        self._at[row] = at + 1 + (len(more) + 1) // 2
        return Operand(f"{{{keys[0]}}}", n, expr)


def _operated(sign: str, of: list[Operand]) -> tuple[Formula, str, Expr | None]:
    """An operation: its formula, its n, and the sum that it is."""
    values, counted = [one.value for one in of], "+".join(one.n for one in of if one.n != "0") or "0"
    if sign in FUNCTIONS:
        half = f"+IF(半宽=0,0,0.5*10^-({values[-1]})/半宽)" if sign.startswith("ROUND") else ""
        return Formula(f"{sign}({','.join(values)})"), f"{counted}{half}", None
    if len(of) == 1:
        return Formula(f"-({values[0]})"), counted, None
    (left, right), (a, b) = of, values
    body = Formula(f"{a}{sign}{b}")
    if sign in "+-":
        if left.expr is None or right.expr is None:
            return body, counted, None
        return body, "", Sum((left.expr, right.expr)) if sign == "+" else Balance((left.expr,), (right.expr,))
    if counted == "0":
        return body, "0", None
    # Each may be off by its n half-widths: a product by a·n(b) + b·n(a) + n(a)·n(b)·半宽 of them.
    off = f"ABS({a})*{right.n}+ABS({b})*{left.n}"
    if sign == "*":
        return body, f"{off}+{left.n}*{right.n}*半宽", None
    return body, f"IFERROR(({off})/(ABS({b})*(ABS({b})-{right.n}*半宽)),0)", None


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
