"""The cast and the stage: known people, one company, one loop.

lena is the recruiter who leads the loop; ivan and ines interview; carla sits on the committee; ada administers;
otto works here and has nothing to do with it; maya is the candidate.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, settings

from accounts.models import User
from interviews.models import Candidate, Interview, Job, Loop, LoopPlan, asking
from questionbank.models import Competency, Level, RedFlagKind, Signal
from scorecards.models import capture
from tests.factories import (
    make_candidate,
    make_competency,
    make_interview,
    make_job,
    make_kit_version,
    make_level,
    make_loop,
    make_plan,
    make_question,
    make_red_flag_kind,
    make_scorecard,
    make_signal,
    make_user,
)
from tests.places import places

# How long an example takes says how busy the machine is. The same examples each time: what a change broke breaks for everybody.
# `--hypothesis-profile=elsewhere` looks at others, and at more of them.
settings.register_profile("untimed", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("elsewhere", settings.get_profile("untimed"), derandomize=False, max_examples=200)
settings.load_profile("untimed")

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest goes first, so that in the end no process waits for another one's last long file."""
    here = Path(__file__).parent
    items.sort(
        key=lambda item: (not item.get_closest_marker("stack"), not item.get_closest_marker("browser"), item.path.parent != here)
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """As pytest-django's. In the end it ends what processes that were killed on purpose left open, or no database could go."""
    yield
    connection.close()  # a test may have ended it from the other side
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def _rows_are_removed_fast() -> Iterator[None]:
    """After a test that commits only what it wrote is deleted. To truncate every table, as Django does, takes ten times as long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: remove_rows())
        yield


def remove_rows() -> None:
    """Empty every table, whatever triggers and foreign keys say."""
    tables = connection.introspection.django_table_names(only_existing=True)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables))  # noqa: S608
        filled = [table for (table,) in cursor.fetchall()]
        with transaction.atomic():
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in filled:
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 -- names of our own tables
    cache.clear()  # it has a table too, which is no model's: what was counted there would count for the next test


@pytest.fixture
def now() -> datetime:
    """Monday 2 March 2026, 09:00 UTC."""
    return NOW


@pytest.fixture
def lena(db) -> User:
    return make_user(name="Lena Recruiter", email="lena@example.com", zone="Europe/Berlin", is_recruiter=True)


@pytest.fixture
def ivan(db) -> User:
    return make_user(name="Ivan Interviewer", email="ivan@example.com", zone="Europe/Lisbon")


@pytest.fixture
def ines(db) -> User:
    return make_user(name="Ines Interviewer", email="ines@example.com", zone="America/New_York")


@pytest.fixture
def carla(db) -> User:
    return make_user(name="Carla Committee", email="carla@example.com", is_committee=True)


@pytest.fixture
def ada(db) -> User:
    return make_user(name="Ada Administrator", email="ada@example.com", is_administrator=True)


@pytest.fixture
def otto(db) -> User:
    return make_user(name="Otto Outside", email="otto@example.com")


@pytest.fixture
def levels(db) -> dict[str, Level]:
    """The company's ladder: junior, mid, senior, staff."""
    return {key: make_level(key=key, rank=rank) for rank, key in enumerate(("junior", "mid", "senior", "staff"))}


@pytest.fixture
def problem_solving(db) -> Competency:
    return make_competency(key="problem_solving", name="Problem solving")


@pytest.fixture
def communication(db) -> Competency:
    return make_competency(key="communication", name="Communication")


@pytest.fixture
def hints_needed(levels) -> Signal:
    """A signal in its first version."""
    return make_signal(key="hints", name="Hints needed", levels=levels)


@pytest.fixture
def demeaning(db) -> RedFlagKind:
    """A kind of red flag in its first version."""
    return make_red_flag_kind(key="demeaning", name="Demeaning conduct")


@pytest.fixture
def rate_limiter(levels, problem_solving):
    """A question with two steps, three hints and a twist."""
    return make_question(
        key="rate-limiter",
        title="Rate limiter for one endpoint",
        lowest=levels["mid"],
        highest=levels["staff"],
        competencies=[problem_solving],
    )


@pytest.fixture
def plan(levels, problem_solving, communication, rate_limiter) -> LoopPlan:
    """A senior plan of two stages, Coding and System design, each with one lead; both focus on both competencies."""
    kit = make_kit_version(
        key="coding",
        lowest=levels["junior"],
        highest=levels["staff"],
        focus=[problem_solving, communication],
        questions=[rate_limiter],
    )
    design = make_kit_version(
        key="system-design",
        lowest=levels["junior"],
        highest=levels["staff"],
        focus=[problem_solving, communication],
        questions=[rate_limiter],
    )
    return make_plan(
        level=levels["senior"],
        stages=[("Coding", kit.kit, ["lead"]), ("System design", design.kit, ["lead"])],
        weights={problem_solving: 3, communication: 2},
    )


@pytest.fixture
def maya(lena) -> Candidate:
    return make_candidate(name="Maya Chen", email="maya@example.org", added_by=lena)


@pytest.fixture
def job(lena) -> Job:
    return make_job(title="Backend engineer", opened_by=lena)


@pytest.fixture
def loop(plan, maya, job, lena) -> Loop:
    """Maya's senior loop, led by lena."""
    return make_loop(plan=plan, candidate=maya, job=job, recruiter=lena)


@pytest.fixture
def ivans_interview(loop, ivan) -> Interview:
    """Coding, Monday 10:00 to 11:00 UTC, ivan leads."""
    return make_interview(stage=loop.stages.get(name="Coding"), lead=ivan, starts_at=datetime(2026, 3, 2, 10, 0, tzinfo=UTC))


@pytest.fixture
def ines_interview(loop, ines) -> Interview:
    """System design, Monday 12:00 to 13:00 UTC, ines leads."""
    return make_interview(stage=loop.stages.get(name="System design"), lead=ines, starts_at=datetime(2026, 3, 2, 12, 0, tzinfo=UTC))


@pytest.fixture
def monday():
    """The clock of the pages stands at Monday 2 March 2026, 09:00 UTC."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def addresses(loop, ivans_interview, ines_interview, rate_limiter, ivan, hints_needed, demeaning) -> dict[str, list[str]]:
    """For each name the addresses of a loop whose first interview is going on."""
    now = timezone.now()
    ivans_interview.start(now=now)
    asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    card = make_scorecard(interview=ivans_interview)
    capture.note(card, id=uuid4(), line="+ Asked about bursts", offset=60, now=now)
    named = places(loop=loop, mine=ivans_interview, other=ines_interview, question=rate_limiter, card=card)
    return {name: [reverse(name, kwargs=kwargs) for kwargs in many] for name, many in named.items()}
