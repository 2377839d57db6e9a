"""The web chat: the page, what stands on the phones, and what people do on them."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.demo.acts import (
    ON_A_PHONE,
    Asked,
    Clock,
    NewPatient,
    RefusedError,
    bring,
    let_time_pass,
)
from bot.demo.bot_api.refusals import Refusal
from bot.demo.changes import EndedError
from bot.demo.guard import Guard
from bot.demo.page import STATIC, render
from bot.demo.stage import Stage
from bot.telegram.thread import DatabaseClosedError

A = TypeVar("A", bound=Asked)
LARGEST_BODY = 100_000  # bytes
LONGEST_WAIT = 20.0  # seconds a page waits for something new
SHOWN = {"image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf"}
Take = Callable[[Request], Awaitable[Response]]


def web_chat(stage: Stage) -> ASGIApp:
    """Build what is served beside the Bot API."""
    return Starlette(
        routes=[
            Route("/", _page(stage)),
            Mount("/static", StaticFiles(directory=STATIC)),
            Route("/state", _state(stage)),
            Route("/phones/{phone:int}/{act}", _act(stage), methods=["POST"]),
            Route("/people", _takes(stage, NewPatient, bring), methods=["POST"]),
            Route("/clock", _takes(stage, Clock, let_time_pass), methods=["POST"]),
            Route("/files/{file_id}/{name}", _file(stage)),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={
            RefusedError: lambda _, error: _refusal(error),
            EndedError: _ended,
            DatabaseClosedError: _ended,
            HTTPException: lambda _, error: _refusal(RefusedError("no_page", error.status_code)),
        },
    )


def _ended(_: Request, __: Exception) -> Response:
    return _refusal(RefusedError("ended", 503))


def _refusal(error: Any) -> Response:
    return JSONResponse({"error": error.sentence}, error.status)


async def _wait_for_news(stage: Stage, request: Request) -> None:
    """Hold a request back until there is something newer than what it has seen."""
    seen = request.query_params.get("after", "")
    if seen:
        if not seen.isdecimal():
            raise RefusedError("after")
        await stage.changes.after(int(seen), LONGEST_WAIT)


def _page(stage: Stage) -> Take:
    async def page(request: Request) -> Response:
        await _wait_for_news(stage, request)
        return HTMLResponse(render(await stage.state(), request.query_params))

    return page


def _state(stage: Stage) -> Take:
    async def state(request: Request) -> Response:
        await _wait_for_news(stage, request)
        return JSONResponse(await stage.state())

    return state


def _act(stage: Stage) -> Take:
    async def act(request: Request) -> Response:
        try:
            phone = stage.phones[request.path_params["phone"]]
            shape, do = ON_A_PHONE[request.path_params["act"]]
        except KeyError:
            raise RefusedError("no_page", 404) from None
        await do(stage, phone, await _read(request, shape))
        return JSONResponse({"version": stage.changes.version})

    return act


def _takes(stage: Stage, shape: type[A], do: Callable[[Stage, A], Awaitable[Any]]) -> Take:
    async def take(request: Request) -> Response:
        given = await do(stage, await _read(request, shape))
        return JSONResponse({**given, "version": stage.changes.version})

    return take


async def _read(request: Request, shape: type[A]) -> A:
    """Read what an act needs; a browser asks before it sends JSON elsewhere than home."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise RefusedError("not_json", 415)
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            raise RefusedError("too_long", 413)
    try:
        return shape.model_validate_json(body or b"{}")
    except ValidationError as error:
        place = error.errors()[0]["loc"]
        if not place:
            raise RefusedError("not_json") from None
        raise RefusedError(
            f"field.{place[0]}" if place[0] in shape.model_fields else "field"
        ) from None


def _file(stage: Stage) -> Take:
    async def file(request: Request) -> Response:
        try:
            upload = stage.api.world.files.downloadable(request.path_params["file_id"]).upload
        except Refusal:
            raise RefusedError("no_file", 404) from None
        shown = upload.mime in SHOWN
        return Response(
            upload.content,
            media_type=upload.mime if shown else "application/octet-stream",
            headers={} if shown else {"Content-Disposition": "attachment"},
        )

    return file
