"""The first person to open an empty installation begins the company."""

from playwright.sync_api import expect

from accounts.models import Company, Mail, User


def test_the_first_person_begins_the_company_and_invites_the_second(open_browser):
    page = open_browser()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Begin your company")
    page.get_by_label("Company").fill("Brightwater")
    page.get_by_label("Your name").fill("Ada Okafor")
    page.get_by_label("Email").fill("ada@brightwater.example")
    page.get_by_label("Password", exact=True).fill("three quiet herons")
    page.get_by_label("Time zone").select_option("Europe/London")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("Brightwater is ready")).to_be_visible()

    page.get_by_role("link", name="People").first.click()
    page.get_by_role("link", name="Invite a person").click()
    page.get_by_label("Name").fill("Lena Brandt")
    page.get_by_label("Email").fill("lena@brightwater.example")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_label("Recruiter").check()
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lena Brandt")

    assert Company.objects.get().name == "Brightwater"
    assert User.objects.get(name="Lena Brandt").is_recruiter
    assert Mail.objects.get(to__name="Lena Brandt").kind == "accounts.welcome"
    late = open_browser()
    assert late.goto("/company/").status == 404
