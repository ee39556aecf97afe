"""How a booking came to be what it is: every change of its time or people as a version, read from the facts that each left.

Nothing is counted up: who sat down, declined or was taken out, and each move, has its time. What happened at once is one
version.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from interviews.models import Interview, InterviewMove, Seat
from interviews.schedule import Span


@dataclass(frozen=True)
class Version:
    """What held from `at` on: when it was to be, with whom, who changed it, and what they changed and why, in words."""

    number: int
    at: datetime
    by: str
    what: str
    span: Span
    people: str


def versions(interview: Interview) -> list[Version]:
    """Every version of a booking, the first one first. Two queries besides who booked it; its loop with the candidate was read."""
    seats = list(interview.seats.select_related("person", "seated_by", "removed_by").order_by("pk"))
    moves = {move.at: move for move in interview.moves.select_related("by").order_by("version")}
    changed: dict[datetime, list[Seat]] = defaultdict(list)
    for seat in seats:
        for at in {max(seat.seated_at, interview.booked_at), seat.declined_at, _taken_out(seat)}:
            if at:
                changed[at].append(seat)
    times = sorted({interview.booked_at, *changed, *moves, *filter(None, [interview.cancelled_at])})
    spans = _spans(interview, moves.values())
    found = []
    for number, at in enumerate(times, start=1):
        if at in moves:
            spans.pop(0)
        by, what = _said(interview, at, changed[at], moves.get(at))
        held = [seat for seat in seats if seat.seated_at <= at and not _left(seat, at)]
        found.append(Version(number, at, by, what, spans[0], ", ".join(str(seat) for seat in held)))
    return found


def _spans(interview: Interview, moves: Iterable[InterviewMove]) -> list[Span]:
    """When it was to be, one time after the other."""
    return [*((move.from_starts_at, move.from_ends_at) for move in moves), (interview.starts_at, interview.ends_at)]


def _taken_out(seat: Seat) -> datetime | None:
    """When somebody was taken out; a seat that was declined before is empty already."""
    return None if seat.declined_at else seat.removed_at


def _left(seat: Seat, at: datetime) -> bool:
    gone = seat.declined_at or seat.removed_at
    return gone is not None and gone <= at


def _said(interview: Interview, at: datetime, changed: list[Seat], move: InterviewMove | None) -> tuple[str, str]:
    """Who made a version, and what they changed and why."""
    if at == interview.booked_at:
        return interview.booked_by.name, "booked"
    who, words = "", []
    if move:
        who = interview.stage.loop.candidate.name if move.was_by_candidate else move.by.name
        words.append(f"moved: {move.reason}")
    if interview.cancelled_at == at:
        cancelled_by = interview.cancelled_by.name if interview.cancelled_by else ""
        who = interview.stage.loop.candidate.name if interview.was_cancelled_by_candidate else cancelled_by
        words.append(f"cancelled: {interview.cancel_reason}")
    for seat in changed:
        if seat.declined_at == at:
            who, what = seat.person.name, f"declined: {seat.decline_reason}"
        elif _taken_out(seat) == at:
            who, what = who or (seat.removed_by.name if seat.removed_by else ""), f"without {seat}"
        else:
            who, what = who or seat.seated_by.name, f"with {seat}"
        words.append(what)
    return who, ", ".join(words)
