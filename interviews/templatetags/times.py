"""Times on pages: always with the name of their zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone

from interviews import clock, effort
from interviews.models import Interview
from interviews.schedule import Span

register = template.Library()


def _zone(name: str | None) -> ZoneInfo:
    return ZoneInfo(name) if name else ZoneInfo(timezone.get_current_timezone_name())


@register.filter
def span(interview: Interview, zone: str | None = None) -> str:
    """When an interview is, in the reader's zone or a named one: "Mon 2 Mar, 10:00–11:00 Lisbon"."""
    return clock.span_words(interview.starts_at, interview.ends_at, _zone(zone))


@register.filter
def when(span: Span) -> str:
    """Two instants in the reader's zone: "Mon 2 Mar, 10:00–11:00 Lisbon"."""
    return clock.span_words(*span, _zone(None))


@register.filter
def moment(at: datetime, zone: str | None = None) -> str:
    """An instant in the reader's zone or a named one: "Mon 2 Mar, 10:00 Lisbon"."""
    return f"{clock.day_words(at, _zone(zone))}, {clock.time_words(at, _zone(zone))}"


@register.filter
def hour(at: datetime, zone: str | None = None) -> str:
    """The time of day in the reader's zone or a named one: "10:00 Lisbon"."""
    return clock.time_words(at, _zone(zone))


@register.filter
def hours(minutes: int) -> str:
    """Minutes as people say them: "2 h 5 min"."""
    return effort.hours(minutes)


@register.filter
def city(zone: str) -> str:
    """A zone as people call it."""
    return clock.city(ZoneInfo(zone))
