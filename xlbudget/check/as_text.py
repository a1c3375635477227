"""A report for a person at a terminal: by sheet, the worst first."""

from __future__ import annotations

from xlbudget.check.lines import by_sheet
from xlbudget.check.report import OfDocument, Report
from xlbudget.language.verdicts import ALL


def headline(report: Report) -> str:
    """How it came out, in a line; numbers and groups are those of 总览."""
    counts = report.counts
    missing = f"还有 {counts['missing']} 处未填" if counts["missing"] else ""
    told = f"{numbers(report)}，通过 {counts['pass']}"
    if counts["error"]:
        verdict, told = "有不符", "。".join(filter(None, (told, missing)))
    else:
        verdict = "，".join(filter(None, ("没有不符", missing)))
    return f"{report.unit} {report.year} 年度：{verdict}。{told}"


def numbers(report: Report) -> str:
    """How many findings of each verdict."""
    return "，".join(f"{verdict} {number}" for verdict, number in report.told[ALL].items())


def groups(report: Report) -> list[str]:
    """The same group by group; groups without any are left out."""
    told = {group: found for group, found in report.told.items() if group != ALL}
    said = {
        group: [f"{verdict} {number}" for verdict, number in found.items() if number] for group, found in told.items()
    }
    return [f"{group}：{'，'.join(numbers)}" for group, numbers in said.items() if numbers]


def text(report: Report) -> str:
    lines = [
        headline(report),
        *(f"  {line}" for line in groups(report)),
        f"（{report.workbook}，{report.engine} 重算，{report.seconds:.1f} 秒）",
    ]
    for sheet, found in by_sheet(report).items():
        lines += ["", f"【{sheet}】"]
        lines += [f"  {line.verdict} {line.cell:<6} {line.message}" for line in found]
    if report.unplaced:
        lines += ["", f"无法核对的公开数 {len(report.unplaced)} 个（数据文件里没有算出它的录入数）："]
        lines += [f"  {entry['表']} {entry['行']} {entry['列']} {entry['数']}" for entry in report.unplaced]
    if report.unpublished:
        lines += ["", f"没有公开数的表：{'、'.join(report.unpublished)}"]
    return "\n".join([*lines, *_of_document(report.document)] if report.document else lines)


def _of_document(document: OfDocument) -> list[str]:
    lines = ["", f"文件里没有的表：{'、'.join(document.missing)}"] if document.missing else []
    if document.left:
        lines += ["", f"没有读懂、没有登记的 {len(document.left)} 处：", *(f"  {one}" for one in document.left)]
    wanting = [one for one in document.idle if one.tables]
    if wanting:
        lines += ["", f"因缺表没有判的规则 {len(wanting)} 条：", *(f"  {one}" for one in wanting)]
    if others := len(document.idle) - len(wanting):
        lines += ["", f"另有 {others} 条规则，文件里没有它们要的数（--format json 逐条列出）"]
    return lines
