"""One browser for the page and for WPS: a start of it takes two seconds of work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.helpers import browser as browsers


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if browsers.program() is None:
        pytest.skip("没有 Chromium（tests/run 会装）")
    with browsers.browser() as started:
        yield started
