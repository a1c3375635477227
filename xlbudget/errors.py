"""Every sentence a user can be shown when something is refused: one class each, one Chinese sentence.

All derive from :class:`XlbudgetError`; the command line prints the sentence on stderr and exits with 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path


class XlbudgetError(Exception):
    """Bad input; ``str()`` is the sentence for the user."""


class OneBlank(XlbudgetError):
    """A sentence that lacks but one word: the file, most often."""

    says = "{}"

    def __init__(self, what: Path | str) -> None:
        super().__init__(self.says.format(what))


class TwoBlanks(XlbudgetError):
    """A sentence that lacks two: the file, most often, and what is wrong with it."""

    says = "{}：{}"

    def __init__(self, what: Path | str, why: str) -> None:
        super().__init__(self.says.format(what, why))


class FileMissing(OneBlank):
    says = "找不到文件 {}；请检查路径和文件名。"


class FileUnreadable(TwoBlanks):
    says = "无法读取文件 {}：{}。"


class FileTooLarge(XlbudgetError):
    def __init__(self, path: Path, size: int, limit: int) -> None:
        super().__init__(
            f"{path} 太大，没有读：文件有 {size:,} 字节或更多，最多读 {limit:,} 字节；请看是不是选错了文件。"
        )


class NotJson(XlbudgetError):
    def __init__(self, path: Path, line: int, column: int, why: str) -> None:
        super().__init__(f"{path} 不是有效的 JSON 数据文件：第 {line} 行第 {column} 列处{why}。")


class TargetExists(OneBlank):
    says = "{} 已经存在，没有覆盖；确要覆盖请加 --force，或换一个文件名。"


class TargetsExist(XlbudgetError):
    NAMED = 5

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        more = f" 等 {len(names)} 个文件" if len(names) > self.NAMED else ""
        super().__init__(
            f"{folder} 里已经有 {'、'.join(names[: self.NAMED])}{more}，一个也没有写；"
            "确要覆盖请加 --force，或换一个文件夹。"
        )


class TargetIsSource(OneBlank):
    says = "输出文件 {} 就是输入文件，不能写在自己上面；请换一个文件名。"


class TargetFolderMissing(OneBlank):
    says = "文件夹 {} 不存在；请先建立该文件夹，或换一个位置。"


class TargetUnwritable(TwoBlanks):
    says = "无法写入 {}：{}；没有留下未写完的文件。"


class TargetEnding(XlbudgetError):
    """A name by which other programs would take the file for what it is not."""

    def __init__(self, path: Path, endings: Sequence[str]) -> None:
        wanted = f"请在 -o 后面写一个以 {' 或 '.join(filter(None, endings))} 结尾的文件名"
        wrong = "-o - 是标准输出，这里只写到文件" if str(path) == "-" else f"输出文件 {path} 的扩展名与内容不符"
        super().__init__(f"{wrong}；{wanted}。")


class BadUsage(XlbudgetError):
    """The command line itself is wrong."""


class SchedulerLost(OneBlank):
    says = "Dask 的调度器 {} 断了，没有做完；写出的都留着，修好以后同一条命令加上 --resume（要有 -o）接着做。"


class NotClean(XlbudgetError):
    """``collect --only-clean`` has something to say of the units."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(f"没有汇总，要先办好这 {len(problems)} 件：{'；'.join(problems)}。")


class BadData(XlbudgetError):
    """Something in a data file cannot be represented; ``path`` names the place, e.g. ``支出[3].资金来源``."""

    def __init__(self, path: str, why: str) -> None:
        self.path = path
        self.why = why
        super().__init__(f"{path}：{why}")

    def in_file(self, file: Path) -> BadDataFile:
        return BadDataFile(file, self)


class BadDataFile(XlbudgetError):
    def __init__(self, file: Path, cause: BadData) -> None:
        self.cause = cause
        super().__init__(f"{file} 中 {cause.path} 有误：{cause.why}。")


class BadLayout(XlbudgetError):
    """A layout file says what no table can print, or is no layout file."""

    def __init__(self, file: str, line: int, path: str, why: str) -> None:
        self.line = line
        super().__init__(f"版式文件 {file} 第 {line} 行，{path} 有误：{why}。")


class BadTemplate(TwoBlanks):
    says = "{} 不能作文件的模板：{}；请用程序自带的那一份改（见 docs/documents.md）。"


class NotAWorkbook(TwoBlanks):
    says = "{} 不是能读的 .xlsx 工作簿：{}。"


class WorkbookDamaged(TwoBlanks):
    says = "{} 已损坏（{}）；请用 Excel、WPS 或 LibreOffice 打开修复后另存，或换用备份。"


class WorkbookTooLarge(TwoBlanks):
    says = "{} 太大，没有读：{}；请删去与决算无关的工作表后另存再试。"


class NotOurs(TwoBlanks):
    says = "{} 不是 xlbudget 生成的工作簿：{}；请用 xlbudget build 生成的文件。"


