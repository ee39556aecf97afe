"""`verify_seals` finds every row that was changed, added or removed past the program, and says which."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from scorecards import verifying
from scorecards.models import Debrief, Seal, debate, sealing
from scorecards.models.capture import note
from tests.factories import make_scorecard

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


@pytest.fixture
def two(ivans_interview, ines_interview, now):
    """Ivan's card in two versions, and then ines'."""
    card = make_scorecard(interview=ivans_interview, submitted=True)
    note(sealing.reopen(card, now=now + LATER), id=uuid4(), line="- one thing more", now=now + LATER)
    sealing.submit(card, now=now + LATER)
    return card, make_scorecard(interview=ines_interview, submitted=True)


def by_raw_sql(statement: str) -> None:
    """As who owns the database writes: no trigger runs, no foreign key is asked."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


def test_what_nobody_touched_is_as_it_was_sealed(two, ivans_interview, now, capsys):
    sealing.reopen(two[0], now=now + 2 * LATER)
    make_scorecard(interview=ivans_interview)

    call_command("verify_seals")

    assert capsys.readouterr().out == "3 seals, all as they were sealed.\n"


TAMPERED = [
    ("UPDATE scorecards_seal SET content = content || '{{\"verdict\": 1}}' WHERE place = 1", "Loop {loop}, seal 1"),
    ("UPDATE scorecards_seal SET had_seen = '[1]' WHERE place = 3", "Loop {loop}, seal 3"),
    ("UPDATE scorecards_seal SET sealed_at = sealed_at - interval '1 microsecond' WHERE place = 2", "Loop {loop}, seal 2"),
    ("UPDATE scorecards_seal SET hash = repeat('a', 64) WHERE place = 3", "Loop {loop}, seal 3"),
    ("UPDATE scorecards_seal SET mark = '' WHERE place = 3", "its signature"),
    ("DELETE FROM scorecards_seal WHERE place = 1", "seal 1 is not there"),
    ("DELETE FROM scorecards_seal WHERE place = 2", "seal 2 is not there"),
    ("DELETE FROM scorecards_seal WHERE place = 3", "Seal {last}: sealed at 2026-03-02 09:00 UTC, as the audit trail says"),
    ("DELETE FROM scorecards_seal", "Scorecard {card}: it is submitted, but it has no seal"),
    ("DELETE FROM accounts_event WHERE verb = 'sealed' AND noun = 'seal {last}'", "the audit trail knows of no such seal"),
    ("UPDATE scorecards_sealedrating SET step = 5 WHERE seal_id = {last}", "the steps kept for statistics"),
    ("DELETE FROM scorecards_sealedrating WHERE seal_id = {last}", "the steps kept for statistics"),
    ("UPDATE scorecards_rating SET step = 1 WHERE scorecard_id = {card}", "Scorecard {card}: changed past the program"),
    ("UPDATE scorecards_noteline SET text = 'Never said' WHERE scorecard_id = {card}", "sealed: notes"),
    ("DELETE FROM scorecards_noteline WHERE scorecard_id = {card}", "sealed: notes, ratings"),
    ("UPDATE scorecards_scorecard SET verdict = 1 WHERE id = {card}", "sealed: verdict"),
    ("UPDATE scorecards_scorecard SET submitted_at = NULL WHERE id = {card}", "never submitted"),
]


def test_a_row_that_was_tampered_with_is_found_and_named(two, loop, capsys):
    card, _ = two
    names = {"loop": loop.pk, "card": card.pk, "last": Seal.objects.latest("place").pk}
    for statement, found in TAMPERED:
        with transaction.atomic():
            by_raw_sql(statement.format(**names))
            with pytest.raises(CommandError, match="not as sealed"):
                call_command("verify_seals")
            assert found.format(**names) in capsys.readouterr().out, statement
            transaction.set_rollback(True)
    assert list(verifying.faults()) == []


