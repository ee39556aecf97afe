"""Check constraints that several nouns share."""

from django.db.models import CheckConstraint, Q


def together(name: str, *fields: str) -> CheckConstraint:
    """All of these fields are known or none is: who, when and why belong together."""
    return CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True for field in fields}) | Q(**{f"{field}__isnull": False for field in fields}),
    )


def at_most_one(name: str, *fields: str) -> CheckConstraint:
    """At most one of these facts holds."""
    condition = Q(**{f"{field}__isnull": True for field in fields})
    for field in fields:
        condition |= Q(**{f"{other}__isnull": other != field for other in fields})
    return CheckConstraint(name=name, condition=condition)


def said(name: str, when: str, words: str) -> CheckConstraint:
    """When this fact holds, its reason is not empty."""
    return CheckConstraint(name=name, condition=Q(**{f"{when}__isnull": True}) | ~Q(**{words: ""}))
