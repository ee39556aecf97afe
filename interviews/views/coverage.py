"""Coverage: for each loop plan, which stage looks for which competency, and where there is a gap or twice the same."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from interviews.coverage import coverage_of
from interviews.models import LoopPlan


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """The plans in use, each with what it leaves open."""
    plans = LoopPlan.objects.in_use().with_stages().in_order()
    return TemplateResponse(request, "coverage/plans.html", {"rows": [coverage_of(plan) for plan in plans]})


@require_safe
def plan_coverage(request: HttpRequest, key: str) -> HttpResponse:
    """One plan as a table: competency by stage."""
    plan = get_object_or_404(LoopPlan.objects.with_stages(), key=key)
    return TemplateResponse(request, "coverage/plan.html", {"plan": plan, "coverage": coverage_of(plan)})
