"""Public holidays by country and region, and whether somebody has the day off.

The days come from the package `holidays`, which reckons them without a net: with it they change when it is brought up to date. Of a
place that it does not know any more there are none, so that nobody is shut out by an upgrade.
"""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache, lru_cache

import holidays
from holidays.registry import COUNTRIES

from accounts.models import User
from interviews.models.holiday import HolidayPlace

Holiday = tuple[date, str]
SMALL = ("And", "Of", "The")
LANGUAGE = "en_US"


@cache
def countries() -> dict[str, str]:
    """Every country that is known, by its two letters, in the order of their names."""
    known = holidays.list_supported_countries(include_aliases=False)
    named = {codes[1]: _named(key) for key, codes in COUNTRIES.items() if codes[1] in known}
    return dict(sorted(named.items(), key=lambda one: one[1]))


@lru_cache(maxsize=1024)
def regions(country: str) -> dict[str, str]:
    """The regions of a country that have holidays of their own, in the order of their names; none where all have the same."""
    if country not in countries():
        return {}
    found = holidays.country_holidays(country)
    names = found.get_subdivision_aliases()
    return dict(sorted(((code, (names.get(code) or [code])[0]) for code in found.subdivisions), key=lambda one: one[1]))


@lru_cache(maxsize=4096)
def of_year(country: str, region: str, year: int) -> tuple[Holiday, ...]:
    """The public holidays of a year there, in order, by their English names where they have some."""
    if country not in countries():
        return ()
    known = region if region in regions(country) else None
    return tuple(sorted(holidays.country_holidays(country, subdiv=known, years=year, language=LANGUAGE).items()))


def between(place: HolidayPlace | None, first: date, last: date) -> list[Holiday]:
    """The public holidays of a place from one day to another, both included, also those on which the person works."""
    return [] if place is None else days_off(place.country, place.region, (), first=first, last=last)


def days_off(
    country: str | None, region: str | None, works_on: Collection[date] | None, *, first: date, last: date
) -> list[Holiday]:
    """The same without those on which somebody works; none without a country."""
    if not country:
        return []
    years = range(first.year, last.year + 1)
    found = (one for year in years for one in of_year(country, region or "", year))
    return [(day, name) for day, name in found if first <= day <= last and day not in (works_on or ())]


def why_off(person: User, day: date) -> str:
    """Why somebody has this day off, which is today on their calendar: "is away today", or the holiday. "" when they work."""
    if person.away.filter(first_on__lte=day, last_on__gte=day).exists():
        return "is away today"
    place = HolidayPlace.objects.filter(person=person).first()
    found = days_off(place.country, place.region, place.works_on, first=day, last=day) if place else []
    return f"has a public holiday today, {found[0][1]}" if found else ""


def year_from(day: date) -> date:
    """The last day of the year that begins with this one."""
    return day + timedelta(days=365)


def _named(key: str) -> str:
    words = (word.title() for word in key.split("_"))
    return " ".join(word.lower() if place and word in SMALL else word for place, word in enumerate(words))
