"""Bringing a reopened card back to what its last seal says."""

from datetime import datetime
from typing import Any

from questionbank.models import CompetencyVersion, Level
from scorecards.models.rating import Rating
from scorecards.models.scorecard import Scorecard

SAID = ("verdict", "not_assessed", "below_ladder", "confidence", "summary", "hand_off", "look_again")


def restore(card: Scorecard, said: dict[str, Any], *, now: datetime) -> None:
    """Make lines, ratings, signals, red flags and words those of a seal again. What came since is taken back, not deleted."""
    for name in SAID:
        setattr(card, name, said.get(name, []))
    card.hire_level = Level.objects.get(key=said["hire_level"]) if said["hire_level"] else None
    card.version += 1
    card.save(update_fields=[*SAID, "hire_level", "version"])
    _lines(card, said["notes"], now=now)
    _ratings(card, said["ratings"])
    _signals(card, said["marks"], now=now)
    kept = [one["id"] for one in said["red_flags"]]
    card.red_flags.filter(withdrawn_at=None).exclude(pk__in=kept).update(withdrawn_at=now)
    card.red_flags.filter(pk__in=kept).update(withdrawn_at=None)


def _lines(card: Scorecard, notes: list[dict[str, Any]], *, now: datetime) -> None:
    sealed = {one["id"]: one for one in notes}
    for line in card.notes.all():
        one = sealed.get(str(line.pk))
        if one is None:
            line.deleted_at = line.deleted_at or now
        else:
            line.text, line.mark, line.deleted_at = one["text"], one["mark"], None
            line.competency_id, line.asked_id = one["competency_id"], one["asked"]
        line.save(update_fields=["text", "mark", "deleted_at", "competency", "asked"])


def _ratings(card: Scorecard, ratings: list[dict[str, Any]]) -> None:
    kept = []
    for one in ratings:
        ladder = CompetencyVersion.objects.get(competency=one["competency_id"], number=one["ladder"])
        facts = {"step": one["step"], "not_observed": one["not_observed"], "rated_at": datetime.fromisoformat(one["rated_at"])}
        kept.append(Rating.objects.update_or_create(scorecard=card, ladder=ladder, defaults=facts)[0].pk)
    card.ratings.exclude(pk__in=kept).delete()


def _signals(card: Scorecard, marked: list[str], *, now: datetime) -> None:
    card.signal_marks.filter(undone_at=None).exclude(pk__in=marked).update(undone_at=now)
    card.signal_marks.filter(pk__in=marked).update(undone_at=None)
