"""How much people interview: minutes of work in parts, side by side for recruiters, and one's own."""

from datetime import timedelta

import pytest
from django.urls import reverse

from interviews import booking, diaries
from interviews.effort import Parts
from interviews.models import KindEffort, LoadLimit, Qualification
from tests.clients import signed_in
from tests.factories import make_candidate, make_interview, make_loop, make_seat, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def coding_with(plan, job, lena):
    """`coding_with(ivan, at)`: one more candidate's Coding of an hour, led by somebody."""
    count = 0

    def one_more(lead, starts_at):
        nonlocal count
        count += 1
        candidate = make_candidate(name=f"Candidate {count}", email=f"c{count}@example.org", added_by=lena)
        loop = make_loop(plan=plan, candidate=candidate, job=job, recruiter=lena)
        return make_interview(stage=loop.stages.get(name="Coding"), lead=lead, starts_at=starts_at)

    return one_more


def told(client, **asked) -> list[tuple]:
    loads = client.get(reverse("load"), asked).context["loads"]
    return [(one.name.split()[0], one.lately.words, one.ahead.words, one.interviews, one.share) for one in loads]


@pytest.mark.usefixtures("monday")
def test_shadows_and_what_fell_through_late_count(lena, ivan, ines, otto, coding_with, now):
    held = coding_with(ivan, now - 3 * DAY)
    make_seat(interview=held, person=otto, role="shadow")
    late = make_seat(interview=held, person=ines, role="panel")
    late.decline("I am ill", now=held.starts_at - 2 * HOUR)
    early = make_seat(interview=held, person=lena, role="panel")
    early.decline("I am away", now=held.starts_at - 2 * DAY)
    gone = coding_with(ivan, now + DAY)
    booking.cancel(gone, by=lena, reason="The candidate is ill", now=gone.starts_at - HOUR)
    in_time = coding_with(ivan, now + 5 * DAY)
    booking.cancel(in_time, by=lena, reason="The candidate withdrew", now=now)

    whole = "1 h in interviews, 2 h around them by rule of thumb"
    assert told(signed_in(lena)) == [
        ("Ivan", whole, "1 h kept free and lost late", 1, 5),
        ("Otto", whole, "", 1, 5),
        ("Ines", "1 h kept free and lost late", "", 0, 2),
        ("Lena", "", "", 0, 0),
    ]


@pytest.mark.usefixtures("monday")
def test_what_a_kind_takes_stands_in_place_of_the_rule_of_thumb(lena, ivan, ines, coding_with, now):
    held = coding_with(ivan, now - DAY)
    coding_with(ines, now + DAY)
    kind = held.stage.kind
    KindEffort.objects.create(kind=kind, preparing=20, writing=35, interviews=12, people=4, counted_at=now)
    LoadLimit.objects.create(person=ivan, hours_per_week=5)
    Qualification.give(ivan, kind, by=lena, now=now)

    page = signed_in(lena).get(reverse("load"), {"pool": kind.key})

    assert told(signed_in(lena), pool=kind.key) == [
        ("Ivan", "1 h in interviews, 20 min preparing, 35 min writing up", "", 1, 10)  # 115 of 1200 minutes
    ]
    assert "medians of 12 interviews by 4 people" in page.text
    assert "Three times its length: too little is measured yet." in page.text
    assert told(signed_in(lena))[1][2] == "1 h in interviews, 20 min preparing, 35 min writing up"
    assert "1 h in interviews, 20 min preparing, 35 min writing up" in signed_in(ivan).get(reverse("my_time")).text


@pytest.mark.usefixtures("monday")
def test_what_is_measured_counts_for_the_limit_and_for_who_is_asked(lena, ivan, coding_with, now):
    held = coding_with(ivan, now + DAY)
    LoadLimit.objects.create(person=ivan, hours_per_week=5)
    kind = held.stage.kind_id

    known = diaries.read([ivan.pk], now, now + 7 * DAY, kinds=[kind], candidate=None)[ivan.pk]
    KindEffort.objects.create(kind_id=kind, preparing=20, writing=35, interviews=12, people=4, counted_at=now)
    measured = diaries.read([ivan.pk], now, now + 7 * DAY, kinds=[kind], candidate=None)[ivan.pk]

    assert (known.work, known.minutes_lately) == (((held.starts_at, Parts(60, 0, 0, 120)),), 180)
    assert (measured.work, measured.minutes_lately) == (((held.starts_at, Parts(60, 20, 35)),), 115)
    assert measured.limits.hours_per_week == 5


@pytest.mark.usefixtures("monday")
def test_it_is_for_recruiters_and_says_what_to_do_when_empty(lena, ivan, loop):
    kind = loop.stages.get(name="Coding").kind

    assert signed_in(ivan).get(reverse("load")).status_code == 403
    assert "Nobody had an interview in the last 4 weeks" in signed_in(lena).get(reverse("load")).text
    assert "Nobody is in this pool" in signed_in(lena).get(reverse("load"), {"pool": kind.key}).text
    assert signed_in(lena).get(reverse("load"), {"pool": "unknown"}).status_code == 404


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(django_assert_num_queries, lena, coding_with, now, count):
    for number in range(count):
        person = make_user(name=f"P{number}", email=f"p{number}@example.com")
        coding_with(person, now - (number + 1) * DAY)
    client = signed_in(lena)
    client.get(reverse("load"))

    with django_assert_num_queries(7):
        page = client.get(reverse("load"))

    assert len(page.context["loads"]) == count
    assert ("the middle one had" in page.text) == (count > 1)
