"""The board's filters: which loops a reader looks at. What a filter finds tells a blind reader no more than the page does."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from interviews.models import Interview, Job, Loop, Seat, Stage
from scorecards.models import Debrief
from scorecards.models.scorecard import owing_seats

MOST_JOBS = 200
SHOWS = [
    ("open", "Open loops"),
    ("to_book", "Interviews to book"),
    ("answers", "Answers missing"),
    ("today", "Interviews today"),
    ("held", "Interviews held"),
    ("debrief", "In debrief"),
    ("closed", "Closed loops"),
    ("all", "All loops"),
]


class BoardFilters(forms.Form):
    """What the board shows, as it stands in the address. A value that is none of the choices counts as not chosen."""

    q = forms.CharField(label="Candidate", required=False, max_length=100, widget=forms.TextInput({"type": "search"}))
    show = forms.ChoiceField(label="Show", required=False, choices=SHOWS)
    recruiter = forms.ModelChoiceField(User.objects.none(), label="Recruiter", required=False, empty_label="Everybody's")
    job = forms.ModelChoiceField(Job.objects.none(), label="Job", required=False, empty_label="Every job")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recruits = User.objects.filter(Q(is_recruiter=True) | Q(is_administrator=True))
        newest = Job.objects.order_by("-opened_at", "-pk").values("pk")[:MOST_JOBS]
        self.fields["recruiter"].queryset = recruits.in_order()  # type: ignore[attr-defined]
        self.fields["job"].queryset = Job.objects.filter(pk__in=newest).in_order()  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """The choices that hold."""
        self.is_valid()
        cleaned = self.cleaned_data
        return {**cleaned, "q": cleaned.get("q", "").strip(), "show": cleaned.get("show") or "open"}


def found(
    reader: User, *, show: str, now: datetime, q: str = "", recruiter: User | None = None, job: Job | None = None
) -> QuerySet:
    """The loops that a reader looks for, the newest first."""
    loops = Loop.objects.visible_to(reader).filter(_state(show, reader, now))
    if q:
        loops = loops.filter(candidate__name__icontains=q)
    if recruiter:
        loops = loops.filter(recruiter=recruiter)
    if job:
        loops = loops.filter(job=job)
    return loops.with_people().newest_first()


def _state(show: str, reader: User, now: datetime) -> Q:
    is_open = Q(closed_at=None)
    interviews = Interview.objects.taking_place().filter(stage__loop=OuterRef("pk"))
    bare = Exists(Stage.objects.filter(~Exists(Interview.objects.taking_place().filter(stage=OuterRef("pk"))), loop=OuterRef("pk")))
    blind = Exists(owing_seats(reader).filter(interview__stage__loop=OuterRef("pk")))
    in_debrief = Exists(Debrief.objects.filter(loop=OuterRef("pk")))
    if show == "to_book":
        return is_open & Q(bare)
    if show == "answers":
        seats = Seat.objects.standing().filter(accepted_at=None, interview__started_at=None, interview__starts_at__gt=now)
        return is_open & Q(Exists(seats.filter(interview__stage__loop=OuterRef("pk"))))
    if show == "today":
        midnight = now.astimezone(reader.tz).replace(hour=0, minute=0, second=0, microsecond=0)
        return is_open & Q(Exists(interviews.filter(starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1))))
    if show == "held":
        return is_open & ~Q(bare) & ~Q(Exists(interviews.filter(ended_at=None))) & (Q(blind) | ~Q(in_debrief))
    if show == "debrief":
        return is_open & Q(in_debrief) & ~Q(blind)
    return {"closed": Q(closed_at__isnull=False), "all": Q()}.get(show, is_open)
