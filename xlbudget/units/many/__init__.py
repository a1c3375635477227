"""Many files in one call: which files, what is done with one of them, by several processes or by a cluster.

``run`` is where to begin. How one workbook is judged does not belong here; nor does adding them up.
"""
