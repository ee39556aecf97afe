"""A note that was written elsewhere, brought into one's own scorecard."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import Refused
from accounts.listing import listed
from scorecards.models.taking_over import TakenOver, take_over
from scorecards.note_forms import ElsewhereForm
from scorecards.views import rooming

CALLED = {"summary": "the summary", "hand_off": "the hand-off", "scratch": "the private scratch"}


@never_cache
@require_http_methods(["GET", "POST"])
def elsewhere(request: HttpRequest, pk: int) -> HttpResponse:
    """Paste a note or choose its file; it fills what is empty on the own card of this interview."""
    seat = rooming.seat_of(request, pk)
    now = timezone.now()
    card = rooming.card_of(seat, now=now)
    if card is None:
        raise Refused(f"Your seat ({seat.get_role_display().lower()}) does not score, so there is nothing to fill.")
    if not card.is_open:
        return redirect("card", pk=card.pk)
    form = ElsewhereForm(request.POST or None, request.FILES or None, ladders=card.ladders())
    if request.method == "POST" and form.is_valid():
        done = take_over(card, form.note, id=form.cleaned_data["entry"], now=now)
        messages.success(request, _said(done))
        return redirect("scorecard", pk=pk)
    context = {"interview": seat.interview, "seat": seat, "form": form, "ladders": card.ladders()}
    return TemplateResponse(request, "scorecards/elsewhere.html", context, status=422 if request.method == "POST" else 200)


def _said(done: TakenOver) -> str:
    """What came in and what did not, in sentences."""
    lines = "1 line came in" if done.lines == 1 else f"{done.lines} lines came in"
    said = [f"{lines}, marked as entered later."]
    if done.known:
        said.append(f"{done.known} {'was' if done.known == 1 else 'were'} there already.")
    if done.filled:
        said.append(f"{_list(done.filled)} {'is' if len(done.filled) == 1 else 'are'} filled.")
    if done.left:
        said.append(f"{_list(done.left)} had your own words and {'stays' if len(done.left) == 1 else 'stay'} as written.")
    return " ".join(said)


def _list(names: list[str]) -> str:
    words = listed([CALLED[name] for name in names])
    return words[0].upper() + words[1:]
