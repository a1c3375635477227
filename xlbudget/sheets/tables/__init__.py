"""The printed tables, one file each, listed in ``every.py``: 公开01 to 公开09, 三公对比, 项目支出, annexes, 总览.

What they share: ``printed_table.py``, ``heading.py``, ``live_table.py`` with ``code_tree.py`` (rows by code),
``two_sided.py``, ``evaluation_form.py``. Not here: what a layout file looks like (``regions/``), checks (``rules/``).
"""
