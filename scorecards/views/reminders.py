"""The ledger of one interview: what is owed to whom, when and why; taken off by a recruiter, put off by whom it is for."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import recruit
from accounts.models import User
from interviews import clock, reminding
from interviews.models import Interview, Reminder
from interviews.models.reminder import Kind, ReminderQuerySet
from scorecards.emails import owes_in
from scorecards.overview import MOST_MAILS, TELLING


@require_safe
def reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """Every mail of an interview that this person may know of, in order of time."""
    interview = get_object_or_404(Interview.objects.visible_to(request.user).with_people(), pk=pk)
    lines = list(known(interview, request.user).with_mail().in_order()[:MOST_MAILS])
    may_take_off = not recruit.refusal(request.user)
    for line in lines:
        line.may_take_off = may_take_off and line.is_owed and line.kind in reminding.BY_HAND  # type: ignore[attr-defined]
    context = {
        "interview": interview,
        "loop": interview.stage.loop,
        "lines": lines,
        "may_recruit": may_take_off,
        "may_put_off": reminding.to_put_off(interview, request.user, now=timezone.now()).exists(),
    }
    return TemplateResponse(request, "reminders/reminders.html", context)


@require_POST
def reminder_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a reminder off before it is sent. What people have to hear of stays."""
    reminder = get_object_or_404(Reminder.objects.with_mail(), pk=pk, kind__in=reminding.BY_HAND, interview__isnull=False)
    interview = get_object_or_404(Interview.objects.visible_to(request.user), pk=reminder.interview_id)
    get_object_or_404(known(interview, request.user), pk=pk)
    recruit(request.user)
    reminding.take_off(reminder, by=request.user, now=timezone.now())
    messages.success(request, f"“{reminder.get_kind_display()}” to {reminder.mail.address} is not sent.")
    return redirect("reminders", interview.pk)


@require_POST
def reminders_delay(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one's own reminders of a scorecard off until the business morning after the next."""
    interview = get_object_or_404(Interview.objects.visible_to(request.user), pk=pk)
    until = reminding.put_off(interview, request.user, now=timezone.now())
    messages.success(request, f"You are not reminded before {clock.day_words(until, request.user.tz)}.")
    return redirect("reminders", interview.pk)


def known(interview: Interview, user: User) -> ReminderQuerySet:
    """The mails of an interview that this person may know of: their own; recruiters all, unless it tells a blind one of others."""
    mine = Q(mail__to=user)
    others = Q(pk=None) if recruit.refusal(user) else ~mine
    if owes_in(user, interview.stage.loop_id):
        return interview.reminders.filter((mine & ~Q(kind=Kind.SCORECARD_LATE)) | (others & ~Q(kind__in=TELLING)))
    return interview.reminders.filter(mine | others)
