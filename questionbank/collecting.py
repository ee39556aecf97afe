"""Bringing in a public collection: read, looked at, and made into drafts, which nobody is asked before they are finished."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.typed import UNSEEN
from questionbank import writing
from questionbank.collections import Unreadable, read
from questionbank.models import Level, Question, QuestionDraft, QuestionImport
from questionbank.models.question import Category

MOST_BYTES = 1_000_000
MOST_LINES = 10_000  # they are read while somebody waits
BATCH = 500
#: Words of a heading that tell the category, the first that fits; what fits none is about concepts.
CATEGORIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (Category.SYSTEM_DESIGN, ("system design", "architecture", "distributed", "microservice")),
    (Category.DATABASES, ("database", "sql", "data", "transaction")),
    (Category.SECURITY, ("security", "auth", "crypto")),
    (Category.API_DESIGN, ("api", "rest", "http", "web")),
    (Category.SCALABILITY, ("scal", "perform", "cach", "load")),
    (Category.OPERATIONS, ("operat", "deploy", "devops", "monitor", "cloud", "container")),
    (Category.DEBUGGING, ("debug", "bug", "incident")),
    (Category.BEHAVIORAL, ("behavio", "team", "lead", "soft", "communicat", "manage")),
    (Category.PRACTICES, ("pattern", "practice", "testing", "code", "design", "version control", "lifecycle")),
    (Category.CODING, ("coding", "algorithm", "programming", "exercise")),
    (Category.TECHNOLOGIES, ("language", "framework", "python", "java", "linux", "git")),
)


def upload(content: bytes, *, file_name: str, by: User, now: datetime) -> QuestionImport:
    """Read a collection and keep what it holds, for its sender to look at. `Unreadable` in words for what is no such text."""
    if len(content) > MOST_BYTES:
        raise Unreadable("Choose a file of at most 1 MB, or cut this one in parts.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("This is not a text file in UTF-8. Choose the Markdown file itself.") from None
    if text.count("\n") > MOST_LINES:
        raise Unreadable(f"This file has more than {MOST_LINES:,} lines. Cut it in parts.")
    held = read(text)
    if not held.questions:
        raise Unreadable("No question was found in this file. Questions are headings, list items or rows of a table that ask.")
    return QuestionImport.objects.create(
        file_name=UNSEEN.sub("", file_name)[:200] or "collection.md",
        found=[asdict(one) for one in held.questions],
        left=[asdict(one) for one in held.left],
        uploaded_at=now,
        uploaded_by=by,
    )


def known(found: QuestionImport) -> set[str]:
    """The titles of a collection, in small letters, that are in the bank or among its drafts already."""
    titles = {row["title"].lower() for row in found.found}
    there = {title.lower() for title in Question.objects.filter(current__isnull=False).values_list("current__title", flat=True)}
    there |= {str(title).lower() for title in QuestionDraft.objects.values_list("words__title", flat=True)}
    return titles & there


@transaction.atomic
def take(found: QuestionImport, *, by: User, now: datetime) -> int:
    """Make a draft of each question that is not there yet; how many. All of them or none; twice makes none."""
    found = QuestionImport.objects.select_for_update().get(pk=found.pk)
    if found.taken_at:
        return 0
    there = known(found)
    keys = set(Question.objects.values_list("key", flat=True))
    levels = list(Level.objects.order_by("rank").values_list("key", flat=True))
    questions, drafts = [], []
    for row in found.found:
        if row["title"].lower() in there:
            continue
        there.add(row["title"].lower())
        key = writing.free_key(row["title"], keys)
        question = Question(key=key, family=key, created_at=now, created_by=by)
        questions.append(question)
        drafts.append(QuestionDraft(question=question, words=_words(row, levels), saved_at=now, saved_by=by))
    Question.objects.bulk_create(questions, batch_size=BATCH)
    for draft in drafts:
        draft.question_id = draft.question.pk
    QuestionDraft.objects.bulk_create(drafts, batch_size=BATCH)
    found.taken_at, found.taken = now, len(drafts)
    found.save(update_fields=["taken_at", "taken"])
    return len(drafts)


def _words(row: dict[str, Any], levels: list[str]) -> writing.Words:
    """A question of a collection as words to go on with. What it tests is for a person to say."""
    good = row["answer"] or "\n".join(f"- {point}" for point in row["points"])
    points = [point[:200] for one in row["points"] if (point := " ".join(one.split()))]
    return writing.blank() | {
        "title": row["title"][:160],
        "category": _category(row["category"]),
        "lowest_level": levels[0],
        "highest_level": levels[-1],
        "prompt": row["prompt"],
        "good": good,
        "steps": [{"title": "Points", "points": points[:40]}] if points else [],
    }


def _category(heading: str) -> str:
    said = heading.lower()
    return next((category for category, words in CATEGORIES if any(word in said for word in words)), Category.CONCEPTS)
