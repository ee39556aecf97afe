"""Filters of the question pages."""

import re

from django import template

from questionbank.difference import LABELS

register = template.Library()
ONE = {"steps": "Step", "hints": "Hint", "twists": "Twist", "follow_ups": "Follow up"}


@register.filter
def join_lines(lines: list[str]) -> str:
    """One a line, as a text area holds them."""
    return "\n".join(lines)


@register.filter
def field_id(where: str) -> str:
    """The id of the control for a place in a question: "steps[2].points[1]" is in "steps-2-points"."""
    if where == "tests":
        return "main"
    return re.sub(r"\[(\d+)\]$", "", where).replace("[", "-").replace("].", "-").replace("]", "")


@register.filter
def field_words(where: str) -> str:
    """A place in a question as people call it: "steps[2].points[1]" is "Step 2, point 1"."""
    found = re.fullmatch(r"(\w+)\[(\d+)\](?:\.(\w+?)s?(?:\[(\d+)\])?)?", where)
    if not found:
        return LABELS.get(where, where)
    part, number, field, place = found.groups()
    return f"{ONE.get(part, part)} {number}" + (f", {field}" if field else "") + (f" {place}" if place else "")
