"""Pools: who is qualified for which kind of stage."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import access
from interviews.booking_forms import SwapForm
from interviews.models import Qualification
from interviews.views.booking import people_for_list
from questionbank.models import StageKind

MOST_PEOPLE = 500


@require_safe
def pools(request: HttpRequest) -> HttpResponse:
    """Every kind of stage with the number of its people."""
    access.recruit(request.user)
    qualified = Q(qualifications__qualified_at__isnull=False, qualifications__person__deactivated_at=None)
    kinds = StageKind.objects.annotate(people=Count("qualifications", filter=qualified)).order_by("name", "pk")
    return TemplateResponse(request, "pools/pools.html", {"kinds": kinds})


@require_http_methods(["GET", "POST"])
def pool(request: HttpRequest, key: str) -> HttpResponse:
    """Who is in one pool; POST puts one more person in it."""
    access.recruit(request.user)
    kind = get_object_or_404(StageKind, key=key)
    form = SwapForm(request.POST or None, people_url=reverse("people_choices"))
    form.fields["person"].label = "Person"
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        Qualification.give(person, kind, by=request.user, now=timezone.now())
        messages.success(request, f"{person} is in the pool for {kind.name}.")
        return redirect("pool", kind.key)
    members = kind.qualifications.qualified().filter(person__deactivated_at=None).select_related("person", "qualified_by")
    context = {"kind": kind, "members": members.in_order()[:MOST_PEOPLE], "form": form, "people": people_for_list("")}
    return TemplateResponse(request, "pools/pool.html", context, status=422 if form.errors else 200)


@require_POST
def pool_removal(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take somebody out of a pool; what they are booked for stays."""
    access.recruit(request.user)
    member = get_object_or_404(Qualification.objects.select_related("person", "kind"), pk=pk, kind__key=key)
    member.delete()
    messages.success(request, f"{member.person} is no longer in the pool for {member.kind.name}. Booked interviews stay.")
    return redirect("pool", key)
