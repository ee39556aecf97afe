"""Taking over a note from elsewhere: it fills what is empty, and nothing that somebody wrote here changes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from scorecards.elsewhere import Note
from scorecards.models import capture
from scorecards.models.judging import piece, put
from scorecards.models.scorecard import Scorecard


@dataclass(frozen=True)
class TakenOver:
    """How many lines came in, how many were there already, which parts were filled and which were left as they are."""

    lines: int
    known: int
    filled: list[str]
    left: list[str]


@transaction.atomic
def take_over(card: Scorecard, note: Note, *, id: UUID, now: datetime) -> TakenOver:  # noqa: A002 -- the form's id, as elsewhere
    """Bring a note in, its lines as entered later. The same note twice, or the same form, brings each line once.

    A part that says something already stays as it is. Refused for a card that is sealed or declined.
    """
    card = Scorecard.objects.for_change().with_seat().get(pk=card.pk)
    capture.require_open(card)
    ids = [uuid5(id, f"line {number}") for number in range(len(note.lines))]
    came = set(card.notes.filter(pk__in=ids).values_list("pk", flat=True))  # with the same form, and perhaps changed since
    here = {(line.mark, line.text) for line in card.notes.standing()}
    count = known = 0
    for number, line in enumerate(note.lines):
        said = capture.parse(line.text)
        if said in here or ids[number] in came:
            known += 1
            continue
        here.add(said)
        competency = card.competency(str(line.competency)) if line.competency else None
        capture.note(card, id=ids[number], line=line.text, was="", competency=competency, now=now + number * capture.APART)
        count += 1
    filled, left = [], []
    for name, words in note.pieces.items():
        if not piece(card, name).strip():
            put(card, name, words, was="")
            filled.append(name)
        elif piece(card, name).strip() != words:
            left.append(name)
    return TakenOver(count, known, filled, left)
