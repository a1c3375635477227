"""The buttons put where WPS looks for them, or not at all, and taken away again."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from xlbudget.addin.install.install import put_all_new
from xlbudget.addin.install.refusals import RemovalFailed
from xlbudget.addin.install.status import content
from xlbudget.addin.wps import listed, places, start_entry
from xlbudget.addin.wps.folder import FOLDER, NAME, files_of_addin
from xlbudget.addin.wps.refusals import WpsIsFlatpak
from xlbudget.addin.wps.status import status
from xlbudget.disk.output_files import put_all

NEXT = (
    "接下来：① 退出 WPS（全部窗口）；② 启动“预算绩效”（xlbudget desk）；③ 打开 WPS 表格，问是否加载 xlbudget 时选允许；"
    "④ 再退出、再打开一次，功能区里就有“预算绩效”这一页"
)


def install(folder: Path) -> list[str]:
    """Write the add-in, our entry, and something to start the process by for ``folder``; the lines to print."""
    home = places.addins()
    if shut_in := places.flatpak():
        raise WpsIsFlatpak(shut_in)
    files = {home / FOLDER / name: part for name, part in files_of_addin().items()}
    files[home / places.LISTED] = listed.with_ours(listed.read(home / places.LISTED))
    files |= start_entry.files(folder)
    put_all_new(files)
    old = _remove_folders(home, keep=FOLDER)
    written = [f"已写出 {home / FOLDER}（{len(files_of_addin())} 个文件）", f"已在 {home / places.LISTED} 里登记"]
    written += [f"已写出 {path}" for path in start_entry.files(folder)]
    return [*written, *(f"已删除旧的 {path}" for path in old), *status().lines, NEXT]


def uninstall() -> list[str]:
    """Delete what :func:`install` wrote, and nothing else; the lines to print."""
    home = places.addins()
    lines, path = [], home / places.LISTED
    if listed.entry(root := listed.read(path)) is not None:
        left = listed.without_ours(root)
        if left is None:
            _delete(path)
            lines.append(f"已删除 {path}（里面只有 xlbudget）")
        else:
            put_all({path: left})
            lines.append(f"已从 {path} 里去掉 xlbudget，别的加载项没有动")
    lines += [f"已删除 {folder}" for folder in _remove_folders(home)]
    for started in start_entry.places():
        if content(started) is not None:
            _delete(started)
            lines.append(f"已删除 {started}")
    return lines or [f"没有安装过，没有要删的（应在 {home}）"]


def _remove_folders(home: Path, keep: str = "") -> list[Path]:
    """Our own files in folders that are called as ours; what somebody has put beside them stays, with its folder."""
    names, found = files_of_addin(), []
    for folder in sorted(home.glob(f"{NAME}_*")):
        if folder.name == keep or folder.is_symlink() or not (folder / "main.js").is_file():
            continue
        ours = {folder / name for name in names} | set((folder / "images").glob("*.svg"))
        for path in sorted(ours):
            if path.is_file():
                _delete(path)
        for empty in (folder / "images", folder):
            with suppress(OSError):
                empty.rmdir()
        found.append(folder)
    return found


def _delete(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise RemovalFailed(path, error, "WPS") from None
