"""Pools: who is qualified for which kind of stage, who is on the way there, and what is next for each."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviews import access, booking
from interviews import training as learning
from interviews.booking_forms import SwapForm
from interviews.models import Interview, Qualification, Seat, TrainingPath
from interviews.pool_forms import PathForm, RetakeForm
from interviews.views.booking import people_for_list
from questionbank.models import StageKind

MOST_PEOPLE = 500


@require_safe
def pools(request: HttpRequest) -> HttpResponse:
    """Every kind of stage with the number of its people, and of those on the way."""
    access.recruit(request.user)
    here = Q(qualifications__person__deactivated_at=None)
    qualified = Count("qualifications", filter=here & Q(qualifications__qualified_at__isnull=False))
    learners = Count("qualifications", filter=here & Q(qualifications__isnull=False, qualifications__qualified_at=None))
    kinds = StageKind.objects.annotate(people=qualified, learners=learners).order_by("name", "pk")
    return TemplateResponse(request, "pools/pools.html", {"kinds": kinds})


@require_http_methods(["GET", "POST"])
def pool(request: HttpRequest, key: str) -> HttpResponse:
    """Who is in one pool and who on the way; POST puts one more person in it."""
    kind = _kind(request, key)
    form = _person_form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        Qualification.give(person, kind, by=request.user, now=timezone.now())
        messages.success(request, f"{person} is in the pool for {kind.name}.")
        return redirect("pool", kind.key)
    return _page(request, kind, form=form)


@require_POST
def pool_removal(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take somebody out of a pool, or off the way there; what they are booked for stays."""
    member = _member(request, key, pk)
    member.delete()
    messages.success(request, f"{member.person} is no longer in the pool for {member.kind.name}. Booked interviews stay.")
    return redirect("pool", key)


@require_POST
def training(request: HttpRequest, key: str) -> HttpResponse:
    """Begin somebody's way into the pool."""
    kind = _kind(request, key)
    form = _person_form(request.POST, prefix="learner")
    if not form.is_valid():
        return _page(request, kind, learner=form)
    person = form.cleaned_data["person"]
    member = Qualification.begin(person, kind, now=timezone.now())
    words = "is in this pool already" if member.qualified_at else f"is on the way into the pool for {kind.name}"
    messages.success(request, f"{person} {words}.")
    return redirect("pool", kind.key)


@require_POST
def training_path(request: HttpRequest, key: str) -> HttpResponse:
    """Say what the way into this pool is."""
    kind = _kind(request, key)
    form = PathForm(request.POST, people_url=reverse("people_choices"))
    if not form.is_valid():
        return _page(request, kind, path=form)
    TrainingPath.objects.update_or_create(kind=kind, defaults=form.cleaned_data)
    messages.success(request, f"The way into the pool for {kind.name} is changed, for those on it too.")
    return redirect("pool", kind.key)


