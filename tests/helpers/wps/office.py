"""The workbook behind the stand-in: the headless one of :mod:`tests.helpers.headless_excel`, asked by HTTP."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.helpers.headless_excel import App, started

CODES = {"#DIV/0!": -2146826281, "#VALUE!": -2146826273, "#REF!": -2146826265, "#NAME?": -2146826259}
"""Errors in cells, as WPS gives them."""
HERE = Path(__file__).parent


class Wps:
    """What the stand-in calls, and what came of it."""

    def __init__(self, home: Path) -> None:
        self.app: App = started()
        self.home = home
        self.calls: list[list[Any]] = []
        self.said: list[dict[str, Any]] = []
        """What the windows told."""
        self.writes_copies = True
        self.on_pdf: Any = None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def script(self) -> str:
        """The stand-in, for a browser to run before the page's own."""
        source = (HERE / "stand_in.js").read_text(encoding="utf-8").rstrip().rstrip(";")
        declared = (HERE / "declared.json").read_text(encoding="utf-8")
        return f"{source}({self.server.server_port}, {declared}, {json.dumps(str(self.home))});"

    def call(self, name: str, *arguments: Any) -> Any:
        self.calls.append([name, *arguments])
        return getattr(self, name)(*arguments)

    def _sheet(self, book: str, sheet: str) -> Any:
        return self.app.books(book).sheets(sheet)

    def active(self) -> dict[str, str] | None:
        book = self.app.active
        return None if book is None else {"Name": book.name, "Path": str(book.file.path.parent)}

    def copy(self, book: str, path: str) -> None:
        if self.writes_copies:
            self.app.snapshot(book, path)

    def isSaved(self, book: str) -> bool:
        return not self.app.books(book).file.dirty

    def get(self, book: str, sheet: str, at: str, what: str) -> Any:
        there = self._sheet(book, sheet).range(at)
        if what == "Value2":
            value = there.raw_value
            return CODES.get(value, value) if isinstance(value, str) else value
        return there.formula if what == "Formula" else there.number_format

    def set(self, book: str, sheet: str, at: str, what: str, value: Any) -> None:
        there = self._sheet(book, sheet).range(at)
        if what == "Formula":
            there.formula = value
        else:
            there.number_format = value

    def select(self, book: str, sheet: str, at: str) -> None:
        self._sheet(book, sheet).range(at).select()

    def activate(self, book: str, sheet: str) -> None:
        self._sheet(book, sheet).activate()

    def visible(self, book: str, sheet: str) -> int:
        return -1 if self._sheet(book, sheet).visible else 0

    def isProtected(self, book: str, sheet: str) -> bool:
        return bool(self._sheet(book, sheet).cells.protection.sheet)

    def unprotect(self, book: str, sheet: str) -> None:
        self.app.unlock(book, sheet)

    def protect(self, book: str, sheet: str, *flags: Any) -> None:
        assert len(flags) == 16
        self._sheet(book, sheet).cells.protection.sheet = True

    def calculate(self) -> None:
        self.app.calculate()

    def status(self, text: Any) -> None:
        self.app.status_bar = text

    def confirm(self, text: str) -> bool:
        self.app.person.boxes.append(("", text, "yes_no"))
        return self.app.person.agrees

    def alert(self, text: str) -> None:
        self.app.person.boxes.append(("", text, "alert"))

    def dialog(self, url: str, title: str, said: str) -> None:
        self.said.append({"url": url, "title": title, **json.loads(said)})

    def pick(self, title: str, start: str) -> str:
        assert title
        assert start == "" or Path(start).is_absolute()
        return self.app.person.folder

    def open(self, path: str) -> str:
        return self.app.open(Path(path)).name

    def close(self, book: str) -> None:
        self.app.books(book).close()

    def pdf(self, book: str, path: str) -> None:
        if self.on_pdf is not None:
            self.on_pdf()
        self.app.books(book).to_pdf(path)

    def front(self, book: str) -> None:
        self.app.books(book).activate()

    def invalidate(self) -> None:
        pass

    def exists(self, path: str) -> bool:
        return Path(path).exists()

    def read(self, path: str) -> str:
        return Path(path).read_text(encoding="utf-8")


def _handler(wps: Wps) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def _reply(self, status: int, body: bytes = b"") -> None:
            self.send_response(status)
            for what in ("Origin", "Headers", "Private-Network"):
                self.send_header(f"Access-Control-Allow-{what}", "true" if what == "Private-Network" else "*")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_OPTIONS(self) -> None:
            self._reply(204)

        def do_POST(self) -> None:
            name, *arguments = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                out = {"value": wps.call(name, *arguments)}
            except Exception as error:
                out = {"error": f"{type(error).__name__}: {error}"}
            with suppress(OSError):
                self._reply(200, json.dumps(out, ensure_ascii=False).encode())

    return Handler
