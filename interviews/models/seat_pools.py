"""SeatPools: from which pools the seats of a stage are filled, where that is another than the pool of its own kind."""

from collections.abc import Mapping

from django.db import models

from interviews.models.seat import Role
from questionbank.models import StageKind

POOLED = (Role.LEAD, Role.PANEL, Role.NOTE_TAKER)
"""The roles that a pool can be named for: those that have to be filled."""
POOLS = tuple(f"{role.value}_pool" for role in POOLED)
"""The names of the fields, for `select_related`."""


class SeatPools(models.Model):
    """A kind for each role whose qualified people fill its seats; none is the kind of the stage itself."""

    lead_pool = models.ForeignKey(StageKind, models.PROTECT, null=True, blank=True, related_name="+")
    panel_pool = models.ForeignKey(StageKind, models.PROTECT, null=True, blank=True, related_name="+")
    note_taker_pool = models.ForeignKey(StageKind, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    def named_pool(self, role: str) -> int | None:
        """The key of the kind that is named for a role; None where the stage's own counts, as for all who learn or watch."""
        return getattr(self, f"{role}_pool_id") if role in POOLED else None

    def fill_from(self, pools: Mapping[str, StageKind | None]) -> None:
        """Name the pools for these roles; None is that of the stage's own kind. Twice changes nothing."""
        for role, kind in pools.items():
            setattr(self, f"{Role(role)}_pool", kind)
        self.save(update_fields=[f"{Role(role)}_pool" for role in pools])

    @property
    def pools(self) -> dict[str, StageKind]:
        """The kinds that are named, by role. A query for each that was not read with `POOLS`."""
        return {role.value: getattr(self, f"{role}_pool") for role in POOLED if self.named_pool(role)}
