"""The process put together: WPS's calls and the page behind the gate, on this computer only, on a free port."""

from __future__ import annotations

import os
import signal
import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from xlbudget import __version__
from xlbudget.addin import ribbon
from xlbudget.addin.local import state_file
from xlbudget.addin.local.gate import Gate
from xlbudget.addin.local.jobs import Jobs
from xlbudget.addin.local.state_file import State
from xlbudget.addin.page.books import Folder
from xlbudget.addin.page.routes import PageRoutes
from xlbudget.addin.wps.routes import WpsRoutes

ENTRANCE = "desk.html"
"""A page that leads to ours: so the word is in no command line, where other users would see it."""


@dataclass(frozen=True)
class LocalServer:
    """What is served."""

    app: ASGIApp
    jobs: Jobs


def desk(folder: Path, state: State, below: float, stop: Callable[[], None]) -> LocalServer:
    """The application for a folder."""
    jobs, (log, log_file) = Jobs(), ribbon.open_log()
    wps = WpsRoutes(jobs, below, log, log_file)
    page = PageRoutes(Folder(folder), jobs, below, log, log_file, stop)

    async def alive(_: Request) -> Response:
        return Response(status_code=204)

    app = Starlette(routes=[Route("/alive", alive), *wps.routes, *page.routes])
    return LocalServer(Gate(app, state.host, state.token), jobs)


def running(folder: Path) -> State | None:
    """One that serves this folder already."""
    state = state_file.read()
    same = state is not None and state.folder == str(folder) and state.version == __version__
    return state if state is not None and same and state_file.alive(state) else None


def serve(folder: Path, below: float, ready: Callable[[State], object]) -> None:
    """Serve until it is stopped, by the page or by a signal; ``ready`` is called once it listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.bind(("127.0.0.1", 0))
        state = State(listening.getsockname()[1], token_urlsafe(32), os.getpid(), __version__, str(folder))
        server: uvicorn.Server

        def stop(*_: object) -> None:
            server.should_exit = True

        served = desk(folder, state, below, stop)
        config = uvicorn.Config(
            served.app, log_config=None, access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=3
        )
        server = _Server(config, served.jobs)
        if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            signal.signal(signal.SIGHUP, stop)
        state_file.write(state)
        try:
            listening.listen(64)
            ready(state)
            server.run(sockets=[listening])
        finally:
            state_file.remove(state)
            with suppress(OSError):
                entrance().unlink()
            served.jobs.close()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, jobs: Jobs) -> None:
        super().__init__(config)
        self.jobs = jobs

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # First what is in hand: requests wait for it.
        self.jobs.close(0)
        await super().shutdown(sockets)


def entrance() -> Path:
    return state_file.path().with_name(ENTRANCE)


def show(state: State) -> bool:
    """Open the page in the browser; False where none came up."""
    to = f'<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={state.page}">\n'
    state_file.write_private(entrance(), to)
    return webbrowser.open(entrance().as_uri())
