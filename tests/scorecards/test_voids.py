"""A voided question: what rests on it alone counts in no table; decisions stay, and those that might differ are named."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext

from interviews.models import asking
from questionbank.models import QuestionMove, QuestionUse
from scorecards import calibrating, matrix, question_use, voiding
from scorecards.models import Decision, QuestionVoid, Scorecard, VoidEnd, debate
from scorecards.models.capture import note, rate
from scorecards.models.sealing import submit
from tests.clients import signed_in
from tests.factories import make_candidate, make_interview, make_loop, make_question, make_seat

pytestmark = pytest.mark.django_db
WHY = "Its prompt named the wrong limit"


@pytest.fixture
def went(plan, job, lena, ivan, carla, rate_limiter, now):
    """`went(day, …)`: one more loop decided, whose Coding asked the rate limiter and gave these two steps."""

    def one_more(day: int, *, solving: int, talking: int, asked=(rate_limiter,)) -> Decision:
        begin = now + timedelta(days=day)
        candidate = make_candidate(name=f"Candidate {day}", email=f"c{day}@example.org", added_by=lena)
        loop = make_loop(plan=plan, candidate=candidate, job=job, recruiter=lena)
        interview = make_interview(stage=loop.stages.get(name="Coding"), lead=ivan, starts_at=begin)
        interview.start(now=begin)
        for minute, question in enumerate(asked):
            one = asking.ask(interview, question, by=ivan, now=begin + timedelta(minutes=minute))
            asking.finish(one, now=begin + timedelta(minutes=minute, seconds=30))
        interview.end(now=begin + timedelta(minutes=50))
        card = Scorecard.of(interview.seats.get(), now=begin)
        for ladder in card.ladders():
            note(card, id=uuid4(), line="+ did it", competency=ladder.competency, offset=60, now=begin)
            rate(card, ladder, step=solving if ladder.competency.key == "problem_solving" else talking, now=begin)
        card.summary, card.verdict, card.confidence, card.hire_level = "Did it", 3, 2, card.level
        card.save(update_fields=["summary", "verdict", "confidence", "hire_level"])
        submit(card, now=begin)
        debrief = debate.open_debrief(loop, members=[carla], by=lena, now=begin)
        debate.vote(debrief, carla, verdict=3, level=loop.level, comment="", now=begin)
        debate.reveal(debrief, now=begin)
        return debate.decide(debrief, outcome="hire", level=loop.level, reason="Above the bar", by=lena, now=begin)

    return one_more


def void(rate_limiter, carla, now, *, since=None, until=None) -> QuestionVoid:
    return QuestionVoid.record(rate_limiter.question, since=since, until=until, reason=WHY, by=carla, now=now)


def table_of(decision, reader) -> dict:
    return {row.competency.key: row for row in matrix.table(decision.debrief.loop, reader).rows}


def test_what_rests_on_it_alone_is_left_out_and_nothing_else(went, rate_limiter, carla, lena, now):
    decision = went(0, solving=5, talking=2)

    void(rate_limiter, carla, now)

    rows = table_of(decision, lena)
    assert (rows["problem_solving"].line.seen, rows["communication"].line.seen) == ([], [1])
    assert rows["problem_solving"].cells[0][2] == question_use.VOIDED


def test_a_rating_that_another_question_tests_too_counts(went, rate_limiter, carla, lena, levels, problem_solving, now):
    ends = {"lowest": levels["mid"], "highest": levels["staff"]}
    other = make_question(key="other", title="Another", competencies=[problem_solving], **ends)
    decision = went(0, solving=5, talking=2, asked=(rate_limiter, other))

    void(rate_limiter, carla, now)

    assert table_of(decision, lena)["problem_solving"].line.seen == [4]


def test_beside_a_question_on_trial_it_leaves_nothing(went, rate_limiter, carla, lena, levels, problem_solving, now):
    ends = {"lowest": levels["mid"], "highest": levels["staff"]}
    other = make_question(key="other", title="Another", competencies=[problem_solving], **ends)
    QuestionMove.objects.create(question=other.question, to="pilot", why="New", at=now - timedelta(days=1), by=carla)
    decision = went(0, solving=5, talking=2, asked=(rate_limiter, other))

    void(rate_limiter, carla, now)

    assert table_of(decision, lena)["problem_solving"].cells[0][2] == question_use.VOIDED


def test_it_holds_for_interviews_that_began_in_its_time(went, rate_limiter, carla, lena, now):
    decision = went(0, solving=5, talking=2)
    day = now + timedelta(days=1)
    seen = []

    for ends in ({"since": day}, {"until": now}, {"since": now, "until": day}):
        kept = void(rate_limiter, carla, now, **ends)
        seen.append((table_of(decision, lena)["problem_solving"].line.seen, kept.covers(now)))

    assert seen == [([4], False), ([4], False), ([], True)]


def test_the_decisions_that_might_differ_are_the_same_before_and_after(went, rate_limiter, carla, lena, now):
    flips, stays, late = went(0, solving=5, talking=2), went(1, solving=5, talking=5), went(9, solving=5, talking=2)
    thought = QuestionVoid(question=rate_limiter.question, until=now + timedelta(days=5))

    before = voiding.effects(thought, lena)
    recorded = void(rate_limiter, carla, now, until=now + timedelta(days=5))
    after = voiding.effects(recorded, lena)

    assert [(one.decision, one.before_words, one.after_words) for one in before.differing] == [
        (flips, "2.8, above the bar", "1.0, below the bar")
    ]
    assert before == after
    assert {one.decision for one in before.all} == {flips, stays}
    assert late not in {one.decision for one in after.all}


def test_two_sides_never_look_like_the_same_figure():
    close = voiding.Effect(Decision(), 2.52, 2.48)

    assert (close.before_words, close.after_words) == ("2.52, above the bar", "2.48, below the bar")


def test_no_decision_and_no_packet_changes(went, rate_limiter, carla, lena, now):
    decision = went(0, solving=5, talking=2)
    loop = decision.debrief.loop

    void(rate_limiter, carla, now)

    page = signed_in(lena).get(f"/loops/{loop.pk}/packet/").content.decode()
    assert (Decision.objects.get().outcome, "Composite 2.8" in page) == ("hire", True)
    assert "voided" in signed_in(lena).get(f"/loops/{loop.pk}/debrief/").content.decode()


def test_who_may_write_questions_looks_first_and_then_voids(went, rate_limiter, carla, now):
    went(0, solving=5, talking=2)
    client, address = signed_in(carla), f"/questions/{rate_limiter.question.key}/void/"

    looked = client.post(address, {"first_on": "2026-03-02", "look": "1"})
    assert (looked.status_code, QuestionVoid.objects.count()) == (200, 0)
    assert "1 decision might differ" in looked.content.decode()

    assert client.post(address, {"first_on": "2026-03-02", "last_on": "2026-03-02", "reason": WHY}).status_code == 302
    kept = QuestionVoid.objects.get()
    assert (kept.since.isoformat(), kept.until - kept.since) == ("2026-03-02T00:00:00+00:00", timedelta(days=1))
    assert WHY in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Write why it does not count"),
        ({"reason": WHY, "first_on": "2026-03-02", "last_on": "2026-03-01"}, "The last day is before the first day"),
        ({"reason": WHY, "first_on": "then"}, "Write the first day as a date"),
        ({"reason": WHY, "first_on": "0001-01-01"}, "Write a year between 2000 and 2100"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_lost(rate_limiter, carla, said, sentence):
    answer = signed_in(carla).post(f"/questions/{rate_limiter.question.key}/void/", said)

    assert (answer.status_code, QuestionVoid.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()
    assert said.get("reason", "") in answer.content.decode()


def test_who_may_void(rate_limiter, carla, ada, lena, ivan):
    address = f"/questions/{rate_limiter.question.key}/void/"

    assert [signed_in(one).get(address).status_code for one in (carla, ada, lena, ivan)] == [200, 200, 403, 403]


def test_nobody_learns_of_decisions_that_they_may_not_read(went, rate_limiter, ines, otto, lena, now):
    decision = went(0, solving=5, talking=2)
    thought = QuestionVoid(question=rate_limiter.question)
    later = make_interview(
        stage=decision.debrief.loop.stages.get(name="System design"), lead=ines, starts_at=now + timedelta(days=3)
    )
    make_seat(interview=later, person=lena, role="panel")

    assert [voiding.effects(thought, person).all for person in (otto, ines, lena)] == [[], [], []]


def test_a_void_stays_as_it_was_recorded(rate_limiter, carla, now):
    kept = void(rate_limiter, carla, now)

    with pytest.raises(Error, match="append_only"), transaction.atomic():
        kept.delete()


def test_comparing_costs_the_same_for_one_decision_and_for_three(went, rate_limiter, lena):
    thought = QuestionVoid(question=rate_limiter.question)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            voiding.effects(thought, lena)
        return len(asked)

    went(0, solving=5, talking=2)
    one = cost()
    went(1, solving=5, talking=2)
    went(2, solving=5, talking=2)

    assert cost() == one


def test_what_is_taken_back_counts_again_and_both_stay_on_record(went, rate_limiter, carla, lena, now):
    decision = went(0, solving=5, talking=2)
    kept = void(rate_limiter, carla, now)
    client, address = signed_in(carla), f"/questions/{rate_limiter.question.key}/void/"

    silent = client.post(f"{address}{kept.pk}/end/", {"reason": " "})
    done = client.post(f"{address}{kept.pk}/end/", {"reason": "It had not leaked"})
    again = client.post(f"{address}{kept.pk}/end/", {"reason": "Twice"})

    assert [answer.status_code for answer in (silent, done, again)] == [403, 302, 403]
    assert (VoidEnd.objects.get().reason, VoidEnd.objects.get().ended_by) == ("It had not leaked", carla)
    assert table_of(decision, lena)["problem_solving"].line.seen == [4]
    page = client.get(address).content.decode()
    assert [words in page for words in (WHY, "It had not leaked", "Taken back")] == [True, True, True]
    assert "Why it counts again" not in page
    with pytest.raises(Error, match="append_only"), transaction.atomic():
        VoidEnd.objects.get().delete()


def test_who_may_take_it_back(rate_limiter, carla, lena, ivan, now):
    kept = void(rate_limiter, carla, now)
    address = f"/questions/{rate_limiter.question.key}/void/{kept.pk}/end/"

    assert [signed_in(one).post(address, {"reason": "x"}).status_code for one in (lena, ivan)] == [403, 403]
    assert signed_in(carla).post(address.replace(str(kept.pk), "999999"), {"reason": "x"}).status_code == 404


def test_the_nightly_run_leaves_out_what_the_table_leaves_out(went, rate_limiter, carla, problem_solving, communication, now):
    def rated() -> list[int]:
        return [rating.competency for rating in calibrating.ratings(now - timedelta(days=9))]

    went(0, solving=5, talking=2)
    before = rated()
    kept = void(rate_limiter, carla, now)
    voided = rated()
    kept.take_back(reason="It had not leaked", by=carla, now=now)

    assert sorted(before) == sorted([problem_solving.pk, communication.pk])
    assert voided == [communication.pk]
    assert rated() == before


def test_the_figures_of_the_question_leave_it_out_from_the_next_round_on(went, rate_limiter, carla, now):
    went(0, solving=5, talking=2)
    question_use.count_changed(now=now + timedelta(days=2))
    before = QuestionUse.objects.get().steps
    void(rate_limiter, carla, now + timedelta(days=3))

    changed = question_use.count_changed(now=now + timedelta(days=4))

    assert (sum(before), changed, sum(QuestionUse.objects.get().steps)) == (1, 1, 0)
