"""What becomes of a red flag: put on record with its card, checked by a second source, found, withdrawn, reviewed."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from accounts.access import Refused
from accounts.models import User
from accounts.months import months_after
from interviews import second_looks
from interviews.models import Reminder, Stage
from interviews.models.reminder import Kind
from questionbank.models import Competency, RedFlagVersion
from scorecards.models.flag_case import Finding, FlagCase, FlagCheck, FlagFinding, FlagReview
from scorecards.models.red_flag import RedFlag
from scorecards.models.scorecard import Scorecard

REVIEW_MONTHS = 6
"""At the latest after so many months a confirmed flag is looked at again."""
TOLD_WITHIN = timedelta(days=7)


def record(card: Scorecard, *, now: datetime) -> list[FlagCase]:
    """Open a case for every flag of a card that was just sealed, and tell the recruiter. What was taken back since is withdrawn.

    A shadow's card is a training record: nobody acts on its flags. Sealing again opens no case twice.
    """
    if not card.seat.scores:
        return []
    author, loop = card.seat.person, card.seat.interview.stage.loop
    for case in FlagCase.objects.filter(flag__scorecard=card, flag__withdrawn_at__isnull=False).with_finding():
        if case.finding != Finding.WITHDRAWN:
            _append(case, Finding.WITHDRAWN, "Taken back in a later version of the scorecard.", by=author, now=now)
    fresh = card.red_flags.standing().filter(case=None).select_related("kind")
    cases = [FlagCase.objects.create(flag=flag, loop=loop, opened_at=now, **_days(flag)) for flag in fresh]
    for case in cases:
        Reminder.owe(
            Kind.RED_FLAG,
            key=f"{case.pk}",
            loop=loop,
            to=loop.recruiter,
            why="A red flag was raised",
            not_after=now + TOLD_WITHIN,
            now=now,
        )
    return cases


@transaction.atomic
def check(case: FlagCase, stage: Stage, competency: Competency, *, by: User, now: datetime) -> FlagCheck:
    """Another interview of the loop looks at the area too; its people are told that, and nothing of the flag.

    Refused for the interview in which it was raised, and for one that has begun. Twice changes nothing.
    """
    case = _locked(case)
    if stage.loop_id != case.loop_id or stage.pk == case.flag.scorecard.seat.interview.stage_id:
        raise Refused("Choose another interview of this loop: who raised it cannot be the second source.")
    second_looks.ask(stage, competency, by=by, now=now)
    facts = {"asked_at": now, "asked_by": by}
    asked, _ = FlagCheck.objects.get_or_create(case=case, stage=stage, competency=competency, defaults=facts)
    return asked


@transaction.atomic
def find(
    case: FlagCase,
    finding: str,
    reason: str,
    *,
    by: User,
    now: datetime,
    second_source: User | None = None,
    record: str = "",
    heard_on: date | None = None,
    heard: str = "",
) -> FlagFinding:
    """Record what was found. It never changes; a new finding can follow.

    Refused for its author, without a reason, and for a confirmation without a second source or, where the kind weighs heavily,
    without what the candidate said to it.
    """
    case = _locked(case)
    author = case.flag.scorecard.seat.person
    if case.ended_at or not case.holds_at(now):
        raise Refused("This red flag is over. Nothing in it changes any more.")
    if by == author:
        raise Refused("You raised it. Somebody else records what was found.")
    if not reason.strip():
        raise Refused("Say why, from what was seen and said.")
    if finding == Finding.CONFIRMED:
        if second_source is None and not record.strip():
            raise Refused("Name the second source: another interviewer who saw it too, or a record.")
        if second_source and second_source.pk not in {card.seat.person_id for card in witnesses(case)}:
            raise Refused(f"{second_source} has submitted no other scorecard in this loop and cannot be the second source.")
        if case.needs_hearing and not (heard_on and heard.strip()):
            raise Refused("Hear the candidate first. Write when, and what they said to it.")
        if heard_on and heard_on > now.date():
            raise Refused("Choose the day on which the candidate was heard, today or before.")
    facts = {"second_source": second_source, "record": record.strip(), "heard_on": heard_on, "heard": heard.strip()}
    return _append(case, finding, reason, by=by, now=now, **facts)


@transaction.atomic
def withdraw(case: FlagCase, reason: str, *, by: User, now: datetime) -> None:
    """Its author takes back what was submitted. The sealed card keeps what it says. Twice changes nothing."""
    case = _locked(case)
    if case.flag.scorecard.seat.person_id != by.pk:
        raise Refused("Only who raised it can withdraw it. Record what was found instead.")
    if not reason.strip():
        raise Refused("Say why you withdraw it.")
    if case.finding != Finding.WITHDRAWN:
        _append(case, Finding.WITHDRAWN, reason, by=by, now=now)


@transaction.atomic
def review(case: FlagCase, reason: str, *, is_kept: bool, by: User, now: datetime) -> None:
    """Look at a confirmed flag again: it stays, at most until its end, or it ends now. Refused for its author."""
    case = _locked(case)
    if not case.counts or not case.holds_at(now):
        raise Refused("There is nothing to review: it counts for nothing.")
    if case.flag.scorecard.seat.person_id == by.pk:
        raise Refused("You raised it. Somebody else looks at it again.")
    if not reason.strip():
        raise Refused("Say why it stays or ends.")
    FlagReview.objects.create(case=case, is_kept=is_kept, reason=reason.strip(), reviewed_at=now, reviewed_by=by)
    if is_kept:
        case.review_on = min(months_after(now.date(), _months(case.flag)[0]), case.expires_on)
    else:
        case.ended_at, case.ended_by = now, by
    case.save(update_fields=["review_on", "ended_at", "ended_by"])


def witnesses(case: FlagCase) -> list[Scorecard]:
    """The other submitted, counting cards of the loop: whose authors can be the second source."""
    author = case.flag.scorecard.seat.person_id
    cards = Scorecard.objects.counting().filter(seat__interview__stage__loop=case.loop_id).exclude(seat__person=author)
    return list(cards.select_related("seat__person", "seat__interview__stage").in_order())


def forget_expired(*, now: datetime) -> int:
    """Delete the cases that are over. The sealed cards keep what was raised for as long as they are kept themselves."""
    gone, _ = FlagCase.objects.expired(now.date()).delete()
    return gone


def _append(case: FlagCase, finding: str, reason: str, *, by: User, now: datetime, **facts: object) -> FlagFinding:
    number = (case.findings.aggregate(last=Max("number"))["last"] or 0) + 1
    said = {"reason": reason.strip(), "found_at": now, "found_by": by}
    return FlagFinding.objects.create(case=case, number=number, finding=finding, **said, **facts)


def _locked(case: FlagCase) -> FlagCase:
    FlagCase.objects.for_change().get(pk=case.pk)
    return FlagCase.objects.with_words().get(pk=case.pk)


def _days(flag: RedFlag) -> dict[str, date]:
    review, expiry = _months(flag)
    raised = flag.raised_at.date()
    expires_on = months_after(raised, expiry)
    return {"review_on": min(months_after(raised, review), expires_on), "expires_on": expires_on}


def _months(flag: RedFlag) -> tuple[int, int]:
    """After how many months a flag is looked at again and ends, by the words of its kind when it was raised."""
    version = RedFlagVersion.objects.filter(kind=flag.kind_id).in_force_at(flag.raised_at).first()
    words = version.words if version else {"review_months": flag.kind.review_months, "expiry_months": flag.kind.expiry_months}
    return min(words["review_months"] or REVIEW_MONTHS, REVIEW_MONTHS), words["expiry_months"]
