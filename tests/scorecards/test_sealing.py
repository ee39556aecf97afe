"""A sealed card is changed as a further version beside the old; others read seals only; the decision ends it."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from accounts.access import Refused
from accounts.models import User
from interviews.models import Interview, Loop
from scorecards import matrix, sealed
from scorecards.models import NoteLine, Rating, Scorecard, Seal, debate, sealing
from scorecards.models.capture import note, rate
from scorecards.models.decided import is_decided
from scorecards.models.judging import Judgement, write
from tests.clients import signed_in
from tests.factories import make_scorecard, make_seat

HOUR = timedelta(hours=1)


@pytest.fixture
def card(ivans_interview) -> Scorecard:
    """Ivan's card of Coding, sealed on Monday at nine with step 4 everywhere."""
    return make_scorecard(interview=ivans_interview, submitted=True)


@pytest.fixture
def decided(loop, card, ines_interview, lena, carla, now) -> Loop:
    """Both cards are in, and it was decided an hour later."""
    make_scorecard(interview=ines_interview, submitted=True)
    decide(loop, by=lena, member=carla, now=now + HOUR)
    return loop


def decide(loop: Loop, *, by: User, member: User, now: datetime, outcome: str = "hire") -> None:
    debrief = debate.open_debrief(loop, members=[member], exception="Few are here", by=by, now=now)
    debate.vote(debrief, member, verdict=3, level=None, comment="Evidence holds", now=now)
    debate.reveal(debrief, now=now)
    debate.decide(debrief, outcome=outcome, level=loop.level, reason="Evidence holds", by=by, now=now)


def change(card: Scorecard, *, words: str = "On reflection not", now: datetime) -> Scorecard:
    """The author reopens a card and lowers the first rating, with a new line and another verdict."""
    card = sealing.reopen(card, now=now)
    ladder = card.ladders()[0]
    note(card, id=uuid4(), line=f"- {words}", competency=ladder.competency, now=now)
    rate(card, ladder, step=2, now=now)
    said = Judgement(words, "", "", str(card.level.pk), 2, "2", "")
    return write(card, said, version=card.version, now=now)


def test_changing_a_sealed_card_seals_a_second_version_beside_the_first(card, now):
    sealing.submit(change(card, now=now + HOUR), now=now + HOUR)

    first, second = Seal.objects.order_by("number")
    assert (first.content["verdict"], second.content["verdict"]) == (3, 2)
    assert (second.previous, second.place) == (first.hash, 2)
    assert Scorecard.objects.get(pk=card.pk).submitted_at == now


def test_while_it_is_changed_others_read_what_is_sealed(card, loop, ivans_interview, ivan, lena, now):
    change(card, words="On reflection not", now=now + HOUR)

    page = signed_in(lena).get(f"/scorecards/{card.pk}/").content.decode()
    table = matrix.table(loop, lena)

    assert "On reflection not" not in page
    assert "Being changed" not in page
    assert [(one.verdict, one.ratings[0].step) for one in table.cards] == [(3, 4)]
    assert "On reflection not" in signed_in(ivan).get(f"/interviews/{ivans_interview.pk}/scorecard/").content.decode()


def test_both_versions_are_read_side_by_side_with_what_changed(card, lena, now):
    sealing.submit(change(card, now=now + HOUR), now=now + HOUR)
    client = signed_in(lena)

    first, second = (client.get(f"/scorecards/{card.pk}/versions/{number}/").content.decode() for number in (1, 2))

    assert "Changed since version 1" in second
    assert "<del>Yes</del>" in second
    assert "<ins>No</ins>" in second
    assert "Problem solving at step 4" in first
    assert "On reflection not" not in first
    assert client.get(f"/scorecards/{card.pk}/versions/3/").status_code == 404


def test_a_change_says_what_its_author_had_read_by_then(card, ines_interview, ivan, ines, lena, now):
    other = make_scorecard(interview=ines_interview, submitted=True)
    signed_in(ivan).get(f"/scorecards/{other.pk}/")
    sealing.submit(change(card, now=now + HOUR), now=timezone.now())

    first, second = Seal.objects.filter(scorecard=card).order_by("number")

    assert first.had_seen == []
    assert [(one["what"], one["of"]) for one in second.had_seen] == [("scorecard", "Ines Interviewer")]
    page = signed_in(lena).get(f"/scorecards/{card.pk}/").content.decode()
    assert "Scorecard of Ines Interviewer" in page


