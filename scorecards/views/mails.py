"""Mails that did not go out: what they were, why, and what to do about each."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import recruit
from accounts.models import Event, Mail
from config.htmx import keyset
from scorecards import mails

PAGE = 50


@require_safe
def troubled(request: HttpRequest) -> HttpResponse:
    """Every mail that is late or given up and that this person may know of, the newest first."""
    recruit(request.user)
    found = mails.troubled(request.user, timezone.now()).order_by("-due_at", "-pk")
    page, following = keyset(found, request.GET.get("before", ""), field="due_at", size=PAGE)
    return TemplateResponse(
        request, "mails/mails.html", {"troubles": [mails.Trouble.of(mail) for mail in page], "before": following}
    )


@require_POST
@transaction.atomic
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it once more, to the address of today."""
    mail, now = _mail(request, pk), timezone.now()
    mail.send_again(mails.address_of(mail), now=now)
    Event.note("sent again", mail, who=request.user, now=now, address=request.META.get("REMOTE_ADDR"))
    messages.success(
        request, f"The mail to {mails.address_of(mail)} goes out within two minutes. If it fails again, it is back here."
    )
    return redirect("mails")


@require_POST
@transaction.atomic
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it rest: it stays in the ledger of its loop and leaves this list."""
    mail, now = _mail(request, pk), timezone.now()
    mail.mark_seen(now=now)
    Event.note("put away", mail, who=request.user, now=now, address=request.META.get("REMOTE_ADDR"))
    return redirect("mails")


def _mail(request: HttpRequest, pk: int) -> Mail:
    recruit(request.user)
    found = mails.known(request.user).select_related("to", "reminder__loop__candidate")
    return get_object_or_404(found.select_for_update(of=("self",)), pk=pk)
