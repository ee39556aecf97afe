"""Finding questions: what the address of a list holds, and the questions that fit it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.db import connection, transaction
from django.http import QueryDict

from questionbank import phrasing, spelling
from questionbank.models import Competency, Level, QuestionUse
from questionbank.models.question import Category

MINUTES = (10, 15, 20, 30, 45, 60)
STATES = (
    ("", "To pick"),
    ("pilot", "On trial"),
    ("suspected", "Suspected leak"),
    ("retired", "Retired"),
    ("unused", "Not yet in use"),
)
TO_PICK = ["active", "pilot"]
#: So many questions are put in order at most; those with all words in the title are always among them.
RANKED = 300
#: What a word weighs in the rest, in points, in the prompt and in the title: many of the lesser do not outweigh one of the next.
WEIGHTS = "{0.001, 0.01, 0.1, 1.0}"
CATEGORIES = dict(Category.choices)
#: What is said beside a question that is not simply active, with the tone of the tag.
NOTES = {
    "pilot": ("On trial", "part"),
    "suspected": ("Suspected leak", "warn"),
    "retired": ("Retired", "none"),
    "unused": ("Not yet in use", "none"),
}


class QuestionFilters(forms.Form):
    """Each choice narrows the list; one that is none is left out, so that an old address still shows something."""

    category = forms.ChoiceField(required=False, choices=Category.choices)
    competency = forms.ChoiceField(required=False)
    level = forms.ChoiceField(required=False)
    difficulty = forms.TypedChoiceField(required=False, coerce=int, choices=[(n, n) for n in range(1, 6)])
    minutes = forms.TypedChoiceField(required=False, coerce=int, choices=[(n, n) for n in MINUTES])
    state = forms.ChoiceField(required=False, choices=STATES)

    def __init__(self, data: QueryDict, scale: "Scale") -> None:
        super().__init__(data)
        self.fields["competency"].choices = [(one.key, one.name) for one in scale.offered]  # type: ignore[attr-defined]
        self.fields["level"].choices = [(one.key, one.name) for one in scale.levels.values()]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What narrows the list, without what is empty or is no choice."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in {"", None}}


@dataclass(frozen=True)
class Scale:
    """The levels and competencies there are, by their ids: what rows name them by."""

    levels: dict[int, Level]
    competencies: dict[int, Competency]

    @classmethod
    def here(cls) -> "Scale":
        levels = {one.pk: one for one in Level.objects.only("key", "name", "rank").order_by("rank")}
        competencies = {one.pk: one for one in Competency.objects.only("key", "name", "place", "retired_at").in_order()}
        return cls(levels, competencies)

    @property
    def offered(self) -> list[Competency]:
        """Competencies that are in use."""
        return [one for one in self.competencies.values() if one.retired_at is None]

    def reach(self, key: str) -> tuple[list[int], list[int]]:
        """The lowest and the highest levels of questions that are for this level."""
        rank = next(one.rank for one in self.levels.values() if one.key == key)
        return [pk for pk, one in self.levels.items() if one.rank <= rank], [
            pk for pk, one in self.levels.items() if one.rank >= rank
        ]


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to: what was typed, what was chosen, and whether the `families` a candidate met are left out."""

    terms: list[phrasing.Term]
    chosen: dict[str, Any]
    scale: Scale
    families: list[str] = field(default_factory=list)
    leaves_out: bool = False

    @property
    def states(self) -> list[str]:
        state = self.chosen.get("state", "")
        return [state] if state else TO_PICK

    def conditions(self) -> dict[str, tuple[str, list[Any]]]:
        """SQL over one row of Listed for each choice, with its parameters."""
        made: dict[str, tuple[str, list[Any]]] = {"state": ("state = ANY(%s)", [self.states])}
        for name, sql in (("category", "category = %s"), ("difficulty", "difficulty = %s"), ("minutes", "minutes <= %s")):
            if name in self.chosen:
                made[name] = (sql, [self.chosen[name]])
        if key := self.chosen.get("level"):
            made["level"] = ("lowest_level_id = ANY(%s) AND highest_level_id = ANY(%s)", [*self.scale.reach(key)])
        if key := self.chosen.get("competency"):
            pk = next(pk for pk, one in self.scale.competencies.items() if one.key == key)
            made["competency"] = ("tests @> ARRAY[%s]::bigint[]", [pk])
        if self.leaves_out:
            made["asked"] = ("family <> ALL(%s)", [self.families])
        return made


