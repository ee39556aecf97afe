"""What may not be asked is named with what may be asked instead; ordinary questions of the trade are left alone."""

from uuid import uuid4

import pytest
from django.utils import timezone

from interviews.management.commands.load_content import BANK
from questionbank.files import Reader
from questionbank.lawful import touches
from questionbank.reading import read_bank
from scorecards.models import NoteLine
from tests.clients import signed_in


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Do you have children, or plan to?", "Family and pregnancy"),
        ("Is she pregnant?", "Family and pregnancy"),
        ("Are you married?", "Family and pregnancy"),
        ("How old are you?", "Age"),
        ("Seemed too old for this team", "Age"),
        ("Do you have a disability?", "Health and disability"),
        ("How many sick days did you take?", "Health and disability"),
        ("Where are you originally from?", "Origin, citizenship, language"),
        ("Heavy accent, hard to follow", "Origin, citizenship, language"),
        ("What is your mother tongue?", "Origin, citizenship, language"),
        ("Which religion do you practise?", "Religion and belief"),
        ("Please attach a photo", "Race, ethnicity, appearance"),
        ("Good for a woman", "Sex, gender, orientation"),
        ("Are you in a trade union?", "Politics, union"),
        ("Have you ever been arrested?", "Criminal record"),
        ("What is your current salary?", "Money and past pay"),
        ("Did you do military service?", "Military"),
        ("Any family medical history?", "Genetics"),
    ],
)
def test_a_topic_that_nobody_may_ask_about_is_named(text, topic):
    assert topic in [touch.topic for touch in touches(text)]


@pytest.mark.parametrize(
    "text",
    [
        "How does a parent process learn that its child has ended?",
        "What is the age of a cache entry, and who removes old ones?",
        "Use a UNION of two queries, then vote by majority among replicas.",
        "Which party of the two-phase commit decides?".replace("Which party", "Which side"),
        "Kill the orphaned children of a process group.",
        "How would you migrate a single table with two foreign keys?",
        "The health check says that the service is ill.",
        "Race conditions between two workers; accent marks in UTF-8.",
        "What range do you expect, and when could you start?",
        "Discharge the queue in order; a genetic algorithm is too much here.",
        "Native code or an interpreter?",
    ],
)
def test_the_words_of_the_trade_are_no_topic(text):
    assert touches(text) == []


def test_the_shipped_questions_touch_none():
    bank = read_bank(Reader(BANK))

    told = {
        question.key: found
        for question in bank.questions
        if (found := touches(question.title, question.prompt, *question.follow_ups, *(hint.text for hint in question.hints)))
    }
    assert told == {}


def test_a_topic_is_named_once_with_what_may_be_asked():
    [touch] = touches("Are you married? Is your wife working? Do you want kids?")

    assert touch.found == "Are you married"
    assert touch.may_ask.startswith("Can you work the hours")


@pytest.mark.django_db
@pytest.mark.parametrize(("line", "is_told"), [("- said she is pregnant", True), ("+ asked about bursts", False)])
def test_a_note_that_touches_such_a_topic_is_kept_and_told(ivans_interview, ivan, line, is_told):
    ivans_interview.start(now=timezone.now())

    answer = signed_in(ivan, headers={"HX-Request": "true"}).post(
        f"/interviews/{ivans_interview.pk}/notes/", {"id": uuid4(), "line": line}
    )

    assert ("about which nobody may ask" in answer.content.decode()) == is_told
    assert NoteLine.objects.get().text == line[2:]
