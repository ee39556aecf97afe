"""Writing signals and kinds of red flag: what each level is expected to show, and what it takes to raise a flag."""

import pytest

from questionbank.models import RedFlagKind, RubricDraft, Signal
from questionbank.rubric import writing
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
IN_FORCE = str(writing.DRAFTS)


@pytest.fixture
def signal_form(levels) -> dict[str, object]:
    form: dict[str, object] = {"name": "Tests named", "kind": "count", "how_to_record": "Tap for each.", "level": list(levels)}
    return form | {f"text-{key}": f"{key} names some" for key in levels}


RED_FLAG = {
    "name": "Rudeness",
    "severity": "high",
    "definition": "Demeans a person.",
    "evidence_required": "The words.",
    "review_months": "6",
    "expiry_months": "12",
}


def test_a_signal_is_written_with_its_bounds(levels, carla, signal_form):
    client = signed_in(carla)
    client.post("/rubric/signals/new/", {"name": "Tests named"})

    client.post(
        "/rubric/signals/tests_named/publication/", signal_form | {"minimum-senior": "2", "version": "1", "why": "Asked for"}
    )

    signal = Signal.objects.get(key="tests_named")
    assert [(one.level.key, one.text, one.minimum, one.maximum) for one in signal.expectations.order_by("level__rank")] == [
        ("junior", "junior names some", None, None),
        ("mid", "mid names some", None, None),
        ("senior", "senior names some", 2, None),
        ("staff", "staff names some", None, None),
    ]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"text-senior": ""}, ("text-senior", "Expected at Senior", "must not be empty")),
        ({"minimum-senior": "many"}, ("minimum-senior", "At least, at Senior", "must be a whole number")),
        (
            {"minimum-senior": "5", "maximum-senior": "2"},
            ("minimum-senior", "At least, at Senior", "expects at least 5 and at most 2 at Senior"),
        ),
        ({"kind": "choice"}, ("choices", "Choices", "write at least two, from least to most")),
    ],
)
def test_what_is_wrong_with_a_signal_is_said_at_its_field_and_kept(levels, hints_needed, carla, signal_form, wrong, told):
    form = signal_form | wrong | {"version": IN_FORCE, "why": "Asked for"}

    answer = signed_in(carla).post("/rubric/signals/hints/publication/", form)

    assert answer.status_code == 422
    assert [(one["id"], one["label"], one["what"]) for one in answer.context["problems"]] == [told]
    cell = RubricDraft.objects.get().words["expected"]["senior"]
    assert [cell["text"], cell["minimum"]] == [form["text-senior"], form.get("minimum-senior", "")]


def test_a_kind_of_red_flag_is_written(levels, carla):
    client = signed_in(carla)
    client.post("/rubric/red-flags/new/", {"name": "Rudeness"})
    address = "/rubric/red-flags/rudeness/publication/"

    late = client.post(address, RED_FLAG | {"review_months": "20", "version": "1", "why": "It happened"})
    client.post(address, RED_FLAG | {"version": "2", "why": "It happened"})

    assert [one["what"] for one in late.context["problems"]] == ["is reviewed only after it expires"]
    kind = RedFlagKind.objects.get(key="rudeness")
    assert (kind.name, kind.review_months, kind.expiry_months, kind.versions.get().number) == ("Rudeness", 6, 12, 1)
