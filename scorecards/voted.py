"""The votes of a debrief as one reader may know them, and how they moved from round to round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import F, Q
from django.db.models.functions import JSONObject

from accounts.models import User
from scorecards import matrix, talkpoints
from scorecards.models import Debrief, Member, Vote
from scorecards.talkpoints import Movement


@dataclass(frozen=True)
class Votes:
    """The votes of a debrief as one reader may know them: of hidden ones that they are there, of one's own everything."""

    debrief: Debrief
    shown: Sequence[Vote]
    mine: Vote | None
    """One's own vote of the round under way."""
    has_first: bool
    """Whether the reader voted in the first round."""
    voted: frozenset[int]
    """The people who voted in the round under way, by number."""

    @property
    def has_moved(self) -> bool:
        """Whether more than one round is shown."""
        return len({vote.round for vote in self.shown}) > 1

    @property
    def unfolds(self) -> bool:
        """Whether ratings unfold for a member: once they voted, or all did; after one more interview, once they voted again."""
        if self.debrief.votes_afresh:
            return self.mine is not None
        return self.has_first or self.debrief.revealed_at is not None

    @classmethod
    def of(cls, debrief: Debrief, reader: User) -> "Votes":
        """One query."""
        said = JSONObject(competency=F("ratings__competency"), rating=F("ratings__rating"))
        votes = list(
            Vote.objects.filter(debrief=debrief)
            .select_related("person", "level")
            .annotate(said=JSONBAgg(said, filter=Q(ratings__isnull=False), default=[]))
            .order_by("round", "person__name", "pk")
        )
        own = {vote.round: vote for vote in votes if vote.person_id == reader.pk}
        return cls(
            debrief=debrief,
            shown=[vote for vote in votes if vote.round in debrief.rounds_shown],
            mine=own.get(debrief.round),
            has_first=1 in own,
            voted=frozenset(vote.person_id for vote in votes if vote.round == debrief.round),
        )

    def overall(self, number: int) -> dict[int, int]:
        """Of a shown round who voted what, people by number."""
        return {vote.person_id: vote.verdict for vote in self.shown if vote.round == number}

    def of_competency(self, competency: int, number: int) -> dict[int, int]:
        """Of a shown round what each said of a competency; who could not tell is left out."""
        return {
            vote.person_id: said[competency]
            for vote in self.shown
            if vote.round == number and competency in (said := ratings_of(vote))
        }


def ratings_of(vote: Vote) -> dict[int, int]:
    """What a vote from `Votes` says by competency."""
    return {one["competency"]: one["rating"] for one in vote.said}  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Moved:
    """What the members said of one thing, member by member: each value that differs from their last one; and how that moved."""

    name: str
    said: list[tuple[User, list[int | None]]]
    movement: Movement


def moved(table: matrix.Table, members: Sequence[Member], votes: Votes) -> list[Moved]:
    """The shown votes by competency, overall last; empty before the reveal."""
    rounds = sorted({vote.round for vote in votes.shown})
    if not rounds:
        return []
    things = [
        (row.competency.name, [votes.of_competency(row.competency.pk, number) for number in rounds])
        for row in table.rows
        if row.line.weight
    ]
    things = [thing for thing in things if any(thing[1])]
    things.append(("Overall", [votes.overall(number) for number in rounds]))
    return [
        Moved(name, [(one.person, _trail(one.person_id, said)) for one in members], _movement([one for one in said if one]))
        for name, said in things
    ]


def _trail(person: int, said: Sequence[Mapping[int, int]]) -> list[int | None]:
    """What one member said round by round, without what repeats; it begins with None for who was silent at first."""
    trail: list[int | None] = [said[0].get(person)]
    for one in said[1:]:
        if (value := one.get(person)) is not None and value != trail[-1]:
            trail.append(value)
    return trail if trail != [None] else []


def _movement(said: Sequence[Mapping[int, int]]) -> Movement:
    """From what each said last before the last round of this thing, to that round."""
    before: dict[int, int] = {}
    for one in said[:-1]:
        before |= one
    return talkpoints.movement(before, said[-1] if said else {})
