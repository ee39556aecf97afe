"""Forms of candidates and jobs. They clean and explain; what is done with the values is a verb's business."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.typed import line
from accounts.zones import zone_choices
from interviews import resumes, typed
from interviews.models import Candidate, Job, Seat


class CandidateForm(forms.ModelForm):
    zone = forms.ChoiceField(
        label="Time zone",
        choices=zone_choices,
        initial="UTC",
        help_text="Where the candidate will be. Their mails and pages use it.",
        error_messages={
            "required": "Choose the candidate's time zone",
            "invalid_choice": "Choose the candidate's time zone from the list",
        },
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
        max_length=255,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        help_text="A PDF of at most 10 MB.",
        error_messages={
            "empty": "This file is empty. Choose the resume again.",
            "max_length": "The name of this file is too long. Shorten it and choose the resume again.",
        },
    )

    works_here = forms.EmailField(
        label="Works here as",
        required=False,
        max_length=254,
        help_text="For a colleague who applies: the email they sign in with. Whatever their role, they see nothing of this.",
        error_messages={"invalid": "Type the email they sign in with, like name@example.com"},
    )

    class Meta:
        model = Candidate
        fields = ["name", "email", "zone", "present_role", "experience_years", "technologies", "links", "resume"]
        error_messages = {
            "name": {"required": "Type the candidate's name", "max_length": "Use at most 120 characters for the name"},
            "email": {"required": "Type the candidate's email", "invalid": "Type an email like name@example.com"},
            "present_role": {"max_length": "Use at most 160 characters for the current role"},
        }

    # A text field: a number field would throw away what was typed when it is no number, and "4,5" is one to many.
    experience_years = forms.CharField(
        label="Years of experience",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"max_length": "Type years of experience as a number, for example 4.5"},
    )

    def __init__(self, *args: object, by: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.text, self.by = "", by
        if self.instance.employee:
            self.initial["works_here"] = self.instance.employee.email
        self.initial["technologies"] = ", ".join(self.instance.technologies)
        self.initial["links"] = "\n".join(self.instance.links)
        if self.instance.pk:
            years = self.instance.experience_years
            self.initial["experience_years"] = "" if years is None else f"{years.normalize():f}"
            if self.instance.resumes.exists():
                self.fields["resume"].help_text = "A PDF of at most 10 MB. It takes the place of the one that is shown now."

    def refuse_email(self) -> None:
        """Say that somebody has this email, in the words of every page."""
        self.add_error("email", ValidationError("A candidate with this email is here already", code="there"))

    def clean_name(self) -> str:
        name = line(self.cleaned_data["name"], most=120, what="the name")
        if not name:
            raise ValidationError("Type the candidate's name")
        return name

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if Candidate.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            self.refuse_email()
        return email

    def clean_works_here(self) -> User | None:
        """The colleague who has this email; without one whoever signs in with the candidate's own."""
        typed_email = self.cleaned_data["works_here"].lower()
        person = User.objects.filter(email=typed_email or self.cleaned_data.get("email", "")).first()
        if typed_email and person is None:
            raise ValidationError("Nobody here signs in with this email. Correct it, or leave the field empty")
        if person == self.by:
            raise ValidationError("This is you. Ask another recruiter to keep your application")
        if person and Seat.objects.held().filter(person=person, interview__stage__loop__candidate=self.instance.pk).exists():
            raise ValidationError(f"{person} has a seat in an interview of this candidate. Give it to somebody else first")
        return person

    def clean(self) -> dict:
        self.instance.employee = self.cleaned_data.get("works_here")
        return self.cleaned_data

    def clean_present_role(self) -> str:
        return line(self.cleaned_data["present_role"], most=160, what="the current role")

    def clean_experience_years(self) -> object:
        years = self.cleaned_data["experience_years"]
        return typed.years(years) if years else None

    def clean_technologies(self) -> list[str]:
        return typed.technologies(self.cleaned_data["technologies"])

    def clean_links(self) -> list[str]:
        return typed.links(self.cleaned_data["links"])

    def clean_resume(self) -> object:
        """The file, with what it says in `self.text`; a sentence when it is not a PDF that can be read."""
        file = self.cleaned_data["resume"]
        if file:
            try:
                self.text = resumes.read(file, file.name)
            except resumes.Unreadable as finding:
                raise ValidationError(str(finding)) from None
        return file

    def validate_constraints(self) -> None:
        """Left to `clean_email` and to the database, so that one thing is said once."""


class JobForm(forms.ModelForm):
    class Meta:
        model = Job
        fields = ["title", "team"]
        error_messages = {
            "title": {"required": "Type the job's title", "max_length": "Use at most 120 characters for the job's title"},
            "team": {"max_length": "Use at most 120 characters for the team"},
        }

    def clean_title(self) -> str:
        title = line(self.cleaned_data["title"], most=120, what="the job's title")
        if not title:
            raise ValidationError("Type the job's title")
        return title

    def clean_team(self) -> str:
        return line(self.cleaned_data["team"], most=120, what="the team")
