"""Live streams and pages behind one address, for any ASGI server: `uvicorn config.asgi:application`.

Streams are native, since each one waits for hours and costs a few kilobytes that way. Pages go to the WSGI application on a few
threads, each with a database connection of its own that it keeps. Why: docs/decisions/0006-two-kinds-of-server.md
"""

from typing import Any, cast

from a2wsgi import WSGIMiddleware

from config.wsgi import application as pages  # first, since it sets Django up, which the streams need

# isort: split
from config import streams
from config.streams import Receive, Scope, Send

THREADS = 8

_pages: Any = WSGIMiddleware(cast("Any", pages), workers=THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer `/live/…` and the server's own start and stop by streams, everything else by pages."""
    if scope["type"] == "lifespan" or (scope["type"] == "http" and scope["path"].startswith(streams.PREFIX)):
        await streams.application(scope, receive, send)
    else:
        await _pages(scope, receive, send)
