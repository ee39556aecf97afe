"""Forms that say who votes in a debrief, and change it while it is open. They clean and explain; verbs do."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.listing import listed
from accounts.models import User


class VoterField(forms.ModelChoiceField):
    """Somebody who may vote; of who interviewed it says so."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name}, interviewed" if obj.interviewed else obj.name  # type: ignore[attr-defined]


class VotersField(VoterField, forms.ModelMultipleChoiceField):
    """All who may vote."""


class AddMemberForm(forms.Form):
    """One more person who votes."""

    person = VoterField(
        User.objects.none(),
        label="Who else votes",
        empty_label="Choose somebody",
        help_text="Committee members who did not interview, and interviewers who submitted. They are told by mail.",
        error_messages={"required": "Choose who else votes", "invalid_choice": "Choose somebody from the list"},
    )
    exception = forms.CharField(
        label="Why they vote though they interviewed",
        max_length=300,
        required=False,
        help_text="Only of somebody who did. It stands in the packet.",
    )

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> None:
        person = self.cleaned_data.get("person")
        if person and person.interviewed and not self.cleaned_data.get("exception"):
            self.add_error("exception", f"{person.name} interviewed. Say why they vote too")


class TakeOffForm(forms.Form):
    """Somebody who votes no more, and why."""

    person: forms.ModelChoiceField = forms.ModelChoiceField(
        User.objects.none(),
        label="Who votes no more",
        empty_label="Choose somebody",
        help_text="Whose vote was shown stays.",
        error_messages={"required": "Choose who votes no more", "invalid_choice": "Choose somebody from the list"},
    )
    reason = forms.CharField(
        label="Why",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stays with the debrief and goes into the seal of the decision. A vote that nobody has seen goes with them.",
        error_messages={"required": "Say why they vote no more"},
    )

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class MembersForm(forms.Form):
    """Who votes, how many of them have to, for how long they read, and who may block a hire."""

    members = VotersField(
        User.objects.none(),
        label="Who votes",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one person who votes"},
    )
    exception = forms.CharField(
        label="Why somebody votes who interviewed",
        max_length=300,
        required=False,
        help_text="Whoever saw the candidate votes with their own scorecard in mind. It stands in the packet.",
    )
    quorum = forms.ChoiceField(
        label="How many have to vote",
        choices=[("half", "More than half"), ("all", "All of them")],
        required=False,
        help_text="Before that the votes are not shown, whatever the reason.",
    )
    reading_minutes = forms.IntegerField(
        label="Minutes to read",
        min_value=1,
        max_value=60,
        initial=5,
        required=False,
        help_text="Everybody reads in silence first. The time ends nothing.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Choose 1 to 60 minutes"),
    )
    bar_raiser = forms.ModelChoiceField(
        User.objects.none(),
        label="Bar raiser",
        required=False,
        empty_label="Nobody",
        help_text="Of those who vote. May block a hire, but not push one through.",
    )

    is_nameless = forms.BooleanField(
        label="Without names for who only votes",
        required=False,
        help_text="They read “Candidate 12” and “Coding lead”, letters for schools and employers, and no resume; in mails too, and "
        "after it is closed.",
    )

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("members", "bar_raiser"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        self.fields["members"].initial = [person for person in people if not person.interviewed]
        if not any(person.interviewed for person in people):
            del self.fields["exception"]

    def clean(self) -> None:
        members, raiser = self.cleaned_data.get("members"), self.cleaned_data.get("bar_raiser")
        if raiser and members is not None and raiser not in members:
            self.add_error("bar_raiser", f"Choose somebody who votes, or let {raiser.name} vote")
        interviewed = [person.name for person in members or () if person.interviewed]
        if interviewed and not self.cleaned_data.get("exception"):
            self.add_error("exception", f"{listed(interviewed)} interviewed. Say why they vote too, or leave them out")

    @property
    def chosen(self) -> dict:
        """What opening a debrief takes."""
        members = list(self.cleaned_data["members"])
        return {
            "members": members,
            "quorum": len(members) if self.cleaned_data["quorum"] == "all" else len(members) // 2 + 1,
            "reading_minutes": self.cleaned_data["reading_minutes"] or 5,
            "bar_raiser": self.cleaned_data["bar_raiser"],
            "is_nameless": self.cleaned_data["is_nameless"],
            "exception": self.cleaned_data.get("exception", ""),
        }
