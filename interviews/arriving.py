"""Whether the candidate came: here, late, not at all, or asking for another time; told to the recruiter at once."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.access import Refused
from accounts.models import User
from interviews import owed
from interviews.models import ArrivalReport, Interview
from interviews.models.arrival import Report

PATIENCE = timedelta(minutes=15)
"""So long after the booked start one waits before it may be said that nobody came."""
LATEST = 240


@transaction.atomic
def arrive(interview: Interview, *, now: datetime) -> None:
    """The candidate is here. Twice changes nothing."""
    interview = _locked(interview)
    _still_awaited(interview)
    interview.arrive(now=now)


@transaction.atomic
def take_back_arrival(interview: Interview) -> None:
    """The candidate is not here after all. Refused once the interview has begun."""
    interview = _locked(interview)
    _still_awaited(interview)
    interview.arrived_at = None
    interview.save(update_fields=["arrived_at"])


@transaction.atomic
def report(interview: Interview, kind: str, *, by: User, now: datetime, minutes: int | None = None) -> ArrivalReport:
    """Say that the candidate is late by so many minutes, did not come, or asks for another time. The same twice is said once.

    The last two are refused before 15 minutes after the booked start, and when the candidate is here.
    """
    interview = _locked(interview)
    there = interview.arrival_reports.standing().filter(kind=kind).first()
    if there and there.minutes == minutes:
        return there
    _still_awaited(interview)
    if interview.arrived_at:
        raise Refused("The candidate is here. Take that back first if it is not so.")
    if kind == Report.LATE and not (minutes and 1 <= minutes <= LATEST):
        raise Refused(f"Say by how many minutes, from 1 to {LATEST}.")
    if kind != Report.LATE and now < interview.starts_at + PATIENCE:
        raise Refused("Wait until 15 minutes after the booked start before you say so.")
    if there:
        there.withdraw(by=by, now=now)
    made = ArrivalReport.objects.create(
        interview=interview, kind=kind, minutes=minutes, booked_for=interview.starts_at, reported_at=now, reported_by=by
    )
    if kind == Report.NO_SHOW:
        interview.no_show_at = now
        interview.save(update_fields=["no_show_at"])
    owed.after_report(made, now=now)
    return made


@transaction.atomic
def withdraw(said: ArrivalReport, *, by: User, now: datetime) -> None:
    """It is not so. Refused when the time of somebody in it, or the stage, has been given away. Twice changes nothing."""
    interview = _locked(said.interview)
    said = interview.arrival_reports.get(pk=said.pk)
    if said.withdrawn_at:
        return
    said.withdraw(by=by, now=now)
    owed.after_report_withdrawn(said, now=now)
    if said.kind == Report.NO_SHOW and interview.no_show_at:
        interview.no_show_at = None
        try:
            with transaction.atomic():
                interview.save(update_fields=["no_show_at"])
        except IntegrityError as error:
            raise Refused(
                "It cannot be taken back: the stage was booked again, or somebody's time was given to another interview."
            ) from error


def _locked(interview: Interview) -> Interview:
    return Interview.objects.for_change().select_related("stage__loop__recruiter").get(pk=interview.pk)


def _still_awaited(interview: Interview) -> None:
    for fact, words in (
        (interview.cancelled_at, "This interview was cancelled."),
        (interview.no_show_at, "It was said that the candidate did not come. Take that back first."),
        (interview.started_at, "This interview has begun."),
    ):
        if fact:
            raise Refused(words)
