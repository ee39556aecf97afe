"""The pages of the rubric: everyone reads, those who keep it write; nothing typed is lost, and every change says why."""

import pytest
from django.utils import timezone

from accounts import trail
from questionbank.models import Competency, RubricDraft, RubricMove
from questionbank.rubric import writing
from tests.clients import errors, signed_in

pytestmark = pytest.mark.django_db
WORDS = "/rubric/competencies/problem_solving/words/"
PUBLICATION = "/rubric/competencies/problem_solving/publication/"
IN_FORCE = str(writing.DRAFTS)


@pytest.fixture
def whole() -> dict[str, str]:
    """A form that says all that a competency needs."""
    return {
        "name": "Problem solving",
        "definition": "Finds a way.",
        **{f"step-{step}": f"Sentence {step}" for step in range(7)},
        "probes": "What else?\n\nWhy not?",
        "do_not_rate": "speed",
    }


def test_everyone_reads_the_rubric_and_only_who_keeps_it_is_offered_to_change_it(
    rate_limiter, hints_needed, demeaning, ivan, carla
):
    for_ivan, for_carla = (signed_in(one).get("/rubric/") for one in (ivan, carla))

    for page in (for_ivan, for_carla):
        told = page.content.decode()
        names = ("Problem solving", "Version 1 · ", "1 question<", "Senior", "Hints needed", "Demeaning conduct")
        assert [name for name in names if name not in told] == []
    assert ["New competency" in page.content.decode() for page in (for_ivan, for_carla)] == [False, True]


def test_only_questions_that_may_be_picked_are_counted(rate_limiter, problem_solving, ivan, now):
    counted = [one.tested for one in signed_in(ivan).get("/rubric/").context["competencies"]]
    rate_limiter.question.retire(why="Old", now=now)

    assert counted == [1]
    assert [one.tested for one in signed_in(ivan).get("/rubric/").context["competencies"]] == [0]


def test_a_ladder_page_says_for_each_sentence_what_it_is_worth_at_each_level(levels, problem_solving, ivan):
    page = signed_in(ivan).get("/rubric/competencies/problem_solving/")

    assert [(rung.step, rung.words, [rating for _, rating in rung.ratings]) for rung in page.context["rungs"]][4] == (
        4,
        "Problem solving at step 4",
        [None, 4, 3, 2],
    )


def test_what_is_typed_becomes_the_next_version_with_who_and_why(levels, problem_solving, carla, whole):
    answer = signed_in(carla).post(PUBLICATION, whole | {"version": IN_FORCE, "why": "Clearer steps"})

    assert answer["Location"] == "/rubric/competencies/problem_solving/"
    version = Competency.objects.get(key="problem_solving").current
    assert (version.number, version.why, version.published_by) == (2, "Clearer steps", carla)
    assert version.ladder == [f"Sentence {step}" for step in range(7)]
    assert (version.probes, version.do_not_rate) == (["What else?", "Why not?"], "speed")
    assert not RubricDraft.objects.exists()
    page = signed_in(carla).get("/rubric/competencies/problem_solving/versions/2/")
    assert [label for label, _ in page.context["changes"]][:3] == ["What it means", "Step 0", "Step 1"]
    assert "<ins>Sentence </ins>" in page.content.decode()
    assert "Clearer steps" in signed_in(carla).get(answer["Location"]).content.decode()


def test_the_editor_shows_which_sentence_is_the_3_of_which_level_while_one_types(levels, problem_solving, carla, whole):
    page = signed_in(carla).get(WORDS)
    kept = signed_in(carla).post(WORDS, whole | {"version": IN_FORCE, "step-4": "Names the cost"}, headers={"hx-request": "true"})

    assert "3 for Senior · 4 for Mid · 2 for Staff" in page.content.decode()
    assert [(level.key, words) for level, _, words in kept.context["bars"]][2] == ("senior", "Names the cost")
    assert "Nothing is missing." in kept.content.decode()
    assert f'name="version" id="version" value="{int(IN_FORCE) + 1}"' in kept.content.decode()


def test_an_empty_sentence_is_kept_and_said_and_not_published(levels, problem_solving, carla, whole):
    answer = signed_in(carla).post(PUBLICATION, whole | {"step-3": "", "version": IN_FORCE, "why": "Shorter"})

    assert answer.status_code == 422
    assert [(one["label"], one["id"], one["what"]) for one in answer.context["problems"]] == [
        ("Step 3", "step-3", "write what one sees at this step")
    ]
    assert 'value="Shorter"' in answer.content.decode()
    assert RubricDraft.objects.get().words["ladder"][2:4] == ["Sentence 2", ""]
    assert Competency.objects.get(key="problem_solving").current.number == 1


