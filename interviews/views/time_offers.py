"""Times that the candidate may choose from: offered by a recruiter, looked at first, and taken back."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from interviews import access, choosing
from interviews.choosing_forms import OfferForm
from interviews.models import Loop, PageLink, Stage, TimeOffer
from interviews.models.choosing import page_of
from interviews.turns import Busy


@require_http_methods(["GET", "POST"])
def time_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """What the candidate could choose from; POST offers it to them."""
    stage = _stage(request, pk)
    access.book(request.user, stage.loop)
    now = timezone.now()
    there = TimeOffer.objects.standing().with_stages().filter(stage=stage).first()
    asked = request.POST or request.GET or (vars(there) if there else {})
    form = OfferForm({name: str(value) for name, value in asked.items()}, stage=stage, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            choosing.offer(stage, form.terms, by=request.user, now=now)
        except Busy as busy:
            form.add_error(None, busy.sentence)
        else:
            messages.success(request, f"{stage.loop.candidate} gets a mail with the link and chooses a time for {stage.name}.")
            return redirect("time_offer", stage.pk)
    slots = choosing.outlook(stage, form.terms, by=request.user, now=now) if form.is_valid() else []
    link = PageLink.objects.filter(loop=stage.loop, revoked_at=None).first()
    context = {
        "stage": stage,
        "loop": stage.loop,
        "there": there,
        "form": form,
        "slots": slots,
        "is_booked": stage.interviews.taking_place().exists(),
        "address": settings.BASE_URL + reverse("candidate_page", args=[link.token]) if link and link.token else "",
    }
    return TemplateResponse(request, "choosing/offer.html", context, status=422 if form.errors else 200)


@require_POST
def time_offer_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer them no longer; what was booked stays."""
    stage = _stage(request, pk)
    access.book(request.user, stage.loop)
    there = TimeOffer.objects.standing().filter(stage=stage).first()
    if there:
        choosing.end(there, f"{request.user} took them back.", now=timezone.now())
    messages.success(request, f"{stage.loop.candidate} chooses no time for {stage.name} any more.")
    return redirect(stage.loop)


@require_POST
def page_renewal(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret address for the candidate's page; the one before opens nothing any more."""
    stage = _stage(request, pk)
    access.book(request.user, stage.loop)
    page_of(stage.loop, by=request.user, now=timezone.now(), is_new=True)
    messages.success(request, "This is the new link. The one before opens nothing any more: send them the new one.")
    return redirect("time_offer", stage.pk)


def _stage(request: HttpRequest, pk: int) -> Stage:
    visible = Stage.objects.filter(loop__in=Loop.objects.visible_to(request.user))
    return get_object_or_404(
        visible.select_related("loop__candidate", "loop__job", "loop__level", "loop__recruiter", "kit_version"), pk=pk
    )
