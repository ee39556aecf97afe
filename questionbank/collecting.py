"""A public collection in Markdown as rows of an import: what it asks, what is here already, and what was left and why."""

from dataclasses import asdict
from typing import Any

from accounts.imports import Unreadable
from questionbank import collections, writing
from questionbank.models import ImportedRow, Level, Question, QuestionDraft, QuestionImport
from questionbank.models.question import Category
from questionbank.uploads import Read, Tell

MOST_BYTES = 5_000_000
MOST_LINES = 200_000
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


def text_of(content: bytes) -> str:
    """The text of a file. `Unreadable` in words for what is none."""
    if len(content) > MOST_BYTES:
        raise Unreadable("Choose a file of at most 5 MB, or cut this one in parts.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("This is not a text file in UTF-8. Choose the Markdown file itself.") from None
    if text.count("\n") > MOST_LINES:
        raise Unreadable(f"This file has more than {MOST_LINES:,} lines. Cut it in parts.")
    return text


def read(found: QuestionImport, _tell: Tell) -> Read:
    """The questions of a collection that are not here yet."""
    held = collections.read(text_of(bytes(found.content or b"")))
    if not held.questions:
        raise Unreadable("No question was found in this file. Questions are headings, list items or rows of a table that ask.")
    there, levels = titles(), list(Level.objects.order_by("rank").values_list("key", flat=True))
    new = [one for one in held.questions if one.title.lower() not in there]
    rows = [ImportedRow(fate="new", at=f"Line {one.line}", title=one.title[:300], words=_words(asdict(one), levels)) for one in new]
    rows += [ImportedRow(fate="left", at=f"Line {one.line}", title=one.text[:300], why=one.why[:600]) for one in held.left]
    return Read(rows, same=len(held.questions) - len(new))


def titles() -> set[str]:
    """The titles in the bank and among its drafts, in small letters."""
    there = {title.lower() for title in Question.objects.filter(current__isnull=False).values_list("current__title", flat=True)}
    return there | {str(title).lower() for title in QuestionDraft.objects.values_list("words__title", flat=True)}


def _words(row: dict[str, Any], levels: list[str]) -> writing.Words:
    """A question of a collection as words to go on with. What it tests is for a person to say."""
    good = row["answer"] or "\n".join(f"- {point}" for point in row["points"])
    points = [point[:200] for one in row["points"] if (point := " ".join(one.split()))]
    return writing.blank() | {
        "title": row["title"][:160],
        "category": category_of(row["category"]),
        "lowest_level": levels[0],
        "highest_level": levels[-1],
        "prompt": row["prompt"],
        "good": good,
        "steps": [{"title": "Points", "points": points[:40]}] if points else [],
    }


def category_of(heading: str) -> str:
    """The category that a heading speaks of."""
    said = heading.lower()
    return next((category for category, words in CATEGORIES if any(word in said for word in words)), Category.CONCEPTS)
