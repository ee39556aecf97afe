"""Forms of loops and candidates. They clean and explain; what is done with the values is a verb's business."""

from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from interviews import resumes
from interviews.models import Candidate, Job

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
        if years is not None and not 0 <= years <= 70:
            raise ValidationError("Type years of experience from 0 to 70")
        return years

    def clean_technologies(self) -> list[str]:
        names = list(dict.fromkeys(" ".join(name.split()) for name in self.cleaned_data["technologies"].split(",") if name.strip()))
        if len(names) > MOST_TECHNOLOGIES:
            raise ValidationError(f"Name at most {MOST_TECHNOLOGIES} technologies")
        for name in names:
            if len(name) > 60:
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
            if len(link) > 300:
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
