"""Today: what needs me, in order of time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from interviews import graduating
from interviews.models import ArrivalReport, Loop, Seat
from interviews.waiting import waiting as waiting_for_a_word
from scorecards import mails, veiling
from scorecards.models import Debrief, Drill, Member, Vote
from scorecards.models.scorecard import owing_seats
from scorecards.models.usefulness import lately
from scorecards.overview import Overview, with_progress
from scorecards.waiting import waiting as waiting_flags

AROUND = timedelta(minutes=30)
AHEAD = timedelta(days=14)
SHOWN = 20
MOST_AHEAD = 200
MAILS_SHOWN = 3
LOOPS_SHOWN = 10
LOOKED_AT = 50


@dataclass(frozen=True)
class Debt:
    """One thing a person owes, with the page on which they pay it."""

    words: str
    url: str
    since: datetime | None


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    user = request.user
    seats = Seat.objects.standing().filter(person=user, during__overlap=(now - AROUND, None)).with_loops().in_order()[:MOST_AHEAD]
    coming = [(seat, seat.interview.starts_at) for seat in seats]
    context = {
        "now": now,
        "running": [seat for seat, at in coming if at < now + AROUND and not seat.interview.ended_at],
        "debts": debts(user) + flag_debts(user, now) + drill_debts(user) + learner_debts(user, now),
        "unanswered": [seat for seat, at in coming if at > now and seat.accepted_at is None][:SHOWN],
        "next": [seat for seat, at in coming if now <= at <= now + AHEAD][:SHOWN],
        "useful": lately(user, now)[:SHOWN],
    }
    if user.is_recruiter or user.is_administrator:
        context["waiting"] = waiting(user, now)
        context["reports"] = absent(user)
        mine = Loop.objects.visible_to(user).filter(recruiter=user).select_related("candidate", "job")
        context["wordless"] = waiting_for_a_word(mine, now=now)[:LOOPS_SHOWN]
        context["troubles"] = [mails.Trouble.of(mail) for mail in mails.troubled(user, now)[:MAILS_SHOWN]]
    return TemplateResponse(request, "today/today.html", context)


def waiting(user: User, now: datetime) -> list[Overview]:
    """Loops that this person leads and that wait for something to be done, the oldest first; as many as one looks through."""
    loops = Loop.objects.visible_to(user).filter(recruiter=user, closed_at=None).with_people().order_by("opened_at", "pk")
    return [overview for overview in with_progress(loops[:LOOKED_AT], user, now) if overview.next.tone == "warn"][:LOOPS_SHOWN]


def absent(user: User) -> list[ArrivalReport]:
    """What was said of candidates of this person's loops who are late, did not come or ask for another time; the oldest first."""
    loops = Loop.objects.visible_to(user).filter(recruiter=user, closed_at=None)
    return list(ArrivalReport.objects.waiting().filter(interview__stage__loop__in=loops).with_interviews().in_order()[:SHOWN])


def debts(user: User) -> list[Debt]:
    """Scorecards of interviews that were held, then votes that a debrief waits for; the oldest first."""
    held = owing_seats(user).filter(interview__ended_at__isnull=False).with_loops().order_by("interview__ended_at", "pk")[:SHOWN]
    cards = [
        Debt(
            words=f"Scorecard: {seat.interview.stage.name} with {seat.interview.stage.loop.candidate.name}",
            url=f"/interviews/{seat.interview_id}/scorecard/",
            since=seat.interview.ended_at,
        )
        for seat in held
    ]
    cast = Vote.objects.filter(debrief=OuterRef("debrief"), person=user)
    first = Q(~Exists(cast.filter(round=1)), debrief__revealed_at=None)
    second = Q(~Exists(cast.filter(round=2)), debrief__second_vote_at__isnull=False, debrief__voted_at=None)
    # From this person's memberships on, so that the company's other debriefs are not looked at.
    fresh = Q(~Exists(cast.filter(round=OuterRef("debrief__fresh__number"))), debrief__fresh__revealed_at=None)
    asked = Member.objects.filter(first | second | Q(fresh, debrief__fresh__isnull=False), person=user, debrief__closed_at=None)
    numbers = list(asked.order_by("debrief__opened_at", "debrief").values_list("debrief", flat=True)[:MOST_AHEAD])
    waiting = (
        Debrief.objects.visible_to(user)
        .filter(pk__in=numbers)
        .select_related("loop__candidate", "loop__job")
        .order_by("opened_at", "pk")[:SHOWN]
    )
    votes = [
        Debt(
            words=f"Vote: {debrief.called} for {debrief.loop.job.title}",
            url=f"/loops/{debrief.loop_id}/debrief/",
            since=debrief.opened_at,
        )
        for debrief in veiling.call(waiting, user)
    ]
    return cards + votes


def flag_debts(user: User, now: datetime) -> list[Debt]:
    """Red flags of one's own loops, holds and confidential reports that wait for this person; no word of what they say."""
    there = waiting_flags(user, now, mine=True, most=SHOWN)
    holds = (
        (there.to_decide, "Decide on a hold"),
        (there.to_tell, "Tell the candidate of a hold"),
        (there.holds_to_review, "Review a hold"),
    )
    return [
        *(Debt("Read a confidential report", report.get_absolute_url(), report.reported_at) for report in there.reports),
        *(Debt(f"Red flag: {case.loop.candidate}", case.get_absolute_url(), case.opened_at) for case in there.to_find),
        *(Debt(f"Review a red flag: {case.loop.candidate}", case.get_absolute_url(), case.opened_at) for case in there.to_review),
        *(Debt(f"{words}: {hold.candidate}", hold.get_absolute_url(), hold.reported_at) for some, words in holds for hold in some),
    ]


def drill_debts(user: User) -> list[Debt]:
    """Drills that wait for this person's vote."""
    waiting = Drill.objects.waiting_for(user).only("pk", "opened_at")[:SHOWN]
    return [Debt(f"Vote: drill {drill.pk}", f"/drills/{drill.pk}/", drill.opened_at) for drill in waiting]


def learner_debts(user: User, now: datetime) -> list[Debt]:
    """People who are ready for a pool for which this person is named."""
    return [
        Debt(
            f"Approve: {one.member.person} for {one.member.kind.name}",
            f"/people/pools/{one.member.kind.key}/{one.member.pk}/approval/",
            one.last.interview.ended_at,
        )
        for one in graduating.waiting_for(user, now=now)[:SHOWN]
    ]
