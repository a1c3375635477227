"""Input sheets without logic of their own: objects as label and value, lists as they stand in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from xlbudget.datafile.fields import CAR_KINDS, FILE, PUBLISHED
from xlbudget.datafile.kinds import Amount, Field, ListOf, Record, Text
from xlbudget.datafile.kinds import Mapping as FreeKeys
from xlbudget.language.keys import key_word
from xlbudget.language.sheet import Area, Item, Sheet
from xlbudget.sheets.inputs import projects, required
from xlbudget.sheets.inputs.digits import whole
from xlbudget.sheets.inputs.find_by_name import name_hints, names_of, position
from xlbudget.sheets.inputs.rows import (
    HEADER,
    HINT,
    Computed,
    Hint,
    Line,
    Listing,
    amount_hints,
    input_page,
    label_items,
    listing_sheet,
    sheet_name,
    title_items,
    within,
)

OBJECTS = {
    "上年": "上年决算的总数，说明中与上年比较时用",
    "人员": "编制与实有人数",
    "政府采购": "政府采购支出，及授予中小企业、小微企业的合同金额",
    "资产": "车辆、大型设备与固定资产",
}
"""Object-shaped keys: each its own sheet, made when the key is there."""

BASIC_CLASSES = ("301", "302", "303", "307", "310", "399")
"""基本支出的经济分类类级科目 (公开06)."""


ESTABLISHMENT = 'IF(SUM([值])>SUM({录入/人员/编制数}),"注意：在职人数多于编制数，请核对；","")'


NON_TAX = "纳入专户管理的非税收入拨款"
"""A row of 基础数据 for 附件2, not for 附件1."""
NON_TAX_ROW = -1

ANNEX_ROW = Computed(
    "附件1行",
    'IF([行首行]<>ROW([行])-ROW([^行])+1,"",'
    f'IF(TRIM([行])="{NON_TAX}",{NON_TAX_ROW},{position("[行]", "{附件1/标签｜比}")}))',
    hidden=True,
    width=8,
)
"""Which row of 附件1 an entry is for, 0 for none; empty for a second one of the same name: it counts nowhere."""

NO_SUCH_ROW = Hint("附件1 没有这一行", "[附件1行]=0")


def _record(key: str) -> Record:
    kind = FILE[key].kind
    record = kind.item if isinstance(kind, ListOf) else kind
    if not isinstance(record, Record):
        raise TypeError(f"{key} is not declared as a record")
    return record


def _missing(*labels: str) -> Hint:
    return Hint(f"{'、'.join(labels)}都要填", f"OR({','.join(f'LEN(TRIM([{label}]))=0' for label in labels)})")


def _free(
    key: str, value: str, about: str, *hints: Hint, amount: bool = False, computed: tuple[Computed, ...] = ()
) -> Listing:
    kind = Amount() if amount else Text()
    record = Record((Field(key, Text(), True), Field(value, kind, True)))
    return Listing(
        "",
        record,
        about,
        (Hint(f"缺{key}", f"LEN(TRIM([{key}]))=0"), *hints),
        computed,
        widths=((key, 30), (value, 16 if amount else 90)),
        may_be_empty=True,
    )


LISTINGS: dict[str, Listing] = {
    "项目": projects.LISTING,
    "基础数据": Listing(
        "基础数据",
        _record("基础数据"),
        "附件1 中别处没有的数：上年决算数、预算数、决算数",
        (
            _missing("行"),
            NO_SUCH_ROW,
            *name_hints("基础数据", "行", "同一行出现了两行，只计第一行，请合并"),
            *amount_hints(["[上年决算数]", "[预算数]", "[决算数]"], may_be_negative=False),
        ),
        computed=(*names_of("基础数据", "行"), ANNEX_ROW),
        widths=(("行", 40),),
        may_be_empty=True,
    ),
    "楼堂馆所": Listing(
        "楼堂馆所",
        _record("楼堂馆所"),
        "附件1 楼堂馆所控制情况：规模以平方米计，投资以金额单位计",
        (
            Hint("规模须为数字", "COUNTA([批复规模]:[实际规模])<>COUNT([批复规模]:[实际规模])"),
            *amount_hints(["[预算投资]", "[实际投资]"], may_be_negative=False),
        ),
        widths=(("名称", 30),),
        may_be_empty=True,
    ),
    "事实": Listing(
        "事实",
        _record("事实"),
        "在多处引用的计数，只在这里填一次，文字里用 {键} 引用",
        (
            _missing("键"),
            *name_hints("事实", "键", "同一个键出现了两行，只用第一行，请改成不同的键"),
            Hint("数须为数字", "COUNT([数])=0"),
        ),
        computed=names_of("事实", "键"),
        widths=(("键", 30), ("出处", 50)),
        may_be_empty=True,
    ),
    "公开数": Listing(
        "公开数",
        PUBLISHED,
        "已经公布的数，照公布的样子逐个填（文本），用来核对；没有公布就空着",
        (_missing("表", "行", "列", "数"),),
        widths=(("表", 16), ("行", 44), ("列", 36), ("数", 16)),
        may_be_empty=True,
    ),
}

FREE_KEYS: dict[str, Listing] = {
    "基本支出年初预算": _free(
        "科目",
        "金额",
        "基本支出的年初预算数，按经济分类类级科目",
        Hint(
            f"科目应为 {'、'.join(BASIC_CLASSES)} 之一",
            "AND(" + ",".join(f'TRIM([科目])<>"{code}"' for code in BASIC_CLASSES) + ")",
        ),
        *amount_hints(["[金额]"], may_be_negative=False),
        amount=True,
        computed=(Computed("键", whole("TRIM([科目])", '""'), hidden=True, width=8),),
    ),
    "说明": _free("键", "文字", "说明里引用的原因和文字"),
}
"""Objects with free keys: entered as a list of key and value."""


def sheets(content: Mapping[str, Any]) -> Iterator[Sheet]:
    """The sheets of those keys that the data file has, in the order of the file's declaration."""
    for key in (field.key for field in FILE.fields):
        if key not in content:
            continue
        if key in OBJECTS:
            yield _object_sheet(key, content[key])
        elif key in LISTINGS:
            yield listing_sheet(LISTINGS[key], content[key])
        elif key in FREE_KEYS:
            free = FREE_KEYS[key]
            first, second = (field.key for field in free.record.fields)
            entries = [{first: k, second: v} for k, v in content[key].items()]
            yield listing_sheet(replace(free, key=key), entries)


