"""Mails about interviews, written at sending time from the facts as they are then."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Mail
from accounts.post import Attachment, Drop, Letter, writes
from interviews import calendar
from interviews.models import Interview, Reminder
from interviews.models.reminder import Kind


def about(mail: Mail) -> Reminder:
    """What a mail is about, with everything that its text names."""
    return Reminder.objects.select_related(
        "interview__stage__loop__candidate",
        "interview__stage__loop__job",
        "interview__stage__loop__level",
        "interview__stage__loop__recruiter",
        "interview__stage__kind",
        "seat__person",
        "invitation__person",
        "invitation__candidate",
    ).get(mail=mail)


@writes(f"loop.{Kind.INVITATION}")
def invitation(mail: Mail, now: datetime) -> Letter | Drop:
    """The calendar entry: the invitation, its change, or its cancellation."""
    reminder = about(mail)
    entry = reminder.invitation
    entry.interview = reminder.interview
    if entry.withdrawn_at is None and reminder.interview.cancelled_at:
        return Drop("The interview was cancelled before this was sent.")
    internal = entry.person is not None
    template = "invitation" if internal else "candidate_invitation"
    zone = entry.person.zone if internal else entry.candidate.zone
    context = words(reminder.interview, zone, entry=entry, name=(entry.person or entry.candidate).name)
    subject = _render(f"emails/{template}.subject.txt", context, zone).strip()
    text = _render(f"emails/{template}.txt", context, zone)
    summary = _render(f"emails/{template}.summary.txt", context, zone).strip()
    file = calendar.entry(entry, summary=summary, text=text, sender=calendar.sender(), now=now)
    return Letter(
        subject=subject,
        text=text,
        calendar=file,
        method=calendar.method(entry),
        attachments=[Attachment("invite.ics", file.encode(), "application/ics")],
    )


@writes(f"loop.{Kind.UPCOMING_DAY}")
@writes(f"loop.{Kind.UPCOMING_HOUR}")
def upcoming(mail: Mail, now: datetime) -> Letter | Drop:
    """An interview is near. Only for the time that still holds, to somebody who still sits in it."""
    reminder = about(mail)
    interview = reminder.interview
    if reason := _outdated(reminder):
        return Drop(reason)
    if interview.starts_at <= now or interview.started_at:
        return Drop("The interview had begun.")
    internal = reminder.seat is not None
    zone = reminder.seat.person.zone if internal else interview.stage.loop.candidate.zone
    name = reminder.seat.person.name if internal else interview.stage.loop.candidate.name
    template = "upcoming" if internal else "candidate_upcoming"
    context = words(interview, zone, seat=reminder.seat, name=name)
    return Letter(
        subject=_render(f"emails/{template}.subject.txt", context, zone).strip(),
        text=_render(f"emails/{template}.txt", context, zone),
    )


@writes(f"loop.{Kind.SCORECARD_DUE}")
def scorecard_due(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """The scorecard of an interview that was held is still to be written."""
    reminder = about(mail)
    if reminder.seat.declined_at or reminder.seat.removed_at:
        return Drop("They no longer sit in this interview.")
    context = words(reminder.interview, reminder.seat.person.zone, seat=reminder.seat, name=reminder.seat.person.name)
    zone = reminder.seat.person.zone
    return Letter(
        subject=_render("emails/scorecard_due.subject.txt", context, zone).strip(),
        text=_render("emails/scorecard_due.txt", context, zone),
    )


def words(interview: Interview, zone: str, **more: object) -> dict[str, object]:
    """What every mail about an interview may name."""
    stage = interview.stage
    return {
        "interview": interview,
        "stage": stage,
        "loop": stage.loop,
        "candidate": stage.loop.candidate,
        "people": [
            seat.person.name for seat in interview.seats.held().select_related("person").order_by("pk") if seat.role != "observer"
        ],
        "zone": zone,
        "base_url": settings.BASE_URL,
        **more,
    }


def _outdated(reminder: Reminder) -> str:
    interview, seat = reminder.interview, reminder.seat
    if interview.cancelled_at or interview.no_show_at:
        return "The interview was cancelled."
    if reminder.version != interview.version:
        return "The interview was moved."
    if seat and (seat.declined_at or seat.removed_at):
        return "They no longer sit in this interview."
    return ""


def _render(template: str, context: dict[str, object], zone: str) -> str:
    with timezone.override(ZoneInfo(zone)):
        return render_to_string(template, context)
