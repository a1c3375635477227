"""Texts that cannot stand: every kind of slip on five texts that have it, and on five that are fine."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.building import assemble
from tests.helpers.checking import little_unit
from tests.helpers.computing import computed
from xlbudget.datafile.file import Data
from xlbudget.language.sheet import column_letter
from xlbudget.sheets.inputs.slips import of_sentence
from xlbudget.sheets.inputs.wording import WORDINGS

pytestmark = pytest.mark.usefixtures("few_rows")


def said_of(texts: list[str]) -> dict[str, str]:
    """What 录入-说明 of a book of 2023 in 万元 says of each text."""
    content: dict[str, Any] = little_unit() | {"说明": {f"文字{number}": text for number, text in enumerate(texts)}}
    names = assemble(Data(content)).names
    cells = computed(content)["录入-说明"]
    area, hint = names.find("录入/说明/文字", ""), names.find("提示/录入-说明", "")
    rows = range(area.row, area.row + area.rows)
    texts, hints = ([str(cells.get(f"{column_letter(of.col)}{row}", "")) for row in rows] for of in (area, hint))
    return dict(zip(texts, hints, strict=True))


def test_the_texts_of_the_unit_of_reasons_and_of_facts_are_looked_at_too() -> None:
    content = little_unit()
    content["单位"] |= {"主要职责": ["承担XX工作", "办理"], "内设机构": ["办公室。。"], "决算单位构成": ["本级"]}
    content["核实"][0]["说明"] = "由于由于来访多"
    content["事实"] = [{"键": "次数", "数": 3, "出处": "202 年度台账"}, {"键": "件数", "数": 3, "出处": "台账"}]
    names, values = assemble(Data(content)).names, computed(content)

    def said(sheet: str) -> list[str]:
        area = names.find(f"提示/{sheet}", "")
        cells = (
            values[sheet].get(f"{column_letter(area.col)}{row}", "") for row in range(area.row, area.row + area.rows)
        )
        return [str(one) for one in cells if one]

    assert said("录入-单位") == [
        "未填：文字里留着“承担XX工作”，填上或删去；",
        "文字：字词重复：“办公室。。”，删去一个；",
    ]
    assert said("录入-核实") == ["文字：字词重复：“由于由于来访多”，删去一个；"]
    assert said("录入-事实") == ["文字：年度不是本年、上年或下年“202年度台账”，核对年度；"]


def test_five_texts_with_each_slip_and_five_without() -> None:
    said = said_of([text for one in WORDINGS for text in (*one.fails, *one.passes)])
    for one in WORDINGS:
        assert len(set(one.fails)) == len(set(one.passes)) == 5, one.name
        for text in one.fails:
            sentence = said[text]
            assert of_sentence(sentence) is one, (one.name, text, sentence)
            assert sentence.count("；") == 1
            assert sentence.endswith(one.ends)
            quoted = sentence.removeprefix(one.begins).removesuffix(one.ends)
            plain = text.replace(" ", "").replace("(", "（").replace(")", "）")
            assert quoted, text
            assert quoted.replace("，", "；") in plain.replace("，", "；"), (text, quoted)
        for text in one.passes:
            assert said[text] == "", (one.name, text, said[text])
