"""The pages of a card once it is written: submitted, changed, sent back, declined; who may what, and what is said."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from accounts import post
from accounts.models import Mail
from scorecards.models import Scorecard, Seal, debate, sealing
from scorecards.models.scorecard import owing_seats
from scorecards.overview import TELLING, with_progress
from tests.clients import signed_in
from tests.factories import make_scorecard

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(ivans_interview) -> Scorecard:
    """Ivan's card of Coding, sealed; the interview is over."""
    now = timezone.now()
    ivans_interview.start(now=now)
    ivans_interview.end(now=now)
    return make_scorecard(interview=ivans_interview, submitted=True)


def text(person, address: str) -> str:
    return signed_in(person).get(address).content.decode()


def test_after_submitting_one_reads_what_comes_next_and_what_is_open_now(card, ines_interview, ivan):
    now = timezone.now()
    ines_interview.start(now=now)
    ines_interview.end(now=now)
    before = text(ivan, f"/scorecards/{card.pk}/")
    other = make_scorecard(interview=ines_interview, submitted=True)
    after = text(ivan, f"/scorecards/{card.pk}/")

    assert "1 of 2 scorecards of the interviews so far are in. Once all are, Lena Recruiter opens the debrief" in before
    assert "Nobody else has submitted yet." in before
    assert "All scorecards of the interviews so far are in." in after
    assert f'href="/scorecards/{other.pk}/">System design: Ines Interviewer</a>' in after


def test_its_author_changes_it_on_the_form_it_was_written_on_and_submits_again(card, ivans_interview, ivan, lena):
    client = signed_in(ivan)

    form = client.post(f"/scorecards/{card.pk}/reopening/", follow=True).content.decode()
    client.post(
        f"/interviews/{ivans_interview.pk}/scorecard/",
        {"version": Scorecard.objects.get().version, "summary": "Seen anew", "level": "below", "confidence": "1", "verdict": "2"},
    )
    client.post(f"/scorecards/{card.pk}/submission/")

    assert "What you sealed stands until you submit again" in form
    page = text(lena, f"/scorecards/{card.pk}/")
    assert "Seen anew" in page
    assert "Version 2 of 2" in page


def test_a_change_is_left_with_one_click(card, ivan):
    client = signed_in(ivan)
    client.post(f"/scorecards/{card.pk}/reopening/")

    page = client.get(f"/scorecards/{card.pk}/").content.decode()
    client.post(f"/scorecards/{card.pk}/reopening/end/")

    assert "Leave it as it was" in page
    assert (Scorecard.objects.get().reopened_at, Seal.objects.count()) == (None, 1)


def test_nobody_else_changes_submits_or_declines_a_card(card, ines_interview, lena, ines, ada):
    make_scorecard(interview=ines_interview, submitted=True)
    for person in (lena, ines, ada):
        client = signed_in(person)
        for verb in ("submission", "declination", "reopening", "reopening/end"):
            assert client.post(f"/scorecards/{card.pk}/{verb}/").status_code == 404
    assert Scorecard.objects.filter(reopened_at__isnull=False).count() == 0


def test_the_loops_owner_sends_a_card_back_with_a_reason_and_its_author_is_told(card, ivans_interview, ivan, lena):
    client = signed_in(lena)

    assert client.post(f"/scorecards/{card.pk}/return/", {"reason": ""}).status_code == 422
    client.post(f"/scorecards/{card.pk}/return/", {"reason": "The step of Communication has no line that shows it"})

    assert "The step of Communication has no line" in text(ivan, f"/interviews/{ivans_interview.pk}/scorecard/")
    assert "Scorecard" in text(ivan, "/")
    told, asked = Mail.objects.filter(to=ivan).order_by("due_at")
    assert (told.kind, asked.kind) == ("loop.scorecard_returned", "loop.scorecard_due")
    assert asked.due_at - told.due_at == timedelta(days=1)
    post.deliver(told, outbox.get_connection(), now=timezone.now())
    (letter,) = outbox.outbox
    assert letter.subject == "Sent back: your scorecard, Coding with Maya Chen"
    assert "Communication" not in letter.body


def test_what_was_sent_back_is_owed_again_and_blinds_again_until_it_is_in(card, loop, ines_interview, ivan, ines, lena):
    now = timezone.now()
    ines_interview.start(now=now)
    ines_interview.end(now=now)
    other = make_scorecard(interview=ines_interview, submitted=True)

    sealing.send_back(card, "Look at the trade-offs again", by=lena, now=now)

    assert [seat.person for seat in owing_seats(ivan)] == [ivan]
    assert signed_in(ivan).get(f"/scorecards/{other.pk}/").status_code == 404
    assert "Ines" not in text(ivan, f"/scorecards/{card.pk}/")
    assert signed_in(ines).get(f"/scorecards/{card.pk}/").status_code == 200
    assert [seat.person for seat in debate.missing_seats(loop)] == [ivan]
    assert with_progress([loop], lena, now)[0].next.words == "Waiting for 1 scorecard"
    sealing.submit(card, now=now)
    assert signed_in(ivan).get(f"/scorecards/{other.pk}/").status_code == 200
    assert Seal.objects.filter(scorecard=card).count() == 2
    assert set(Mail.objects.filter(to=ivan).values_list("drop_reason", flat=True)) == {"The scorecard was submitted."}


