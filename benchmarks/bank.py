"""A question bank of any size, in words as they are spread in real texts: few are everywhere, most are rare (Zipf's law).

The commonest words are those of the shipped questions, by how often they stand there; the long tail is made of syllables. A
question is as long as a shipped one: a title of five words, a prompt, a good answer, points to tick, notes. The same size gives the
same bank.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, product

from django.db import connection
from django.utils import timezone

from questionbank.models import Competency, Level, Point, Question, QuestionVersion
from questionbank.models.question import Category

VOCABULARY = 50_000
SYLLABLES = [first + vowel for first, vowel in product("bdfgklmnprstv", "aeiou")]
FIRST = 1_000_000  # keys begin here, away from those of the shipped questions
INDEXES = ("listed_words", "listed_title_words", "word_near")
TABLES = {
    "question": ("id", "key", "family", "created_at", "activated_at", "piloted_at", "suspected_at", "retired_at"),
    "questionversion": (
        *("id", "question_id", "number", "title", "category", "minutes", "difficulty", "lowest_level_id", "highest_level_id"),
        *("prompt", "good", "mixed", "poor", "notes", "follow_ups", "tags", "written_at", "why"),
    ),
    "tested": ("id", "version_id", "competency_id", "place"),
    "step": ("id", "version_id", "place", "title"),
    "point": ("id", "step_id", "place", "text"),
}


class Words:
    """Words to draw from, each as often as its rank says."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        texts = QuestionVersion.objects.filter(pk__lt=FIRST).values_list("title", "prompt", "good", "notes")
        texts = [*(" ".join(text) for text in texts), *Point.objects.filter(pk__lt=FIRST).values_list("text", flat=True)]
        real = [word for word, _ in Counter(re.findall(r"[a-z]{2,}", " ".join(texts).lower())).most_common()]
        self.words = list(dict.fromkeys([*real, *self._made(VOCABULARY)]))[:VOCABULARY]
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))  # Mandelbrot's shift for the first

    def _made(self, count: int) -> Iterator[str]:
        made = random.Random(1)
        for _ in range(2 * count):
            yield "".join(made.choices(SYLLABLES, k=made.choice((2, 3, 3, 4)))) + made.choice(("", "n", "r", "s", "t"))

    def text(self, count: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=count))

    def title(self) -> str:
        """Five words, of which no more than two are among the commonest."""
        rarer = self.random.choices(self.words[200:], weights=None, k=1) + self.text(2).split()
        return " ".join([*rarer, *self.random.choices(self.words[100:2000], k=2)]).capitalize()


def grow(size: int) -> int:
    """Fill the bank up to `size` questions and list them; how many there are."""
    there = Question.objects.count()
    words = Words(there)
    levels = list(Level.objects.order_by("rank").values_list("pk", flat=True))
    competencies = list(Competency.objects.order_by("pk").values_list("pk", flat=True))
    rows: dict[str, list[tuple]] = {table: [] for table in TABLES}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
        for number in range(FIRST + there, FIRST + size):
            _add(rows, number, words, levels, competencies)
            if len(rows["question"]) == 5000 or number == FIRST + size - 1:
                for table, columns in TABLES.items():
                    _copy(cursor, f"questionbank_{table}", columns, rows[table])
                    rows[table].clear()
        cursor.execute("UPDATE questionbank_question SET current_id = id WHERE id >= %s AND current_id IS NULL", [FIRST])
        cursor.execute("SET session_replication_role = origin")
        # So many entries are merged into an index at once, at the VACUUM below, instead of one by one.
        cursor.execute("SET gin_pending_list_limit = '2GB'; SET maintenance_work_mem = '512MB'")
        for index in INDEXES:
            cursor.execute(f"ALTER INDEX {index} SET (fastupdate = on)")
        for begin in range(FIRST + there, FIRST + size, 5000):
            many = "SELECT list_questions(array_agg(id)) FROM questionbank_question WHERE id BETWEEN %s AND %s"
            cursor.execute(many, [begin, begin + 4999])
        for index in INDEXES:
            cursor.execute(f"ALTER INDEX {index} SET (fastupdate = off)")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")
    return Question.objects.count()


def _add(rows: dict[str, list[tuple]], number: int, words: Words, levels: list[int], competencies: list[int]) -> None:
    chance, now = words.random, timezone.now()
    place = chance.randrange(len(Category.values))
    lowest = chance.randrange(len(levels))
    highest = min(len(levels) - 1, lowest + chance.choice((0, 1, 1, 2)))
    state = chance.choices(("active", "pilot", "suspected", "retired"), weights=(85, 8, 2, 5))[0]
    facts = [now if state == one else None for one in ("pilot", "suspected", "retired")]
    rows["question"].append((number, f"made-{number}", f"made-{number // 2}", now, None if state == "pilot" else now, *facts))
    minutes, difficulty = chance.choice((5, 10, 15, 15, 20, 20, 30, 45, 60)), chance.choice((1, 2, 2, 3, 3, 3, 4, 4, 5))
    rows["questionversion"].append(
        (
            *(number, number, 1, words.title(), Category.values[place], minutes, difficulty, levels[lowest], levels[highest]),
            *(words.text(45), words.text(60), words.text(10), words.text(10), words.text(30), [words.text(9)], [], now, "Made"),
        )
    )
    # A category tests mostly the same few things.
    tested = dict.fromkeys(competencies[(place + chance.choice((0, 0, 0, 1, 1, 3))) % len(competencies)] for _ in range(3))
    for order, competency in enumerate(tested):
        rows["tested"].append((number * 4 + order, number, competency, order))
    for order in range(2):
        rows["step"].append((number * 2 + order, number, order, words.text(2)))
        for nth in range(3):
            rows["point"].append((number * 6 + order * 3 + nth, number * 2 + order, nth, words.text(8)))


def _copy(cursor, table: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
