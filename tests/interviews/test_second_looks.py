"""A second look: an interview ahead looks at something more, for whatever reason, and nobody is told why."""

import pytest
from django.utils import timezone

from accounts.access import Refused
from accounts.models import Mail
from interviews import second_looks
from tests.clients import signed_in
from tests.factories import make_competency

pytestmark = pytest.mark.django_db


@pytest.fixture
def collaboration(db):
    return make_competency(key="collaboration", name="Collaboration")


def names(stage) -> list[str]:
    return [one.competency.name for one in stage.focus.select_related("competency").order_by("place", "pk")]


def test_a_stage_looks_at_it_too_and_its_people_are_told_once(ines_interview, collaboration, communication, lena, now):
    stage = ines_interview.stage
    second_looks.ask(stage, collaboration, by=lena, now=now)
    second_looks.ask(stage, collaboration, by=lena, now=now)
    second_looks.ask(stage, communication, by=lena, now=now)

    assert names(stage) == ["Problem solving", "Communication", "Collaboration"]
    assert Mail.objects.filter(kind="loop.invitation").count() == 1

    second_looks.take_back(stage, collaboration, by=lena, now=now)
    second_looks.take_back(stage, communication, by=lena, now=now)
    assert names(stage) == ["Problem solving", "Communication"]


def test_an_interview_that_has_begun_is_not_asked(ines_interview, collaboration, lena, now):
    ines_interview.start(now=now)

    with pytest.raises(Refused, match="System design has begun"):
        second_looks.ask(ines_interview.stage, collaboration, by=lena, now=now)


def test_recruiters_ask_on_a_page(ines_interview, collaboration, lena, ines, otto, loop):
    stage, page = ines_interview.stage, f"/stages/{ines_interview.stage_id}/second-look/"
    client = signed_in(lena)
    assert page in client.get(f"/loops/{loop.pk}/").content.decode()
    assert [signed_in(person).get(page).status_code for person in (lena, ines, otto)] == [200, 403, 404]
    assert client.post(page, {"competency": ""}).status_code == 422

    client.post(page, {"competency": collaboration.pk})
    assert "Lena Recruiter asks for a second look." in client.get(page).content.decode()

    client.post(f"{page}{second_looks.asked_of(stage).get().pk}/removal/")
    assert names(stage) == ["Problem solving", "Communication"]

    ines_interview.start(now=timezone.now())
    assert "has begun" in client.get(page).content.decode()
