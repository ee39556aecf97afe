"""Forms of drills. They clean and explain; verbs do."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from accounts.models import User
from accounts.models.user import UserQuerySet
from scorecards.models import Packet


class PacketForm(forms.Form):
    packet = forms.TypedChoiceField(
        label="Packet",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a packet", "invalid_choice": "Choose a packet from the list"},
    )

    def __init__(self, data: QueryDict | None, *, packets: Sequence[Packet]) -> None:
        super().__init__(data)
        self.fields["packet"].choices = [(packet.pk, _words(packet)) for packet in packets]  # type: ignore[attr-defined]


class VotersForm(forms.Form):
    members: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        label="Who votes",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least two people who vote",
            "invalid_choice": "Choose people from the list",
            "invalid_pk_value": "Choose people from the list",
        },
    )

    def __init__(self, data: QueryDict | None, *, people: UserQuerySet) -> None:
        super().__init__(data)
        self.fields["members"].queryset = people  # type: ignore[attr-defined]


class DrillVoteForm(forms.Form):
    hires = forms.TypedChoiceField(
        label="Would you hire?",
        choices=[("yes", "Hire"), ("no", "No hire")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose hire or no hire", "invalid_choice": "Choose hire or no hire"},
    )
    why = forms.CharField(
        label="Why",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The others read it without your name once all have voted.",
        error_messages={"max_length": "Use at most 2,000 characters"},
    )


def _words(packet: Packet) -> str:
    decision = packet.decision
    loop = decision.debrief.loop
    return (
        f"{loop.candidate.name} for {loop.job.title}, decided on {decision.decided_at:%d %b %Y}: {decision.get_outcome_display()}"
    )
