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


@register.filter
def bars(steps: list[int]) -> list[dict[str, int]]:
    """The steps 0-6 as bars of a picture 70 wide and 24 high; the tallest fills it, and what is there at all shows."""
    most = max(steps) or 1
    heights = [max(2, round(22 * count / most)) if count else 1 for count in steps]
    return [{"x": 10 * place + 1, "y": 24 - height, "height": height} for place, height in enumerate(heights)]


@register.filter
def steps_in_words(steps: list[int]) -> str:
    """The same as a sentence: "step 3 twice, step 4 five times, of 7"."""
    said = ", ".join(f"step {step} {_times(count)}" for step, count in enumerate(steps) if count)
    return f"{said}, of {sum(steps)}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
