"""What the company chose for all candidates alike."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from accounts import access
from interviews.house_forms import HouseRulesForm
from interviews.models import HouseRules


@require_http_methods(["GET", "POST"])
def house_rules(request: HttpRequest) -> HttpResponse:
    """What holds for every loop; POST changes it, for recruiters."""
    access.recruit(request.user)
    form = HouseRulesForm(request.POST if request.method == "POST" else None, initial=model_to_dict(HouseRules.current()))
    if request.method == "POST" and form.is_valid():
        HouseRules.objects.update_or_create(pk=1, defaults=form.cleaned_data)
        messages.success(request, "The house rules are saved. They hold from now on, for every loop.")
        return redirect("house_rules")
    return TemplateResponse(request, "loops/house_rules.html", {"form": form}, status=422 if form.errors else 200)
