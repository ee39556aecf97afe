"""Kits: written in the browser, frozen when published, and taken by interviews to come one by one or all at once."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from interviews.kits import standing, writing
from interviews.models import Kit, KitAdoption, KitDraft, StageFocus
from questionbank.models import Question, StageKind
from tests.clients import signed_in
from tests.factories import make_interview, make_question
from tests.interviews.kits import as_form, publish, words_in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def token_bucket(levels, problem_solving):
    return make_question(
        key="token-bucket", title="Token bucket", lowest=levels["mid"], highest=levels["staff"], competencies=[problem_solving]
    )


def test_a_kit_is_begun_written_and_published(coding, carla, token_bucket):
    client = signed_in(carla)
    kind = StageKind.objects.get(key="coding")
    address = client.post("/kits/new/", {"name": "Coding for two", "kind": kind.pk})["Location"]
    assert address == "/kits/coding-for-two/plan/"
    assert client.get(address).context["picture"].left == 0

    words = writing.blank(kind) | {"name": "Coding for two", "focus": ["problem_solving"]}
    form = as_form(words)
    client.post(address, form | {"version": "1", "do": "add questions-2 token-bucket"})
    kit = Kit.objects.get(key="coding-for-two")
    assert kit.draft.words["sections"][1]["questions"] == ["token-bucket"]
    form = as_form(kit.draft.words)
    answer = client.post(f"/kits/{kit.key}/publication/", form | {"version": "2", "why": "First plan"})

    assert answer["Location"] == f"/kits/{kit.key}/"
    kit.refresh_from_db()
    assert (kit.state, kit.current.number, kit.current.why, kit.current.written_by) == ("in force", 1, "First plan", carla)
    assert [(one.title, one.minutes, one.is_protected) for one in kit.current.sections.order_by("place")] == [
        ("Welcome", 5, False),
        ("Questions", 45, False),
        ("Candidate's own questions", 10, True),
    ]
    assert not KitDraft.objects.exists()


def test_a_name_that_is_taken_or_the_address_of_a_page_gets_a_number(coding, carla):
    kind, client = StageKind.objects.get(key="coding"), signed_in(carla)

    addresses = [
        client.post("/kits/new/", {"name": name, "kind": kind.pk})["Location"] for name in ("Coding", "Coding", "New", "???")
    ]

    assert addresses == ["/kits/coding-2/plan/", "/kits/coding-3/plan/", "/kits/new-2/plan/", "/kits/kit/plan/"]


def test_a_copy_goes_its_own_way_and_looks_for_the_same(coding, carla):
    kind = StageKind.objects.get(key="coding")
    signed_in(carla).post("/kits/new/", {"name": "Coding in short", "kind": kind.pk, "like": "coding"})

    copy = KitDraft.objects.get(kit__key="coding-in-short")
    assert copy.words == words_in_force(coding) | {"name": "Coding in short"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"minutes": "61"}, "take 60 of 61 minutes"),
        ({"focus": []}, "choose what this interview is there to see"),
        ({"minutes": "an hour"}, "must be a whole number"),
    ],
)
def test_an_hour_that_does_not_add_up_is_not_published_and_nothing_is_lost(coding, carla, change, sentence):
    answer = publish(carla, coding, words_in_force(coding) | change)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    coding.refresh_from_db()
    assert coding.current.number == 1
    assert KitDraft.objects.get(kit=coding).words == words_in_force(coding) | change


def test_the_candidates_own_time_is_kept(coding, carla):
    words = words_in_force(coding)
    words["sections"][2]["minutes"], words["sections"][1]["minutes"] = "4", "51"

    answer = publish(carla, coding, words)

    assert "keep no 5 minutes for the candidate" in answer.context["problems"][0].what
    assert answer.status_code == 422


def test_a_question_that_leaked_is_not_published(coding, carla, rate_limiter):
    rate_limiter.question.suspect(why="Seen", now=timezone.now())

    answer = publish(carla, coding, words_in_force(coding) | {"name": "Other"})

    assert answer.status_code == 422
    assert "there is no question “rate-limiter”" in answer.content.decode()


def test_a_published_plan_never_changes(coding):
    for statement in (
        "UPDATE interviews_kitversion SET minutes = 50",
        "UPDATE interviews_kitsection SET minutes = minutes + 1",
        "UPDATE interviews_kitquestion SET is_alternate = true",
        "UPDATE interviews_kitfocus SET place = 9",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_same_plan_again_is_no_new_version(coding, carla):
    publish(carla, coding, words_in_force(coding))

    coding.refresh_from_db()
    assert coding.current.number == 1
    assert not KitDraft.objects.exists()


def test_publishing_twice_makes_one_version(coding, carla):
    words = words_in_force(coding) | {"focus": ["problem_solving"]}
    for _ in range(2):
        publish(carla, coding, words)

    assert list(coding.versions.values_list("number", flat=True).order_by("number")) == [1, 2]


def test_who_saves_second_sees_both_plans(coding, carla, ada):
    mine, hers = words_in_force(coding), words_in_force(coding)
    mine["sections"][0]["title"], hers["sections"][0]["title"] = "Hello", "Good morning"
    signed_in(carla).post(f"/kits/{coding.key}/plan/", as_form(hers) | {"version": "0"})

    answer = signed_in(ada).post(f"/kits/{coding.key}/plan/", as_form(mine) | {"version": "0"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Good morning" in page
    assert 'value="Hello"' in page
    signed_in(ada).post(f"/kits/{coding.key}/plan/", as_form(mine) | {"version": "0", "over": "1"})
    assert KitDraft.objects.get(kit=coding).words["sections"][0]["title"] == "Hello"


def test_an_interviewer_reads_kits_and_writes_none(coding, ivan):
    client = signed_in(ivan)

    assert client.get("/kits/").status_code == 200
    assert client.get("/kits/coding/").status_code == 200
    for path in ("plan/", "questions/"):
        assert client.get(f"/kits/coding/{path}").status_code == 403
    for path in ("publication/", "draft-removal/", "refresh/", "adoption/", "archive/"):
        assert client.post(f"/kits/coding/{path}").status_code == 403


def test_newer_words_of_a_question_are_told_and_taken_with_one_click(coding, carla, rate_limiter):
    client = signed_in(carla)
    assert not client.get("/kits/coding/").context["newer"]
    newer = Question.objects.get(key="rate-limiter").versions.create(
        **{
            name: getattr(rate_limiter, name)
            for name in ("title", "category", "minutes", "difficulty", "lowest_level", "highest_level", "prompt", "good")
        },
        number=2,
        written_at=timezone.now(),
        why="Clearer",
    )
    rate_limiter.question.current = newer
    rate_limiter.question.save(update_fields=["current"])
    assert [one.version.number for one in client.get("/kits/coding/").context["newer"]] == [1]

    for _ in range(2):
        client.post("/kits/coding/refresh/")

    coding.refresh_from_db()
    assert coding.current.number == 2
    assert [one.version for one in coding.current.sections.get(title="Questions").questions.all()] == [newer]


def test_an_interview_to_come_takes_the_newest_version_by_one_click(coding, loop, lena, carla):
    stage = loop.stages.get(name="Coding")
    handed_on = StageFocus.objects.get(stage=stage, competency__key="communication")
    handed_on.reason = "Ines did not reach it"
    handed_on.save(update_fields=["reason"])
    publish(carla, coding, words_in_force(coding) | {"focus": ["problem_solving"], "minutes": "60"})
    client = signed_in(lena)
    page = client.get(f"/stages/{stage.pk}/kit/")
    assert page.context["behind"] == 1
    assert [label for label, _ in page.context["changes"]] == ["What it looks for"]

    for _ in range(2):
        client.post(f"/stages/{stage.pk}/kit/")

    stage.refresh_from_db()
    line = KitAdoption.objects.get(stage=stage)
    assert (stage.kit_version.number, line.before.number, line.by) == (2, 1, lena)
    assert set(stage.focus.values_list("competency__key", flat=True)) == {"problem_solving", "communication"}


def test_what_no_longer_counts_leaves_the_focus(coding, loop, carla):
    publish(carla, coding, words_in_force(coding) | {"focus": ["problem_solving"]})

    signed_in(carla).post("/kits/coding/adoption/")

    assert list(loop.stages.get(name="Coding").focus.values_list("competency__key", flat=True)) == ["problem_solving"]


def test_an_interview_that_has_begun_keeps_its_kit(coding, loop, ivan, lena, carla):
    stage = loop.stages.get(name="Coding")
    now = timezone.now()
    make_interview(stage=stage, lead=ivan, starts_at=now + timedelta(minutes=5)).start(now=now)
    publish(carla, coding, words_in_force(coding) | {"focus": ["problem_solving"]})

    assert signed_in(lena).post(f"/stages/{stage.pk}/kit/").status_code == 403
    signed_in(carla).post("/kits/coding/adoption/")

    stage.refresh_from_db()
    assert stage.kit_version.number == 1
    assert not standing.behind().exists()


def test_the_kit_names_only_candidates_whom_one_may_know_of(coding, loop, lena, carla, maya):
    publish(carla, coding, words_in_force(coding) | {"focus": ["problem_solving"]})

    pages = {person: signed_in(person).get("/kits/coding/") for person in (carla, lena)}

    assert [maya.name in pages[person].content.decode() for person in (carla, lena)] == [False, True]
    assert [pages[person].context["older_count"] for person in (carla, lena)] == [1, 1]


def test_a_kit_that_a_plan_has_is_not_archived(coding, carla):
    answer = signed_in(carla).post("/kits/coding/archive/", {"why": "Old"})

    assert answer.status_code == 403
    coding.refresh_from_db()
    assert coding.state == "in force"


def test_a_kit_without_a_plan_is_archived_with_a_reason_and_comes_back(coding, plan, carla):
    plan.archived_at = timezone.now()
    plan.save(update_fields=["archived_at"])
    client = signed_in(carla)
    client.post("/kits/coding/archive/", {"why": " "})
    coding.refresh_from_db()
    assert coding.state == "in force"

    client.post("/kits/coding/archive/", {"why": "Nobody codes on paper"})

    coding.refresh_from_db()
    assert (coding.state, coding.archived_by, coding.archive_reason) == ("archived", carla, "Nobody codes on paper")
    assert "Nobody codes on paper" in client.get("/kits/?archived").content.decode()
    client.post("/kits/coding/archive/")
    coding.refresh_from_db()
    assert coding.state == "in force"


def test_a_draft_that_is_thrown_away_leaves_what_is_in_force(coding, carla):
    signed_in(carla).post("/kits/coding/plan/", as_form(words_in_force(coding) | {"name": "Other"}) | {"version": "0"})

    signed_in(carla).post("/kits/coding/draft-removal/")

    assert not KitDraft.objects.exists()
    coding.refresh_from_db()
    assert (coding.name, coding.current.number) == ("Coding kit", 1)