def test_two_sentences_that_say_the_same_are_pointed_out_and_may_be_published(levels, problem_solving, carla, whole):
    same = whole | {"step-3": "sentence 2", "version": IN_FORCE}

    kept = signed_in(carla).post(WORDS, same, headers={"hx-request": "true"}).content.decode()
    signed_in(carla).post(PUBLICATION, same | {"version": str(int(IN_FORCE) + 1), "why": "On purpose"})

    assert "Steps 2 and 3 say the same" in kept
    assert Competency.objects.get(key="problem_solving").current.number == 2


def test_publishing_asks_why_and_keeps_what_was_typed(levels, problem_solving, carla, whole):
    answer = signed_in(carla).post(PUBLICATION, whole | {"version": IN_FORCE})

    assert answer.status_code == 422
    assert errors(answer) == {"why": ["Say why, in a line that others can follow in a year"]}
    assert RubricDraft.objects.get().words["definition"] == "Finds a way."


def test_who_saves_second_sees_both_texts_and_overwrites_nothing(levels, problem_solving, carla, ada, whole):
    signed_in(ada).post(WORDS, whole | {"definition": "Ada's words", "version": IN_FORCE})

    answer = signed_in(carla).post(WORDS, whole | {"definition": "Carla's words", "version": IN_FORCE})

    assert answer.status_code == 409
    told = answer.content.decode()
    assert "Ada Administrator saved other words" in told
    assert "<del>Ada</del>" in told
    assert "Carla's words</textarea>" in told.replace("&#x27;", "'")
    assert RubricDraft.objects.get().words["definition"] == "Ada's words"

    mine = whole | {"definition": "Carla's words", "version": IN_FORCE, "over": str(answer.context["stored"].version)}
    signed_in(carla).post(WORDS, mine)
    assert RubricDraft.objects.get().words["definition"] == "Carla's words"


def test_who_writes_while_another_publishes_sees_what_was_published(levels, problem_solving, carla, ada, whole):
    signed_in(ada).post(PUBLICATION, whole | {"definition": "Ada's words", "version": IN_FORCE, "why": "Ada was faster"})

    answer = signed_in(carla).post(WORDS, whole | {"definition": "Carla's words", "version": IN_FORCE})

    assert answer.status_code == 409
    assert "Ada Administrator published other words" in answer.content.decode()
    assert not RubricDraft.objects.exists()


def test_the_same_click_twice_makes_one_version(levels, problem_solving, carla, whole):
    client, draft = signed_in(carla), str(int(IN_FORCE) + 1)
    client.post(WORDS, whole | {"version": IN_FORCE})

    for _ in range(2):
        client.post(PUBLICATION, whole | {"version": draft, "why": "Clearer"})

    assert Competency.objects.get(key="problem_solving").current.number == 2


def test_a_new_competency_is_begun_written_and_published_and_stands_last(levels, problem_solving, carla, whole):
    client = signed_in(carla)

    address = client.post("/rubric/competencies/new/", {"name": "Code review"})["Location"]
    assert address == "/rubric/competencies/code_review/words/"
    assert "Code review" in client.get("/rubric/").content.decode()
    assert not Competency.objects.filter(key="code_review").exists()
    client.post(
        "/rubric/competencies/code_review/publication/", whole | {"name": "Reviewing", "version": "1", "why": "We do it daily"}
    )

    new = Competency.objects.get(key="code_review")
    assert (new.name, new.current.number, new.place > problem_solving.place) == ("Reviewing", 1, True)


def test_a_draft_is_thrown_away(levels, problem_solving, carla, whole):
    client = signed_in(carla)
    client.post(WORDS, whole | {"version": IN_FORCE})
    client.post("/rubric/signals/new/", {"name": "Silence"})

    thrown = [
        client.post("/rubric/competencies/problem_solving/draft-removal/")["Location"],
        client.post("/rubric/signals/silence/draft-removal/")["Location"],
    ]

    assert thrown == ["/rubric/competencies/problem_solving/", "/rubric/"]
    assert not RubricDraft.objects.exists()
    assert client.get("/rubric/signals/silence/words/").status_code == 404


