"""Printed tables as files of their own, with values in place of formulas."""
