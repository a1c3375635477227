"""The same papers as PDF, made by LibreOffice where there is one."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.errors import EngineFailed, PdfFailed
from xlbudget.workbook.engines import libreoffice


def pdfs(workbooks: Mapping[str, bytes]) -> dict[str, bytes] | None:
    """A PDF of every workbook, under its name, in one start of LibreOffice; None where that is not installed."""
    if libreoffice.program() is None:
        return None
    if not workbooks:
        return {}
    with libreoffice.working() as folder:
        # Numbers only: in some locales LibreOffice opens no file with other names.
        sources = [folder / f"{number}.xlsx" for number in range(1, len(workbooks) + 1)]
        for source, package in zip(sources, workbooks.values(), strict=True):
            source.write_bytes(package)
        try:
            made = libreoffice.convert_all(sources, "pdf", folder)
        except EngineFailed as error:
            raise PdfFailed(error.why) from error
        return {
            f"{name.removesuffix('.xlsx')}.pdf": path.read_bytes() for name, path in zip(workbooks, made, strict=True)
        }
