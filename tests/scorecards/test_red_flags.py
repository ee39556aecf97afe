"""A red flag after it was submitted: a second source, what was found, its author's withdrawal, review and end."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.access import Refused
from accounts.models import Mail
from accounts.post import Drop, writers
from interviews.models import StageFocus
from scorecards.models import FlagCase, FlagFinding, Scorecard, capture, flagging, sealing
from scorecards.models.flag_case import Finding
from scorecards.tasks import forget_flags_and_holds
from scorecards.waiting import waiting
from tests.clients import errors, signed_in
from tests.factories import make_flag_case, make_scorecard, make_seat

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
HEARD = {"heard_on": date(2026, 3, 2), "heard": "Said it was a joke."}


@pytest.fixture
def case(ivans_interview, ines_interview, demeaning) -> FlagCase:
    """Ivan raised it in Coding; ines still has System design before her."""
    return make_flag_case(interview=ivans_interview, kind=demeaning)


@pytest.fixture
def both_in(case, ines_interview) -> FlagCase:
    """Ines submitted too: she can be the second source."""
    make_scorecard(interview=ines_interview, submitted=True)
    return case


def state(case: FlagCase) -> str:
    return FlagCase.objects.with_words().get(pk=case.pk).state


def test_submitting_a_card_opens_the_case_with_its_days(case, lena):
    assert (case.state, case.counts, case.called, case.review_on, case.expires_on) == (
        "Not checked yet",
        False,
        "Demeaning conduct",
        date(2026, 9, 2),
        date(2027, 3, 2),
    )
    assert list(Mail.objects.filter(kind="loop.red_flag").values_list("to__name", flat=True)) == ["Lena Recruiter"]
    assert [one.pk for one in waiting(lena, TUESDAY).to_find] == [case.pk]


def test_what_is_taken_back_before_submitting_opens_no_case(ivans_interview, demeaning, now):
    card = make_scorecard(interview=ivans_interview)
    flag = capture.raise_flag(card, demeaning, id=uuid4(), behaviour="Sighed", words="", now=now)
    capture.withdraw_flag(card, flag.pk, now=now)

    make_scorecard(interview=ivans_interview, submitted=True)

    assert not FlagCase.objects.exists()


def test_nobody_acts_on_what_a_shadow_raised(ivans_interview, demeaning, otto, now):
    make_seat(interview=ivans_interview, person=otto, role="shadow")
    card = make_scorecard(interview=ivans_interview, person=otto)
    capture.raise_flag(card, demeaning, id=uuid4(), behaviour="Sighed", words="", now=now)

    make_scorecard(interview=ivans_interview, person=otto, submitted=True)

    assert not FlagCase.objects.exists()


def test_a_later_version_without_it_withdraws_it_and_one_with_more_adds(case, demeaning):
    card = Scorecard.objects.with_seat().get(pk=case.flag.scorecard_id)
    sealing.reopen(card, now=TUESDAY)
    card.red_flags.update(withdrawn_at=TUESDAY)
    capture.raise_flag(Scorecard.objects.get(pk=card.pk), demeaning, id=uuid4(), behaviour="Said worse", words="", now=TUESDAY)

    flagging.record(card, now=TUESDAY)
    flagging.record(card, now=TUESDAY)

    assert [(one.flag.behaviour, one.state) for one in FlagCase.objects.with_words().oldest_first()] == [
        ("Laughed at the recruiter", "Withdrawn"),
        ("Said worse", "Not checked yet"),
    ]
    assert FlagFinding.objects.count() == 1


def test_the_second_interviewer_learns_the_area_and_nothing_of_the_flag(case, ines_interview, ines, lena, levels, problem_solving):
    area = type(problem_solving).objects.create(key="collaboration", name="Collaboration")
    area.publish(definition="With others.", ladder=[f"step {n}" for n in range(7)], probes=[], why="First", now=case.opened_at)
    page = f"/interviews/{ines_interview.pk}/"
    before = signed_in(ines).get(page).content.decode()

    flagging.check(case, ines_interview.stage, area, by=lena, now=case.opened_at)

    focus = StageFocus.objects.get(stage=ines_interview.stage, competency=area)
    after = signed_in(ines).get(page).content.decode()
    assert focus.reason == "Lena Recruiter asks for a second look."
    assert ("Collaboration" in before, "Collaboration" in after) == (False, True)
    told = [writers[mail.kind](mail, case.opened_at) for mail in Mail.objects.filter(to=ines, kind="loop.invitation")]
    assert [("second look at Collaboration" in letter.text, "flag" in letter.text.lower()) for letter in told] == [(True, False)]
    assert [word for word in ("Demeaning", "Laughed", "understand") if word in after] == []


def test_the_interview_in_which_it_was_raised_is_no_second_source(case, ivans_interview, lena, communication):
    with pytest.raises(Refused, match="cannot be the second source"):
        flagging.check(case, ivans_interview.stage, communication, by=lena, now=TUESDAY)


def test_it_is_confirmed_by_a_second_source_once_the_candidate_was_heard(both_in, lena, ines):
    flagging.find(both_in, "confirmed", "Ines heard it too.", second_source=ines, by=lena, now=TUESDAY, **HEARD)

    case = FlagCase.objects.with_words().get()
    assert (case.state, case.counts) == ("Confirmed", True)
    finding = case.findings.get()
    assert (finding.second_source, finding.found_by, finding.heard) == (ines, lena, "Said it was a joke.")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"second_source": "ines"}, "Hear the candidate first"),
        ({**HEARD}, "Name the second source"),
        ({"second_source": "ivan", **HEARD}, "Ivan Interviewer has submitted no other scorecard"),
        ({"second_source": "otto", **HEARD}, "Otto Outside has submitted no other scorecard"),
        ({"record": "Mail of 2 March", "heard": "A joke", "heard_on": date(2026, 4, 1)}, "today or before"),
    ],
)
def test_it_is_not_confirmed_by_less(both_in, lena, request, said, sentence):
    people = {"second_source": request.getfixturevalue(said["second_source"])} if "second_source" in said else {}

    with pytest.raises(Refused, match=sentence):
        flagging.find(both_in, "confirmed", "Because", by=lena, now=TUESDAY, **{**said, **people})

    assert state(both_in) == "Not checked yet"


def test_who_raised_it_finds_nothing_but_may_withdraw(case, ivan, lena):
    with pytest.raises(Refused, match="You raised it"):
        flagging.find(case, "not_confirmed", "I was wrong", by=ivan, now=TUESDAY)
    with pytest.raises(Refused, match="Only who raised it"):
        flagging.withdraw(case, "It was nothing", by=lena, now=TUESDAY)

    flagging.withdraw(case, "I misheard.", by=ivan, now=TUESDAY)
    flagging.withdraw(case, "I misheard.", by=ivan, now=TUESDAY)

    assert [(one.finding, one.reason) for one in case.findings.order_by("number")] == [("withdrawn", "I misheard.")]


def test_a_finding_never_changes_and_a_new_one_counts_instead(case, lena):
    flagging.find(case, "not_confirmed", "Nobody else saw it.", by=lena, now=TUESDAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        FlagFinding.objects.update(reason="Everybody saw it")

    flagging.find(case, "confirmed", "It is in the recording.", record="Recording, minute 12", by=lena, now=TUESDAY, **HEARD)

    assert state(case) == "Confirmed"
    assert [one.finding for one in case.findings.order_by("number")] == ["not_confirmed", "confirmed"]


def test_the_database_refuses_a_confirmation_without_a_second_source(case, lena):
    facts = {"finding": Finding.CONFIRMED, "reason": "So", "found_at": TUESDAY, "found_by": lena}
    with pytest.raises(IntegrityError, match="flag_confirmed_by_a_second_source"), transaction.atomic():
        FlagFinding.objects.create(case=case, number=1, **facts)


def test_a_review_keeps_it_until_the_next_or_ends_it(case, lena, ivan):
    flagging.find(case, "confirmed", "In the recording.", record="Recording", by=lena, now=TUESDAY, **HEARD)
    september = datetime(2026, 9, 2, 9, 0, tzinfo=UTC)
    assert [one.pk for one in waiting(lena, september).to_review] == [case.pk]
    with pytest.raises(Refused, match="You raised it"):
        flagging.review(case, "It stays", is_kept=True, by=ivan, now=september)

    flagging.review(case, "Nothing changed.", is_kept=True, by=lena, now=september)
    assert (FlagCase.objects.get().review_on, waiting(lena, september).to_review) == (date(2027, 3, 2), [])

    flagging.review(case, "They apologised.", is_kept=False, by=lena, now=september)
    assert state(case) == "Ended at a review"


def test_it_ends_by_itself(case, lena, monkeypatch):
    over = datetime(2027, 3, 2, 0, 30, tzinfo=UTC)
    assert (case.holds_at(datetime(2027, 3, 1, tzinfo=UTC)), case.holds_at(over)) == (True, False)
    assert list(FlagCase.objects.unexpired(over.date())) == []

    monkeypatch.setattr("scorecards.tasks.timezone.now", lambda: over)
    forget_flags_and_holds()

    assert not FlagCase.objects.exists()
    assert Scorecard.objects.get(pk=case.flag.scorecard_id).seals.get().content["red_flags"] != []


def test_it_is_hidden_like_a_rating_until_ones_own_card_is_in(case, ines_interview, lena, ada, carla, ivan, ines, otto):
    seen = {person.name.split()[0]: list(FlagCase.objects.visible_to(person)) for person in (lena, ada, carla, ivan, ines, otto)}
    assert {name for name, cases in seen.items() if cases} == {"Lena", "Ada", "Ivan"}

    ines.is_recruiter = ines.is_administrator = True
    ines.save(update_fields=["is_recruiter", "is_administrator"])
    client = signed_in(ines)
    answers = [client.get(page) for page in ("/red-flags/", "/red-flags/?show=all", "/", f"/loops/{case.loop_id}/")]
    assert [word for page in answers for word in ("Demeaning", "Laughed", "flag was") if word in page.content.decode()] == []
    assert (client.get(f"/red-flags/{case.pk}/").status_code, client.get("/red-flags/987654/").status_code) == (404, 404)

    make_scorecard(interview=ines_interview, submitted=True)
    assert client.get(f"/red-flags/{case.pk}/").status_code == 200


def test_the_recruiters_mail_says_nothing_of_what_was_raised(case, lena, ines_interview):
    mail = Mail.objects.get(kind="loop.red_flag")
    letter = writers[mail.kind](mail, TUESDAY)
    assert [word for word in ("flag ", "Demeaning", "Ivan", "Laughed") if word in letter.subject + letter.text] == []

    make_seat(interview=ines_interview, person=lena, role="panel")
    assert isinstance(writers[mail.kind](mail, TUESDAY), Drop)


def test_the_debrief_always_shows_it_with_what_was_found(both_in, lena, ines):
    client = signed_in(lena)
    flagging.find(both_in, "not_confirmed", "Ines saw nothing of the kind.", by=lena, now=TUESDAY)

    page = client.get(f"/loops/{both_in.loop_id}/debrief/").content.decode()

    assert [words in page for words in ("Laughed at the recruiter", "Ines saw nothing of the kind.", "in no average")] == [True] * 3


def test_the_page_asks_for_what_is_missing_and_keeps_what_was_typed(both_in, lena, ines):
    client, page = signed_in(lena), f"/red-flags/{both_in.pk}/"
    assert client.get(page).status_code == 200

    half = client.post(f"{page}finding/", {"finding": "confirmed", "reason": "Ines heard it too"})
    assert half.status_code == 422
    assert errors(half) == {
        "second_source": ["Choose the second source, or name the record"],
        "heard_on": ["Choose the day on which the candidate was heard"],
        "heard": ["Write what the candidate said to it"],
    }
    assert "Ines heard it too" in half.content.decode()

    whole = {
        "finding": "confirmed",
        "reason": "Ines heard it",
        "second_source": ines.pk,
        "heard_on": "2026-03-02",
        "heard": "A joke",
    }
    assert client.post(f"{page}finding/", whole).status_code == 302
    assert state(both_in) == "Confirmed"
    assert client.post(f"{page}review/", {"is_kept": "no", "reason": ""}).status_code == 422
    assert client.post(f"{page}review/", {"is_kept": "no", "reason": "They apologised"}).status_code == 302
    assert state(both_in) == "Ended at a review"


def test_a_second_look_is_asked_for_on_the_page(case, ines_interview, lena, problem_solving, ivan):
    client, page = signed_in(lena), f"/red-flags/{case.pk}/"
    assert client.post(f"{page}check/", {}).status_code == 422

    client.post(f"{page}check/", {"stage": ines_interview.stage_id, "competency": problem_solving.pk})

    shown = client.get(page).content.decode()
    assert ("System design looks at Problem solving" in shown, "Not in yet" in shown) == (True, True)
    assert signed_in(ivan).post(f"{page}check/", {}).status_code == 403
    assert signed_in(ivan).post(f"{page}withdrawal/", {"reason": ""}).status_code == 422
    assert signed_in(ivan).post(f"{page}withdrawal/", {"reason": "I misheard"}).status_code == 302
    assert state(case) == "Withdrawn"
