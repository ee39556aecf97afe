"""The form that takes over what was written on paper, in the order of the sheet."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import uuid4

from django import forms

from interviews.models import Interview, KitVersion
from questionbank.models import CompetencyVersion, Level, QuestionVersion
from scorecards.models.counting import Counted
from scorecards.models.paper import Judged, Paper, Questioned

LONGEST = 4000
MOST_LINES = 200
WHEN = {"invalid": "Type a date and a time like 2026-03-02 10:00"}


class PaperForm(forms.Form):
    """One block of fields for each question, ladder and signal. Nothing is required that may have been left out on paper."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    began = forms.DateTimeField(
        label="Began",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": "Say when the interview began", **WHEN},
    )
    ended = forms.DateTimeField(
        label="Ended",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": "Say when the interview ended", **WHEN},
    )

    def __init__(
        self,
        *args: object,
        interview: Interview,
        kit: KitVersion,
        ladders: Sequence[CompetencyVersion],
        signals: Sequence[Counted],
        level: Level,
        now: datetime,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {"entry": uuid4(), "began": interview.starts_at, "ended": interview.ends_at}
        self.interview, self.kit, self.ladders, self.now = interview, kit, ladders, now
        self.signals = [one for one in signals if one.is_tapped]
        if interview.started_at:
            del self.fields["began"]
        if interview.ended_at:
            del self.fields["ended"]
        for version in self.questions():
            self._add_question(version)
        self.fields["lines"] = lines("Other lines")
        for ladder in ladders:
            self._add_ladder(ladder, level)
        for one in self.signals:
            self.fields[f"signal_{one.signal_id}"] = forms.IntegerField(
                label=one.name, help_text=f"{level.name}: {one.expected}", required=False, min_value=0, max_value=99
            )

    def questions(self) -> Iterator[QuestionVersion]:
        """Those of the plan, in its order."""
        for section in self.kit.sections.all():
            for one in section.questions.all():
                yield one.version

    def _add_question(self, version: QuestionVersion) -> None:
        self.fields[f"asked_{version.pk}"] = forms.BooleanField(label="It was asked", required=False)
        self.fields[f"lines_{version.pk}"] = lines("Notes")
        points = [(point.pk, point.text) for step in version.steps.all() for point in step.points.all()]
        self.fields[f"points_{version.pk}"] = ticks("Points ticked", points)
        hints = [(hint.pk, f"{hint.text} ({hint.get_strength_display()})") for hint in version.hints.all()]
        self.fields[f"hints_{version.pk}"] = ticks("Hints given", hints)

    def _add_ladder(self, ladder: CompetencyVersion, level: Level) -> None:
        window = {step: f"{rating} {words}" for rating, step, words in ladder.anchors(level)}
        choices = [("", "Not on the sheet"), *((step, words) for step, words in window.items()), ("none", "Not observed")]
        self.fields[f"step_{ladder.pk}"] = forms.ChoiceField(
            label=ladder.name, choices=choices, required=False, widget=forms.RadioSelect
        )
        self.fields[f"why_{ladder.pk}"] = forms.CharField(
            label=f"What you saw or heard of {ladder.name}", max_length=300, required=False
        )

    def sections(self) -> Iterator[tuple[str, list[tuple[QuestionVersion, list[forms.BoundField]]]]]:
        """As the sheet has them: each section with its questions, each with its fields."""
        for section in self.kit.sections.all():
            names = ("asked", "lines", "points", "hints")
            versions = [one.version for one in section.questions.all()]
            yield section.title, [(one, [self[f"{name}_{one.pk}"] for name in names if self.has(name, one)]) for one in versions]

    def has(self, name: str, version: QuestionVersion) -> bool:
        """Whether there is anything to fill in."""
        return bool(getattr(self.fields[f"{name}_{version.pk}"], "choices", True))

    def rated(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        for ladder in self.ladders:
            yield self[f"step_{ladder.pk}"], self[f"why_{ladder.pk}"]

    def counted(self) -> Iterator[forms.BoundField]:
        for one in self.signals:
            yield self[f"signal_{one.signal_id}"]

    def clean(self) -> None:
        given = self.cleaned_data
        began = self.interview.started_at or given.get("began")
        ended = self.interview.ended_at or given.get("ended")
        if began and began > self.now:
            self.add_error("began", "The interview cannot have begun later than now")
        if ended and "ended" in self.fields and ended > self.now:
            self.add_error("ended", "The interview cannot have ended later than now. Come back when it is over")
        if began and ended and ended < began:
            self.add_error("ended" if "ended" in self.fields else "began", "The end comes after the beginning")
        for ladder in self.ladders:
            if given.get(f"step_{ladder.pk}") == "none" and not given.get(f"why_{ladder.pk}"):
                self.add_error(f"why_{ladder.pk}", f"Say why {ladder.name} was not observed")

    def paper(self) -> Paper:
        """What stands on the sheet, to be entered."""
        given = self.cleaned_data
        return Paper(
            id=given["entry"],
            began=self.interview.started_at or given["began"],
            ended=self.interview.ended_at or given["ended"],
            questions=[
                Questioned(
                    version,
                    bool(given[f"asked_{version.pk}"]),
                    given[f"lines_{version.pk}"],
                    [int(number) for number in given[f"points_{version.pk}"]],
                    [int(number) for number in given[f"hints_{version.pk}"]],
                )
                for version in self.questions()
            ],
            lines=given["lines"],
            ratings=[Judged(ladder, given[f"step_{ladder.pk}"], given[f"why_{ladder.pk}"]) for ladder in self.ladders],
            signals={one.signal_id: given[f"signal_{one.signal_id}"] or 0 for one in self.signals},
        )


class Lines(forms.CharField):
    """Rows of text, each a line of the note stream."""

    def clean(self, value: object) -> list[str]:
        rows = [row.strip() for row in super().clean(value).splitlines()]
        rows = [row for row in rows if row.strip("+-! ")]
        if len(rows) > MOST_LINES:
            raise forms.ValidationError(f"Enter at most {MOST_LINES} lines here. There are {len(rows)}")
        if any(len(row) > LONGEST for row in rows):
            raise forms.ValidationError("Use at most 4,000 characters for one line")
        return rows


def lines(label: str) -> Lines:
    return Lines(label=label, required=False, widget=forms.Textarea(attrs={"rows": 4}))


def ticks(label: str, choices: list) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)
