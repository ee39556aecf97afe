"""A hold on new applications: two decide who did not report it, the candidate is told, somebody looks again, it ends by itself."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.access import Refused
from accounts.models import Mail
from accounts.months import months_after
from accounts.post import Drop, writers
from interviews.models import ReapplicationHold
from scorecards.models import flagging, hold_asking
from scorecards.tasks import forget_flags_and_holds
from scorecards.waiting import waiting
from tests.clients import errors, signed_in
from tests.factories import make_flag_case, make_job, make_red_flag_kind

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
EVIDENCE = "Sent the take-home of somebody else; both files are with the recruiter."


@pytest.fixture
def hold(maya, demeaning, lena, ada, carla) -> ReapplicationHold:
    """Lena proposed it; ada and carla are asked."""
    return hold_asking.propose(maya, demeaning, evidence=EVIDENCE, deciders=[ada, carla], by=lena, now=TUESDAY)


@pytest.fixture
def agreed(hold, ada, carla) -> ReapplicationHold:
    """Both agreed; the candidate was not told yet."""
    hold.decide(agrees=True, why="Both files are the same.", by=ada, now=TUESDAY)
    hold.decide(agrees=True, why="So I read them too.", by=carla, now=TUESDAY)
    return hold


@pytest.fixture
def told(agreed, lena) -> ReapplicationHold:
    """In force from Tuesday 3 March 2026."""
    agreed.inform(date(2026, 3, 3), by=lena, now=TUESDAY)
    return agreed


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 3), 6, date(2026, 9, 3)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 24, date(2028, 12, 1)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, then):
    assert months_after(day, months) == then


def test_it_holds_once_both_agreed_and_the_candidate_was_told(hold, lena, ada, carla):
    states = [hold.state(TUESDAY)]
    hold.decide(agrees=True, why="Both files are the same.", by=ada, now=TUESDAY)
    states.append(hold.state(TUESDAY))
    hold.decide(agrees=True, why="So I read them too.", by=carla, now=TUESDAY)
    states.append(hold.state(TUESDAY))
    hold.inform(date(2026, 3, 3), by=lena, now=TUESDAY)

    assert [*states, hold.state(TUESDAY)] == ["to decide", "to decide", "to tell the candidate", "in force"]
    assert (hold.begins_on, hold.review_on, hold.expires_on) == (date(2026, 3, 3), date(2026, 9, 3), date(2027, 3, 3))


def test_one_no_ends_it(hold, ada, carla):
    hold.decide(agrees=False, why="It may be a shared template.", by=carla, now=TUESDAY)
    hold.decide(agrees=True, why="Still.", by=ada, now=TUESDAY)

    assert (hold.state(TUESDAY), hold.refused_by, hold.decided_at) == ("refused", carla, None)


@pytest.mark.parametrize(
    ("who", "sentence"), [(("lena", "ada"), "neither of them you"), (("ada",), "two people"), (("ada", "ada"), "two people")]
)
def test_it_needs_two_deciders_who_did_not_report_it(maya, demeaning, lena, request, who, sentence):
    people = [request.getfixturevalue(name) for name in who]

    with pytest.raises(Refused, match=sentence):
        ReapplicationHold.propose(maya, demeaning, evidence=EVIDENCE, deciders=people, by=lena, now=TUESDAY)


def test_the_database_holds_to_it_too(hold, lena):
    with pytest.raises(IntegrityError, match="hold_needs_two_who_did_not_report"), transaction.atomic():
        ReapplicationHold.objects.update(seconded_by=lena)
    with pytest.raises(IntegrityError, match="hold_begins_when_both_agreed"), transaction.atomic():
        ReapplicationHold.objects.update(begins_on=TUESDAY, review_on=TUESDAY, expires_on=TUESDAY)


def test_no_hold_is_longer_than_two_years(told):
    with pytest.raises(IntegrityError, match="hold_expires_within_24_months"), transaction.atomic():
        ReapplicationHold.objects.update(expires_on=date(2028, 3, 5))


def test_a_kind_that_weighs_little_holds_nobody(maya, lena, ada, carla):
    low = make_red_flag_kind(key="low", name="Skill not shown")
    low.severity = "low"
    with pytest.raises(Refused, match="holds nobody"):
        ReapplicationHold.propose(maya, low, evidence=EVIDENCE, deciders=[ada, carla], by=lena, now=TUESDAY)


def test_it_rests_on_a_confirmed_flag_and_who_raised_that_does_not_decide(ivans_interview, demeaning, maya, lena, ivan, ada, carla):
    case = make_flag_case(interview=ivans_interview, kind=demeaning)
    with pytest.raises(Refused, match="is not confirmed"):
        hold_asking.propose(maya, demeaning, evidence=EVIDENCE, deciders=[ada, carla], by=lena, now=TUESDAY, case=case)
    heard = {"heard_on": date(2026, 3, 2), "heard": "Said it was a joke."}
    flagging.find(case, "confirmed", "In the recording.", record="Recording", by=lena, now=TUESDAY, **heard)
    with pytest.raises(Refused, match="Ivan Interviewer raised the red flag"):
        hold_asking.propose(maya, demeaning, evidence=EVIDENCE, deciders=[ada, ivan], by=lena, now=TUESDAY, case=case)

    hold = hold_asking.propose(maya, demeaning, evidence=EVIDENCE, deciders=[ada, carla], by=lena, now=TUESDAY, case=case)

    assert list(hold.cases.all()) == [case]


def test_nobody_is_told_of_what_is_not_decided(hold, agreed, lena):
    with pytest.raises(Refused, match="today or before"):
        agreed.inform(date(2026, 3, 4), by=lena, now=TUESDAY)
    with pytest.raises(Refused, match="Choose that day or a later one"):
        agreed.inform(date(2026, 3, 2), by=lena, now=TUESDAY)


def test_unless_somebody_looks_again_it_holds_nobody(told, lena, ada):
    on_the_day, after = datetime(2026, 9, 3, 20, 0, tzinfo=UTC), datetime(2026, 9, 4, 1, 0, tzinfo=UTC)
    assert (told.holds(on_the_day), told.holds(after), told.state(after)) == (True, False, "to review")
    assert [one.pk for one in waiting(ada, on_the_day).holds_to_review] == [told.pk]
    with pytest.raises(Refused, match="Somebody else looks at it again"):
        told.review("It stays", by=lena, now=after)

    told.review("The file is still there.", by=ada, now=after)

    assert (told.state(after), told.review_on) == ("in force", date(2027, 3, 3))


def test_it_ends_by_itself_and_its_words_are_gone(told, lena, monkeypatch):
    over = datetime(2027, 3, 3, 0, 30, tzinfo=UTC)
    assert (told.holds(over), list(ReapplicationHold.objects.in_force(over))) == (False, [])

    monkeypatch.setattr("scorecards.tasks.timezone.now", lambda: over)
    forget_flags_and_holds()

    assert not ReapplicationHold.objects.exists()
    with pytest.raises(AttributeError):
        told.events.model().evidence  # noqa: B018 -- what the trail keeps has no such field


@pytest.mark.parametrize("state", ["hold", "agreed", "told"])
@pytest.mark.parametrize("on", [TUESDAY, datetime(2026, 9, 4, tzinfo=UTC), datetime(2027, 3, 3, tzinfo=UTC)])
def test_what_holds_in_words_and_in_queries_is_the_same(request, state, on):
    hold = request.getfixturevalue(state)

    assert ReapplicationHold.objects.in_force(on).filter(pk=hold.pk).exists() == hold.holds(on)


def test_a_new_application_is_held_and_only_recruiters_see_why(told, loop, job, lena, ivan, ivans_interview, monday):
    ReapplicationHold.objects.update(begins_on=date(2026, 3, 1), informed_on=date(2026, 3, 1))
    words = "are held until 3 March 2027"

    recruiter, interviewer = signed_in(lena), signed_in(ivan)
    pages = [recruiter.get(f"/candidates/{told.candidate_id}/"), recruiter.get(f"/loops/new/?candidate={told.candidate_id}")]
    assert [words in page.content.decode() for page in pages] == [True, True]
    seen = interviewer.get(f"/candidates/{told.candidate_id}/")
    assert (seen.status_code, "held until" in seen.content.decode()) == (200, False)
    assert interviewer.get(f"/holds/{told.pk}/").status_code == 404

    other = make_job(title="Data engineer", opened_by=lena)
    form = {"job": other.pk, "plan": loop.plan_id, "recruiter": lena.pk}
    held = recruiter.post(f"/loops/new/?candidate={told.candidate_id}", form)
    assert errors(held)["__all__"] == ["There is a hold on new applications of Maya Chen until 3 March 2027. Lift it first."]

    ReapplicationHold.objects.update(job=job)
    assert recruiter.post(f"/loops/new/?candidate={told.candidate_id}", form).status_code == 302


def test_who_owes_a_scorecard_on_the_candidate_learns_nothing_of_it(hold, ines_interview, ines):
    ines.is_recruiter = ines.is_administrator = True
    ines.save(update_fields=["is_recruiter", "is_administrator"])
    ReapplicationHold.objects.update(decided_by=ines)
    mail = Mail.objects.filter(kind="hold.asked").first()
    mail.to = ines

    assert list(ReapplicationHold.objects.visible_to(ines)) == []
    assert isinstance(writers[mail.kind](mail, TUESDAY), Drop)


def test_each_decides_without_seeing_what_the_other_said(hold, ada, carla, lena):
    signed_in(ada).post(f"/holds/{hold.pk}/decision/", {"agrees": "yes", "why": "The files are the same."})
    client, page = signed_in(carla), f"/holds/{hold.pk}/"

    before = client.get(page).content.decode()
    assert ("The files are the same." in before, "Hidden until you decided" in before) == (False, True)
    assert client.post(f"{page}decision/", {"agrees": "", "why": "Well"}).status_code == 422
    client.post(f"{page}decision/", {"agrees": "yes", "why": "I read them."})

    assert "The files are the same." in client.get(page).content.decode()
    assert client.post(f"{page}informing/", {"on": "2026-03-03"}).status_code == 403


def test_the_mail_to_those_who_decide_names_nobody(hold, ada):
    mail = Mail.objects.get(kind="hold.asked", to=ada)
    letter = writers[mail.kind](mail, TUESDAY)

    assert [word for word in ("Maya", "hold on", "take-home", "Demeaning") if word in letter.subject + letter.text] == []
    assert f"/holds/{hold.pk}/" in letter.text


def test_it_is_proposed_decided_told_reviewed_and_lifted_on_pages(maya, demeaning, lena, ada, carla):
    client, new = signed_in(lena), f"/candidates/{maya.pk}/holds/new/"
    assert client.get(new).status_code == 200
    half = client.post(new, {"evidence": EVIDENCE, "deciders": [ada.pk]})
    assert errors(half) == {"kind": ["Choose a reason"], "deciders": ["Choose exactly two people"]}
    assert EVIDENCE in half.content.decode()

    client.post(new, {"kind": demeaning.pk, "evidence": EVIDENCE, "deciders": [ada.pk, carla.pk]})
    hold = ReapplicationHold.objects.get()
    for person in (ada, carla):
        signed_in(person).post(f"/holds/{hold.pk}/decision/", {"agrees": "yes", "why": "I read it."})
    today = timezone.now().date()
    assert "Dear Maya Chen" in client.get(f"/holds/{hold.pk}/").content.decode()
    assert client.post(f"/holds/{hold.pk}/informing/", {"on": "2020-01-01"}).status_code == 422
    client.post(f"/holds/{hold.pk}/informing/", {"on": today.isoformat()})
    assert "In force until" in client.get("/holds/").content.decode()

    assert signed_in(ada).post(f"/holds/{hold.pk}/review/", {"reason": ""}).status_code == 422
    assert signed_in(ada).post(f"/holds/{hold.pk}/review/", {"reason": "Still so"}).status_code == 302
    assert client.post(f"/holds/{hold.pk}/lifting/", {"reason": ""}).status_code == 422
    client.post(f"/holds/{hold.pk}/lifting/", {"reason": "They explained it."})
    assert ReapplicationHold.objects.get().state(timezone.now()) == "lifted"
