"""A question that leaked: out of the pickers at once, out of kits and interviews to come by one choice, with every reason kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interviews import repair
from interviews.models import Kit, KitAdoption
from questionbank.models import LeakReport, Question
from tests.clients import signed_in
from tests.factories import make_interview, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaked(plan, rate_limiter) -> Question:
    """A question of a kit in force."""
    kits = Kit.objects.filter(current__sections__questions__version=rate_limiter)
    assert kits.exists()
    return rate_limiter.question


@pytest.fixture
def other(levels, problem_solving):
    return make_question(
        key="token-bucket", title="Token bucket", lowest=levels["mid"], highest=levels["staff"], competencies=[problem_solving]
    )


def report(person, question, where="https://example.org/our-questions") -> None:
    assert signed_in(person).post(f"/questions/{question.key}/leak/", {"where": where}).status_code == 302


def asked_in(stage) -> set[str]:
    stage.refresh_from_db()
    sections = stage.kit_version.sections.all()
    return {
        question.version.question.key for section in sections for question in section.questions.select_related("version__question")
    }


def test_anybody_who_reads_questions_reports_a_leak_and_it_is_not_picked_any_more(leaked, ivan):
    report(ivan, leaked)
    report(ivan, leaked)

    leaked.refresh_from_db()
    assert leaked.state == "suspected leak"
    assert leaked not in Question.objects.pickable()
    assert LeakReport.objects.get().reported_by == ivan
    assert leaked.moves.latest("at").why == "https://example.org/our-questions"


def test_a_report_says_where(leaked, ivan):
    answer = signed_in(ivan).post(f"/questions/{leaked.key}/leak/", {"where": " "})

    assert answer.status_code == 422
    assert not LeakReport.objects.exists()


@pytest.mark.parametrize(("has_leaked", "state"), [("yes", "retired"), ("no", "active")])
def test_who_keeps_the_bank_decides(leaked, ivan, carla, has_leaked, state):
    report(ivan, leaked)

    for _ in range(2):
        signed_in(carla).post(f"/questions/{leaked.key}/leak/decision/", {"has_leaked": has_leaked, "reason": "Looked at it"})

    leaked.refresh_from_db()
    found = LeakReport.objects.get()
    assert (leaked.state, found.decided_by, found.reason) == (state, carla, "Looked at it")
    assert leaked.moves.filter(to=state, by=carla).count() == 1


def test_an_interviewer_decides_nothing(leaked, ivan, other):
    report(ivan, leaked)
    client = signed_in(ivan)

    assert client.post(f"/questions/{leaked.key}/leak/decision/", {"has_leaked": "no", "reason": "Mine"}).status_code == 403
    assert client.post(f"/questions/{leaked.key}/leak/replacement/", {"version": other.pk}).status_code == 403
    assert "Replace it everywhere" not in client.get(f"/questions/{leaked.key}/leak/").content.decode()


def test_another_question_takes_its_place_in_kits_and_interviews_to_come(leaked, loop, ivan, carla, other):
    now = timezone.now()
    stages = list(loop.stages.order_by("place"))
    begun = make_interview(stage=stages[0], lead=ivan, starts_at=now + timedelta(minutes=5))
    begun.start(now=now)
    before = {stage.pk: stage.kit_version_id for stage in stages}
    asking = [stage for stage in stages[1:] if leaked.key in asked_in(stage)]
    report(ivan, leaked)
    page = signed_in(carla).get(f"/questions/{leaked.key}/leak/")
    assert [one.title for one in page.context["replacements"]] == ["Token bucket"]

    for _ in range(2):
        signed_in(carla).post(f"/questions/{leaked.key}/leak/replacement/", {"version": other.pk})

    assert not Kit.objects.filter(current__sections__questions__version__question=leaked).exists()
    assert Kit.objects.filter(current__sections__questions__version=other).exists()
    assert leaked.key in asked_in(stages[0])
    for stage in asking:
        assert leaked.key not in asked_in(stage)
        assert "token-bucket" in asked_in(stage)
        line = KitAdoption.objects.get(stage=stage)
        assert (line.before_id, line.after_id, line.by) == (before[stage.pk], stage.kit_version_id, carla)
    assert KitAdoption.objects.count() == len(asking)


def test_the_kits_stay_as_long_as_they_were(leaked, carla, ivan, other):
    kit = repair.kits_using(leaked)[0]
    old = kit.current
    report(ivan, leaked)

    signed_in(carla).post(f"/questions/{leaked.key}/leak/replacement/", {"version": other.pk})

    kit.refresh_from_db()
    assert kit.current.number == old.number + 1
    assert [(one.title, one.minutes) for one in kit.current.sections.order_by("place")] == [
        (one.title, one.minutes) for one in old.sections.order_by("place")
    ]


def test_a_question_that_cannot_be_picked_replaces_nothing(leaked, ivan, carla, other):
    report(ivan, leaked)
    other.question.retire(why="Old", now=timezone.now())

    answer = signed_in(carla).post(f"/questions/{leaked.key}/leak/replacement/", {"version": other.pk})

    assert answer.status_code == 403
    assert not KitAdoption.objects.exists()


def test_the_page_names_only_candidates_whom_one_may_know_of(leaked, loop, ivan, carla, lena, maya):
    report(ivan, leaked)

    pages = {person: signed_in(person).get(f"/questions/{leaked.key}/leak/").content.decode() for person in (carla, lena)}

    assert [maya.name in pages[person] for person in (carla, lena)] == [False, True]
