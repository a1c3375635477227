"""A table whose rows stand still: 公开01, 04 (two sides), 公开06 (blocks of codes), 三公, 三公对比."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from xlbudget.reading.documents.as_printed import YEAR, bare, code, unnumbered, unspaced, yearless
from xlbudget.reading.documents.figures import Body, FoundTable, begun, is_note, values
from xlbudget.reading.documents.found import Left
from xlbudget.reading.documents.sections import Portion
from xlbudget.reading.documents.vocabulary import TOTALS, Vocabulary
from xlbudget.sheets.tables import public06, triple, triple_compare
from xlbudget.sheets.tables.two_sided import WORDS

SIDES = WORDS[:2]


def read(section: Portion, words: Vocabulary, classes: Collection[str]) -> FoundTable:
    """``classes``: names of 类 that the document's other tables have, over and above those that are printed always."""
    table, found = begun(section, words)
    readers = {public06.KEY: _blocks, triple.KEY: _triple, triple_compare.KEY: _compared}
    for body in found:
        if table.name in readers:
            readers[table.name](table, body, words)
        else:
            _sides(table, body, words, classes)
    return table


# ---------------------------------------------------------------- 公开01, 公开04


def _sides(table: FoundTable, body: Body, words: Vocabulary, classes: Collection[str]) -> None:
    lines: dict[str, dict[str, set[str]]] = {side: {} for side in SIDES}
    for key in words.figures:
        name, side, word = key.rsplit("/", 2)
        lines[side].setdefault(name, set()).add(word)
    labels = [col for col, path in enumerate(body.paths) if path and path[-1].startswith("项目")]
    groups = {name.rpartition("/")[0] for of_side in lines.values() for name in of_side if "/" in name}
    for at, col in enumerate(labels):
        end = labels[at + 1] if at + 1 < len(labels) else len(body.paths)
        own = [side for side in SIDES if words.words[side] & set(body.paths[col][:-1])]
        side = own[0] if len(own) == 1 else SIDES[at] if at < len(SIDES) else ""
        known = {column for columns in lines.get(side, {}).values() for column in columns}
        headed = [c for c in range(col + 1, end) if body.paths[c]]
        columns = {c: words.meant(body.paths[c][-1], known) for c in headed}
        columns = {c: name for c, name in columns.items() if body.paths[c][-1] != "行次"}
        table.words |= {(name, body.paths[c][-1]) for c, name in columns.items() if name}
        group = ""
        for cells in body.rows:
            label = next((cell for cell in cells[col : col + 1] if cell and cell.text.strip()), None)
            if is_note(cells) or label is None:
                for _, cell, _ in values(cells, columns) if not is_note(cells) else ():
                    table.leave(cell, f"{table.name} 的这个数旁边没有行名")
                continue
            printed = unspaced(label.text)
            line = _line(printed, group, lines.get(side, {}), words, classes)
            if line and "/" not in line:
                group = line if line in groups else ""
            for c, cell, text in values(cells, columns):
                column = columns[c]
                if column is None or line is None:
                    what = f"“{''.join(body.paths[c])}”一列" if line else "这一行"
                    said = f"{printed} {unspaced(cell.text)}"
                    table.left.append(Left(said, cell.place, f"{table.name} 的{what}不在表式里"))
                else:
                    row = f"{line.rpartition('/')[0]}/{printed}" if "/" in line else printed
                    table.take(line, f"{side}/{column}", row, cell, text)


def _line(printed: str, group: str, lines: Collection[str], words: Vocabulary, classes: Collection[str]) -> str | None:
    """The own name of a row; in a group that of the group comes first."""
    plain = unnumbered(printed)
    inner = [line for line in lines if group and line.startswith(f"{group}/")]
    if found := words.meant(plain, [line.rpartition("/")[2] for line in inner]):
        return f"{group}/{found}"
    if found := words.meant(plain, [line for line in lines if "/" not in line]):
        return found
    return plain if plain in classes else None


# ---------------------------------------------------------------- 公开06


