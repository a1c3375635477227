"""docs/software-forms.md: what is taken from the forms of the 部门决算 software, as the map of the package has it."""

from __future__ import annotations

from xlbudget.reading.documents.caijue_forms import NOT_TAKEN, Taken, of_form, taken

HEAD = """# 财决表（部门决算软件的表）怎样读

`xlbudget import` 认得部门决算软件导出的工作簿（.xls 或 .xlsx，一个单位一本，一张表一个工作表）。下面这张对照是数据
（`xlbudget/reading/documents/caijue.csv`），由它生成；**还没有拿到过一本真的导出文件**：“已证实”的见于公开的程序或文件，“推断”的由表名和公开表的对应
得出。第一本真的文件若与它不同，改的是这份数据。

- 认表先看标题，再看右上的表号，工作表名的开头（`Z03`）只说明它是不是财决表：名称超过 31 个字会被截断，表号各年会变。
- 科目代码在一格里或分在类、款、项三格里都认，只取项一级；`—` 是没有。合计与各项之和不同的列出来。左右并排几块的，每一块的项目都看。
- 财决03、财决04 不分资金来源：同一科目在财决07、09、11 里的是财政拨款，其余是其他资金。其余是负数的照录并列出，核对时会说；缺少财决07、09、11 的，
  看不出是哪种资金的不录。
- 金额单位、年度照表上印的，没有印的不读。财决表里没有按科目的年初预算、全年预算，要另填。财决表不是公布的数，不登记到 `公开数`。
- 版式要用 `--layout` 说：财决表上看不出来。不认识的表、不取的表，逐张列出。
"""


def markdown() -> str:
    lines = [HEAD, "| 表 | 名称 | 取什么 | 依据 |", "|---|---|---|---|"]
    for form in dict.fromkeys(one.form for one in taken()):
        every = of_form(form)
        if every[0].rows == NOT_TAKEN:
            what, basis = f"不取：{every[0].path[0]}", "已证实" if every[0].seen else "推断"
        else:
            said = [f"{_where(one)} → `{'/'.join(one.path)}`{'' if one.seen else '（推断）'}" for one in every]
            what, basis = "<br>".join(said), "已证实" if every[0].seen else "推断"
        lines.append(f"| {every[0].number or form} | {'、'.join(every[0].titles)} | {what} | {basis} |")
    return "\n".join(lines) + "\n"


def _where(one: Taken) -> str:
    return " ".join([*one.labels[:1], *("/".join(words) for words in one.columns[:1])])
