"""A layout over another: a city over its province, found from where the file stands; and ``xlbudget layout``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_command_line import refused
from tests.regions.test_layout_files import HEAD
from xlbudget.commands.main import main
from xlbudget.errors import BadLayout
from xlbudget.regions.forms import BUILT_IN, built_in, form_in, form_named

PROVINCE = (
    HEAD.replace("甲", "省")
    + "表号: 表{1}\n待核: 还没有\n表:\n  公开01: {标题: 省的总表}\n  公开02: {标题: 省的收入表}\n"
)


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("word", ["承自", "extends"])
def test_a_city_says_only_what_differs_from_its_province(tmp_path: Path, word: str) -> None:
    put(tmp_path / "省.yaml", PROVINCE)
    put(
        tmp_path / "市" / "市.yaml",
        HEAD.replace("甲", "市") + f"{word}: ../省.yaml\n表:\n  公开02: {{标题: 市的收入表}}\n",
    )
    form = form_in(put(tmp_path / "市" / "区.yaml", f"{HEAD}{word}: 市.yaml\n公开表: [公开02, 公开01]\n"))
    shapes = [(one.sheet, one.number, one.title) for one in (form["公开02"], form["公开01"])]
    assert shapes == [("公开01", "表1", "市的收入表"), ("公开02", "表2", "省的总表")]
    assert (form.name, form.unproved) == ("甲", "还没有")
    assert not form_in(put(tmp_path / "市" / "区.yaml", f"{HEAD}{word}: 市.yaml\n待核: 无\n")).unproved
    over_shanghai = form_in(put(tmp_path / "上海.yaml", f"{HEAD}{word}: 上海\n"))
    assert [one.title for one in over_shanghai.tables.values()] == [
        one.title for one in built_in("上海").tables.values()
    ]


def test_what_cannot_be_is_refused_at_the_line_that_says_it(tmp_path: Path) -> None:
    put(tmp_path / "省.yaml", PROVINCE + "  公开03:\n    列: [基本支出]\n")
    city = put(tmp_path / "市.yaml", f"{HEAD}承自: 省.yaml\n")
    with pytest.raises(BadLayout, match=r"省.yaml 第 10 行，表.公开03.列 有误：缺少“本年支出合计”"):
        form_in(city)
    put(tmp_path / "省.yaml", PROVINCE + "承自: 市.yaml\n")
    with pytest.raises(BadLayout, match=r"省.yaml 第 9 行，承自 有误：绕回了 .*市.yaml：版式不能承自自己"):
        form_in(city)
    with pytest.raises(BadLayout, match=r"市.yaml 第 4 行，承自 有误：没有叫“火星”的自带版式（有 湖南长沙、上海"):
        form_in(put(tmp_path / "市.yaml", f"{HEAD}承自: 火星\n"))
    with pytest.raises(BadLayout, match=r"市.yaml 第 4 行，extends 有误：绕回了"):
        form_in(put(tmp_path / "市.yaml", f"{HEAD}extends: 市.yaml\n"))


def test_a_layout_is_explained_against_the_national_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path / "省.yaml", PROVINCE)
    view = "另印:\n  收支: {取自: 公开05, 标题: 收支表}\n"
    city = put(tmp_path / "市.yaml", f"{HEAD}承自: 省.yaml\n公开表: [公开01, 收支]\n{view}")
    assert main(["layout", "check", str(city)]) == 0
    said = capsys.readouterr().out
    for line in (
        "甲：甲；叠在 通用表式 → 省 上",
        "印 2 张表：",
        "  公开01　表1　省的总表",
        "  公开02　表2　收支表（公开05 再印一张）",
        "  不印 三公（财政拨款“三公”经费支出决算表）：它的数照样算，在隐藏的 不印-三公 上，规则照样核对",
        "与通用表式不同的地方 6 处：",
        "  表号：通用是 “有”，这里是 “表{1}”（省 第 4 行）",
        "  表.公开01.标题：通用是 “收入支出决算总表”，这里是 “省的总表”（省 第 7 行）",
        "  另印.收支.取自：通用是 没有，这里是 “公开05”（第 7 行）",
    ):
        assert line in said.splitlines()
    for name in BUILT_IN:
        assert main(["layout", "check", name]) == 0
        assert ("待核：" in capsys.readouterr().out) == bool(built_in(name).unproved)
    wrong = put(tmp_path / "错.yaml", f"{HEAD}公开表: [公开01, 公开01]\n")
    assert "第 4 行，公开表[1] 有误：“公开01”已经列过了" in refused(capsys, "layout", "check", wrong)
    assert "没有叫“火星”的版式；可以是 湖南长沙、上海" in refused(capsys, "layout", "check", "火星")


@pytest.mark.parametrize("source", [*BUILT_IN, "省.yaml"])
def test_a_started_layout_prints_what_it_starts_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "省.yaml", PROVINCE)
    (tmp_path / "各市").mkdir()
    target = tmp_path / "各市" / "新.yaml"
    assert main(["layout", "new", "--from", source, "-o", str(target)]) == 0
    assert "已写出" in capsys.readouterr().out
    form, parent = form_in(target), form_named(source)
    assert (form.name, form.tables, form.sections) == ("新", parent.tables, parent.sections)
    assert "已经存在" in refused(capsys, "layout", "new", "--from", source, "-o", target)
    assert "就是输入文件" in refused(capsys, "layout", "new", "--from", target, "-o", target, "--force")
