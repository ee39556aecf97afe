"""Importing candidates."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models.functions import Lower

from accounts import typed
from accounts.access import recruit
from accounts.importing import BATCH, Kind, Order, register
from accounts.imports import Column, Fate
from accounts.models import User
from interviews.models import Candidate
from interviews.typed import links, technologies, years

FIELDS = ("name", "zone", "experience_years", "present_role", "technologies", "links")


def _listed(values: list[str]) -> str:
    return ", ".join(values)


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


COLUMNS = (
    Column(
        "name", "Name", lambda text: typed.line(text, most=120, what="the name"), also=("full name", "candidate"), is_required=True
    ),
    Column("email", "Email", typed.email, also=("e-mail", "mail", "email address", "address"), is_required=True),
    Column("zone", "Time zone", typed.zone, also=("timezone", "tz", "zone")),
    Column("experience_years", "Experience years", years, also=("years of experience", "experience", "years"), show=_number),
    Column(
        "present_role",
        "Current role",
        lambda text: typed.line(text, most=160, what="the current role"),
        also=("role", "title", "job title", "position"),
    ),
    Column("technologies", "Technologies", technologies, also=("skills", "stack"), show=_listed),
    Column("links", "Links", links, also=("link", "urls", "url", "websites"), show=_listed),
)


def known(emails: list[str]) -> dict[str, dict[str, Any]]:
    """What is here of the candidates with these emails."""
    there = Candidate.objects.annotate(address=Lower("email")).filter(address__in=emails)
    rows = there.values("address", *FIELDS)
    return {row["address"]: row | {"email": row["address"]} for row in rows}


def refusal(by: User) -> Callable[[dict[str, Any]], tuple[str, str] | None]:
    """Nobody adds or changes the candidate who is themselves."""
    own = {by.email, *(email.lower() for email in Candidate.objects.filter(employee=by).values_list("email", flat=True))}

    def refuse(values: dict[str, Any]) -> tuple[str, str] | None:
        if values["email"] in own:
            return "Email", "You cannot keep your own application. Ask another recruiter"
        return None

    return refuse


def write(fates: list[Fate], order: Order) -> Iterator[int]:
    """Add those who are new and change the others; yields how many rows are written."""
    written = 0
    new = [fate for fate in fates if fate.kind == "new"]
    for start in range(0, len(new), BATCH):
        fates_now = new[start : start + BATCH]
        working = dict(User.objects.filter(email__in=[fate.values["email"] for fate in fates_now]).values_list("email", "pk"))
        batch = [
            Candidate(**fate.values, employee_id=working.get(fate.values["email"]), added_at=order.now, added_by=order.by)
            for fate in fates_now
        ]
        Candidate.objects.bulk_create(batch)
        written += len(batch)
        yield written
    changed = {fate.values["email"]: fate.values for fate in fates if fate.kind == "changed"}
    emails = sorted(changed)
    for start in range(0, len(emails), BATCH):
        there = Candidate.objects.annotate(address=Lower("email")).filter(address__in=emails[start : start + BATCH])
        locked = there.select_for_update(of=("self",)).order_by("pk")
        batch = [_set(candidate, changed[candidate.email.lower()]) for candidate in locked]
        Candidate.objects.bulk_update(batch, FIELDS)
        written += len(batch)
        yield written


def _set(candidate: Candidate, values: dict[str, Any]) -> Candidate:
    for field in FIELDS:
        if field in values:
            setattr(candidate, field, values[field])
    return candidate


CANDIDATES = register(
    Kind(
        name="candidates",
        one="candidate",
        many="candidates",
        rule=recruit,
        columns=COLUMNS,
        known=known,
        refusal=refusal,
        write=write,
        home="candidates",
        upload="candidates_import",
    )
)
