"""Coverage: for each loop plan, which stage looks for which competency, and where there is a gap or twice the same."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from interviews import access
from interviews.coverage import coverage_of
from interviews.models import LoopPlan
from interviews.plan_forms import SeatPoolsForm


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """The plans in use, each with what it leaves open."""
    plans = LoopPlan.objects.in_use().with_stages().in_order()
    return TemplateResponse(request, "coverage/plans.html", {"rows": [coverage_of(plan) for plan in plans]})


@require_http_methods(["GET", "HEAD", "POST"])
def plan_coverage(request: HttpRequest, key: str) -> HttpResponse:
    """One plan as a table: competency by stage, and who sits in each; POST says from which pools."""
    plan = get_object_or_404(LoopPlan.objects.with_stages(), key=key)
    form = SeatPoolsForm(request.POST or None, plan=plan)
    if request.method == "POST":
        access.name_pools(request.user)
        if form.is_valid():
            with transaction.atomic():
                form.save()
            messages.success(request, "The pools are changed, for loops that open from now on.")
            return redirect("plan_coverage", plan.key)
    may = not access.name_pools.refusal(request.user)
    context = {"plan": plan, "coverage": coverage_of(plan), "form": form, "may_name_pools": may}
    return TemplateResponse(request, "coverage/plan.html", context, status=422 if form.errors else 200)