def _blocks(table: FoundTable, body: Body, words: Vocabulary) -> None:
    """From left to right a code or the name of a total, then its figure."""
    of_figure = words.words[public06.FIGURE]
    columns = {col for col, path in enumerate(body.paths) if path and path[-1] in of_figure}
    table.words |= {(public06.FIGURE, body.paths[col][-1]) for col in columns}
    totals = (public06.STAFF_TOTAL, public06.OFFICE_TOTAL)
    others = {col for col, path in enumerate(body.paths) if path and path[-1] in ("预算数", "年初预算数", "全年预算数")}
    for cells in body.rows:
        line, name = "", ""
        if is_note(cells):
            continue
        for col, cell in enumerate(cells):
            if cell is None or not cell.text.strip():
                continue
            if col in columns or col in others:
                for _, _, text in values(cells, (col,)):
                    if col in others:
                        table.leave(cell, f"公开06 {line} 的“{body.paths[col][-1]}”一列不在表式里")
                    elif line:
                        table.take(line, public06.FIGURE, line, cell, text)
                    else:
                        table.leave(cell, "公开06 的这个数旁边没有科目")
                line = line if col in others else ""
            elif read := code(cell.text):
                line, name = read
                if name:
                    table.names[line] = name
            elif own := words.meant(cell.text, totals):
                line = own
            elif line and line not in totals:
                table.names[line] = unspaced(cell.text)


# ---------------------------------------------------------------- 三公, 三公对比


def _triple(table: FoundTable, body: Body, words: Vocabulary) -> None:
    """A row of twelve figures, or a row an item with its figures beside it."""
    for cells in body.rows:
        if is_note(cells):
            continue
        label = next((cell.text for cell in cells if cell and any(map(str.isalpha, bare(cell.text)))), "")
        for col, cell, text in values(cells, range(len(cells))):
            path = [yearless(word) for word in body.paths[col]]
            half = next((half for half in triple.HALVES if words.words[half] & set(path)), None)
            over = [word for word in path if half is None or word not in words.words[half]]
            item = _item(over, words) or (_item([unnumbered(label)], words) if label else None)
            if half is None or item is None:
                if text != "?" or any(map(str.isdecimal, cell.text)):
                    table.leave(cell, "“三公”经费表的这个数不知道是哪一项")
            else:
                table.take(triple.ROW, f"{half}/{item}", triple.ROW, cell, text)


def _item(path: Sequence[str], words: Vocabulary) -> str | None:
    cars = words.words[triple.CARS]
    for word in reversed(path):
        if word in TOTALS:
            return triple.SUBTOTAL if cars & set(path) else "合计"
        if word in cars:
            return triple.SUBTOTAL
        if own := words.meant(word, (triple.ABROAD, triple.PURCHASE, triple.RUNNING, triple.RECEPTION)):
            return own
    return None


def _compared(table: FoundTable, body: Body, words: Vocabulary) -> None:
    """三公对比: the headings bear the year."""
    lines = dict.fromkeys(key.rpartition("/")[0] for key in words.figures)
    known = dict.fromkeys(key.rpartition("/")[2] for key in words.figures)
    years = [int(found[1]) for path in body.paths for word in path[-1:] if (found := YEAR.match(word))]
    columns = {}
    for col, path in enumerate(body.paths):
        if path:
            year, word = YEAR.match(path[-1]), yearless(path[-1]).removesuffix("数")
            last = "上年" if year and int(year[1]) < max(years) else ""
            columns[col] = words.meant(f"{last}{word}", known)
    for cells in body.rows:
        label = next((cell.text for cell in cells if cell and any(map(str.isalpha, bare(cell.text)))), "")
        line = next((line for line in lines if unnumbered(line) == unnumbered(label)), None)
        for col, cell, text in values(cells, columns):
            column = columns[col]
            if line and column and text != "?":
                table.take(line, column, line, cell, text)
            elif text != "?" or (line and column):
                table.leave(cell, "三公对比 的这个数不在表式里")
