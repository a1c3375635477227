"""The package of a workbook from outside: a zip opened with care, its parts read within limits.

Nothing is extracted and nothing is written; sizes that the file declares are not believed.
"""

from __future__ import annotations

import posixpath
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from xlbudget.disk import given
from xlbudget.errors import NotAWorkbook, WorkbookDamaged, WorkbookTooLarge

FILE_LIMIT = 200_000_000
"""字节：文件本身。"""
TOTAL_LIMIT = 300_000_000
"""字节：解压以后全部部件，按声明的大小，也按实际读出的。"""
PART_LIMIT = 100_000_000
"""字节：解压以后的一个部件。"""
RATIO_LIMIT = 500
"""解压后与压缩前之比；表格很少超过 60，压缩炸弹接近 1000。"""
RATIO_FROM = 10_000_000
"""字节：更小的部件不问比例。"""
ENTRIES_LIMIT = 10_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass
class Package:
    """The parts of an .xlsx file, by name; every trouble is one of ``errors.py`` and names the file."""

    path: Path
    _zip: ZipFile
    names: tuple[str, ...]
    content: bytes = field(repr=False)
    """The file itself."""
    spent: int = field(default=0)
    """Bytes unpacked so far."""

    @classmethod
    def open(cls, path: Path) -> Package:
        """Read the file into memory (it is never changed) and look at its table of contents."""
        return cls.of(path, _content(path))

    @classmethod
    def of(cls, path: Path, content: bytes) -> Package:
        """A package in memory; ``path`` is what refusals call it."""
        try:
            archive = ZipFile(BytesIO(content))
        except (BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
            raise WorkbookDamaged(path, "压缩包不完整，可能没有下载或复制完") from None
        package = cls(path, archive, tuple(archive.namelist()), content)
        package._check(archive.infolist())
        return package

    def _check(self, entries: list[ZipInfo]) -> None:
        if len(entries) > ENTRIES_LIMIT:
            raise WorkbookTooLarge(self.path, f"里面有 {len(entries)} 个部件")
        if (total := sum(entry.file_size for entry in entries)) > TOTAL_LIMIT:
            raise WorkbookTooLarge(self.path, f"解压后有 {total // 1_000_000} MB，上限 {TOTAL_LIMIT // 1_000_000} MB")
        if "xl/workbook.bin" in self.names:
            raise NotAWorkbook(self.path, "它是 .xlsb 二进制格式，请另存为 .xlsx")
        if "mimetype" in self.names and "content.xml" in self.names:
            raise NotAWorkbook(self.path, "它是 .ods 格式，请另存为 .xlsx")

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """A part, unpacked step by step: a part that grows beyond the limits is refused, whatever it declares."""
        try:
            entry = self._zip.getinfo(name)
            if entry.flag_bits & 1:
                raise NotAWorkbook(self.path, "压缩包加了密码，请去掉密码后另存")
            with self._zip.open(entry) as stream:
                content = stream.read(min(PART_LIMIT, TOTAL_LIMIT - self.spent) + 1)
        except KeyError:
            raise WorkbookDamaged(self.path, f"缺少部件 {name}") from None
        except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise WorkbookDamaged(self.path, f"部件 {name} 解不开") from None
        self.spent += len(content)
        ratio = len(content) / max(entry.compress_size, 1)
        if len(content) > PART_LIMIT or self.spent > TOTAL_LIMIT:
            raise WorkbookTooLarge(self.path, f"部件 {name} 解压后超过上限")
        if len(content) > RATIO_FROM and ratio > RATIO_LIMIT:
            raise WorkbookTooLarge(self.path, f"部件 {name} 的压缩比达 {ratio:.0f}，像是压缩炸弹")
        return content

    def xml(self, name: str) -> Any:
        """The root element of a small part."""
        try:
            return etree.fromstring(self.read(name), _parser())
        except (etree.XMLSyntaxError, ValueError):
            raise WorkbookDamaged(self.path, f"部件 {name} 不是有效的 XML") from None

    def elements(self, name: str, *tags: str) -> Any:
        """The elements with these local names as they end, in file order; clear each when done with it."""
        wanted = tuple(f"{{*}}{tag}" for tag in tags)
        try:
            for _, element in etree.iterparse(
                BytesIO(self.read(name)), tag=wanted, resolve_entities=False, no_network=True, load_dtd=False
            ):
                yield element
                element.clear()
        except etree.XMLSyntaxError:
            raise WorkbookDamaged(self.path, f"部件 {name} 不是有效的 XML") from None

    def related(self, name: str) -> list[tuple[str, str, str]]:
        """The relations of a part ("" for the package): id, last word of the type, target part."""
        folder, file = posixpath.split(name)
        source = posixpath.join(folder, "_rels", f"{file}.rels")
        if source not in self:
            return []
        found = []
        for relation in self.xml(source):
            if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target", "")
            target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.append((relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], target))
        return found

    def target(self, name: str, kind: str) -> str | None:
        """The first part of this type that ``name`` relates to."""
        return next((target for _, word, target in self.related(name) if word == kind), None)


def _content(path: Path) -> bytes:
    content = given.content(path, FILE_LIMIT)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise NotAWorkbook(path, "它设了打开密码，请去掉密码后另存")
        raise NotAWorkbook(path, "它是旧的 .xls 或 .et 格式，请用 Excel 或 WPS 另存为 .xlsx")
    if not content:
        raise NotAWorkbook(path, "文件是空的")
    if not content.startswith(b"PK"):
        raise NotAWorkbook(path, "内容不是 Excel 工作簿，只是文件名像")
    return content


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
