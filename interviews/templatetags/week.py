"""Instants as the week picture's addresses write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import template

register = template.Library()


@register.filter
def code(at: datetime) -> str:
    """An instant for an address: "2026-03-03T10:00Z"."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


@register.filter
def utc_offset(at: datetime, zone: str) -> str:
    """How far a clock is from UTC then, to tell two equal times of a day apart: "UTC+02:00"."""
    return f"UTC{at.astimezone(ZoneInfo(zone)).isoformat()[-6:]}"
