"""Topics that nobody may ask about or note: where a text touches one, and what may be asked instead. It warns, it never blocks."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import tomli
from pydantic import Field

from questionbank.files import Key, Part, Text

SOURCE = Path(__file__).parent / "content" / "do_not_ask.toml"
MOST = 10


class TopicPart(Part):
    key: Key
    topic: Text
    do_not_ask: Text
    may_ask: Text
    words: Annotated[list[Text], Field(min_length=1)]


class TopicsFile(Part):
    topics: list[TopicPart]


@dataclass(frozen=True)
class Touch:
    """Words that touch a topic, as they stand in the text."""

    topic: str
    found: str
    may_ask: str


def touches(*texts: str) -> list[Touch]:
    """Each topic that these texts touch, once, with the first words that do; at most ten."""
    text = "\n".join(texts)
    found = [(pattern.search(text), topic) for topic, pattern in _topics()]
    return [Touch(topic.topic, match[0], topic.may_ask) for match, topic in found if match][:MOST]


@cache
def _topics() -> list[tuple[TopicPart, re.Pattern[str]]]:
    file = TopicsFile.model_validate(tomli.loads(SOURCE.read_text(encoding="utf-8")))
    return [(topic, re.compile(rf"\b(?:{'|'.join(topic.words)})\b", re.IGNORECASE)) for topic in file.topics]
