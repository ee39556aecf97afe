"""How useful a scorecard was: said by who votes, told to its author as counts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import User
from config.htmx import answer
from scorecards.models import Debrief, Scorecard, Usefulness
from scorecards.models.usefulness import Use, said_by


@require_POST
def usefulness(request: HttpRequest, pk: int) -> HttpResponse:
    """Say, or say otherwise, how useful a submitted card was."""
    card = get_object_or_404(Scorecard.objects.visible_to(request.user).counting().with_seat(), pk=pk)
    debrief = get_object_or_404(Debrief.objects.visible_to(request.user), loop=card.seat.interview.stage.loop_id)
    kept = Usefulness.say(card, debrief, request.user, request.POST.get("said", ""), now=timezone.now())
    context = {"card": card, "uses": Use.choices, "said": kept.said}
    return answer(request, "scorecards/found_useful.html", context, then=f"{reverse('card', args=[card.pk])}#usefulness-{card.pk}")


def part(reader: User, card: Scorecard, debrief: Debrief | None) -> dict[str, object]:
    """What the page of a card shows of it: to its author counts once the debrief is closed, to who votes the question."""
    if debrief is None or debrief.revealed_at is None:
        return {}
    if card.seat.person_id == reader.pk:
        return {"told": card.usefulness.counts() if debrief.closed_at else []}
    if not debrief.members.filter(person=reader).exists():
        return {}
    return {"uses": Use.choices, "said": said_by(reader, [card.pk]).get(card.pk, "")}
