"""Entering what was written on paper: everything in one transaction, marked as entered later, the same sheet twice as once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from interviews import owed
from interviews.models import Interview, asking
from questionbank.models import CompetencyVersion, Hint, Point, QuestionVersion, Signal
from scorecards.models import capture
from scorecards.models.note import NoteLine
from scorecards.models.scorecard import Scorecard


@dataclass(frozen=True)
class Questioned:
    """What a sheet says of one question."""

    version: QuestionVersion
    was_asked: bool
    lines: list[str]
    points: list[int]
    hints: list[int]

    @property
    def is_there(self) -> bool:
        """Whether anything says that it was asked."""
        return bool(self.was_asked or self.lines or self.points or self.hints)


@dataclass(frozen=True)
class Judged:
    """What a sheet says of one ladder: a step, "none" for not observed, or nothing; and why."""

    ladder: CompetencyVersion
    step: str
    why: str


@dataclass(frozen=True)
class Paper:
    """A filled sheet; `id` was made with the form, so the same form sent again is known."""

    id: UUID
    began: datetime
    ended: datetime
    questions: list[Questioned]
    lines: list[str]
    ratings: list[Judged]
    signals: dict[int, int]

    def id_of(self, what: str) -> UUID:
        """The id of one entry of this sheet: the same for the same place on it."""
        return uuid5(self.id, what)


@transaction.atomic
def enter(card: Scorecard, paper: Paper, *, now: datetime) -> int:
    """Take over a sheet; how many note lines it had. Refused for a card that is sealed or declined."""
    capture.require_open(card)
    interview = Interview.objects.for_change().get(pk=card.seat.interview_id)
    _hold(interview, paper, now=now)
    count = 0
    for place, one in enumerate(paper.questions):
        if one.is_there:
            count += _question(card, interview, paper, one, place, now=now)
    for number, line in enumerate(paper.lines):
        count += _line(card, paper.id_of(f"line {number}"), line, now=now + count * capture.APART)
    for judged in paper.ratings:
        count += _rating(card, paper, judged, now=now)
    for signal in Signal.objects.filter(pk__in=[pk for pk, number in paper.signals.items() if number]):
        for number in range(paper.signals[signal.pk]):
            capture.mark_signal(card, signal, id=paper.id_of(f"signal {signal.pk} {number}"), now=now)
    return count


def _hold(interview: Interview, paper: Paper, *, now: datetime) -> None:
    """The interview took place, if nobody has entered that yet."""
    interview.start(now=paper.began)
    if interview.ended_at is None:
        if running := interview.asked.filter(ended_at=None).first():
            asking.finish(running, now=paper.ended)
        interview.end(now=max(paper.ended, interview.started_at or paper.ended))
        owed.after_end(interview, now=now)


def _question(card: Scorecard, interview: Interview, paper: Paper, one: Questioned, place: int, *, now: datetime) -> int:
    by = card.seat.person
    at = (interview.started_at or paper.began) + place * capture.APART
    asked = asking.enter_later(interview, one.version, by=by, at=at, now=now)
    for hint in Hint.objects.filter(pk__in=one.hints, version=one.version).order_by("place"):
        asking.give_hint(asked, hint, by=by, now=at)
    for point in Point.objects.filter(pk__in=one.points, step__version=one.version):
        asking.tick(asked, point, is_ticked=True, by=by, now=now)
    for number, line in enumerate(one.lines):
        _line(card, paper.id_of(f"line {one.version.pk} {number}"), line, asked=asked, now=now + number * capture.APART)
    return len(one.lines)


def _line(card: Scorecard, id: UUID, line: str, *, now: datetime, **more: object) -> int:  # noqa: A002 -- the field's name
    stored = NoteLine.objects.filter(pk=id, scorecard=card).first()
    capture.note(card, id=id, line=line, was=stored.typed if stored else "", now=now, **more)  # type: ignore[arg-type]
    return 1


def _rating(card: Scorecard, paper: Paper, judged: Judged, *, now: datetime) -> int:
    ladder = judged.ladder
    if judged.step == "none":
        capture.rate(card, ladder, step=None, not_observed=judged.why, now=now)
        return 0
    if judged.step:
        capture.rate(card, ladder, step=int(judged.step), now=now)
    if not judged.why:
        return 0
    return _line(card, paper.id_of(f"why {ladder.pk}"), judged.why, competency=ladder.competency, now=now)
