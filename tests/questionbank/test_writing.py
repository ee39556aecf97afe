"""Writing questions: what is typed is kept, versions never change, and two who write at once both keep their words."""

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank import difference, writing
from questionbank.models import Question, QuestionDraft
from tests.clients import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(problem_solving) -> dict[str, object]:
    """A form that says all that a question needs."""
    return {
        "title": "Two queues",
        "category": "coding",
        "minutes": "20",
        "difficulty": "3",
        "lowest_level": "mid",
        "highest_level": "staff",
        "main": problem_solving.key,
        "prompt": "Build a queue from **two stacks**.",
        "good": "Asks what has to be fast.",
        "follow_ups": "And with threads?\n\nAnd on disk?",
        "tags": "queues, Java  8,, queues",
        "steps-title": ["Clarify", "Build"],
        "steps-points": ["Asks for the size\nAsks for threads", "Says what each call costs"],
        "hints-strength": ["1"],
        "hints-text": ["Which stack holds the new ones?"],
        "twists-kind": ["harder"],
        "twists-text": ["Now for twelve threads."],
    }


@pytest.fixture
def begun(levels, carla) -> Question:
    return writing.begin("Two queues", "coding", by=carla, now=timezone.now())


def test_a_question_is_begun_written_and_published(levels, carla, whole):
    client = signed_in(carla)
    address = client.post("/questions/new/", {"title": "Two queues", "category": "coding"})["Location"]
    assert address == "/questions/two-queues/words/"

    assert client.post(address, whole | {"version": "1"}).status_code == 302
    client.post("/questions/two-queues/publication/", whole | {"version": "2", "why": "First words"})

    question = Question.objects.get(key="two-queues")
    assert writing.words_of(question.current) == writing.blank() | {
        "title": "Two queues",
        "category": "coding",
        "minutes": "20",
        "difficulty": "3",
        "lowest_level": "mid",
        "highest_level": "staff",
        "tests": [whole["main"]],
        "prompt": "Build a queue from **two stacks**.",
        "good": "Asks what has to be fast.",
        "follow_ups": ["And with threads?", "And on disk?"],
        "tags": ["queues", "Java 8"],
        "steps": [
            {"title": "Clarify", "points": ["Asks for the size", "Asks for threads"]},
            {"title": "Build", "points": ["Says what each call costs"]},
        ],
        "hints": [{"strength": "1", "text": "Which stack holds the new ones?"}],
        "twists": [{"kind": "harder", "text": "Now for twelve threads."}],
    }
    assert (question.current.number, question.current.why, question.current.written_by) == (1, "First words", carla)
    assert question.state == "draft"
    assert not QuestionDraft.objects.exists()


def test_a_new_version_says_why_and_the_old_one_stays(rate_limiter, carla):
    client, key = signed_in(carla), rate_limiter.question.key
    form = client.get(f"/questions/{key}/words/").context["words"]

    words = as_form(form) | {"prompt": "Build another thing.", "version": "0", "why": "The old one was too easy"}
    client.post(f"/questions/{key}/publication/", words)

    question = Question.objects.get(key=key)
    assert question.current.number == 2
    assert question.versions.get(number=1).prompt == rate_limiter.prompt
    page = client.get(f"/questions/{key}/versions/2/")
    assert [label for label, _ in page.context["changes"]] == ["As it is asked"]
    assert "<ins>" in page.content.decode()


def test_what_cannot_be_asked_yet_is_kept_and_said(begun, carla, whole):
    client = signed_in(carla)

    answer = client.post(
        "/questions/two-queues/publication/", whole | {"minutes": "soon", "prompt": "", "version": "1", "why": "First words"}
    )

    assert answer.status_code == 422
    assert [str(one) for one in answer.context["problems"]] == ["minutes: must be a whole number", "prompt: must not be empty"]
    assert QuestionDraft.objects.get().words["minutes"] == "soon"
    assert Question.objects.get().current is None


