"""Forms of red flags, holds and confidential reports. They clean and explain; verbs do."""

from django import forms
from django.db.models import Q, QuerySet

from accounts.models import User
from interviews.models import Candidate, Interview, Job, Stage
from interviews.models.hold import HOLDING
from questionbank.models import Competency, RedFlagKind
from scorecards.models import FlagCase, Scorecard
from scorecards.models.flag_case import Finding

MOST_JOBS = 200


def _words(
    label: str, *, missing: str, rows: int = 3, longest: int = 4000, hint: str = "", required: bool = True
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": f"Use at most {longest:,} characters"},
    )


def _day(label: str, *, missing: str, hint: str = "", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": "Type a date like 2026-03-02"},
    )


class CheckForm(forms.Form):
    """Which interview ahead looks at which area."""

    stage = forms.ModelChoiceField(
        Stage.objects.none(),
        label="Interview",
        empty_label="Choose an interview",
        error_messages={
            "required": "Choose an interview that is still ahead",
            "invalid_choice": "Choose an interview from the list",
        },
    )
    competency = forms.ModelChoiceField(
        Competency.objects.in_use().in_order(),
        label="What it looks at",
        empty_label="Choose a competency",
        error_messages={"required": "Choose what it looks at", "invalid_choice": "Choose a competency from the list"},
    )

    def __init__(self, *args: object, stages: QuerySet[Stage], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].queryset = stages


