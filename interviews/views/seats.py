"""Who sits in an interview: more people, other people, fewer; and each person's own answer."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from interviews import access, booking, tasks, ties
from interviews.booking_forms import SeatForm, SwapForm
from interviews.models import Interview, Seat
from interviews.reason_forms import DeclineForm
from interviews.turns import Busy
from interviews.views.booking import people_for_list


@require_http_methods(["GET", "POST"])
def seats(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody in an interview; POST seats one more."""
    interview = get_object_or_404(Interview.objects.visible_to(request.user).with_people(), pk=pk)
    access.change(request.user, interview)
    form = SeatForm(request.POST or None, people_url=reverse("people_choices"))
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            booking.add_seat(
                interview,
                cleaned["person"],
                cleaned["role"],
                by=request.user,
                now=timezone.now(),
                despite=cleaned["despite"],
            )
        except booking.Clash as clash:
            form.refuse(clash, lambda _: "person")
        else:
            messages.success(request, f"{cleaned['person']} has a seat. Everybody gets the new invitation by mail.")
            return redirect("seats", interview.pk)
    return _page(request, interview, form=form)


@require_http_methods(["GET", "POST"])
def swap(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a seat to somebody else."""
    seat = _seat_to_change(request, pk)
    interview = seat.interview
    form = SwapForm(request.POST or None, people_url=reverse("people_choices"))
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            booking.swap(seat, person, by=request.user, now=timezone.now(), despite=form.cleaned_data["despite"])
        except booking.Clash as clash:
            form.refuse(clash, lambda _: "person")
        else:
            messages.success(request, f"{person} takes the seat of {seat.person}. Everybody is told by mail.")
            return redirect(interview.stage.loop)
    context = {"seat": seat, "interview": interview, "form": form, "people": people_for_list("")}
    return TemplateResponse(request, "interviews/swap.html", context, status=422 if form.errors else 200)


@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody out of an interview."""
    seat = _seat_to_change(request, pk)
    booking.remove_seat(seat, by=request.user, now=timezone.now())
    messages.success(request, f"{seat.person} no longer has a seat in it, and is told by mail.")
    return redirect("seats", seat.interview_id)


@require_http_methods(["GET", "POST"])
def answer_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's own answer: POST accepts, or declines with a reason; the page asks for the reason."""
    mine = Seat.objects.filter(person=request.user, removed_at=None).with_interviews()
    seat = get_object_or_404(mine, pk=pk)
    access.answer(request.user, seat)
    accepts = request.POST.get("answer") == "accept"
    form = DeclineForm(request.POST if request.method == "POST" and not accepts else None)
    if request.method == "POST" and (accepts or form.is_valid()):
        said = {"knows_no_tie": request.POST.get("tie") == "none"} if accepts else form.cleaned_data
        try:
            booking.answer(seat, by=request.user, accepts=accepts, now=timezone.now(), **said)
        except Busy as busy:
            if accepts:  # nothing was typed that a form would keep
                raise
            form.add_error(None, busy.sentence)
        else:
            if accepts:
                messages.success(request, "You accepted. See you there.")
                return redirect(seat.interview)
            transaction.on_commit(tasks.replace_declined.delay, robust=True)
            stepped_back = "You stepped back, and are not asked again for this candidate." if said["recuses"] else "You declined."
            messages.success(request, f"{stepped_back} Somebody else is looked for, and the recruiter is told.")
            return redirect("today")
    context = {"seat": seat, "interview": seat.interview, "form": form}
    return TemplateResponse(request, "interviews/decline.html", context, status=422 if form.errors else 200)


@require_POST
def declaration(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's own word that they know of no reason not to judge the candidate."""
    seat = get_object_or_404(Seat.objects.held_by(request.user).with_interviews(), pk=pk)
    ties.declare_none(seat, by=request.user, now=timezone.now())
    if request.htmx:
        return TemplateResponse(request, "interviews/declared.html")
    messages.success(request, "Kept: you know of no reason.")
    return redirect(seat.interview)


def _seat_to_change(request: HttpRequest, pk: int) -> Seat:
    visible = Interview.objects.visible_to(request.user)
    seat = get_object_or_404(Seat.objects.filter(interview__in=visible).with_interviews(), pk=pk)
    access.change(request.user, seat.interview)
    return seat


def _page(request: HttpRequest, interview: Interview, *, form: SeatForm) -> HttpResponse:
    seats = interview.seats.filter(removed_at=None).select_related("person").order_by("pk")
    aside = interview.set_aside.select_related("person", "by").order_by("pk")
    context = {"interview": interview, "seats": seats, "aside": aside, "form": form, "people": people_for_list("")}
    return TemplateResponse(request, "interviews/seats.html", context, status=422 if form.errors else 200)
