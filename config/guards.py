"""What is stopped at the door: requests that cannot be read or are too large; and the page for when the database is away."""

import sys
from collections.abc import Callable, Iterable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string

Handler = Callable[[HttpRequest], HttpResponse]
FORM = "application/x-www-form-urlencoded"
UPLOAD = "multipart/form-data"
SECONDS_UNTIL_RETRY = 5


def bounds(get_response: Handler) -> Handler:
    """Answer 413 to what is too large, and 400 to what holds a NUL character or is not UTF-8: PostgreSQL could not store it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            if _length(request) > _largest(request):
                return _page(413)
            if not (_is_readable(request) and _is_storable(request)):
                return _page(400)
        except RequestDataTooBig:
            return _page(413)
        except (SuspiciousOperation, MultiPartParserError, UnreadablePostError, ValueError):
            return _page(400)
        return get_response(request)

    return middleware


def own_address(get_response: Handler) -> Handler:
    """REMOTE_ADDR is the person's own, also behind proxies.

    Each proxy adds whom it heard from to the right of X-Forwarded-For, so the entry to believe is as many from the right as there
    are proxies of ours (PROXIES). What a client writes there itself stands further left and is not read.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        heard_from = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if 0 < settings.PROXIES <= len(heard_from):
            request.META["REMOTE_ADDR"] = heard_from[-settings.PROXIES].strip() or request.META["REMOTE_ADDR"]
        return get_response(request)

    return middleware


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django passes it by name
    """Django's handler400: a host that is not ours, a form that was tampered with."""
    return _page(400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500. Where the database is away or did not answer in time: 503, and the browser comes back by itself.

    A middleware could not do this, since Django turns an exception of an inner middleware into a response before an outer one
    sees it; and the first to need the database is the one that asks who is signed in.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _page(503, is_form=request.method == "POST")
        response["Retry-After"] = str(SECONDS_UNTIL_RETRY)
        return response
    return _page(500)


def _length(request: HttpRequest) -> int:
    return int(request.META.get("CONTENT_LENGTH") or 0)


def _largest(request: HttpRequest) -> int:
    return settings.UPLOAD_MAX_SIZE if request.content_type == UPLOAD else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _is_readable(request: HttpRequest) -> bool:
    """Whether address and form are UTF-8. Django would quietly put a replacement character for what is not."""
    # Of a broken path Django leaves percent signs, and Uvicorn replacement characters. Our own addresses have neither.
    if any(sign in request.path_info for sign in "%\ufffd\0"):
        return False
    parts = [unquote_to_bytes(request.META.get("QUERY_STRING", ""))]
    if request.content_type == FORM:
        parts.append(unquote_to_bytes(request.body))
    try:
        texts = [part.decode() for part in parts]
    except UnicodeDecodeError:
        return False
    return not _has_nul(texts)


def _is_storable(request: HttpRequest) -> bool:
    if request.content_type != UPLOAD:
        return True
    return not _has_nul(text for name, values in request.POST.lists() for text in (name, *values))


def _has_nul(texts: Iterable[str]) -> bool:
    return any("\0" in text for text in texts)


def _page(status: int, **context: object) -> HttpResponse:
    """Render without the request: who is signed in may be just what cannot be found out."""
    response = HttpResponse(render_to_string(f"{status}.html", context), status=status)
    response["Cache-Control"] = "no-store"
    return response
