"""Who may speak to the demo: pages of its own, on this machine, and nobody else."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.locales import SOURCE_LANGUAGE, say

NAMES = ("127.0.0.1", "localhost")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Refuses foreign hosts and origins, and tells the browser what a page may load."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if _is_own(Headers(scope=scope), _own_hosts(scope)):
            await self._app(scope, receive, with_headers)
        else:
            refusal = {"error": say(SOURCE_LANGUAGE, "demo.error.foreign")}
            await JSONResponse(refusal, 403)(scope, receive, with_headers)


def _own_hosts(scope: Scope) -> set[str]:
    port = scope["server"][1]
    return {f"{name}:{port}" for name in NAMES}


def _is_own(headers: Headers, hosts: set[str]) -> bool:
    """Tell whether a request is for this server, and made by its own page or by no page at all."""
    origin = headers.get("origin")
    return headers.get("host") in hosts and (
        origin is None or (origin.startswith("http://") and urlsplit(origin).netloc in hosts)
    )
