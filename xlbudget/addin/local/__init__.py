"""The one local process behind the buttons in WPS and the page: who may speak to it, what it has in hand.

``gate`` lets in who may come, ``jobs`` does one thing at a time to a workbook, ``state_file`` says where it listens,
``server`` puts it together. What WPS asks is in ``addin/wps``, what the page shows in ``addin/page``.
"""
