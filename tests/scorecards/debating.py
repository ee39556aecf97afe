"""How people get at a debrief in the tests: its page, and its forms."""

from django.urls import reverse

from tests.clients import signed_in


def page_of(person, loop) -> str:
    return signed_in(person).get(f"/loops/{loop.pk}/debrief/").content.decode()


def post(person, name: str, loop, data: dict | None = None, **more):
    return signed_in(person).post(reverse(name, kwargs={"pk": loop.pk, **more}), data or {})
