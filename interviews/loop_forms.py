"""The forms of a loop: opening it, and asking one of its interviews for a second look."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import User
from interviews.models import Candidate, Job, LoopPlan, Stage
from questionbank.models import Competency

MOST_JOBS = 200


class LoopForm(forms.Form):
    """For which job, by which plan (the target level follows from it) and under whose care."""

    job = forms.ModelChoiceField(
        Job.objects.none(),
        label="Job",
        empty_label="Choose a job",
        error_messages={"required": "Choose a job.", "invalid_choice": "Choose a job from the list."},
    )
    plan = forms.ModelChoiceField(
        LoopPlan.objects.none(),
        label="Plan",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose a plan.", "invalid_choice": "Choose a plan from the list."},
    )
    recruiter = forms.ModelChoiceField(
        User.objects.none(),
        label="Recruiter",
        empty_label=None,
        help_text="Leads the loop; interviewers and the candidate write to them.",
        error_messages={"required": "Choose a recruiter.", "invalid_choice": "Choose a recruiter from the list."},
    )
    gap_reason = forms.CharField(
        label="Why the gap is fine",
        required=False,
        max_length=300,
        help_text="Needed only when the plan leaves something uncovered that counts.",
        error_messages={"max_length": "Say it in under 300 characters."},
    )

    def __init__(self, *args: Any, candidate: Candidate, user: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidate, self.now = candidate, now
        self.holds = candidate.holds.visible_to(user).in_force(now).with_words().newest_first()
        recruits = User.objects.active().filter(Q(is_recruiter=True) | Q(is_administrator=True))
        newest = Job.objects.open().order_by("-opened_at", "-pk").values("pk")[:MOST_JOBS]
        self.fields["job"].queryset = Job.objects.filter(pk__in=newest).in_order()  # type: ignore[attr-defined]
        self.fields["plan"].queryset = LoopPlan.objects.in_use().with_stages().in_order()  # type: ignore[attr-defined]
        self.fields["recruiter"].queryset = recruits.exclude(pk=candidate.employee_id).in_order()  # type: ignore[attr-defined]
        self.initial.setdefault("recruiter", user.pk)
        self.plans = list(self.fields["plan"].queryset)  # type: ignore[attr-defined]
        self.has_gaps = any(plan.gaps() for plan in self.plans)
        if len(self.plans) == 1:
            self.initial.setdefault("plan", self.plans[0].pk)

    def clean_plan(self) -> LoopPlan:
        """A plan whose stages all have a kit to run by."""
        plan = self.cleaned_data["plan"]
        bare = [stage.name for stage in plan.stages.all() if stage.kit.current is None]
        if bare:
            raise ValidationError(f"{bare[0]} has no kit in force. Publish one first, or choose another plan.")
        if not plan.stages.all():
            raise ValidationError("This plan has no stages. Choose another plan.")
        return plan

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        plan = cleaned.get("plan")
        if plan and (gaps := plan.gaps()) and not cleaned.get("gap_reason"):
            names = ", ".join(str(competency) for competency in gaps)
            self.add_error("gap_reason", f"No stage looks at {names}, which counts. Say why that is fine, or choose another plan.")
        hold = self.holds.for_job(cleaned.get("job")).first()
        if hold:
            until = f"{hold.expires_on:%-d %B %Y}"
            raise ValidationError(f"There is a hold on new applications of {self.candidate} until {until}. Lift it first.")
        return cleaned


class LookForm(forms.Form):
    """What a stage is asked to look at too."""

    competency = forms.ModelChoiceField(
        Competency.objects.none(),
        label="What should this interview look at too?",
        empty_label="Choose a competency",
        help_text="Its interviewers get a new invitation that says so, and not why.",
        error_messages={"required": "Choose what it looks at", "invalid_choice": "Choose a competency from the list"},
    )

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        looked_for = stage.focus.values("competency")
        self.fields["competency"].queryset = Competency.objects.in_use().exclude(pk__in=looked_for).in_order()
