"""The web plumbing that every page shares: refusals become pages, times the reader's, changes somebody's."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.access import Refused
from accounts.audit import done_by

Handler = Callable[[HttpRequest], HttpResponse]
READING = ("GET", "HEAD", "OPTIONS")


class refusals:  # noqa: N801 -- named like the function middlewares beside it; a class because Django asks for `process_exception`
    """A `Refused` becomes a page, or for htmx the notice, with its sentence and 403."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        template = "_refused.html" if request.htmx else "refused.html"  # type: ignore[attr-defined]
        return TemplateResponse(request, template, {"sentence": error.sentence}, status=403).render()


def zone(get_response: Handler) -> Handler:
    """Every time on the page is the reader's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        with timezone.override(ZoneInfo(request.user.zone)):
            return get_response(request)

    return middleware


def trail(get_response: Handler) -> Handler:
    """What a request changes is kept with who asked for it and from where."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in READING or not request.user.is_authenticated:
            return get_response(request)
        with done_by(user=request.user.pk, address=request.META.get("REMOTE_ADDR", ""), url=request.path):
            return get_response(request)

    return middleware
