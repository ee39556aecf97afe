"""Mails about debriefs and decisions: a link and no word of what is in them."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import Mail, User
from accounts.post import Drop, Letter, writes
from interviews.emails import reasons_against_a_scorecard
from interviews.models import Loop, ReapplicationHold, Reminder, Seat
from interviews.models.reminder import Kind
from interviews.wishes import may_wait
from scorecards import veiling
from scorecards.models import Debrief, FlagCase, MisconductReport, Scorecard
from scorecards.models.hold_asking import MAIL as HOLD_ASKED
from scorecards.models.report import MAIL as REPORT_FILED
from scorecards.models.scorecard import owing_seats
from scorecards.reminding import is_to_open

NOT_FOR_THEM = "The debrief is not open to this person: they owe a scorecard, or have no part in it any more."


def is_settled(seat: Seat) -> str:
    """Why nobody asks for the scorecard of this seat any more, or "": also of one that was in before the interview ended."""
    card = Scorecard.objects.filter(seat=seat).first()
    return "" if card is None or not card.is_settled else "The scorecard was submitted or declined."


def owes_in(user: User, loop_pk: int) -> bool:
    """Whether this person owes a scorecard in this loop, so that nothing of others' is told to them."""
    return owing_seats(user).filter(interview__stage__loop=loop_pk).exists()


reasons_against_a_scorecard.append(is_settled)


