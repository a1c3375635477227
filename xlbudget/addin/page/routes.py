"""What the browser asks of the page: pieces of HTML, each made of what was found, every word of it escaped."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from xlbudget.addin.local.jobs import Ended, Job, Jobs, key
from xlbudget.addin.page import actions, opening
from xlbudget.addin.page.books import Folder
from xlbudget.addin.wps.pictures import picture
from xlbudget.check.as_html import CLASSES, VARIABLES, shown
from xlbudget.check.as_html import KINDS as VERDICTS
from xlbudget.check.lines import by_sheet
from xlbudget.errors import XlbudgetError
from xlbudget.sheets.rules.families import catalogue

KINDS = {".js": "text/javascript", ".css": "text/css"}


@dataclass
class PageRoutes:
    folder: Folder
    jobs: Jobs
    below: float
    log: logging.Logger
    log_file: Path
    stop: Callable[[], None]
    templates: Environment = field(init=False)

    def __post_init__(self) -> None:
        loader = PackageLoader("xlbudget.addin.page", "files")
        self.templates = Environment(autoescape=True, loader=loader, undefined=StrictUndefined, trim_blocks=True)
        self.templates.filters["shown"] = shown
        self.templates.globals["VERDICTS"] = VERDICTS

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/", lambda _: self._page("shell.html")),
            Route("/files/{name}", _file),
            Route("/page/list", self._told(self.list)),
            Route("/page/facts", self._told(self.facts)),
            Route("/page/book", self._told(self.book)),
            Route("/page/stamp", self._told(self.stamp)),
            Route("/page/job", self._told(self.job)),
            Route("/page/download", self._told(self.download)),
            Route("/page/act", self._told(self.act), methods=["POST"]),
            Route("/page/answer", self._told(self.answer), methods=["POST"]),
            Route("/page/cancel", self._told(self.cancel), methods=["POST"]),
            Route("/page/open", self._told(self.open), methods=["POST"]),
            Route("/page/stop", self._told(self.end), methods=["POST"]),
        ]

    def _told(self, handler: Callable[[dict[str, str]], Response]) -> Callable[[Request], Any]:
        """Away from the loop, with the fields that were sent; a refusal is shown as the sentence it is."""

        async def told(request: Request) -> Response:
            body = await request.body() if request.method == "POST" else request.url.query.encode()
            sent = body.decode("utf-8", "replace")
            fields = {name: values[-1] for name, values in parse_qs(sent, keep_blank_values=True).items()}
            try:
                return await run_in_threadpool(handler, fields)
            except XlbudgetError as error:
                return self._page("said.html", text=str(error), bad=True)
            except KeyError:
                return Response(status_code=400)

        return told

    def _page(self, template: str, **what: Any) -> Response:
        text = self.templates.get_template(template).render(what)
        return HTMLResponse(text.encode("utf-8", "replace"))

    def list(self, fields: dict[str, str]) -> Response:
        """The files; nothing where they are those that the browser has."""
        books, notes = self.folder.books()
        stamp = str(hash(tuple((one.name, one.stamp) for one in books)))
        if fields.get("stamp") == stamp:
            return Response(status_code=204)
        rows = [(one, self.folder.known(one)) for one in books]
        return self._page("list.html", folder=self.folder.path, rows=rows, notes=notes, stamp=stamp)

    def facts(self, fields: dict[str, str]) -> Response:
        book = self.folder.book(fields["file"])
        return self._page("row.html", book=book, facts=self.folder.facts(book))

    def book(self, fields: dict[str, str]) -> Response:
        book = self.folder.book(fields["file"])
        facts = self.folder.facts(book, at_once=True)
        what = {"offers": actions.offers(book, facts), "job": self.jobs.busy(key(book.path))}
        return self._page("book.html", book=book, facts=facts, **what)

    def stamp(self, fields: dict[str, str]) -> Response:
        """A sentence as soon as a file is no longer the one that was judged."""
        book = self.folder.book(fields["file"])
        if book.stamp == fields["stamp"]:
            return Response(status_code=204)
        return self._page("changed.html", book=book)

    def act(self, fields: dict[str, str]) -> Response:
        id, book = fields["action"], self.folder.book(fields["file"]) if fields.get("file") else None
        if not actions.known(id, book):
            raise KeyError(id)
        of = key(book.path) if book else f"page {id}"

        def do(job: Job) -> Ended:
            desk = actions.desk_for(id, book, job, self.log_file.parent, self.below)
            return actions.act(id, book, desk, self.log, self.log_file)

        job = self.jobs.start(actions.title(id), of, do)
        if job is None:
            text = f"{book.name if book else ''} 的上一件事还没有做完，请等它做完，或到做它的那一页停下它。"
            return self._page("said.html", text=text, bad=True)
        return self._job(job, "")

    def job(self, fields: dict[str, str]) -> Response:
        job = self.jobs.get(fields["id"])
        if job is None:
            return self._page("said.html", text="这件事做完很久了，结果没有留着；请再做一次。", bad=True)
        if job.owner:
            return self._page("said.html", text="这件事是 WPS 里的按钮做的，请到 WPS 里看。", bad=True)
        return self._job(job, fields.get("seen", ""))

    def _job(self, job: Job, seen: str) -> Response:
        ended, asking = job.ended, job.asking
        state = "ended" if ended else f"{asking.seq if asking else 0}{job.said}{job.stopping}"
        if state == seen:
            return Response(status_code=204)
        if ended is None:
            return self._page("job.html", job=job, asking=asking, state=state)
        desk = ended.more.desk if ended.more else None
        made = [(path.relative_to(self.folder.path).as_posix(), path) for path in desk.made] if desk else []
        report = desk.report if desk else None
        what: dict[str, Any] = {"job": job, "ended": ended, "made": made, "report": report}
        if desk and report:
            what |= {"sheets": by_sheet(report), "remedies": {rule.id: rule.remedy for rule in catalogue()}}
            what |= {"file": desk.path.name, "stamp": ended.more.stamp}
        return self._page("ended.html", **what)

    def answer(self, fields: dict[str, str]) -> Response:
        job = self.jobs.get(fields["id"])
        # A second answer, from another tab, finds nothing asked.
        if job is not None and not job.owner:
            job.answer(int(fields["seq"]) if fields["seq"].isdecimal() else 0, fields["value"] == "yes")
        return self.job({"id": fields["id"]})

    def cancel(self, fields: dict[str, str]) -> Response:
        job = self.jobs.get(fields["id"])
        if job is not None and not job.owner:
            job.stop()
        return self.job({"id": fields["id"]})

    def open(self, fields: dict[str, str]) -> Response:
        path = self.folder.inside(fields["file"])
        said = opening.opened(path)
        return self._page("said.html", text=said or f"已打开 {path.name}", bad=bool(said))

    def download(self, fields: dict[str, str]) -> Response:
        path = self.folder.inside(fields["file"])
        if path.suffix.lower() not in opening.ENDINGS:
            raise KeyError(path)
        named = f"attachment; filename*=UTF-8''{quote(path.name)}"
        return FileResponse(path, media_type="application/octet-stream", headers={"Content-Disposition": named})

    def end(self, fields: dict[str, str]) -> Response:
        del fields
        self.stop()
        text = "xlbudget desk 已停下，这一页可以关了；WPS 里的按钮要它，再启动才能用。"
        return self._page("said.html", text=text, bad=False)


async def _file(request: Request) -> Response:
    """The script, the style, htmx: nothing of a workbook."""
    name = request.path_params["name"]
    if name == "icon.svg":
        return Response(picture("recalc_all"), media_type="image/svg+xml")
    kind = KINDS.get(Path(name).suffix)
    part = files("xlbudget.addin.page").joinpath("files", name)
    if kind is None or "/" in name or "\\" in name or not part.is_file():
        return Response(status_code=404)
    content = part.read_bytes()
    if kind == KINDS[".css"]:
        # The colours are those of the report and the workbook.
        content = f":root{{{VARIABLES}}}\n{CLASSES}\n".encode() + content
    return Response(content, media_type=f"{kind}; charset=utf-8")
