"""How many questions would be left after each choice, given what was typed and the other choices."""

from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

from django.core.cache import cache
from django.db import connection

from questionbank import phrasing
from questionbank.models.question import Category
from questionbank.search import MINUTES, STATES, TO_PICK, Scale, Wanted, by_index

#: Beyond so many questions nobody waits for the counts: they come after the list; and beyond so many with a word there are none.
COUNTED_AT_ONCE = 1000
COUNTED = 10_000
#: What nothing was typed for is counted over the whole bank, so it is kept for so many seconds, and the page tells since when.
KEPT = 600
NAMES = {
    "category": "Category",
    "competency": "Tests",
    "level": "Level",
    "difficulty": "Difficulty",
    "minutes": "Length",
    "state": "State",
}
COLUMNS = ("category", "difficulty", "minutes", "state")


@dataclass(frozen=True)
class Choice:
    """One choice of a facet; `count` is what would be left, None when it was not counted."""

    name: str
    value: str
    label: str
    count: int | None
    is_chosen: bool
    address: str  # that chooses it, or takes it back

    @property
    def mark(self) -> str:
        """What an address says to choose it."""
        return f"{self.name}={self.value}"


@dataclass(frozen=True)
class Facet:
    """What one can choose of one thing."""

    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class Counts:
    """How many fit, and of each facet how many for each value; None where there were too many to count at once."""

    total: int | None
    of: dict[str, Counter] = field(default_factory=dict)
    at: datetime | None = None  # when it was counted, if not just now
    more_than: int = 0  # that many at least, where they were not counted


NOT_COUNTED = Counts(None)


def count(wanted: Wanted, *, most: int | None) -> Counts:
    """Counted exactly, or not at all when more than `most` questions would have to be looked at."""
    conditions = wanted.conditions()
    bits = {name: 1 << place for place, name in enumerate(conditions)}
    fails = " + ".join(f"(NOT ({sql}))::int * {bits[name]}" for name, (sql, _) in conditions.items())
    text, words = _text(wanted)
    values = [value for _, given in conditions.values() for value in given] + words
    but_for = {name: f"fails & ~{bits.get(name, 0)} = 0" for name in (*NAMES, "asked")}
    own = ", ".join(f"count(*) FILTER (WHERE {but_for[name]})" for name in (*COLUMNS, "level"))
    limit, is_few = ("", "true") if most is None else (f"LIMIT {most + 1}", f"(SELECT count(*) FROM fits) <= {most}")  # noqa: S608 -- a number of ours
    # What fails two choices is in no count.
    sql = f"""
        WITH fits AS MATERIALIZED (
            SELECT * FROM (
                SELECT category, difficulty, minutes, state, lowest_level_id, highest_level_id, tests, family, {fails} AS fails
                FROM questionbank_listed WHERE {text}) looked_at
            WHERE fails & (fails - 1) = 0 {limit}),
        counted AS (SELECT * FROM fits WHERE {is_few})
        SELECT category, difficulty, minutes, state, lowest_level_id, highest_level_id, NULL::bigint, {own},
            count(*) FILTER (WHERE {but_for["asked"]} AND family <> ALL(%s)), count(*) FILTER (WHERE fails = 0),
            (SELECT count(*) FROM fits)
        FROM counted
        GROUP BY GROUPING SETS ((category), (difficulty), (minutes), (state), (lowest_level_id, highest_level_id), ())
        UNION ALL
        SELECT NULL, NULL, NULL, NULL, NULL, NULL, one, count(*), 0, 0, 0, 0, 0, 0, 0
        FROM counted, unnest(tests) one WHERE {but_for["competency"]} GROUP BY one
        """  # noqa: S608 -- the parts are ours, what was typed or chosen are parameters
    with by_index() if wanted.terms else nullcontext(), connection.cursor() as cursor:
        cursor.execute(sql, [*values, wanted.families])
        rows = cursor.fetchall()
    if most is not None and max(row[-1] for row in rows) > most:
        return Counts(None, more_than=most)
    return _folded(rows, wanted.scale)


def kept(wanted: Wanted, *, now: datetime) -> Counts:
    """Counted exactly: with what was typed up to 10,000, else all, from the last ten minutes if somebody asked for the same."""
    if wanted.terms:
        return count(wanted, most=COUNTED)
    asked = repr((sorted(wanted.chosen.items()), sorted(wanted.families), wanted.leaves_out))
    key = f"questions-counted:{sha256(asked.encode()).hexdigest()}"
    if known := cache.get(key):
        return known
    counts = count(wanted, most=None)
    cache.set(key, Counts(counts.total, counts.of, at=now), KEPT)
    return counts


def offered(wanted: Wanted, counts: Counts, address: dict[str, str], *, candidate: str = "") -> list[Facet]:
    """Every facet with its choices; `address` is what the page's address holds now, `candidate` whom somebody looks for, if so."""
    scale = wanted.scale
    values: dict[str, list[tuple[str, str]]] = {
        "category": list(Category.choices),
        "competency": [(one.key, one.name) for one in scale.offered],
        "level": [(one.key, one.name) for one in scale.levels.values()],
        "difficulty": [(str(n), f"{n} of 5") for n in range(1, 6)],
        "minutes": [(str(n), f"{n} min or less") for n in MINUTES],
        "state": list(STATES),
    }
    facets = [_facet(name, label, values[name], counts, address) for name, label in NAMES.items()]
    if candidate:
        facets.insert(0, _facet("repeats", f"For {candidate}", [("without", "Not asked yet")], counts, address))
    return facets


def _facet(name: str, label: str, values: list[tuple[str, str]], counts: Counts, address: dict[str, str]) -> Facet:
    others = urlencode({key: value for key, value in address.items() if key != name})
    chosen, counted, choices = address.get(name, ""), counts.of.get(name), []
    for value, words in values:
        is_chosen = chosen == value
        choose = f"?{others}" if is_chosen or not value else f"?{others}{'&' if others else ''}{name}={quote(value)}"
        choices.append(Choice(name, value, words, counted[value] if counted is not None else None, is_chosen, choose))
    return Facet(name, label, choices)


def _text(wanted: Wanted) -> tuple[str, list[str]]:
    if not wanted.terms:
        return "true", []
    sql, words = phrasing.query(wanted.terms)
    return f"words @@ {sql}", words


def _folded(rows: list[tuple[Any, ...]], scale: Scale) -> Counts:
    """Rows of the database, each with one thing that is counted, as counts by the values that an address holds."""
    of: dict[str, Counter] = {name: Counter() for name in NAMES}
    total = 0
    for category, difficulty, minutes, state, lowest, highest, competency, *own, unmet, fitting, _ in rows:
        if category is not None:
            of["category"][category] += own[0]
        elif difficulty is not None:
            of["difficulty"][str(difficulty)] += own[1]
        elif minutes is not None:
            of["minutes"].update({str(most): own[2] for most in MINUTES if minutes <= most})
        elif state is not None:
            of["state"][state] += own[3]
            of["state"][""] += own[3] if state in TO_PICK else 0
        elif lowest is not None:
            between = range(scale.levels[lowest].rank, scale.levels[highest].rank + 1)
            of["level"].update({one.key: own[4] for one in scale.levels.values() if one.rank in between})
        elif competency is not None:
            of["competency"][scale.competencies[competency].key] = own[0]
        else:
            total = fitting
            of["repeats"] = Counter({"without": unmet})
    return Counts(total, of)
