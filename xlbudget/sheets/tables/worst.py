"""The five worst findings of 校验 and 公开数核对 together, two rows each: what both sheets sort by decides."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.language.blocks import across, computed
from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Area, Item
from xlbudget.sheets.inputs.digits import in_money

FIVE = 5
LISTS = {
    "校验": ((("{校验/位置}",), ("{校验/内容}",)), ("处表", "处格"), (("左", "左边的数"), ("右", "右边的数"))),
    "公开数核对": (
        (("{公开数核对/表}", "{公开数核对/行}"), ("{公开数核对/列}",)),
        ("表名", "格"),
        (("公布", "公布的数"), ("算得", "算得的数")),
    ),
}
"""Sheet → where a finding is and what it is about, the columns of its cell, those of its two figures."""
ROOM = 22
"""Characters of both that are large enough to be read."""


def worst(row: int, col: int, out_of_sight: int, with_published: bool) -> Iterator[Item]:
    """From a place down: verdict and where it is, below them a link, both figures and the difference."""
    sheets = tuple(LISTS) if with_published else tuple(LISTS)[:1]
    here = Area("", row, out_of_sight, FIVE * len(sheets)).text("", fixed=True)
    for which, sheet in enumerate(sheets):
        for nth in range(1, FIVE + 1):
            # Twice the key by which a sheet sorts, so that its last bit says which sheet.
            key = f'IF({{{sheet}/要看}}<{nth},"",2*SMALL({{{sheet}/次序}},{nth})+{which})'
            yield computed(row + which * FIVE + nth - 1, out_of_sight, key)
    yield from (Item(row - 1, col, "最要紧的五处", "section", cols=2), Item(row - 1, col + 2, None, "section"))
    yield Item(row - 1, col + 3, "不符在前", "section_note")
    for nth in range(FIVE):
        key, place = (Area("", row + nth, out_of_sight + at).text("") for at in (1, 2))
        yield computed(row + nth, out_of_sight + 1, f'IF(COUNT({here})<{nth + 1},"",SMALL({here},{nth + 1}))')
        places = [f"MATCH(INT({key}/2),{{{sheet}/次序}},0)" for sheet in sheets]
        yield computed(row + nth, out_of_sight + 2, f'IF({key}="","",{_either(key, places)})')
        yield from _told(row + 2 * nth, col, sheets, key, place)


def _told(row: int, col: int, sheets: tuple[str, ...], key: str, place: str) -> Iterator[Item]:
    def said(bodies: list[str]) -> Formula:
        return Formula(f'IF({key}="","",{_either(key, bodies)})')

    def at(sheet: str, column: str) -> str:
        return f"INDEX({{{sheet}/{column}}},{place})"

    def number(sheet: str, column: str) -> str:
        cell = at(sheet, column)
        money = f'IF(ISNUMBER({cell}),{in_money(cell)},{cell}&"")'
        return f'IF({at(sheet, "单位")}="",{money},{cell}&{at(sheet, "单位")})' if sheet == "校验" else money

    yield Item(row, col, said([at(sheet, "判定") for sheet in sheets]), "list_verdict")
    yield Item(row, col + 1, said([_where(sheet, place) for sheet in sheets]), "list_brief", cols=3)
    links = []
    for sheet in sheets:
        page, cell = (at(sheet, column) for column in LISTS[sheet][1])
        links.append(f'HYPERLINK("#\'"&{page}&"\'!"&IF({cell}="","A1",{cell}),"去看 →")')
    yield Item(row + 1, col, said(links), "list_link")
    figures = []
    for side in (0, 1):
        pairs = [(LISTS[sheet][2][side], sheet) for sheet in sheets]
        figures.append(said([f'"{word} "&{number(sheet, column)}' for (word, column), sheet in pairs]))
    figures.append(said([f'"差 "&{number(sheet, "差")}' for sheet in sheets]))
    yield from across(row + 1, col + 1, figures, "list_brief")


def _where(sheet: str, place: str) -> str:
    """A template for where a finding is and, where there is room, what it is about."""
    where, about = ('&" "&'.join(f"INDEX({word},{place})" for word in part) for part in LISTS[sheet][0])
    if sheet == "校验":
        where += f"&INDEX({{校验/同规则}},{place})"
    return f'{where}&IF(LEN({where})+LEN({about})>{ROOM},"","："&{about})'


def _either(key: str, bodies: list[str]) -> str:
    """A template: what a finding of the sheet that its key says is told by."""
    return bodies[0] if len(bodies) == 1 else f"IF(MOD({key},2)=0,{bodies[0]},{bodies[1]})"
