"""Settings of Excel, above all those an organisation imposes, that keep an add-in from running; only read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlbudget.addin.install import machine
from xlbudget.addin.install.observation import Observation, hurdle
from xlbudget.disk import registry

_ORGANISATION = (r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0", r"HKCU\Software\Policies\Microsoft\Office\16.0")
_OWN = r"HKCU\Software\Microsoft\Office\16.0"
_EXCEL = r"Excel\Security"


@dataclass(frozen=True)
class _Policy:
    """A value that means trouble, and what it means."""

    key: str
    name: str
    value: int
    means: str

    @property
    def source(self) -> str | None:
        """Who set this value: the organisation or the user; what the organisation sets, the user's does not change."""
        for root in (*_ORGANISATION, _OWN):
            value = registry.value(rf"{root}\{self.key}", self.name)
            if value is not None:
                return root if value == self.value else None
        return None

    def sentence(self, effect: str) -> str:
        named = f"{self.name}={self.value}"
        if self.source == _OWN:
            return (
                f"这个 Excel 的信任中心{self.means}（{named}），{effect}；"
                "改不改请您决定，在 Excel 的“文件—选项—信任中心”里，拿不准请问单位的信息管理员"
            )
        return f"单位的组策略{self.means}（{named}），{effect}；要用请找单位的信息管理员，本程序不改安全设置"


_POLICIES = (
    _Policy(_EXCEL, "VBAWarnings", 3, "只让有数字签名的宏运行，而加载项没有签名"),
    _Policy(_EXCEL, "VBAWarnings", 4, "不让任何宏运行"),
    _Policy(_EXCEL, "RequireAddinSig", 1, "只让有数字签名的加载项运行，而加载项没有签名"),
    _Policy(_EXCEL, "DisableAllAddins", 1, "停用了全部加载项"),
    _Policy(rf"{_EXCEL}\Trusted Locations", "AllLocationsDisabled", 1, "不认受信任位置，Excel 的启动文件夹也不算"),
    _Policy(r"Common\Security", "RequireAlwaysOnMacroSig", 1, "只让有数字签名的加载项自动打开，而加载项没有签名"),
    _Policy("Common", "VBAOff", 1, "关掉了整个宏功能"),
)
_FROM_INTERNET = _Policy(_EXCEL, "BlockContentExecutionFromInternet", 1, "不让带“来自互联网”标记的文件里的宏运行")


def policies(marked: bool) -> Iterator[Observation]:
    """Each setting in the way; ``marked`` when the installed add-in bears the mark of the web."""
    if machine.system() != "windows":
        return
    yield from (hurdle(policy.sentence("按钮可能不能用")) for policy in _POLICIES if policy.source)
    if _FROM_INTERNET.source:
        # What is written on this computer has no mark; what is sent to others gets one.
        effect = "这个加载项正带着标记，按钮不能用" if marked else "装在本机的不受影响，用邮件、网盘发给别人的会被拦下"
        yield Observation(_FROM_INTERNET.sentence(effect), hurdle=marked)
