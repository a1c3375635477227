"""What others hold or refuse: two runs in one folder, odd file systems, links, devices, kills and interrupts."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from errno import EINVAL, ENOTSUP, EPERM
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.commands.test_command_line import refused
from tests.conftest import ROOT, SHANGHAI
from xlbudget.addin.buttons import export
from xlbudget.addin.file_desk import FileDesk
from xlbudget.commands import console
from xlbudget.commands import main as commands
from xlbudget.commands.main import main
from xlbudget.disk import input_file, interrupts, work_folder
from xlbudget.disk.output_files import put, put_all, write_all
from xlbudget.errors import (
    TargetExists,
    TargetFolderMissing,
    TargetIsSource,
    TargetsExist,
    TargetUnwritable,
    XlbudgetError,
)
from xlbudget.export.papers import Exported
from xlbudget.reading.code_table import CodeTable

SET = {"甲.xlsx": b"1", "乙.xlsx": b"2", "丙.pdf": b"3"}


def held(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, out of sight too."""
    return {path.name: path.read_bytes() if path.is_file() else b"/" for path in folder.iterdir()}


def before_call(patch: pytest.MonkeyPatch, name: str, number: int, happens: Callable[[], Any]) -> None:
    """Something happens before that call of a function of os."""
    real, calls = getattr(os, name), iter(range(10_000))

    def called(*arguments: Any, **more: Any) -> Any:
        if next(calls) == number:
            happens()
        return real(*arguments, **more)

    patch.setattr(os, name, called)


def raising(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


# ---------------------------------------------------------------- sets of files


def test_a_set_is_written(tmp_path: Path) -> None:
    assert write_all(tmp_path, SET) == [tmp_path / name for name in SET]
    assert held(tmp_path) == SET
    assert write_all(tmp_path / "新", SET) == [tmp_path / "新" / name for name in SET]
    assert held(tmp_path / "新") == SET


@pytest.mark.parametrize("error", [PermissionError(13, "拒绝"), KeyboardInterrupt()], ids=["refused", "stopped"])
@pytest.mark.parametrize("call", ["fsync", "replace", "link"])
@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("links", [True, False])
def test_where_one_file_cannot_be_put_the_folder_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, call: str, number: int, links: bool
) -> None:
    """Whichever step of whichever file fails, whether the file system has hard links or not."""
    before = {"甲.xlsx": b"0", "乙.xlsx": b"00"}
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    nodes = {name: (tmp_path / name).stat().st_ino for name in before}
    failed = False

    def fail() -> None:
        nonlocal failed
        failed = True
        raise error

    if links:
        before_call(monkeypatch, call, number, fail)
    else:
        monkeypatch.setattr(os, "link", raising(OSError(ENOTSUP, "no links")))
        if call != "link":
            before_call(monkeypatch, call, number, fail)
    try:
        write_all(tmp_path, SET, list(before))
    except (TargetUnwritable, KeyboardInterrupt):
        assert failed
        assert held(tmp_path) == before
        if links:
            assert {name: (tmp_path / name).stat().st_ino for name in before} == nodes
    else:
        # 没有硬链接时换成复制、占名字，照样写好。
        assert not failed or isinstance(error, OSError)
        assert held(tmp_path) == SET
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("fails", [True, False])
def test_files_of_several_folders_are_one_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    files = {tmp_path / "甲" / "a": b"1", tmp_path / "乙" / "b": b"2"}
    for path in files:
        path.parent.mkdir()
        path.write_bytes(b"0")
    if fails:
        before_call(monkeypatch, "replace", 1, raising(PermissionError(13, "拒绝")))
        with pytest.raises(TargetUnwritable):
            put_all(files)
    else:
        put_all(files)
    for path, content in files.items():
        assert held(path.parent) == {path.name: b"0" if fails else content}


