"""Filling a scorecard: lines become evidence, each piece is kept as it is written, what follows from the steps, the hand-off."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from accounts.access import Refused
from interviews import hand_off
from interviews.hand_off import Told
from interviews.models import asking
from scorecards import tally
from scorecards.models import NoteLine, Scorecard, capture
from scorecards.models.judging import StalePiece, piece, put
from scorecards.tasks import erase_scratch
from tests.clients import signed_in
from tests.factories import make_question, make_scorecard

pytestmark = pytest.mark.django_db
ASKED, DREW = (UUID(f"0195a000-0000-7000-8000-00000000000{n}") for n in (1, 2))


@pytest.fixture
def card(ivans_interview, now) -> Scorecard:
    """Ivan's, with two lines of the room that are evidence for nothing yet."""
    card = make_scorecard(interview=ivans_interview)
    capture.note(card, id=ASKED, line="+ asked about bursts", offset=60, now=now)
    capture.note(card, id=DREW, line="drew two queues", offset=90, now=now + timedelta(seconds=30))
    return card


@pytest.fixture
def rated(card, problem_solving, communication, now) -> Scorecard:
    for competency in (problem_solving, communication):
        capture.rate(card, competency.current, step=4, now=now)
    return card


@pytest.fixture
def deed(card, ivan):
    """Ivan's client and the address of his scorecard: `deed(path, fields)` posts as the outbox does, without `entry` as a form."""
    client = signed_in(ivan)
    at = f"/interviews/{card.seat.interview_id}"

    def post(path: str, fields: dict, *, is_entry: bool = True):
        headers = {"Entry-Id": str(uuid4()), "HX-Request": "true"} if is_entry else {}
        return client.post(f"{at}/{path}", fields, headers=headers)

    def read() -> str:
        return client.get(f"{at}/scorecard/").content.decode()

    post.read = read
    return post


# Evidence


@pytest.mark.parametrize("lines", [[str(ASKED), str(DREW)], [f"{ASKED} {DREW}"]], ids=["boxes of a form", "one field"])
def test_several_lines_become_evidence_at_once(deed, problem_solving, lines):
    answer = deed("evidence/", {"lines": lines, "competency": problem_solving.pk})

    assert answer.status_code == 200
    assert set(NoteLine.objects.values_list("competency", flat=True)) == {problem_solving.pk}


def test_lines_are_linked_by_a_plain_form_too_and_to_nothing_again(deed, problem_solving):
    deed("evidence/", {"lines": [ASKED, DREW], "competency": problem_solving.pk}, is_entry=False)

    answer = deed("evidence/", {"lines": [DREW], "competency": ""}, is_entry=False)

    assert answer.status_code == 302
    assert dict(NoteLine.objects.values_list("pk", "competency")) == {ASKED: problem_solving.pk, DREW: None}


@pytest.mark.parametrize("fields", [{}, {"lines": "x"}, {"lines": str(ASKED), "competency": "77777"}])
def test_linking_says_what_to_choose(deed, fields):
    answer = deed("evidence/", fields)

    assert answer.status_code == 403
    assert "Choose the lines first" in answer.content.decode()


def test_another_persons_line_is_left_alone(deed, ines_interview, problem_solving, now):
    hers = capture.note(make_scorecard(interview=ines_interview), id=uuid4(), line="hers", now=now)

    deed("evidence/", {"lines": [str(hers.pk), str(ASKED)], "competency": problem_solving.pk})

    assert list(NoteLine.objects.filter(competency=problem_solving).values_list("pk", flat=True)) == [ASKED]


# Pieces


def test_each_piece_is_kept_as_it_is_written(rated, deed, levels):
    for name, value in (
        ("summary", "Asked before building "),
        ("look_again", "communication"),
        ("hand_off", "The second question was not reached."),
        ("level", str(levels["senior"].pk)),
        ("confidence", "2"),
        ("verdict", "3"),
        ("scratch", "seen before at a meetup"),
    ):
        assert deed("scorecard/words/", {"name": name, "value": value, "was": ""}).status_code == 200, name

    stored = Scorecard.objects.get()
    assert (stored.summary, stored.look_again, stored.hire_level, stored.confidence, stored.verdict, stored.version) == (
        "Asked before building ",
        ["communication"],
        levels["senior"],
        2,
        3,
        7,
    )