def test_a_card_that_was_reopened_and_not_changed_stays_at_its_version(card, now):
    sealing.submit(sealing.reopen(card, now=now), now=now + HOUR)

    assert Seal.objects.count() == 1
    assert not Scorecard.objects.get(pk=card.pk).reopened_at


def test_leaving_a_change_brings_back_every_word_that_was_sealed(card, now):
    before = Seal.objects.get().content
    changed = change(card, now=now + HOUR)
    rate(changed, changed.ladders()[1], step=None, not_observed="No time", now=now + HOUR)

    left = sealing.leave(card, now=now + HOUR)

    assert not left.reopened_at
    assert sealing.judgement(sealing.content(Scorecard.objects.with_seat().get(pk=card.pk))) == sealing.judgement(before)


def test_a_decision_ends_every_change(decided, card, now):
    with pytest.raises(Refused, match="The decision is recorded"):
        sealing.reopen(card, now=now + 2 * HOUR)


def test_who_lost_the_seat_changes_nothing_any_more(card, lena, now):
    card.seat.remove(by=lena, now=now)

    for verb in (lambda: sealing.reopen(card, now=now), lambda: sealing.send_back(card, "Why step 4?", by=lena, now=now)):
        with pytest.raises(Refused, match="no longer has a seat"):
            verb()


def test_a_change_that_was_begun_before_the_decision_is_not_sealed_after_it(card, loop, ines_interview, lena, carla, now):
    make_scorecard(interview=ines_interview, submitted=True)
    changed = change(card, now=now)
    decide(loop, by=lena, member=carla, now=now + HOUR)

    for verb in (lambda: sealing.submit(card, now=now), lambda: rate(changed, changed.ladders()[0], step=5, now=now)):
        with pytest.raises(Refused, match="The decision is recorded"):
            verb()
    assert Seal.objects.filter(scorecard=card).count() == 1


def test_after_a_hold_only_what_came_in_later_can_be_changed(card, loop, ines_interview, lena, carla, now):
    other = make_scorecard(interview=ines_interview)
    debate.waive(other.seat, "On holiday", by=lena, now=now)
    debrief = debate.open_debrief(loop, members=[carla], by=lena, now=now)
    debate.vote(debrief, carla, verdict=3, level=None, comment="Evidence holds", now=now)
    debate.reveal(debrief, now=now)
    debate.decide(debrief, outcome="another_interview", reason="More on design", missing_evidence="Design", by=lena, now=now + HOUR)
    fill(other, now=now)

    late = sealing.submit(other, now=now + 2 * HOUR)

    assert (is_decided(card), is_decided(late)) == (True, False)
    assert sealing.reopen(late, now=now + 3 * HOUR).reopened_at


def fill(card: Scorecard, *, now: datetime) -> None:
    for ladder in card.ladders():
        note(card, id=uuid4(), line="+ said why", competency=ladder.competency, now=now)
        rate(card, ladder, step=4, now=now)
    write(card, Judgement("Fine", "", "", str(card.level.pk), 2, "3", ""), version=card.version, now=now)


@pytest.mark.parametrize("state", ["sealed", "reopened", "reopened, then decided", "declined", "draft"])
def test_the_database_itself_keeps_what_is_sealed(card, loop, ines_interview, lena, carla, now, state):
    is_in = state not in {"declined", "draft"}
    other = make_scorecard(interview=ines_interview, submitted=is_in)
    mine = card if is_in else other
    if not is_in:
        fill(other, now=now)
    if state == "declined":
        sealing.decline(other, "not_held", now=now)
    if state.startswith("reopened"):
        sealing.reopen(mine, now=now)
    if state.endswith("decided"):
        decide(loop, by=lena, member=carla, now=now + HOUR)
    line, rating = mine.notes.first(), mine.ratings.first()
    attempts = [
        lambda: NoteLine.objects.filter(pk=line.pk).update(text="Never said"),
        lambda: NoteLine.objects.create(scorecard=mine, text="Never said", entered_at=now),
        lambda: Rating.objects.filter(pk=rating.pk).update(step=1),
        lambda: Rating.objects.filter(pk=rating.pk).delete(),
        lambda: Scorecard.objects.filter(pk=mine.pk).update(confidence=1),
    ]

    refused = [is_refused(attempt) for attempt in attempts]

    allowed = state in {"reopened", "draft"}
    assert refused == [not allowed] * 4 + [not allowed and state != "declined"]


