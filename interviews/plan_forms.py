"""The form of a loop plan: from which pools the seats of its stages are filled."""

from typing import Any

from django import forms

from interviews.models import LoopPlan, PlanStage, Role
from interviews.models.seat_pools import POOLED
from questionbank.models import StageKind


class SeatPoolsForm(forms.Form):
    """For each stage of a plan and each role that has to be filled there a pool; nothing is that of the stage's own kind."""

    def __init__(self, *args: Any, plan: LoopPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {kind.key: kind for kind in StageKind.objects.order_by("name", "pk")}
        self.stages: list[tuple[PlanStage, list[tuple[Role, str]]]] = []
        for stage in plan.stages.all():
            own = stage.kit.kind
            named = {role: kind.key for role, kind in stage.pools.items()}
            others = [one for one in self.kinds.values() if one != own and (one.retired_at is None or one.key in named.values())]
            roles = [(role, f"pool_{stage.pk}_{role}") for role in POOLED if role in stage.roles]
            for role, name in roles:
                self.fields[name] = forms.ChoiceField(
                    label=f"{stage.name}, {role.label.lower()}",
                    choices=[("", f"{own.name}, its own"), *((one.key, one.name) for one in others)],
                    required=False,
                    initial=named.get(role.value, ""),
                    error_messages={"invalid_choice": "Choose a pool from the list."},
                )
            self.stages.append((stage, roles))

    def save(self) -> None:
        """Let the stages of the plan name these pools. Loops that are open keep theirs."""
        for stage, roles in self.stages:
            stage.fill_from({role: self.kinds.get(self.cleaned_data[name]) for role, name in roles})
