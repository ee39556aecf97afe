"""Template filters that every page may use."""

from functools import lru_cache
from uuid import UUID, uuid4

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from questionbank import markdown as renderer

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as safe HTML."""
    return mark_safe(renderer.render(text))  # noqa: S308 -- the renderer ends in an allow-list


@register.filter
def clock(seconds: int | None) -> str:
    """Seconds from the start as mm:ss; a dash for what was entered later."""
    return "–" if seconds is None else f"{seconds // 60:02d}:{seconds % 60:02d}"


@register.filter
def at(things: object, key: object) -> object:
    """What a dict or list holds under a key, None when nothing."""
    try:
        return things[key]  # type: ignore[index]
    except (KeyError, IndexError, TypeError):
        return None


@register.filter
def among(thing: object, things: object) -> bool:
    """Whether a thing is one of these."""
    return thing in (things or ())  # type: ignore[operator]


@register.filter
def grade(value: int) -> str:
    """The icon of a rating 1-4."""
    return f"grade-{value}"


@register.filter
def verdict(value: int) -> str:
    """The word of a rating 1-4."""
    return {1: "Strong no", 2: "No", 3: "Yes", 4: "Strong yes"}[value]


@register.filter
def graded(value: int, words: str = "") -> str:
    """A rating 1-4 as it stands on pages: icon, number and its word, or other words that are given."""
    return _grade("_grade.html", value, words or verdict(value))


@register.filter
def graded_briefly(value: int | None) -> str:
    """A rating 1-4 where there is little room: icon and number, the word for those who cannot see it; a dash for none."""
    return _grade("_grade_briefly.html", value, verdict(value)) if value else _grade("_grade_briefly.html", value, "")


@lru_cache(maxsize=512)
def _grade(name: str, value: int | None, words: str) -> str:
    """The same for the same: a table shows a hundred of a few."""
    return render_to_string(name, {"value": value, "words": words})


@register.filter
def against_bar(value: int) -> str:
    """A rating 1-4 with how far it is from what its level expects, which is 3."""
    return _grade("_grade.html", value, {1: "2 below", 2: "1 below", 3: "at the bar", 4: "1 above"}[value])


@register.filter
def fresh(_value: object) -> UUID:
    """An id for an entry that is about to be made, so that sending it twice makes one."""
    return uuid4()