@dataclass(frozen=True)
class Found:
    """The first questions that fit, and what was asked for in the end."""

    rows: list[dict[str, Any]]
    has_more: bool
    wanted: Wanted
    put_right: list[phrasing.Term] = field(default_factory=list)


NAMES = (
    *("question_id", "version_id", "key", "family", "title", "category", "minutes", "difficulty"),
    *("lowest_level_id", "highest_level_id", "tests", "state"),
)
COLUMNS = ", ".join(NAMES)


def find(wanted: Wanted, *, size: int, exactly: bool = False) -> Found:
    """Questions that fit everything: the best match first, or by title when nothing is searched.

    Best is where every word stands in the title; then a word in the title weighs more than in the prompt, there more than in the
    points, and there more than in the rest, and words close to each other more than far apart. A word that no question has is
    taken for a typing error, unless the person wants it `exactly`.
    """
    if not wanted.terms:
        rows = _in_order(wanted, size)
        return Found(rows[:size], len(rows) > size, wanted)
    with by_index():
        rows = _ranked(wanted, size)
        if not rows and not exactly:
            wanted = _righted(wanted)
            rows = _ranked(wanted, size) if any(term.instead for term in wanted.terms) else rows
    return Found(rows[:size], len(rows) > size, wanted, [term for term in wanted.terms if term.instead])


def right(wanted: Wanted, *, exactly: bool = False) -> Wanted:
    """The same with known words in place of those that no question has, unless they are wanted `exactly`."""
    if not wanted.terms or exactly:
        return wanted
    with by_index():
        return _righted(wanted)


@contextmanager
def by_index() -> Iterator[None]:
    """Within, rows are found by the index over words, by a plan for these very words.

    The planner does not know that looking into rows one after the other, be it in the order of keys, unpacks the words of each.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; SET LOCAL plan_cache_mode = force_custom_plan"
        )
        yield


def _righted(wanted: Wanted) -> Wanted:
    wrong = {term: spelling.known_for(term, wanted.states) for term in spelling.unknown(wanted.terms, wanted.states)}
    return replace(wanted, terms=[replace(term, instead=wrong.get(term, ())) for term in wanted.terms])


def _in_order(wanted: Wanted, size: int) -> list[dict[str, Any]]:
    where, values = _all(wanted)
    order = "ORDER BY title, question_id LIMIT %s"
    sql = f"SELECT {COLUMNS} FROM questionbank_listed WHERE {where} {order}"  # noqa: S608 -- as below
    return _rows(sql, [*values, size + 1], wanted.scale)


def _ranked(wanted: Wanted, size: int) -> list[dict[str, Any]]:
    where, values = _all(wanted)
    anywhere, words = phrasing.query(wanted.terms)
    sql = f"""
        WITH fits AS (
            (SELECT question_id FROM questionbank_listed WHERE title_words @@ {anywhere} AND {where} LIMIT %s)
            UNION (SELECT question_id FROM questionbank_listed WHERE words @@ {anywhere} AND {where} LIMIT %s))
        SELECT {COLUMNS} FROM questionbank_listed JOIN fits USING (question_id)
        ORDER BY title_words @@ {anywhere} DESC, ts_rank('{WEIGHTS}', words, {anywhere}) DESC, title, question_id LIMIT %s
        """  # noqa: S608 -- the parts are ours, what was typed or chosen are parameters
    fits = [*words, *values, RANKED]
    return _rows(sql, [*fits, *fits, *words, *words, size + 1], wanted.scale)


def _all(wanted: Wanted) -> tuple[str, list[Any]]:
    conditions = wanted.conditions().values()
    return " AND ".join(sql for sql, _ in conditions), [value for _, values in conditions for value in values]


def _rows(sql: str, values: list[Any], scale: Scale) -> list[dict[str, Any]]:
    """Rows as lists show them, in words."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = [dict(zip(NAMES, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        lowest, highest = scale.levels[row["lowest_level_id"]].name, scale.levels[row["highest_level_id"]].name
        row["levels"] = lowest if lowest == highest else f"{lowest} to {highest.lower()}"
        tested = [scale.competencies[pk].name for pk in row["tests"]]
        row["tests"], row["main"] = ", ".join(tested), tested[0] if tested else ""
        row["category"] = CATEGORIES[row["category"]]
        row["minutes"], row["difficulty"] = str(row["minutes"]), str(row["difficulty"])  # drawing a number costs six times as much
        row["note"], row["tone"] = NOTES.get(row["state"], ("", ""))
    used = QuestionUse.in_words([row["question_id"] for row in rows])
    for row in rows:
        row["use"] = used.get(row["question_id"], "")
    return rows
