"""How long after the answer a competency was rated, and which questions were left without a rating at the time."""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from interviews.models import AskedQuestion, Interview, Seat
from questionbank.models.question import Tested
from scorecards.models.passed import PassedOver
from scorecards.models.scorecard import Scorecard

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def at_hand(interview: Interview) -> AskedQuestion | None:
    """The question that is being asked, or was the last one."""
    return interview.asked.order_by(F("ended_at").desc(nulls_first=True), "-started_at").first()


def tested_first(version: int, seat: Seat) -> int | None:
    """The first competency that a question tests of those which this interview is there to assess, None when there is none."""
    focus = seat.interview.stage.focus.values("competency")
    tested = Tested.objects.filter(version=version, competency__in=focus).order_by("place", "pk")
    return tested.values_list("competency", flat=True).first()


def pass_over(asked: AskedQuestion, seat: Seat, *, now: datetime) -> None:
    """The room moves on from a question: every open scorecard that has no rating of what it tests first keeps that as a fact."""
    competency = tested_first(asked.version_id, seat)
    if competency is None:
        return
    cards = Scorecard.objects.filter(seat__interview=asked.interview_id, submitted_at=None, declined_at=None)
    unrated = cards.exclude(ratings__ladder__competency=competency)
    PassedOver.objects.bulk_create(
        [PassedOver(scorecard=card, asked=asked, competency_id=competency, at=now) for card in unrated], ignore_conflicts=True
    )


def not_rated_at_the_time(card: Scorecard) -> "QuerySet[PassedOver]":
    """The questions from which the room moved on before its author had rated them, in order."""
    return card.passed_over.select_related("asked__version", "competency").order_by("at", "pk")


def ages(card: Scorecard) -> dict[int, str]:
    """For each competency rated on this card, by its key: how long after the answer, in words."""
    interview = card.seat.interview
    answers = interview.asked.filter(ended_at__isnull=False).order_by("ended_at")
    ended: dict[int, datetime | None] = dict(answers.values_list("version__tested__competency", "ended_at"))
    rated = card.ratings.values_list("ladder__competency", "rated_at")
    return {number: age(at, answered_at=ended.get(number), over_at=interview.ended_at) for number, at in rated}


def age(rated_at: datetime, *, answered_at: datetime | None, over_at: datetime | None) -> str:
    """In words: "Rated live" while the interview went on, with the minutes since the answer; afterwards how much later."""
    if over_at is None or rated_at <= over_at:
        since = rated_at - answered_at if answered_at else timedelta()
        return f"Rated live, {since // MINUTE} min after the answer" if since >= MINUTE else "Rated live"
    later = rated_at - over_at
    for unit, name in ((DAY, "days"), (HOUR, "h"), (MINUTE, "min")):
        if later >= 2 * unit:
            return f"Rated {later // unit} {name} after the interview"
    return "Rated right after the interview"