def _object_sheet(key: str, content: Mapping[str, Any]) -> Sheet:
    lines: list[Line] = []
    areas: list[tuple[str, Area]] = []
    for field in _record(key).fields:
        if isinstance(field.kind, FreeKeys):
            inner = content.get(field.key, {})
            for name in [*CAR_KINDS, *(name for name in inner if name not in CAR_KINDS)]:
                lines.append(
                    Line(
                        within(field.key, name),
                        Field(name, field.kind.value),
                        inner.get(name),
                        f"录入/{key}/{field.key}/{key_word(name)}",
                    )
                )
            first = HEADER + 1 + len(lines) - len(inner.keys() | CAR_KINDS)
            areas.append((f"录入/{key}/{field.key}", Area(sheet_name(key), first, 2, len(lines) + HEADER + 1 - first)))
        else:
            hint = ESTABLISHMENT if field.key == "在职人数" else ""
            lines.append(Line(field.key, field, content.get(field.key), f"录入/{key}/{field.key}", hint))
    labels, guards = label_items(lines, HEADER + 1)
    return Sheet(
        name=sheet_name(key),
        items=(
            *title_items(key, OBJECTS[key], 3),
            *(Item(HEADER, col, label, "head") for col, label in enumerate(("项目", "数", HINT), 1)),
            *labels,
        ),
        widths=(40, 18, 50),
        areas=tuple(areas),
        heights=((1, 26), (2, 30)),
        colours=required.of_lines((line.field for line in lines), HEADER + 1),
        guards=guards,
        freeze=(HEADER + 1, 2),
        page=input_page(3),
        about=OBJECTS[key],
    )
