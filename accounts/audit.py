"""The audit trail: triggers write every change of an audited noun, code writes who read what."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
from django.db import connection
from django.db.models import Index, Model, QuerySet

TOLD = "SELECT set_config('pghistory."

doors: dict[str, Callable[[Any], QuerySet]] = {}
"""Nouns whose very existence is not for every reader: the name of the model, and what of it somebody may know of."""

hidden: dict[str, Callable[[Any], QuerySet]] = {}
"""Nouns of which every reader of the trail knows but for a few: the name of the model, and what of it this person must not know of.

What was deleted stays in sight, as it does not behind a door.
"""


def audited(model: type[Model]) -> type[Model]:
    """Class decorator: PostgreSQL itself keeps each insert, change and deletion of the noun, whatever code made it."""
    return pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), meta=_by_time(model))(model)


def audited_without(*fields: str):
    """As `audited`, without fields that must not be kept twice: passwords, and what is only its author's."""

    def decorate(model: type[Model]) -> type[Model]:
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude_auto=True, exclude=list(fields))),
            pghistory.DeleteEvent(),
            exclude=list(fields),
            meta=_by_time(model),
        )(model)

    return decorate


def _by_time(model: type[Model]) -> dict[str, object]:
    """The index by which the newest entries are found, however many there are."""
    name = f"{str(model._meta.model_name)[:15]}_events_by_time"  # PostgreSQL keeps 63 letters of a name, Django 30
    return {"indexes": [Index("pgh_created_at", "pgh_id", name=name)]}


@contextmanager
def done_by(**who: object) -> Iterator[None]:
    """Within, each change is kept with `who` did it: the number of a person as `user`, an address as `url`."""
    with pghistory.context(**who), connection.execute_wrapper(_in_one_text):
        yield


def _in_one_text(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 -- Django's shape
    # pghistory puts a statement before the one that writes. Two together have no parameters: their values go into the text.
    if params and sql.startswith(TOLD):
        sql, params = context["connection"].ops.compose_sql(sql, params), None
    return execute(sql, params, many, context)
