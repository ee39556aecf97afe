"""What somebody else does shows without a reload, and never takes away what one is writing."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from scorecards.models import debate, protocol
from tests.factories import make_scorecard


@pytest.fixture
def debrief(ivans_interview, ines_interview, loop, lena, ivan, ines, carla):
    """Both cards are in; carla, ivan and ines vote, and ivan did."""
    for interview in (ivans_interview, ines_interview):
        make_scorecard(interview=interview, submitted=True)
    now = timezone.now()
    opened = debate.open_debrief(loop, members=[carla, ivan, ines], exception="Few are here", by=lena, now=now)
    for person in (carla, ivan, ines):
        protocol.end_reading(opened, person, now=now)
    debate.vote(opened, ivan, verdict=3, level=loop.level, comment="Evidence holds", now=now)
    return opened


def vote(page) -> None:
    for competency in ("Problem solving", "Communication"):
        page.get_by_role("group", name=competency).get_by_label("3 Yes").check()
    page.get_by_role("group", name="Overall").get_by_label("Yes", exact=True).check()
    page.get_by_label("Why", exact=True).fill("I agree")
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()


def test_votes_and_the_reveal_show_to_all_at_once(open_browser, debrief, loop, lena, ivan, ines, carla):
    recruiter, carlas, ivans = (open_browser(person) for person in (lena, carla, ivan))
    for page in (recruiter, carlas, ivans):
        page.goto(f"/loops/{loop.pk}/debrief/")
    expect(recruiter.get_by_text("1 of 3 have voted")).to_be_visible()

    vote(carlas)
    expect(recruiter.get_by_text("2 of 3 have voted")).to_be_visible()
    expect(ivans.get_by_text("2 of 3 have voted")).to_be_visible()
    debate.vote(debrief, ines, verdict=2, level=loop.level, comment="Not at senior", now=timezone.now())
    recruiter.reload()
    recruiter.get_by_role("button", name="Reveal the votes").click()

    expect(carlas.get_by_text("Not at senior")).to_be_visible()
    expect(ivans.get_by_text("Not at senior")).to_be_visible()


def test_what_somebody_is_writing_stays(open_browser, debrief, loop, lena, carla, ines):
    iness, carlas = open_browser(ines), open_browser(carla)
    for page in (iness, carlas):
        page.goto(f"/loops/{loop.pk}/debrief/")
    iness.get_by_label("Why", exact=True).fill("Half a sentence")

    vote(carlas)
    expect(iness.get_by_text("2 of 3 have voted")).to_be_visible()
    expect(iness.get_by_text("The debrief moved on while you were writing.")).to_be_hidden()
    recruiter = open_browser(lena)
    recruiter.goto(f"/loops/{loop.pk}/debrief/")
    recruiter.get_by_label("Why show the votes before all are in").fill("Ines is ill")
    recruiter.get_by_role("button", name="Reveal the votes").click()

    expect(iness.get_by_text("The debrief moved on while you were writing.")).to_be_visible()
    expect(iness.get_by_label("Why", exact=True)).to_have_value("Half a sentence")