def test_two_tabs_that_change_different_words_both_stay(card):
    put(card, "summary", "asked about bursts first", was="")
    put(card, "summary", "asked about bursts first, then drew", was="asked about bursts first")

    put(card, "summary", "He asked about bursts first", was="asked about bursts first")

    assert Scorecard.objects.get().summary == "He asked about bursts first, then drew"


def test_two_tabs_that_change_the_same_words_are_both_kept_and_told(deed, card):
    put(card, "summary", "asked about traffic", was="")

    answer = deed("scorecard/words/", {"name": "summary", "value": "asked about limits", "was": "asked about bursts"})

    assert answer.status_code == 409
    assert "“asked about traffic”" in answer.content.decode()
    assert Scorecard.objects.get().summary == "asked about traffic"


def test_another_choice_made_elsewhere_is_not_overwritten(card):
    put(card, "confidence", "3", was="")

    with pytest.raises(StalePiece) as stale:
        put(card, "confidence", "1", was="")

    assert stale.value.stored == "3"


def test_a_form_without_scripts_does_not_overwrite_what_was_kept_since(deed, card):
    put(card, "summary", "kept by itself", was="")

    answer = deed("scorecard/", {"version": 0, "summary": "typed in an old tab"}, is_entry=False)

    assert answer.status_code == 409
    assert "kept by itself" in answer.content.decode()
    assert "typed in an old tab" in answer.content.decode()


def test_the_verdict_waits_for_the_ratings(card, problem_solving, communication, now):
    capture.rate(card, problem_solving.current, step=4, now=now)
    with pytest.raises(Refused, match="Rate every competency"):
        put(card, "verdict", "3", was="")

    capture.rate(card, communication.current, step=None, not_observed="Ran out of time", now=now)
    put(card, "verdict", "3", was="")

    assert Scorecard.objects.get().verdict == 3


def test_who_could_not_assess_says_why_and_rates_nothing(card):
    put(card, "not_assessed", "The line broke after five minutes", was="")
    put(card, "summary", "Nothing to judge", was="")

    assert card.missing() == []
    assert (piece(card, "verdict"), card.verdict) == ("none", None)


def test_a_verdict_takes_the_reason_against_one_away(rated):
    put(rated, "not_assessed", "The line broke", was="")

    put(rated, "verdict", "2", was="none")

    assert (Scorecard.objects.get().verdict, Scorecard.objects.get().not_assessed) == (2, "")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "secret", "value": "x"}, "secret"),
        ({"name": "level", "value": "777"}, "777"),
        ({"name": "verdict", "value": "none"}, "Say why you could not assess"),
        ({"name": "summary", "value": "x" * 8001}, "8000"),
        ({"name": "look_again", "value": "nothing_we_know"}, "nothing_we_know"),
    ],
)
def test_a_piece_that_cannot_be_kept_says_why(deed, fields, said):
    answer = deed("scorecard/words/", fields)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_reason_is_asked_for_where_nothing_was_observed(deed, problem_solving):
    answer = deed(f"ratings/{problem_solving.current.pk}/", {"step": "", "not_observed": "", "page": "scorecard"})

    assert answer.status_code == 422
    assert "Choose a step, or say why it was not observed" in answer.content.decode()


@pytest.mark.parametrize("what", ["signal", "flag", "line", "rating"])
def test_whatever_is_done_on_the_page_tells_what_is_still_missing(deed, problem_solving, hints_needed, demeaning, what):
    path, fields = {
        "signal": (f"signals/{hints_needed.pk}/", {}),
        "flag": ("red-flags/", {"id": uuid4(), "kind": demeaning.pk, "behaviour": "Mocked the interviewer"}),
        "line": (f"notes/{ASKED}/", {"delete": "1"}),
        "rating": (f"ratings/{problem_solving.current.pk}/", {"step": "4"}),
    }[what]

    answer = deed(path, {**fields, "page": "scorecard"}).content.decode()

    assert answer.count('id="missing"') == 1
    assert ("Rate Problem solving" in answer) == (what != "rating")


