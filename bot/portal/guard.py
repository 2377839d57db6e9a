"""What every request must pass before any page sees it, and what every answer carries."""

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 64_000  # bytes: no form of the portal comes near
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
HSTS = "max-age=31536000"
SAFE_METHODS = ("GET", "HEAD")
Refuse = Callable[[int, str], ASGIApp]


class Guard:
    """Lets in only requests to the portal's own address, and forms from its own pages."""

    def __init__(self, app: ASGIApp, address: str, refuse: Refuse) -> None:
        self._app = app
        self._refuse = refuse
        self._origin = address
        self._host = urlsplit(address).netloc.casefold()
        self._headers = dict(HEADERS)
        if address.startswith("https:"):
            self._headers["Strict-Transport-Security"] = HSTS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it in one sentence."""
        if scope["type"] != "http":
            return
        answer: ASGIApp = self._app
        if refusal := self._refusal(scope):
            answer = self._refuse(*refusal)
        elif scope["method"] not in SAFE_METHODS:
            whole = await _read(Request(scope, receive))
            answer = self._app if whole is not None else self._refuse(413, "too_large")
            receive = _given(whole or b"", receive)
        await answer(scope, receive, self._with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if headers.get("host", "").casefold() != self._host:
            return 400, "wrong_host"
        if scope["method"] not in SAFE_METHODS and not self._is_own(headers):
            return 403, "foreign"
        return None

    def _is_own(self, headers: Headers) -> bool:
        """Tell whether a browser says that a form came from a page of the portal.

        With no-referrer browsers hide the origin even from us, so Sec-Fetch-Site comes first.
        """
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        return headers.get("origin", "").casefold() == self._origin.casefold()

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
            await send(message)

        return sending


async def _read(request: Request) -> bytes | None:
    """Read a body up to the limit."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return body


def _given(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read, once; whatever comes after it is the client's leaving."""
    waiting = [body]

    async def receiving() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return receiving
