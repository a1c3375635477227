"""A report for a person at a terminal: by sheet, the worst first."""

from __future__ import annotations

from xlbudget.check.report import NAMES, ORDER, Finding, Report


def by_sheet(report: Report) -> dict[str, list[Finding]]:
    """Findings by sheet, without what follows from others: sheets with errors first, within a sheet the worst first."""
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.cause is None:
            found.setdefault(finding.sheet or "整个文件", []).append(finding)
    for listed in found.values():
        listed.sort(key=lambda finding: ORDER.index(finding.severity))
    worst = {sheet: min(ORDER.index(finding.severity) for finding in listed) for sheet, listed in found.items()}
    return {sheet: found[sheet] for sheet in sorted(found, key=lambda sheet: worst[sheet])}


def headline(report: Report) -> str:
    counts = report.counts
    verdict = "有不符" if report.failed else "没有不符"
    return (
        f"{report.unit} {report.year} 年度：{verdict}。"
        f"不符 {counts['error']}，提示 {counts['warning']}，尾差 {counts['rounding']}，通过 {counts['pass']}"
    )


def text(report: Report) -> str:
    lines = [headline(report), f"（{report.workbook}，{report.engine} 重算，{report.seconds:.1f} 秒）"]
    for sheet, found in by_sheet(report).items():
        lines += ["", f"【{sheet}】"]
        lines += [f"  {NAMES[f.severity]} {f.cell:<6} {f.message}" for f in found]
    if report.unplaced:
        lines += ["", f"无法核对的公开数 {len(report.unplaced)} 个（数据文件里没有算出它的录入数）："]
        lines += [f"  {entry['表']} {entry['行']} {entry['列']} {entry['数']}" for entry in report.unplaced]
    if report.unpublished:
        lines += ["", f"没有公开数的表：{'、'.join(report.unpublished)}"]
    return "\n".join(lines)