def test_a_folder_that_was_made_is_gone_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before_call(monkeypatch, "fsync", 1, raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write_all(tmp_path / "新", SET)
    assert list(tmp_path.iterdir()) == []


def test_files_that_are_there_are_refused(tmp_path: Path) -> None:
    (tmp_path / "乙.xlsx").write_bytes(b"0")
    with pytest.raises(TargetExists, match=r"乙\.xlsx 已经存在"):
        write_all(tmp_path, SET)
    assert held(tmp_path) == {"乙.xlsx": b"0"}
    write_all(tmp_path, SET, ["乙.xlsx"])
    assert held(tmp_path) == SET
    with pytest.raises(TargetsExist, match=r"甲\.xlsx、乙\.xlsx、丙\.pdf，一个也没有写"):
        write_all(tmp_path, SET)
    many = {f"{n}.xlsx": b"" for n in range(7)}
    write_all(tmp_path, many)
    with pytest.raises(TargetsExist, match=r"、4\.xlsx 等 7 个文件，"):
        write_all(tmp_path, many)


def test_folders_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    (tmp_path / "甲.xlsx").mkdir()
    refusals: list[tuple[Path, type[XlbudgetError]]] = [
        (tmp_path / "文件", TargetUnwritable),
        (tmp_path / "没有" / "新", TargetFolderMissing),
        (tmp_path / "文件" / "新", TargetFolderMissing),
        (tmp_path, TargetUnwritable),
    ]
    for folder, sentence in refusals:
        with pytest.raises(sentence):
            write_all(folder, SET, list(SET))
    assert sorted(held(tmp_path)) == ["文件", "甲.xlsx"]


# ---------------------------------------------------------------- two at once


OTHERS = {"甲.xlsx": b"other 1", "丁.xlsx": b"other 4"}


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("fails", [True, False])
def test_another_run_in_the_same_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, fails: bool
) -> None:
    """A whole export of another into the folder, at every step of ours, which then fails or not."""
    before = dict.fromkeys(SET, b"0")
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)

    def happens() -> None:
        with monkeypatch.context() as patch:
            patch.undo()
            patch.setattr(os, call, real)
            write_all(tmp_path, OTHERS, list(OTHERS))
        if fails:
            raise PermissionError(13, "拒绝")

    real = getattr(os, call)
    before_call(monkeypatch, call, number, happens)
    if fails:
        with pytest.raises(TargetUnwritable):
            write_all(tmp_path, SET, list(SET))
        # 我们的一个也没有留下；别人写的都在，原来的也都在。
        assert held(tmp_path) == before | OTHERS
    else:
        write_all(tmp_path, SET, list(SET))
        late = call == "replace" and number > 0
        assert held(tmp_path) == OTHERS | SET | ({"甲.xlsx": OTHERS["甲.xlsx"]} if late else {})


RACE = """
import sys
import tempfile
from pathlib import Path
from xlbudget.disk.output_files import write_all
from xlbudget.errors import XlbudgetError
folder, who = Path(sys.argv[1]), sys.argv[2]
names = [f"{n}.xlsx" for n in range(8)]
print("ready", flush=True)
sys.stdin.readline()
for turn in range(20):
    try:
        write_all(folder, {name: f"{who} {turn}".encode() for name in names}, names)
    except XlbudgetError as error:
        print(error)
"""


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    """Twenty times each: no run is disturbed, every file is whole, and nothing else is left."""
    command = [sys.executable, "-c", RACE, str(tmp_path)]
    runs = [
        subprocess.Popen([*command, who], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for who in "ab"
    ]
    for run in runs:
        assert run.stdout
        assert run.stdout.readline() == "ready\n"
    for run in runs:
        assert run.stdin
        run.stdin.write("\n")
        run.stdin.flush()
    assert [run.communicate(timeout=60)[0] for run in runs] == ["", ""]
    assert sorted(held(tmp_path)) == [f"{n}.xlsx" for n in range(8)]
    assert {content[2:] for content in held(tmp_path).values()} == {b"19"}


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("number", range(3))
def test_a_file_that_comes_while_ours_is_made_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, links: bool
) -> None:
    """However late: in the moment before the rename."""
    late = list(SET)[number]
    if not links:
        monkeypatch.setattr(os, "link", raising(OSError(ENOTSUP, "no links")))
    before_call(monkeypatch, "link" if links else "open", number, lambda: (tmp_path / late).write_bytes(b"mine"))
    if not links:
        # os.open 也用来占名字；别的地方不经过它。
        monkeypatch.setattr(tempfile, "mkdtemp", lambda prefix, dir: _folder(dir, prefix))
    with pytest.raises(TargetExists, match=late):
        write_all(tmp_path, SET)
    assert held(tmp_path) == {late: b"mine"}


