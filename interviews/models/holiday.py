"""Where somebody's public holidays are kept, and on which of them they work all the same."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class HolidayPlace(models.Model):
    """A country (ISO 3166-1, two letters) and, where it matters, one of its regions (ISO 3166-2 without the country)."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="holiday_place", primary_key=True)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=20, blank=True)
    works_on = ArrayField(models.DateField(), default=list, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="holiday_place_is_somewhere", condition=~models.Q(country=""))]

    def __str__(self) -> str:
        return f"{self.country} {self.region}".rstrip()

    def work(self, day: date, *, works: bool) -> None:
        """Work on this day, a public holiday or not; or take it off as others do. Twice changes nothing."""
        kept = {*self.works_on, day} if works else {one for one in self.works_on if one != day}
        self.works_on = sorted(kept)
        self.save(update_fields=["works_on"])
