"""``publish.xml``: one entry of ours among everybody's."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from xlbudget import __version__
from xlbudget.addin.wps.folder import FOLDER, NAME
from xlbudget.addin.wps.refusals import ListUnreadable
from xlbudget.disk import input_file
from xlbudget.errors import FileMissing

ROOT, ENTRY = "jsplugins", "jsplugin"
ENABLED = "enable_dev"
OURS = {
    "name": NAME,
    "type": "et",
    "url": FOLDER,
    "version": __version__,
    "enable": ENABLED,
    "install": "null",
    "customDomain": "",
}
"""As the makers' own tool writes it for an add-in that lies on this computer."""
LIMIT = 1_000_000


def read(path: Path) -> etree._Element:
    """The list; a new one where there is none. One that cannot be read is refused: it may be somebody's."""
    try:
        content = input_file.content(path, LIMIT)
    except FileMissing:
        return etree.Element(ROOT)
    if not content.strip():
        return etree.Element(ROOT)
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ListUnreadable(path, f"第 {error.lineno} 行不是有效的 XML") from None
    if root.tag != ROOT:
        raise ListUnreadable(path, f"应以 {ROOT} 开头，现在是 {root.tag}")
    return root


def entry(root: etree._Element) -> dict[str, str] | None:
    """What it says of us; None where it says nothing."""
    return next((dict(one.attrib) for one in root.iter(ENTRY) if one.get("name") == NAME), None)


def with_ours(root: etree._Element) -> bytes:
    """The list with our entry once, at the end; what is others' stays as it is."""
    _drop_ours(root)
    ours = etree.SubElement(root, ENTRY, OURS)
    ours.tail = "\n"
    return _written(root)


def without_ours(root: etree._Element) -> bytes | None:
    """The list without us; None where nothing is left of it."""
    _drop_ours(root)
    return _written(root) if len(root) else None


def _drop_ours(root: etree._Element) -> None:
    for one in [one for one in root.iter(ENTRY) if one.get("name") == NAME]:
        if (parent := one.getparent()) is not None:
            parent.remove(one)


def _written(root: etree._Element) -> bytes:
    content = bytes(etree.tostring(root.getroottree(), encoding="UTF-8"))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + content + b"\n"
