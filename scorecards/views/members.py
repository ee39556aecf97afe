"""Who votes in a debrief that is open: adding somebody, and taking somebody off with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import Refused
from accounts.models import User
from config import live
from scorecards import access
from scorecards.member_forms import AddMemberForm, TakeOffForm
from scorecards.models import Debrief, Vote, membership
from scorecards.views import drawing


@never_cache
@require_http_methods(["GET", "POST"])
def debrief_members(request: HttpRequest, pk: int) -> HttpResponse:
    """Who votes, who was taken off and why; `add` and `take_off` in a post say which of the two forms it is."""
    found = get_object_or_404(Debrief.objects.visible_to(request.user).with_loop(), loop=pk)
    access.facilitate(request.user, found.loop)
    adds = AddMemberForm(request.POST if "add" in request.POST else None, people=drawing.absent(found), prefix="add")
    takes = TakeOffForm(request.POST if "take_off" in request.POST else None, people=_free(found), prefix="off")
    form = adds if adds.is_bound else takes
    if form.is_valid():
        person = form.cleaned_data["person"]
        try:
            _change(found, person, form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            live.publish(f"debrief:{pk}", "changed")
            messages.success(request, f"{person.name} votes {'no more' if form is takes else 'too'}.")
            return redirect("debrief_members", pk=pk)
    context = {
        "loop": found.loop,
        "debrief": found,
        "members": found.members.select_related("person").order_by("person__name", "pk"),
        "taken": found.taken_off.select_related("person", "taken_by").order_by("taken_at", "pk"),
        "adds": adds if found.is_voting and found.round != 2 else None,
        "takes": takes if not found.closed_at and takes.fields["person"].queryset.exists() else None,
        "form": form,
    }
    return TemplateResponse(request, "debriefs/members.html", context, status=422 if form.is_bound else 200)


def _change(found: Debrief, person: User, said: dict[str, str], *, by: User) -> None:
    now = timezone.now()
    if "reason" in said:
        membership.take_off(found, person, reason=said["reason"], by=by, now=now)
    else:
        membership.add_later(found, person, exception=said["exception"], by=by, now=now)


def _free(found: Debrief):
    """Members of whom no vote was shown."""
    shown = Vote.objects.shown().filter(debrief=found)
    return User.objects.filter(pk__in=found.members.values("person")).exclude(pk__in=shown.values("person")).in_order()
