"""Invitations as iCalendar: one entry per attendee, whose UID stays and whose SEQUENCE rises."""

from datetime import datetime

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from interviews.models import Interview, Invitation

REQUEST, CANCEL = "REQUEST", "CANCEL"


def method(invitation: Invitation) -> str:
    """What the calendar is asked to do."""
    return CANCEL if invitation.withdrawn_at else REQUEST


def entry(invitation: Invitation, *, summary: str, text: str, sender: str, now: datetime) -> str:
    """The calendar file of one attendee, with VTIMEZONE, in their own zone."""
    interview: Interview = invitation.interview
    attendee = invitation.person or invitation.candidate
    calendar = Calendar()
    calendar.add("prodid", "-//Fairloop//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method(invitation))
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", now)
    zone = attendee.tz if invitation.person else _zone(attendee.zone)
    event.add("dtstart", interview.starts_at.astimezone(zone))
    event.add("dtend", interview.ends_at.astimezone(zone))
    event.add("summary", one_line(summary))
    event.add("description", text)
    if interview.place:
        event.add("location", one_line(interview.place))
    event.add("status", "CANCELLED" if invitation.withdrawn_at else "CONFIRMED")
    organizer = vCalAddress(f"MAILTO:{sender}")
    organizer.params["cn"] = vText("Fairloop")
    event.add("organizer", organizer)
    guest = vCalAddress(f"MAILTO:{attendee.email}")
    guest.params["cn"] = vText(one_line(attendee.name).replace('"', "'"))
    guest.params["role"] = vText("REQ-PARTICIPANT")
    guest.params["partstat"] = vText("NEEDS-ACTION")
    guest.params["rsvp"] = vText("TRUE")
    event.add("attendee", guest)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical().decode()


def sender() -> str:
    """The bare address that we send from."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")


def one_line(text: str) -> str:
    """Text without line breaks or control characters, so that a name stays a name."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _zone(name: str):  # noqa: ANN202 -- ZoneInfo
    from zoneinfo import ZoneInfo  # noqa: PLC0415 -- only the candidate's zone is a bare name

    return ZoneInfo(name)
