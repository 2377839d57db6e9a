"""What is served before the demo is ready, and once it ends: nothing."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

NOTHING = PlainTextResponse("", 503, {"Retry-After": "1"})


class Curtain:
    """Stands before the web chat until it rises; the Bot API beside it must be there first."""

    def __init__(self) -> None:
        self._behind: ASGIApp = NOTHING

    def rises(self, chat: ASGIApp) -> None:
        """Show the web chat."""
        self._behind = chat

    def falls(self) -> None:
        """Show nothing any more: the demo ends."""
        self._behind = NOTHING

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on to whatever is behind."""
        await self._behind(scope, receive, send)
