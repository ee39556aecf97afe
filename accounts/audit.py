"""The audit trail: triggers write every change of an audited noun, code writes who read what."""

import pghistory
from django.db.models import Model


def audited(model: type[Model]) -> type[Model]:
    """Class decorator: PostgreSQL itself keeps each insert, change and deletion of the noun, whatever code made it."""
    return pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())(model)


def audited_without(*fields: str):
    """As `audited`, without fields that must not be kept twice: passwords, and what is only its author's."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude_auto=True, exclude=list(fields))),
        pghistory.DeleteEvent(),
        exclude=list(fields),
    )
