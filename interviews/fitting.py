"""Whether people fit into a time, in sentences for whoever books: the one rule (interviews/schedule.py), asked and in words."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.access import Refused
from accounts.models import User
from interviews import bar_words, clock, diaries, schedule
from interviews.models import Candidate, Interview, Loop, Role, Seat, Stage

QUALIFIED = (Role.LEAD, Role.PANEL)
"""The roles for which somebody has to be in a pool: the one that the stage names for the role, else that of its kind."""
FILLED = (*QUALIFIED, Role.NOTE_TAKER)
"""The roles that have to be filled; who learns or watches never holds a stage up."""

SHORTEST, LONGEST, FARTHEST = timedelta(minutes=15), timedelta(hours=8), timedelta(days=366)


def asked_of(stage: Stage, role: str) -> int | None:
    """The key of the kind whose pool somebody in this role has to be in; None where anybody may sit."""
    return stage.pool_key(role) if role in QUALIFIED or stage.named_pool(role) else None


class Clash(Refused):
    """A booking that cannot be. `sentences` has one per person, by their key; under None stands what concerns the time itself.

    `may_be` says that it can be all the same, if somebody says why.
    """

    def __init__(self, sentences: dict[int | None, str], *, may_be: bool = False) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences, self.may_be = sentences, may_be


def possible(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Refused for a time that no interview can have."""
    if ends_at <= starts_at:
        raise Clash({None: "The end has to be after the start."})
    if not SHORTEST <= ends_at - starts_at <= LONGEST:
        raise Clash({None: "An interview takes from 15 minutes to 8 hours."})
    if starts_at <= now:
        raise Clash({None: "That time has passed. Choose a later one."})
    if starts_at > now + FARTHEST:
        raise Clash({None: "That is more than a year away. Choose an earlier day."})


def taken(
    people: Iterable[User], starts_at: datetime, ends_at: datetime, *, by: User, interview: Interview | None = None
) -> dict[int | None, str]:
    """Who of these people has another interview then, in a sentence each; it names the candidate only to who may see that loop."""
    overlapping = Seat.objects.overlapping(starts_at, ends_at).filter(person__in=[person.pk for person in people])
    if interview:
        overlapping = overlapping.exclude(interview=interview)
    seats = list(overlapping.with_interviews().in_order())
    known = set(Loop.objects.visible_to(by).filter(stages__interviews__seats__in=seats).values_list("pk", flat=True))
    sentences: dict[int | None, str] = {}
    for seat in seats:
        stage = seat.interview.stage
        what = f"{stage.name} with {stage.loop.candidate}" if stage.loop_id in known else "another interview"
        when = clock.span_words(seat.interview.starts_at, seat.interview.ends_at, by.tz)
        sentences.setdefault(seat.person_id, f"{seat.person} has {what} on {when}.")
    return sentences


def once_each(people: list[tuple[User, str]]) -> None:
    """Refused when somebody has two seats."""
    keys = [person.pk for person, _ in people]
    twice = {person.pk: person for person, _ in people if keys.count(person.pk) > 1}
    if twice:
        raise Clash({pk: f"{who} has two seats here. Choose somebody else for one of them." for pk, who in twice.items()})


def candidate_is_free(
    candidate: Candidate,
    people: Iterable[User],
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: User,
    interview: Interview | None = None,
) -> None:
    """Refused when the candidate has another interview then, in the same breath with who of these people has."""
    others = Interview.objects.overlapping(starts_at, ends_at).filter(stage__loop__candidate=candidate)
    if interview:
        others = others.exclude(pk=interview.pk)
    other = others.select_related("stage").in_order().first()
    if other:
        when = clock.span_words(other.starts_at, other.ends_at, by.tz)
        elsewhere = taken(people, starts_at, ends_at, by=by, interview=interview)
        raise Clash({**elsewhere, None: f"{candidate} has {other.stage.name} on {when}."})


def found(
    stage: Stage,
    candidate: Candidate,
    people: list[tuple[User, str]],
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: User,
    interview: Interview | None = None,
) -> dict[int, list[tuple[schedule.Bar, str]]]:
    """What keeps each of these people from their seat then, by their key: the bars of the rule, each with its sentence for `by`.

    Who sits elsewhere is told by name of the candidate there only to who may see that loop.
    """
    keys = [person.pk for person, _ in people]
    kinds = sorted({stage.pool_key(role) for _, role in people})
    known = diaries.read(keys, starts_at, ends_at, kinds=kinds, candidate=candidate, apart_from=interview)
    elsewhere = taken([person for person, _ in people], starts_at, ends_at, by=by, interview=interview)
    sentences: dict[int, list[tuple[schedule.Bar, str]]] = {}
    for person, role in people:
        diary = known[person.pk]
        for bar in schedule.in_the_way(diary, starts_at, ends_at, kind=asked_of(stage, role), of=stage.kind_id):
            kind = stage.pool(role).name if bar.why == schedule.Why.POOL else ""
            words = bar_words.say(bar, diary, starts_at, ends_at, kind=kind, candidate=str(candidate), reader=by.tz)
            words = elsewhere.get(person.pk, words) if bar.why == schedule.Why.TAKEN else words
            sentences.setdefault(person.pk, []).append((bar, words))
    return sentences


def fits(
    stage: Stage,
    candidate: Candidate,
    people: list[tuple[User, str]],
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: User,
    despite: str,
    interview: Interview | None = None,
) -> list[tuple[int, str]]:
    """What has to be set aside for these people, with their keys. Refused where no reason helps, and where there is none."""
    bars = found(stage, candidate, people, starts_at, ends_at, by=by, interview=interview)
    never: dict[int | None, str] = {pk: words[0][1] for pk, words in bars.items() if schedule.only_never(bar for bar, _ in words)}
    if never:
        raise Clash(never)
    told = schedule.ONLY_TOLD
    aside = list(dict.fromkeys((pk, text) for pk, words in bars.items() for bar, text in words if bar.why not in told))
    if aside and not despite:
        sentences: dict[int | None, str] = {}
        for pk, text in aside:
            sentences[pk] = f"{sentences[pk]} {text}" if pk in sentences else text
        raise Clash(sentences, may_be=True)
    return aside
