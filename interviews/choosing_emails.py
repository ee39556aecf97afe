"""Mails about choosing and replacing: to the candidate their link, to the recruiter what came of it."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import Company, Mail
from accounts.post import Drop, Letter, writes
from interviews import clock, waiting
from interviews.emails import GONE, context_of, page_address, reminder_of, text_of
from interviews.models import CandidateDeed, HouseRules, Loop, Reminder, Replacement, TimeOffer
from interviews.wishes import may_wait


@writes("loop.times_offered")
def times_offered(mail: Mail, now: datetime) -> Letter | Drop:
    """To the candidate: times to choose from, behind their private link."""
    offer = TimeOffer.objects.with_stages().filter(pk=mail.key.split(":")[1]).first()
    if offer is None:
        return Drop(GONE)
    if offer.ended_at:
        return Drop(offer.end_reason)
    loop = offer.stage.loop
    if offer.stage.interviews.taking_place().exists():
        return Drop("A time was booked before this was sent.")
    page = page_address(loop)
    if not page or offer.is_past(now.astimezone(loop.candidate.tz).date()):
        return Drop("These times are no longer open.")
    company = Company.objects.first() or "us"
    context = {"offer": offer, "stage": offer.stage, "loop": loop, "candidate": loop.candidate, "company": company, "page": page}
    context |= {"recruiter": loop.recruiter, "zone": clock.city(loop.candidate.tz)}
    return Letter(subject=f"Choose a time: {offer.stage.name} with {company}", text=text_of("times_offered", context))


@writes("loop.candidate_changed")
def candidate_changed(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """To the recruiter: what the candidate did by their link, and why."""
    deed = CandidateDeed.objects.filter(pk=mail.key.split(":")[1]).first()
    reminder = reminder_of(mail)
    if deed is None or reminder is None:
        return Drop(GONE)
    if not Loop.objects.visible_to(mail.to).filter(pk=reminder.loop_id).exists():
        return Drop("This person may not know of the loop.")
    context = context_of(reminder.interview, mail, why=reminder.why)
    context |= {"deed": deed, "link": settings.BASE_URL + reverse("loop", args=[reminder.loop_id])}
    if deed.from_starts_at:
        context["before"] = (
            f"{clock.day_words(deed.from_starts_at, mail.to.tz)}, {clock.time_words(deed.from_starts_at, mail.to.tz)}"
        )
    subject = f"{reminder.loop.candidate} {deed.get_kind_display()}: {reminder.interview.stage.name}, {context['when_short']}"
    return Letter(subject=subject, text=text_of("candidate_changed", context))


@may_wait("loop.candidate_waits")
def candidate_waits(mail: Mail, now: datetime) -> Letter | Drop:
    """To the recruiter: a candidate has had no word from us for days."""
    reminder = Reminder.objects.select_related("loop__candidate", "loop__job").get(mail=mail)
    loop = waiting.waiting(Loop.objects.visible_to(mail.to).filter(pk=reminder.loop_id), now=now).first()
    if loop is None:
        return Drop("The candidate had a word, has an interview ahead, or the loop is closed.")
    candidate, days = reminder.loop.candidate, (now - loop.told_at).days
    link = f"{settings.BASE_URL}{reverse('loop', args=[loop.pk])}"
    text = (
        f"Hello {mail.to.name},\n\n{candidate} ({reminder.loop.job}) has had no word from us for {days} days. "
        f"A line on where things stand is enough. Write or call, and say so on the loop's page:\n{link}\n"
    )
    return Letter(subject=f"{candidate} waits for a word: {days} days", text=text)


@writes("loop.seat_declined")
def seat_declined(mail: Mail, now: datetime) -> Letter | Drop:  # noqa: ARG001 -- a writer's signature
    """To the recruiter: who declined and why, and who takes the seat or why nobody does."""
    made = Replacement.objects.select_related("declined__person", "seat__person").filter(pk=mail.key.split(":")[1]).first()
    reminder = reminder_of(mail)
    if made is None or reminder is None:
        return Drop(GONE)
    if reminder.interview.cancelled_at or reminder.interview.started_at:
        return Drop("The interview was cancelled, or had begun.")
    if not Loop.objects.visible_to(mail.to).filter(pk=reminder.loop_id).exists():
        return Drop("This person may not know of the loop.")
    context = context_of(reminder.interview, mail, why=reminder.why) | {"made": made, "rules": HouseRules.current()}
    address = reverse("swap", args=[made.declined_id]) if made.seat is None else reverse("loop", args=[reminder.loop_id])
    context["link"] = settings.BASE_URL + address
    what = f"{made.seat.person} takes the seat of {made.declined.person}" if made.seat else f"{made.declined.person} declined"
    title = f"{what}: {reminder.interview.stage.name} with {reminder.loop.candidate}, {context['when_short']}"
    return Letter(subject=title, text=text_of("seat_declined", context))
