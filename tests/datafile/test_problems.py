"""What a value lacks to be of its kind: every problem is told, in the order of the file; the first is the refusal."""

from __future__ import annotations

from typing import Any

import pytest

from xlbudget.datafile.fields import FILE
from xlbudget.datafile.kinds import Amount, Choice, Field, ListOf, Mapping, Record, Text, blank, mapped
from xlbudget.datafile.problems import problems, validate
from xlbudget.errors import BadData
from xlbudget.reading.remarks import Place, refusals

SUMMED = Record((Field("名称", Text(), True), Field("金额", Amount())))
WHOLE = Record(
    (
        Field("来源", Choice(("甲", "乙")), True),
        Field("行", ListOf(SUMMED, ("名称",), 3), True),
        Field("说明", Mapping(Text())),
    )
)


@pytest.fixture
def content() -> dict[str, Any]:
    return {
        "无此键": 1,
        "行": [{"名称": "A b", "金额": "x"}, {"名称": "a  B "}, {"金额": 1}, 7],
        "说明": {"k": "", " k": "\x07"},
    }


def test_every_problem_is_told_and_the_first_is_the_refusal(content: dict[str, Any]) -> None:
    found = list(problems(content, WHOLE))
    assert [problem.path for problem in found] == [
        *("无此键", "来源", "行", "行[0].金额", "行[1]", "行[2].名称", "行[3]", "说明. k", "说明. k"),
    ]
    with pytest.raises(BadData) as refusal:
        validate(content, WHOLE, "")
    assert (refusal.value.path, refusal.value.why) == (found[0].path, found[0].why)
    assert not list(problems({"来源": "甲", "行": []}, WHOLE))


def test_a_reader_tells_what_would_be_refused_by_its_cells(content: dict[str, Any]) -> None:
    """Names that differ in case and blanks are one name, as they are for ``build``."""
    places = {
        "行[0].名称": Place("录入-行", 5, 1),
        "行[1].名称": Place("录入-行", 6, 1),
        "行[0].金额": Place("录入-行", 5, 2),
    }
    said = {oddity.cell: str(oddity) for oddity in refusals(content, WHOLE, places)}
    assert "与 录入-行!A5 重复（名称 a  B）；两行都读入了" in said["A6"]
    assert "B5" not in said


def test_what_is_blank() -> None:
    assert blank(SUMMED) == {"名称": ""}
    assert blank(WHOLE) is None
    assert blank(WHOLE, "") == {"来源": "", "行": []}
    assert blank(Amount()) is None
    assert blank(Record((FILE["单位"],)), "") == {"单位": {"名称": "", "模板": ""}}


def test_a_value_is_made_anew_from_within() -> None:
    def counted(made: dict[str, Any], record: Record) -> dict[str, Any]:
        return made | {"键": len(made), "可有": len(record.fields)}

    made = mapped({"行": [{"名称": "a"}], "说明": {"k": "b"}}, WHOLE, counted, lambda value, _: value.upper())
    assert made == {"行": [{"名称": "A", "键": 1, "可有": 2}], "说明": {"k": "B"}, "键": 2, "可有": 3}
