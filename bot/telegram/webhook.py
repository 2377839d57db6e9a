"""The webhook: an update is committed before Telegram hears that it arrived."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clinic import Clinic
from bot.health.meters import Meters
from bot.storage.database import DatabaseError
from bot.telegram.receiver import PART
from bot.telegram.trouble import Trouble, writers

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the name, not the secret
LARGEST_BODY = 1_000_000  # bytes
LARGEST_ID = 2**63  # what the database can hold
RETRY = {"Retry-After": "2"}  # seconds


class Webhook:
    """Takes updates that Telegram posts."""

    def __init__(
        self,
        clinic: Clinic,
        secret: str,
        take: Callable[[list[dict[str, Any]]], Awaitable[None]],
        trouble: Trouble,
        meters: Meters,
    ) -> None:
        self._clinic = clinic
        self._secret = secret.encode()
        self._take_in = take
        self._trouble = trouble
        self._meters = meters

    def route(self, path: str) -> Route:
        """Give the route that Telegram posts to."""
        return Route(path, self._take, methods=["POST"])

    async def _take(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        update = _update(body)
        if update is None:
            # Sending it again would not mend it, and others would wait behind it.
            log.error("a webhook body was not an update")
            return Response(status_code=200)
        try:
            await self._take_in([update])
        except DatabaseError as error:
            log.error("an update could not be stored: %s", type(error).__name__)
            await self._trouble.met(PART, writers([update]))
            return Response(status_code=503, headers=RETRY)
        self._trouble.over(PART)
        self._meters.heard(self._clinic.now(), 1)
        return Response(status_code=200)


async def _read(request: Request) -> bytes | None:
    """Read the body up to the limit."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return body


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    return update if type(number) is int and 0 <= number < LARGEST_ID else None
