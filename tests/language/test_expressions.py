"""The examples of the declaring language: what every expression becomes, in a workbook of a few cells."""

from __future__ import annotations

import doctest
from types import ModuleType
from typing import get_args

import pytest

from xlbudget.language import expressions, keys
from xlbudget.language.expressions import Entries, Expr, Scope
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Area, Entry, Item, Sheet
from xlbudget.sheets.rules import bounds, verdict_list

ROWS = 60
FEW = Names.of(
    (
        Sheet(
            "录入-支出",
            (),
            (),
            tuple(
                (f"录入/支出/{label}", Area("录入-支出", 5, col, ROWS))
                for label, col in (("资金来源", 3), ("基本支出", 6), ("项目支出", 7), ("上缴上级支出", 8), ("项键", 14))
            ),
        ),
        Sheet(
            "录入-经济分类",
            (),
            (),
            tuple(
                (f"录入/经济分类/{label}", Area("录入-经济分类", 5, col, ROWS))
                for label, col in (("金额", 3), ("键", 5))
            ),
        ),
        Sheet("录入-三公经费", (Item(8, 5, Entry(5), "in_amount", key="录入/三公经费/决算数/公务接待费"),), ()),
        Sheet(
            "公开03",
            tuple(
                Item(7, col, Entries("支出", label), "amount", key=f"公开03/合计/{label}")
                for col, label in enumerate(("基本支出", "项目支出", "上缴上级支出"), 4)
            ),
            (),
        ),
        Sheet(
            "科目树",
            (),
            (),
            tuple(
                (f"科目树/公开03/{label}", Area("科目树", row, col))
                for label, row, col in (("键", 7, 1), ("上限", 7, 2), ("占行", 5, 4))
            ),
        ),
    )
)


def formula(expr: Expr, scope: Scope = None) -> None:
    """Print the formula of an expression on a sheet 例."""
    print(FEW.formula(Item(1, 1, expr, "amount", scope=scope), "例"))


def n(expr: Expr) -> None:
    """Print how many entered figures flow into an expression, as a formula of the sheet 例."""
    print(FEW.fill("+".join(bounds.count(bounds.leaves(FEW, expr), FEW)) or "0", "例", "例"))


KNOWN = {"formula": formula, "n": n, "names": FEW}


@pytest.mark.parametrize("module", [expressions, keys, bounds, verdict_list])
def test_the_examples_are_true(module: ModuleType) -> None:
    said: list[str] = []
    runner = doctest.DocTestRunner()
    for case in doctest.DocTestFinder().find(module, extraglobs=KNOWN):
        runner.run(case, out=said.append)
    assert "".join(said) == ""
    assert runner.tries


def test_every_word_of_the_language_has_an_example() -> None:
    shown = {case.name.rpartition(".")[2] for case in doctest.DocTestFinder().find(expressions) if case.examples}
    words = {word.__name__ for kind in (expressions.Expr, expressions.Scope) for word in get_args(kind)} - {"NoneType"}
    assert {"Ref", "Codes"} <= words <= shown
