"""Reading the audit trail: what triggers kept of every audited noun, and what code noted, as one list with the newest first.

Each table gives its newest rows by an index of its own and the database merges them: one query that costs the same for a
thousand rows and for millions. pghistory's own view over all tables would sort them all first.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pghistory.models
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, Case, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat, Substr

from accounts.audit import doors, hidden
from accounts.models import Event, User

NOTED = "note"  # the source of what code noted; the others are named after their noun
VERBS = {"insert": "added", "update": "changed", "delete": "removed"}
COLUMNS = ("time", "source", "row", "actor", "verb", "label", "origin")


@dataclass(frozen=True)
class Place:
    """The last entry of a page: where the next one goes on."""

    at: datetime
    source: str
    number: int

    @classmethod
    def read(cls, mark: str) -> "Place | None":
        """What `str()` of a place wrote, None for anything else."""
        try:
            micros, source, number = mark.split("-")
            return cls(datetime.fromtimestamp(int(micros) / 1_000_000, UTC), source, min(int(number), 2**31 - 1))
        except (ValueError, OverflowError, OSError):
            return None

    def __str__(self) -> str:
        return f"{round(self.at.timestamp() * 1_000_000)}-{self.source}-{self.number}"


@dataclass(frozen=True)
class Entry:
    """Who did what to which noun, when and from where; never what was written."""

    at: datetime
    source: str
    number: int
    person: int | None
    verb: str
    noun: str
    address: str

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return Place(self.at, self.source, self.number)


def entries(reader: User, *, person: int | None = None, noun: str = "", before: Place | None = None, size: int) -> list[Entry]:
    """The newest entries, or those after a place; of one person, of one noun ("loop 7"); only what the reader may know of."""
    sources = [_noted(reader, person, noun, before, size), *_kept(reader, person, noun, before, size)]
    rows = sources[0].union(*sources[1:], all=True).order_by("-time", "source", "-row")[:size]
    return [
        Entry(at, source, number, who, VERBS.get(verb, verb), name, origin or "")
        for at, source, number, who, verb, name, origin in rows
    ]


def nouns() -> list[str]:
    """Every noun of which there can be entries."""
    return sorted({NOTED, *(_name(model) for model in _histories())})


def _noted(reader: User, person: int | None, noun: str, before: Place | None, size: int) -> QuerySet:
    rows = Event.objects.filter(_until(before, NOTED, "at", "pk"))
    if person is not None:
        rows = rows.filter(who=person)
    if noun:
        rows = rows.filter(noun=noun)
    for name, known in doors.items():
        prefix = f"{name} "
        # The condition inside keeps the database from reading a number out of other nouns' names.
        number = Case(When(noun__startswith=prefix, then=Cast(Substr("noun", len(prefix) + 1), BigIntegerField())))
        rows = rows.alias(number_of=number).filter(
            ~Q(noun__startswith=prefix) | Exists(known(reader).filter(pk=OuterRef("number_of")))
        )
    for name, unknown in hidden.items():
        named = Concat(Value(f"{name} "), Cast("pk", TextField()), output_field=TextField())
        rows = rows.filter(
            ~Q(noun__startswith=f"{name} ") | ~Exists(unknown(reader).alias(named=named).filter(named=OuterRef("noun")))
        )
    return (
        rows.order_by("-at", "-pk")
        .annotate(time=F("at"), source=Value(NOTED, TextField()), row=F("pk"), actor=F("who"))
        .annotate(label=Cast("noun", TextField()), origin=Func("address", function="HOST", output_field=TextField()))
        .values_list(*COLUMNS)[:size]
    )


def _kept(reader: User, person: int | None, noun: str, before: Place | None, size: int) -> list[QuerySet]:
    found = []
    for model in _histories():
        name = _name(model)
        wanted, _, number = noun.partition(" ")
        if noun and (wanted != name or (which := _key(model, number)) is None):
            continue
        rows = model.objects.filter(_until(before, name, "pgh_created_at", "pgh_id"))
        if noun:
            rows = rows.filter(pgh_obj=which)
        if person is not None:
            rows = rows.filter(pgh_context__in=pghistory.models.Context.objects.filter(metadata__user=person).values("pk"))
        if name in doors:
            rows = rows.filter(pgh_obj__in=doors[name](reader).values("pk"))
        if name in hidden:
            rows = rows.filter(~Exists(hidden[name](reader).filter(pk=OuterRef("pgh_obj"))))
        found.append(
            rows.order_by("-pgh_created_at", "-pgh_id")
            .annotate(time=F("pgh_created_at"), source=Value(name, TextField()), row=F("pgh_id"), verb=F("pgh_label"))
            .annotate(actor=Cast(KeyTextTransform("user", "pgh_context__metadata"), BigIntegerField()))
            .annotate(label=Concat(Value(f"{name} "), Cast("pgh_obj_id", TextField()), output_field=TextField()))
            .annotate(origin=KeyTextTransform("address", "pgh_context__metadata"))
            .values_list(*COLUMNS)[:size],
        )
    return found


def _until(before: Place | None, source: str, time: str, number: str) -> Q:
    """What follows a place in the order of time, newest first, then source, then number."""
    if before is None:
        return Q()
    earlier = Q(**{f"{time}__lt": before.at})
    if source == before.source:
        return Q(**{f"{time}__lte": before.at}) & (earlier | Q(**{f"{number}__lt": before.number}))
    return Q(**{f"{time}__lte": before.at}) if source > before.source else earlier


def _histories() -> list[Any]:
    """The models of the tables that triggers write, one for each audited noun."""
    return [model for model in apps.get_models() if issubclass(model, pghistory.models.Event) and model.pgh_tracked_model]


def _key(model: Any, text: str) -> object | None:
    """The primary key of the noun that this text names, a number or a UUID; None if it names none."""
    try:
        key = model.pgh_tracked_model._meta.pk.to_python(text)
    except ValidationError:
        return None
    return None if isinstance(key, int) and not 0 < key < 2**63 else key


def _name(model: Any) -> str:
    return model.pgh_tracked_model._meta.model_name
