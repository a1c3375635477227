"""The package of a workbook from outside: a zip opened with care, its parts read within limits.

Nothing is extracted and nothing is written; sizes that the file declares are not believed.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from xlbudget.disk import input_file
from xlbudget.errors import NotAWorkbook, WorkbookDamaged, WorkbookTooLarge
from xlbudget.reading.file_kinds import refuse_mark, refuse_others
from xlbudget.reading.part_names import TYPES, called, part_key, relations_of, slashed
from xlbudget.reading.standard import BOOK_TYPE, RELATION, TYPE, is_main, relation_word

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
_BEGINNING = 4096
"""Bytes in which a program begins the first element of a part."""
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_ELEMENT = re.compile(rb"<[^!?]")
_DECLARATION = re.compile(
    rb"""<\?xml\s+version\s*=\s*["']1\.0["'](\s+encoding\s*=\s*["'](utf-?8|utf-?16|us-ascii|ascii)["'])?"""
    rb"""(\s+standalone\s*=\s*["'](yes|no)["'])?\s*\?>""",
    re.IGNORECASE,
)
"""ISO/IEC 29500-2, 6.2.5: another encoding is read by some programs only."""

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
    def open(cls, path: Path, called: Path | None = None) -> Package:
        """Read the file into memory (it is never changed) and look at its table of contents.

        ``called``: the user's name for it, where it is a copy.
        """
        refuse_mark(path)
        return cls.of(called or path, input_file.content(path, FILE_LIMIT))

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
        if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
            raise WorkbookDamaged(self.path, "压缩的方法不是办公软件用的")
        if min((entry.header_offset for entry in entries), default=0):
            # Programs that look from the front read that, and others what is listed at the end.
            raise WorkbookDamaged(self.path, "压缩包前面还有别的内容")
        if TYPES not in self and any(name.endswith((".xlsx", ".xls", ".et")) for name in self.entries):
            raise NotAWorkbook(self.path, "它是装着工作簿的压缩包，请先解压")
        for name in self.entries:
            if name.endswith((".xml", ".rels")):
                self._look_at_beginning(name)

    def _look_at_beginning(self, name: str) -> None:
        """Of every part, also of those that nobody reads here: an office program reads them all."""
        beginning = self._unpacked(name, _BEGINNING).replace(b"\0", b"")
        plain = _COMMENT.sub(b"", beginning)
        if b"<!DOCTYPE" in plain or (beginning.strip() and not _ELEMENT.search(plain)):
            self._refuse_declared(name)
        if b"<?xml" in plain and not _DECLARATION.search(plain):
            raise WorkbookDamaged(self.path, f"部件 {name} 的编码或 XML 的版本，标准不许有")

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

    def altered(self, changed: Mapping[str, bytes | None], without: str = "") -> bytes:
        """The file with other content in some parts, by their keys, and without one; all else as it is."""
        out = BytesIO()
        with ZipFile(BytesIO(self.content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
            for key, info in self.entries.items():
                if key != without:
                    target.writestr(info, changed.get(key) or source.read(info))
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
        content = self._unpacked(name, min(PART_LIMIT, TOTAL_LIMIT - self.spent) + 1)
        self.spent += len(content)
        ratio = len(content) / max(self.entries[part_key(name)].compress_size, 1)
        if len(content) > PART_LIMIT or self.spent > TOTAL_LIMIT:
            raise WorkbookTooLarge(self.path, f"部件 {name} 解压后超过上限")
        if len(content) > RATIO_FROM and ratio > RATIO_LIMIT:
            raise WorkbookTooLarge(self.path, f"部件 {name} 的压缩比达 {ratio:.0f}，像是压缩炸弹")
        return content

    def _unpacked(self, name: str, most: int) -> bytes:
        """As many bytes of a part."""
        try:
            entry = self.entries[part_key(name)]
            if entry.flag_bits & 1:
                raise NotAWorkbook(self.path, "压缩包加了密码，请去掉密码后另存")
            with self._zip.open(entry) as stream:
                return stream.read(most)
        except KeyError:
            raise WorkbookDamaged(self.path, f"缺少部件 {name}") from None
        except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise WorkbookDamaged(self.path, f"部件 {name} 解不开") from None

    def xml(self, name: str) -> Any:
        """The root element of a small part."""
        try:
            root = etree.fromstring(self.read(name), etree.XMLParser(**_SAFE))
        except (etree.XMLSyntaxError, ValueError):
            raise WorkbookDamaged(self.path, f"部件 {name} 不是有效的 XML") from None
        self._refuse_declarations(name, root)
        return root

    def elements(self, name: str, root: str, *tags: str, content: bytes | None = None) -> Any:
        """The elements with these local names as they end, in file order; clear each when done with it.

        ``root``: what the part is. They may be of another namespace, or stand in something else. ``content``: of the
        part, where it has been read.
        """
        wanted = [f"{{*}}{tag}" for tag in tags]
        parsed = etree.iterparse(BytesIO(self.read(name) if content is None else content), tag=wanted, **_SAFE)
        known = None
        try:
            for _, element in parsed:
                known = known or self._refuse_others(name, root, element.getroottree().getroot())
                yield element
                element.clear()
        except etree.XMLSyntaxError:
            raise WorkbookDamaged(self.path, f"部件 {name} 不是有效的 XML") from None
        if known is None:
            self._refuse_others(name, root, parsed.root)

    def _refuse_others(self, name: str, tag: str, root: Any) -> bool:
        self._refuse_declarations(name, root)
        if not is_main(root.tag, tag):
            raise WorkbookDamaged(self.path, f"部件 {name} 不是 {tag}")
        return True

    def _refuse_declarations(self, name: str, element: Any) -> None:
        if element.getroottree().docinfo.internalDTD is not None:
            self._refuse_declared(name)

    def _refuse_declared(self, name: str) -> None:
        """The standard forbids it (ISO/IEC 29500-2, 6.2.5): an entity is a text that programs read or leave out."""
        raise WorkbookDamaged(self.path, f"部件 {name} 里有文档类型声明（DOCTYPE），标准不许有")

    def related(self, name: str) -> list[tuple[str, str, str]]:
        """The relations of a part ("" for the package): id, last word of the type ("" if unknown), target part."""
        folder, source = posixpath.dirname(name), relations_of(name)
        if source not in self:
            return []
        found = []
        for relation in self.xml(source):
            if relation.tag != RELATION or relation.get("TargetMode") not in (None, "Internal", "External"):
                raise WorkbookDamaged(self.path, f"部件 {source} 里有不是关系的东西")
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target", "").replace("\\", "/")
            target = slashed(target) if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.append((relation.get("Id", ""), relation_word(relation.get("Type", "")), target))
        if len({identity for identity, _, _ in found}) < len(found):
            raise WorkbookDamaged(self.path, f"部件 {source} 里有两个相同的 Id")
        return found

    def target(self, name: str, kind: str) -> str | None:
        """The part of this type that ``name`` relates to; None when the package has none."""
        there = {part_key(target): target for _, word, target in self.related(name) if word == kind}
        if len(there) > 1:
            # Programs would take one or the other.
            raise WorkbookDamaged(self.path, f"里面有 {len(there)} 个 {kind} 部件")
        return next((target for target in there.values() if target in self), None)

    @cached_property
    def types(self) -> dict[str, str]:
        """What the package says that its parts are, by their keys."""
        found: dict[str, str] = {}
        for element in self.xml(TYPES) if TYPES in self else ():
            if element.tag == f"{TYPE}Override":
                key = part_key(element.get("PartName", ""))
                if key in found:
                    raise WorkbookDamaged(self.path, f"部件 {key} 的类型列了两次")
                found[key] = element.get("ContentType", "")
            elif element.tag != f"{TYPE}Default":
                raise WorkbookDamaged(self.path, f"部件 {TYPES} 里有不是类型的东西")
        return found

    @cached_property
    def book(self) -> str:
        """The part that is the workbook."""
        part = self.target("", "officeDocument")
        if part is None or not self.read(part).strip():
            raise NotAWorkbook(self.path, "压缩包里没有工作簿")
        called_so = {key for key, kind in self.types.items() if BOOK_TYPE.fullmatch(kind) and key in self.entries}
        if called_so - {part_key(part)}:
            # Programs look for it by its relation or by its type.
            raise WorkbookDamaged(self.path, "里面有两个工作簿")
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
