"""What the operating system says of a file, in Chinese: its own words come in a language of its own."""

from __future__ import annotations

import errno
import re

_SAID = {
    "找不到它，或它所在的文件夹": "ENOENT",
    "同名的文件已经存在": "EEXIST",
    "它是文件夹而不是文件": "EISDIR",
    "路径中间有一段是文件而不是文件夹": "ENOTDIR",
    "文件夹不是空的": "ENOTEMPTY",
    "文件名太长": "ENAMETOOLONG",
    "链接绕成了圈": "ELOOP",
    "文件名里有系统不许的字符，或那里不能这样读写": "EINVAL",
    "文件名里有系统不认的字符": "EILSEQ",
    "磁盘空间不足": "ENOSPC",
    "磁盘配额用完了": "EDQUOT",
    "文件太大，磁盘放不下": "EFBIG",
    "磁盘是只读的": "EROFS",
    "读写出错，磁盘可能坏了": "EIO",
    "文件正被别的程序使用": "EBUSY ETXTBSY",
    "它是设备，不是文件": "ENXIO",
    "那里没有这样的设备": "ENODEV",
    "打开的文件太多": "EMFILE ENFILE",
    "内存不够": "ENOMEM",
    "不能移到另一个磁盘上": "EXDEV",
    "网络文件夹断开了，请重新连接": "ESTALE",
    "网络没有回应": "ETIMEDOUT",
    "网络上的那台电脑没有开": "EHOSTDOWN",
    "网络不通": "EHOSTUNREACH ENETUNREACH",
    "网络断开了": "ENOTCONN ECONNRESET",
}
"""What is said of an error → the names of its codes; which of them there are depends on the system."""


def reason(error: OSError, writing: bool = False) -> str:
    """Why the system refused a file; ``writing``: it was to be written, not read."""
    if isinstance(error, PermissionError):
        return "没有写入权限，或文件正被别的程序打开" if writing else "没有读取权限"
    code = errno.errorcode.get(error.errno or 0)
    if said := next((said for said, codes in _SAID.items() if code in codes.split()), ""):
        return said
    words = error.strerror or ""
    # A Chinese Windows speaks Chinese.
    if re.search(r"[\u4e00-\u9fff]", words):
        return f"系统报告 {words}"
    return f"系统报告第 {error.errno} 号错误" if error.errno else "系统没有说明原因"
