"""Regions' printed forms: YAML files, read, explained where they are wrong, laid over ``common.yaml``.

Not here: what a form may differ in (``language/form.py``), and how a table is laid out by it (``sheets/tables/``).
"""
