"""What the three nouns of the rubric that have versions share, for views that do not care which it is."""

from typing import Any, Protocol

from django.http import QueryDict

from questionbank.files import Part
from questionbank.models import RubricNoun
from questionbank.problems import Problem

Words = dict[str, Any]

#: The fields of the editors as they are labelled there.
LABELS = {
    "name": "Name",
    "definition": "What it means",
    "step": "Step",
    "probes": "Questions that bring it out",
    "do_not_rate": "What not to rate",
    "kind": "How it is counted",
    "choices": "Choices",
    "how_to_record": "How to record it",
    "text": "Expected at",
    "minimum": "At least, at",
    "maximum": "At most, at",
    "severity": "How serious",
    "evidence_required": "What has to be on record",
    "not_sufficient": "What is not enough",
    "handling": "What happens then",
    "review_months": "Looked at again after months",
    "expiry_months": "Deleted after months",
}


class Noun(Protocol):
    """One of them: what its words are, as plain values while they are typed and as a `Part` once they are whole."""

    NOUN: RubricNoun
    MODEL: Any
    PAGE: str  # the name of its page's address
    EDITOR: str  # the template that asks for its words

    def blank(self) -> Words:
        """The words of one that says nothing yet."""

    def typed(self, data: QueryDict) -> Words:
        """What the form holds, every word of it as it was typed."""

    def words_of(self, version: Any) -> Words:
        """What a version says, as values to write on."""

    def told(self, words: Words) -> dict[str, str]:
        """The words as texts by their labels, in the order of the page: what two versions are compared by."""

    def check(self, key: str, words: Words) -> tuple[Part | None, list[Problem]]:
        """The words as they may be published, or everything that is missing or wrong."""

    def publish(self, part: Any, **how: Any) -> Any:
        """Put these words in force; the version that they are. `how`: why, by, now."""


def lines(text: str) -> list[str]:
    """The lines of a text area that say something."""
    return [line for one in text.splitlines() if (line := one.strip())]


def number(text: str) -> object:
    """A whole number that was typed, or the text when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else text
