"""Mails about interviews. Each writer reads the facts when the mail is sent, so it tells what holds then, or is dropped."""

from collections.abc import Callable
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Company, Mail
from accounts.post import Attachment, Drop, Letter, writes
from interviews import calendar, clock, reminding
from interviews.models import Interview, Invitation, Loop, PageLink, Reminder, Seat
from interviews.public_holidays import why_off
from interviews.wishes import may_wait

GONE = "There is no such interview any more."

#: Interviews know nothing of scorecards: who does adds a function that says why none is owed for a seat (any more), or "".
reasons_against_a_scorecard: list[Callable[[Seat], str]] = []


@writes("loop.invitation")
def invitation(mail: Mail, now: datetime) -> Letter | Drop:
    """The calendar entry of one attendee, put in, changed or taken out."""
    reminder = reminder_of(mail)
    if reminder is None:
        return Drop(GONE)
    ours, interview = reminder.invitation, reminder.interview
    if reminder.version != ours.sequence:
        return Drop("A later change replaced this one.")
    if ours.withdrawn_at is None and interview.started_at:
        return Drop("The interview had begun.")
    if ours.withdrawn_at is None and interview.no_show_at:
        return Drop("The candidate did not come.")
    context = context_of(interview, mail, why=reminder.why)
    if ours.withdrawn_at:
        name = "withdrawal" if ours.person else "candidate_withdrawal"
        words = "Cancelled" if interview.cancelled_at else "You are no longer needed"
    else:
        name = "invitation" if ours.person else "candidate_invitation"
        words = "Changed" if ours.sequence else "Invitation"
    text = text_of(name, context)
    title = _title(interview, context, to_candidate=ours.candidate is not None)
    entry = _entry(ours, interview, context, summary=title)
    ics = calendar.text(entry, now=now)
    method = calendar.method(entry)
    return Letter(
        subject=f"{words}: {title}, {context['when_short']}",
        text=text,
        calendar=ics,
        method=method,
        attachments=[Attachment("interview.ics", ics.encode(), "application/ics")],
    )


@may_wait("loop.upcoming_day")
def upcoming_day(mail: Mail, now: datetime) -> Letter | Drop:
    """The day before: to each interviewer with the kit, to the candidate with the place."""
    return _upcoming(mail, "Tomorrow" if _is_tomorrow(mail, now) else "Soon")


