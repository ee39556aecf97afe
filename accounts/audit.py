"""The audit trail: triggers write every change of an audited noun, code writes who read what."""

import pghistory

#: Class decorator: PostgreSQL itself keeps each insert, change and deletion of the noun, whatever code made it.
audited = pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())


def audited_without(*fields: str):  # noqa: ANN201 -- the decorator's type is pghistory's own
    """As `audited`, without fields that must not be kept twice: passwords, and what is only its author's."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude_auto=True, exclude=list(fields))),
        pghistory.DeleteEvent(),
        exclude=list(fields),
    )
