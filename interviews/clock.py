"""Times as people read and type them: pure functions between an instant and a clock on somebody's wall."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def instants(day: date, at: time, zone: ZoneInfo) -> list[datetime]:
    """The instants in UTC at which this zone's clocks show that time on that day.

    One as a rule; none when clocks jump over it in spring, two when they show it twice in autumn.
    """
    found: list[datetime] = []
    for fold in (0, 1):
        local = datetime.combine(day, at, tzinfo=zone).replace(fold=fold)
        instant = local.astimezone(UTC)
        shown = instant.astimezone(zone)
        if (shown.date(), shown.time()) == (day, at) and instant not in found:
            found.append(instant)
    return found


def city(zone: ZoneInfo) -> str:
    """A zone as people call it: "Lisbon" for Europe/Lisbon."""
    return zone.key.rsplit("/", 1)[-1].replace("_", " ")


def day_words(at: datetime, zone: ZoneInfo) -> str:
    """The day in words: "Mon 2 Mar"."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b}"


def time_words(at: datetime, zone: ZoneInfo) -> str:
    """The time with its zone: "10:00 Lisbon"."""
    return f"{at.astimezone(zone):%H:%M} {city(zone)}"


def hours_words(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """A stretch of time with its zone: "10:00–11:00 Lisbon"; names the weekday of an end on another day."""
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    end = f"{ends:%H:%M}" if starts.date() == ends.date() else f"{ends:%a %H:%M}"
    return f"{starts:%H:%M}–{end} {city(zone)}"


def span_words(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """A sitting in words: "Mon 2 Mar, 10:00–11:00 Lisbon"."""
    return f"{day_words(starts_at, zone)}, {hours_words(starts_at, ends_at, zone)}"


def letter_words(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """A sitting for a mail, which is read later and elsewhere.

    "Monday 2 March 2026, 10:00–11:00 Lisbon time (Europe/Lisbon, UTC+00:00)".
    """
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    end = f"{ends:%H:%M}" if starts.date() == ends.date() else f"{ends:%A %H:%M}"
    offset = starts.isoformat()[-6:]
    if zone.key == "UTC":
        return f"{starts:%A} {starts.day} {starts:%B %Y}, {starts:%H:%M}–{end} UTC"
    return f"{starts:%A} {starts.day} {starts:%B %Y}, {starts:%H:%M}–{end} {city(zone)} time ({zone.key}, UTC{offset})"
