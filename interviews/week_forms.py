"""Forms of the week picture: who has to be in it, and the time that was chosen there."""

from typing import Any

from django import forms

from interviews.booking_forms import ForReason, PersonField
from interviews.models import Asks, HouseRules, Interview, Loop
from interviews.planning_forms import ChosenForm


class WhoForm(forms.Form):
    """Somebody who has to be in it, by name."""

    def __init__(self, *args: Any, people_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = PersonField(label="Only with", people_url=people_url, required=False)


class SlotForm(ForReason, ChosenForm):
    """A time of the picture with the people it was shown with; to move an interview, which one and why."""

    moves = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why it moves",
        required=False,
        max_length=300,
        help_text="The interviewers read it. The candidate is told the new time only.",
        error_messages={"max_length": "Say it in under 300 characters."},
    )

    def __init__(self, data: Any, *, loop: Loop, interview: Interview | None) -> None:
        super().__init__(data, loop=loop)
        self.interview = interview
        wish = HouseRules.current().staff_reasons if interview else Asks.OFF
        self.must_say_why = wish == Asks.REQUIRED
        if wish == Asks.OFF:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        moves = self.cleaned_data.get("moves")
        if moves and self.must_say_why and not self.cleaned_data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why it moves.")
        if moves and (self.interview is None or self.interview.pk != moves):
            self.add_error(None, "This interview was changed meanwhile. Look at it again.")
        return self.cleaned_data
