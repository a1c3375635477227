"""The package of a workbook from outside: a zip opened with care, its parts read within limits.

Nothing is extracted and nothing is written; sizes that the file declares are not believed.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from xlbudget.disk import input_file
from xlbudget.errors import NotAWorkbook, WorkbookDamaged, WorkbookTooLarge
from xlbudget.reading.file_kinds import refuse_mark, refuse_others
from xlbudget.reading.part_names import TYPES, called, part_key, relations_of, slashed

FILE_LIMIT = 200_000_000
"""Bytes of the file itself."""
TOTAL_LIMIT = 300_000_000
"""Bytes of all parts unpacked, as declared and as really read."""
PART_LIMIT = 250_000_000
"""Bytes of one part unpacked."""
RATIO_LIMIT = 500
"""Unpacked to packed: sheets seldom have more than 60, a zip bomb has nearly 1000."""
RATIO_FROM = 10_000_000
"""Bytes: of smaller parts the ratio does not matter."""
ENTRIES_LIMIT = 10_000

_SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    # Programs read the text around them as one text.
    "remove_comments": True,
    "remove_pis": True,
}
_TYPES_OF_RELATIONS = re.compile(
    r"http://(?:schemas\.openxmlformats\.org/(?:officeDocument|package)/2006/relationships(?:/metadata)?"
    r"|purl\.oclc\.org/ooxml/officeDocument/relationships(?:/metadata)?"
    r"|schemas\.microsoft\.com/office/[\w/]*relationships)/([\w-]+)"
)
"""Of others, and there may be some, programs do not know what they mean."""

_OTHERS = (
    ("xl/workbook.bin", "它是 .xlsb 二进制格式，请另存为 .xlsx"),
    ("content.xml", "它是 .ods 格式，请另存为 .xlsx"),
    ("word/document.xml", "它是 Word 文档，不是工作簿"),
    ("ppt/presentation.xml", "它是演示文稿，不是工作簿"),
)
"""Parts that a workbook of ours does not have, and what a package with them is."""


@dataclass
class Package:
    """The parts of an .xlsx file, by name; every trouble is one of ``errors.py`` and names the file.

    A part answers to every spelling of its name that the package standard holds for the same.
    """

    path: Path
    _zip: ZipFile
    entries: Mapping[str, ZipInfo]
    """The parts by the key of their names (``part_key``)."""
    content: bytes = field(repr=False)
    """The file itself."""
    spent: int = field(default=0)
    """Bytes unpacked so far."""

    @classmethod
    def open(cls, path: Path) -> Package:
        """Read the file into memory (it is never changed) and look at its table of contents."""
        refuse_mark(path)
        return cls.of(path, input_file.content(path, FILE_LIMIT))

    @classmethod
    def of(cls, path: Path, content: bytes) -> Package:
        """A package in memory; ``path`` is what refusals call it."""
        refuse_others(path, content)
        try:
            archive = ZipFile(BytesIO(content))
        except (BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
            raise WorkbookDamaged(path, "压缩包不完整，可能没有下载或复制完") from None
        package = cls(path, archive, _entries(path, archive.infolist()), content)
        package._check(archive.infolist())
        return package

    def _check(self, entries: list[ZipInfo]) -> None:
        if len(entries) > ENTRIES_LIMIT:
            raise WorkbookTooLarge(self.path, f"里面有 {len(entries)} 个部件")
        if (total := sum(entry.file_size for entry in entries)) > TOTAL_LIMIT:
            raise WorkbookTooLarge(self.path, f"解压后有 {total // 1_000_000} MB，上限 {TOTAL_LIMIT // 1_000_000} MB")
        for part, said in _OTHERS:
            if part in self:
                raise NotAWorkbook(self.path, said)
        if TYPES not in self and any(name.endswith((".xlsx", ".xls", ".et")) for name in self.entries):
            raise NotAWorkbook(self.path, "它是装着工作簿的压缩包，请先解压")

    def __contains__(self, name: str) -> bool:
        return part_key(name) in self.entries

    @property
    def plain(self) -> bytes:
        """The file with its parts called what their relations call them, for programs that compare letter by letter."""
        names = called(self.related)
        parts = {info.filename: names.get(key, slashed(info.filename)) for key, info in self.entries.items()}
        types = self._types(names)
        if types is None and all(name == plain for name, plain in parts.items()):
            return self.content
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as target:
            for name, plain in parts.items():
                target.writestr(plain, types if types and plain == TYPES else self.read(name))
        return out.getvalue()

    def _types(self, names: Mapping[str, str]) -> bytes | None:
        """The list of types with those names of parts; None when it has them already."""
        if TYPES not in self:
            return None
        root, other = self.xml(TYPES), False
        for element in root.iter("{*}Override"):
            name = element.get("PartName", "")
            plain = f"/{names.get(part_key(name), slashed(name))}"
            other = other or plain != name
            element.set("PartName", plain)
        made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return made if other else None

    def read(self, name: str) -> bytes:
        """A part, unpacked step by step: a part that grows beyond the limits is refused, whatever it declares."""
        try:
            entry = self.entries[part_key(name)]
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
            root = etree.fromstring(self.read(name), etree.XMLParser(**_SAFE))
        except (etree.XMLSyntaxError, ValueError):
            raise WorkbookDamaged(self.path, f"部件 {name} 不是有效的 XML") from None
        self._refuse_declarations(name, root)
        return root

    def elements(self, name: str, *tags: str) -> Any:
        """The elements with these local names as they end, in file order; clear each when done with it."""
        wanted = [f"{{*}}{tag}" for tag in tags]
        try:
            for number, (_, element) in enumerate(etree.iterparse(BytesIO(self.read(name)), tag=wanted, **_SAFE)):
                if not number:
                    self._refuse_declarations(name, element)
                yield element
                element.clear()
        except etree.XMLSyntaxError:
            raise WorkbookDamaged(self.path, f"部件 {name} 不是有效的 XML") from None

    def _refuse_declarations(self, name: str, element: Any) -> None:
        """The standard forbids them (ISO/IEC 29500-2, 6.2.5): an entity is a text that programs read or leave out."""
        if element.getroottree().docinfo.internalDTD is not None:
            raise WorkbookDamaged(self.path, f"部件 {name} 里有文档类型声明（DOCTYPE），标准不许有")

    def related(self, name: str) -> list[tuple[str, str, str]]:
        """The relations of a part ("" for the package): id, last word of the type ("" if unknown), target part."""
        folder, source = posixpath.dirname(name), relations_of(name)
        if source not in self:
            return []
        found = []
        for relation in self.xml(source).iter("{*}Relationship"):
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target", "").replace("\\", "/")
            target = slashed(target) if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            known = _TYPES_OF_RELATIONS.fullmatch(relation.get("Type", "").strip())
            found.append((relation.get("Id", ""), known.group(1) if known else "", target))
        if len({identity for identity, _, _ in found}) < len(found):
            raise WorkbookDamaged(self.path, f"部件 {source} 里有两个相同的 Id")
        return found

    def target(self, name: str, kind: str) -> str | None:
        """The part of this type that ``name`` relates to; None when the package has none."""
        there = {part_key(target): target for _, word, target in self.related(name) if word == kind and target in self}
        if len(there) > 1:
            # Programs would take one or the other.
            raise WorkbookDamaged(self.path, f"里面有 {len(there)} 个 {kind} 部件")
        return next(iter(there.values()), None)

    @property
    def book(self) -> str:
        """The part that is the workbook."""
        part = self.target("", "officeDocument")
        if part is None or not self.read(part).strip():
            raise NotAWorkbook(self.path, "压缩包里没有工作簿")
        return part


def _entries(path: Path, listed: list[ZipInfo]) -> dict[str, ZipInfo]:
    entries: dict[str, ZipInfo] = {}
    for info in listed:
        if info.filename.endswith(("/", "\\")):
            continue
        twin = entries.setdefault(part_key(info.filename), info)
        if twin is not info:
            # Programs would take one or the other, and show different sheets.
            also = "" if twin.filename == info.filename else f" 和 {info.filename}"
            raise WorkbookDamaged(path, f"部件 {twin.filename}{also} 是同一个名称，出现了两次")
    return entries
