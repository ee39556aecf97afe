"""What of red flags, holds and confidential reports waits for a person: for Today and for the page that lists all of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from interviews.models import ReapplicationHold
from scorecards.models import FlagCase, MisconductReport

SHOWN = 50


@dataclass(frozen=True)
class Waiting:
    """The oldest of each kind."""

    to_find: list[FlagCase]
    to_review: list[FlagCase]
    to_decide: list[ReapplicationHold]
    to_tell: list[ReapplicationHold]
    holds_to_review: list[ReapplicationHold]
    reports: list[MisconductReport]

    def __bool__(self) -> bool:
        return any(self._lists)

    @property
    def is_cut(self) -> bool:
        """Whether there may be more of something than is shown."""
        return any(len(some) >= SHOWN for some in self._lists)

    @property
    def _lists(self) -> list[list]:
        return [self.to_find, self.to_review, self.to_decide, self.to_tell, self.holds_to_review, self.reports]


def waiting(user: User, now: datetime, *, mine: bool = False, most: int = SHOWN) -> Waiting:
    """What waits for this person; with `mine`, of flags those of loops that they lead, of holds those that they proposed."""
    today = now.date()
    recruits = user.is_recruiter or user.is_administrator
    cases = FlagCase.objects.visible_to(user).unexpired(today).exclude(flag__scorecard__seat__person=user).oldest_first()
    cases = cases.filter(loop__recruiter=user) if mine else cases
    cases = cases if recruits else cases.none()
    holds = ReapplicationHold.objects.visible_to(user).standing().unexpired(now).order_by("reported_at", "pk")
    asked = Q(decided_by=user, decided_at=None) | Q(seconded_by=user, seconded_at=None)
    kept = (holds if recruits else holds.none()).filter(begins_on__isnull=False)
    to_tell = kept.filter(informed_on=None)
    old = kept.filter(informed_on__isnull=False, review_on__lte=today).exclude(reported_by=user)
    reports = MisconductReport.objects.visible_to(user).to_take().exclude(reported_by=user).with_people()
    return Waiting(
        to_find=_first(cases.to_decide(), most),
        to_review=_first(cases.to_review(today), most),
        to_decide=_first(holds.filter(asked), most),
        to_tell=_first(to_tell.filter(reported_by=user) if mine else to_tell, most),
        holds_to_review=_first(old, most),
        reports=list(reports.order_by("reported_at", "pk")[:most]) if user.is_administrator else [],
    )


def _first(rows: QuerySet, most: int) -> list:
    """The first of these with all their words. Mostly there are none, and PostgreSQL would plan for the words all the same."""
    found = list(rows.values_list("pk", flat=True)[:most])
    if not found:
        return []
    there = {row.pk: row for row in rows.model.objects.filter(pk__in=found).with_words()}
    return [there[number] for number in found]
