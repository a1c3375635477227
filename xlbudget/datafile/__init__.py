"""What a data file may hold: ``fields`` declares it by ``kinds``, ``file`` reads and writes it, ``problems`` refuses.

``classification`` has the catalogues of codes. Nothing here is derived, and nothing knows of sheets or cells.
"""
