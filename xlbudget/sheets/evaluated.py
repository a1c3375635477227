"""自评汇总 (hidden): what follows from the self-evaluations of projects: how many, budgets, scores, grades."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import GRADES
from xlbudget.datafile.file import Data
from xlbudget.language.blocks import computed
from xlbudget.language.expressions import Expr, Formula, Ratio, Ref
from xlbudget.language.form import Form
from xlbudget.language.sheet import Area, Item, Sheet
from xlbudget.sheets.inputs.management import AVERAGE, EVALUATED, KEY, RATED
from xlbudget.sheets.inputs.tabs import with_needs
from xlbudget.sheets.tables import evaluation_form
from xlbudget.sheets.tables.evaluations import EvaluationForm, evaluation_forms

FIRST = 3
DERIVED = "绩效自评"
BUDGETS, SCORES = f"{EVALUATED}/预算", f"{EVALUATED}/得分"


def evaluated_sheet(data: Data, form: Form) -> tuple[Sheet, ...]:
    """None where the unit has no 绩效情况, or no self-evaluation of a project from which it would follow."""
    forms = [one for one in evaluation_forms(data) if not one.whole]
    if KEY not in with_needs(data.content, form.needs) or not forms:
        return ()
    items = [Item(1, 1, "由自评表得出的绩效情况（由公式得出，请勿改动）", "input_title")]
    for row, one in enumerate(forms, FIRST):
        blank, total = f"LEN(TRIM({one.cell('对象')}))=0", f"{{{one.key('总分/得分')}}}"
        items.append(computed(row, 4, f'IF({blank},"",{{{_budget(one)}}})'))
        items.append(computed(row, 5, f'IF({blank},"",IF({total}="","",ROUND({total},6)))'))
    for row, (name, figure) in enumerate(_figures(forms), FIRST):
        items += [Item(row, 1, name, "computed"), Item(row, 2, figure, "computed", key=f"{EVALUATED}/{name}")]
    areas = ((key, Area(EVALUATED, FIRST, col, len(forms))) for col, key in ((4, BUDGETS), (5, SCORES)))
    return (Sheet(EVALUATED, tuple(items), (24, 12, 4, 12, 12), tuple(areas), hidden=True),)


def _budget(form: EvaluationForm) -> str:
    return form.key("年度资金总额/全年预算数")


def _figures(forms: list[EvaluationForm]) -> Iterator[tuple[str, Expr]]:
    yield f"{DERIVED}/数量", Formula(f"COUNT({{{BUDGETS}}})", ())
    yield f"{DERIVED}/金额", Formula(f"SUM({{{BUDGETS}}})", tuple(Ref(_budget(one)) for one in forms))
    scores = Formula(f"SUM({{{SCORES}}})", tuple(Ref(one.key("总分/得分")) for one in forms))
    yield AVERAGE, Ratio(scores, Formula(f"COUNT({{{SCORES}}})", ()))
    below = ""
    for name, least in zip(GRADES, (*(least for least, _ in evaluation_form.GRADES), 0), strict=True):
        yield f"{RATED}/{name}", Formula(f'COUNTIFS({{{SCORES}}},">={least}"{below})', ())
        below = f',{{{SCORES}}},"<{least}"'
