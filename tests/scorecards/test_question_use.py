"""How a question went: counted from what happened, and only from what is decided where people judged."""

from datetime import timedelta

import pytest

from interviews.models import asking
from questionbank.models import QuestionUse
from scorecards import matrix, question_use
from scorecards.tasks import count_question_use
from tests.clients import signed_in
from tests.factories import make_scorecard, make_seat

pytestmark = pytest.mark.django_db


def used(rate_limiter) -> QuestionUse:
    return QuestionUse.objects.get(question=rate_limiter.question)


def test_it_counts_how_often_how_long_and_with_how_many_hints(went, rate_limiter, now):
    for minutes, hints in ((10, 0), (20, 2), (40, 1)):
        went(minutes=minutes, step=4, hints=hints)

    question_use.count_changed(now=now + timedelta(days=9))

    use = used(rate_limiter)
    assert (use.asked, use.median_minutes, use.hinted, use.hint_percent) == (3, 20, 2, 67)
    assert use.last_asked_at == now + timedelta(days=3)


def test_steps_are_those_of_its_main_competency_in_decided_loops(went, rate_limiter, now):
    for step in (3, 3, 4, 5, 5):
        went(minutes=20, step=step)
    went(minutes=20, step=6, is_decided=False)

    question_use.count_changed(now=now + timedelta(days=9))

    use = used(rate_limiter)
    assert (use.asked, use.steps) == (6, [0, 0, 0, 2, 1, 2, 0])
    assert use.levels() == [("Senior", [0, 0, 0, 2, 1, 2, 0], 3)]


def test_counting_twice_changes_nothing_and_a_later_decision_is_counted(went, rate_limiter, loop, lena, now):
    went(minutes=20, step=4)
    for hours in (26, 27):
        question_use.count_changed(now=now + timedelta(hours=hours))
    assert used(rate_limiter).steps == [0, 0, 0, 0, 1, 0, 0]

    went(minutes=30, step=2)
    question_use.count_changed(now=now + timedelta(days=7))

    assert used(rate_limiter).steps == [0, 0, 1, 0, 1, 0, 0]
    assert used(rate_limiter).asked == 2


def test_the_page_shows_steps_only_from_five_ratings_on(went, rate_limiter, carla, now):
    for n in range(1, 6):
        went(minutes=20, step=4)
        question_use.count_changed(now=now + timedelta(days=n, hours=2))
        page = signed_in(carla).get(f"/questions/{rate_limiter.question.key}/").content.decode()
        assert ("step 4" in page) == (n == 5)
        assert f"{n} time" in page


def test_nothing_of_a_loop_that_is_not_decided_can_be_read_from_a_question(went, rate_limiter, ivan, now):
    for _ in range(5):
        went(minutes=20, step=3)
    question_use.count_changed(now=now + timedelta(days=9))
    before = used(rate_limiter).steps
    went(minutes=20, step=6, is_decided=False)
    question_use.count_changed(now=now + timedelta(days=10))

    assert used(rate_limiter).steps == before


def test_the_worker_counts_what_was_asked(ivans_interview, rate_limiter, ivan, now):
    ivans_interview.start(now=now)
    asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)

    count_question_use()

    assert used(rate_limiter).asked == 1
    assert used(rate_limiter).median_minutes is None


def test_where_it_was_asked_names_only_interviews_one_may_know_of(ivans_interview, rate_limiter, ivan, ines, lena, maya, now):
    ivans_interview.start(now=now)
    asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    make_scorecard(interview=ivans_interview)

    pages = {
        person: signed_in(person).get(f"/questions/{rate_limiter.question.key}/use/").content.decode()
        for person in (ivan, ines, lena)
    }

    assert [maya.name in pages[person] for person in (ivan, ines, lena)] == [True, False, True]


def test_lists_and_pickers_say_how_a_question_went(went, ivans_interview, rate_limiter, ivan, carla, now):
    for minutes in (20, 30):
        went(minutes=minutes, step=4)
    question_use.count_changed(now=now + timedelta(days=5))
    went_so = "Asked 2 times, last in Mar 2026, median 25 min"
    live = ivans_interview
    live.start(now=now)

    assert went_so in signed_in(ivan).get("/questions/?q=rate").content.decode()
    assert went_so in signed_in(ivan).get(f"/interviews/{live.pk}/room/search/?q=rate").content.decode()
    assert went_so in signed_in(carla).get("/kits/coding/questions/?section=2&find-2=rate").content.decode()


def test_a_question_on_trial_says_how_many_times_are_left(went, rate_limiter, carla, now):
    rate_limiter.question.pilot(why="To see", now=now)
    for _ in range(3):
        went(minutes=20, step=4)
    question_use.count_changed(now=now + timedelta(days=5))

    assert "7 more times until it counts" in signed_in(carla).get(f"/questions/{rate_limiter.question.key}/").content.decode()


@pytest.mark.parametrize(("earlier", "is_counted"), [(0, False), (9, False), (10, True)])
def test_a_rating_on_a_question_on_trial_counts_from_the_eleventh_time_on(went, rate_limiter, lena, now, earlier, is_counted):
    rate_limiter.question.pilot(why="To see", now=now)
    for _ in range(earlier):
        went(minutes=20, step=3, is_decided=False)
    card = went(minutes=20, step=5)
    loop = card.seat.interview.stage.loop

    rows = {row.competency.key: row for row in matrix.table(loop, lena).rows}

    assert rows["problem_solving"].line.count == int(is_counted)
    assert (rows["problem_solving"].cells[0][2] == question_use.ON_TRIAL) != is_counted
    assert rows["communication"].line.count == 1


def test_what_did_not_count_when_it_was_decided_does_not_count_later(went, rate_limiter, lena, now):
    rate_limiter.question.pilot(why="To see", now=now)
    card = went(minutes=20, step=5)
    rate_limiter.question.activate(why="It works", now=now + timedelta(days=3))

    table = matrix.table(card.seat.interview.stage.loop, lena)

    assert next(row for row in table.rows if row.competency.key == "problem_solving").line.count == 0


def test_hints_are_told_once_the_loop_is_decided(went, rate_limiter, ivan, otto, lena, now):
    went(minutes=10, step=4, hints=2, is_decided=False)
    question_use.count_changed(now=now)
    address = f"/questions/{rate_limiter.question.key}/use/"

    pages = [signed_in(person).get(address).content.decode() for person in (ivan, lena, otto)]

    assert ["told once a loop with it is decided" in page for page in pages] == [True] * 3
    assert [", 2 hints" in page for page in pages] == [True, False, False]


def test_numbers_leave_out_who_works_here_and_loops_in_which_somebody_owes(went, rate_limiter, otto, ines, now):
    went(minutes=10, step=4, hints=1)
    card = went(minutes=10, step=4, hints=1)
    card.seat.interview.stage.loop.candidate.employee = otto
    card.seat.interview.stage.loop.candidate.save(update_fields=["employee"])
    make_seat(interview=went(minutes=10, step=4, hints=1).seat.interview, person=ines, role="shadow")

    question_use.count_changed(now=now + timedelta(days=1))

    use = QuestionUse.objects.get(question=rate_limiter.question)
    assert (use.asked, use.told, use.hinted, use.rated) == (3, 1, 1, 1)
