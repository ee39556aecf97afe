"""What the tests of interviews share."""

import pytest

from interviews.models import Kit


@pytest.fixture
def coding(plan) -> Kit:
    """The kit "coding" of a plan, in force."""
    return Kit.objects.get(key="coding")