def test_a_seal_forged_with_the_right_hash_lacks_the_signature(two, ivan, now):
    card, _ = two
    last = Seal.objects.latest("place")
    forged = Seal(loop=last.loop, place=4, scorecard=card, number=3, content=last.content, sealed_at=now, sealed_by=ivan)
    forged.previous = last.hash
    forged.hash = forged.digest()
    forged.mark = forged.signature("a key that somebody guessed")
    forged.save()

    said = [fault.what for fault in verifying.faults()]

    assert "its signature is not this installation's" in said
    assert "the audit trail knows of no such seal" in said


def test_seals_signed_before_the_key_was_changed_still_stand(two, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert list(verifying.faults()) == []


def test_a_printed_fingerprint_is_found_with_whose_it_is(two, capsys):
    first = Seal.objects.get(place=1)

    call_command("verify_seals", fingerprint=first.fingerprint[:24])

    said = capsys.readouterr().out
    assert "Version 1 (there are 2) of Ivan Interviewer's scorecard, Coding with Maya Chen, sealed 2026-03-02 09:00:00 UTC." in said
    for wrong in ("0" * 64, first.hash[:10]):
        with pytest.raises(CommandError, match="Nothing is sealed with this fingerprint"):
            call_command("verify_seals", fingerprint=wrong)


@pytest.fixture
def decided(two, loop, lena, carla, now):
    """Carla has voted and lena has recorded a decision on both cards."""
    debrief = debate.open_debrief(loop, members=[carla], by=lena, now=now + 3 * LATER)
    debate.vote(debrief, carla, verdict=3, level=loop.level, comment="Evidence holds", now=now + 3 * LATER)
    debate.reveal(debrief, now=now + 3 * LATER)
    debrief = Debrief.objects.get()
    why = {loop.weights.first().competency: "Above the bar"}
    return debate.decide(
        debrief, outcome="hire", level=loop.level, reason="Both say yes", reasons=why, by=lena, now=now + 4 * LATER
    )


OF_THE_DECISION = [
    ("UPDATE scorecards_decision SET outcome = 'no_hire', level_id = NULL", "Decision 1 of loop {loop}: changed past the program"),
    ("UPDATE scorecards_decision SET dissent = 'Carla did not agree'", "sealed: dissent"),
    ("UPDATE scorecards_decisionreason SET text = 'Below the bar'", "sealed: reasons"),
    ("UPDATE scorecards_vote SET verdict = 1", "sealed: votes"),
    ("DELETE FROM scorecards_seal WHERE decision_id IS NOT NULL", "Decision 1 of loop {loop}: it has no seal"),
    (
        'UPDATE scorecards_seal SET content = content || \'{{"outcome": "no_hire"}}\' WHERE place = 4',
        "Loop {loop}, seal 4 (decision 1)",
    ),
    ("DELETE FROM scorecards_seal WHERE place = 3", "1 scorecard that it rests on not there as sealed"),
]


def test_a_decision_is_sealed_with_what_it_rests_on_and_found_when_tampered_with(decided, loop, capsys):
    call_command("verify_seals", fingerprint=decided.seal.fingerprint)
    assert "Decision 1 on Maya Chen: Hire, sealed 2026-03-02 13:00:00 UTC." in capsys.readouterr().out
    assert [seal.decision_id for seal in loop.seals.order_by("place")] == [None, None, None, decided.pk]
    for statement, found in OF_THE_DECISION:
        with transaction.atomic():
            by_raw_sql(statement.format(loop=loop.pk))
            with pytest.raises(CommandError, match="not as sealed"):
                call_command("verify_seals")
            assert found.format(loop=loop.pk) in capsys.readouterr().out, statement
            transaction.set_rollback(True)
    assert list(verifying.faults()) == []


def test_loops_do_not_make_it_ask_more_than_their_cards_do(two, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        assert list(verifying.faults()) == []
