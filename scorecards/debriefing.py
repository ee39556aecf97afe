"""What the page of a debrief shows: where the protocol stands, who did what, votes, talk and evidence, as one reader may see it.

Of a vote that is not shown yet nobody but its voter learns more than that it is there: everything here goes through `Votes`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from config import live
from questionbank.models import Competency, CompetencyVersion, Level
from scorecards import matrix, talkpoints
from scorecards.debrief_forms import TalkForm
from scorecards.models import Debrief, Member, Talk, protocol
from scorecards.sealed import Rated, Sealed
from scorecards.voted import Votes

CELL = re.compile(r"(\d{1,18})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Voter:
    """A member in the list of who votes: how far they are, and whether they have the page open now."""

    person: User
    words: str
    tone: str
    is_here: bool
    office: str


@dataclass(frozen=True)
class Step:
    """One step of the protocol; `state` is done, now or ""."""

    name: str
    state: str
    hint: str = ""


@dataclass(frozen=True)
class Point:
    """One thing to talk about: why, who said what of it, who speaks in which order, and what came out of it."""

    row: matrix.Row
    why: str
    said: list[tuple[User, int]]
    order: list[User]
    talk: Talk | None
    form: TalkForm


@dataclass(frozen=True)
class Evidence:
    """One cell opened: what one card says of one competency. `rated` is None where it was not in focus."""

    card: Sealed
    competency: Competency
    rated: Rated | None
    anchors: list[tuple[int, str]]
    """What each rating from 1 to 4 stands on at the target level, in the words that this card was rated by."""


@dataclass
class Reading:
    """The reader's own time to read: until when, and whether they said that they have read."""

    until: datetime | None = None
    is_over: bool = False
    is_done: bool = False


def members_of(debrief: Debrief) -> list[Member]:
    """Who votes, by name; one query."""
    return list(debrief.members.select_related("person").order_by("person__name", "pk"))


def voters(debrief: Debrief, members: Sequence[Member], votes: Votes) -> list[Voter]:
    """How far each member is, and who is here. Nothing of what anybody voted, and of the order in which they did nothing either."""
    here = live.here(f"debrief:{debrief.loop_id}") or set()
    return [
        Voter(
            member.person,
            *_how_far(debrief, member, votes),
            is_here=member.person_id in here,
            office="bar raiser" if member.person_id == debrief.bar_raiser_id else "interviewed too" if member.exception else "",
        )
        for member in members
    ]


def _how_far(debrief: Debrief, member: Member, votes: Votes) -> tuple[str, str]:
    if member.person_id in votes.voted:
        return "Voted", "good"
    if debrief.round == 2 or not debrief.is_voting:
        return "Not yet" if debrief.is_voting else "Did not vote", ""
    if member.read_at:
        return "Has read", "part"
    return ("Reading", "now") if member.began_reading_at else ("Not yet", "")


def so_far(debrief: Debrief, members: Sequence[Member], votes: Votes) -> str:
    """How many have read or voted, in words: "2 of 5 have voted"."""
    many = len(members)
    if debrief.is_voting and debrief.round != 2 and not votes.voted:
        return f"{sum(member.read_at is not None for member in members)} of {many} have read"
    return f"{len(votes.voted)} of {many} {'have' if many > 1 else 'has'} voted"


def steps(debrief: Debrief | None, members: Sequence[Member] = (), votes: Votes | None = None, talked: str = "") -> list[Step]:
    """The protocol with what is done and under way; the short form and a fresh round have no talk and no second vote."""
    names = ["Collect", "Read", "Vote", "Talk", "Vote again", "Decide"]
    if debrief is None or votes is None:
        return [Step(name, "now" if name == "Collect" else "") for name in names]
    read = sum(member.read_at is not None for member in members)
    if debrief.fresh:
        names = ["One more interview", "Read", "Vote", "Decide"]
    is_shown = (debrief.fresh or debrief).revealed_at is not None
    done = {
        "One more interview": True,
        "Collect": True,
        "Read": is_shown or read == len(members),
        "Vote": is_shown,
        "Talk": debrief.second_vote_at is not None or debrief.shows_composite,
        "Vote again": debrief.shows_composite,
        "Decide": debrief.closed_at is not None,
    }
    hints = {
        "Read": f"{read} of {len(members)}",
        "Vote": f"{len(votes.voted)} of {len(members)}" if debrief.round != 2 else "",
        "Talk": talked,
        "Vote again": ("left out" if debrief.shows_composite else "")
        if debrief.second_vote_at is None
        else f"{len(votes.voted)} of {len(members)}",
    }
    found: list[Step] = []
    for name in [name for name in names if not debrief.is_short or name not in {"Talk", "Vote again"}]:
        is_next = all(step.state == "done" for step in found)
        hint = (
            hints.get(name, "") if done[name] or name == "Talk" else ""
        )  # how far they are stands beside, and changes as they go on
        found.append(Step(name, "done" if done[name] else "now" if is_next else "", hint))
    return found


