"""Five people in five browsers through a debrief from reading to the decision; one of them drops out and comes back."""

import pytest
from playwright.sync_api import Page, expect

from scorecards.models import Debrief, Vote, debate
from tests.e2e.test_accessible import faults
from tests.factories import make_scorecard


@pytest.fixture
def opened(  # noqa: PLR0917 -- the whole cast is on stage
    ivans_interview, ines_interview, loop, lena, ivan, ines, carla, ada, now
) -> Debrief:
    """Both cards are in; carla, ivan, ines and ada vote, and ada is the bar raiser."""
    for interview in (ivans_interview, ines_interview):
        make_scorecard(interview=interview, submitted=True)
    return debate.open_debrief(
        loop, members=[carla, ivan, ines, ada], by=lena, now=now, quorum=3, bar_raiser=ada, exception="Few are here"
    )


def read(page: Page) -> None:
    page.get_by_role("button", name="I have read").click()
    expect(page.get_by_role("heading", name="Your vote")).to_be_visible()


def vote(page: Page, rating: str, overall: str, **besides: str) -> None:
    """Rate problem solving, vote overall, and rate what else is asked."""
    for competency, value in {"Problem solving": rating, **besides}.items():
        page.get_by_role("group", name=competency).get_by_label(value).check()
    page.get_by_role("group", name="Overall").get_by_label(overall, exact=True).check()
    page.locator("[name=comment]").fill(f"{rating} on the evidence")
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()


def test_five_people_come_to_a_decision_though_one_drops_out(open_browser, opened, loop, lena, ivan, ines, carla, ada):
    recruiter, carlas, ivans, iness, adas = (open_browser(person) for person in (lena, carla, ivan, ines, ada))
    everybody = (recruiter, carlas, ivans, iness, adas)
    for page in everybody:
        page.goto(f"/loops/{loop.pk}/debrief/", wait_until="commit")
    for page in everybody:
        expect(page.locator(".voters__voter[data-here]")).to_have_count(4)

    for page in (carlas, ivans, iness, adas):
        read(page)
    expect(recruiter.get_by_text("4 of 4 have read")).to_be_visible()
    vote(carlas, "1 Strong no", "No", Communication="3 Yes")
    vote(ivans, "3 Yes", "Yes", Communication="3 Yes")
    expect(iness.get_by_text("2 of 4 have voted")).to_be_visible()
    assert "1 Strong no on the evidence" not in iness.content()

    # Ines's line breaks while the others go on; what she has written waits in her browser.
    iness.locator("[name=comment]").fill("Half a sentence")
    iness.context.set_offline(True)
    vote(adas, "3 Yes", "Yes", Communication="Cannot tell")
    expect(recruiter.get_by_text("3 of 4 have voted")).to_be_visible()
    iness.context.set_offline(False)
    expect(iness.get_by_text("3 of 4 have voted")).to_be_visible()
    expect(iness.locator("[name=comment]")).to_have_value("Half a sentence")
    vote(iness, "4 Strong yes", "Yes", Communication="3 Yes")

    expect(recruiter.get_by_text("4 of 4 have voted")).to_be_visible()
    recruiter.get_by_role("button", name="Reveal the votes").click()
    for page in everybody:
        expect(page.get_by_text("1 Strong no on the evidence")).to_be_visible()
    expect(adas.get_by_text("Nobody sees it before the reveal")).to_have_count(0)
    expect(carlas.get_by_text("Speak in this order: Carla Committee, Ines Interviewer")).to_be_visible()
    assert "Composite by" not in carlas.content()
    assert faults(recruiter) == []

    recruiter.get_by_label("What made the difference").select_option(label="Different evidence")
    recruiter.get_by_role("button", name="Write it down").click()
    expect(ivans.get_by_text("Different evidence").first).to_be_visible()
    recruiter.get_by_role("button", name="Open a second vote").click()
    for page, rating in ((carlas, "3 Yes"), (ivans, "3 Yes"), (iness, "3 Yes"), (adas, "3 Yes")):
        expect(page.get_by_role("heading", name="Your second vote")).to_be_visible()
        vote(page, rating, "Yes")
    assert "1 moved up" not in carlas.content()
    expect(recruiter.get_by_text("4 of 4 have voted")).to_be_visible()
    recruiter.get_by_role("button", name="Reveal the second votes").click()
    for page in everybody:
        expect(page.get_by_text("1 moved up, 1 down")).to_be_visible()
        expect(page.get_by_text("Composite by")).to_be_visible()

    recruiter.get_by_label("Outcome").select_option(label="Hire")
    recruiter.get_by_role("combobox", name="Level").select_option(label="Senior")
    recruiter.get_by_role("textbox", name="Reason", exact=True).fill("Meets senior on both")
    recruiter.get_by_role("button", name="Record the decision").click()
    for page in everybody:
        expect(page.get_by_role("heading", name="Hire at Senior")).to_be_visible()
    assert Vote.objects.count() == 8
    assert Debrief.objects.get().closed_by == lena
