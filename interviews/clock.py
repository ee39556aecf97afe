"""Times as people read and type them: pure functions between an instant and a clock on somebody's wall."""

from datetime import UTC, date, datetime, time, timedelta
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


def day_span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants in UTC between which this zone's calendar shows that day, end exclusive: 23 to 25 hours where clocks change."""
    return _first_instant(day, zone), _first_instant(day + timedelta(days=1), zone)


def comes_twice(at: datetime, zone: ZoneInfo) -> bool:
    """Whether this zone's clocks show the time of this instant twice on its day, so that the time alone does not say which."""
    local = at.astimezone(zone)
    return local.replace(fold=0).utcoffset() > local.replace(fold=1).utcoffset()  # type: ignore[operator]  # a zone has an offset


def city(zone: ZoneInfo) -> str:
    """A zone as people call it: "Lisbon" for Europe/Lisbon."""
    return zone.key.rsplit("/", 1)[-1].replace("_", " ")


def day_words(at: datetime, zone: ZoneInfo) -> str:
    """The day in words: "Mon 2 Mar"."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b}"


def time_words(at: datetime, zone: ZoneInfo) -> str:
    """The time with its zone: "10:00 Lisbon"; in the hour that comes twice also which of the two."""
    return f"{_shown(at, zone)} {city(zone)}"


def hours_words(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """A stretch of time with its zone: "10:00–11:00 Lisbon"; names the weekday of an end on another day."""
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    day = "" if starts.date() == ends.date() else f"{ends:%a} "
    return f"{_shown(starts_at, zone)}–{day}{_shown(ends_at, zone)} {city(zone)}"


def span_words(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """A sitting in words: "Mon 2 Mar, 10:00–11:00 Lisbon"."""
    return f"{day_words(starts_at, zone)}, {hours_words(starts_at, ends_at, zone)}"


def letter_words(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """A sitting for a mail, which is read later and elsewhere.

    "Monday 2 March 2026, 10:00–11:00 Lisbon time (Europe/Lisbon, UTC+00:00)".
    """
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    day = "" if starts.date() == ends.date() else f"{ends:%A} "
    when = f"{starts:%A} {starts.day} {starts:%B %Y}, {_shown(starts_at, zone)}–{day}{_shown(ends_at, zone)}"
    if zone.key == "UTC":
        return f"{when} UTC"
    return f"{when} {city(zone)} time ({zone.key}, {_offset(starts)})"


def _first_instant(day: date, zone: ZoneInfo) -> datetime:
    """When this zone's calendar turns to a day; in some zones that is not at midnight, for clocks jump over it."""
    midnight = datetime.combine(day, time(), tzinfo=zone)
    if found := instants(day, time(), zone):
        return found[0]
    # The clocks jump over midnight: read with the offset of after the jump it lies before it, with that of before, behind.
    before, behind = midnight.replace(fold=1).astimezone(UTC), midnight.astimezone(UTC)
    while behind - before > timedelta(seconds=1):
        middle = before + (behind - before) // 2
        before, behind = (before, middle) if middle.astimezone(zone).date() >= day else (middle, behind)
    return behind.replace(microsecond=0)


def _shown(at: datetime, zone: ZoneInfo) -> str:
    """What the clock shows: "10:00", or "02:30 (UTC+01:00)" where that time comes twice."""
    local = at.astimezone(zone)
    return f"{local:%H:%M} ({_offset(local)})" if comes_twice(at, zone) else f"{local:%H:%M}"


def _offset(local: datetime) -> str:
    """Its distance from UTC, as in "UTC+05:30"."""
    return f"UTC{local.isoformat()[-6:]}"
