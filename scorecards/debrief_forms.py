"""Forms of the debrief. They clean and explain; verbs do."""

from collections.abc import Iterable, Sequence

from django import forms

from accounts.listing import listed
from accounts.models import User
from questionbank.models import Competency, Level
from scorecards import tally
from scorecards.models import Why, deciding
from scorecards.models.debrief import HIRING, Outcome
from scorecards.models.scorecard import Verdict

CANNOT_TELL = "none"
RATINGS = [*((str(value), label) for value, label in Verdict.choices), (CANNOT_TELL, "Cannot tell")]


def area(label: str, *, rows: int = 2, most: int = 4000, help_text: str = "", missing: str = "") -> forms.CharField:
    """A field for words in so many rows and with so many letters at most; with `missing`, which says so, it has to be filled in."""
    errors = {"required": missing} if missing else None
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=most, required=bool(missing), widget=box, help_text=help_text, error_messages=errors
    )


class VoteForm(forms.Form):
    """A private vote: overall, and of each competency given. What the evidence does not show is said, never guessed."""

    verdict = forms.TypedChoiceField(
        label="Overall",
        choices=Verdict.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a vote"},
    )
    level = forms.ModelChoiceField(Level.objects.order_by("rank"), label="At which level", required=False, empty_label="None")
    comment = area(
        "Why",
        rows=3,
        help_text="Name the evidence. Others read it after the reveal.",
        missing="Write why, before you see what others say",
    )

    def __init__(
        self,
        *args: object,
        competencies: Iterable[Competency] = (),
        levels: Sequence[Level] = (),
        again: bool = False,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.competencies = list(competencies)
        self.fields["level"].choices = _choices(levels, "None")
        if again:
            self.fields["comment"].required = False
            self.fields["comment"].help_text = "What you heard that moved you, or what did not."
        for competency in self.competencies:
            self.fields[f"rating_{competency.pk}"] = forms.ChoiceField(
                label=competency.name,
                choices=RATINGS,
                widget=forms.RadioSelect,
                error_messages={"required": f"Rate {competency.name}, or say that you cannot tell"},
            )

    def rating_fields(self) -> list:
        """The fields of the competencies, in their order."""
        return [self[f"rating_{competency.pk}"] for competency in self.competencies]

    @property
    def vote(self) -> dict:
        """What the verb takes."""
        said = {one: self.cleaned_data[f"rating_{one.pk}"] for one in self.competencies}
        kept = {name: self.cleaned_data[name] for name in ("verdict", "level", "comment")}
        return kept | {"ratings": {one: int(rating) for one, rating in said.items() if rating != CANNOT_TELL}}


class TalkForm(forms.Form):
    """What came out of the talk about one competency."""

    # Without a choice of nothing the page would take the first one for something that was begun, and wait.
    why = forms.ChoiceField(
        label="What made the difference",
        choices=[("", "Choose what made it"), *Why.choices],
        error_messages={"required": "Choose what made the difference"},
    )
    words = area("In a sentence", most=1000)


class DecisionForm(forms.Form):
    """What was decided, with what each outcome takes. `people` may stand for one that departs from the composite of `table`."""

    outcome = forms.ChoiceField(
        label="Outcome", choices=[("", "Choose an outcome"), *Outcome.choices], error_messages={"required": "Choose an outcome"}
    )
    level = forms.ModelChoiceField(
        Level.objects.order_by("rank"), label="Level", required=False, empty_label="No level", help_text="For every hire."
    )
    reason = area("Reason", rows=3, most=8000, missing="Write the reason")
    traits = area("What is exceptional", help_text="The traits by name, each with where it was seen.")
    dissent = area("Dissent", most=8000, help_text="Who saw it otherwise, and why, in their words.")
    focus = forms.MultipleChoiceField(
        label="What one more interview looks at",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="A stage for it is added to the loop, with the kit that looks at most of it. Its interviewer is not told why.",
    )
    missing_evidence = area("Missing evidence", help_text="To hold, or for one more interview: what is missing and who gets it.")
    review_on = forms.DateField(
        label="Look again on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Type a date like 2026-03-02"},
    )
    departure = area(
        "Evidence that outweighs the composite",
        help_text="Which competency, and what was seen. How often this is done, and how it turns out, is counted.",
    )
    seconded_by = forms.ModelChoiceField(
        User.objects.none(), label="Who else stands for it", required=False, empty_label="Choose a second person"
    )

    def __init__(
        self, *args: object, loop, table=None, votes: Iterable = (), people: Sequence[User] = (), **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.loop, self.table, self.votes = loop, table, list(votes)
        self.competencies = table.competencies if table else []
        self.fields["level"].choices = _choices(table.levels if table else (), "No level")
        self.fields["focus"].choices = [(str(one.pk), one.name) for one in self.competencies]
        if table and table.again:
            suggested = ", ".join(f"{competency.name} ({why})" for competency, why in table.again)
            self.fields["focus"].help_text += f" To test again for {loop.level.name.lower()}: {suggested}."
        seconds = self.fields["seconded_by"]
        seconds.queryset = User.objects.filter(pk__in=[person.pk for person in people])
        seconds.choices = [("", seconds.empty_label), *((person.pk, person.name) for person in people)]
        for competency in self.competencies:
            self.fields[f"reason_{competency.pk}"] = forms.CharField(label=competency.name, required=False, max_length=2000)

    def clean(self) -> None:
        outcome = self.cleaned_data.get("outcome") or ""
        self._check_hire(outcome)
        self._check_more(outcome)
        if (names := self.dissenters(outcome)) and not self.cleaned_data.get("dissent"):
            self.add_error("dissent", f"Write what speaks against it for {names}")
        if deciding.departs_from(self.composite, outcome):
            side = "below" if outcome in HIRING else "above"
            if not self.cleaned_data.get("departure"):
                self.add_error("departure", f"The composite lies {side} the bar. Name the evidence that outweighs it")
            if not self.cleaned_data.get("seconded_by"):
                self.add_error("seconded_by", "Choose who else stands for it")

    def _check_hire(self, outcome: str) -> None:
        level = self.cleaned_data.get("level")
        if outcome in HIRING and not level:
            self.add_error("level", "Choose the level at which you hire")
        if outcome == Outcome.EXCEPTIONAL and not self.cleaned_data.get("traits"):
            self.add_error("traits", "Name what is exceptional")
        if outcome == Outcome.HIRE_OTHER_LEVEL:
            if level == self.loop.level:
                self.add_error("level", f"Choose another level than {level.name}, or “Hire” as the outcome")
            if self.competencies and not any(self.reasons.values()):
                first = self.competencies[0]
                self.add_error(
                    f"reason_{first.pk}", f"Say of at least one competency why it is another level: {first.name}, or one below"
                )

    def _check_more(self, outcome: str) -> None:
        """What is still to be seen, where that is the outcome."""
        if outcome == Outcome.ANOTHER_INTERVIEW and self.competencies and not self.cleaned_data.get("focus"):
            self.add_error("focus", "Choose what one more interview looks at")
        if outcome == Outcome.HOLD:
            if not self.cleaned_data.get("missing_evidence"):
                self.add_error("missing_evidence", "Name the evidence that is missing")
            if not self.cleaned_data.get("review_on") and "review_on" not in self.errors:
                self.add_error("review_on", "Choose the date to look again")

    def dissenters(self, outcome: str | None) -> str:
        """Who last voted on the other side than this outcome, in words; "" for nobody, or when it takes no side."""
        if outcome not in {*HIRING, Outcome.NO_HIRE}:
            return ""
        last = {vote.person: vote.verdict for vote in sorted(self.votes, key=lambda vote: vote.round)}
        names = [str(person) for person, verdict in last.items() if (verdict > tally.BAR) != (outcome in HIRING)]
        return listed(names)

    @property
    def composite(self) -> float | None:
        """The composite at the level in question: that of the hire, else the target."""
        level = self.cleaned_data.get("level") if self.cleaned_data.get("outcome") in HIRING else None
        return self.table.composite_at(level or self.loop.level) if self.table else None

    @property
    def reasons(self) -> dict:
        """What was written for each competency."""
        return {competency: self.cleaned_data.get(f"reason_{competency.pk}", "") for competency in self.competencies}

    @property
    def decision(self) -> dict:
        """What the verb takes."""
        said = {name: value for name, value in self.cleaned_data.items() if not name.startswith("reason_")}
        focus = [one for one in self.competencies if str(one.pk) in said["focus"]]
        return said | {"focus": focus, "reasons": self.reasons, "composite": self.composite}

    def reason_fields(self) -> list:
        return [self[f"reason_{competency.pk}"] for competency in self.competencies]

    @property
    def has_failed_reason(self) -> bool:
        """Whether a reason by competency is missing."""
        return any(name.startswith("reason_") for name in self.errors)

    @property
    def departing(self) -> str:
        """The outcomes that may lie on the other side of the bar than the composite at the target level."""
        composite = self.table.composite if self.table else None
        if composite is None:
            return ""
        return Outcome.NO_HIRE if composite >= tally.BAR else " ".join(HIRING)


def _choices(levels: Sequence[Level], none: str) -> list[tuple[object, str]]:
    return [("", none), *((level.pk, level.name) for level in levels)]
