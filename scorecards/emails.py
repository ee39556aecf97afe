"""Mails about debriefs and decisions: a link and no word of what is in them."""

from datetime import datetime

from django.conf import settings

from accounts.models import Mail
from accounts.post import Drop, Letter, writes
from interviews.emails import reasons_against_a_scorecard
from interviews.models import Reminder, Seat
from interviews.models.reminder import Kind
from scorecards.models import Debrief, Scorecard

NOT_FOR_THEM = "The debrief is not open to this person: they owe a scorecard, or have no part in it any more."


def is_settled(seat: Seat) -> str:
    """Why nobody asks for the scorecard of this seat any more, or "": also of one that was in before the interview ended."""
    card = Scorecard.objects.filter(seat=seat).first()
    return "" if card is None or card.is_open else "The scorecard was submitted or declined."


reasons_against_a_scorecard.append(is_settled)


@writes(f"loop.{Kind.DEBRIEF_OPEN}")
def debrief_open(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """A member is asked to read and to vote."""
    loop = _loop(mail)
    if loop.debrief.revealed_at:
        return Drop("The votes were revealed before this was sent.")
    if not Debrief.objects.visible_to(mail.to).filter(loop=loop).exists():
        return Drop(NOT_FOR_THEM)
    link = f"{settings.BASE_URL}/loops/{loop.pk}/debrief/"
    text = (
        f"Hello {mail.to.name},\n\nthe debrief on {loop.candidate.name}, {loop.job.title}, is open. "
        f"Read the evidence first, then vote in private:\n{link}\n"
    )
    return Letter(subject=f"Debrief: {loop.candidate.name}, {loop.job.title}", text=text)


@writes(f"loop.{Kind.DECIDED}")
def decided(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """It is decided; what, stands behind the link."""
    loop = _loop(mail)
    if not Debrief.objects.visible_to(mail.to).filter(loop=loop).exists():
        return Drop(NOT_FOR_THEM)
    link = f"{settings.BASE_URL}/loops/{loop.pk}/debrief/"
    text = (
        f"Hello {mail.to.name},\n\na decision on {loop.candidate.name}, {loop.job.title}, was recorded. "
        f"Thank you for your part in it. You can read it here:\n{link}\n"
    )
    return Letter(subject=f"Decided: {loop.candidate.name}, {loop.job.title}", text=text)


def _loop(mail: Mail):
    return Reminder.objects.select_related("loop__candidate", "loop__job", "loop__debrief").get(mail=mail).loop
