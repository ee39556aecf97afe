"""Proposing a hold on new applications, with the confirmed red flag on which it rests, and telling the two who decide."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.access import Refused
from accounts.models import Mail, User
from interviews.models import Candidate, Job, ReapplicationHold
from questionbank.models import RedFlagKind
from scorecards.models.flag_case import FlagCase

MAIL = "hold.asked"


@transaction.atomic
def propose(
    candidate: Candidate,
    kind: RedFlagKind,
    *,
    evidence: str,
    deciders: Sequence[User],
    by: User,
    now: datetime,
    job: Job | None = None,
    case: FlagCase | None = None,
) -> ReapplicationHold:
    """Ask two people, by mail, whether new applications are to be held.

    A red flag that it rests on has to be confirmed and still kept, and who raised it does not decide.
    """
    if case:
        case = FlagCase.objects.with_words().get(pk=case.pk)
        if case.loop.candidate_id != candidate.pk or not case.counts or not case.holds_at(now):
            raise Refused("That red flag is not confirmed, so it can hold nobody.")
        if case.flag.scorecard.seat.person in deciders:
            raise Refused(f"{case.flag.scorecard.seat.person} raised the red flag and cannot decide.")
    hold = ReapplicationHold.propose(candidate, kind, evidence=evidence, deciders=deciders, job=job, by=by, now=now)
    if case:
        case.hold = hold
        case.save(update_fields=["hold"])
    Mail.owe_all(deciders, kind=MAIL, key=lambda person: f"{MAIL}:{hold.pk}:{person.pk}", now=now)
    return hold
