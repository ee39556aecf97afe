"""Forms of loops and candidates. They clean and explain; what is done with the values is a verb's business."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q, QuerySet

from accounts.models import User
from interviews import resumes
from interviews.models import Candidate, Job, LoopPlan, Role

ZONES = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/")))
MOST_TECHNOLOGIES, MOST_LINKS = 30, 10
_url = URLValidator(schemes=["http", "https"])


def zone_choices() -> list[tuple[str, str]]:
    """Every zone that a form offers, with UTC first."""
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in ZONES)]


class CandidateForm(forms.ModelForm):
    zone = forms.ChoiceField(
        label="Time zone",
        choices=zone_choices,
        initial="UTC",
        help_text="Where the candidate will be. Their mails and pages use it.",
    )
    technologies = forms.CharField(
        label="Technologies",
        required=False,
        max_length=2000,
        help_text="With commas between them, for example Python, PostgreSQL, Kafka.",
    )
    links = forms.CharField(
        label="Links",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line, with https://.",
    )
    resume = forms.FileField(
        label="Resume",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
        help_text="A PDF of at most 10 MB.",
        error_messages={"empty": "This file is empty. Choose the resume again."},
    )

    class Meta:
        model = Candidate
        fields = ["name", "email", "zone", "present_role", "experience_years", "technologies", "links", "resume"]
        error_messages = {
            "name": {"required": "Type the candidate's name", "max_length": "Use at most 120 characters for the name"},
            "email": {"required": "Type the candidate's email", "invalid": "Type an email like name@example.com"},
            "experience_years": {
                "invalid": "Type years of experience as a number, for example 4.5",
                "max_digits": "Type years of experience as a number, for example 4.5",
                "max_decimal_places": "Use at most one decimal place for years of experience",
            },
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["technologies"] = ", ".join(self.instance.technologies)
            self.initial["links"] = "\n".join(self.instance.links)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if Candidate.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError("A candidate with this email is here already. Search the candidates for it.")
        return email

    def clean_experience_years(self) -> object:
        years = self.cleaned_data["experience_years"]
        if years is not None and not 0 <= years <= 70:  # noqa: PLR2004 -- a working life
            raise ValidationError("Type years of experience from 0 to 70")
        return years

    def clean_technologies(self) -> list[str]:
        names = list(dict.fromkeys(" ".join(name.split()) for name in self.cleaned_data["technologies"].split(",") if name.strip()))
        if len(names) > MOST_TECHNOLOGIES:
            raise ValidationError(f"Name at most {MOST_TECHNOLOGIES} technologies")
        for name in names:
            if len(name) > 60:  # noqa: PLR2004 -- the column's length
                raise ValidationError(f"“{name[:20]}…” is too long for a technology. Put commas between them.")
        return names

    def clean_links(self) -> list[str]:
        links = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(links) > MOST_LINKS:
            raise ValidationError(f"Name at most {MOST_LINKS} links")
        for link in links:
            try:
                _url(link)
            except ValidationError:
                raise ValidationError(f"“{link[:60]}” is not a link. Begin it with https://") from None
            if len(link) > 300:  # noqa: PLR2004 -- the column's length
                raise ValidationError(f"“{link[:60]}…” is longer than 300 characters")
        return links

    def clean_resume(self) -> object:
        """The file with what it says in `self.reading`; a sentence when it is not a readable PDF."""
        file = self.cleaned_data["resume"]
        if file:
            if file.size > resumes.LARGEST:
                raise ValidationError("This file is larger than 10 MB. Upload a smaller PDF.")
            try:
                self.reading = resumes.read(file.read())
            except resumes.Unreadable as finding:
                raise ValidationError(str(finding)) from None
            file.seek(0)
        return file


class JobForm(forms.ModelForm):
    class Meta:
        model = Job
        fields = ["title", "team"]
        error_messages = {"title": {"required": "Type the job's title"}}


class LoopForm(forms.Form):
    """From which plan, for which job, led by whom. A gap in the plan's coverage needs a reason."""

    job = forms.ModelChoiceField(
        Job.objects.none(), label="Job", empty_label="Choose a job", error_messages={"required": "Choose a job"}
    )
    plan = forms.ModelChoiceField(
        LoopPlan.objects.none(),
        label="Plan",
        empty_label="Choose a plan",
        help_text="It sets the target level, the interviews and what counts how much. Later changes of the plan do not touch this loop.",
        error_messages={"required": "Choose a plan"},
    )
    recruiter = forms.ModelChoiceField(User.objects.none(), label="Recruiter", error_messages={"required": "Choose a recruiter"})
    gap_reason = forms.CharField(
        label="Why it may leave a gap",
        required=False,
        max_length=300,
        help_text="Only when the plan leaves a competency of weight 2 or 3 to no interview.",
    )

    def __init__(self, *args: object, candidate: Candidate, recruiter: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.candidate = candidate
        self.fields["job"].queryset = Job.objects.open().in_order()
        self.fields["plan"].queryset = LoopPlan.objects.in_use().in_order().select_related("level")
        recruiters = User.objects.active().filter(Q(is_recruiter=True) | Q(is_administrator=True))
        self.fields["recruiter"].queryset = recruiters.in_order()
        self.fields["recruiter"].initial = recruiter.pk

    def clean_job(self) -> Job:
        job = self.cleaned_data["job"]
        if self.candidate.loops.filter(job=job, closed_at=None).exists():
            raise ValidationError("This candidate has an open loop for this job already. Go on with that one.")
        return job

    def clean(self) -> None:
        plan = self.cleaned_data.get("plan")
        if plan and (gap := plan.uncovered()) and not self.cleaned_data.get("gap_reason"):
            self.add_error("gap_reason", f"No interview of this plan looks at {', '.join(gap)}. Say why that may be.")


class BookingForm(forms.Form):
    """When, where and with whom. Times are typed in the booker's own zone."""

    on = forms.DateField(
        label="Date",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Choose a date", "invalid": "Type a date like 2026-03-02"},
    )
    at = forms.TimeField(
        label="Start",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Choose a start time", "invalid": "Type a time like 14:30"},
    )
    minutes = forms.IntegerField(
        label="Minutes",
        min_value=15,
        max_value=480,
        error_messages={
            "required": "Say how long it takes",
            "invalid": "Type the minutes as a number",
            "min_value": "An interview takes at least 15 minutes",
            "max_value": "An interview takes at most 480 minutes",
        },
    )
    place = forms.CharField(label="Place or video link", required=False, max_length=300)

    def __init__(self, *args: object, zone: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["at"].help_text = f"Your time, {zone.replace('_', ' ')}."

    def clean(self) -> None:
        """`starts_at` and `ends_at` as instants. A time that the clock change leaves out is refused; a doubled one means the first."""
        day, time, minutes = (self.cleaned_data.get(name) for name in ("on", "at", "minutes"))
        if day is None or time is None or minutes is None:
            return
        if not 2000 <= day.year <= 2100:  # noqa: PLR2004 -- beyond that it is a slip
            self.add_error("on", "Choose a date within a year")
            return
        starts_at = datetime.combine(day, time, ZoneInfo(self.zone))
        there = starts_at.astimezone(UTC).astimezone(ZoneInfo(self.zone))
        if (there.date(), there.time()) != (day, time):
            self.add_error("at", "The clocks go forward then: this time does not exist on that day. Choose another.")
            return
        self.cleaned_data["starts_at"] = starts_at.astimezone(UTC)
        self.cleaned_data["ends_at"] = starts_at.astimezone(UTC) + timedelta(minutes=minutes)


class SeatForm(forms.Form):
    """One person for one seat."""

    person = forms.ModelChoiceField(User.objects.none(), empty_label="Choose a person")

    def __init__(self, *args: object, role: str, people: QuerySet, required: bool = True, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.role = role
        field = self.fields["person"]
        field.queryset = people
        field.label = Role(role).label
        field.required = required
        field.error_messages["required"] = f"Choose who is {field.label.lower()}"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Reason", max_length=300, error_messages={"required": "Say why", "max_length": "Use at most 300 characters"}
    )
