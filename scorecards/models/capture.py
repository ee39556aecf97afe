"""What an interviewer writes down while listening, as verbs over one scorecard.

Every entry carries an id that the browser made: the same entry twice is one. Everything here refuses a sealed card.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.access import Refused
from interviews.models import AskedQuestion
from questionbank.models import Competency, CompetencyVersion, RedFlagKind, Signal
from scorecards.merging import merged
from scorecards.models.decided import LOCKED, is_decided
from scorecards.models.note import Mark, NoteLine
from scorecards.models.rating import Rating, SignalMark
from scorecards.models.red_flag import RedFlag
from scorecards.models.scorecard import Scorecard

Entry = TypeVar("Entry", NoteLine, SignalMark, RedFlag)
APART = timedelta(microseconds=1)  # what is entered together has no times of its own, but an order
MARKS = {"+": Mark.PLUS, "-": Mark.MINUS, "!": Mark.FLAG}


class Stale(Exception):  # noqa: N818 -- a finding that the page shows, not an error of the program
    """Another window or device changed the same words meanwhile; `stored` is the line as it is now."""

    def __init__(self, stored: NoteLine) -> None:
        super().__init__("This line was changed elsewhere.")
        self.stored = stored


def require_open(card: Scorecard) -> None:
    """Refuse to write in a card that is sealed and not reopened, one on which a decision rests, or one that was declined."""
    if card.declined_at:
        raise Refused("You declined this scorecard. Take that back on its page before you write in it.")
    if card.submitted_at and not card.reopened_at:
        raise Refused("This scorecard is submitted and sealed. Reopen it to change something.")
    if card.reopened_at and is_decided(card):
        raise Refused(LOCKED)


def _file(entries: QuerySet[Entry], new: Entry) -> Entry:
    """Store an entry unless its id is there already; what is stored, if it is this card's."""
    entries.bulk_create([new], ignore_conflicts=True)
    return entries.get(pk=new.pk, scorecard=new.scorecard_id)


def parse(line: str) -> tuple[str, str]:
    """A typed line as (mark, text): a leading `+`, `-` or `!` marks it for, against or as a red flag."""
    line = line.strip()
    mark = MARKS.get(line[:1], Mark.NONE)
    return mark, line[1:].strip() if mark else line


def note(
    card: Scorecard,
    *,
    id: UUID,  # noqa: A002 -- the field's name
    line: str,
    now: datetime,
    was: str = "",
    asked: AskedQuestion | None = None,
    competency: Competency | None = None,
    was_linked: int | None = None,
    offset: int | None = None,
) -> NoteLine:
    """File a line with its offset in seconds, None for one entered later; a line that is there already is changed.

    A line is sent while it is typed, each time with what it `was` when last sent, see `edit_note`, and with the number of the
    competency that it `was_linked` to then: another one since is put in place of what is stored.

    `NoteLine.DoesNotExist` when the id is taken by a line of another card; so do `mark_signal` and `raise_flag` with theirs.
    """
    require_open(card)
    mark, text = parse(line)
    if not text:
        raise Refused("Write something after the mark.")
    new = NoteLine(id=id, scorecard=card, text=text, mark=mark, offset=offset, asked=asked, competency=competency, entered_at=now)
    stored = _file(NoteLine.objects.all(), new)
    if (stored.mark, stored.text) != (mark, text):
        stored = edit_note(card, id, line=line, was=was)
    chosen = competency.pk if competency else None
    if chosen not in (was_linked, stored.competency_id):
        stored = link_note(card, id, competency)
    return stored


@transaction.atomic
def edit_note(card: Scorecard, id: UUID, *, line: str, was: str) -> NoteLine:  # noqa: A002 -- as above
    """Change a line that read `was` when its author began to change it; as typed, with the mark in front.

    What another window changed meanwhile stays too, unless both changed the same words: that is `Stale`. The same change again
    is fine, and a line that was taken back meanwhile comes back with its new words.
    """
    require_open(card)
    stored = NoteLine.objects.select_for_update().get(pk=id, scorecard=card)
    if stored.typed != was and parse(line) != (stored.mark, stored.text):
        together = merged(was, line, stored.typed)
        if together is None:
            raise Stale(stored)
        line = together
    mark, text = parse(line)
    if not text:
        raise Refused("A line needs words. Take it back if it should go.")
    stored.text, stored.mark, stored.deleted_at = text, mark, None
    stored.save(update_fields=["text", "mark", "deleted_at"])
    return stored


