"""Calendars on pages."""

from django import template
from django.conf import settings

from interviews import calendar
from interviews.models import Interview
from interviews.own_calendar import TITLE

register = template.Library()


@register.filter
def calendar_links(interview: Interview) -> list[tuple[str, str]]:
    """Name and address of each calendar that takes an interview by a click; nobody is named to it."""
    details = settings.BASE_URL + interview.get_absolute_url()
    return calendar.links(summary=TITLE, details=details, starts_at=interview.starts_at, ends_at=interview.ends_at)
