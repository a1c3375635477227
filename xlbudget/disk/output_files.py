"""Files written whole or not at all, one or a set of them; nothing is replaced that was not to be."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from errno import EINVAL, ELOOP, ENOSYS, ENOTSUP
from pathlib import Path
from typing import TypeAlias

from xlbudget import errors
from xlbudget.disk.interrupts import too_late, undisturbed
from xlbudget.disk.system import reason
from xlbudget.disk.work_folder import BESIDE, workplace

Content: TypeAlias = bytes | Callable[[Path], object]
"""What a file is to hold, or what writes it to a path, piece by piece, where it may be large."""


def check_target(path: Path, force: bool, *sources: Path | None, endings: Sequence[str] = ()) -> None:
    """Refuse early what :func:`put` would refuse late.

    ``sources`` must not be written over; ``endings`` are those that a file of its kind may have, whatever their case.
    """
    with _refusals(path):
        _check_kind(path)
        if path.exists() and any(source.exists() and path.samefile(source) for source in sources if source):
            raise errors.TargetIsSource(path)
        if endings and (str(path) == "-" or os.path.splitext(path.name)[1].lower() not in endings):
            raise errors.TargetEnding(path, endings)
        if os.path.lexists(path) and not force:
            raise errors.TargetExists(path)
        if not _through(path).parent.is_dir():
            raise errors.TargetFolderMissing(_through(path).parent)


def check_targets(folder: Path, names: Iterable[str], replaceable: Collection[str] = ()) -> None:
    """Refuse a folder that is none, and files that are there and not ``replaceable``."""
    with _refusals(folder):
        if os.path.lexists(folder) and not folder.is_dir():
            raise errors.TargetUnwritable(folder, "它不是文件夹")
        if not folder.is_dir() and not folder.parent.is_dir():
            raise errors.TargetFolderMissing(folder.parent)
    there = []
    for name in names:
        with _refusals(folder / name):
            _check_kind(folder / name)
            if os.path.lexists(folder / name) and name not in replaceable:
                there.append(name)
    if there:
        raise errors.TargetExists(folder / there[0]) if len(there) == 1 else errors.TargetsExist(folder, there)


def put(path: Path, content: Content, force: bool = False, final: bool = False) -> None:
    """Write a file in one step: beside it first, then a rename; ``final``: that was all the command had to do.

    With ``force`` it replaces what is there, keeps its mode, and follows a link, which stays.
    """
    check_target(path, force)
    _save([_File(path, content, force)], final)


def put_all(files: Mapping[Path, bytes]) -> None:
    """Write the files, replacing what is there; where anything goes wrong all is as it was."""
    for path in files:
        check_target(path, force=True)
    _save([_File(path, content, True) for path, content in files.items()], final=False)


def write_all(folder: Path, files: Mapping[str, bytes], replaceable: Collection[str] = ()) -> list[Path]:
    """Write the files, called by their names, to ``folder``; where anything goes wrong it is as it was before.

    It is the last thing that a command does. ``replaceable``: the names of files that may be replaced.
    """
    check_targets(folder, files, replaceable)
    with _folder(folder):
        _save([_File(folder / name, content, name in replaceable) for name, content in files.items()], final=True)
    return [folder / name for name in files]


@dataclass(frozen=True)
class _File:
    """What is to be written; ``path`` is what the user calls it."""

    path: Path
    content: Content
    replaces: bool


def _save(files: Sequence[_File], final: bool) -> None:
    with ExitStack() as places:
        rooms: dict[Path, Path] = {}
        written: list[tuple[Path, Path]] = []
        for number, file in enumerate(files):
            with _refusals(file.path):
                target = _through(file.path)
                if target.parent not in rooms:
                    # In the file system of the target, where renaming is one step.
                    rooms[target.parent] = places.enter_context(workplace(target.parent, BESIDE))
                written.append((_write(rooms[target.parent] / str(number), target, file.content), target))
        with undisturbed(), ExitStack() as undo:
            for file, (path, target) in zip(files, written, strict=True):
                with _refusals(file.path):
                    # With the last one all are there: what it replaces need not be kept.
                    undo.callback(_put(path, target, file.replaces, file is not files[-1]))
            undo.pop_all()
            if final:
                too_late()


def _write(path: Path, target: Path, content: Content) -> Path:
    """The file, whole and on the disk under a name for the time being, with the mode of the one it replaces."""
    if callable(content):
        content(path)
    with path.open("ab" if callable(content) else "xb") as file:
        file.write(b"" if callable(content) else content)
        file.flush()
        try:
            os.fsync(file.fileno())
        except OSError as error:
            if error.errno not in (EINVAL, ENOSYS, ENOTSUP):
                raise
    # Network shares and NTFS volumes let no mode be set; the file is written all the same.
    with suppress(OSError):
        os.chmod(path, stat.S_IMODE(target.stat().st_mode))
    return path


def _put(path: Path, target: Path, replaces: bool, keep: bool) -> Callable[[], None]:
    """Give a written file its name; returns what undoes it, for which what was there is to be kept."""
    ours, earlier = path.stat(), None
    if keep and replaces and target.exists():
        earlier = path.with_suffix(".before")
        try:
            os.link(target, earlier)
        except OSError:
            # No hard links here: a copy.
            shutil.copyfile(target, earlier)
            with suppress(OSError):
                shutil.copystat(target, earlier)
    (os.replace if replaces else _rename)(path, target)

    def undo() -> None:
        with suppress(OSError):
            # What another process has written here since is not ours.
            if os.path.samestat(ours, target.stat()):
                os.replace(earlier, target) if earlier else target.unlink()

    return undo


def _rename(path: Path, target: Path) -> None:
    """Rename a file; FileExistsError where there is one of that name, however late it came."""
    if os.name == "nt":
        os.rename(path, target)
        return
    try:
        os.link(path, target)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links: take the name first.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        try:
            os.replace(path, target)
        except BaseException:
            target.unlink()
            raise


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """The folder, made when it is missing, and gone again when nothing came of it."""
    made = False
    with _refusals(folder), suppress(FileExistsError):
        folder.mkdir()
        made = True
    try:
        yield
    except BaseException:
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise


def _through(path: Path) -> Path:
    """Where a link leads; a file that is none is itself."""
    found = Path(os.path.realpath(path)) if path.is_symlink() else path
    if found.is_symlink():
        raise OSError(ELOOP, "")
    return found


def _check_kind(path: Path) -> None:
    if path.is_dir():
        raise errors.TargetUnwritable(path, "它是文件夹")
    if path.exists() and not path.is_file():
        raise errors.TargetUnwritable(path, "它不是普通文件，而是管道或设备")


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """What the system refuses, as a sentence about the file that the user knows."""
    try:
        yield
    except FileExistsError:
        raise errors.TargetExists(path) from None
    except OSError as error:
        raise errors.TargetUnwritable(path, reason(error, writing=True)) from None
