"""Finding questions: what the address of the list holds, as a query."""

from typing import Any

from django import forms
from django.db.models import Prefetch
from django.http import QueryDict

from questionbank.models import Competency, Level, Question, Tested
from questionbank.models.question import Category, QuestionQuerySet

MINUTES = (10, 15, 20, 30, 45, 60)
STATES = (
    ("", "To pick"),
    ("pilot", "On trial"),
    ("suspected", "Suspected leak"),
    ("retired", "Retired"),
    ("unused", "Not yet in use"),
)


class QuestionFilters(forms.Form):
    """Each choice narrows the list; one that is none is left out, so that an old address still shows something."""

    category = forms.ChoiceField(required=False, choices=[("", "All"), *Category.choices])
    competency = forms.ModelChoiceField(Competency.objects.none(), to_field_name="key", required=False, empty_label="All")
    level = forms.ModelChoiceField(Level.objects.none(), to_field_name="key", required=False, empty_label="All")
    minutes = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[("", "Any length"), *((n, f"{n} min or less") for n in MINUTES)]
    )
    difficulty = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[("", "Any"), *((n, f"{n} of 5") for n in range(1, 6))]
    )
    state = forms.ChoiceField(required=False, choices=STATES)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["competency"].queryset = Competency.objects.in_use().in_order()  # type: ignore[attr-defined]
        self.fields["level"].queryset = Level.objects.order_by("rank")  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs |= {
                "hx-get": "/questions/",
                "hx-include": "closest form",
                "hx-target": "#questions",
                "hx-swap": "outerHTML",
                "hx-push-url": "true",
                "id": name,
            }

    def chosen(self) -> dict[str, Any]:
        """What narrows the list, without what is empty or is no choice."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in {"", None}}


def found(q: str, chosen: dict[str, Any]) -> QuestionQuerySet:
    """Questions that fit everything, with what their rows show: the best match first, or by title when nothing is searched."""
    questions = _in_state(str(chosen.get("state", "")))
    for name, lookup in (
        ("category", "current__category"),
        ("minutes", "current__minutes__lte"),
        ("difficulty", "current__difficulty"),
    ):
        if name in chosen:
            questions = questions.filter(**{lookup: chosen[name]})
    if level := chosen.get("level"):
        rank = level.rank
        questions = questions.filter(current__lowest_level__rank__lte=rank, current__highest_level__rank__gte=rank)
    if competency := chosen.get("competency"):
        questions = questions.filter(current__in=Tested.objects.filter(competency=competency).values("version"))
    tested = Prefetch("current__tested", Tested.objects.select_related("competency").order_by("place"))
    questions = questions.with_words().prefetch_related(tested)
    return questions.matching(q) if q else questions.in_order()


def _in_state(state: str) -> QuestionQuerySet:
    there = Question.objects.filter(current__isnull=False)
    if state == "suspected":
        return there.filter(suspected_at__isnull=False)
    if state == "retired":
        return there.filter(retired_at__isnull=False)
    if state == "pilot":
        return Question.objects.pickable().filter(activated_at=None)
    if state == "unused":
        return there.filter(activated_at=None, piloted_at=None, suspected_at=None, retired_at=None)
    return Question.objects.pickable()