def _folder(parent: Path, prefix: str) -> str:
    (parent / f"{prefix}1").mkdir()
    return str(parent / f"{prefix}1")


def test_nor_is_one_by_put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.xlsx"
    before_call(monkeypatch, "link", 0, lambda: target.write_bytes(b"mine"))
    with pytest.raises(TargetExists):
        put(target, b"ours")
    assert held(tmp_path) == {"a.xlsx": b"mine"}


class Asking(FileDesk):
    """A person who agrees to whatever is asked, as in Excel."""

    def may_replace(self, paths: Sequence[Path]) -> bool:
        return bool(paths)


@pytest.mark.parametrize("late", ["甲.xlsx", "乙.xlsx", "乙.pdf"])
@pytest.mark.parametrize(("kind", "force"), [(FileDesk, False), (FileDesk, True), (Asking, False)])
def test_an_export_replaces_what_was_agreed_and_nothing_that_came_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[FileDesk], force: bool, late: str
) -> None:
    """``late`` comes while the PDFs are made."""

    def pdfs(_: FileDesk, workbooks: Mapping[str, bytes]) -> dict[str, bytes]:
        (tmp_path / late).write_bytes(b"mine")
        return {f"{name[:-5]}.pdf": b"ours" for name in workbooks}

    monkeypatch.setattr(FileDesk, "pdfs", pdfs)
    monkeypatch.setattr(export, "examined", lambda *_: SimpleNamespace(rebuilt=SimpleNamespace(judged=0, verdicts=0)))
    monkeypatch.setattr(export, "exports", lambda *_: [Exported(name, ()) for name in "甲乙"])
    monkeypatch.setattr(export, "package", lambda _: b"ours")
    monkeypatch.setattr(export, "left_out", lambda *_: [])
    monkeypatch.setattr(export, "of_workbook", lambda *_: ())
    before = {} if kind is FileDesk and not force else {"甲.pdf": b"old"}
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    desk = kind(tmp_path / "a.xlsx", out=tmp_path, force=force, content=b"PK")
    ours = dict.fromkeys(("甲.xlsx", "甲.pdf", "乙.xlsx", "乙.pdf"), b"ours")
    if force:
        export.export_to_folder(desk, "公开表")
        assert held(tmp_path) == ours
    else:
        with pytest.raises(TargetExists, match=late):
            export.export_to_folder(desk, "公开表")
        assert held(tmp_path) == before | {late: b"mine"}


