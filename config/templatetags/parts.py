"""Parts of pages that are rendered once, and shown again wherever they would come out the same."""

from collections.abc import Hashable
from functools import cache, lru_cache
from secrets import token_hex
from uuid import uuid4

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name

register = template.Library()

KEPT = 20_000  # parts of about a kilobyte, the oldest unused ones leave
TOKEN, FRESH = token_hex(), token_hex()  # stand in a kept part where each page has a token and ids of its own


@register.simple_tag
@cache
def unchanging(name: str) -> SafeString:
    """The template of that name, rendered once for as long as this process runs: the addresses of files, which take no context."""
    return render_to_string(name)


@register.simple_tag(takes_context=True)
def drawn(context: Context, name: str, one: Hashable, **more: Hashable) -> SafeString:
    """The template of that name with `one`, and what else is named, as it was rendered for equal ones before.

    Nothing else of the page reaches it. Equal ones have to look the same: frozen values of plain words, numbers and moments, never
    a row that may change under its key. A form in it may have `{% csrf_token %}`, and `{{ fresh }}` for the id of an entry.
    """
    words = _drawn(name, one, get_current_timezone_name(), *more.items())
    if TOKEN in words:
        words = words.replace(TOKEN, str(context.get("csrf_token", "")))
    if FRESH in words:
        first, *rest = words.split(FRESH)
        words = first + "".join(f"{uuid4()}{part}" for part in rest)
    return mark_safe(words)  # noqa: S308 -- it comes out of a template, and what is put in is ours


@lru_cache(KEPT)
def _drawn(name: str, one: Hashable, _zone: str, *more: tuple[str, Hashable]) -> str:
    return render_to_string(name, {**dict(more), "one": one, "csrf_token": TOKEN, "fresh": FRESH})
