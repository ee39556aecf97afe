"""A kit as tests write on it."""

from interviews.kits import writing
from interviews.models import Kit, KitVersion
from tests.clients import signed_in


def words_in_force(kit: Kit) -> writing.Words:
    return writing.words_of(KitVersion.objects.with_plan().get(pk=kit.current_id))


def as_form(words: writing.Words) -> dict[str, object]:
    """The plan as the builder sends it."""
    form = {name: words[name] for name in ("name", "minutes", "lowest_level", "highest_level", "focus")}
    for name in ("title", "minutes", "note"):
        form[f"sections-{name}"] = [section[name] for section in words["sections"]]
    form["sections-protected"] = [str(n) for n, section in enumerate(words["sections"], 1) if section["is_protected"]]
    for n, section in enumerate(words["sections"], 1):
        form |= {f"{name}-{n}": section[name] for name in ("questions", "alternates")}
    return form


def publish(person, kit: Kit, words: writing.Words, *, why: str = "Better so"):
    return signed_in(person).post(f"/kits/{kit.key}/publication/", as_form(words) | {"version": "0", "why": why})
