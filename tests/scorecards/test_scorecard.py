"""A scorecard says what is missing, seals once, and keeps its words."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from accounts.access import Refused
from scorecards.models import NoteLine, Rating, Scorecard, Seal
from scorecards.models.capture import Stale, edit_note, note, rate
from scorecards.models.sealing import submit
from tests.factories import make_scorecard

AT = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)
LINE = UUID("0195a000-0000-7000-8000-000000000001")


def test_an_empty_scorecard_says_what_is_missing_in_page_order(ivans_interview):
    card = make_scorecard(interview=ivans_interview)

    assert card.missing() == [
        "Rate Problem solving, or say why it was not observed",
        "Rate Communication, or say why it was not observed",
        "Write a summary",
        "Choose the level at which you would hire",
        "Say how sure you are",
        "Choose a verdict",
    ]


def test_submission_refuses_what_is_missing_with_its_first_line(ivans_interview, now):
    card = make_scorecard(interview=ivans_interview)

    with pytest.raises(Refused, match=r"Rate Problem solving, or say why it was not observed before you submit\."):
        submit(card, now=now)

    assert not Seal.objects.exists()


def test_a_rating_needs_a_line_of_evidence(ivans_interview, problem_solving, now):
    card = make_scorecard(interview=ivans_interview)
    rate(card, problem_solving.current, step=4, now=now)

    assert "Link a line of evidence to Problem solving" in card.missing()


def test_submitting_twice_makes_one_seal(ivans_interview, now):
    card = make_scorecard(interview=ivans_interview, submitted=True)

    submit(card, now=AT)

    assert Seal.objects.filter(scorecard=card).count() == 1
    assert Scorecard.objects.get(pk=card.pk).submitted_at == now


def test_a_sealed_card_takes_no_more_words(ivans_interview, now):
    card = make_scorecard(interview=ivans_interview, submitted=True)

    with pytest.raises(Refused, match="sealed"):
        note(card, id=LINE, line="- too late", now=now)


def test_the_same_line_twice_is_one_line(ivans_interview, now):
    card = make_scorecard(interview=ivans_interview)

    note(card, id=LINE, line="+ asked about bursts", offset=41, now=now)
    note(card, id=LINE, line="+ asked about bursts", offset=41, now=AT)

    assert list(NoteLine.objects.values_list("mark", "text", "offset", "entered_at")) == [("+", "asked about bursts", 41, now)]


def test_a_line_changed_elsewhere_is_not_overwritten(ivans_interview, now):
    card = make_scorecard(interview=ivans_interview)
    note(card, id=LINE, line="+ asked about bursts", now=now)
    edit_note(card, LINE, line="+ asked about traffic", was="+ asked about bursts")

    with pytest.raises(Stale) as stale:
        edit_note(card, LINE, line="+ asked about limits", was="+ asked about bursts")

    assert stale.value.stored.typed == "+ asked about traffic"
    assert NoteLine.objects.get().text == "asked about traffic"


def test_changes_of_different_words_of_one_line_both_stay(ivans_interview, now):
    card = make_scorecard(interview=ivans_interview)
    note(card, id=LINE, line="asked about bursts at once", now=now)
    edit_note(card, LINE, line="+ asked about bursts at once", was="asked about bursts at once")

    edit_note(card, LINE, line="asked about bursts only late", was="asked about bursts at once")

    assert NoteLine.objects.get().typed == "+ asked about bursts only late"


def test_a_line_is_sent_as_it_grows(ivans_interview, now):
    card = make_scorecard(interview=ivans_interview)

    note(card, id=LINE, line="asked", now=now)
    note(card, id=LINE, line="asked about bursts", was="asked", now=AT)

    line = NoteLine.objects.get()
    assert (line.text, line.entered_at) == ("asked about bursts", now)


def test_a_competency_chosen_while_a_line_grows_is_kept_and_a_link_made_elsewhere_stays(ivans_interview, problem_solving, now):
    card = make_scorecard(interview=ivans_interview)
    note(card, id=LINE, line="asked #prob", now=now)

    note(card, id=LINE, line="asked", was="asked #prob", competency=problem_solving, now=now)
    assert NoteLine.objects.get().competency == problem_solving
    note(card, id=LINE, line="asked", was="asked", now=now)
    assert NoteLine.objects.get().competency == problem_solving
    note(card, id=LINE, line="asked", was="asked", was_linked=problem_solving.pk, now=now)
    assert NoteLine.objects.get().competency is None


def test_a_new_ladder_leaves_old_ratings_their_words(ivans_interview, problem_solving, now):
    card = make_scorecard(interview=ivans_interview)
    rate(card, problem_solving.current, step=4, now=now)

    problem_solving.publish(definition="New", ladder=["new"] * 7, probes=[], why="Rewritten", now=AT)

    assert Rating.objects.get().ladder.ladder[4] == "Problem solving at step 4"
    assert card.ladders()[0].number == 1


def test_a_seal_cannot_be_changed_or_removed(ivans_interview):
    make_scorecard(interview=ivans_interview, submitted=True)

    with pytest.raises(DatabaseError), transaction.atomic():
        Seal.objects.update(content={})
    with pytest.raises(DatabaseError), transaction.atomic():
        Seal.objects.all().delete()


def test_seals_of_a_loop_form_a_chain(ivans_interview, ines_interview):
    make_scorecard(interview=ivans_interview, submitted=True)
    make_scorecard(interview=ines_interview, submitted=True)

    first, second = Seal.objects.order_by("place")

    assert (first.previous, second.previous) == ("", first.hash)
    assert [seal.digest() for seal in (first, second)] == [first.hash, second.hash]
