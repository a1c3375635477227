"""The command line: what it writes, and every refusal as one Chinese sentence with exit status 2."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLE
from tests.helpers.building import assemble
from xlbudget.commands.main import main
from xlbudget.datafile.file import Data
from xlbudget.errors import EngineFailed
from xlbudget.workbook.engines import formualizer
from xlbudget.workbook.files import settled
from xlbudget.workbook.write import write


def written(folder: Path, content: Any) -> Path:
    path = folder / "data.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run the command, which must refuse: exit 2, one line on stderr, nothing on stdout."""
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("xlbudget：")
    return err


def test_as_a_process(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "xlbudget", "build", "没有.json", "-o", "x.xlsx"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 2
    assert run.stderr == "xlbudget：找不到文件 没有.json；请检查路径和文件名。\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "第 1 行第 1 列处缺少一个值"),
        ('{"版本": 1,}', "不是有效的 JSON 数据文件"),
        ('{"版本": "甲\n"}', "没转义的换行"),
        ('{"版本": "C:\\甲"}', "反斜杠后面的字符不对"),
        ('{"版本": "\\u12"}', "四位十六进制数"),
        ("[1]", "应为对象，现为列表"),
        ('{"版本": 1, "版本": 1}', "版本 有误：同一个对象里这个键出现了两次"),
        ("[" * 100_000, "嵌套过深"),
    ],
)
def test_not_a_data_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str) -> None:
    path = written(tmp_path, text)
    message = refused(capsys, "build", path, "-o", tmp_path / "x.xlsx")
    assert str(path) in message
    assert said in message
    assert not (tmp_path / "x.xlsx").exists()


def test_not_utf8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "gbk.json"
    path.write_bytes('{"版本": 1}'.encode("gbk"))
    assert "不是 UTF-8 编码的文本" in refused(capsys, "build", path, "-o", tmp_path / "x.xlsx")


def _set(path: str, value: Any) -> Any:
    def change(content: dict[str, Any]) -> None:
        *parents, last = [int(p) if p.isdigit() else p for p in path.split(".")]
        place: Any = content
        for part in parents:
            place = place[part]
        place[last] = value

    return change


def _drop(key: str) -> Any:
    return lambda content: content.pop(key)


BAD = {
    "未知的键": (_set("收人", []), "收人 有误：没有这个键，是否应为“收入”"),
    "未知的内层键": (_set("支出.0.基本支岀", 1), "支出[0].基本支岀 有误：没有这个键，是否应为“基本支出”"),
    "缺键": (_drop("年度"), "年度 有误：必须有这个键"),
    "缺内层键": (lambda c: c["支出"][2].pop("资金来源"), "支出[2].资金来源 有误：必须有这个键"),
    "类型不对": (_set("收入", {}), "收入 有误：应为列表，现为对象"),
    "年度不是整数": (_set("年度", "2023"), "年度 有误：应为整数，现为文本“2023”"),
    "真假值不是数": (_set("支出.0.项目支出", True), "支出[0].项目支出 有误：应为数字，现为真假值"),
    "空值": (_set("支出.0.项目支出", None), "支出[0].项目支出 有误：应为数字，现为空值 null"),
    "带千分位": (_set("支出.0.项目支出", "1,006.09"), "应为数字，现为文本“1,006.09”（金额文本不带千分位和单位）"),
    "未知资金来源": (
        _set("支出.1.资金来源", "财政拨款"),
        "支出[1].资金来源 有误：“财政拨款”不在可选范围内，只能是：一般公共预算财政拨款、",
    ),
    "未知模板": (_set("单位.模板", "北京"), "单位.模板 有误：“北京”不在可选范围内，只能是：湖南长沙、上海"),
    "未知版本": (_set("版本", 2), "版本 有误：“2”不在可选范围内，只能是：1"),
    "真假版本": (_set("版本", True), "版本 有误"),
    "NaN": (_set("支出.0.项目支出", float("nan")), "支出[0].项目支出 有误：不是有限的数"),
    "无穷大": (_set("支出.0.项目支出", float("inf")), "支出[0].项目支出 有误：不是有限的数"),
    "1e308": (_set("支出.0.项目支出", 1e308), "支出[0].项目支出 有误：1e+308 过大"),
    "文本1e308": (lambda c: c["经济分类"].update({"30101": "1e308"}), "经济分类.30101 有误：1e308 过大"),
    "控制字符": (_set("单位.名称", "甲\x07乙"), "单位.名称 有误：第 2 个字符是控制字符（U+0007）"),
    "超长文本": (_set("单位.名称", "长" * 32_768), "单位.名称 有误：文本有 32768 个字符，超过单元格的上限 32767"),
    "收入重复": (lambda c: c["收入"].append({"科目": "2010406"}), "收入[3] 有误：与 收入[0] 重复（科目 2010406）"),
    "支出重复": (
        lambda c: c["支出"].append({"科目": " 2010406", "资金来源": "一般公共预算财政拨款"}),
        "支出[3] 有误：与 支出[0] 重复",
    ),
    "公开数重复": (lambda c: c["公开数"].append(dict(c["公开数"][5])), "公开数[716] 有误：与 公开数[5] 重复"),
    "项目重名": (
        _set("项目", [{"名称": "甲", "类别": "公共项目"}, {"名称": "甲", "类别": "部门项目"}]),
        "项目[1] 有误：与 项目[0] 重复（名称 甲）",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_represented(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], whole: dict[str, Any], case: str
) -> None:
    change, said = BAD[case]
    change(whole)
    path = written(tmp_path, whole)
    message = refused(capsys, "build", path, "-o", tmp_path / "x.xlsx")
    assert f"{path} 中 " in message
    assert said in message
    assert os.listdir(tmp_path) == ["data.json"]


def test_target_exists(tmp_path: Path, capsys: pytest.CaptureFixture[str], minimal: dict[str, Any]) -> None:
    path, target = written(tmp_path, minimal), tmp_path / "book.xlsx"
    target.write_bytes(b"mine")
    assert "已经存在，没有覆盖；确要覆盖请加 --force" in refused(capsys, "build", path, "-o", target)
    assert target.read_bytes() == b"mine"
    assert main(["build", str(path), "-o", str(target), "--force"]) == 0
    assert target.read_bytes()[:2] == b"PK"


def test_target_is_the_data_file_or_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: dict[str, Any]
) -> None:
    path = written(tmp_path, content)
    assert "就是输入文件" in refused(capsys, "build", path, "-o", path, "--force")
    assert "它是文件夹" in refused(capsys, "build", path, "-o", tmp_path, "--force")
    assert json.loads(path.read_text(encoding="utf-8")) == content


