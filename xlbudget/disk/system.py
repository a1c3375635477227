"""What the operating system says of a file, in Chinese: its own words come in a language of its own."""

from __future__ import annotations

import errno
import re


def reason(error: OSError, writing: bool = False) -> str:
    """Why the system refused a file; ``writing``: it was to be written, not read."""
    if isinstance(error, PermissionError):
        return "没有写入权限，或文件正被别的程序打开" if writing else "没有读取权限"
    if said := _SYSTEM.get(errno.errorcode.get(error.errno or 0, "")):
        return said
    words = error.strerror or ""
    # 中文的 Windows 说中文。
    if re.search(r"[\u4e00-\u9fff]", words):
        return f"系统报告 {words}"
    return f"系统报告第 {error.errno} 号错误" if error.errno else "系统没有说明原因"


_SYSTEM = {
    "ENOENT": "找不到它，或它所在的文件夹",
    "EEXIST": "同名的文件已经存在",
    "EISDIR": "它是文件夹而不是文件",
    "ENOTDIR": "路径中间有一段是文件而不是文件夹",
    "ENOTEMPTY": "文件夹不是空的",
    "ENAMETOOLONG": "文件名太长",
    "ELOOP": "链接绕成了圈",
    "EINVAL": "文件名里有系统不许的字符，或那里不能这样读写",
    "EILSEQ": "文件名里有系统不认的字符",
    "ENOSPC": "磁盘空间不足",
    "EDQUOT": "磁盘配额用完了",
    "EFBIG": "文件太大，磁盘放不下",
    "EROFS": "磁盘是只读的",
    "EIO": "读写出错，磁盘可能坏了",
    "EBUSY": "文件正被别的程序使用",
    "ETXTBSY": "文件正被别的程序使用",
    "ENXIO": "它是设备，不是文件",
    "ENODEV": "那里没有这样的设备",
    "EMFILE": "打开的文件太多",
    "ENFILE": "打开的文件太多",
    "ENOMEM": "内存不够",
    "EXDEV": "不能移到另一个磁盘上",
    "ESTALE": "网络文件夹断开了，请重新连接",
    "ETIMEDOUT": "网络没有回应",
    "EHOSTDOWN": "网络上的那台电脑没有开",
    "EHOSTUNREACH": "网络不通",
    "ENETUNREACH": "网络不通",
    "ENOTCONN": "网络断开了",
    "ECONNRESET": "网络断开了",
}