@writes("loop.upcoming_hour")
def upcoming_hour(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """The hour before, to each interviewer."""
    return _upcoming(mail, "In an hour")


@writes("loop.upcoming_soon")
def upcoming_soon(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """Ten minutes before, to each interviewer."""
    return _upcoming(mail, "In ten minutes")


@may_wait("loop.answer_due")
def answer_due(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """To who has not answered the invitation, and to nobody else."""
    reminder = reminder_of(mail)
    if reminder is None:
        return Drop(GONE)
    interview = reminder.interview
    if why := _no_longer(reminder, interview):
        return Drop(why)
    seat = interview.seats.held().filter(person=mail.to).first()
    if seat is None:
        return Drop("This person no longer has a seat in the interview.")
    if seat.accepted_at:
        return Drop(f"{seat.person} {seat.answer}.")
    context = context_of(interview, mail, why=reminder.why)
    return Letter(
        subject=f"Will you be there? {_title(interview, context)}, {context['when_short']}", text=text_of("answer_due", context)
    )


@may_wait("loop.scorecard_due")
def scorecard_due(mail: Mail, now: datetime) -> Letter | Drop:
    """An hour after the end, while the memory is fresh; then each business morning, ever more clearly."""
    reminder = reminder_of(mail)
    if reminder is None:
        return Drop(GONE)
    interview = reminder.interview
    if interview.ended_at is None or interview.cancelled_at or interview.no_show_at:
        return Drop("The interview was not held.")
    seat = interview.seats.held().writing().filter(person=mail.to).first()
    if seat is None:
        return Drop("This person no longer has a seat that writes a scorecard.")
    for reason_against in reasons_against_a_scorecard:
        if reason := reason_against(seat):
            return Drop(reason)
    context = context_of(interview, mail, why=reminder.why)
    context["link"] = settings.BASE_URL + reverse("scorecard", args=[interview.pk])
    context["later"] = settings.BASE_URL + reverse("reminders", args=[interview.pk])
    morning = reminding.morning_number(mail)
    if morning and (why := why_off(seat.person, seat.person.local(now).date())):
        return Drop(f"{seat.person} {why}.")
    context |= {"morning": morning, "is_warning": morning == reminding.WARNED_ON, "is_late": morning >= reminding.TOLD_ON}
    context["has_recruiter"] = interview.stage.loop.recruiter_id != seat.person_id
    words = f"Your scorecard, {'last reminder before others are told' if context['is_warning'] else 'still missing'}"
    return Letter(
        subject=f"{words if morning > 1 else 'Your scorecard'}: {_title(interview, context)}",
        text=text_of("scorecard_due", context),
    )


@writes("loop.arrival")
def arrival(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """To the recruiter, at once: the candidate is late, did not come, or asks for another time."""
    reminder = reminder_of(mail)
    if reminder is None or reminder.report is None:
        return Drop(GONE)
    report, interview = reminder.report, reminder.interview
    if report.withdrawn_at:
        return Drop("It was taken back.")
    if interview.arrived_at or interview.started_at:
        return Drop("The candidate came.")
    if not Loop.objects.visible_to(mail.to).filter(pk=reminder.loop_id).exists():
        return Drop("This person may not know of the loop.")
    context = context_of(interview, mail, why=reminder.why) | {"report": report}
    context["link"] = settings.BASE_URL + reverse("loop", args=[reminder.loop_id])
    return Letter(
        subject=f"{interview.stage.loop.candidate} {report.words}: {interview.stage.name}, {context['when_short']}",
        text=text_of("arrival", context),
    )


def page_address(loop: Loop) -> str:
    """The address of the candidate's own page of a loop, "" when they have none."""
    link = PageLink.objects.filter(loop=loop, revoked_at=None).first()
    return settings.BASE_URL + reverse("candidate_page", args=[link.token]) if link and link.token and not loop.closed_at else ""


def _upcoming(mail: Mail, when: str) -> Letter | Drop:
    reminder = reminder_of(mail)
    if reminder is None:
        return Drop(GONE)
    interview = reminder.interview
    if why := _no_longer(reminder, interview):
        return Drop(why)
    if mail.to and not interview.seats.held().filter(person=mail.to).exists():
        return Drop("This person no longer has a seat in the interview.")
    context = context_of(interview, mail, why=reminder.why)
    name = "upcoming" if mail.to else "candidate_upcoming"
    title = _title(interview, context, to_candidate=mail.to is None)
    return Letter(subject=f"{when}: {title}, {context['when_short']}", text=text_of(name, context))


def _no_longer(reminder: Reminder, interview: Interview) -> str:
    for fact, words in (
        (interview.cancelled_at, "The interview was cancelled."),
        (reminder.version != interview.version, "The interview was moved."),
        (interview.started_at, "The interview had begun."),
        (interview.no_show_at, "The candidate did not come."),
    ):
        if fact:
            return words
    return ""


def _is_tomorrow(mail: Mail, now: datetime) -> bool:
    reminder = reminder_of(mail)
    if reminder is None:
        return False
    zone = mail.to.tz if mail.to else reminder.loop.candidate.tz
    return (reminder.interview.starts_at.astimezone(zone).date() - now.astimezone(zone).date()).days == 1


def reminder_of(mail: Mail) -> Reminder | None:
    """The line of the ledger that this mail is, with all that its text may name; None when its interview is gone."""
    whole = Reminder.objects.select_related(
        "report__reported_by",
        "invitation__person",
        "invitation__candidate",
        "interview__stage__loop__candidate",
        "interview__stage__loop__job",
        "interview__stage__loop__level",
        "interview__stage__loop__recruiter",
        "loop__candidate",
    )
    return whole.filter(mail=mail, interview__isnull=False).first()


def context_of(interview: Interview, mail: Mail, *, why: str) -> dict[str, object]:
    """What the texts may need. Those for the candidate use neither the level nor the kit nor why something changed."""
    loop = interview.stage.loop
    zone = mail.to.tz if mail.to else loop.candidate.tz
    seats = Seat.objects.held().filter(interview=interview).select_related("person").order_by("pk")
    return {
        "interview": interview,
        "stage": interview.stage,
        "loop": loop,
        "candidate": loop.candidate,
        "recruiter": loop.recruiter,
        "company": Company.objects.first() or "us",
        "seats": seats,
        "mine": next((seat for seat in seats if mail.to and seat.person_id == mail.to.pk), None),
        "to": mail.to or loop.candidate,
        "why": why,
        "zone": zone,
        "when": clock.letter_words(interview.starts_at, interview.ends_at, zone),
        "when_short": clock.span_words(interview.starts_at, interview.ends_at, zone),
        "link": settings.BASE_URL + reverse("interview", args=[interview.pk]),
        "page": "" if mail.to else page_address(loop),
    }


def _title(interview: Interview, context: dict[str, object], *, to_candidate: bool = False) -> str:
    return f"{interview.stage.name} with {context['company' if to_candidate else 'candidate']}"


def _entry(ours: Invitation, interview: Interview, context: dict[str, object], *, summary: str) -> calendar.Entry:
    recruiter, to, mine = interview.stage.loop.recruiter, context["to"], context["mine"]
    about = "calendar" if ours.person else "candidate_calendar"
    return calendar.Entry(
        uid=ours.uid,
        sequence=ours.sequence,
        summary=summary,
        description=text_of(about, context),
        place=interview.place,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        zone=context["zone"],
        organizer=calendar.Party(recruiter.name, recruiter.email),
        attendee=calendar.Party(to.name, to.email),
        sent_by=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        answer="ACCEPTED" if mine and mine.accepted_at else "NEEDS-ACTION",
        asks=ours.person is not None and ours.withdrawn_at is None,
        url=str(context["link"]) if ours.person else "",
        is_cancelled=ours.withdrawn_at is not None,
    )


def text_of(name: str, context: dict[str, object]) -> str:
    """A text of `templates/emails`, filled in."""
    return render_to_string(f"emails/{name}.txt", context).strip() + "\n"
