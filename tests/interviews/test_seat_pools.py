"""Seats of one stage from different pools: planned, booked, replaced, drawn and offered by the one rule."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews import booking, choosing, planning, replacing
from interviews.exporting import kit_files
from interviews.loading import load_plans
from interviews.models import Loop, LoopPlan, PlanStage, Qualification, SetAside
from interviews.planner.board import Board, Need, bits
from interviews.planner.crews import fill
from interviews.planner.proposals import openings, propose
from interviews.planner.search import Search, cost_of
from interviews.reading import PlanFile
from questionbank.models import StageKind
from tests.clients import signed_in
from tests.factories import make_user
from tests.interviews.test_choosing import TERMS
from tests.interviews.test_planner import CODING, DESIGN, MONDAY, VALUES, board, hour_of, needs, person, told

HOUR = timedelta(hours=1)
TEN = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


def mixed(*pools: int, held: tuple[int, ...] = ()) -> Need:
    """An hour of design whose seats have these pools: a lead, then a panel."""
    return Need(9, "Design", 60, DESIGN, ("lead", *["panel"] * (len(pools) - 1)), pools=pools, held=held)


def test_who_alone_can_take_the_other_seat_is_left_to_it():
    """1 costs least and could lead, but nobody else can sit in the second seat; 3 is of neither pool."""
    people = [person(1, {CODING, DESIGN}), person(2, {DESIGN}, minutes_lately=900), person(3, {VALUES})]

    found = propose(board(people, [mixed(DESIGN, CODING)]))

    assert {told(plan)[0][2] for plan in found} == {(2, 1)}
    assert {one.crew for one in openings(board(people, [mixed(DESIGN, CODING)]))} == {(2, 1)}


def test_nobody_is_planned_where_one_person_would_need_two_seats():
    both = person(1, {CODING, DESIGN})

    assert propose(board([both, person(2, {VALUES})], [mixed(DESIGN, CODING)])) == []
    assert len(propose(board([both, person(2, {CODING})], [mixed(DESIGN, CODING)]))) == 3


def test_a_loop_plans_seats_of_its_pools_beside_its_other_stages():
    """1 is the only one for coding and could take a seat of design; 4 takes it."""
    people = [person(1, {CODING, VALUES}), person(2, {DESIGN}), person(4, {VALUES}, minutes_lately=900)]
    plans = propose(board(people, [*needs(("lead",)), mixed(DESIGN, VALUES)]))

    assert {crew for plan in plans for name, _, crew in told(plan) if name == "Design"} == {(2, 4)}
    again = propose(board(people[:2], [*needs(("lead",)), mixed(DESIGN, VALUES)]))
    assert again[0].has_somebody_twice
    assert {crew for name, _, crew in told(again[0]) if name == "Design"} == {(2, 1)}


def test_who_holds_a_seat_keeps_it_when_the_interview_moves():
    people = [person(1, {CODING, DESIGN}), person(2, {CODING, DESIGN})]

    assert {one.crew for one in openings(board(people, [mixed(DESIGN, CODING, held=(2, 1))]))} == {(2, 1)}
    assert openings(board([people[0], person(2, {CODING})], [mixed(DESIGN, CODING, held=(2, 1))])) == []


@st.composite
def some_people(draw) -> Board:
    """Two days, three seats of two or three pools, up to six people with little time and some of the pools."""
    people = []
    for pk in range(1, draw(st.integers(3, 6)) + 1):
        hours = draw(st.lists(st.integers(0, 15), min_size=2, max_size=8, unique=True))
        busy = tuple((hour_of(hour), hour_of(hour) + HOUR) for hour in range(16) if hour not in hours)
        kinds = draw(st.sets(st.sampled_from([CODING, DESIGN, VALUES]), min_size=1))
        people.append(person(pk, kinds, busy=busy, minutes_lately=draw(st.sampled_from([0, 180, 720]))))
    pools = draw(st.sampled_from([(DESIGN, CODING, CODING), (DESIGN, CODING, VALUES), (CODING, DESIGN, CODING)]))
    return board(people, [mixed(*pools)], days=2)


@given(some_people())
@settings(max_examples=25, deadline=None)
def test_no_other_crew_costs_less_and_none_is_missed(some):
    """At every start against every crew there is, one by one."""
    need = some.needs[0]
    search = Search(some, (0,), [some.offered(need)])
    costs = {pk: cost_of(one, MONDAY) for pk, one in some.diaries.items()}
    best: dict[int, int] = {}
    for crew in permutations(some.diaries, len(need.roles)):
        if all(kind in some.diaries[pk].kinds for pk, kind in zip(crew, need.kinds, strict=True)):
            together = -1
            for pk in crew:
                together &= some.beginnings[0][pk]
            for slot in bits(together):
                best[slot] = min(best.get(slot, 1 << 40), sum(costs[pk] for pk in crew))

    assert search.cheapest[0] == best
    for slot, cost in best.items():
        crew = search.sitting(0, slot).crew
        assert sum(costs[pk] for pk in crew) == cost
        assert all(kind in some.diaries[pk].kinds for pk, kind in zip(crew, need.kinds, strict=True))


def test_seats_are_filled_in_order_and_people_move_over_to_make_room():
    assert fill([7, 8, 9], 2, {7: 0b11, 8: 0b11, 9: 0b11}.get) == [7, 8]
    assert fill([7, 8], 2, {7: 0b11, 8: 0b01}.get) == [8, 7]
    assert fill([7, 8], 2, {7: 0b01, 8: 0b01}.get) == [7, 0]


@pytest.fixture
def raisers(db):
    """A pool that is no kind of any stage."""
    return StageKind.objects.create(key="bar-raisers", name="Bar raisers", minutes=60, purpose="Keeps the bar")


@pytest.fixture
def pair(loop, raisers, ivan, ines, otto, lena, now):
    """System design: its lead from its own pool, in which ivan and ines are; a second seat from the bar raisers, ines and otto."""
    stage = loop.stages.get(name="System design")
    stage.roles = ["lead", "panel", "shadow"]
    stage.save(update_fields=["roles"])
    stage.fill_from({"panel": raisers})
    for somebody, kinds in ((ivan, [stage.kind]), (ines, [stage.kind, raisers]), (otto, [raisers])):
        for kind in kinds:
            Qualification.give(somebody, kind, by=lena, now=now)
    return stage


def book(stage, *people, by, now, **facts):
    return booking.book(stage, starts_at=TEN, ends_at=TEN + HOUR, people=list(people), place="", by=by, now=now, **facts)


def test_by_hand_each_seat_asks_for_its_own_pool_and_a_reason_sets_it_aside(pair, ivan, ines, otto, lena, now):
    with pytest.raises(booking.Clash) as clash:
        book(pair, (otto, "lead"), (ivan, "panel"), by=lena, now=now)
    assert clash.value.sentences == {
        otto.pk: f"{otto} is not in the pool for {pair.kind}.",
        ivan.pk: f"{ivan} is not in the pool for Bar raisers.",
    }
    assert clash.value.may_be

    booked = book(pair, (otto, "lead"), (ivan, "panel"), by=lena, now=now, despite="Nobody else knows it")
    assert SetAside.objects.filter(interview=booked).count() == 2
    assert booking.add_seat(booked, lena, "shadow", by=lena, now=now).role == "shadow"


def test_a_swap_and_a_replacement_are_of_the_pool_of_the_seat(pair, ivan, ines, otto, lena, now):
    booked = book(pair, (ines, "lead"), (otto, "panel"), by=lena, now=now)
    seat = booked.seats.get(role="panel")
    with pytest.raises(booking.Clash, match="not in the pool for Bar raisers"):
        booking.swap(seat, ivan, by=lena, now=now)
    kim = make_user(name="Kim Raiser", email="kim@example.com")
    assert booking.move(booked, starts_at=TEN + 48 * HOUR, ends_at=TEN + 49 * HOUR, by=lena, reason="Later", now=now)

    booking.answer(seat, by=otto, accepts=False, reason="Ill", now=now)
    assert replacing.replace(seat, now=now).words == "Nobody else of the pool for Bar raisers is free then."
    Qualification.give(kim, pair.panel_pool, by=lena, now=now)
    seat = booking.add_seat(booked, kim, "panel", by=lena, now=now)
    Qualification.give(lena, pair.panel_pool, by=lena, now=now)
    booking.answer(seat, by=kim, accepts=False, reason="Ill", now=now)
    assert replacing.replace(seat, now=now).seat.person == lena


def test_a_candidate_is_offered_times_at_which_every_seat_has_somebody_of_its_pool(pair, ivan, ines, otto, lena, now):
    there = choosing.offer(pair, TERMS, by=lena, now=now)
    slots = choosing.slots(there, now=now)
    assert {slot.crew for slot in slots} <= {(ivan.pk, ines.pk), (ivan.pk, otto.pk), (ines.pk, otto.pk)}

    with CaptureQueriesContext(connection) as few:
        choosing.slots(there, now=now)
    booked = choosing.choose(there, slots[0].starts_at, now=now)
    assert [(seat.person_id, seat.role) for seat in booked.seats.order_by("pk")] == list(
        zip(slots[0].crew, ["lead", "panel"], strict=True)
    )
    moved = choosing.slots(there, now=now, moved=booked)
    assert moved
    assert {slot.crew for slot in moved} == {slots[0].crew}

    booking.cancel(booked, by=lena, reason="No", now=now)
    again = choosing.offer(pair, TERMS, by=lena, now=now)
    for number in range(3):
        Qualification.give(make_user(name=f"B {number}", email=f"b{number}@example.com"), pair.panel_pool, by=lena, now=now)
    with CaptureQueriesContext(connection) as many:
        choosing.slots(again, now=now)
    assert len(many) == len(few)
    Qualification.objects.filter(kind=pair.kind).exclude(person=ines).delete()
    Qualification.objects.filter(kind=pair.panel_pool).exclude(person=ines).delete()
    assert choosing.slots(again, now=now) == []  # ines cannot sit in both seats


def test_a_plan_that_cannot_be_says_which_pool_is_short(pair, loop, ines, lena, now):
    wishes = planning.Wishes(TEN.date())
    Qualification.objects.filter(kind=pair.kind).exclude(person=ines).delete()
    Qualification.objects.filter(kind=pair.panel_pool).exclude(person=ines).delete()

    short = planning.impasse(planning.board_of(loop, wishes, now=now, only=pair), "Maya", {}).short
    assert short == ["System design needs 2 people. Its pools have fewer between them: some are in more than one."]


@pytest.mark.usefixtures("monday")
def test_the_week_seats_everybody_in_their_pool(client, pair, ivan, ines, otto, lena):
    client.force_login(lena)
    address = reverse("week", args=[pair.pk])

    drawn = client.get(address, {"with": [ines.pk, ivan.pk]}).context["week"]
    crews = {slot.crew for day in drawn.days for slot in drawn.slots_of(day) if slot.crew}
    assert crews == {(ivan.pk, ines.pk)}  # ines is named first, and moves over
    page = client.get(address, {"with": [ines.pk, ivan.pk], "at": "2026-03-04T14:00Z"})
    assert [(str(who), role) for who, role, _ in page.context["slot"]["people"]] == [(str(ivan), "Lead"), (str(ines), "Panel")]
    assert page.context["slot"]["against"] == []

    Qualification.objects.filter(kind=pair.panel_pool, person=ines).delete()
    page = client.get(address, {"with": [ines.pk, ivan.pk], "at": "2026-03-04T14:00Z"})
    assert page.context["slot"]["against"] == [f"{ivan} is not in the pool for Bar raisers."]
    slot = page.context["week"].slot(datetime(2026, 3, 4, 14, tzinfo=UTC))
    assert (slot.crew, slot.against) == ((), "not every seat has somebody of its pool who is free")


def test_the_plans_page_names_pools_and_open_loops_keep_theirs(plan, loop, raisers, maya, job, lena, ivan, now):
    stage = plan.stages.get(name="System design")
    PlanStage.objects.filter(pk=stage.pk).update(roles=["lead", "panel"])
    address, field = reverse("plan_coverage", args=[plan.key]), f"pool_{stage.pk}_panel"

    assert signed_in(ivan).post(address, {field: "bar-raisers"}).status_code == 403
    assert signed_in(lena).post(address, {field: "nothing"}).status_code == 422
    assert signed_in(lena).post(address, {field: "bar-raisers"}).status_code == 302
    assert "Pool: Bar raisers" in signed_in(ivan).get(address).content.decode()

    loop.close(by=lena, now=now)
    later = Loop.open_from(plan, candidate=maya, job=job, recruiter=lena, by=lena, now=now)
    new, old = later.stages.get(name="System design"), loop.stages.get(name="System design")
    assert (new.pool("panel"), new.pool("lead"), new.pool("shadow")) == (raisers, new.kind, new.kind)
    assert old.pools == {}
    signed_in(lena).post(address, {field: ""})
    assert PlanStage.objects.get(pk=stage.pk).pools == {}
    assert Loop.objects.get(pk=later.pk).stages.get(name="System design").pools == {"panel": raisers}


def test_a_file_names_pools_and_one_that_names_none_leaves_those_of_the_page(plan, raisers):
    stage = plan.stages.get(name="System design")
    stage.fill_from({"lead": raisers})
    part = kit_files()[f"plans/{plan.key}.toml"]
    index = [one.name for one in part.stages].index("System design")
    assert part.stages[index].pools == {"lead": "bar-raisers"}
    assert load_plans([part]) == 0

    silent = with_pools(part, index, {})
    assert load_plans([silent]) == 0
    assert load_plans([silent.model_copy(update={"name": "Another name"})]) == 1
    assert LoopPlan.objects.get().stages.get(name="System design").pools == {"lead": raisers}
    assert load_plans([with_pools(part, index, {"lead": stage.kit.kind.key})]) == 1
    assert LoopPlan.objects.get().stages.get(name="System design").pools == {"lead": stage.kit.kind}


def with_pools(part: PlanFile, index: int, pools: dict[str, str]) -> PlanFile:
    stages = [*part.stages]
    stages[index] = stages[index].model_copy(update={"pools": pools})
    return part.model_copy(update={"stages": stages})


@pytest.mark.parametrize("stages", [1, 3])
def test_the_plans_page_takes_as_many_queries_for_many_stages(stages, plan, lena):
    kit = plan.stages.first().kit
    plan.stages.all().delete()
    for place in range(stages):
        plan.stages.create(place=place, name=f"Stage {place}", kit=kit, roles=["lead", "panel"])
    client = signed_in(lena)
    address = reverse("plan_coverage", args=[plan.key])
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    assert len(found) == 8