class FindingForm(forms.Form):
    finding = forms.ChoiceField(
        label="What was found",
        choices=[(Finding.CONFIRMED.value, "Confirmed by a second source"), (Finding.NOT_CONFIRMED.value, "Not confirmed")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what was found"},
    )
    second_source = forms.ModelChoiceField(
        User.objects.none(),
        label="Second source",
        required=False,
        empty_label="Nobody, a record",
        help_text="An interviewer who saw it too and submitted a scorecard.",
        error_messages={"invalid_choice": "Choose a person from the list"},
    )
    record = forms.CharField(
        label="Or the record",
        required=False,
        max_length=500,
        help_text="Which one, and where it is kept. Not the document itself.",
        error_messages={"max_length": "Use at most 500 characters"},
    )
    heard_on = _day("Candidate heard on", missing="", required=False)
    heard = _words("What the candidate said to it", missing="", required=False)
    reason = _words("Why", missing="Write why, from what was seen and said", hint="The debrief reads it. It never changes.")

    def __init__(self, *args: object, case: FlagCase, cards: list[Scorecard], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        people = User.objects.filter(pk__in=[card.seat.person_id for card in cards])
        self.fields["second_source"].queryset = people.in_order()
        if case.needs_hearing:
            self.fields["heard"].help_text = "This kind weighs heavily: it counts only once the candidate was heard."

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("finding") != Finding.CONFIRMED:
            return
        if not given.get("second_source") and not given.get("record") and "second_source" not in self.errors:
            self.add_error("second_source", "Choose the second source, or name the record")
        if self.case.needs_hearing:
            if not given.get("heard_on") and "heard_on" not in self.errors:
                self.add_error("heard_on", "Choose the day on which the candidate was heard")
            if not given.get("heard"):
                self.add_error("heard", "Write what the candidate said to it")
        elif given.get("heard_on") and not given.get("heard"):
            self.add_error("heard", "Write what the candidate said to it")


class ReasonForm(forms.Form):
    """Why something is withdrawn or ends."""

    reason = _words("Why", missing="Write why", rows=2, longest=500)


class ReviewForm(forms.Form):
    is_kept = forms.TypedChoiceField(
        label="After looking again",
        choices=[("yes", "It stays until its next review"), ("no", "It ends now")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it stays"},
    )
    reason = _words("Why", missing="Write why it stays or ends", rows=2, longest=500)


class HoldForm(forms.Form):
    """A hold on new applications, for two people to decide."""

    kind = forms.ModelChoiceField(
        RedFlagKind.objects.none(),
        label="Reason",
        empty_label="Choose a reason",
        help_text="Only these can hold an application.",
        error_messages={"required": "Choose a reason", "invalid_choice": "Choose a reason from the list"},
    )
    case = forms.ModelChoiceField(
        FlagCase.objects.none(),
        label="Confirmed red flag it rests on",
        required=False,
        empty_label="None, the record below",
        error_messages={"invalid_choice": "Choose a confirmed red flag from the list"},
    )
    evidence = _words(
        "Evidence",
        missing="Write what is on record",
        rows=5,
        hint="What was seen, said or found, when, and where it is kept. The candidate may ask to read it.",
    )
    job = forms.ModelChoiceField(
        Job.objects.none(),
        label="For which applications",
        required=False,
        empty_label="Every job here",
        error_messages={"invalid_choice": "Choose a job from the list"},
    )
    deciders = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Who decides",
        widget=forms.CheckboxSelectMultiple,
        help_text="Two people, neither of them you nor who raised the red flag. Each decides without seeing what the other said.",
        error_messages={"required": "Choose the two people who decide", "invalid_choice": "Choose people from the list"},
    )

    def __init__(self, *args: object, candidate: Candidate, cases: QuerySet[FlagCase], user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        kinds = RedFlagKind.objects.in_use().filter(severity__in=HOLDING, expiry_months__gt=0)
        newest = Job.objects.open().order_by("-opened_at", "-pk").values("pk")[:MOST_JOBS]
        asked = Q(is_recruiter=True) | Q(is_administrator=True) | Q(is_committee=True)
        people = User.objects.active().filter(asked).exclude(pk__in=[user.pk, candidate.employee_id or user.pk])
        self.fields["kind"].queryset = kinds.in_order()
        self.fields["case"].queryset = cases
        self.fields["case"].label_from_instance = lambda case: f"{case.called}, {case.flag.scorecard.seat.interview.stage}"
        self.fields["job"].queryset = Job.objects.filter(pk__in=newest).in_order()
        self.fields["deciders"].queryset = people.in_order()

    def clean_deciders(self) -> list[User]:
        people = list(self.cleaned_data["deciders"])
        if len(people) != 2:
            raise forms.ValidationError("Choose exactly two people")
        return people

    def clean(self) -> None:
        case = self.cleaned_data.get("case")
        if not case:
            return
        author = case.flag.scorecard.seat.person
        if author in self.cleaned_data.get("deciders", []):
            self.add_error("deciders", f"{author} raised the red flag. Choose somebody else")
        if self.cleaned_data.get("kind") and case.flag.kind != self.cleaned_data["kind"]:
            self.add_error("kind", f"The red flag is “{case.called}”. Choose the same reason")


class HoldDecisionForm(forms.Form):
    agrees = forms.TypedChoiceField(
        label="Should new applications be held?",
        choices=[("yes", "Yes, the evidence carries it"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )
    why = _words("Why", missing="Write why, from the evidence", rows=3, longest=500)


class InformingForm(forms.Form):
    on = _day("Candidate told on", missing="Choose the day on which the candidate was told")


class ReportForm(forms.Form):
    """What somebody tells the administrators in confidence."""

    what = _words(
        "What happened",
        missing="Write what happened",
        rows=6,
        longest=8000,
        hint="Who did or said what, to whom, when and where. Write what you saw and heard.",
    )
    witnesses = forms.CharField(label="Who else was there", max_length=500, required=False)
    wish = forms.CharField(label="What you would like to happen", max_length=500, required=False)
    about = forms.ModelChoiceField(
        User.objects.none(),
        label="Is it about one of these people?",
        required=False,
        empty_label="No",
        help_text="They are kept out: they never learn here that there is a report.",
        error_messages={"invalid_choice": "Choose a person from the list"},
    )

    def __init__(self, *args: object, interview: Interview | None, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        near = Q(is_administrator=True)
        if interview:
            near |= Q(pk__in=interview.seats.held().values("person")) | Q(pk=interview.stage.loop.recruiter_id)
        self.fields["about"].queryset = User.objects.active().filter(near).exclude(pk=user.pk).in_order()


class ClosingForm(forms.Form):
    answer = _words("What was done", missing="Write what was done", hint="Who reported it reads this.")
