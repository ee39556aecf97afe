"""The demo company: who is there, how far the loops have come, and that it can be told in pieces."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Company, Mail, User
from interviews.models import Candidate, Interview, Loop
from scorecards import verifying
from scorecards.models import Decision, Scorecard
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def load(**options) -> str:
    said = StringIO()
    call_command("load_demo", stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def content(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_content", stdout=StringIO())


@pytest.mark.stack
def test_the_demo_has_loops_in_every_state_and_is_told_once(content):
    said = load(at_first=True)
    assert "lena@brightwater.example" in said
    assert Candidate.objects.count() == 3
    [live] = Interview.objects.filter(started_at__isnull=False, ended_at=None)
    assert live.seats.get(role="lead").person.name == "Ivan Petrov"

    load()
    load()

    people = User.objects.all()
    assert (len(people), len({person.zone for person in people})) == (30, 6)
    assert Candidate.objects.count() == 40
    assert Candidate.objects.filter(resumes=None).count() == 0
    loops = Loop.objects.all()
    assert set(Decision.objects.values_list("outcome", flat=True)) == {
        "hire",
        "no_hire",
        "hold",
        "another_interview",
        "hire_other_level",
        "exceptional",
        "withdrawn",
    }
    assert loops.filter(debrief__closed_at=None, debrief__isnull=False).count() == 6  # two of them wait after their decision
    assert Scorecard.objects.filter(submitted_at=None, seat__interview__ended_at__isnull=False).count() == 5
    assert not Mail.objects.owed().filter(due_at__lt=timezone.now()).exists()
    assert Company.objects.get().name == "Brightwater"
    assert list(verifying.faults()) == []


def test_the_demo_is_not_mixed_with_people_of_ones_own(db):
    make_user(name="Lena Recruiter", email="lena@example.com")

    with pytest.raises(CommandError, match="There are people here already"):
        load()
