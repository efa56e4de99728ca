"""`/healthz` for whoever restarts the program, `/metrics` for Prometheus."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from web.exposition import exposed
from web.figures import Figures

STUCK = timedelta(minutes=15)  # a message due this long does not merely queue
# Polls are held for half a minute, and retried within another; what was polled and not kept, too.
SILENT = timedelta(minutes=2)
TEXT = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Gauges:
    """Where the numbers come from: the database, the polls of this process and since when it
    could keep nothing, its log."""

    figures: Callable[[], Awaitable[Figures]]
    polls: Callable[[], Mapping[str, timedelta | None]]
    unkept: Callable[[], Mapping[str, timedelta]]
    errors: Callable[[], Mapping[str, int]]


def application(gauges: Gauges, doors: Iterable[Route] = ()) -> Starlette:
    """Both pages and the doors; anything else is 404."""
    pages = [Route("/healthz", healthz), Route("/metrics", metrics)]
    app = Starlette(routes=[*pages, *doors])
    app.state.gauges = gauges
    return app


async def healthz(request: Request) -> Response:
    """200, or 503 with what is wrong in a word each."""
    gauges: Gauges = request.app.state.gauges
    wrong = [
        f"telegram_{bot}"
        for bot, age in gauges.polls().items()
        if age is not None and age > SILENT
    ]
    wrong += [f"unkept_{bot}" for bot, age in gauges.unkept().items() if age > SILENT]
    try:
        figures = await gauges.figures()
    except Exception:  # whatever it is, the database can not be read
        wrong.append("database")
    else:
        if figures.message_age > STUCK:
            wrong.append("outbox")
    return JSONResponse({"well": not wrong, "wrong": wrong}, status_code=503 if wrong else 200)


async def metrics(request: Request) -> Response:
    """Every number in Prometheus' text format."""
    gauges: Gauges = request.app.state.gauges
    figures = await gauges.figures()
    text = exposed(figures, gauges.polls(), gauges.unkept(), gauges.errors())
    return PlainTextResponse(text, media_type=TEXT)
