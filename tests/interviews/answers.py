"""What three calendar programs send when somebody answers an invitation: written for the tests after how each of them does it."""

from email.message import EmailMessage

from interviews.models import Invitation

STAMP = "20260302T093000Z"


def calendar(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]).encode()


def google(invitation: Invitation, *, said: str = "ACCEPTED", address: str = "", stamp: str = STAMP, note: str = "") -> bytes:
    """Google says the state of the whole entry, folds long lines, and counts guests."""
    to = address or invitation.person.email
    attendee = f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={said};CN={to};\r\n X-NUM-GUESTS=0:mailto:{to}"
    return calendar(
        "PRODID:-//Google Inc//Google Calendar 70.9054//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        "DTSTART:20260304T100000Z",
        "DTEND:20260304T110000Z",
        f"DTSTAMP:{stamp}",
        "ORGANIZER;CN=Lena Recruiter:mailto:lena@example.com",
        f"UID:{invitation.uid}",
        attendee,
        *([f"COMMENT:{note}"] if note else []),
        "CREATED:20260301T080000Z",
        "LAST-MODIFIED:20260302T093000Z",
        f"SEQUENCE:{invitation.sequence}",
        "STATUS:CONFIRMED",
        "SUMMARY:Coding with Maya Chen",
        "TRANSP:OPAQUE",
        "END:VEVENT",
    )


def outlook(invitation: Invitation, *, said: str = "DECLINED", stamp: str = STAMP) -> bytes:
    """Outlook writes zones by its own names, MAILTO in capitals, languages on texts and much of its own."""
    return calendar(
        "METHOD:REPLY",
        "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        "BEGIN:VTIMEZONE",
        "TZID:GMT Standard Time",
        "BEGIN:STANDARD",
        "DTSTART:16010101T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:16010101T010000",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        f'ATTENDEE;PARTSTAT={said};CN="Ivan Interviewer":MAILTO:{invitation.person.email.title()}',
        "COMMENT;LANGUAGE=en-GB:I am away that week\\n",
        f"UID:{invitation.uid}",
        "SUMMARY;LANGUAGE=en-GB:Declined: Coding with Maya Chen",
        "DTSTART;TZID=GMT Standard Time:20260304T100000",
        "DTEND;TZID=GMT Standard Time:20260304T110000",
        "CLASS:PUBLIC",
        "PRIORITY:5",
        f"DTSTAMP:{stamp}",
        "TRANSP:OPAQUE",
        "STATUS:CONFIRMED",
        f"SEQUENCE:{invitation.sequence}",
        "LOCATION;LANGUAGE=en-GB:Room 1",
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        "X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY",
        "END:VEVENT",
    )


def apple(invitation: Invitation, *, said: str = "ACCEPTED", stamp: str = STAMP) -> bytes:
    """Apple names people by an address of its own servers, with the mail address beside it."""
    return calendar(
        "CALSCALE:GREGORIAN",
        "METHOD:REPLY",
        "PRODID:-//Apple Inc.//macOS 15.1//EN",
        "VERSION:2.0",
        "BEGIN:VEVENT",
        f"UID:{invitation.uid}",
        "DTSTART:20260304T100000Z",
        "DTEND:20260304T110000Z",
        f"SEQUENCE:{invitation.sequence}",
        "SUMMARY:Coding with Maya Chen",
        f"DTSTAMP:{stamp}",
        f'ATTENDEE;CN="Ivan Interviewer";CUTYPE=INDIVIDUAL;EMAIL="{invitation.person.email}";'
        f"PARTSTAT={said}:/aMTIzNDU2Nzg5/principal/",
        "ORGANIZER;CN=Lena Recruiter:mailto:lena@example.com",
        "X-APPLE-NEEDS-REPLY:TRUE",
        "END:VEVENT",
    )


def mail(content: bytes, *, sender: str = "Ivan Interviewer <ivan@example.com>") -> bytes:
    """The mail around it: some words, the calendar as a way to read it, and again as a file."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "lena@example.com"
    message["Subject"] = "Accepted: Coding with Maya Chen"
    message.set_content("Ivan Interviewer has accepted this invitation.")
    message.add_alternative(content.decode(), subtype="calendar", params={"method": "REPLY"})
    message.add_attachment(content, maintype="application", subtype="ics", filename="invite.ics")
    return message.as_bytes()
