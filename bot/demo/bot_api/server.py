"""The stand-in as a web server in the running event loop."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.demo.bot_api.answering import answer, check_token
from bot.demo.bot_api.answers import Answer, refused
from bot.demo.bot_api.api import BotApi
from bot.demo.bot_api.reading import read_parameters
from bot.demo.bot_api.refusals import Refusal
from bot.demo.bot_api.wires import Wires


def application(api: BotApi, wires: Wires, beside: Sequence[BaseRoute] = ()) -> Starlette:
    """Build the web application: methods, file downloads, and what is served beside them."""

    async def method(request: Request) -> Response:
        try:
            raw = await read_parameters(request)
        except Refusal as refusal:
            return _response(refused(refusal))
        token, name = request.path_params["token"], request.path_params["name"]
        answered = await answer(api.world, token, name, raw)
        if answered.lost:
            await wires.cut(cast("tuple[str, int]", request.scope["client"]))
        return _response(answered)

    async def download(request: Request) -> Response:
        try:
            check_token(api.world, request.path_params["token"])
        except Refusal as refusal:
            return _response(refused(refusal))
        stored = api.world.files.at(request.path_params["path"])
        return Response(stored.upload.content) if stored else await not_found(request, None)

    async def not_found(request: Request, _: object) -> Response:
        return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)

    routes = [
        Route("/bot{token}/{name}", method, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download),
        *beside,
    ]
    return Starlette(routes=routes, exception_handlers={404: not_found})


def _response(answered: Answer) -> Response:
    headers = {"Content-Type": "application/json"} | answered.headers
    return Response(answered.body.encode(), status_code=answered.status, headers=headers)


@asynccontextmanager
async def serving(
    api: BotApi, *, port: int = 0, beside: Sequence[BaseRoute] = ()
) -> AsyncIterator[str]:
    """Serve the Bot API in the current event loop and yield its base URL.

    The state is in `api`: serving it again, on the same port if need be, is a network come back.
    """
    wires = Wires()
    url = await wires.listen(application(api, wires, beside), port=port)
    api.world.webhook.wake()
    try:
        yield url
    finally:
        api.world.webhook.stop()
        api.world.polling.wake()
        await wires.close()