# What follows


def test_what_is_missing_is_a_link_to_its_place(deed, problem_solving, communication, card, now):
    capture.rate(card, communication.current, step=4, now=now)

    gaps = [(gap.sentence, gap.place) for gap in card.gaps()]

    assert gaps[:2] == [
        ("Rate Problem solving, or say why it was not observed", f"rating-{problem_solving.current.pk}"),
        ("Link a line of evidence to Communication", f"evidence-{communication.pk}"),
    ]
    html = deed.read()
    assert all(f'href="#{place}"' in html and f'id="{place}"' in html for _, place in gaps)


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([4, 4, 3], "meets senior on 2 of 3, mid on 3 of 3"),
        ([0], "meets senior on 0 of 1, mid on 0 of 1"),
        ([], ""),
    ],
)
def test_the_levels_that_the_steps_meet_in_words(steps, words):
    assert tally.level_lens(steps, [("senior", 2), ("mid", 1)]) == words


def test_the_page_says_what_follows_from_the_steps(rated, deed, problem_solving, now):
    capture.rate(rated, problem_solving.current, step=6, now=now)
    put(rated, "verdict", "1", was="")

    html = deed.read()

    assert "By the steps you chose, Maya Chen meets senior on 2 of 2, mid on 2 of 2, staff on 1 of 2." in html
    assert "Your ratings at senior lean to Yes, your verdict says Strong no." in html
    assert "No line says what you saw" in html


def test_more_help_than_the_step_allows_is_asked_about(rated, deed, ivans_interview, rate_limiter, hints_needed, ivan, now):
    words = hints_needed.versions.get().words | {"kind": "strength_sum"}
    words["expected"] = {key: {"text": str(most), "maximum": most} for key, most in {"mid": 3, "senior": 1}.items()}
    hints_needed.versions.create(number=2, words=words, published_at=rated.began_at, why="Counts help")
    ivans_interview.start(now=now)
    asked = asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    asking.give_hint(asked, rate_limiter.hints.get(strength=3), by=ivan, now=now)

    html = deed.read()

    assert html.count("Hints of strength 3 were given, “3 Yes” allows 1. Keep it? With that help it is “2 No” at most.") == 1


# The hand-off


def test_the_next_interviewer_is_told_facts_of_the_room_and_no_word(
    loop, rated, ivans_interview, ivan, levels, rate_limiter, ines_interview
):
    began = ivans_interview.starts_at + timedelta(minutes=7)
    ivans_interview.start(now=began)
    asking.ask(ivans_interview, rate_limiter, by=ivan, now=began)
    ivans_interview.end(now=ivans_interview.ends_at - timedelta(minutes=11))
    put(rated, "hand_off", "Shaky on operations", was="")

    told = hand_off.told(loop.pk, but=ines_interview.stage_id)

    facts = ["Began 7 min late", "Ended 11 min before its time"]
    assert told == [Told("Coding", ["Problem solving"], ["Communication"], ["Rate limiter for one endpoint"], [], facts)]
    assert hand_off.told(loop.pk, but=ivans_interview.stage_id) == []


def test_what_was_planned_and_not_asked_was_not_reached(loop, ivans_interview, levels, communication, ivan):
    other = make_question(key="later", title="Later", lowest=levels["mid"], highest=levels["staff"], competencies=[communication])
    ivans_interview.start(now=ivans_interview.starts_at)
    asking.ask(ivans_interview, other, by=ivan, now=ivans_interview.starts_at)

    (told,) = hand_off.told(loop.pk, only=ivans_interview.stage_id)

    assert (told.asked, told.not_reached, told.lost) == (["Later"], ["Rate limiter for one endpoint"], [])


# Private scratch


@pytest.mark.parametrize(("days", "stays"), [(13, True), (15, False)])
def test_private_scratch_is_erased_two_weeks_after_the_decision(card, loop, lena, days, stays):
    put(card, "scratch", "mine alone", was="")
    loop.close(by=lena, now=max(loop.opened_at, timezone.now() - timedelta(days=days)))

    erase_scratch()

    assert Scorecard.objects.get().scratch == ("mine alone" if stays else "")
