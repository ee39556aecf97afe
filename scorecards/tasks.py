"""What the worker does for scorecards."""

from celery import shared_task
from django.utils import timezone

from interviews.models import ReapplicationHold
from scorecards import calibrating, drilling, question_use, reminding, working
from scorecards.models import Entry, Scorecard, flagging


@shared_task(ignore_result=True)
def count_question_use(**_later: object) -> None:
    """Count how questions went since the last round."""
    question_use.count_changed(now=timezone.now())


@shared_task(ignore_result=True)
def count_severity(**_later: object) -> None:
    """Count how severe interviewers are and how far they agree, from what was decided until tonight."""
    calibrating.count(now=timezone.now())


@shared_task(ignore_result=True)
def count_effort(**_later: object) -> None:
    """Count what interviews of each kind take besides themselves. Safe to run twice: it gives the same again."""
    working.count(now=timezone.now())


@shared_task(ignore_result=True)
def forget_entries(**_later: object) -> None:
    """Forget which deeds of rooms arrived, once no browser sends them again."""
    Entry.objects.outdated(timezone.now()).delete()


@shared_task(ignore_result=True)
def forget_flags_and_holds(**_later: object) -> None:
    """Delete what is over: cases of red flags and holds on new applications. Safe to run twice or late: neither counts any more."""
    now = timezone.now()
    flagging.forget_expired(now=now)
    ReapplicationHold.objects.expired(now).delete()


@shared_task(ignore_result=True)
def erase_scratch(**_later: object) -> None:
    """Erase what interviewers kept for themselves alone, two weeks after the decision."""
    Scorecard.objects.with_outlived_scratch(timezone.now()).update(scratch="")


@shared_task(ignore_result=True)
def ask_for_debriefs(**_later: object) -> None:
    """Ask recruiters to open the debriefs that nothing speaks against any more. Safe to run twice: one mail a day and loop."""
    reminding.ask_for_debriefs(now=timezone.now())


@shared_task(ignore_result=True)
def ask_for_votes(**_later: object) -> None:
    """Ask members of open debriefs for the votes that are missing. Safe to run twice: one mail a day and person."""
    reminding.ask_for_votes(now=timezone.now())


@shared_task(ignore_result=True)
def begin_drill(**_later: object) -> None:
    """Begin this month's drill, where they are switched on. Safe to run twice or late: one a month."""
    drilling.begin_monthly(now=timezone.now())
