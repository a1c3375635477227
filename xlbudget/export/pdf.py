"""The same papers as PDF, made by LibreOffice where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xlbudget.errors import EngineFailed, PdfFailed
from xlbudget.workbook.engines import libreoffice


def pdfs(files: Mapping[str, bytes]) -> dict[str, bytes] | None:
    """A PDF of every file, under its name, in one start of LibreOffice; None where that is not installed."""
    if libreoffice.program() is None:
        return None
    if not files:
        return {}
    with libreoffice.working() as folder:
        # Numbers only: in some locales LibreOffice opens no file with other names.
        sources = [folder / f"{number}{Path(name).suffix}" for number, name in enumerate(files, 1)]
        for source, content in zip(sources, files.values(), strict=True):
            source.write_bytes(content)
        try:
            made = libreoffice.convert_all(sources, "pdf", folder)
        except EngineFailed as error:
            raise PdfFailed(error.why) from error
        names = (name.removesuffix(Path(name).suffix) for name in files)
        return {f"{name}.pdf": path.read_bytes() for name, path in zip(names, made, strict=True)}
