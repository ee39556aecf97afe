"""A submitted scorecard: reading it and its versions, submitting, declining, changing it again, sending it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import recruit
from config.htmx import keyset
from scorecards import access, comparing, sealed, veiling
from scorecards.forms import DeclineForm, ReturnForm
from scorecards.models import Debrief, Scorecard, sealing
from scorecards.models.decided import is_decided
from scorecards.models.returned import returned
from scorecards.reading import declined_for, next_in_loop, reasons, trainee_pairs
from scorecards.views import usefulness
from scorecards.views.scorecards import expose

PAGE = 50


@never_cache
@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """A submitted card as it was last sealed, to those who may read it. Reading another person's is written down."""
    found = get_object_or_404(Scorecard.objects.visible_to(request.user).with_seat(), pk=pk)
    is_mine = found.seat.person_id == request.user.pk
    if found.submitted_at is None:
        return TemplateResponse(request, "scorecards/declined.html", {"card": found}) if found.declined_at else _form(found)
    if not is_mine:
        expose(request, found, now=timezone.now())
    versions = sealed.versions_of(found)
    context = _shown(request, versions[-1]) | {
        "versions": versions,
        "is_mine": is_mine,
        "is_decided": is_decided(found),
        "return_refusal": access.send_back.refusal(request.user, found),
        "returned": returned(found),
        **next_in_loop(request.user, found),
    }
    context |= usefulness.part(request.user, found, context.get("debrief"))
    return veiling.over(request, context.get("debrief"), TemplateResponse(request, "scorecards/card.html", context))


@never_cache
@require_safe
def card_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version of a card, and what is other in it than in the one before."""
    found = get_object_or_404(Scorecard.objects.visible_to(request.user).with_seat(), pk=pk)
    versions = sealed.versions_of(found)
    if not 0 < number <= len(versions):
        raise Http404
    if found.seat.person_id != request.user.pk:
        expose(request, found, now=timezone.now())
    shown, before = versions[number - 1], versions[number - 2] if number > 1 else None
    context = _shown(request, shown) | {
        "versions": versions,
        "before": before,
        "changes": comparing.changes(before.said, shown.said) if before else [],
    }
    debrief = Debrief.objects.select_related("loop__candidate", "loop__recruiter").filter(loop=context["loop"]).first()
    return veiling.over(request, debrief, TemplateResponse(request, "scorecards/version.html", context))


@require_POST
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    found = sealing.submit(_mine(request, pk), now=timezone.now())
    number = found.seals.count()
    again = f"Version {number} is sealed. The versions before it stay beside it."
    messages.success(request, again if number > 1 else "Your scorecard is submitted and sealed.")
    return redirect("card", pk=found.pk)


@require_http_methods(["GET", "POST"])
def declination(request: HttpRequest, pk: int) -> HttpResponse:
    """There is nothing to score, and why."""
    found = _mine(request, pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sealing.decline(found, form.cleaned_data["why"], form.cleaned_data["reason"], now=timezone.now())
        messages.success(request, "You declined this scorecard. Nobody reminds you of it any more.")
        return redirect("today")
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "scorecards/declination.html", {"card": found, "form": form}, status=status)


@require_safe
def declined(request: HttpRequest) -> HttpResponse:
    """What was declined, the newest first, and how often for which reason. For recruiters."""
    recruit(request.user)
    found = declined_for(request.user)
    page, before = keyset(found, request.GET.get("before", ""), field="declined_at", size=PAGE)
    context = {"cards": page, "before": before, "reasons": reasons(found, now=timezone.now())}
    return TemplateResponse(request, "scorecards/declined_list.html", context)


@require_POST
def reopening(request: HttpRequest, pk: int) -> HttpResponse:
    found = sealing.reopen(_mine(request, pk), now=timezone.now())
    return _form(found)


@require_POST
def reopening_end(request: HttpRequest, pk: int) -> HttpResponse:
    found = sealing.leave(_mine(request, pk), now=timezone.now())
    messages.success(request, "Nothing was changed: your scorecard is as you sealed it.")
    return redirect("card", pk=found.pk)


@require_http_methods(["GET", "POST"])
def card_return(request: HttpRequest, pk: int) -> HttpResponse:
    """The loop's owner asks the author to look at a submitted card again, and says why."""
    found = get_object_or_404(Scorecard.objects.visible_to(request.user).with_seat(), pk=pk)
    access.send_back(request.user, found)
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sealing.send_back(found, form.cleaned_data["reason"], by=request.user, now=timezone.now())
        messages.success(request, f"The scorecard went back to {found.seat.person.name}, who is told by mail.")
        return redirect("card", pk=found.pk)
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "scorecards/return.html", {"card": found, "form": form}, status=status)


def _shown(request: HttpRequest, shown: sealed.Sealed) -> dict[str, object]:
    """What every page of a sealed card shows."""
    return {
        "card": shown.card,
        "sealed": shown,
        "loop": shown.card.seat.interview.stage.loop,
        "pairs": trainee_pairs(request.user, shown),
    }


def _form(found: Scorecard) -> HttpResponse:
    return redirect("scorecard", pk=found.seat.interview_id)


def _mine(request: HttpRequest, pk: int) -> Scorecard:
    return get_object_or_404(Scorecard.objects.by(request.user).with_seat(), pk=pk)