class StampsDiffer(XlbudgetError):
    def __init__(self, path: Path, name: str, listed: str, kept: str) -> None:
        super().__init__(
            f"{path} 的标记 {name} 在文件属性里是 {listed}，在“结构”表里是 {kept}，有一处被改过；"
            "请用没有改过的文件，或把数据重新 build。"
        )


class LaterVersion(XlbudgetError):
    def __init__(self, path: Path, what: str, theirs: str, ours: str) -> None:
        super().__init__(f"{path} 的{what}是 {theirs}，这个程序只认到 {ours}；请先升级 xlbudget。")


class SheetMissing(TwoBlanks):
    says = "{} 中没有工作表 {}，它可能被删除或改了名；请恢复这张表和它的名称后再试。"


class SheetUnrecognisable(XlbudgetError):
    """The headings or labels by which a sheet's input cells are found are not there."""

    def __init__(self, path: Path, sheet: str, why: str) -> None:
        super().__init__(f"{path} 的 {sheet} 认不出来：{why}；请照原样恢复后再试。")


class DocumentUnreadable(TwoBlanks):
    """A file to import that is no document, or one that cannot be read within bounds."""

    says = "{} 读不了：{}。"


class LibraryMissing(OneBlank):
    says = "读 PDF、Word 和别的表还缺 {}；请在 xlbudget 的目录里运行 pip install -c constraints.txt '.[import]' 再试。"


class LayoutUnclear(XlbudgetError):
    """The titles and numbers of a document fit several layouts alike."""

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        super().__init__(
            f"{path} 的表名、表号和列名与 {'、'.join(names)} 几个版式同样相符，看不出是哪一个；请用 --layout 写出来。"
        )


class BadCodeTable(TwoBlanks):
    """A table of subject codes that cannot be read as one."""

    says = "科目表 {} 有误：{}。"


class BadUnitList(TwoBlanks):
    """A list of the units that a bureau expects that cannot be read as one."""

    says = "单位名单 {} 有误：{}。"


class NoWorkbook(XlbudgetError):
    """A button was pressed with no workbook to work on."""


class SheetLocked(TwoBlanks):
    says = "{} 的“{}”表设了密码保护，改不了里面的公式；请用密码撤销保护后再试。别的表也没有改动。"


class CellUnwritable(XlbudgetError):
    """A cell that takes no formula of its own."""

    def __init__(self, book: str, sheet: str, cell: str) -> None:
        super().__init__(
            f"{book} 的 {sheet} {cell} 在数组公式或合并的单元格里，不能单独恢复公式；"
            "请先取消它，再试一次。没有改动别的。"
        )


class WorkbookChanged(OneBlank):
    says = "{} 刚才又改动过，没有恢复公式；请再点一次。"


class VersionsDiffer(XlbudgetError):
    """The add-in and the installed program are not of one version."""

    def __init__(self, addin: str, program: str, office: str = "Excel", command: str = "addin") -> None:
        super().__init__(
            f"加载项是 {addin or '未知'} 版，程序是 {program} 版，两者要一样；"
            f"请关闭 {office}，在命令行运行 xlbudget {command} install，再打开 {office}。"
        )


class WorkbookTooOld(TwoBlanks):
    """A workbook whose formulas are those of another build, where ours would have to be put back."""

    says = "{} 由{} 生成，公式与现在的不同，不能逐格恢复；请先把数据读回（xlbudget read）再生成（xlbudget build）。"


class UnknownReference(Exception):
    """A declaration refers to a key that no sheet provides: a mistake of the program, not of the user."""

    def __init__(self, key: str, asker: str, known: Iterable[str]) -> None:
        super().__init__(key, asker)
        self.known = known

    def __str__(self) -> str:
        # Looked for only when somebody reads it: some ask whether a key is there by asking for it.
        key, asker = self.args
        near = get_close_matches(key, list(self.known), n=3)
        hint = f"；相近的有 {'、'.join(near)}" if near else ""
        return f"{asker} 引用的 {key} 不存在{hint}"


class EngineMissing(TwoBlanks):
    says = "这台电脑上没有 {}，无法用它重算；{}。"


class EngineFailed(XlbudgetError):
    """``why`` is in Chinese; what the engine said itself is the cause of this error, and goes to the log."""

    def __init__(self, engine: str, why: str, path: Path | None = None) -> None:
        self.engine = engine
        self.why = why
        of, way_out = (f"{path} ", "；请用 --engine libreoffice 换一个引擎再试") if path else ("", "")
        super().__init__(f"{of}用 {engine} 重算失败：{why}{way_out}。")


class PdfFailed(OneBlank):
    says = "用 LibreOffice 转成 PDF 失败：{}；没有写任何文件。"


class NeedsMoreBits(OneBlank):
    """formualizer is published for 64-bit systems only."""

    says = "{} 是 32 位的 Python，重算引擎没有 32 位的版本；请装 64 位的 Python 再装 xlbudget。"