def is_refused(attempt) -> bool:
    try:
        with transaction.atomic():
            attempt()
    except ProgrammingError:
        return True
    return False


def test_the_database_itself_never_unseals(card, now):
    for change_of in ({"submitted_at": None}, {"submitted_at": now + HOUR}):
        with pytest.raises(ProgrammingError, match="sealed"), transaction.atomic():
            Scorecard.objects.filter(pk=card.pk).update(**change_of)
    with pytest.raises(ProgrammingError, match="decision"), transaction.atomic():
        decided_and_reopened(card, now)


def decided_and_reopened(card: Scorecard, now: datetime) -> None:
    loop = card.seat.interview.stage.loop
    people = {"by": loop.recruiter, "member": User.objects.create_user("c@example.com", "x", name="C")}
    decide(loop, **people, now=now + HOUR)
    Scorecard.objects.filter(pk=card.pk).update(reopened_at=now + HOUR)


def test_private_scratch_is_no_part_of_what_is_sealed(card):
    assert Scorecard.objects.filter(pk=card.pk).update(scratch="") == 1
    assert "scratch" not in Seal.objects.get().content


def test_statistics_count_the_first_version(card, now):
    sealing.submit(change(card, now=now + HOUR), now=now + HOUR)

    first = Seal.objects.first_versions().get()

    assert sorted(first.ratings.values_list("step", flat=True)) == [4, 4]


def test_the_table_of_a_debrief_reads_the_last_version(card, loop, lena, now):
    sealing.submit(change(card, now=now + HOUR), now=now + HOUR)

    assert [one.number for one in sealed.last_of([card])] == [2]
    assert sorted(value for row in matrix.table(loop, lena).rows for _, value, _ in row.cells) == [1, 3]


def test_a_shadow_is_compared_with_the_lead_once_both_are_in_and_counts_nowhere(ivans_interview: Interview, loop, ivan, otto, lena):
    make_seat(interview=ivans_interview, person=otto, role="shadow")
    trained = make_scorecard(interview=ivans_interview, person=otto, submitted=True, words="As I saw it")

    assert "beside Ivan" not in signed_in(otto).get(f"/scorecards/{trained.pk}/").content.decode()
    led = make_scorecard(interview=ivans_interview, submitted=True)

    for person, card in ((otto, trained), (ivan, led)):
        page = signed_in(person).get(f"/scorecards/{card.pk}/").content.decode()
        assert "Otto Outside beside Ivan Interviewer" in page
        assert "The same step on 2 of 2" in page
    assert [one.pk for one in matrix.table(loop, lena).cards] == [led.pk]


def test_a_reverse_shadow_counts_and_is_compared(ivans_interview, loop, ivan, otto, lena):
    make_seat(interview=ivans_interview, person=otto, role="reverse_shadow")
    theirs = make_scorecard(interview=ivans_interview, person=otto, submitted=True)
    led = make_scorecard(interview=ivans_interview, submitted=True)

    assert "both cards count" in signed_in(lena).get(f"/scorecards/{led.pk}/").content.decode()
    assert {one.pk for one in matrix.table(loop, lena).cards} == {led.pk, theirs.pk}


def test_a_submitted_card_says_how_old_each_rating_is(ivans_interview, lena, now):
    ivans_interview.start(now=now - 3 * HOUR)
    ivans_interview.end(now=now - 2 * HOUR)
    card = make_scorecard(interview=ivans_interview, submitted=True)

    assert "Rated 2 h after the interview" in signed_in(lena).get(f"/scorecards/{card.pk}/").content.decode()