def link_note(card: Scorecard, id: UUID, competency: Competency | None) -> NoteLine:  # noqa: A002 -- as above
    """Say which competency a line is evidence for, or none."""
    require_open(card)
    stored = NoteLine.objects.get(pk=id, scorecard=card)
    stored.competency = competency
    stored.save(update_fields=["competency"])
    return stored


def link_notes(card: Scorecard, ids: Collection[UUID], competency: Competency | None) -> int:
    """Say which competency several lines are evidence for, or none; how many there were. Other cards' lines are passed over."""
    require_open(card)
    return card.notes.filter(pk__in=ids).update(competency=competency)


def move_note(card: Scorecard, id: UUID, asked: AskedQuestion | None) -> NoteLine:  # noqa: A002 -- as above
    """Say under which question a line belongs, or none. It keeps its time."""
    require_open(card)
    stored = NoteLine.objects.get(pk=id, scorecard=card)
    stored.asked = asked
    stored.save(update_fields=["asked"])
    return stored


def delete_note(card: Scorecard, id: UUID, *, now: datetime) -> NoteLine:  # noqa: A002 -- as above
    """Take a line back; `restore_note` brings it again."""
    require_open(card)
    stored = NoteLine.objects.get(pk=id, scorecard=card)
    if stored.deleted_at is None:
        stored.deleted_at = now
        stored.save(update_fields=["deleted_at"])
    return stored


def restore_note(card: Scorecard, id: UUID) -> NoteLine:  # noqa: A002 -- as above
    """Undo the taking back of a line."""
    require_open(card)
    stored = NoteLine.objects.get(pk=id, scorecard=card)
    stored.deleted_at = None
    stored.save(update_fields=["deleted_at"])
    return stored


@transaction.atomic
def rate(card: Scorecard, ladder: CompetencyVersion, *, step: int | None, now: datetime, not_observed: str = "") -> Rating:
    """Choose the ladder step 0-6 that was seen, or say why it was not. Lines linked to the competency are its evidence."""
    require_open(card)
    if step is None and not not_observed.strip():
        raise Refused("Choose a step, or say why it was not observed.")
    rating, _ = Rating.objects.update_or_create(
        scorecard=card,
        ladder=ladder,
        defaults={"step": step, "not_observed": "" if step is not None else not_observed.strip(), "rated_at": now},
    )
    # What was rated before the room moved on, and told us later, was rated at the time.
    card.passed_over.filter(competency=ladder.competency_id, at__gte=now).delete()
    return rating


def mark_signal(card: Scorecard, signal: Signal, *, id: UUID, now: datetime, asked: AskedQuestion | None = None) -> SignalMark:  # noqa: A002 -- as above
    """Count one sighting of a signal. The same id again counts once."""
    require_open(card)
    return _file(SignalMark.objects.all(), SignalMark(id=id, scorecard=card, signal=signal, asked=asked, marked_at=now))


def undo_signal(card: Scorecard, signal: Signal, *, now: datetime) -> SignalMark | None:
    """Take the last sighting back; None when there is none."""
    require_open(card)
    last = card.signal_marks.filter(signal=signal, undone_at=None).order_by("-marked_at", "-pk").first()
    if last:
        last.undone_at = now
        last.save(update_fields=["undone_at"])
    return last


def raise_flag(
    card: Scorecard,
    kind: RedFlagKind,
    *,
    id: UUID,  # noqa: A002 -- as above
    behaviour: str,
    words: str,
    now: datetime,
    asked: AskedQuestion | None = None,
) -> RedFlag:
    """Raise a red flag with what was seen and said. The same id again raises it once."""
    require_open(card)
    if not behaviour.strip():
        raise Refused("Write what you saw: a red flag needs the behaviour.")
    new = RedFlag(id=id, scorecard=card, kind=kind, behaviour=behaviour.strip(), words=words.strip(), asked=asked, raised_at=now)
    return _file(RedFlag.objects.all(), new)


def withdraw_flag(card: Scorecard, id: UUID, *, now: datetime) -> RedFlag:  # noqa: A002 -- as above
    """Its author takes it back before submitting."""
    require_open(card)
    flag = RedFlag.objects.get(pk=id, scorecard=card)
    if flag.withdrawn_at is None:
        flag.withdrawn_at = now
        flag.save(update_fields=["withdrawn_at"])
    return flag
