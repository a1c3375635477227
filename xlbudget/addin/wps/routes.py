"""Where WPS's script calls: a press, then an answer to each thing that is asked of it, until all is done."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from xlbudget import __version__
from xlbudget.addin import ribbon
from xlbudget.addin.local.gate import FROM_FILES
from xlbudget.addin.local.jobs import STOPPED, Ended, Job, Jobs, key
from xlbudget.addin.wps.wps_desk import WpsDesk
from xlbudget.errors import VersionsDiffer

FIELDS = {"button": str, "version": str, "load": str, "name": str, "folder": str}
"""What a press says; ``load`` is new whenever WPS loads the script."""
ANSWERS = {"job": str, "seq": int, "error": str}


@dataclass
class WpsRoutes:
    jobs: Jobs
    below: float
    log: logging.Logger
    log_file: Path

    @property
    def routes(self) -> list[Route]:
        return [
            Route(f"{FROM_FILES}press", self.press, methods=["POST"]),
            Route(f"{FROM_FILES}answer", self.answer, methods=["POST"]),
        ]

    async def press(self, request: Request) -> Response:
        what = await _said(request, FIELDS)
        if what is None or what["button"] not in ribbon.ACTIONS:
            return Response(status_code=400)
        title = ribbon.label(what["button"])
        of = key(Path(what["folder"]) / what["name"]) if what["name"] else f"WPS {what['load']}"
        job = self.jobs.start(title, of, lambda job: self._act(job, what), what["load"])
        return Response(status_code=409) if job is None else await _next(job)

    async def answer(self, request: Request) -> Response:
        what = await _said(request, ANSWERS)
        job = self.jobs.get(what["job"]) if what else None
        if what is None or job is None or not job.owner:
            return Response(status_code=400)
        if not job.answer(what["seq"], what.get("value"), what["error"]) and job.ended is None:
            return Response(status_code=409)
        return await _next(job)

    def _act(self, job: Job, what: Mapping[str, str]) -> Ended:
        if what["version"] != __version__:
            return Ended(str(VersionsDiffer(what["version"], __version__, "WPS", "wps")), bad=True)
        desk = WpsDesk(job, what["name"], what["folder"], self.log_file.parent, self.below, job.title)
        text, bad = ribbon.answer(ribbon.ACTIONS[what["button"]], desk, self.log, self.log_file)
        if text:
            # 下一处不符 leaves its sentence there.
            desk.progress("")
        return Ended(text, bad)


async def _said(request: Request, fields: Mapping[str, type]) -> dict[str, Any] | None:
    """The object that was sent; None where it is none of these fields."""
    try:
        what = json.loads(await request.body())
    except (ValueError, RecursionError):
        return None
    if not isinstance(what, dict) or any(type(what.get(name)) is not kind for name, kind in fields.items()):
        return None
    return what


async def _next(job: Job) -> Response:
    turn = await run_in_threadpool(job.next)
    if isinstance(turn, Ended):
        text = "" if turn is STOPPED else turn.text
        return JSONResponse({"op": "done", "title": job.title, "text": text, "bad": turn.bad})
    return JSONResponse({"op": turn.op, "job": job.id, "seq": turn.seq, **turn.what})
