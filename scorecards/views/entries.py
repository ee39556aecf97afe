"""Deeds of the live room, as the browser sends them: at once or an hour later, once or three times."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial, wraps
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from interviews.models import Seat
from scorecards.models import Entry
from scorecards.views import rooming

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Deed:
    """What somebody did in the room, with the id that its browser gave it, if any.

    `at` is when they did it, `now` when we heard of it. `is_new` is whether it still has to be done.
    """

    id: UUID | None
    seat: Seat
    at: datetime
    now: datetime
    is_new: bool


def entry(view: View | None = None, *, knows: str = "interview__stage__loop__level") -> Any:
    """A view of one deed in one interview: `view(request, deed, **rest)`, in one transaction with the note that it arrived.

    The browser's outbox names the deed in `Entry-Id` and says in `Entry-At` when it was done, in milliseconds of our time. Without
    JavaScript there is neither: such a form is done when it arrives. The answer's `Entry-Kept` says when it was stored, by the
    reader's clock; without that header nothing counts as stored. 404 for who does not sit in the interview. The seat comes with
    its interview, stage, loop and level; `@entry(knows="interview")` reads less for a deed that goes by less.
    """
    if view is None:
        return partial(entry, knows=knows)

    @require_POST
    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, **rest: object) -> HttpResponse:
        with transaction.atomic():
            seat = rooming.locked_seat_of(request, pk, knows=knows)
            now = timezone.now()  # not before the lock is there: what was done meanwhile is part of the answer
            at = _done_at(request, now)
            number = _id(request)
            try:
                is_new = number is None or Entry.take(number, seat, done_at=at, now=now)
            except Entry.DoesNotExist as error:
                raise Http404 from error
            response = view(request, Deed(number, seat, at, now, is_new), **rest)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        if number and response.status_code < 400:
            response["Entry-Kept"] = timezone.localtime(now).isoformat(timespec="milliseconds")
        return response

    return wrapped


def id_of(request: HttpRequest, deed: Deed) -> UUID:
    """What to call the fact that a deed leaves: the browser's id of it, else that of the form, else a new one."""
    try:
        return deed.id or UUID(request.POST.get("id", ""))
    except ValueError:
        return uuid4()


def _id(request: HttpRequest) -> UUID | None:
    """What the browser calls this deed."""
    if "Entry-Id" not in request.headers:
        return None
    try:
        return UUID(request.headers["Entry-Id"])
    except ValueError as error:
        raise Http404 from error


def _done_at(request: HttpRequest, now: datetime) -> datetime:
    """When it was done: never later than now, whatever the browser's clock says."""
    said = request.headers.get("Entry-At", "")
    if not (said.isascii() and said.isdigit() and len(said) <= len("1767225600000")):
        return now
    return min(now, datetime.fromtimestamp(int(said) / 1000, UTC))
