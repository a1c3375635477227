"""The registry of Windows, in which programs say where they are and organisations what they forbid; only read."""

from __future__ import annotations

import sys


def value(key: str, name: str = "") -> str | int | None:
    """The value of a name under a key such as ``HKCU\\Software\\…``; the default value has the empty name."""
    if sys.platform == "win32":
        import winreg

        root, _, rest = key.partition("\\")
        roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
        try:
            with winreg.OpenKey(roots[root], rest) as opened:
                found, kind = winreg.QueryValueEx(opened, name)
        except OSError:
            return None
        if kind == winreg.REG_EXPAND_SZ:
            found = winreg.ExpandEnvironmentStrings(found)
        return found if isinstance(found, str | int) else None
    return None
