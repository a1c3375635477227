"""A 式 typed into a list: its value by its text, from the hidden sheet 式, and what can be wrong with it."""

from xlbudget.sheets.inputs.hints import Hint

LINES = "式"
TEXT, ORDER, VALUE, WRONG, SCORE = (f"{LINES}/{what}" for what in ("文", "序", "值", "错", "分"))
"""The columns of the sheet: each 式 as it was built, its number, what it comes to, why it comes to nothing; what those
come to that scores follow, so that no score looks at what facts are made of total scores."""
AFTERWARDS = "式是生成以后填的，工作簿里还没有算它的公式，待重新生成（xlbudget read 以后 build）"


def value_of(cell: str, column: str = VALUE) -> str:
    """A template: what the 式 in ``cell`` comes to; "" where it comes to nothing. The texts are told apart by =,
    to which no character is a wildcard."""
    return f'IF({_order(cell)}=0,"",INDEX({{{column}}},{_order(cell)}))'


def _order(cell: str) -> str:
    return f"SUMPRODUCT(({{{TEXT}}}=TRIM({cell}))*{{{ORDER}}})"


def hints_of(column: str, value: str) -> tuple[Hint, ...]:
    """What is wrong with the 式 in a column whose value stands in the column ``value``."""
    cell = f"[{column}]"
    there = f"LEN(TRIM({cell}))>0"

    def when(built: str, wrong: str) -> str:
        return f"IF({there},IF({_order(cell)}=0,{built},{wrong}),FALSE)"

    read = f"LEN(INDEX({{{WRONG}}},{_order(cell)}))"
    return (
        Hint(AFTERWARDS, when("TRUE", "FALSE"), advice=True),
        Hint("式读不懂，或指不到一个数（xlbudget read 以后 build，会说出哪里不对）", when("FALSE", f"{read}>0")),
        Hint("式算不出数，大概是除以了零", when("FALSE", f"AND({read}=0,COUNT([{value}])=0)")),
    )