def test_publishing_asks_why(begun, carla, whole):
    answer = signed_in(carla).post("/questions/two-queues/publication/", whole | {"version": "1"})

    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    assert QuestionDraft.objects.get().words["prompt"] == whole["prompt"]


def test_two_who_write_at_once_both_see_both_texts(begun, carla, ada, whole):
    signed_in(ada).post("/questions/two-queues/words/", whole | {"prompt": "Ada's words", "version": "1"})

    answer = signed_in(carla).post("/questions/two-queues/words/", whole | {"prompt": "Carla's words", "version": "1"})

    assert answer.status_code == 409
    told = answer.content.decode()
    assert ada.name in told
    assert "<del>Ada</del>" in told
    assert "Carla's words" in told.replace("&#x27;", "'")
    assert QuestionDraft.objects.get().words["prompt"] == "Ada's words"

    signed_in(carla).post("/questions/two-queues/words/", whole | {"prompt": "Carla's words", "version": "1", "over": "2"})
    assert QuestionDraft.objects.get().words["prompt"] == "Carla's words"


def test_what_is_typed_is_kept_by_itself_with_a_preview(begun, carla, whole):
    answer = signed_in(carla).post("/questions/two-queues/words/", whole | {"version": "1"}, headers={"hx-request": "true"})

    told = answer.content.decode()
    assert "<strong>two stacks</strong>" in told
    assert 'name="version" id="version" value="2"' in told
    assert "Nothing is missing." in told


def test_a_topic_that_nobody_may_ask_about_is_pointed_out_and_blocks_nothing(begun, carla, whole):
    words = whole | {"follow_ups": "Do you have children?", "version": "1"}

    answer = signed_in(carla).post("/questions/two-queues/words/", words, headers={"hx-request": "true"})

    told = answer.content.decode()
    assert "Family and pregnancy" in told
    assert "Can you work the hours and travel stated in the advert?" in told
    assert "Nothing is missing." in told


def test_a_key_is_never_the_address_of_another_page(levels, carla):
    keys = [
        writing.begin(title, "coding", by=carla, now=timezone.now()).key for title in ("New", "Drafts", "Queues", "Queues", "?")
    ]

    assert keys == ["new-2", "drafts-2", "queues", "queues-2", "question"]


def test_the_same_words_twice_are_one_draft(begun, carla, whole):
    client = signed_in(carla)
    for _ in range(2):
        client.post("/questions/two-queues/words/", whole | {"version": "1"})

    assert QuestionDraft.objects.get().version == 2


@pytest.mark.parametrize(
    ("action", "titles"),
    [
        ("add steps", ["Clarify", "Build", ""]),
        ("remove steps 1", ["Build"]),
        ("up steps 2", ["Build", "Clarify"]),
        ("down steps 1", ["Build", "Clarify"]),
        ("up steps 1", ["Clarify", "Build"]),
        ("down steps 2", ["Clarify", "Build"]),
        ("remove steps 9", ["Clarify", "Build"]),
        ("remove steps x", ["Clarify", "Build"]),
        ("dance steps 1", ["Clarify", "Build"]),
        ("add nonsense", ["Clarify", "Build"]),
        ("", ["Clarify", "Build"]),
    ],
)
def test_parts_are_added_moved_and_removed(begun, carla, whole, action, titles):
    signed_in(carla).post("/questions/two-queues/words/", whole | {"version": "1", "do": action})

    assert [step["title"] for step in QuestionDraft.objects.get().words["steps"]] == titles


def test_a_draft_is_thrown_away_and_with_it_a_question_that_never_had_words(begun, rate_limiter, carla, whole):
    client, key = signed_in(carla), rate_limiter.question.key
    client.post(f"/questions/{key}/words/", whole | {"version": "0"})

    for each in (key, "two-queues"):
        client.post(f"/questions/{each}/draft-removal/")

    assert not QuestionDraft.objects.exists()
    assert list(Question.objects.values_list("key", flat=True)) == [key]