def points(
    debrief: Debrief,
    table: matrix.Table,
    members: Sequence[Member],
    votes: Votes,
    talks: Mapping[int, Talk],
    *,
    manager: int | None,
    failed: Mapping[int, TalkForm],
) -> list[Point]:
    """What is talked about in order, from first votes and interviewers' ratings; none in the short form or before the reveal.

    One query while the talk is on. `failed`: by competency a form to show again.
    """
    if debrief.is_short or debrief.revealed_at is None:
        return []
    rows = {row.competency.pk: row for row in table.rows if row.line.weight}
    said = {number: votes.of_competency(number, 1) for number in rows}
    found = talkpoints.in_order((number, row.line, list(said[number].values())) for number, row in rows.items())
    found += [(number, "") for number in talks if number in rows and number not in dict(found)]
    if debrief.fresh:
        found = [(number, "") for number, _ in found if number in talks]  # a card that came later was not talked about
    people = {member.person_id: member.person for member in members}
    cards = protocol.sealed_cards(list(people.values())) if debrief.is_talking else {}
    return [
        Point(
            row=rows[number],
            why=why,
            said=[(people[person], value) for person, value in said[number].items() if person in people],
            order=[people[one] for one in talkpoints.speaking_order(said[number], cards=cards, last=manager) if one in people],
            talk=talks.get(number),
            form=failed.get(number) or _talk_form(number, talks.get(number)),
        )
        for number, why in found
    ]


def _talk_form(competency: int, talk: Talk | None) -> TalkForm:
    return TalkForm(prefix=f"talk-{competency}", initial={"why": talk.why, "words": talk.words} if talk else {})


def evidence(table: matrix.Table, cell: str, level: Level) -> Evidence | None:
    """The cell of an address like `3-7` (card 3, competency 7); None when the table has no such one. At most one query."""
    mark = CELL.fullmatch(cell)
    numbers = (int(mark[1]), int(mark[2])) if mark else (0, 0)
    for row in table.rows:
        for card, _, _ in row.cells:
            if (card.pk, row.competency.pk) == numbers:
                ladder = CompetencyVersion.objects.filter(competency=row.competency).in_force_at(card.card.began_at).first()
                anchors = [(level.rating(step), ladder.ladder[step]) for step in level.window] if ladder else []
                return Evidence(card, row.competency, card.rated(row.competency.pk), anchors)
    return None


def reading(debrief: Debrief, member: Member | None, *, now: datetime) -> Reading:
    """How far the reader's own silent reading is; their time begins when they first have the evidence before them."""
    if member is None or not debrief.is_voting or debrief.round == 2:
        return Reading(is_done=True)
    protocol.begin_reading(member, now=now)
    until = (member.began_reading_at or now) + timedelta(minutes=debrief.reading_minutes)
    return Reading(until=until, is_over=now >= until, is_done=member.read_at is not None)


def version(debrief: Debrief, talks: Sequence[Talk], decisions: int) -> str:
    """What a page of this debrief has to be drawn anew for, as a short text: another one means that it moved on.

    Who reads and votes is not in it: that shows in a part of its own, so that nobody who writes is disturbed.
    """
    facts = [debrief.revealed_at, debrief.second_vote_at, debrief.voted_at, debrief.blocked_at, debrief.closed_at]
    facts += [debrief.fresh.opened_at, debrief.fresh.revealed_at] if debrief.fresh else []
    last = max((talk.talked_at for talk in talks), default=None)
    return "-".join([*(f"{fact.timestamp():.3f}" if fact else "0" for fact in (*facts, last)), str(len(talks)), str(decisions)])
