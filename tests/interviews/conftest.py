"""What the tests of interviews share."""

import pytest
from django.db import connection

from interviews.models import Kit


@pytest.fixture
def coding(plan) -> Kit:
    """The kit "coding" of a plan, in force."""
    return Kit.objects.get(key="coding")


@pytest.fixture
def somebody_else(monkeypatch):
    """A connection of somebody else's, in the middle of a change; ours waits for a moment only."""
    other = connection.copy()
    other.set_autocommit(False)
    options = connection.settings_dict["OPTIONS"]
    monkeypatch.setitem(options, "options", f"{options['options']} -c lock_timeout=50ms")
    connection.close()
    yield other
    other.rollback()
    other.close()
