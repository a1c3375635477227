"""A real browser, and the process that it talks to, in a thread."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket
from time import monotonic, sleep

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from xlbudget import __version__
from xlbudget.addin.local import state_file
from xlbudget.addin.local.server import LocalServer, desk
from xlbudget.addin.local.state_file import State
from xlbudget.addin.settings import BELOW

TOKEN = "t" * 43


def program() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def browser() -> Iterator[Browser]:
    """Without a network: nothing but this computer is found."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program(),
            args=[
                *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions"),
                "--host-resolver-rules=MAP evil.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        try:
            yield started
        finally:
            started.close()


@contextmanager
def served(folder: Path) -> Iterator[tuple[LocalServer, State]]:
    """The process as ``xlbudget desk`` runs it, but in a thread."""
    with socket(AF_INET, SOCK_STREAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        state = State(listening.getsockname()[1], TOKEN, os.getpid(), __version__, str(folder))
        made = desk(folder, state, BELOW, lambda: None)
        server = uvicorn.Server(uvicorn.Config(made.app, log_config=None, lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        state_file.write(state)
        try:
            yield made, state
        finally:
            made.jobs.close()
            server.should_exit = True
            thread.join(10)


def until(holds: object, seconds: float = 20.0) -> None:
    """Wait until it holds."""
    latest = monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert monotonic() < latest
        sleep(0.02)
