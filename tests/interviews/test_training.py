"""The way into a pool: what is next for each who learns follows from the seats, whatever moves; approval is a person's."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import Mail
from accounts.post import Drop, writers
from interviews import booking, graduating, training
from interviews.models import Away, Interview, Qualification, Recusal, Role, Seat, TrainingPath
from tests.clients import errors
from tests.factories import make_candidate, make_interview, make_loop, make_seat, make_user

pytestmark = pytest.mark.usefixtures("monday")
BEGAN = datetime(2026, 2, 2, 9, tzinfo=UTC)


@pytest.fixture
def kind(loop):
    return loop.stages.get(name="Coding").kind


@pytest.fixture
def learner(kind, otto):
    return Qualification.begin(otto, kind, now=BEGAN)


@pytest.fixture
def coding(plan, job, lena, ivan):
    """Makes a coding interview of another candidate, led by ivan, on a day of March or before at 14:00 UTC."""

    def make(day: int, *, month: int = 3, held: bool = False) -> Interview:
        number = Interview.objects.count()
        candidate = make_candidate(name=f"Candidate {number}", email=f"c{number}@example.org", added_by=lena)
        stage = make_loop(plan=plan, candidate=candidate, job=job, recruiter=lena).stages.get(name="Coding")
        starts_at = datetime(2026, month, day, 14, tzinfo=UTC)
        interview = make_interview(stage=stage, lead=ivan, starts_at=starts_at)
        if held:
            interview.start(now=starts_at)
            interview.end(now=starts_at + timedelta(hours=1))
        return interview

    return make


def far(kind, lena, now) -> training.Progress:
    """The only one on the way."""
    (one,) = training.progress(kind, TrainingPath.of(kind), by=lena, now=now)
    return one


def counted(one: training.Progress) -> list[tuple[int, int, int]]:
    return [(len(phase.held), len(phase.again), len(phase.ahead)) for phase in one.phases]


def test_seats_held_and_ahead_are_counted_and_what_is_next_is_said(kind, lena, otto, learner, coding, now):
    make_seat(interview=coding(5, month=2, held=True), person=otto, role="shadow")
    make_seat(interview=coding(10, month=2), person=otto, role="shadow").remove(by=lena, now=now)
    make_seat(interview=coding(4), person=otto, role="shadow")

    one = far(kind, lena, now)

    assert (counted(one), one.next_words) == ([(1, 0, 1), (0, 0, 0)], "Next as shadow.")
    assert (one.due_at, one.is_late, one.is_done) == (BEGAN + timedelta(weeks=12), False, False)


def test_one_click_seats_where_it_fits_in_the_role_that_is_next(client, kind, lena, otto, learner, coding):
    for day in (5, 6):
        make_seat(interview=coding(day, month=2, held=True), person=otto, role="shadow")
    taken, _, free = (coding(day) for day in (4, 5, 6))
    make_interview(stage=coding(9).stage.loop.stages.get(name="System design"), lead=otto, starts_at=taken.starts_at)
    Away.objects.create(person=otto, first_on="2026-03-05", last_on="2026-03-05")
    client.force_login(lena)

    page = client.get(reverse("pool", args=[kind.key]))
    offered = page.context["learners"][0].offers
    address = reverse("training_seat", args=[kind.key, learner.pk])
    answers = [client.post(address, {"interview": offered[0][0].pk}).status_code for _ in range(2)]

    assert [(interview.starts_at.day, role) for interview, role in offered] == [(6, Role.REVERSE_SHADOW), (9, Role.REVERSE_SHADOW)]
    assert answers == [302, 302]
    assert Seat.objects.held().get(person=otto, interview=free).role == Role.REVERSE_SHADOW


def test_nobody_learns_where_they_should_not_judge_or_somebody_learns_already(kind, lena, otto, ines, learner, coding, now):
    knows, full, own = coding(4), coding(5), coding(6)
    Recusal.objects.create(person=otto, candidate=knows.stage.loop.candidate, said_at=now)
    make_seat(interview=full, person=ines, role="shadow")
    own.stage.loop.candidate.employee = otto
    own.stage.loop.candidate.save(update_fields=["employee"])

    assert far(kind, lena, now).offers == []


def test_what_is_ahead_flows_anew_when_dates_move_and_interviews_are_cancelled(client, kind, lena, otto, learner, coding, now):
    TrainingPath.objects.create(kind=kind, shadows=1, reverse_shadows=1)
    first, second = coding(4), coding(6)
    seats = [training.seat_one(learner, one, by=lena, now=now) for one in (first, second)]
    before = far(kind, lena, now)

    moved = datetime(2026, 3, 9, 14, tzinfo=UTC)
    booking.move(first, starts_at=moved, ends_at=moved + timedelta(hours=1), by=lena, reason="Ill", now=now)
    after = far(kind, lena, now)
    client.force_login(lena)
    client.post(reverse("shadow_first", args=[seats[1].pk]))
    mended = far(kind, lena, now)
    booking.cancel(first, by=lena, reason="Gone", now=now)
    cancelled = far(kind, lena, now)

    assert [seat.role for seat in seats] == [Role.SHADOW, Role.REVERSE_SHADOW]
    assert (before.early, after.early) == (set(), {seats[1].pk})
    assert [[seat.interview_id for seat in phase.ahead] for phase in mended.phases] == [[second.pk, first.pk], []]
    assert (counted(cancelled), [phase.missing for phase in cancelled.phases]) == ([(0, 0, 1), (0, 0, 0)], [0, 1])


def test_a_seat_that_does_not_count_is_taken_again_within_limits(client, kind, lena, otto, learner, coding, now):
    TrainingPath.objects.create(kind=kind, shadows=1, reverse_shadows=0, retakes=1)
    seats = [make_seat(interview=coding(day, month=2, held=True), person=otto, role="shadow") for day in (4, 5)]
    ahead = make_seat(interview=coding(9), person=otto, role="shadow")
    client.force_login(lena)

    silent = client.post(reverse("retake", args=[seats[0].pk]))
    client.post(reverse("retake", args=[seats[0].pk]), {"reason": "Came late"})
    once = far(kind, lena, now)
    client.post(reverse("retake", args=[seats[1].pk]), {"reason": "Came late again"})
    twice = far(kind, lena, now)
    refused = client.post(reverse("retake", args=[ahead.pk]), {"reason": "Not yet"})

    assert errors(silent) == {"reason": ["Say why, in a few words."]}
    assert (counted(once)[0], once.is_done, once.retakes_are_over) == ((1, 1, 1), True, False)
    assert (counted(twice)[0], twice.is_done, twice.retakes_are_over) == ((0, 2, 1), False, True)
    assert refused.status_code == 403


def test_approval_is_a_persons_and_comes_last(client, kind, lena, ivan, otto, learner, coding, now):
    TrainingPath.objects.create(kind=kind, shadows=1, reverse_shadows=0)
    Qualification.give(ivan, kind, by=lena, now=now)
    client.force_login(lena)
    address = reverse("training_approval", args=[kind.key, learner.pk])

    early = client.post(address)
    make_seat(interview=coding(5, month=2, held=True), person=otto, role="shadow")
    words = far(kind, lena, now).next_words
    done = [client.post(address).status_code for _ in range(2)]

    assert (early.status_code, "0 of 1 as shadow" in early.content.decode()) == (403, True)
    assert words == "All seats of the path were held. A recruiter approves, or says what is missing."
    learner.refresh_from_db()
    assert (done, learner.qualified_by, training.progress(kind, TrainingPath.of(kind), by=lena, now=now)) == ([302, 302], lena, [])


@pytest.fixture
def done(kind, otto, learner, coding):
    """Makes the way into the pool one seat as shadow, which otto has held, by what is said of approval; gives the seat."""

    def make(**approval) -> Seat:
        TrainingPath.objects.create(kind=kind, shadows=1, reverse_shadows=0, **approval)
        return make_seat(interview=coding(5, month=2, held=True), person=otto, role="shadow")

    return make


def round_of_the_worker(now) -> list[str]:
    """What the worker does each minute; the mails of it that are owed."""
    graduating.let_in_or_tell(now=now)
    return list(Mail.objects.filter(kind=graduating.MAIL).order_by("pk").values_list("address", flat=True))


def test_where_nobody_approves_the_path_puts_them_in_the_pool_once(client, kind, lena, otto, learner, coding, now):
    TrainingPath.objects.create(kind=kind, shadows=2, reverse_shadows=0, needs_approval=False)
    make_seat(interview=coding(5, month=2, held=True), person=otto, role="shadow")
    last = coding(6, month=2)
    make_seat(interview=last, person=otto, role="shadow")
    assert (round_of_the_worker(now), Qualification.objects.qualified().exists()) == ([], False)

    last.start(now=now)
    last.end(now=now)
    words = far(kind, lena, now).next_words
    mails = [round_of_the_worker(now), round_of_the_worker(now + timedelta(hours=1))]
    Qualification.give(otto, kind, by=lena, now=now + timedelta(hours=2))
    client.force_login(lena)

    learner.refresh_from_db()
    assert (learner.qualified_at, learner.qualified_by, mails) == (now, None, [[], []])
    assert words == "All seats of the path were held. The path puts them in the pool now."
    assert "since 2 Mar 2026, by the path" in client.get(reverse("pool", args=[kind.key])).content.decode()
    assert learner.events.filter(qualified_at__isnull=False).count() == 1


def test_the_path_puts_nobody_in_whose_retakes_are_used_up_or_whom_somebody_approves(kind, lena, otto, done, coding, now):
    seat = done(needs_approval=False, retakes=0)
    make_seat(interview=coding(6, month=2, held=True), person=otto, role="shadow")
    training.take_again(seat, reason="Came late", by=lena, now=now)
    round_of_the_worker(now)
    TrainingPath.objects.update(retakes=1, needs_approval=True)

    assert round_of_the_worker(now) == []
    assert not Qualification.objects.qualified().exists()


def test_who_is_named_is_told_once_and_approves_without_recruiting(client, kind, carla, otto, learner, done, now):
    done(approver=carla)
    told = [round_of_the_worker(now) for _ in range(2)]
    letter = writers[graduating.MAIL](Mail.objects.get(kind=graduating.MAIL), now)
    address = reverse("training_approval", args=[kind.key, learner.pk])
    client.force_login(carla)

    owed = client.get("/").context["debts"]
    page = client.get(address).content.decode()
    answers = [client.post(address).status_code for _ in range(2)]

    learner.refresh_from_db()
    assert told == [["carla@example.com"]] * 2
    assert (letter.subject, address in letter.text) == ("Ready for the pool: Otto Outside, Coding", True)
    assert [(debt.words, debt.url) for debt in owed] == [("Approve: Otto Outside for Coding", address)]
    assert "Carla Committee approves, or says what is missing." in page
    assert "Candidate " not in page  # who interviewed whom is not theirs to read
    assert (answers, learner.qualified_by, client.get("/").context["debts"]) == ([302, 302], carla, [])
    assert "by Carla Committee" in client.get(address).content.decode()
    assert isinstance(writers[graduating.MAIL](Mail.objects.get(kind=graduating.MAIL), now), Drop)
    assert client.get(reverse("pool", args=[kind.key])).status_code == 403


def test_who_is_named_has_a_seat_taken_again_and_is_told_of_the_next(client, kind, ivan, otto, ines, done, coding, now):
    seat = done(approver=ivan)
    round_of_the_worker(now)
    client.force_login(ivan)
    design = make_interview(stage=coding(9).stage.loop.stages.get(name="System design"), lead=ines, starts_at=now)
    elsewhere = make_seat(interview=design, person=otto, role="shadow")

    page = client.get(reverse("retake", args=[seat.pk]))
    client.post(reverse("retake", args=[seat.pk]), {"reason": "Came late"})
    dropped = writers[graduating.MAIL](Mail.objects.get(kind=graduating.MAIL), now)
    make_seat(interview=coding(6, month=2, held=True), person=otto, role="shadow")

    assert page.status_code == 200
    assert isinstance(dropped, Drop)
    assert round_of_the_worker(now) == ["ivan@example.com"] * 2
    assert client.get(reverse("retake", args=[elsewhere.pk])).status_code == 404


def test_nobody_approves_themselves_and_who_left_is_not_asked(client, lena, ada, ivan, otto, learner, done, now):
    done(approver=otto)
    client.force_login(otto)
    address = reverse("training_approval", args=[learner.kind.key, learner.pk])

    own = client.post(address)
    words = far(learner.kind, lena, now).next_words
    TrainingPath.objects.update(approver=ivan)
    ivan.deactivate(by=ada, now=now)

    assert (own.status_code, "You cannot approve your own training." in own.content.decode()) == (403, True)
    assert words == "All seats of the path were held. A recruiter approves, or says what is missing."
    assert round_of_the_worker(now) == []
    assert client.get(address).status_code == 403
    client.force_login(lena)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("people", [1, 3])
def test_todays_approvals_cost_the_same_queries_for_more_people_and_pools(
    kind, ivan, coding, people, now, django_assert_num_queries
):
    for number in range(people):
        stage = coding(3 + number, month=2, held=True).stage
        TrainingPath.objects.update_or_create(kind=stage.kind, defaults={"shadows": 1, "reverse_shadows": 0, "approver": ivan})
        person = make_user(name=f"Person {number}", email=f"{number}@example.com")
        Qualification.begin(person, kind, now=BEGAN)
        make_seat(interview=stage.interviews.get(), person=person, role="shadow")

    with django_assert_num_queries(2):
        assert len(graduating.waiting_for(ivan, now=now)) == people


def test_a_learners_seat_never_blocks_a_move(lena, ivan, otto, ivans_interview, now):
    """Otto watches; he is away on the new day, so he gives the seat up, is told, and the interview moves."""
    seat = booking.add_seat(ivans_interview, otto, Role.SHADOW, by=lena, now=now)
    Away.objects.create(person=otto, first_on="2026-03-10", last_on="2026-03-10")
    moved = datetime(2026, 3, 10, 12, tzinfo=UTC)

    booking.move(ivans_interview, starts_at=moved, ends_at=moved + timedelta(hours=1), by=lena, reason="Ill", now=now)

    seat.refresh_from_db()
    assert seat.removed_at == now
    assert [held.person for held in ivans_interview.seats.held()] == [ivan]


def test_a_way_is_begun_and_said(client, kind, lena, ivan, otto):
    client.force_login(lena)

    client.post(reverse("training", args=[kind.key]), {"learner-person": "Otto Outside"})
    wrong = client.post(reverse("training", args=[kind.key]), {"learner-person": "Nobody"})
    way = {"shadows": "3", "reverse_shadows": "1", "weeks": "8", "retakes": "0"}
    address = reverse("training_path", args=[kind.key])
    client.post(address, way | {"needs_approval": "on", "approver": "Ivan Interviewer"})
    none = client.post(address, way | {"shadows": "0", "reverse_shadows": "0"})
    nobody = client.post(address, way | {"approver": "Ivan Interviewer"})
    page = client.get(reverse("pool", args=[kind.key]))

    assert [one.member.person for one in page.context["learners"]] == [otto]
    assert wrong.status_code == none.status_code == 422
    assert str(TrainingPath.objects.get()) == "3 as shadow, 1 as reverse shadow"
    assert page.context["learners"][0].path.weeks == 8
    assert "Nobody approves here." in nobody.content.decode()
    assert (page.context["learners"][0].path.needs_approval, page.context["goes"].named) == (True, ivan)
    client.post(address, way)
    assert (TrainingPath.objects.get().needs_approval, TrainingPath.objects.get().approver) == (False, None)


@pytest.mark.parametrize("people", [1, 3])
def test_a_pool_costs_the_same_queries_for_more_people(client, kind, lena, coding, people, django_assert_num_queries):
    for number in range(people):
        person = make_user(name=f"Person {number}", email=f"{number}@example.com")
        Qualification.begin(person, kind, now=BEGAN)
        make_seat(interview=coding(3 + number, month=2, held=True), person=person, role="shadow")
        coding(9 + number)
    client.force_login(lena)

    with django_assert_num_queries(18):
        assert len(client.get(reverse("pool", args=[kind.key])).context["learners"]) == people


@pytest.mark.parametrize("who", ["otto", "ivan", "carla"])
def test_only_recruiters_train(request, client, kind, learner, ivans_interview, otto, who):
    seat = make_seat(interview=ivans_interview, person=otto, role="shadow")
    client.force_login(request.getfixturevalue(who))
    one = [kind.key, learner.pk]

    answers = [
        client.post(reverse(name, args=args)).status_code
        for name, args in (
            ("training", [kind.key]), ("training_path", [kind.key]), ("training_seat", one), ("training_approval", one),
            ("retake", [seat.pk]), ("shadow_first", [seat.pk]),
        )
    ]  # fmt: skip

    assert answers == [403] * 6
