"""What an interview did not cover is offered to those ahead; the recruiter gives it to one with a click, and can take it back."""

import pytest

from accounts.models import Mail
from interviews import handing, owed
from interviews.models import HandOver, Interview, Reminder, asking
from tests.clients import signed_in
from tests.scorecards.planning import asked, at, coding, design, make_tight_loop

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop(levels, lena):
    return make_tight_loop(levels=levels, lena=lena)


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def held(loop, ivan, *titles: str) -> Interview:
    """Coding was held and ended; these questions were asked."""
    interview = coding(loop, ivan)
    interview.start(now=at(0))
    for place, title in enumerate(titles):
        asking.ask(interview, asked(title, interview), by=ivan, now=at(5 + place))
    signed_in(ivan).post(f"/interviews/{interview.pk}/end/")
    interview.refresh_from_db()
    return interview


def focus(interview) -> list[str]:
    return [one.competency.name for one in interview.stage.focus.select_related("competency").order_by("place", "pk")]


def test_what_was_not_asked_about_is_offered_at_the_end(loop, ivan, ines):
    design(loop, ines, minutes=75)

    interview = held(loop, ivan, "Queue")

    (handover,) = HandOver.objects.with_words()
    assert (handover.competency.name, handover.minutes, handover.offered_by) == ("Data modelling", 10, ivan)
    assert [stage.name for stage in handing.receivers(handover, handing.sittings(loop.pk))] == ["System design"]
    handing.offer(interview, by=ivan, now=at(61))
    assert HandOver.objects.count() == 1


def test_nothing_is_offered_when_all_was_asked_about(loop, ivan):
    held(loop, ivan, "Queue", "Orders")

    assert not HandOver.objects.exists()


def test_nothing_is_offered_when_an_interview_ahead_looks_for_it_anyway(levels, lena, ivan):
    held(make_tight_loop(levels=levels, lena=lena, design_focus=("Data modelling",)), ivan, "Queue")

    assert not HandOver.objects.exists()


@pytest.mark.parametrize(
    ("booked", "begun", "fits"), [(None, False, True), (75, False, True), (70, False, True), (69, False, False), (75, True, False)]
)
def test_who_can_take_it_on(loop, ivan, ines, booked, begun, fits):
    if booked:
        other = design(loop, ines, minutes=booked)
    if begun:
        other.start(now=at(180))
    held(loop, ivan, "Queue")

    found = handing.receivers(HandOver.objects.with_words().get(), handing.sittings(loop.pk))

    assert [stage.name for stage in found] == (["System design"] if fits else [])


def test_the_recruiter_gives_it_to_another_interview_whose_people_are_told(loop, ivan, ines, lena):
    other = design(loop, ines, minutes=75)
    owed.after_booking(other, "Lena booked it", now=at(-60))
    held(loop, ivan, "Queue")
    handover = HandOver.objects.get()
    client = signed_in(lena)
    page = words(client.get(f"/loops/{loop.pk}/"))
    assert "Data modelling" in page
    assert "Give it to System design" in page

    for _ in range(2):
        client.post(f"/hand-overs/{handover.pk}/acceptance/{other.stage_id}/")

    other.refresh_from_db()
    handover.refresh_from_db()
    reason = other.stage.focus.get(competency=handover.competency).reason
    assert focus(other) == ["Trade-offs", "Data modelling"]
    assert (handover.stage, handover.accepted_by, other.version) == (other.stage, lena, 2)
    assert reason == "Not covered in Coding; Lena Recruiter handed it on."
    told = Mail.objects.owed().filter(kind="loop.invitation", to=ines).get()
    assert told.reminder.why == "Lena Recruiter handed on Data modelling, which Coding did not cover"
    assert Reminder.objects.filter(mail__address="maya@example.org", kind="invitation").count() == 1  # nothing changed for her
    assert reason in words(signed_in(ines).get(f"/interviews/{other.pk}/"))


def test_it_is_taken_back_until_that_interview_begins(loop, ivan, ines, lena):
    other = design(loop, ines, minutes=75)
    held(loop, ivan, "Queue")
    handover = HandOver.objects.get()
    client = signed_in(lena)
    client.post(f"/hand-overs/{handover.pk}/acceptance/{other.stage_id}/")

    client.post(f"/hand-overs/{handover.pk}/return/")
    other.refresh_from_db()
    handover.refresh_from_db()
    assert (focus(other), other.version, handover.accepted_at) == (["Trade-offs"], 3, None)

    client.post(f"/hand-overs/{handover.pk}/acceptance/{other.stage_id}/")
    other.refresh_from_db()
    other.start(now=at(180))
    answer = client.post(f"/hand-overs/{handover.pk}/return/")
    assert (answer.status_code, "System design has begun and looks for it now." in words(answer)) == (403, True)
    assert focus(other) == ["Trade-offs", "Data modelling"]
    assert "Undo" not in words(client.get(f"/loops/{loop.pk}/"))


def test_it_is_left_with_a_click_and_brought_back_with_another(loop, ivan, lena):
    held(loop, ivan, "Queue")
    handover = HandOver.objects.get()
    client = signed_in(lena)

    client.post(f"/hand-overs/{handover.pk}/refusal/")
    assert "Left by Lena Recruiter" in words(client.get(f"/loops/{loop.pk}/"))

    client.post(f"/hand-overs/{handover.pk}/return/")
    handover.refresh_from_db()
    assert handover.declined_at is None


def test_a_stage_without_minutes_is_refused(loop, ivan, ines, lena):
    other = design(loop, ines)
    held(loop, ivan, "Queue")

    answer = signed_in(lena).post(f"/hand-overs/{HandOver.objects.get().pk}/acceptance/{other.stage_id}/")

    assert answer.status_code == 403
    assert focus(other) == ["Trade-offs"]
    assert "No interview ahead has 10 min for it" in words(signed_in(lena).get(f"/loops/{loop.pk}/"))


@pytest.mark.parametrize(("who", "status"), [("ivan", 403), ("otto", 404)])
def test_only_recruiters_hand_on(request, loop, ivan, who, status):
    interview = held(loop, ivan, "Queue")
    stage = loop.stages.get(name="System design")
    client = signed_in(request.getfixturevalue(who))

    for path in (f"acceptance/{stage.pk}/", "refusal/", "return/"):
        assert client.post(f"/hand-overs/{HandOver.objects.get().pk}/{path}").status_code == status
    assert focus(interview) == ["Coding skill", "Data modelling"]


def test_the_next_interviewer_reads_what_was_covered_as_facts(loop, ivan, ines):
    other = design(loop, ines)
    held(loop, ivan, "Queue")

    page = words(signed_in(ines).get(f"/interviews/{other.pk}/"))

    assert "Asked about Coding skill. Not covered: Data modelling" in page
