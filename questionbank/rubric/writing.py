"""Writing the rubric: the next words of a part are plain values while they are typed, and become a version when they are whole.

Two who write at once both keep their words: who saves second is shown both.
"""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from accounts.access import Refused
from accounts.models import User
from questionbank.models import RubricDraft, RubricMove, RubricNoun
from questionbank.rubric import competencies, red_flags, signals
from questionbank.rubric.nouns import Noun, Words

NOUNS: dict[str, Noun] = {one.NOUN.value: one for one in (competencies, signals, red_flags)}
STEM = 36
PAGES = {"new"}
#: Versions of drafts count on from here times the number in force, so that words published meanwhile are noticed, too.
DRAFTS = 100_000


class StaleWords(Exception):  # noqa: N818 -- a finding that the page shows, not an error of the program
    """Somebody, or another tab, saved these words meanwhile; `stored` is what is there now."""

    def __init__(self, stored: RubricDraft) -> None:
        super().__init__("These words were saved elsewhere.")
        self.stored = stored


def drafts(noun: Noun, key: str) -> models.QuerySet[RubricDraft]:
    """The draft of a part, if there is one."""
    return RubricDraft.objects.filter(noun=noun.NOUN, key=key)


@transaction.atomic
def begin(noun: Noun, name: str, *, by: User, now: datetime) -> RubricDraft:
    """A draft with a name and nothing else. Its key comes from the name and never changes."""
    stem = slugify(name).replace("-", "_")[:STEM].strip("_") or "part"
    taken = set(noun.MODEL.objects.filter(key__startswith=stem).values_list("key", flat=True)) | PAGES
    taken |= set(RubricDraft.objects.filter(noun=noun.NOUN, key__startswith=stem).values_list("key", flat=True))
    key, count = stem, 1
    while key in taken:
        count += 1
        key = f"{stem}_{count}"
    return RubricDraft.objects.create(noun=noun.NOUN, key=key, words=noun.blank() | {"name": name}, saved_at=now, saved_by=by)


@transaction.atomic
def save(noun: Noun, key: str, words: Words, *, version: int, by: User, now: datetime) -> RubricDraft:
    """Keep what is typed, if nobody else saved or published since `version` was shown. The same words again are fine."""
    part = _lock(noun, key)
    stored = drafts(noun, key).select_for_update(of=("self",)).select_related("saved_by").first()
    if stored and stored.words == words:
        return stored
    draft = stored or in_force(noun, part, key, by=by, now=now)
    if draft.version != version:
        raise StaleWords(draft)
    draft.words, draft.version, draft.saved_at, draft.saved_by = words, version + 1, now, by
    draft.save()
    return draft


@transaction.atomic
def publish(noun: Noun, key: str, *, version: int, why: str, by: User, now: datetime) -> Any:
    """Put the draft of this version in force. Refused while something is missing. Cards keep the words they began with."""
    part = _lock(noun, key)
    draft = drafts(noun, key).select_for_update(of=("self",)).select_related("saved_by").first()
    last = part.versions.order_by("-number").first() if part else None
    if draft is None:
        if last and last.published_by_id == by.pk and last.why == why:
            return last  # the same click twice
        raise Refused("There is nothing new to publish.")
    if draft.version != version:
        raise StaleWords(draft)
    whole, problems = noun.check(key, draft.words)
    if whole is None:
        raise Refused(f"It cannot be published yet: {problems[0].what}.")
    draft.delete()
    return noun.publish(whole, why=why, by=by, now=now)


@transaction.atomic
def retire(noun: Noun, key: str, *, why: str, by: User, now: datetime) -> None:
    """Offer it nowhere new any more. What was written with it still shows it."""
    _move(noun, key, "Retired", now, why=why, by=by, now=now)


@transaction.atomic
def bring_back(noun: Noun, key: str, *, why: str, by: User, now: datetime) -> None:
    """Offer it again."""
    _move(noun, key, "Brought back", None, why=why, by=by, now=now)


def _move(noun: Noun, key: str, what: str, retired_at: datetime | None, *, why: str, by: User, now: datetime) -> None:
    part = _lock(noun, key)
    if part is None or bool(part.retired_at) == bool(retired_at):
        return
    part.retired_at = retired_at
    part.save(update_fields=["retired_at"])
    RubricMove.objects.create(noun=noun.NOUN, key=key, what=what, why=why, by=by, at=now)


@transaction.atomic
def shift(noun: Noun, key: str, by_places: int) -> None:
    """Show it one place earlier (-1) or later (1) among those in use. At either end nothing happens."""
    parts = list(noun.MODEL.objects.select_for_update(of=("self",)).in_use().in_order())
    at = next((place for place, part in enumerate(parts) if part.key == key), None)
    if at is None or not 0 <= at + by_places < len(parts):
        return
    parts[at], parts[at + by_places] = parts[at + by_places], parts[at]
    for place, part in enumerate(parts):
        if part.place != place:
            part.place = place
            part.save(update_fields=["place"])


def moves(noun: RubricNoun, key: str) -> models.QuerySet[RubricMove]:
    """What was done to a part besides publishing words, the latest first."""
    return RubricMove.objects.filter(noun=noun, key=key).select_related("by").order_by("-at", "-pk")


def _lock(noun: Noun, key: str) -> Any:
    return noun.MODEL.objects.select_for_update(of=("self",)).filter(key=key).first()


def in_force(noun: Noun, part: Any, key: str, *, by: User, now: datetime) -> RubricDraft:
    """The words in force as a draft that is not kept yet: what is written on, or what was published meanwhile."""
    last = part.versions.newest_first().first() if part else None
    if last is None:
        return RubricDraft(noun=noun.NOUN, key=key, words=noun.blank(), version=0, saved_at=now, saved_by=by)
    who, version = last.published_by or by, last.number * DRAFTS
    return RubricDraft(
        noun=noun.NOUN, key=key, words=noun.words_of(last), version=version, saved_at=last.published_at, saved_by=who
    )
