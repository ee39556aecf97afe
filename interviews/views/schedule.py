"""Planning the rest of a loop: three proposals to choose from, or why there is none; one click books all of it or nothing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from interviews import access, booking, planning
from interviews.models import Loop
from interviews.planning_forms import ChosenForm, WishesForm


@require_safe
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Proposals for the stages that are still to be booked, by what is wished for in the address."""
    loop = _loop(request, pk)
    access.book(request.user, loop)
    return _page(request, loop, request.GET)


@require_POST
def schedule_booking(request: HttpRequest, pk: int) -> HttpResponse:
    """Book the chosen proposal, all of it or nothing. Refused in the words of the rule, with new proposals."""
    loop = _loop(request, pk)
    access.book(request.user, loop)
    form = ChosenForm(request.POST, loop=loop)
    if form.is_valid():
        try:
            booked = booking.book_all(loop, form.sittings, place=form.cleaned_data["place"], by=request.user, now=timezone.now())
        except booking.Clash as clash:
            form.add_error(None, f"Nothing was booked. {clash.sentence} Here is what fits now.")
        else:
            count = f"{len(booked)} interviews are" if len(booked) > 1 else "1 interview is"
            messages.success(request, f"{count} booked. Everybody gets an invitation by mail.")
            return redirect(loop)
    return _page(request, loop, request.POST, chosen=form)


def _page(request: HttpRequest, loop: Loop, asked, *, chosen: ChosenForm | None = None) -> HttpResponse:
    form = WishesForm(asked, loop=loop, now=timezone.now())
    context = {"loop": loop, "wishes": form, "form": chosen or form, "place": asked.get("place", "")}
    if form.is_valid():
        board = planning.board_of(loop, form.wishes, now=form.now)
        context["needs"] = board.needs
        context["proposals"] = board.needs and planning.proposals(board, str(loop.candidate))
        if board.needs and not context["proposals"]:
            context["impasse"] = planning.impasse(board, str(loop.candidate), form.typed)
    return TemplateResponse(request, "loops/schedule.html", context, status=422 if context["form"].errors else 200)


def _loop(request: HttpRequest, pk: int) -> Loop:
    return get_object_or_404(Loop.objects.visible_to(request.user).with_people(), pk=pk)
