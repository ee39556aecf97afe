"""The candidate's page of the live room, opened by a link. It reads the token alone: whoever is signed in sees the same."""

from datetime import UTC, timedelta

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from interviews.models import Interview
from interviews.models.link import link_by
from interviews.models.showing import focus_at, shown_in

#: Links that nobody has, from one address: guessing 128 bits is hopeless, and should be seen to be.
MISSES = {"candidate_link": "20/m/ip"}


@never_cache
@login_not_required
@require_safe
def candidate_room(request: HttpRequest, token: str) -> HttpResponse:
    """The stage, the time left, and what the interviewer shows. 404 for a link of nobody's, 410 for one that is over."""
    now = timezone.now()
    link = link_by(token)
    if link is None:
        return closed(render(request, "candidate_room/unknown.html", status=_status_of_miss(request)))
    if link.is_over(now):
        return closed(render(request, "candidate_room/over.html", status=410))
    interview = link.interview
    focus = focus_at(interview.focus_times.all(), now) if interview.is_live else None
    context = {
        "stage": interview.stage.name,
        "level": interview.stage.loop.level.name,
        "topic": f"c:{token}",
        "is_live": interview.is_live,
        "is_over": interview.ended_at is not None,
        "now": now.astimezone(UTC),
        "until": _ends_at(interview).astimezone(UTC),
        "focus_until": focus.until.astimezone(UTC) if focus else None,
        "view": shown_in(interview),
    }
    return closed(render(request, "candidate_room/room.html", context))


def topic_of(token: str) -> str:
    """The live topic that this token opens, "" when none: config.live asks."""
    link = link_by(token)
    return "" if link is None or link.is_over(timezone.now()) else topic(link.interview_id)


def topic(interview_pk: int) -> str:
    """What the candidate's page of an interview follows. Nobody watches it by a session: only the link opens it."""
    return f"candidate:{interview_pk}"


def _ends_at(interview: Interview):
    """When the time is up: the booked minutes, counted from the real start."""
    begun = interview.started_at or interview.starts_at
    return begun + timedelta(minutes=interview.minutes)


def _status_of_miss(request: HttpRequest) -> int:
    may_go_on = ratelimit.consume(request, app="interviews", action="candidate_link", config=MISSES, limit_get=True)
    return 404 if may_go_on else 429


def closed(response: HttpResponse) -> HttpResponse:
    """Nobody else learns the address: it is sent to no other site, kept by no cache and found by no search."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
