"""docs/software-forms.md: the prose of templates/software-forms.md with the map of the package put in."""

from __future__ import annotations

from pathlib import Path

from xlbudget.reading.documents.caijue_forms import NOT_TAKEN, Taken, of_form, taken

TEMPLATE = Path(__file__).parent / "templates" / "software-forms.md"


def markdown() -> str:
    lines = ["| 表 | 名称 | 取什么 | 依据 |", "|---|---|---|---|"]
    for form in dict.fromkeys(one.form for one in taken()):
        every = of_form(form)
        if every[0].rows == NOT_TAKEN:
            what, basis = f"不取：{every[0].path[0]}", "已证实" if every[0].seen else "推断"
        else:
            said = [f"{_where(one)} → `{'/'.join(one.path)}`{'' if one.seen else '（推断）'}" for one in every]
            what, basis = "<br>".join(said), "已证实" if every[0].seen else "推断"
        lines.append(f"| {every[0].number or form} | {'、'.join(every[0].titles)} | {what} | {basis} |")
    return TEMPLATE.read_text(encoding="utf-8").replace("{各表}", "\n".join(lines))


def _where(one: Taken) -> str:
    return " ".join([*one.labels[:1], *("/".join(words) for words in one.columns[:1])])
