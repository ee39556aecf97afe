"""Words that were typed wrongly: the nearest words that questions have."""

from typing import Any

from django.db import connection
from django.db.models import Func, Value

from questionbank.models import Word
from questionbank.phrasing import Term, query

OFFERED = 3
WEIGHED = 30
COUNTED = 100  # a word of more questions than that is simply common
SHORTEST, LONG = 4, 8


def errors_allowed(typed: str) -> int:
    """How many letters may be wrong: none of three, one of up to seven, two of more."""
    return 0 if len(typed) < SHORTEST else 1 if len(typed) < LONG else 2


def distances(typed: str, word: str) -> tuple[int, int]:
    """How many letters to add, leave out, change or swap with their neighbour: to the whole word, and to its nearest beginning.

    The restricted Damerau-Levenshtein distance (optimal string alignment; F. Damerau 1964, V. Levenshtein 1965).
    """
    before: list[int] = []
    row = list(range(len(word) + 1))
    for place, letter in enumerate(typed, 1):
        before, above, row = row, before, [place]
        for at, other in enumerate(word, 1):
            least = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != other))
            if at > 1 and place > 1 and letter == word[at - 2] and typed[place - 2] == other:
                least = min(least, above[at - 2] + 1)
            row.append(least)
    return row[-1], min(row)


def nearest(typed: str, words: list[str], *, is_open: bool) -> dict[str, int]:
    """Those of these words with no more errors than are allowed, the fewest first; of a half-typed one also those that begin so."""
    errors: dict[str, int] = {}
    for word in words:
        whole, begun = distances(typed, word)
        least = begun if is_open and len(word) > len(typed) else whole
        if least <= errors_allowed(typed):
            errors[word] = least
    return dict(sorted(errors.items(), key=lambda one: (one[1], one[0])))


def unknown(asked: list[Term], states: list[str]) -> list[Term]:
    """The terms of one word that no question in these states has."""
    single = [term for term in asked if len(term.words) == 1]
    parts: list[str] = []
    values: list[Any] = []
    for term in single:
        wanted, its = query([term])
        parts.append(
            f"NOT EXISTS (SELECT FROM questionbank_listed WHERE words @@ {wanted} AND state = ANY(%s)) AND numnode({wanted}) > 0"
        )
        values += [*its, states, *its]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return [term for term, is_unknown in zip(single, cursor.fetchone(), strict=True) if is_unknown]


def known_for(term: Term, states: list[str]) -> tuple[str, ...]:
    """The nearest words that questions in these states have, the one with the same first letter and in most questions first."""
    typed = term.words[0]
    if not errors_allowed(typed):
        return ()
    like = Word.objects.filter(near__overlap=Func(Value(typed), function="word_deletions")).values_list("word", flat=True)
    near = nearest(typed, list(like), is_open=term.is_open)
    if not near:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT word, questions FROM unnest(%s::text[]) word CROSS JOIN LATERAL (
                SELECT count(*) AS questions FROM (
                    SELECT FROM questionbank_listed WHERE words @@ word::tsquery AND state = ANY(%s) LIMIT %s) first_ones) counted
            WHERE questions > 0 ORDER BY left(word, 1) = %s DESC, questions DESC, word
            """,
            [list(near)[:WEIGHED], states, COUNTED, typed[0]],
        )
        there = [word for word, _ in cursor.fetchall()]
    fewest = min((near[word] for word in there), default=0)
    return tuple(word for word in there if near[word] == fewest)[:OFFERED]