@require_http_methods(["GET", "POST"])
def training_approval(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """How far somebody is, for who approves them; POST puts them in the pool."""
    kind = get_object_or_404(StageKind, key=key)
    access.approve_training(request.user, TrainingPath.of(kind))
    member = get_object_or_404(Qualification.objects.select_related("person", "kind", "qualified_by"), pk=pk, kind=kind)
    now = timezone.now()
    if request.method == "POST":
        learning.approve(member, by=request.user, now=now)
        messages.success(request, f"{member.person} is in the pool for {kind.name}.")
        return redirect("training_approval", key, pk) if access.recruit.refusal(request.user) else redirect("pool", key)
    refusal = access.approve_another.refusal(request.user, member)
    recruits = not access.recruit.refusal(request.user)
    context = {"one": learning.far(member, now=now), "kind": kind, "refusal": refusal, "recruits": recruits}
    return TemplateResponse(request, "pools/approval.html", context)


@require_POST
def training_seat(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Let somebody learn in an interview, in the role that is next for them."""
    member = _member(request, key, pk)
    wanted = request.POST.get("interview", "")
    known = wanted.isascii() and wanted.isdecimal() and len(wanted) < len(str(2**63))
    interview = get_object_or_404(Interview.objects.visible_to(request.user).with_people(), pk=wanted if known else 0)
    try:
        seat = learning.seat_one(member, interview, by=request.user, now=timezone.now())
    except booking.Clash as clash:
        messages.error(request, clash.sentence)
    else:
        role = seat.get_role_display().lower()
        messages.success(request, f"{member.person} has a seat as {role}, and gets the invitation by mail.")
    return redirect("pool", key)


@require_http_methods(["GET", "POST"])
def retake(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a seat somebody learnt in does not count, and why."""
    seat = _learnt(request, pk) if not access.recruit.refusal(request.user) else _named_for(request, pk)
    form = RetakeForm(request.POST if request.method == "POST" else None)
    kind = seat.interview.stage.kind
    member = Qualification.objects.filter(kind=kind, person=seat.person).first()
    back = reverse("pool", args=[kind.key])
    if access.recruit.refusal(request.user):
        back = reverse("training_approval", args=[kind.key, member.pk]) if member else "/"
    if request.method == "POST" and form.is_valid():
        learning.take_again(seat, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        messages.success(request, f"{seat.person} takes it again.")
        return redirect(back)
    context = {"seat": seat, "kind": kind, "form": form, "back": back}
    return TemplateResponse(request, "pools/retake.html", context, status=422 if form.errors else 200)


@require_POST
def shadow_first(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn a seat as reverse shadow that comes too early into one as shadow."""
    seat = _learnt(request, pk)
    learning.shadow_first(seat, by=request.user, now=timezone.now())
    messages.success(request, f"{seat.person} only watches this time, and is told by mail.")
    return redirect("pool", seat.interview.stage.kind.key)


def _kind(request: HttpRequest, key: str) -> StageKind:
    access.recruit(request.user)
    return get_object_or_404(StageKind, key=key)


def _member(request: HttpRequest, key: str, pk: int) -> Qualification:
    access.recruit(request.user)
    return get_object_or_404(Qualification.objects.select_related("person", "kind"), pk=pk, kind__key=key)


def _learnt(request: HttpRequest, pk: int) -> Seat:
    """A seat that somebody learns in, of an interview that one may see."""
    access.recruit(request.user)
    visible = Interview.objects.visible_to(request.user)
    seats = Seat.objects.held().filter(interview__in=visible, role__in=learning.LEARNING)
    return get_object_or_404(seats.with_interviews(), pk=pk)


def _named_for(request: HttpRequest, pk: int) -> Seat:
    """A seat that somebody else learns in, of a pool for which one is named, but of no application of one's own."""
    paths = TrainingPath.objects.filter(approver=request.user)
    if not paths.exists():
        access.recruit(request.user)
    seats = Seat.objects.held().filter(interview__stage__kind__training_path__in=paths, role__in=learning.LEARNING)
    others = seats.exclude(person=request.user).exclude(interview__stage__loop__candidate__employee=request.user)
    return get_object_or_404(others.with_interviews(), pk=pk)


def _person_form(data: object, *, prefix: str | None = None) -> SwapForm:
    form = SwapForm(data, people_url=reverse("people_choices"), prefix=prefix)
    form.fields["person"].label = "Person"
    return form


def _page(
    request: HttpRequest,
    kind: StageKind,
    *,
    form: SwapForm | None = None,
    learner: SwapForm | None = None,
    path: PathForm | None = None,
) -> HttpResponse:
    members = kind.qualifications.qualified().filter(person__deactivated_at=None).select_related("person", "qualified_by")
    wrong = next((one for one in (form, learner, path) if one is not None and one.errors), None)
    goes = TrainingPath.of(kind)
    context = {
        "kind": kind,
        "members": members.in_order()[:MOST_PEOPLE],
        "learners": learning.progress(kind, goes, by=request.user, now=timezone.now()),
        "goes": goes,
        "add": form or _person_form(None),
        "learner": learner or _person_form(None, prefix="learner"),
        "path": path or PathForm.of(goes, people_url=reverse("people_choices")),
        "form": wrong,
        "people": people_for_list(""),
    }
    return TemplateResponse(request, "pools/pool.html", context, status=422 if wrong else 200)
