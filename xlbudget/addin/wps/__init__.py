"""The buttons in WPS: ``folder`` makes what WPS loads, ``wps_desk`` is its desk, ``routes`` where its script calls.

``install`` puts the folder where WPS looks, ``status`` looks; ``files/`` are the script and its pages, ``pictures``
those of the buttons. What a button does is in ``addin/buttons``.
"""