@pytest.mark.parametrize("who", ["ivan", "lena"])
@pytest.mark.parametrize("page", ["/questions/new/", "/questions/{key}/words/"])
def test_only_who_keeps_the_bank_writes(request, rate_limiter, who, page):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(page.format(key=rate_limiter.question.key)).status_code == 403
    assert "question_new" not in client.get("/questions/").content.decode()


def test_a_question_is_put_on_trial_made_active_and_retired_each_with_its_reason(begun, carla, whole):
    client = signed_in(carla)
    client.post("/questions/two-queues/publication/", whole | {"version": "1", "why": "First words"})
    states = []
    for verb in ("pilot", "activate", "retire"):
        client.post("/questions/two-queues/state/", {"to": verb, "why": f"Because of {verb}"})
        question = Question.objects.get()
        states.append((question.state, Question.objects.pickable().exists()))

    assert states == [("pilot", True), ("active", True), ("retired", False)]
    moves = question.moves.order_by("at", "pk").values_list("to", "why", "by")
    assert list(moves) == [
        ("pilot", "Because of pilot", carla.pk),
        ("active", "Because of activate", carla.pk),
        ("retired", "Because of retire", carla.pk),
    ]


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=200)
def test_the_pieces_of_a_difference_give_both_texts_again(before, after):
    found = difference.pieces(before, after)

    assert "".join(piece.text for piece in found if piece.kind != "gone") == after
    assert "".join(piece.text for piece in found if piece.kind != "new") == before


def as_form(words: dict) -> dict[str, object]:
    """The words of a page as its form sends them."""
    form = {name: value for name, value in words.items() if name not in {*writing.PARTS, "tests", "follow_ups", "tags"}}
    form |= {"main": words["tests"][0], "tests": words["tests"], "follow_ups": "\n".join(words["follow_ups"])}
    form["tags"] = ", ".join(words["tags"])
    for part, fields in writing.PARTS.items():
        for field in fields:
            cells = [one[field] for one in words[part]]
            form[f"{part}-{field}"] = ["\n".join(cell) if isinstance(cell, list) else cell for cell in cells]
    return form


@pytest.mark.parametrize(
    ("action", "after"),
    [
        ("move steps 3 to steps 1", "cab"),
        ("move steps 1 to steps 99", "bca"),
        ("up steps 2", "bac"),
        ("up steps 1", "abc"),
        ("down steps 3", "abc"),
        ("remove steps 2", "ac"),
        ("move steps 1 to hints 1", "abc"),
        ("move steps 9 to steps 1", "abc"),
        ("sort steps", "abc"),
    ],
)
def test_a_part_goes_where_the_action_says(action, after):
    words = writing.blank() | {"steps": [{"title": title, "points": []} for title in "abc"]}

    assert "".join(step["title"] for step in writing.change(words, action)["steps"]) == after


def test_who_begins_a_question_looks_after_it_until_somebody_takes_it_over(begun, rate_limiter, carla, ada, ivan):
    assert begun.owner == carla
    for _ in range(2):
        signed_in(ada).post("/questions/rate-limiter/owner/")
    rate_limiter.question.refresh_from_db()

    assert rate_limiter.question.owner == ada
    assert "Ada Administrator looks after it" in signed_in(ivan).get("/questions/rate-limiter/").content.decode()
    assert signed_in(ivan).post("/questions/rate-limiter/owner/").status_code == 403


def test_a_question_is_found_by_its_tags(begun, carla, whole):
    client = signed_in(carla)
    client.post("/questions/two-queues/publication/", whole | {"version": "1", "why": "First words"})
    client.post("/questions/two-queues/state/", {"to": "activate", "why": "Ready"})

    assert [row["key"] for row in client.get("/questions/?q=java").context["found"].rows] == ["two-queues"]
    assert "Java 8" in client.get("/questions/two-queues/").content.decode()