def test_an_export_does_not_replace_the_workbook_itself(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    book.write_bytes(b"PK")
    (tmp_path / "b.xlsx").symlink_to(book)
    for path in (book, tmp_path / "b.xlsx"):
        with pytest.raises(TargetIsSource):
            FileDesk(book, force=True, content=b"PK").may_replace([tmp_path / "c.xlsx", path])


# ---------------------------------------------------------------- what is left of a kill


LEFT = """
import os, signal, sys, time
from pathlib import Path
from xlbudget.disk.work_folder import BESIDE, workplace
with workplace(Path(sys.argv[1]), sys.argv[2]) as folder:
    (folder / "half.xlsx").write_bytes(b"half")
    print(folder.name, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("prefix", [work_folder.BESIDE, work_folder.APART])
def test_only_the_dead_are_swept(tmp_path: Path, prefix: str) -> None:
    def start() -> tuple[subprocess.Popen[str], str]:
        run = subprocess.Popen(
            [sys.executable, "-c", LEFT, str(tmp_path), prefix], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert run.stdout
        return run, run.stdout.readline().strip()

    (killed, dead), (living, alive) = start(), start()
    killed.kill()
    killed.wait()
    with work_folder.workplace(tmp_path, prefix) as ours:
        assert sorted(held(tmp_path)) == sorted([ours.name, alive])
        assert dead != alive
    living.kill()
    living.wait()
    living.stdout.close() if living.stdout else None
    killed.stdout.close() if killed.stdout else None
    with work_folder.workplace(tmp_path, prefix):
        pass
    assert not held(tmp_path)


WHAT = {
    "没有锁的文件夹": (False, b"", False),
    "锁住以前就没了的": (True, b"", False),
    "别的电脑的": (True, b"another computer", False),
    "这台电脑的": (True, work_folder.HERE, True),
}
"""A folder with a lock or not, what stands in it, and whether that alone proves it dead."""


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize("held_by_another", [True, False])
@pytest.mark.parametrize("what", WHAT)
def test_what_proves_that_a_folder_is_of_the_dead(tmp_path: Path, what: str, held_by_another: bool, old: bool) -> None:
    locked, mark, proof = WHAT[what]
    left = tmp_path / f"{work_folder.BESIDE}x"
    left.mkdir()
    (left / "half.xlsx").write_bytes(b"half")
    if locked:
        (left / work_folder.LOCK).write_bytes(mark)
    if old:
        long_ago = left.stat().st_mtime - 2 * work_folder.DAY
        os.utime(left, (long_ago, long_ago))
    with (left / (work_folder.LOCK if locked else "half.xlsx")).open("r+b") as file:
        if held_by_another:
            assert work_folder.lock(file)
        put(tmp_path / "a.xlsx", b"1")
    swept = (proof or old) and not (held_by_another and mark)
    assert sorted(held(tmp_path)) == (["a.xlsx"] if swept else [left.name, "a.xlsx"])


def test_what_only_has_such_a_name_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links, pipes, young files, and among the system's temporary files all that has no lock of ours."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a").write_bytes(b"a")
    folder = tmp_path / "tmp"
    folder.mkdir()
    (folder / "xlbudget-0.3.0").mkdir()
    (folder / "xlbudget-link").symlink_to(elsewhere)
    os.mkfifo(folder / "xlbudget-pipe")
    (folder / "xlbudget-new.log").write_bytes(b"")
    (folder / "xlbudget-fifo").mkdir()
    os.mkfifo(folder / "xlbudget-fifo" / work_folder.LOCK)
    for path in folder.iterdir():
        os.utime(path, (0, 0), follow_symlinks=False)
    before = sorted(path.name for path in folder.iterdir())
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(folder))
    with work_folder.workplace():
        pass
    assert sorted(path.name for path in folder.iterdir()) == before
    assert (elsewhere / "a").exists()


def test_temporary_files_of_earlier_versions_are_swept_when_a_day_old(tmp_path: Path) -> None:
    for name, age in (("young", 0.9), ("old", 1.1)):
        for left in (tmp_path / f".xlbudget-{name}.xlsx", tmp_path / f".xlbudget-export-{name}" / "1"):
            left.parent.mkdir(exist_ok=True)
            left.write_bytes(b"half")
            top = tmp_path / left.relative_to(tmp_path).parts[0]
            then = top.stat().st_mtime - age * work_folder.DAY
            os.utime(top, (then, then))
    put(tmp_path / "a.xlsx", b"1")
    assert sorted(held(tmp_path)) == [".xlbudget-export-young", ".xlbudget-young.xlsx", "a.xlsx"]


# ---------------------------------------------------------------- file systems that refuse


@pytest.mark.parametrize("error", [PermissionError(EPERM, "no"), OSError(ENOTSUP, "no"), OSError(EINVAL, "no")])
@pytest.mark.parametrize(
    "calls", [["chmod"], ["copystat"], ["utime"], ["link"], ["chmod", "copystat", "utime", "link"]]
)
def test_where_modes_and_links_are_refused_files_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: list[str], error: OSError
) -> None:
    for name in SET:
        (tmp_path / name).write_bytes(b"0")
    for call in calls:
        monkeypatch.setattr(shutil if call == "copystat" else os, call, raising(error))
    write_all(tmp_path, SET, list(SET))
    put(tmp_path / "丁.json", b"4")
    put(tmp_path / "丁.json", b"5", force=True)
    assert held(tmp_path) == SET | {"丁.json": b"5"}


def test_a_file_system_that_cannot_flush(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", raising(OSError(EINVAL, "not here")))
    put(tmp_path / "a.json", b"1")
    assert held(tmp_path) == {"a.json": b"1"}


# ---------------------------------------------------------------- links, modes, devices


def special(folder: Path) -> dict[str, Path]:
    """What has a name and is no regular file."""
    os.mkfifo(folder / "pipe.xlsx")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(os.path.relpath(folder / "socket.xlsx"))
    listening.close()
    (folder / "folder.xlsx").mkdir()
    (folder / "device.xlsx").symlink_to("/dev/null")
    (folder / "endless.xlsx").symlink_to("/dev/zero")
    (folder / "loop.xlsx").symlink_to(folder / "loop.xlsx")
    (folder / "topipe.xlsx").symlink_to(folder / "pipe.xlsx")
    return {path.stem: path for path in sorted(folder.iterdir())}


def test_what_is_no_regular_file_is_no_target(tmp_path: Path) -> None:
    there = special(tmp_path)
    before = {name: path.lstat() for name, path in there.items()}
    for name, path in there.items():
        for write in (lambda path=path: put(path, b"1", force=True), lambda path=path: _all(path)):
            with pytest.raises(TargetUnwritable) as caught:
                write()
            assert str(path) in str(caught.value), name
    assert {name: path.lstat().st_ino for name, path in there.items()} == {n: s.st_ino for n, s in before.items()}
    assert len(list(tmp_path.iterdir())) == len(there)


def _all(path: Path) -> list[Path]:
    return write_all(path.parent, {"b.xlsx": b"2", path.name: b"1"}, [path.name])


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o666, 0o444])
@pytest.mark.parametrize("depth", range(4))
@pytest.mark.parametrize("whole", [True, False])
def test_force_writes_through_links_and_keeps_the_mode(tmp_path: Path, depth: int, mode: int, whole: bool) -> None:
    """A link to a link to a file of another folder: all of them stay what they are."""
    folders = [tmp_path / str(number) for number in range(depth + 1)]
    for folder in folders:
        folder.mkdir()
    real = folders[-1] / "real.xlsx"
    real.write_bytes(b"0")
    real.chmod(mode)
    for folder, to in zip(folders[:-1], [*(f / "a.xlsx" for f in folders[1:-1]), real], strict=False):
        (folder / "a.xlsx").symlink_to(os.path.relpath(to, folder))
    target = folders[0] / ("a.xlsx" if depth else "real.xlsx")
    with pytest.raises(TargetExists):
        put(target, b"1")
    if whole:
        write_all(target.parent, {"b.xlsx": b"2", target.name: b"1"}, [target.name])
    else:
        put(target, b"1", force=True)
    assert real.read_bytes() == b"1"
    assert stat.S_IMODE(real.stat().st_mode) == mode
    assert [(folder / "a.xlsx").is_symlink() for folder in folders[:-1]] == [True] * depth
    assert not list(tmp_path.rglob(".*"))


def test_force_writes_what_a_broken_link_names(tmp_path: Path) -> None:
    (tmp_path / "link.xlsx").symlink_to("real.xlsx")
    with pytest.raises(TargetExists):
        put(tmp_path / "link.xlsx", b"1")
    put(tmp_path / "link.xlsx", b"1", force=True)
    assert (tmp_path / "link.xlsx").is_symlink()
    assert (tmp_path / "real.xlsx").read_bytes() == b"1"
    (tmp_path / "far.xlsx").symlink_to("none/real.xlsx")
    with pytest.raises(TargetFolderMissing, match="none"):
        put(tmp_path / "far.xlsx", b"1", force=True)


def test_a_new_file_has_the_mode_of_new_files(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    put(tmp_path / "a.xlsx", b"1")
    assert (tmp_path / "a.xlsx").stat().st_mode == (tmp_path / "usual").stat().st_mode


READERS = {
    "build": ["build", "{}", "-o", "{out}.xlsx"],
    "build --layout": ["build", str(SHANGHAI), "--layout", "{}", "-o", "{out}.xlsx"],
    "read": ["read", "{}", "-o", "{out}.json"],
    "read --layout": ["read", str(ROOT / "workbooks" / "template-2024.xlsx"), "--layout", "{}", "-o", "{out}.json"],
    "check": ["check", "{}"],
    "new --from": ["new", "--year", "2026", "--from", "{}", "-o", "{out}.xlsx"],
    "new --layout": ["new", "--year", "2026", "--layout", "{}", "-o", "{out}.xlsx"],
    "layout check": ["layout", "check", "{}"],
    "recalc": ["recalc", "{}", "-o", "{out}.xlsx"],
    "rebuild": ["rebuild", "{}", "-o", "{out}.xlsx"],
    "export": ["export", "{}", "-o", "{out}"],
    "subjects import": ["subjects", "import", "{}", "--year", "2024", "-o", "{out}.csv"],
    "subjects diff": ["subjects", "diff", "2023", "{}"],
    "import": ["import", "{}", "-o", "{out}.json"],
    "collect": ["collect", "{}", "--unit", "某局", "-o", "{out}.xlsx"],
}
FOLDERS = ("build", "check", "collect")
"""Of a folder they take what is in it."""


@pytest.mark.parametrize("command", READERS)
def test_no_command_reads_what_is_no_regular_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    for name, path in special(sources).items():
        arguments = [each.format(path, out=tmp_path / "out") for each in READERS[command]]
        said = refused(capsys, *arguments)
        if name == "folder" and command in FOLDERS:
            assert f"文件夹 {path} 里没有" in said
            continue
        assert f"无法读取文件 {path}：" in said, name
        assert ("它是文件夹" if name == "folder" else "链接绕成了圈" if name == "loop" else "它不是普通文件") in said
    assert [path.name for path in tmp_path.iterdir()] == ["sources"]


def test_every_command_that_reads_a_file_is_tried() -> None:
    """By its own parser: those that write nothing but what the program itself knows need none."""
    actions = next(action for action in commands.parser()._actions if action.choices)
    tried = {name.split()[0] for name in READERS}
    assert tried == set(actions.choices or ()) - {"rules", "addin", "desk", "wps"}


def test_reading_is_bounded_whatever_a_file_says_of_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert input_file.content(path, 5) == b"12345"
    with pytest.raises(XlbudgetError, match=r"太大，没有读：文件有 5 字节"):
        input_file.content(path, 4)
    if Path("/proc/self/maps").exists():
        assert Path("/proc/self/maps").stat().st_size == 0
        with pytest.raises(XlbudgetError, match=r"太大，没有读：文件有 101 字节"):
            input_file.content(Path("/proc/self/maps"), 100)


# ---------------------------------------------------------------- being stopped


STOPPING = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def said_by(capsys: pytest.CaptureFixture[str], arguments: list[object]) -> tuple[int, str, str]:
    """Run the command; its exit status and what it says."""
    code = main([str(argument) for argument in arguments])
    return (code, *capsys.readouterr())


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[object]:
    """A command that has done all its work but writing the file."""
    codes = CodeTable("functional", {"201": "一般公共服务支出"})
    monkeypatch.setattr("xlbudget.reading.code_table.read_codes", lambda *_: codes)
    (tmp_path / "table.xlsx").write_bytes(b"")
    return ["subjects", "import", tmp_path / "table.xlsx", "--year", "2023", "-o", tmp_path / "codes.csv"]


@pytest.mark.parametrize("how", STOPPING)
def test_stopped_before_it_is_written_nothing_is_there(
    quick: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], how: int
) -> None:
    before_call(monkeypatch, "fsync", 0, lambda: signal.raise_signal(how))
    assert said_by(capsys, quick) == (130, "", "xlbudget：已中断，没有写完的都没有留下。\n")
    assert sorted(held(tmp_path)) == ["table.xlsx"]


LATE: dict[str, tuple[Any, str]] = {
    "rename": (os, "link"),
    "clean-up": (shutil, "rmtree"),
    "message": (console, "say"),
}


@pytest.mark.parametrize("how", STOPPING)
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("when", LATE)
def test_stopped_when_all_is_there_it_says_so(
    quick: list[object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    when: str,
    after: bool,
    how: int,
) -> None:
    """From the last rename on: while it is cleaned up, while it says what was written."""
    where, name = LATE[when]
    real = getattr(where, name)

    def called(*arguments: Any, **more: Any) -> Any:
        if not after:
            signal.raise_signal(how)
        result = real(*arguments, **more)
        if after:
            signal.raise_signal(how)
        return result

    monkeypatch.setattr(where, name, called)
    code, out, err = said_by(capsys, quick)
    assert (code, err) == (0, "")
    assert out.startswith(f"已写出 {tmp_path / 'codes.csv'}")
    assert sorted(held(tmp_path)) == ["codes.csv", "table.xlsx"]


@pytest.mark.parametrize("how", STOPPING)
def test_stopped_again_while_it_cleans_up_it_leaves_nothing(
    quick: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], how: int
) -> None:
    real = shutil.rmtree

    def removed(path: Path, ignore_errors: bool) -> None:
        signal.raise_signal(how)
        real(path, ignore_errors=ignore_errors)
        signal.raise_signal(how)

    monkeypatch.setattr(shutil, "rmtree", removed)
    before_call(monkeypatch, "fsync", 0, lambda: signal.raise_signal(how))
    code, out, err = said_by(capsys, quick)
    assert (code, out, err) == (130, "", "xlbudget：已中断，没有写完的都没有留下。\n")
    assert sorted(held(tmp_path)) == ["table.xlsx"]


def test_a_signal_that_is_ignored_stays_ignored(
    quick: list[object], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        before_call(monkeypatch, "fsync", 0, lambda: signal.raise_signal(signal.SIGHUP))
        assert said_by(capsys, quick)[0] == 0
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_what_signals_did_before_they_do_again(quick: list[object]) -> None:
    before = [signal.getsignal(number) for number in interrupts.STOPPING]
    assert main([str(each) for each in quick]) == 0
    assert [signal.getsignal(number) for number in interrupts.STOPPING] == before


def test_in_a_thread_there_are_no_signals(tmp_path: Path) -> None:
    thread = threading.Thread(target=put, args=(tmp_path / "a.xlsx", b"1"))
    thread.start()
    thread.join()
    assert held(tmp_path) == {"a.xlsx": b"1"}


# ---------------------------------------------------------------- names of what is written


WRITERS: dict[str, tuple[list[str], list[str]]] = {
    "build": (["build", "没有.json", "-o"], [".xlsx"]),
    "new": (["new", "--year", "2026", "--layout", "没有.yaml", "-o"], [".xlsx"]),
    "read": (["read", "没有.xlsx", "-o"], [".json"]),
    "recalc": (["recalc", "没有.xlsx", "-o"], [".xlsx"]),
    "rebuild": (["rebuild", "没有.xlsx", "-o"], [".xlsx"]),
    "recalc .xlsm": (["recalc", "没有.xlsm", "-o"], [".xlsm"]),
    "check": (["check", "没有.xlsx", "-o"], [".txt", ""]),
    "import": (["import", "没有.pdf", "-o"], [".json"]),
    "collect": (["collect", "没有.xlsx", "--unit", "某局", "-o"], [".xlsx"]),
    "check json": (["check", "没有.xlsx", "--format", "json", "-o"], [".json", ""]),
    "check html": (["check", "没有.xlsx", "--format", "html", "-o"], [".html", ".htm", ""]),
    "subjects import": (["subjects", "import", "没有.xlsx", "--year", "2024", "-o"], [".csv"]),
    "addin build": (["addin", "build", "-o"], [".xlam"]),
    "layout new": (["layout", "new", "--from", "没有", "-o"], [".yaml", ".yml"]),
}
ENDINGS = ["", ".xls", ".xlsx", ".xlsm", ".xlsb", ".xlam", ".csv", ".json", ".html", ".htm", ".txt", ".pdf", ".et"]
ENDINGS += [".xlsx ", ".xlsx.", ".xlsx.bak", ".ｘｌｓｘ", ".JSON5"]


@pytest.mark.parametrize("command", WRITERS)
def test_a_name_that_is_not_of_what_is_written_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    """Before anything is done, with --force or without; an ending of ours may be in capitals."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("xlbudget.addin.xlam.build", raising(XlbudgetError("到这里为止")))
    arguments, ours = WRITERS[command]
    for number, ending in enumerate(ENDINGS):
        force = ["--force"] if number % 2 else []
        said = refused(capsys, *arguments, f"out{ending}", *force)
        assert ("的扩展名与内容不符；请在 -o 后面写一个以" in said) == (ending not in ours), (ending, said)
        assert ("out" in said) == (ending not in ours)
    for ending in ours:
        for written_so in (ending.upper(), ending.title()):
            assert "扩展名" not in refused(capsys, *arguments, f"out{written_so}")
    nameless = [] if "" in ours else [ours[0]]
    for odd in (*nameless, "-", "."):
        said = refused(capsys, *arguments, odd)
        assert ("它是文件夹" if odd == "." else ours[0]) in said
    assert not held(tmp_path)


@pytest.mark.parametrize("name", ["-", "out.xlsx", "out.PDF"])
def test_export_wants_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    book = ROOT / "workbooks" / "template-2024.xlsx"
    assert "后面应是文件夹" in refused(capsys, "export", book, "-o", name if name == "-" else tmp_path / name)
    assert not held(tmp_path)


def test_every_command_that_writes_a_file_is_tried() -> None:
    """All that have -o, by their own parsers."""

    def named(parser: Any, name: str) -> Iterator[str]:
        for action in parser._actions:
            if "-o" in action.option_strings:
                yield name
            for each, inner in (action.choices or {}).items() if isinstance(action.choices, dict) else ():
                yield from named(inner, f"{name} {each}".strip())

    assert set(named(commands.parser(), "")) - {"export"} == {
        " ".join(word for word in name.split() if word not in ("json", "html", ".xlsm")) for name in WRITERS
    }


def test_no_path_on_the_way_is_much_longer_than_that_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows counts the characters of a path; and a name of 255 bytes is as good as any."""
    longest = 0

    def seeing(real: Callable[..., object]) -> Callable[..., object]:
        def called(*paths: object) -> object:
            nonlocal longest
            longest = max(longest, *(len(str(path)) for path in paths if isinstance(path, Path)))
            return real(*paths)

        return called

    for name in ("link", "replace"):
        monkeypatch.setattr(os, name, seeing(getattr(os, name)))
    name = "名" * 83 + "a.xlsx"
    for force in (False, True):
        put(tmp_path / name, b"1", force)
    assert len(name.encode()) == 255
    short = tmp_path / "a.xlsx"
    longest = 0
    write_all(tmp_path, {"a.xlsx": b"1", "b.xlsx": b"2"})
    write_all(tmp_path, {"a.xlsx": b"3", "b.xlsx": b"4"}, ["a.xlsx", "b.xlsx"])
    assert held(tmp_path) == {name: b"1", "a.xlsx": b"3", "b.xlsx": b"4"}
    assert len(str(short)) < longest <= len(str(tmp_path)) + 30
