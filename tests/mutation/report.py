"""The table and the list of what escapes, for the terminal and for docs/mutation.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from tests.mutation.judge import UNREAD, Outcome
from tests.mutation.mutants import KINDS, PLUS
from tests.mutation.run import VARIANTS, Tally
from xlbudget.sheets.rules.families import catalogue

SHOWN = 3
SAMPLES = Path(__file__).parent.parent.parent / "samples"
TITLE = "How good are the checks?"


def mark(sample: str) -> str:
    """What the page was measured with: the rules and the sample; by it a test knows whether the page is current."""
    data = b"".join(path.read_bytes() for path in sorted(SAMPLES.glob(f"{sample}-*.json")))
    names = ",".join(sorted(rule.id for rule in catalogue()))
    return sha256(names.encode("utf-8") + data).hexdigest()[:12]


def table(tallies: Sequence[Tally]) -> list[str]:
    """Kind by kind, with and without 公开数."""
    lines = ["| 做手脚 | " + " | ".join(f"{v}：处数 | 查出 | 比例" for v in VARIANTS) + " |", "|---|" + "---:|" * 6]
    for kind, name in KINDS.items():
        cells = []
        for variant in VARIANTS:
            one = next(t for t in tallies if (t.variant, t.kind) == (variant, kind))
            cells += [str(one.mutants), str(one.detected), f"{one.share:.1%}"]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def shares(tallies: Sequence[Tally]) -> list[str]:
    """The share of wrong figures that are seen, without the facts that nothing refers to."""
    said = []
    for tally in (one for one in tallies if one.kind == PLUS):
        idle = sum(one.mutant.group.startswith("事实") and one.reason == UNREAD for one in tally.escaped)
        left = max(tally.mutants - idle, 1)
        said.append(f"{tally.variant}查出 {tally.detected / left:.1%}（{tally.detected}／{left}）")
    return [f"没有一处文字、一个公布的数用到的事实谁也判不了；不算它们，一个数多 1.00 {'，'.join(said)}。"]


def escapes(tallies: Sequence[Tally]) -> list[str]:
    """What escapes: kind, kind of figure, why, how many, and the first few of them."""
    lines = []
    for tally in tallies:
        if not tally.escaped and not tally.missed:
            continue
        lines += ["", f"### {tally.variant}：{KINDS[tally.kind]}（漏 {tally.mutants - tally.detected}）", ""]
        lines += ["| 录入数 | 漏 | 为什么 | 例如 |", "|---|---:|---|---|"]
        groups: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
        for outcome in tally.escaped:
            groups[outcome.mutant.group, outcome.reason].append(outcome)
        for (group, reason), outcomes in sorted(groups.items(), key=lambda entry: -len(entry[1])):
            shown = "；".join(f"`{outcome.mutant.path}`" for outcome in outcomes[:SHOWN])
            more = " …" if len(outcomes) > SHOWN else ""
            lines.append(f"| {group} | {len(outcomes)} | {reason} | {shown}{more} |")
        lines += [f"| 公式 | 1 | 没有指出 | `{place}` |" for place in tally.missed]
    return lines


def reasons(tallies: Sequence[Tally]) -> list[str]:
    """Why mistakes escape, over all kinds."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(VARIANTS, 0))
    for tally in tallies:
        for outcome in tally.escaped:
            counts[outcome.reason][tally.variant] += 1
    lines = ["| 为什么漏 | " + " | ".join(VARIANTS) + " |", "|---|" + "---:|" * len(VARIANTS)]
    for reason, by_variant in sorted(counts.items(), key=lambda entry: -sum(entry[1].values())):
        lines.append(f"| {reason} | {' | '.join(str(by_variant[v]) for v in VARIANTS)} |")
    return lines


def rules(tallies: Sequence[Tally]) -> list[str]:
    """Which rules see mistakes; one mistake may be seen by several."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(VARIANTS, 0))
    for tally in tallies:
        for rule, times in tally.by.items():
            counts[rule][tally.variant] += times
    lines = ["| 规则 | " + " | ".join(VARIANTS) + " |", "|---|" + "---:|" * len(VARIANTS)]
    for rule, by_variant in sorted(counts.items(), key=lambda entry: -sum(entry[1].values())):
        lines.append(f"| {rule} | {' | '.join(str(by_variant[v]) for v in VARIANTS)} |")
    return lines