def test_who_owes_a_scorecard_sees_no_mail_that_tells_of_a_returned_one():
    assert "scorecard_returned" in TELLING


def test_only_the_owner_of_the_loop_sends_back_and_only_before_the_debrief(
    card, ines_interview, loop, ivan, ines, lena, ada, carla
):
    address = f"/scorecards/{card.pk}/return/"
    assert signed_in(ines).get(address).status_code == 404
    make_scorecard(interview=ines_interview, submitted=True)
    lead = signed_in(ivan).get(address)

    assert (lead.status_code, signed_in(ines).get(address).status_code) == (403, 403)
    assert "It is your own scorecard." in lead.content.decode()
    assert [signed_in(person).get(address).status_code for person in (lena, ada)] == [200, 200]
    debate.open_debrief(loop, members=[carla], by=lena, now=timezone.now())
    late = signed_in(lena).post(address, {"reason": "Too late"})
    assert late.status_code == 403
    assert "The debrief is open. Ask Ivan Interviewer to change it" in late.content.decode()


def test_a_card_is_declined_with_one_of_four_reasons_and_words(ivans_interview, ivan, now):
    card = Scorecard.of(ivans_interview.seats.get(), now=now)
    client = signed_in(ivan)

    wrong = client.post(f"/scorecards/{card.pk}/declination/", {"reason": "The line broke after a minute"})
    client.post(f"/scorecards/{card.pk}/declination/", {"why": "not_held", "reason": "The line broke after a minute"})

    assert wrong.status_code == 422
    assert "Choose why there is nothing to score" in wrong.content.decode()
    assert "The line broke after a minute" in wrong.content.decode()
    assert "It was not held. The line broke after a minute" in text(ivan, f"/scorecards/{card.pk}/")
    assert list(owing_seats(ivan)) == []


def test_a_declined_card_is_taken_up_again_until_the_debrief_opens(ivans_interview, ines_interview, loop, ivan, lena, carla, now):
    card = sealing.decline(Scorecard.of(ivans_interview.seats.get(), now=now), "no_show", now=now)
    client = signed_in(ivan)

    client.post(f"/scorecards/{card.pk}/reopening/")
    assert Scorecard.objects.get(pk=card.pk).is_open

    sealing.decline(card, "no_show", now=now)
    make_scorecard(interview=ines_interview, submitted=True)
    debate.open_debrief(loop, members=[carla], by=lena, now=now)
    late = client.post(f"/scorecards/{card.pk}/reopening/")
    assert "The debrief went on without this scorecard" in late.content.decode()


def test_a_submitted_card_is_not_declined(card, ivan):
    answer = signed_in(ivan).post(f"/scorecards/{card.pk}/declination/", {"why": "duplicate"})

    assert answer.status_code == 403


def test_the_printed_card_says_what_it_is_and_how_to_check_it(card, lena):
    page = text(lena, f"/scorecards/{card.pk}/")

    seal = Seal.objects.get()
    assert seal.fingerprint in page
    assert f"manage.py verify_seals --fingerprint {seal.hash[:16]}" in page
    assert "Maya Chen, for Backend engineer at senior" in page
    assert page.count("Asked before building (") == 2


def test_what_was_declined_is_told_in_the_debrief_and_counted_for_recruiters(card, ines_interview, loop, ivan, lena, ada, carla):
    now = timezone.now()
    sealing.decline(Scorecard.of(ines_interview.seats.get(), now=now), "no_show", "Waited 20 minutes", now=now)
    said = "The candidate did not come. Waited 20 minutes"

    assert said in text(lena, f"/loops/{loop.pk}/debrief/")
    debate.open_debrief(loop, members=[carla], by=lena, now=now)
    assert said in text(carla, f"/loops/{loop.pk}/debrief/")
    for recruiter in (lena, ada):
        page = text(recruiter, "/scorecards/declined/")
        assert said in page
        assert "<dt>The candidate did not come</dt><dd>1</dd>" in page
    assert [signed_in(person).get("/scorecards/declined/").status_code for person in (ivan, carla)] == [403] * 2


def test_a_recruiter_who_owes_a_scorecard_counts_no_decline_of_that_loop(ivans_interview, ines_interview, ines, now):
    ines.is_recruiter = True
    ines.save(update_fields=["is_recruiter"])
    sealing.decline(Scorecard.of(ivans_interview.seats.get(), now=now), "no_show", "Waited 20 minutes", now=timezone.now())

    page = text(ines, "/scorecards/declined/")

    assert "Waited 20 minutes" not in page
    assert "None was declined." in page
