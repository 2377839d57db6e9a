"""The wire to Telegram: aiohttp behind python-telegram-bot's own interface.

httpx, which that library brings, looks through all of its connections at each request
(encode/httpcore#1035); with many messages on their way that takes longer than sending them.
"""

import os
import ssl
from functools import cache
from typing import Any
from urllib.request import getproxies

import aiohttp
import certifi
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTING = 5.0  # seconds
IN_LINE = 5.0  # seconds to wait for a connection while all are in use
UPLOADING = 20.0  # more seconds for a file
FORM = "application/x-www-form-urlencoded"
# These say that nothing has reached Telegram: the same may be sent again without a copy.
SURELY_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class Wire(BaseRequest):
    """Speaks HTTP/1.1 over so many connections at most; a call unanswered in time is unknown."""

    def __init__(self, *, connections: int, patience: float) -> None:
        self._connections = connections
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer unless a call says otherwise."""
        return self._patience

    async def initialize(self) -> None:
        """Open; what is open stays so."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ssl=_trusted()),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=bool(getproxies()),  # looking for a proxy at each call takes its time
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request and give its status and what came back.

        Raises TimedOut, and NetworkError; neither says where it went, for the token is in it.
        """
        if self._session is None:
            raise RuntimeError("the wire is not open")
        wait = self._patience if read_timeout is self.DEFAULT_NONE else read_timeout
        try:
            async with self._session.request(
                method, url, timeout=_times(wait, request_data), **_body(request_data)
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error


def _times(wait: float, asked: RequestData | None) -> aiohttp.ClientTimeout:
    """Say how long each part of a call may take; a file's way there counts as waiting."""
    if asked is not None and asked.contains_files:
        wait += UPLOADING
    return aiohttp.ClientTimeout(
        connect=CONNECTING + IN_LINE, sock_connect=CONNECTING, sock_read=wait
    )


def _body(asked: RequestData | None) -> dict[str, Any]:
    """Write what is asked as a form, with its files if it has any."""
    if asked is None:
        return {}
    if not asked.contains_files:
        return {"data": asked.url_encoded_parameters().encode(), "headers": {"Content-Type": FORM}}
    form = aiohttp.FormData(asked.json_parameters)
    for name, (filename, content, kind) in (asked.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}


@cache
def _trusted() -> ssl.SSLContext:
    """Load the certificates that are trusted, once: that is most of the work of a client.

    SSL_CERT_FILE names others, as it does for most programs.
    """
    return ssl.create_default_context(cafile=_certificates())


def _certificates() -> str:
    return os.environ.get("SSL_CERT_FILE") or certifi.where()
