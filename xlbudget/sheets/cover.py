"""封面: whose workbook it is, how far it is filled, what to do next, what is open, and how it is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlbudget.language.blocks import across, band, down
from xlbudget.language.expressions import Formula
from xlbudget.language.form import Form
from xlbudget.language.groups import ENTERED
from xlbudget.language.sheet import Area, Colour, Content, Item, Link, Page, Sheet
from xlbudget.language.verdicts import ADVICE, ALL, FAILED, FOUND, MISSING, PASSED, UNEXPLAINED, number
from xlbudget.sheets.contents import CONTENTS, COVER, FILLED, LOOKS, TO_DO, Listed, key
from xlbudget.sheets.inputs.explanations import SHEET as EXPLANATIONS
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.filled_cells import PREFIX
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.totals import WRONG, on_comparisons

STEPS = (
    "1. 先填 录入-单位，再照 目录 的次序填各“录入-…”表的浅黄色格子；每个数只填一次，别处用到它都由公式取。",
    "2. 橙色的格子必须填，填上就变回浅黄；上面的“未填”说还有几处，目录 的“填写”一列看每张表填了多少。",
    "3. 填好一行看右边的“填写提示”：红字说明哪里不对、怎么改；没有红字就是好的。",
    "4. 新的科目直接填 7 位代码，公开表里马上出现它的行和类、款小计；目录里没有名称的，到 录入-科目 补一行。",
    "5. “项目1”等是占位的名称：在 录入-项目 和 录入-绩效自评 里改成项目的名称，两处要一样；用不着的两处都清空。",
    "6. 注明“（沿用上年，请核）”的文字是从上年结转来的，核对后删去这几个字；带来、清空了什么见 变动 表。",
    "7. 填完看 校验：红色不符要改，橙色未填要补，黄色要说明或核对。公开表全是公式，锁定但没有密码；A4 打印，空行不印。",
    "8. 行不够用，或后来填的长文字在表上印不全时，把数据存回数据文件再生成一次工作簿：行数、行高随数据增加。",
)
WIDTHS = (2.4, 12.4, 13, 12, 16.7, 29, 8.7, 3.6, 15, *(7.5,) * 7, 1)
LAST = 16
"""The last column with something in it, and (two columns less) where the verdicts begin."""
RIGHT = 9
HEAD, FIRST = 9, 10
"""The rows of the headings of the two lists, and of their first lines."""
TOTAL = FIRST + len(ENTERED)
SHARE = (COVER, f"E{TOTAL}")
"""The cell that says how many of the input sheets have entries, in per cent."""
ABOUT = TOTAL + 2
USE = ABOUT + 6
VERDICTS = (*FOUND, PASSED)


@dataclass(frozen=True)
class Next:
    """A thing to do: templates of when it is next, what it is, on which sheet; what the link says."""

    when: str
    said: str
    sheet: str
    link: str


def cover(form: Form, version: str, every: Listed, suspected: int) -> Sheet:
    """A workbook of a later year than the region's form says that the form is an older one.

    ``suspected``: the row (from 1) of 校验 on the unit of amounts.
    """
    older = f'IF(ISNUMBER(年度),IF(年度>{form.year},"表式沿用{form.year}年度，请核",""),"")'
    wrong_unit = f'IF({{校验/判定@{suspected}}}="{ADVICE}",{{校验/不符时怎么办@{suspected}}},"")'
    groups = [group for group in ENTERED if group in every.groups]
    end = USE + len(STEPS) + 2
    items = [
        *(Item(row, col, None, "band_text") for row in (1, 2, 3, 4) for col in (1, LAST + 1)),
        Item(1, 2, None, "band_text", cols=LAST - 1),
        Item(2, 2, Formula('单位名称&""'), "band_name", cols=LAST - 1),
        Item(3, 2, Formula('年度&"年度　部门决算与绩效自评工作簿"'), "band_subtitle", cols=6),
        Item(3, 8, Formula('"录入数的金额单位："&金额单位'), "band_right", cols=LAST - 7),
        Item(4, 2, Formula(older), "band_warned", cols=4),
        Item(4, 6, Formula(wrong_unit), "band_warned", cols=LAST - 5),
        *across(5, 1, (None,) * (LAST + 1), "band_line"),
        *_next(every),
        *_progress(every, groups),
        *_open(every),
        Item(ABOUT, 2, "基本情况", "section", cols=6),
        *_lines(ABOUT + 1, 2, 4, {"单位": Formula('单位名称&""'), "年度": Formula('年度&""')}),
        *_lines(ABOUT + 3, 2, 4, {"录入数": Formula("金额单位"), "公开表": "万元，保留两位小数"}),
        Item(ABOUT, RIGHT, "版式", "section", cols=LAST - RIGHT + 1),
        *_lines(ABOUT + 1, RIGHT, LAST - RIGHT, {"版式": form.caption, "表式依据": form.basis}),
        *_lines(ABOUT + 3, RIGHT, LAST - RIGHT, {"程序": f"由 xlbudget {version} 生成"}),
        *_lines(ABOUT + 4, RIGHT, LAST - RIGHT, {"待核": form.unproved} if form.unproved else {}),
        Item(USE, 2, "怎样使用", "section", cols=LAST - 1),
        *down(USE + 1, 2, STEPS, "step", cols=LAST - 1),
    ]
    heights = (
        *((1, 7.5), (2, 33), (3, 22.5), (4, 16.5), (5, 3), (6, 9), (7, 28.5), (8, 7.5), (HEAD, 21)),
        *band(FIRST, len(ENTERED) + 1, 19.5),
        *((TOTAL + 1, 9), (ABOUT, 21), *band(ABOUT + 1, 4, 19.5), (ABOUT + 5, 9), (USE, 21)),
        *band(USE + 1, len(STEPS), 19.5),
    )
    page = Page(LAST + 1, rows=end, landscape=True, tall=False)
    return Sheet(COVER, tuple(items), WIDTHS, heights=heights, colours=tuple(_colours()), page=page, tab="导航")


def _lines(row: int, col: int, cols: int, lines: dict[str, Content]) -> Iterator[Item]:
    """Names and what stands beside them, that in ``cols`` columns."""
    yield from down(row, col, lines, "list_brief")
    yield from down(row, col + 1, lines.values(), "list_text", cols=cols if col == RIGHT else cols + 1)


def _next(every: Listed) -> Iterator[Item]:
    """The first of the things to do that is not done, in a sentence, and the way there."""
    steps = list(_steps(every))
    said, sheet, link = (_first(steps, part) for part in ("said", "sheet", "link"))
    yield Item(7, 2, "下一步", "next")
    yield Item(7, 3, Formula(said), "next_text", cols=LAST - 5)
    yield Item(7, LAST - 2, Formula(f'HYPERLINK("#\'"&{sheet}&"\'!A1",{link})'), "next_link", cols=3)


def _steps(every: Listed) -> Iterator[Next]:
    for count, found, say, link in (
        (MISSING, "先填 ", "处未填", "去填 →"),
        (WRONG, "改 ", "处填错，看那里“填写提示”的红字", "去改 →"),
    ):
        at = f"MATCH(1,{{{key(f'{TO_DO}/{count}')}}},0)"
        where, many = f"INDEX({{{key('表名')}}},{at})", f"INDEX({{{key(count)}}},{at})"
        yield Next(f"SUM({{{key(count)}}})>0", f'"{found}"&{where}&"：有 "&{many}&" {say}"', where, f'"{link}"')
    comparisons = f'"{COMPARISONS.sheet}"' if every.with_published else f'"{CHECKS.sheet}"'
    for verdict, begin, say in (
        (FAILED, "该填的都填了。看 ", "处不符，逐处改"),
        (ADVICE, "没有不符了。看 ", "处提示，逐处核对"),
    ):
        parts = {f'"{CHECKS.sheet}"': _on(CHECKS.sheet, verdict)}
        if every.with_published:
            parts[comparisons] = _on(COMPARISONS.sheet, verdict)
        for sheet, amount in parts.items():
            yield Next(f"{amount}>0", f'"{begin}"&{sheet}&" 里的 "&{amount}&" {say}"', sheet, '"去看 →"')
        if verdict == FAILED:
            asked = f'"没有不符了。到 {EXPLANATIONS.name} 写明 "&{{{number(UNEXPLAINED)}}}&" 处的原因"'
            yield Next(f"{{{number(UNEXPLAINED)}}}>0", asked, f'"{EXPLANATIONS.name}"', '"去写 →"')
    done = f'"都了结了：从 {CONTENTS} 打开各表，打印、报送"'
    yield Next("TRUE", done, f'"{CONTENTS}"', '"打开目录 →"')


def _first(steps: list[Next], part: str) -> str:
    *before, last = steps
    body = str(getattr(last, part))
    for step in reversed(before):
        body = f"IF({step.when},{getattr(step, part)},{body})"
    return body


def _progress(every: Listed, groups: list[str]) -> Iterator[Item]:
    """A line a group of input sheets: how many of them have entries, which have none, what is wrong in them."""
    yield Item(HEAD, 2, "填写进度", "section", cols=2)
    yield from across(HEAD, 4, ("有数", None, "还没有数的表", "填错"), "section_note")
    for row, group in enumerate(groups, FIRST):
        sheets, count = every.groups[group], f'COUNTIF({{{key(FILLED, group)}}},">0")'
        yield Item(row, 2, Link(group, sheets[0].name), "list_name", cols=2)
        yield Item(row, 4, Formula(f'{count}&" / {len(sheets)} 张"'), "list_right")
        blocks = f'REPT("■",{count})&REPT("□",{len(sheets)}-{count})'
        yield Item(row, 5, Formula(blocks), "list_blocks")
        without = "&".join(
            f'IF({{{key(FILLED)}@{at}}}=0,"、{sheet.name.removeprefix(PREFIX)}","")'
            for sheet, at in zip(sheets, every.rows(group), strict=True)
        )
        yield Item(row, 6, Formula(f'IF({count}=0,"都还没有",MID({without},2,99))'), "list_brief")
        yield Item(row, 7, Formula(f"SUM({{{key(WRONG, group)}}})"), "list_places")
    there, all_of_them = (
        "+".join(parts)
        for parts in (
            [f'COUNTIF({{{key(FILLED, group)}}},">0")' for group in groups],
            [str(len(every.groups[group])) for group in groups],
        )
    )
    yield Item(TOTAL, 2, ALL, "list_total", cols=2)
    yield Item(TOTAL, 4, Formula(f'{there}&" / "&{all_of_them}&" 张"'), "list_right")
    yield Item(TOTAL, 5, Formula(f'INT(100*({there})/({all_of_them}))&"%"'), "list_total")
    yield Item(TOTAL, 6, None, "list_total")
    yield Item(TOTAL, 7, Formula(f"SUM({{{key(WRONG)}}})"), "list_places")


def _on(sheet: str, verdict: str) -> str:
    """A template: the cell with how many findings of a verdict 校验 or 公开数核对 lists."""
    return f"{{{COVER}/{sheet}/{verdict}}}"


def _open(every: Listed) -> Iterator[Item]:
    """What is open by the two sheets that list it; together that is what ``check`` says."""
    yield Item(HEAD, RIGHT, "还没了结的", "section")
    yield from across(HEAD, RIGHT + 1, VERDICTS, "section_note")
    sheets = (CHECKS.sheet, COMPARISONS.sheet) if every.with_published else (CHECKS.sheet,)
    for at, sheet in enumerate(sheets):
        yield Item(FIRST + 2 * at, RIGHT, Link(sheet, sheet), "list_name", rows=2)
    for col, verdict in enumerate(VERDICTS, RIGHT + 1):
        whole = f"{{{number(verdict)}}}" if verdict in FOUND else f'COUNTIF({{校验/判定}},"{verdict}")'
        others = on_comparisons(verdict) if every.with_published else "0"
        alone = f"{whole}-({others})" if verdict in FOUND and every.with_published else whole
        for at, (sheet, amount) in enumerate(zip(sheets, (alone, others), strict=False)):
            yield Item(FIRST + 2 * at, col, Formula(amount), "tile_count", f"{COVER}/{sheet}/{verdict}", rows=2)
        total = "+".join(_on(sheet, verdict) for sheet in sheets)
        yield Item(FIRST + 4, col, Formula(total), "tile_total", f"{COVER}/{ALL}/{verdict}")
    yield Item(FIRST + 4, RIGHT, ALL, "list_total")
    said = "不符要改，未填要补，需说明的写原因，提示要核对；尾差是四舍五入留下的。"
    yield Item(FIRST + 5, RIGHT, said, "said", cols=LAST - RIGHT + 1)
    yield Item(TOTAL, RIGHT, "打开", "said")
    links = (CONTENTS, "总览", CHECKS.sheet)
    yield from across(TOTAL, RIGHT + 1, (Link(name, name) for name in links), "band_link")
    start = every.groups[ENTERED[0]][0].name
    yield Item(TOTAL, LAST - 2, Link(start, start), "band_link", cols=3)


def _colours() -> Iterator[Colour]:
    for col, verdict in enumerate(FOUND, RIGHT + 1):
        cell = Area("", FIRST, col).text("")
        yield Colour(FIRST, col, 5, 1, f"{cell}>0", LOOKS.get(verdict, verdict))
    yield Colour(FIRST, 7, len(ENTERED) + 1, 1, f"G{FIRST}>0", FAILED)
