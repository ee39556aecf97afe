"""The packet of a debrief, to read and to print, with names and without; and the words that hide who it is about."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import recruit
from accounts.models import Event
from interviews.models import Seat
from scorecards import access, packing, unpacking, veiling
from scorecards.models import Debrief, Exposure, Scorecard, Veiled
from scorecards.models.exposure import What
from scorecards.models.usefulness import Use, said_by
from scorecards.packet_forms import VeiledForm


@never_cache
@require_safe
def packet(request: HttpRequest, pk: int) -> HttpResponse:
    """The packet, kept or as it stands; `names=no` hides who it is about. That somebody read it is written down."""
    found = _debrief(request, pk)
    access.read_packet(request.user, found)
    now = timezone.now()
    unpacked = unpacking.unpack(found, request.user, number=request.GET.get("decision", ""), now=now)
    _expose(request, found, unpacked.content, now)
    is_veiled = veiling.is_veiled(found, request.user)
    hides_names = is_veiled or request.GET.get("names") == "no"
    content = unpacking.without_names(unpacked.content, found.loop.candidate) if hides_names else unpacked.content
    context = {
        "loop": found.loop,
        "unpacked": unpacked,
        "packet": unpacking.revived(content),
        "hides_names": hides_names,
        "is_veiled": is_veiled,
        "debrief": found,
        **_asks(request, found, unpacked.content, hides_names=hides_names and not is_veiled),
        "may_veil": not recruit.refusal(request.user),
    }
    # A message of the page before may name somebody: it waits for the next page.
    return TemplateResponse(request, "packets/packet.html", context | ({"messages": []} if hides_names else {}))


@never_cache
@require_http_methods(["GET", "POST"])
def packet_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Which schools and employers are hidden, found and added; adding one."""
    found = _debrief(request, pk)
    access.facilitate(request.user, found.loop)
    candidate, now = found.loop.candidate, timezone.now()
    form = VeiledForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        Veiled.objects.get_or_create(
            candidate=candidate,
            words=form.cleaned_data["words"],
            defaults={"stands_for": form.cleaned_data["stands_for"], "added_by": request.user, "added_at": now},
        )
        messages.success(request, "Hidden from now on, in every packet without names.")
        return redirect("packet_words", pk=pk)
    context = {
        "loop": found.loop,
        "debrief": found,
        "form": form,
        "found": unpacking.words_found(packing.about(candidate)),
        "added": Veiled.objects.filter(candidate=candidate).select_related("added_by").order_by("pk"),
    }
    return TemplateResponse(request, "packets/words.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def packet_words_removal(request: HttpRequest, pk: int, word_pk: int) -> HttpResponse:
    found = _debrief(request, pk)
    access.facilitate(request.user, found.loop)
    get_object_or_404(Veiled.objects.filter(candidate=found.loop.candidate_id), pk=word_pk).delete()
    return redirect("packet_words", pk=pk)


def _debrief(request: HttpRequest, pk: int) -> Debrief:
    return get_object_or_404(Debrief.objects.visible_to(request.user).with_loop(), loop=pk)


def _asks(request: HttpRequest, found: Debrief, content: dict, *, hides_names: bool) -> dict[str, object]:
    """The question to who votes how useful each card was, their own left out.

    Not where they chose to read without names: it would say which is theirs. Who only votes has none.
    """
    votes = request.user.pk in {member["person"] for member in content["members"]}
    is_asked = votes and found.revealed_at and not hides_names
    others = [card["pk"] for card in content["cards"] if card["person"] != request.user.pk] if is_asked else []
    return {"uses": Use.choices, "asks_of": others, "mine": said_by(request.user, others)} if others else {}


def _expose(request: HttpRequest, found: Debrief, content: dict, now: datetime) -> None:
    """Write down that this person read the packet, and what they saw of others with it."""
    cards = [Scorecard(pk=card["pk"], seat=Seat(person_id=card["person"])) for card in content["cards"]]
    whats = [What.RATINGS, What.CARD]
    whats += [What.AGGREGATE] if found.revealed_at else []
    whats += [What.VOTES] if content["votes"] else []
    whats += [What.DECISION] if content["decisions"] else []
    Event.note("read the packet of", found, who=request.user, now=now, address=request.META.get("REMOTE_ADDR"))
    Exposure.note(found.loop, request.user, whats, now=now, cards=cards)
