"""The rule layer: what a person may know of but not do is refused with a sentence."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # models refuse, so this module comes before them
    from accounts.models import User


class Refused(Exception):  # noqa: N818 -- it is read as a word: "raise Refused(...)"
    """What a person may not do, in a sentence that says why and what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Rule:
    """One acting right. Call it to raise `Refused`; `.refusal(...)` gives its sentence, or "" when it is allowed."""

    def __init__(self, check: Callable[..., None]) -> None:
        self.check = check
        self.__doc__ = check.__doc__
        self.__name__ = check.__name__

    def __call__(self, *args: object) -> None:
        self.check(*args)

    def refusal(self, *args: object) -> str:
        """Why this is refused, or "" when it is allowed: what a page shows in place of the button."""
        try:
            self.check(*args)
        except Refused as refused:
            return refused.sentence
        return ""


@Rule
def manage_people(user: "User") -> None:
    """Administrators invite people and give roles."""
    if not user.is_administrator:
        raise Refused("Only an administrator can change who has access. Ask one of them.")


@Rule
def recruit(user: "User") -> None:
    """Recruiters and administrators add candidates, open loops and book interviews."""
    if not (user.is_recruiter or user.is_administrator):
        raise Refused("Only recruiters can do this. Ask the recruiter of this loop.")


@Rule
def read_audit(user: "User") -> None:
    """The audit trail is the administrators' alone."""
    if not user.is_administrator:
        raise Refused("Only an administrator can read the audit trail.")


@Rule
def see_people(user: "User") -> None:
    """The list of people is for those who plan and administer."""
    if not (user.is_recruiter or user.is_administrator):
        raise Refused("Only recruiters and administrators see the list of people.")


@Rule
def deactivate_person(user: "User", person: "User") -> None:
    """Administrators take access away, but not their own."""
    manage_people(user)
    if user == person:
        raise Refused("You cannot take away your own access. Ask another administrator.")


@Rule
def invite_again(user: "User", person: "User") -> None:
    """Administrators send the invitation again, as long as it was not taken."""
    manage_people(user)
    if not person.is_active:
        raise Refused(f"{person} has no access. Give it back first.")
    if not person.is_awaited:
        raise Refused(f"{person} has chosen a password already. Who forgot it asks for a new one at the sign-in page.")
