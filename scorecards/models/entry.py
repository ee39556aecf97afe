"""Entry: that a deed of the room arrived. Its id was made in the browser, so the same deed sent again is known and done once."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, models

from interviews.models import Seat

KEPT_FOR = timedelta(days=90)  # longer than any browser holds back what it could not send


class EntryQuerySet(models.QuerySet["Entry"]):
    def outdated(self, now: datetime) -> "EntryQuerySet":
        """Those so old that no browser will send them again."""
        return self.filter(taken_at__lt=now - KEPT_FOR)


class Entry(models.Model):
    id = models.UUIDField(primary_key=True, editable=False)
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="entries")
    done_at = models.DateTimeField()
    taken_at = models.DateTimeField(db_index=True)

    objects = EntryQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)

    @classmethod
    def take(cls, id: UUID, seat: Seat, *, done_at: datetime, now: datetime) -> bool:  # noqa: A002 -- the field's name
        """Write down that this deed arrived; whether it is the first time.

        In one transaction with the deed itself: both or neither. `Entry.DoesNotExist` when another seat has used the id.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO scorecards_entry (id, seat_id, done_at, taken_at) VALUES (%s, %s, %s, %s) ON CONFLICT (id) DO NOTHING",
                [id, seat.pk, done_at, now],
            )
            if cursor.rowcount:
                return True
        cls.objects.get(pk=id, seat=seat)
        return False
