"""The words that the printed tables use for their rows and columns, in all layouts that are known.

The tables' own declarations say what there is; a layout says how it is printed. What other regions print beside that
for the same thing is listed here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from xlbudget.datafile.file import Data
from xlbudget.language.expressions import Expr
from xlbudget.language.form import Form
from xlbudget.language.sheet import Entry, Link
from xlbudget.reading.documents.as_printed import bare, unnumbered
from xlbudget.regions.forms import BUILT_IN, built_in
from xlbudget.sheets.inputs.tabs import list_sizes
from xlbudget.sheets.tables.every import OTHERS, PUBLIC
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit

TABLES = {table.name: table for table in (*PUBLIC, *OTHERS)}
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "项目": ("项目(按功能分类)", "项目(按支出功能分类)", "科目", "功能分类科目"),
    "科目代码": (
        *("科目编码", "功能分类科目编码", "支出功能分类科目编码", "收入功能分类科目编码", "经济分类科目编码"),
        *("支出功能分类科目代码", "支出经济分类科目编码", "科目代码", "编码", "代码", "类", "款", "项"),
    ),
    "科目名称": ("名称", "功能分类科目名称", "经济分类科目名称"),
    "金额": ("决算数", "决算金额", "本年决算数"),
    "决算数": ("金额", "决算金额", "本年决算数", "支出决算数"),
    "预算数": ("全年预算数", "预算金额"),
    "财政拨款收入": ("财政拨款收入小计",),
    "附属单位上缴收入": ("附属单位缴款", "附属单位上缴款"),
    "对附属单位补助支出": ("对附属单位补助",),
    "上缴上级支出": ("上缴上级",),
    "使用非财政拨款结余和专用结余": ("使用非财政拨款结余", "使用非财政拨款结余(含专用结余)", "用事业基金弥补收支差额"),
    "年初财政拨款结转和结余": ("年初财政拨款结转结余",),
    "年末财政拨款结转和结余": ("年末财政拨款结转结余",),
    "年初结转和结余": ("年初结转结余", "上年结转和结余"),
    "年末结转和结余": ("年末结转结余", "结转下年"),
    "本年收入合计": ("收入合计",),
    "本年支出合计": ("支出合计",),
    "一般公共预算财政拨款": ("一般公共预算", "一般公共预算财政拨款收入"),
    "政府性基金预算财政拨款": ("政府性基金预算", "政府性基金", "政府性基金预算财政拨款收入"),
    "国有资本经营预算财政拨款": (
        "国有资本经营预算",
        "国有资本经营",
        "国有资本经营预算财政拨款收入",
        "国有资本经营财政拨款",
    ),
    "一般公共预算财政拨款收入": ("一般公共预算财政拨款",),
    "政府性基金预算财政拨款收入": ("政府性基金预算财政拨款",),
    "国有资本经营预算财政拨款收入": ("国有资本经营预算财政拨款",),
    "因公出国（境）费": ("因公出国(境)费用", "因公出国(境)"),
    "公务用车购置及运行维护费": ("公务用车购置及运行费", "公务用车购置和运行维护费", "公务用车购置及运行维护"),
    "公务用车购置费": ("公务用车购置",),
    "公务用车运行维护费": ("公务用车运行费", "公务用车运行维护"),
    "公务接待费": ("公务接待",),
    "文化旅游体育与传媒支出": ("文化体育与传媒支出",),
    "资源勘探工业信息等支出": ("资源勘探信息等支出",),
    "卫生健康支出": ("医疗卫生与计划生育支出",),
}
"""Own word → what is printed for it elsewhere."""
TOTALS = ("合计", "小计", "总计")
WHOLE = (*TOTALS, "本年支出合计", "本年支出", "本年收入合计", "支出合计", "收入合计")
"""Headings of a table's own total, whatever its declaration calls it."""


def forms(given: Form | None = None) -> tuple[Form, ...]:
    """The layouts whose words are known; the given one first."""
    known = tuple(built_in(name) for name in BUILT_IN)
    return (given, *(one for one in known if one.name != given.name)) if given else known


@dataclass(frozen=True)
class Vocabulary:
    """The words of one table."""

    table: PrintedTable
    words: Mapping[str, frozenset[str]]
    """Own word → what is printed for it."""
    figures: Mapping[str, Expr]
    """Own key without the table (总计/收入/金额) → what stands there; of a table that stands still."""

    @property
    def headings(self) -> frozenset[str]:
        yearly = (word.removeprefix("上年") for word in self.table.yearly)
        return frozenset(bare(word) for printed in (*self.words.values(), yearly) for word in printed)

    @property
    def lines(self) -> frozenset[str]:
        """Names of its rows, without their numbers."""
        own = {key.split("/")[-1 - self.table.column_parts] for key in self.figures} | {"合计", "总计"}
        return frozenset(unnumbered(printed) for line in own for printed in self.words.get(line, (line,)))

    def meant(self, printed: str, among: Collection[str]) -> str | None:
        """The own word that is printed so."""
        plain = bare(printed)
        exact = (own for own in among if plain == bare(own))
        return next(exact, None) or next((own for own in among if plain in self.words.get(own, ())), None)


def vocabulary(name: str, known: tuple[Form, ...]) -> Vocabulary:
    """The words of a table by its own name."""
    table = TABLES[name]
    figures = _figures(name, next((form for form in known if name in form.tables), known[0]))
    own = {*table.words, *SYNONYMS, *(part for key in figures for part in key.split("/"))}
    return Vocabulary(table, {word: _spelled(name, word, known) for word in own}, figures)


def _spelled(name: str, word: str, known: Iterable[Form]) -> frozenset[str]:
    printed = (form.tables[name].word(word) for form in known if name in form.tables)
    return frozenset(bare(one) for one in (word, *printed, *SYNONYMS.get(word, ())) if one)


def _figures(name: str, form: Form) -> dict[str, Expr]:
    """Every figure of a table that stands still, laid out for a unit without any data."""
    table, start = TABLES[name], f"{name}/"
    if table.live or table.by_name:
        return {}
    content = {"年度": 2000, "单位": {"名称": ""}, "收入": [], "支出": [], "三公经费": {}, "基础数据": []}
    data, whole = Data(content), replace(form, rare_classes=frozenset())
    items = (item for sheet in table.build(Unit(data, whole, list_sizes(data))) for item in sheet.items)
    return {
        item.key.removeprefix(start): item.content
        for item in items
        if item.key.startswith(start) and item.content is not None and not isinstance(item.content, str | Entry | Link)
    }