@writes(f"loop.{Kind.DEBRIEF_OPEN}")
def debrief_open(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """A member is asked to read and to vote."""
    loop = _loop(mail)
    if not loop.debrief.is_voting or loop.debrief.round == 2:
        return Drop("The votes were revealed before this was sent.")
    if not Debrief.objects.visible_to(mail.to).filter(loop=loop).exists():
        return Drop(NOT_FOR_THEM)
    link = f"{settings.BASE_URL}/loops/{loop.pk}/debrief/"
    goes_on, what = ("goes on", "the new scorecard") if loop.debrief.fresh else ("is open", "the evidence")
    called = veiling.called(loop.debrief, mail.to)
    text = (
        f"Hello {mail.to.name},\n\nthe debrief on {called}, {loop.job.title}, {goes_on}. "
        f"Read {what} first, then vote in private:\n{link}\n"
    )
    return Letter(subject=f"Debrief: {called}, {loop.job.title}", text=text)


@may_wait(f"loop.{Kind.DEBRIEF_DUE}")
def debrief_due(mail: Mail, now: datetime) -> Letter | Drop:
    """To the recruiter: every scorecard is in, and nobody has opened the debrief."""
    loop = Reminder.objects.select_related("loop__candidate", "loop__job").get(mail=mail).loop
    if Debrief.objects.filter(loop=loop).exists():
        return Drop("The debrief was opened before this was sent.")
    if not Loop.objects.visible_to(mail.to).filter(pk=loop.pk).exists() or owes_in(mail.to, loop.pk):
        return Drop(NOT_FOR_THEM)
    if not is_to_open(loop, mail.to, now):
        return Drop("The loop waits for something else now.")
    text = (
        f"Hello {mail.to.name},\n\nevery scorecard on {loop.candidate.name} is in, and nobody has opened the debrief. "
        f"{loop.candidate.name} waits for an answer. Choose who votes and open it:\n"
        f"{settings.BASE_URL}{reverse('debrief', args=[loop.pk])}\n"
    )
    return Letter(subject=f"Open the debrief: {loop.candidate.name}, {loop.job.title}", text=text)


@may_wait(f"loop.{Kind.SCORECARD_LATE}")
def scorecard_late(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """To the recruiter: a scorecard is four working days late. Nothing for a recruiter who owes one in the loop themselves."""
    reminder = Reminder.objects.select_related("seat__interview__stage", "seat__person", "loop__candidate", "loop__job").get(
        mail=mail
    )
    seat = reminder.seat
    if seat is None or seat.removed_at or seat.declined_at or seat.is_void:
        return Drop("This person no longer has a seat that writes a scorecard.")
    if reason := is_settled(seat):
        return Drop(reason)
    if not Loop.objects.visible_to(mail.to).filter(pk=reminder.loop_id).exists() or owes_in(mail.to, reminder.loop_id):
        return Drop(NOT_FOR_THEM)
    candidate, stage = reminder.loop.candidate.name, seat.interview.stage.name
    address = f"{settings.BASE_URL}{reverse('debrief', args=[reminder.loop_id])}"
    text = (
        f"Hello {mail.to.name},\n\n{candidate} waits for an answer, and the scorecard of {stage} by {seat.person.name} is missing "
        f"since four working days. They were reminded each day and know that you are told. Ask them. Or have somebody else "
        f"write it who was there, or go on without it, each with one click:\n{address}\n"
    )
    return Letter(subject=f"Late: the scorecard of {seat.person.name}, {stage} with {candidate}", text=text)


@may_wait(f"loop.{Kind.VOTE_DUE}")
def vote_due(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """A member who has not voted is asked to, on a business morning of theirs."""
    loop = _loop(mail)
    if not loop.debrief.is_voting:
        return Drop("The votes were revealed before this was sent.")
    if loop.debrief.votes.filter(person=mail.to, round=loop.debrief.round).exists():
        return Drop("This person has voted.")
    if not Debrief.objects.visible_to(mail.to).filter(loop=loop).exists():
        return Drop(NOT_FOR_THEM)
    again = "second " if loop.debrief.round == 2 else ""
    called = veiling.called(loop.debrief, mail.to)
    text = (
        f"Hello {mail.to.name},\n\n{called} waits for a decision, and the debrief for your {again}vote. "
        f"Read the evidence, then vote in private:\n{settings.BASE_URL}/loops/{loop.pk}/debrief/\n"
    )
    return Letter(subject=f"Your {again}vote is missing: {called}, {loop.job.title}", text=text)


@writes(f"loop.{Kind.SCORECARD_RETURNED}")
def scorecard_returned(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """Its author is asked to look at a sealed card again; what for stands behind the link."""
    reminder = Reminder.objects.select_related("seat__interview__stage", "loop__candidate").get(mail=mail)
    seat = reminder.seat
    if seat is None or not seat.writes or seat.removed_at:
        return Drop("This person no longer has a seat that writes a scorecard.")
    if reason := is_settled(seat):
        return Drop(reason)
    link = f"{settings.BASE_URL}/interviews/{seat.interview_id}/scorecard/"
    about = f"{seat.interview.stage.name} with {reminder.loop.candidate.name}"
    text = (
        f"Hello {mail.to.name},\n\nyour scorecard of {about} was sent back to you. "
        f"What to look at again stands on its page:\n{link}\n\n"
        "What you had submitted stays sealed. Until you submit again, others of this loop are closed to you.\n"
    )
    return Letter(subject=f"Sent back: your scorecard, {about}", text=text)


@writes(f"loop.{Kind.DECIDED}")
def decided(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """It is decided; what, stands behind the link."""
    loop = _loop(mail)
    if not Debrief.objects.visible_to(mail.to).filter(loop=loop).exists():
        return Drop(NOT_FOR_THEM)
    link = f"{settings.BASE_URL}/loops/{loop.pk}/debrief/"
    called = veiling.called(loop.debrief, mail.to)
    text = (
        f"Hello {mail.to.name},\n\na decision on {called}, {loop.job.title}, was recorded. "
        f"Thank you for your part in it. You can read it here:\n{link}\n"
    )
    return Letter(subject=f"Decided: {called}, {loop.job.title}", text=text)


@writes(f"loop.{Kind.RED_FLAG}")
def red_flag(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """To the recruiter: something on a scorecard needs a second source. What, and whose, stands behind the link."""
    loop = _loop(mail)
    if not FlagCase.objects.visible_to(mail.to).filter(loop=loop).to_decide().exists():
        return Drop("Nothing waits there any more, or not for this person.")
    text = (
        f"Hello {mail.to.name},\n\nin the loop of {loop.candidate.name}, {loop.job.title}, something waits for you "
        f"before it is decided. You find it here:\n{settings.BASE_URL}{reverse('red_flags')}\n"
    )
    return Letter(subject=f"Something waits for you: {loop.candidate.name}, {loop.job.title}", text=text)


@writes(HOLD_ASKED)
def hold_asked(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """One of two people is asked to decide; about whom and what stands behind the link."""
    hold = ReapplicationHold.objects.visible_to(mail.to).filter(pk=mail.key.split(":")[1]).first()
    if hold is None or not hold.waits_for(mail.to):
        return Drop("There is nothing to decide any more, or not for this person.")
    text = (
        f"Hello {mail.to.name},\n\n{hold.reported_by.name} asks for your decision. Read the evidence and decide "
        f"without talking to the second person who is asked:\n{settings.BASE_URL}{hold.get_absolute_url()}\n"
    )
    return Letter(subject="A decision waits for you", text=text)


@writes(REPORT_FILED)
def report_filed(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """An administrator learns that there is something to read, and nothing else."""
    report = MisconductReport.objects.visible_to(mail.to).to_take().filter(pk=mail.key.split(":")[1]).first()
    if report is None or not mail.to.is_administrator:
        return Drop("There is nothing to read any more, or not for this person.")
    text = f"Hello {mail.to.name},\n\nsomething confidential waits for you:\n{settings.BASE_URL}{reverse('reports')}\n"
    return Letter(subject="Something confidential waits for you", text=text)


def _loop(mail: Mail):
    return Reminder.objects.select_related("loop__candidate", "loop__job", "loop__debrief__fresh").get(mail=mail).loop
