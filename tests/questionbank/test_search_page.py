"""The list of questions in the browser: what an address shows, with and without htmx."""

import pytest
from django.core.cache import cache

from questionbank import facets
from tests.factories import make_question


@pytest.fixture
def client(client, carla):
    client.force_login(carla, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def bank(levels, problem_solving, rate_limiter):
    cache.clear()
    make_question(
        key="talk",
        title="A talk about caching",
        lowest=levels["mid"],
        highest=levels["mid"],
        competencies=[problem_solving],
        category="behavioral",
    )


def said(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_shows_list_and_counts_without_a_script(client, bank):
    page = said(client.get("/questions/"))

    assert "2 questions fit" in page
    assert 'href="?category=behavioral">Behavioral <span class="facet__count">1</span>' in page
    assert '<span class="facet__choice" data-none>Security <span class="facet__count">0</span></span>' in page
    assert "/questions/counts/" not in page


def test_a_choice_is_in_the_address_and_taken_back_by_one_link(client, bank):
    answer = client.get("/questions/", {"category": "behavioral", "q": "talk", "level": "mid"})

    link = '<a class="facet__choice" id="category=behavioral" data-choice="category=behavioral"'
    assert f'{link} href="?q=talk&amp;level=mid" aria-current="true">' in said(answer)
    assert [choice.address for choice in answer.context["chosen"]] == ["?q=talk&level=mid", "?q=talk&category=behavioral"]


def test_htmx_gets_the_list_first_and_the_counts_after_it(client, bank):
    part = client.get("/questions/", {"q": "talk"}, headers={"hx-request": "true"})
    late = client.get("/questions/counts/", {"q": "talk"}, headers={"hx-request": "true"})

    assert part.templates[0].name == "questions/_list.html"
    assert 'hx-get="/questions/counts/?q=talk"' in said(part)
    assert "One question fits “talk”" in said(late)
    assert late.context["counts"].of["category"] == {"behavioral": 1}


def test_a_typing_error_is_told_with_a_way_to_search_for_it(client, bank):
    answer = client.get("/questions/", {"q": "caching talc"})
    literal = client.get("/questions/", {"q": "caching talc", "exactly": "yes"})

    assert "No question has “talc”. These have <b>talk</b>" in said(answer)
    assert "?q=caching+talc&amp;exactly=yes" in said(answer)
    assert "No question is like that" in said(literal)


def test_too_many_questions_are_counted_after_the_page(client, bank, monkeypatch):
    monkeypatch.setattr(facets, "COUNTED_AT_ONCE", 1)
    page = client.get("/questions/")

    assert "More than 1 questions fit" in said(page)
    assert 'hx-get="/questions/counts/?"' in said(page)
    assert (
        '<a class="facet__choice" id="category=security" data-choice="category=security" href="?category=security">Security</a>'
        in said(page)
    )


def test_an_answer_to_htmx_is_never_kept_for_the_whole_page(client, bank):
    assert "HX-Request" in client.get("/questions/")["Vary"]
