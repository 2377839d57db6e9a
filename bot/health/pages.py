"""What a monitor reads: /healthz for yes or no, /metrics for figures."""

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clinic import Clinic
from bot.health.board import Board
from bot.health.meters import Meters
from bot.health.watch import Watch


def health_route(watch: Watch) -> Route:
    """Give the page that says 200 while all is well, and 503 otherwise."""

    async def healthz(_: Request) -> Response:
        # The latest look, never a look of its own: whoever asks often costs nothing.
        report = watch.report
        content = report.as_json() if report is not None else {"well": False}
        return JSONResponse(
            content, 200 if content["well"] else 503, {"Cache-Control": "no-store"}
        )

    return Route("/healthz", healthz)


def metrics_route(clinic: Clinic, watch: Watch, meters: Meters) -> Route:
    """Give the page of figures, as Prometheus reads them."""
    board = Board(clinic, watch, meters)
    meters.registry.register(board)

    def metrics(_: Request) -> Response:  # starlette calls it beside the event loop
        return Response(generate_latest(meters.registry), media_type=CONTENT_TYPE_LATEST)

    return Route("/metrics", metrics)
