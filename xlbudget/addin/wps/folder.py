"""What WPS loads: one folder, the same bytes for everybody who has this version."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from xml.etree import ElementTree

from xlbudget import __version__
from xlbudget.addin import xlam
from xlbudget.addin.wps.pictures import picture

NAME = "xlbudget"
FOLDER = f"{NAME}_{__version__}"
"""WPS deletes a folder that is called otherwise."""
COPIED = ("index.html", "main.js", "manifest.xml", "result.html")
_SPACE = "http://schemas.microsoft.com/office/2006/01/customui"


def files_of_addin() -> dict[str, bytes]:
    """Path within the folder → content."""
    source = files("xlbudget.addin.wps").joinpath("files")
    texts = {name: source.joinpath(name).read_text(encoding="utf-8") for name in COPIED}
    texts["main.js"] = texts["main.js"].replace("@VERSION@", __version__)
    texts["ribbon.xml"] = ribbon()
    texts |= {f"images/{one.id}.svg": picture(one.id) for one in xlam.buttons()}
    return {name: texts[name].encode("utf-8") for name in sorted(texts)}


def ribbon() -> str:
    """Excel's ribbon as WPS wants it: one callback for all buttons, our own pictures, no declaration of XML."""
    ElementTree.register_namespace("", _SPACE)
    root = ElementTree.fromstring(xlam.source("ribbon.xml"))
    root.set("onLoad", "OnAddinLoad")
    for one in root.iter(f"{{{_SPACE}}}button"):
        del one.attrib["imageMso"]
        one.attrib |= {"getImage": "GetImage", "onAction": "OnAction", "getEnabled": "GetEnabled"}
    return f"{ElementTree.tostring(root, encoding='unicode')}\n"


def hashes(content: Mapping[str, bytes]) -> str:
    """As ``sha256sum`` prints them."""
    return "".join(f"{sha256(part).hexdigest()}  {name}\n" for name, part in content.items())


def digest(content: Mapping[str, bytes]) -> str:
    """One for all of it: that of the list."""
    return sha256(hashes(content).encode("utf-8")).hexdigest()
