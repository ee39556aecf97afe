"""A collection as a test writes it, and what was read in it."""

from textwrap import dedent

from questionbank.collections import Collection, read


def given_text(text: str) -> Collection:
    return read(dedent(text).lstrip("\n"))


def titles(collection: Collection) -> list[str]:
    return [question.title for question in collection.questions]


def only(collection: Collection):
    (question,) = collection.questions
    return question


def reasons(collection: Collection) -> dict[str, str]:
    return {left.text: left.why for left in collection.left}
