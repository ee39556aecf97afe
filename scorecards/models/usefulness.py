"""Usefulness: what a committee member says of a scorecard after the reveal. Its author learns how many said what, never who."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count

from accounts.access import Refused
from accounts.models import User
from scorecards.models.debrief import Debrief
from scorecards.models.scorecard import Scorecard

SHOWN_FOR = timedelta(days=14)


class Use(models.TextChoices):
    HELPFUL = "helpful", "Helpful"
    THIN = "thin", "Too thin"
    OFF_TOPIC = "off_topic", "Off-topic"


class UsefulnessQuerySet(models.QuerySet["Usefulness"]):
    def counts(self) -> list[tuple[str, int]]:
        """How many said what, in words."""
        return in_words(dict(self.order_by().values_list("said").annotate(many=Count("pk"))))


class Usefulness(models.Model):
    card = models.ForeignKey(Scorecard, models.CASCADE, related_name="usefulness")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said = models.CharField(max_length=20, choices=Use)
    said_at = models.DateTimeField()

    objects = UsefulnessQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("card", "person", name="usefulness_once")]
        indexes = [models.Index("person", "card", name="usefulness_of_person")]

    def __str__(self) -> str:
        return self.get_said_display()

    @classmethod
    def say(cls, card: Scorecard, debrief: Debrief, person: User, said: str, *, now: datetime) -> "Usefulness":
        """Say, or say otherwise, how useful this card was. Refused before the reveal, of one's own, and to who does not vote."""
        if debrief.revealed_at is None:
            raise Refused("Say how useful the scorecards were once the votes are revealed.")
        if not debrief.members.filter(person=person).exists():
            raise Refused("Those who vote say how useful a scorecard was.")
        if card.seat.person_id == person.pk:
            raise Refused("It is your own scorecard. The others say how useful it was.")
        if said not in Use.values:
            raise Refused("Choose helpful, too thin or off-topic.")
        kept, _ = cls.objects.update_or_create(card=card, person=person, defaults={"said": said, "said_at": now})
        return kept


def lately(author: User, now: datetime) -> list[tuple[Scorecard, list[tuple[str, int]]]]:
    """What committees said of this person's cards in debriefs that were closed in the last two weeks, the last first. Two queries.

    Not before: while a debrief goes on, the time at which a count grows could tell whose word it is.
    """
    closed = Debrief.objects.visible_to(author).filter(closed_at__gt=now - SHOWN_FOR)
    of_mine = Usefulness.objects.filter(
        card__seat__person=author, card__seat__interview__stage__loop__debrief__in=closed.values("pk")
    )
    found: dict[int, dict[str, int]] = {}
    for card, said, many in of_mine.order_by().values_list("card", "said").annotate(many=Count("pk")):
        found.setdefault(card, {})[said] = many
    cards = Scorecard.objects.by(author).filter(pk__in=found).with_seat().order_by("-seat__interview__starts_at", "-pk")
    return [(card, in_words(found[card.pk])) for card in cards] if found else []


def said_by(person: User, cards: Iterable[int]) -> dict[int, str]:
    """What this person said of these cards, by their numbers."""
    return dict(Usefulness.objects.filter(person=person, card__in=list(cards)).values_list("card", "said"))


def in_words(many: Mapping[str, int]) -> list[tuple[str, int]]:
    """How many said what, in words, in the order of the choices; nothing where nobody said anything."""
    return [(use.label, many[use]) for use in Use if use in many]
