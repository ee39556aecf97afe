"""Candidate: a person who is interviewed, and their resume."""

import unicodedata
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.files import File
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.audit import audited, audited_without
from accounts.models import User
from accounts.models.user import known_zone
from accounts.typed import UNSEEN
from interviews.search import SearchWords, holds


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def visible_to(self, user: User) -> "CandidateQuerySet":
        """Recruiters and administrators see every candidate but themselves; others those whom they meet."""
        others = self.exclude(employee=user)
        if user.is_recruiter or user.is_administrator:
            return others
        return others.filter(
            pk__in=Candidate.objects.filter(loops__stages__interviews__seats__in=user.seats.held()).values("pk"),
        )

    def with_resumes(self) -> "CandidateQuerySet":
        """Together with their resumes, without what these say."""
        return self.prefetch_related(models.Prefetch("resumes", Resume.objects.defer("text")))

    def named(self, text: str) -> "CandidateQuerySet":
        """Those in whose name or email a word begins like each word of this text, however it is capitalised or accented."""
        return self.filter(holds(text, "name", "email")) if text else self

    def newest_first(self) -> "CandidateQuerySet":
        return self.order_by("-added_at", "-pk")

    def found_newest_first(self) -> "CandidateQuerySet":
        """As `newest_first`, for what a search found: sorted, not walked by time until enough match.

        Among 100,000 that walk takes seconds for a rare name. Nothing is added to the time, but its index cannot serve the sum.
        """
        return self.order_by((F("added_at") + Value(timedelta())).desc(), "-pk")


@audited
class Candidate(models.Model):
    name = models.CharField("name", max_length=120)
    email = models.EmailField("email", max_length=254)
    zone = models.CharField("time zone", max_length=64, default="UTC", validators=[known_zone])
    experience_years = models.DecimalField("years of experience", max_digits=4, decimal_places=1, null=True, blank=True)
    present_role = models.CharField("current role", max_length=160, blank=True)
    technologies = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    links = ArrayField(models.URLField(max_length=300), default=list, blank=True)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = CandidateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="candidate_email_once",
                violation_error_message="A candidate with this email is here already.",
            ),
            models.CheckConstraint(name="candidate_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="candidate_experience_is_possible",
                condition=Q(experience_years=None) | Q(experience_years__range=(0, 70)),
            ),
        ]
        indexes = [
            models.Index(fields=["-added_at", "-id"], name="candidate_newest"),
            GinIndex(SearchWords(F("name"), Value(" "), F("email")), name="candidate_search"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("candidate", args=[self.pk])

    @property
    def tz(self) -> ZoneInfo:
        """Their time zone."""
        return ZoneInfo(self.zone)

    @property
    def resume(self) -> "Resume | None":
        """The resume uploaded last; from `with_resumes()` without a further query."""
        return max(self.resumes.all(), key=lambda resume: resume.uploaded_at, default=None)

    def attach(self, file: File, *, text: str, by: User, now: datetime) -> "Resume":
        """Keep this PDF as the resume, and what it says. What its file was called is kept as words, never as a path."""
        name = file_words(file.name or "")
        return self.resumes.create(file=file, name=name, bytes=file.size, text=text, uploaded_at=now, uploaded_by=by)


def file_words(name: str) -> str:
    """What a file was called, fit to be shown and offered for a download: no folders, no hidden characters, always a .pdf."""
    name = UNSEEN.sub("", unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2])
    stem = " ".join(name.removesuffix(name[-4:] if name.lower().endswith(".pdf") else "").split()).strip(". ")
    return f"{stem[:120] or 'resume'}.pdf"


class ResumeQuerySet(models.QuerySet["Resume"]):
    def visible_to(self, user: User) -> "ResumeQuerySet":
        """Those of candidates whom this person may see."""
        return self.filter(candidate__in=Candidate.objects.visible_to(user).values("pk"))


def resume_path(_resume: "Resume", _name: str) -> str:
    """A random name: what the candidate called the file never reaches the disk."""
    name = uuid.uuid4().hex
    return f"resumes/{name[:2]}/{name}.pdf"


@audited_without("text")
class Resume(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="resumes")
    file = models.FileField(upload_to=resume_path, max_length=120)
    name = models.CharField(max_length=200)
    bytes = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ResumeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="resume_at_most_10_mb", condition=Q(bytes__lte=10 * 1024 * 1024))]

    def __str__(self) -> str:
        return self.name
