"""A set of files written to a folder: all of them, or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from xlbudget.errors import TargetExists, TargetFolderMissing, TargetsExist, TargetUnwritable
from xlbudget.workbook.package import unwritable

HIDDEN = ".xlbudget-export-"
"""What the name of the folder begins with in which a set is made."""


def write_all(
    folder: Path, files: Mapping[str, bytes] | Iterable[tuple[str, bytes]], force: bool = False
) -> list[Path]:
    """Write the files, called by their names, to ``folder``; where anything goes wrong it is as it was before.

    Files made while they are written are refused when the last one is there; a mapping before the first one is.
    """
    if isinstance(files, Mapping):
        check_targets(folder, list(files), force)
        files = files.items()
    check_targets(folder, [], force)
    try:
        with _present(folder), tempfile.TemporaryDirectory(prefix=HIDDEN, dir=folder) as hidden:
            _sweep(folder, Path(hidden))
            staged = [
                _written(Path(hidden) / str(number), name, content) for number, (name, content) in enumerate(files)
            ]
            check_targets(folder, [path.name for path in staged], force)
            return _moved(staged, folder, Path(hidden))
    except OSError as error:
        raise unwritable(_meant(folder, error), error) from None


def check_targets(folder: Path, names: Sequence[str], force: bool) -> None:
    """Refuse what cannot be written: a folder that is none, and without ``force`` files that are there."""
    try:
        if os.path.lexists(folder) and not folder.is_dir():
            raise TargetUnwritable(folder, "它不是文件夹")
        if not folder.is_dir() and not folder.parent.is_dir():
            raise TargetFolderMissing(folder.parent)
        for name in names:
            if (folder / name).is_dir():
                raise TargetUnwritable(folder / name, "它是文件夹")
        there = [name for name in names if os.path.lexists(folder / name)]
    except OSError as error:
        raise unwritable(folder, error) from None
    if there and not force:
        raise TargetExists(folder / there[0]) if len(there) == 1 else TargetsExist(folder, there)


def _meant(folder: Path, error: OSError) -> Path:
    """The file that could not be written, under the name and in the place that the user knows."""
    name = Path(str(error.filename2 or error.filename or "")).name
    return folder if not name or name == folder.name or name.startswith(HIDDEN) else folder / name


@contextmanager
def _present(folder: Path) -> Iterator[None]:
    """The folder, made when it is missing, and gone again when nothing came of it."""
    made = not folder.is_dir()
    if made:
        folder.mkdir()
    try:
        yield
    except BaseException:
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise


def _sweep(folder: Path, ours: Path) -> None:
    """Remove what a run that was killed has left."""
    for left in folder.glob(f"{HIDDEN}*"):
        if left != ours and left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)


def _written(place: Path, name: str, content: bytes) -> Path:
    """The file, whole and on the disk, in a folder of its own."""
    place.mkdir()
    path = place / name
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path


def _moved(staged: Sequence[Path], folder: Path, hidden: Path) -> list[Path]:
    """Put every file in its place; what was there before comes back when one cannot be."""
    before = hidden / "before"
    before.mkdir()
    begun: list[Path] = []
    try:
        for path in staged:
            target = folder / path.name
            if os.path.lexists(target):
                shutil.copy2(target, before / path.name, follow_symlinks=False)
            begun.append(target)
            os.replace(path, target)
    except BaseException:
        for target, path in zip(reversed(begun), reversed(staged[: len(begun)]), strict=True):
            _undo(target, path, before / target.name)
        raise
    return begun


def _undo(target: Path, staged: Path, earlier: Path) -> None:
    if staged.exists():
        return
    with suppress(OSError):
        if os.path.lexists(earlier):
            os.replace(earlier, target)
        else:
            target.unlink()
