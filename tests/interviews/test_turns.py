"""While somebody else changes something of a candidate, whoever changes it too is told to send it again, and nothing is lost."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client

from interviews import choosing, handing, second_looks
from interviews.models import HandOver, Interview, InterviewMove, Qualification, Stage, StageFocus, TimeOffer
from interviews.models.choosing import page_of
from interviews.turns import BUSY
from tests.clients import signed_in
from tests.conftest import NOW
from tests.factories import make_competency, make_interview

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("monday")]
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
DEEDS = ["offer", "choose", "move", "cancel", "second look", "second look back", "hand on", "hand back", "leave"]


def everything() -> list:
    """All that these deeds could change."""
    return [list(noun.objects.order_by("pk").values()) for noun in (Interview, InterviewMove, TimeOffer, StageFocus, HandOver)]


@pytest.fixture
def coding_stage(loop, ivan, lena) -> Stage:
    """Maya may choose a time for Coding, which ivan alone does; nothing is booked."""
    stage = loop.stages.get(name="Coding")
    Qualification.give(ivan, stage.kind, by=lena, now=NOW)
    terms = choosing.Terms(first_on=date(2026, 3, 3), last_on=date(2026, 3, 6), opens=time(9), closes=time(17))
    choosing.offer(stage, terms, by=lena, now=NOW)
    return stage


@pytest.fixture
def send(coding_stage, loop, lena, ivan):
    """What each deed sends, and who does it, once all that it needs is there."""
    page = f"/c/{page_of(loop, by=lena, now=NOW).token}/"
    design = loop.stages.get(name="System design")
    recruiter, candidate = signed_in(lena), Client()
    collaboration = make_competency(key="collaboration", name="Collaboration")

    def ready(what: str):
        if what == "offer":
            return recruiter, f"/stages/{design.pk}/times/", {"first_on": "2026-03-04", "last_on": "2026-03-05", "place": "Room 17"}
        if what == "choose":
            return candidate, f"{page}stages/{coding_stage.pk}/choice/", {"at": "2026-03-03T10:00Z"}
        if what in {"move", "cancel"}:
            interview = choosing.choose(TimeOffer.objects.get(), TUESDAY, now=NOW)
            path = {"move": "move", "cancel": "cancellation"}[what]
            return candidate, f"{page}interviews/{interview.pk}/{path}/", {"at": "2026-03-05T10:00Z", "reason": "Room 17"}
        if what == "second look":
            return recruiter, f"/stages/{design.pk}/second-look/", {"competency": collaboration.pk}
        if what == "second look back":
            second_looks.ask(design, collaboration, by=lena, now=NOW)
            return recruiter, f"/stages/{design.pk}/second-look/{second_looks.asked_of(design).get().pk}/removal/", {}
        held = make_interview(stage=coding_stage, lead=ivan, starts_at=NOW)
        handover = handing.suggest(held, collaboration, by=ivan, now=NOW)
        if what == "hand back":
            handing.accept(handover, design, by=lena, now=NOW)
        path = {"hand on": f"acceptance/{design.pk}", "hand back": "return", "leave": "refusal"}[what]
        return recruiter, f"/hand-overs/{handover.pk}/{path}/", {}

    return ready


@pytest.mark.parametrize("what", DEEDS)
def test_who_waits_too_long_is_told_in_a_sentence_and_may_send_it_again(send, loop, somebody_else, what):
    client, address, typed = send(what)
    before = everything()
    with somebody_else.cursor() as cursor:
        cursor.execute("SELECT 1 FROM interviews_candidate WHERE id = %s FOR UPDATE", [loop.candidate_id])
        refused = client.post(address, typed)
    page = refused.content.decode()
    untouched = everything()
    somebody_else.rollback()
    again = client.post(address, typed)

    assert refused.status_code == (403 if what in {"second look back", "hand on", "hand back", "leave"} else 422)
    assert BUSY in page
    assert "Room 17" in page or "Room 17" not in typed.values()
    assert untouched == before
    assert (again.status_code, everything() == before) == (302, False)
