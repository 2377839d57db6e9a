"""The portal as a web application: a request becomes a visit, a reply becomes an answer."""

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.clinic import Clinic
from bot.pathway import signing_in
from bot.portal import errands
from bot.portal.drawing import Drawing
from bot.portal.guard import Guard
from bot.portal.page import Page
from bot.portal.pages import PAGES
from bot.portal.reply import Errand, File, NotFound, Onward, Refused, Reply, Shown
from bot.portal.visit import Visit
from bot.storage import audit
from bot.storage.database import transaction
from bot.telegram.thread import DatabaseThread

log = logging.getLogger(__name__)

SEE_OTHER = 303
MOST_FIELDS = 100


class Portal:
    """The portal of one clinic; `bot_name` is asked late, because Telegram tells it late."""

    def __init__(
        self,
        clinic: Clinic,
        thread: DatabaseThread,
        *,
        address: str,
        bot_name: Callable[[], str],
        wake: Callable[[], None],
    ) -> None:
        self._clinic = clinic
        self._thread = thread
        self._address = address
        self._bot_name = bot_name
        self._wake = wake
        self._drawing = Drawing()
        self._busy = asyncio.Lock()
        self._secure = address.startswith("https:")
        # A prefix that proves the cookie is this host's own; only https may set it.
        self._cookie = "__Host-session" if self._secure else "session"

    def application(self) -> ASGIApp:
        """Give the application with its guard around it."""
        errands.remove_left_over(self._clinic)
        routes = [Route(p.path, self._answering(p), methods=[p.method]) for p in PAGES]
        web = Starlette(routes=routes, exception_handlers={HTTPException: self._no_page})
        return Guard(web, self._address, self._refusing)

    def _answering(self, page: Page) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            visit = await self._visit(request)
            try:
                answered = await self._thread.run(lambda: self._answer(page, visit))
                if isinstance(answered, Errand):
                    return await self._errand(answered, visit)
                return answered
            finally:
                if page.method != "GET":
                    self._wake()  # what was done may have written a message

        return answer

    async def _visit(self, request: Request) -> Visit:
        body = (await request.body()).decode("utf-8", "replace")
        is_form = request.headers.get("content-type", "").startswith(FORM)
        pairs = parse_qsl(body, keep_blank_values=True) if is_form else []
        return Visit(
            clinic=self._clinic,
            bot_name=self._bot_name(),
            path=request.path_params,
            query=dict(request.query_params),
            fields=dict(pairs[:MOST_FIELDS]),
            cookie=request.cookies.get(self._cookie, ""),
        )

    async def _errand(self, errand: Errand, visit: Visit) -> Response:
        """Do what takes long beside the bot's own work, one at a time, and send what it made."""
        if self._busy.locked():
            return self._failure(visit, 503, "busy")
        stopped = threading.Event()
        async with self._busy:
            try:
                kept = await asyncio.to_thread(errands.run, self._clinic, errand, stopped)
            except Exception as error:  # noqa: BLE001  # as above
                log.error("an errand failed: %s", type(error).__name__)
                return self._failure(visit, 500, "failed")
            finally:
                stopped.set()  # nobody waits for it any more
        removal = BackgroundTask(errands.remove, kept.folder)
        return FileResponse(
            kept.path, media_type=kept.type, filename=kept.name, background=removal
        )

    def _answer(self, page: Page, visit: Visit) -> Response | Errand:
        """Answer in one transaction; what goes wrong is undone and told in a sentence."""
        try:
            with transaction(self._clinic.db):
                visit = replace(visit, who=self._who(visit))
                reply = self._reply(page, visit)
            return reply if isinstance(reply, Errand) else self._response(reply, visit, page)
        except NotFound:
            return self._failure(visit, 404, "not_found")
        except Refused as refused:
            return self._failure(visit, refused.status, refused.key)
        except Exception as error:  # noqa: BLE001  # a traceback could show a patient's words
            log.error("the page %s failed: %s", page.path, type(error).__name__)
            return self._failure(visit, 500, "failed")

    def _who(self, visit: Visit) -> signing_in.SignedIn | None:
        return signing_in.signed_in(self._clinic, visit.cookie) if visit.cookie else None

    def _reply(self, page: Page, visit: Visit) -> Reply:
        """Run a page for somebody who may; default is no."""
        if page.right is None:
            return page.run(visit)
        if visit.who is None:
            return Shown(template="signed_out.html", status=401)
        if not visit.may(page.right):
            self._note_refusal(page, visit)
            return _refusal(403, "not_your_right")
        if page.method != "GET" and not visit.is_own_form():
            return _refusal(403, "foreign")
        return page.run(visit)

    def _note_refusal(self, page: Page, visit: Visit) -> None:
        now = self._clinic.now()
        audit.note(self._clinic.db, at=now, by=visit.person.code, what="refused", about=page.path)

    def _response(self, reply: Shown | Onward | File, visit: Visit, page: Page) -> Response:
        match reply:
            case Shown():
                text = self._drawing.drawn(reply, visit, menu=_menu(visit), here=page.path)
                return HTMLResponse(text, status_code=reply.status)
            case Onward(to=to, cookie=cookie):
                response: Response = RedirectResponse(to, status_code=SEE_OTHER)
                if cookie is not None:
                    self._set_cookie(response, cookie)
                return response
            case File(content=content, type=type, name=name):
                response = Response(content, media_type=type)
                if name:
                    response.headers["Content-Disposition"] = (
                        f"attachment; filename*=UTF-8''{quote(name, safe='')}"
                    )
                return response

    def _set_cookie(self, response: Response, token: str) -> None:
        """Keep a session's token in the browser, or take it away."""
        response.set_cookie(
            self._cookie,
            token,
            max_age=int(signing_in.LONGEST.total_seconds()) if token else 0,
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )

    def _failure(self, visit: Visit, status: int, key: str) -> Response:
        shown = _refusal(status, key)
        text = self._drawing.drawn(shown, visit, menu=_menu(visit), here="")
        return HTMLResponse(text, status_code=status)

    def _refusing(self, status: int, key: str) -> ASGIApp:
        return self._failure(Visit(clinic=self._clinic, bot_name=""), status, key)

    async def _no_page(self, request: Request, error: Exception) -> Response:
        """Answer what no page is for: an unknown path, or a method it does not take."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        key = "wrong_method" if status == 405 else "not_found"
        return self._failure(Visit(clinic=self._clinic, bot_name=""), status, key)


FORM = "application/x-www-form-urlencoded"


def _refusal(status: int, key: str) -> Shown:
    return Shown(template="failure.html", data={"key": f"portal.failure.{key}"}, status=status)


def _menu(visit: Visit) -> list[Page]:
    """List the pages in the menu of whoever asks."""
    return [p for p in PAGES if p.menu and p.right is not None and visit.may(p.right)]
