"""A note from elsewhere fills only what is empty: lines come in once and as entered later, and nothing written here changes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scorecards.elsewhere import Line, read
from scorecards.models import NoteLine, Rating
from tests.clients import signed_in
from tests.factories import make_scorecard

ENTRY = "0195a000-0000-7000-8000-000000000002"
NOTE = """# Interview with Maya
- asks about bursts
+ names three failure modes

## Problem solving
1. draws the window first
! guesses at the end

**Summary**
Solid on limits.
Weak on clocks.

Hand-off: ask about clocks
"""
SUBTITLES = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
Ivan: What happens at a burst?

2
00:00:05.000 --> 00:00:09.000
Maya: It is cut off.
"""


def test_rows_are_lines_headings_say_where_they_belong():
    note = read(NOTE, {"Problem solving": 7, "Communication": 8})

    assert note.lines == [
        Line("asks about bursts"),
        Line("+ names three failure modes"),
        Line("draws the window first", 7),
        Line("! guesses at the end", 7),
    ]
    assert note.pieces == {"summary": "Solid on limits.\nWeak on clocks.", "hand_off": "ask about clocks"}
    assert note.faults() == []


def test_what_somebody_said_is_no_heading():
    note = read("He said:\nMaya: it depends\nSummary of the talk: long", {"Communication": 8})

    assert [line.text for line in note.lines] == ["He said:", "Maya: it depends", "Summary of the talk: long"]
    assert note.pieces == {}


def test_subtitles_lose_their_numbers_and_times():
    assert [line.text for line in read(SUBTITLES, {}).lines] == ["Ivan: What happens at a burst?", "Maya: It is cut off."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is nothing to take over"),
        ("## Notes\n\n- \n", "There is nothing to take over"),
        ("x\n" * 1001, "This note has 1,001 lines"),
        ("x" * 4001, "Use at most 4,000 characters for one line"),
        ("Hand-off:\n" + "x" * 4001, "What stands under hand-off has more than 4,000 characters"),
    ],
)
def test_what_cannot_be_taken_over_is_said(text, said):
    assert read(text, {}).faults()[0].startswith(said)


@pytest.fixture
def address(ivans_interview):
    return f"/interviews/{ivans_interview.pk}/scorecard/elsewhere/"


@pytest.mark.django_db
def test_a_note_fills_what_is_empty_and_leaves_what_is_written(ivans_interview, ivan, problem_solving, address):
    card = make_scorecard(interview=ivans_interview)
    card.summary = "My own words"
    card.save()
    NoteLine.objects.create(scorecard=card, text="asks about bursts", offset=3, entered_at=card.began_at)
    client = signed_in(ivan)

    answer = client.post(address, {"entry": ENTRY, "text": NOTE}, follow=True)

    card.refresh_from_db()
    assert (card.summary, card.hand_off) == ("My own words", "ask about clocks")
    lines = NoteLine.objects.in_order()
    assert [line.text for line in lines] == [
        "asks about bursts",
        "names three failure modes",
        "draws the window first",
        "guesses at the end",
    ]
    assert [line.competency for line in lines] == [None, None, problem_solving, problem_solving]
    assert [line.entered_later for line in lines] == [False, True, True, True]
    assert not Rating.objects.exists()
    [message] = answer.context["messages"]
    assert str(message) == (
        "3 lines came in, marked as entered later. 1 was there already. The hand-off is filled. "
        "The summary had your own words and stays as written."
    )


@pytest.mark.django_db
def test_the_same_form_twice_brings_each_line_once_and_keeps_what_was_changed_since(ivans_interview, ivan, address):
    client = signed_in(ivan)
    client.post(address, {"entry": ENTRY, "text": NOTE})
    line = NoteLine.objects.get(text="guesses at the end")
    line.text = "guesses at first"
    line.save()

    assert client.post(address, {"entry": ENTRY, "text": NOTE}).status_code == 302

    assert NoteLine.objects.count() == 4
    assert NoteLine.objects.filter(text="guesses at first").exists()


@pytest.mark.django_db
def test_a_file_is_read_and_one_that_is_no_text_is_refused_with_the_note_kept(ivans_interview, ivan, address):
    client = signed_in(ivan)
    picture = SimpleUploadedFile("note.txt", b"\x89PNG\x00\xff")
    refused = client.post(address, {"entry": ENTRY, "text": "kept words", "file": picture})
    assert refused.status_code == 422
    assert "This is not a file of text" in refused.content.decode()
    assert "kept words" in refused.content.decode()

    client.post(address, {"entry": ENTRY, "file": SimpleUploadedFile("talk.vtt", SUBTITLES.encode("utf-16"))})
    assert NoteLine.objects.count() == 2


@pytest.mark.django_db
def test_a_sealed_card_takes_nothing_over_and_others_do_not_know_of_it(ivans_interview, ivan, lena, address):
    assert signed_in(lena).get(address).status_code == 404
    make_scorecard(interview=ivans_interview, submitted=True)
    assert signed_in(ivan).post(address, {"entry": ENTRY, "text": NOTE}).status_code == 302
    assert not NoteLine.objects.filter(text="asks about bursts").exists()
