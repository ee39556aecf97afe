"""The candidate's page, as verbs over one interview: what is shown, and quiet time. Nothing shows before the start."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from accounts.access import Refused
from accounts.models import User
from interviews.models.asked import AskedQuestion
from interviews.models.interview import Interview
from interviews.models.sharing import FocusTime, Shown
from questionbank.models import Step

LONGEST_CODE = 10_000


@dataclass
class View:
    """What the candidate sees of the questions now, and nothing else of them."""

    asked: AskedQuestion | None = None
    has_prompt: bool = False
    steps: list[Step] = field(default_factory=list)
    code: str = ""

    def __bool__(self) -> bool:
        return bool(self.has_prompt or self.steps or self.code)

    @property
    def step_ids(self) -> set[int]:
        """The steps that are shown, for a mark beside each."""
        return {step.pk for step in self.steps}


@transaction.atomic
def show(interview: Interview, asked: AskedQuestion, step: Step | None = None, *, by: User, now: datetime) -> None:
    """Show the prompt of a question, or one of its steps. What was shown of another question goes. Twice changes nothing."""
    _open(interview)
    shown = Shown.objects.filter(interview=interview, hidden_at=None)
    shown.exclude(asked=asked).update(hidden_at=now, hidden_by=by)
    if not shown.filter(asked=asked, step=step, code="").exists():
        Shown.objects.create(interview=interview, asked=asked, step=step, shown_at=now, shown_by=by)


@transaction.atomic
def show_code(interview: Interview, code: str, asked: AskedQuestion | None = None, *, by: User, now: datetime) -> None:
    """Show a block of code in place of the one before. The same again changes nothing."""
    _open(interview)
    shown = Shown.objects.filter(interview=interview, hidden_at=None).exclude(code="")
    if not shown.filter(code=code).exists():
        shown.update(hidden_at=now, hidden_by=by)
        Shown.objects.create(interview=interview, asked=asked, code=code, shown_at=now, shown_by=by)


def hide(interview: Interview, asked: AskedQuestion, step: Step | None = None, *, by: User, now: datetime) -> None:
    """Take one thing from the candidate's page: the prompt of a question, or one of its steps."""
    shown = Shown.objects.filter(interview=interview, asked=asked, step=step, code="", hidden_at=None)
    shown.update(hidden_at=now, hidden_by=by)


def show_nothing(interview: Interview, *, by: User, now: datetime) -> None:
    """Take everything from the candidate's page."""
    Shown.objects.filter(interview=interview, hidden_at=None).update(hidden_at=now, hidden_by=by)


def shown_in(interview: Interview) -> View:
    """What the candidate sees now: nothing before the start and after the end."""
    view = View()
    if not interview.is_live:
        return view
    rows = Shown.objects.filter(interview=interview, hidden_at=None).select_related("asked__version", "step")
    for one in rows.order_by("step__place", "pk"):
        view.asked = view.asked or one.asked
        if one.code:
            view.code = one.code
        elif one.step:
            view.steps.append(one.step)
        else:
            view.has_prompt = True
    return view


@transaction.atomic
def begin_focus(interview: Interview, *, minutes: int, by: User, now: datetime) -> FocusTime:
    """Give the candidate quiet time, from 1 to 30 minutes. While one runs there is no second."""
    _open(interview)
    running = focus_at(interview.focus_times.all(), now)
    if running:
        return running
    asked = interview.asked.filter(ended_at=None).first()
    return FocusTime.objects.create(interview=interview, asked=asked, minutes=minutes, begun_at=now, begun_by=by)


def end_focus(interview: Interview, *, now: datetime) -> None:
    """End the quiet time that runs. Without one nothing changes."""
    running = focus_at(interview.focus_times.all(), now)
    if running:
        running.ended_at = now
        running.save(update_fields=["ended_at"])


def focus_at(times: Iterable[FocusTime], now: datetime) -> FocusTime | None:
    """The quiet time that runs at a moment."""
    return next((one for one in times if one.begun_at <= now < one.until), None)


def paused(asked: AskedQuestion, times: Iterable[FocusTime], now: datetime) -> timedelta:
    """For how long the clock of an answer stood, in quiet times that are over."""
    over = [one.until - one.begun_at for one in times if one.asked_id == asked.pk and one.until <= now]
    return sum(over, timedelta())


def _open(interview: Interview) -> None:
    locked = Interview.objects.for_change().get(pk=interview.pk)
    if locked.started_at is None:
        raise Refused("The interview has not begun, so the candidate sees nothing yet. Start it first.")
    if locked.ended_at:
        raise Refused("The interview is over. The candidate's page says goodbye.")
