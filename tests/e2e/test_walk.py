"""One loop in real browsers, each person in their own: from the recruiter's first click to the committee's decision."""

from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from reportlab.pdfgen.canvas import Canvas

from accounts.tasks import send_owed_mail
from interviews.models import Job
from scorecards.models import Decision, Scorecard
from tests.factories import make_question
from tests.smtp import MailServer

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def mails(settings):
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.stop()


@pytest.fixture
def shortener(levels, problem_solving):
    return make_question(
        key="shortener",
        title="Shortener of links",
        lowest=levels["mid"],
        highest=levels["staff"],
        competencies=[problem_solving],
    )


def resume() -> dict:
    kept = BytesIO()
    canvas = Canvas(kept)
    canvas.drawString(72, 700, "Maya Chen. Eight years of payment systems in Python and PostgreSQL.")
    canvas.save()
    return {"name": "Maya Chen.pdf", "mimeType": "application/pdf", "buffer": kept.getvalue()}


def book(page: Page, stage: str, person: str, *, at: datetime) -> None:
    page.get_by_role("link", name=f"Book {stage}").first.click()
    book_at(page, person, at=at)


def book_at(page: Page, person: str, *, at: datetime) -> None:
    page.get_by_label("Date").fill(f"{at:%Y-%m-%d}")
    page.get_by_label("Start, Berlin time").fill(f"{at:%H:%M}")
    page.get_by_label("Minutes").fill("15")
    page.locator("[name=person_0]").fill(person)
    page.get_by_role("button", name="Book and invite").click()


def hold(page: Page, *, question: str, line: str, step: str) -> None:
    """Hold the interview that stands first on Today, by what is on the screen, and submit the card."""
    page.goto("/")
    page.get_by_role("link", name="Go to the room").click()
    page.get_by_role("button", name="Start the interview").click()
    page.wait_for_load_state()
    expect(page.get_by_role("button", name="End the interview")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Search the bank")).to_be_focused()
    page.keyboard.type(question[:7])
    page.locator("#found").get_by_role("button", name=f"Ask {question}").click()
    expect(page.get_by_role("heading", name=question)).to_be_visible()
    page.get_by_label("Clarify: first point").check()
    for competency in ("Problem solving", "Communication"):
        page.get_by_label("Competency of the note").select_option(label=competency)
        page.get_by_label("Note", exact=True).fill(f"+ {line} ({competency})")
        page.keyboard.press("Enter")
        expect(page.locator("#notes").get_by_text(f"{line} ({competency})")).to_be_visible()
        expect(page.get_by_label("Note", exact=True)).to_have_value("")
    page.get_by_role("button", name="End the interview").click()
    page.wait_for_url("**/scorecard/")  # and with it the scripts, without which a choice is saved only by a button
    for competency in ("Problem solving", "Communication"):
        page.get_by_role("group", name=competency).get_by_role("radio", name=step).check()
        expect(page.locator("#missing")).not_to_contain_text(f"Rate {competency}")
    page.get_by_role("textbox", name="Summary").fill(f"{line}, on both competencies.")
    page.get_by_role("group", name="At which level would you hire?").get_by_label("Senior").check()
    page.get_by_role("group", name="How sure are you?").get_by_label("Medium").check()
    page.get_by_role("group", name="Verdict").get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_text("Independent", exact=True)).to_be_visible()


def open_loop(page: Page, job: Job) -> str:
    """Add Maya with her resume and open a loop for her; the address of the loop."""
    page.get_by_role("link", name="Candidates").first.click()
    page.get_by_role("link", name="Add a candidate").first.click()
    page.get_by_label("Name").fill("Maya Chen")
    page.get_by_label("Email").fill("maya@example.org")
    page.get_by_label("Time zone").select_option("Asia/Tokyo")
    page.get_by_label("Resume").set_input_files(resume())
    page.get_by_role("button", name="Add candidate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maya Chen")
    page.get_by_role("link", name="Open a loop").first.click()
    page.get_by_label("Job").select_option(label=job.title)
    page.get_by_role("button", name="Open the loop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maya Chen")
    return page.url


def vote(page: Page) -> None:
    page.goto("/debriefs/")
    page.get_by_role("link", name="Maya Chen").first.click()
    page.get_by_role("button", name="I have read").click()
    for competency in ("Problem solving", "Communication"):
        page.get_by_role("group", name=competency).get_by_label("3 Yes").check()
    page.get_by_role("group", name="Overall").get_by_label("Yes", exact=True).check()
    page.get_by_label("Why", exact=True).fill("The evidence holds")
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()


def decide(page: Page) -> None:
    page.reload()
    page.get_by_role("button", name="Reveal the votes").click()
    expect(page.get_by_text("The evidence holds").first).to_be_visible()
    page.get_by_role("button", name="Go on without one").click()
    page.get_by_label("Outcome").select_option(label="Hire")
    page.get_by_role("combobox", name="Level").select_option(label="Senior")
    page.get_by_role("textbox", name="Reason", exact=True).fill("Meets senior on every competency")
    page.get_by_role("button", name="Record the decision").click()


def test_a_loop_from_the_first_click_to_the_decision(  # noqa: PLR0917 -- the whole cast is on stage
    open_browser, plan, job, shortener, lena, ivan, ines, carla, mails
):
    first = (datetime.now(BERLIN) + timedelta(minutes=5)).replace(second=0, microsecond=0)
    recruiter = open_browser(lena, timezone_id="Europe/Berlin")
    recruiter.goto("/")
    loop_address = open_loop(recruiter, job)

    book(recruiter, "Coding", ivan.name, at=first)
    expect(recruiter.get_by_text("Booked").first).to_be_visible()
    book(recruiter, "System design", ivan.name, at=first)
    problems = recruiter.get_by_role("alert").filter(has_text="There is a problem")
    expect(problems).to_contain_text("Ivan Interviewer has Coding with Maya Chen")
    book_at(recruiter, ines.name, at=first + timedelta(minutes=15))
    expect(recruiter.get_by_role("heading", level=1)).to_have_text("Maya Chen")
    send_owed_mail()
    assert {str(mail["To"]) for mail in mails.taken} >= {"maya@example.org", "ivan@example.com", "ines@example.com"}

    ivans, iness = open_browser(ivan), open_browser(ines)
    hold(ivans, question="Rate limiter for one endpoint", line="Asked about bursts", step="3 Yes")
    ivans_card = Scorecard.objects.get(seat__person=ivan)
    assert iness.request.get(f"/scorecards/{ivans_card.pk}/").status == 404
    hold(iness, question="Shortener of links", line="Named three failure modes", step="4 Strong yes")
    assert iness.request.get(f"/scorecards/{ivans_card.pk}/").status == 200

    recruiter.goto(loop_address)
    recruiter.get_by_role("link", name="Open the debrief").first.click()
    for person in (carla, ivan, ines):
        recruiter.get_by_label(person.name).check()
    recruiter.get_by_label("Why somebody votes who interviewed").fill("Few are here")
    recruiter.get_by_role("button", name="Open the debrief").click()
    committee = open_browser(carla)
    for page in (committee, ivans, iness):
        vote(page)
    assert "The evidence holds" not in recruiter.request.get(f"{loop_address}debrief/").text()
    decide(recruiter)

    committee.reload()
    expect(committee.get_by_role("heading", name="Hire at Senior")).to_be_visible()
    assert Decision.objects.get().reason == "Meets senior on every competency"