def test_a_key_is_never_taken_twice_nor_the_address_of_another_page(levels, problem_solving, carla):
    noun, now = writing.NOUNS["competencies"], timezone.now()

    keys = [writing.begin(noun, name, by=carla, now=now).key for name in ("New", "Problem solving", "Queues", "Queues", "?")]

    assert keys == ["new_2", "problem_solving_2", "queues", "queues_2", "part"]


def test_what_is_retired_is_offered_nowhere_new_and_stays_to_be_read(rate_limiter, carla, ivan):
    client = signed_in(carla)

    client.post("/rubric/competencies/problem_solving/state/", {"to": "retire", "why": "Split in two"})

    assert list(Competency.objects.in_use()) == []
    assert [one.key for _, one in client.get("/rubric/").context["retired"]] == ["problem_solving"]
    assert "problem_solving" not in client.get("/questions/new/").content.decode()
    told = signed_in(ivan).get("/rubric/competencies/problem_solving/").content.decode()
    assert ["Split in two" in told, "Problem solving at step 4" in told] == [True, True]
    assert "Problem solving" in signed_in(ivan).get(f"/questions/{rate_limiter.question.key}/").content.decode()

    client.post("/rubric/competencies/problem_solving/state/", {"to": "bring_back", "why": "It was fine"})
    assert [(move.what, move.why, move.by) for move in RubricMove.objects.order_by("pk")] == [
        ("Retired", "Split in two", carla),
        ("Brought back", "It was fine", carla),
    ]
    assert Competency.objects.in_use().count() == 1


def test_a_question_that_tests_what_was_retired_says_so_while_it_is_written(rate_limiter, problem_solving, carla):
    writing.retire(writing.NOUNS["competencies"], "problem_solving", why="Split", by=carla, now=timezone.now())

    page = signed_in(carla).get(f"/questions/{rate_limiter.question.key}/words/")

    assert [problem.what for problem in page.context["problems"]] == ["Problem solving is retired: choose another competency"]
    assert '<option value="problem_solving" selected>' in page.content.decode()


@pytest.mark.parametrize(("to", "why", "status"), [("retire", "", 403), ("dance", "Because", 404)])
def test_retiring_says_why(problem_solving, carla, to, why, status):
    answer = signed_in(carla).post("/rubric/competencies/problem_solving/state/", {"to": to, "why": why})

    assert answer.status_code == status
    assert Competency.objects.get(key="problem_solving").retired_at is None


def test_parts_are_put_in_order_by_buttons(problem_solving, communication, carla):
    client = signed_in(carla)

    client.post("/rubric/competencies/communication/place/", {"to": "up"})
    order = [one.key for one in Competency.objects.in_order()]
    client.post("/rubric/competencies/communication/place/", {"to": "up"})
    client.post("/rubric/competencies/communication/place/", {"to": "down"})

    assert order == ["communication", "problem_solving"]
    assert [one.key for one in Competency.objects.in_order()] == ["problem_solving", "communication"]


@pytest.mark.parametrize("who", ["ivan", "lena"])
@pytest.mark.parametrize(
    "address",
    ["competencies/new", "competencies/problem_solving/words"]
    + [f"competencies/problem_solving/{verb}" for verb in ("publication", "draft-removal", "state", "place")],
)
def test_who_does_not_keep_the_rubric_changes_nothing(problem_solving, whole, request, who, address):
    answer = signed_in(request.getfixturevalue(who)).post(
        f"/rubric/{address}/", whole | {"version": IN_FORCE, "why": "I want to", "to": "retire"}
    )

    assert answer.status_code == 403
    assert "Committee members and administrators change the rubric" in answer.content.decode()
    assert not RubricDraft.objects.exists()
    assert Competency.objects.get().retired_at is None


@pytest.mark.parametrize(
    "address", ["levels/senior/words", "steps/new", "competencies/nobody", "signals/problem_solving/words", "signals/x/versions/1"]
)
def test_what_is_not_there_is_not_found(levels, problem_solving, carla, address):
    assert signed_in(carla).get(f"/rubric/{address}/").status_code == 404


def test_the_audit_trail_tells_who_changed_the_rubric(levels, problem_solving, carla, ada, whole):
    signed_in(carla).post(PUBLICATION, whole | {"version": IN_FORCE, "why": "Clearer steps"})

    found = trail.entries(ada, person=carla.pk, noun="", before=None, size=10)

    assert [(entry.verb, entry.noun) for entry in found if entry.noun.startswith("competency")] == [
        ("changed", f"competency {problem_solving.pk}")
    ]