def test_target_folder_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = refused(capsys, "build", SAMPLE, "-o", tmp_path / "没有" / "book.xlsx")
    assert f"文件夹 {tmp_path / '没有'} 不存在" in message


@pytest.mark.parametrize(
    ("where", "error", "said"),
    [
        ("mkdtemp", PermissionError(13, "denied"), "没有写入权限"),
        ("replace", PermissionError(13, "locked"), "没有写入权限，或文件正被别的程序打开"),
        ("fsync", OSError(28, "full"), "磁盘空间不足"),
    ],
)
def test_a_write_that_fails_leaves_nothing(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    minimal: dict[str, Any],
    where: str,
    error: OSError,
    said: str,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    path, target = written(tmp_path, minimal), tmp_path / "book.xlsx"
    target.write_bytes(b"old")
    monkeypatch.setattr(tempfile if where == "mkdtemp" else os, where, fail)
    message = refused(capsys, "build", path, "-o", target, "--force")
    assert said in message
    assert "没有留下未写完的文件" in message
    assert target.read_bytes() == b"old"
    assert sorted(os.listdir(tmp_path)) == ["book.xlsx", "data.json"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "缺少参数 命令"),
        (["build"], "缺少参数 DATA.json|FOLDER, -o/--output"),
        (["buidl"], "不能是 'buidl'"),
        (["build", "a", "-o", "b.xlsx", "--fast"], "多余的参数 --fast"),
        (["build", "a", "-o", "b.xlsx", "--force=1"], "参数 --force: 后面不带值，多了 '1'"),
        (["new", "--year", "²"], "参数 --year: 应为整数，不能是 '²'"),
        (["check", "a", "--f"], "选项写得不全：--f 可以是 --format, --force"),
    ],
)
def test_wrong_usage(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert said in refused(capsys, *arguments)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda t: t.replace('"项目支出": 285.21', '"项目支出": ' + "9" * 5000, 1),
            "支出[0].项目支出 有误：不是有限的数",
        ),
        (lambda t: t.replace('"项目支出": 285.21', '"项目支出": ' + "9" * 300, 1), "支出[0].项目支出 有误：999999"),
        (
            lambda t: t.replace('"30101": 74.3', '"30101": 1, "30101": 74.3', 1),
            "经济分类.30101 有误：同一个对象里这个键出现了两次",
        ),
        (lambda t: t.replace('"年度"', '"年\\n度"', 1), "年\\n度 有误：没有这个键"),
        (lambda t: t.replace('"版本": 1', '"版本": 1.0', 1), "版本 有误"),
    ],
)
def test_odd_json(tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Any, said: str) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert change(text) != text
    message = refused(capsys, "build", written(tmp_path, change(text)), "-o", tmp_path / "x.xlsx")
    assert said in message
    assert len(message) < 400


def test_a_file_name_too_long(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "文件名太长" in refused(capsys, "build", SAMPLE, "-o", tmp_path / ("长" * 200 + ".xlsx"))


def test_a_broken_link_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "nowhere")
    assert "已经存在" in refused(capsys, "build", SAMPLE, "-o", tmp_path / "link.xlsx")


def test_output_that_cannot_be_written_is_no_failure(tmp_path: Path, minimal: dict[str, Any]) -> None:
    """A terminal of another encoding, a full or closed output: the workbook is there, the exit status says so."""
    path, target = written(tmp_path, minimal), tmp_path / "book.xlsx"
    for where in (subprocess.PIPE, os.open("/dev/full", os.O_WRONLY)):
        run = subprocess.run(
            [sys.executable, "-c", QUICK, "build", str(path), "-o", str(target), "--force"],
            stdout=where,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
            check=False,
        )
        assert run.returncode == 0, run.stderr
        assert run.stderr == b""
        assert target.exists()


QUICK = (
    "import sys; from xlbudget.sheets.inputs import rows; rows.LEAST = 6; "
    "from xlbudget.commands.main import main; sys.exit(main())"
)
"""The command with few spare rows."""


def test_a_workbook_too_large_for_the_engine_is_still_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, minimal: dict[str, Any]
) -> None:
    """It takes 300,000 formulas; what it says when it refuses was seen with an earlier version of it."""

    def refuse(*_: object) -> None:
        raise EngineFailed("formualizer", formualizer.said("formula count exceeds the limit"))

    monkeypatch.setattr(formualizer.Calculation, "values", refuse)
    target = tmp_path / "book.xlsx"
    assert main(["build", str(written(tmp_path, minimal)), "-o", str(target)]) == 0
    said = capsys.readouterr().err
    assert "公式太多，超过了它的上限" in said
    assert "没有写入算得的值" in said
    assert target.read_bytes() == settled(write(assemble(Data(minimal))))
