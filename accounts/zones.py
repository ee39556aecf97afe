"""Time zones as forms offer them."""

from zoneinfo import available_timezones

ZONES = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/")))


def zone_choices() -> list[tuple[str, str]]:
    """Every zone that a form offers, with UTC first."""
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in ZONES)]


def zone_choices_or_none() -> list[tuple[str, str]]:
    """As `zone_choices`, with nothing chosen at first, so that the browser can fill in its own."""
    return [("", "Choose your time zone"), *zone_choices()]
