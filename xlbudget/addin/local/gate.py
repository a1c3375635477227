"""Who may speak to the process: this computer's own page and WPS, who know the token; no site, no other user.

A site that the user visits can send requests here, too: its forms carry its own ``Origin``, and no header of ours. A
site whose name is made to lead here (DNS rebinding) calls us by that name in ``Host``. Other users of the computer can
reach the port, but not the file with the token.
"""

from __future__ import annotations

import hmac

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from xlbudget.addin.local.state_file import TOKEN

LIMIT = 1 << 20
"""Bytes of a request: a few hundred formulas have a few ten thousand."""
OFFLINE = ("null", "file://")
"""What browsers call the origin of a page that is a file, as those of WPS are; some say nothing."""
FROM_FILES = "/wps/"
"""Where such pages may call."""
OPEN = ("/", "/files/")
"""What anybody may get: the empty page and what it is made of; no word of a workbook is in it."""
REFUSAL = "xlbudget desk 没有接受这个请求。"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Gate:
    """All requests come through it, and all answers leave through it."""

    def __init__(self, app: ASGIApp, host: str, token: str) -> None:
        self.app = app
        self.host = host
        """127.0.0.1 and the port, as whoever means us says it."""
        self.token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            # A WebSocket; there is none.
            await send({"type": "websocket.close", "code": 1008})
            return
        headers, path = Headers(scope=scope), str(scope["path"])
        origins = headers.getlist("origin")
        offline = not origins or origins[0] in OFFLINE
        shared = len(origins) == 1 and offline and path.startswith(FROM_FILES)
        send = _leaving(send, origins[0] if shared else "")
        status = self._refused(str(scope["method"]), path, headers, shared)
        if status:
            await PlainTextResponse("" if status == 204 else REFUSAL, status)(scope, receive, send)
            return
        body = await _whole(receive)
        if body is None:
            await PlainTextResponse(REFUSAL, 413)(scope, receive, send)
            return
        await self.app(scope, _given(body, receive), send)

    def _refused(self, method: str, path: str, headers: Headers, shared: bool) -> int:
        """The status that turns a request away, or answers the question that a browser asks first; 0: let it in."""
        origins = headers.getlist("origin")
        ours = not origins or origins == [f"http://{self.host}"] or shared
        if headers.getlist("host") != [self.host] or not ours:
            return 403
        if method == "OPTIONS":
            return 204 if shared else 403
        if method == "GET" and (path == OPEN[0] or path.startswith(OPEN[1])):
            return 0
        if not hmac.compare_digest(headers.get(TOKEN, "").encode(), self.token.encode()):
            return 403
        length = headers.get("content-length", "0")
        return 413 if not length.isdecimal() or int(length) > LIMIT else 0


def _leaving(send: Send, shared_with: str) -> Send:
    """Answers with what every one of them says; ``shared_with``: the origin that may read them, if another's."""

    async def leaving(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(ALWAYS)
            if shared_with:
                headers.update(
                    {
                        "Access-Control-Allow-Origin": shared_with,
                        "Access-Control-Allow-Headers": f"Content-Type, {TOKEN}",
                        "Access-Control-Allow-Methods": "POST",
                        "Access-Control-Allow-Private-Network": "true",
                        "Cross-Origin-Resource-Policy": "cross-origin",
                        "Vary": "Origin",
                    }
                )
        await send(message)

    return leaving


async def _whole(receive: Receive) -> bytes | None:
    """The body; None where it is longer than it may be, whatever its header says."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += bytes(message.get("body", b""))
        if len(body) > LIMIT:
            return None
        if not message.get("more_body"):
            return body


def _given(body: bytes, receive: Receive) -> Receive:
    left = [body]

    async def given() -> Message:
        return {"type": "http.request", "body": left.pop(), "more_body": False} if left else await receive()

    return given
