"""The confidential channel: misconduct is told to the administrators, on no scorecard and in no debrief."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Refused
from accounts.models import Event
from config.htmx import keyset
from interviews.models import Interview
from scorecards import access
from scorecards.flag_forms import ClosingForm, ReportForm
from scorecards.models import MisconductReport

PAGE = 50


@never_cache
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What one reported oneself; for administrators what they may read of others', the newest first."""
    found = MisconductReport.objects.visible_to(request.user).with_people().newest_first()
    page, before = keyset(found, request.GET.get("before", ""), field="reported_at", size=PAGE)
    return TemplateResponse(request, "flags/reports.html", {"reports": page, "before": before})


@never_cache
@require_http_methods(["GET", "POST"])
def report_new(request: HttpRequest) -> HttpResponse:
    """Tell the administrators, except the one whom it is about; with `interview`, what happened in one's own interview."""
    interview = _interview(request)
    form = ReportForm(request.POST or None, interview=interview, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            report = MisconductReport.file(**form.cleaned_data, interview=interview, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Reported. The administrators are told that something waits, and nothing of what you wrote.")
            return redirect(report)
    context = {"form": form, "interview": interview}
    return TemplateResponse(request, "flags/report_new.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report. Reading another person's is written down."""
    found = _report(request, pk)
    if found.reported_by_id != request.user.pk:
        Event.note("read", found, who=request.user, now=timezone.now(), address=request.META.get("REMOTE_ADDR"))
    return _page(request, found)


@require_POST
def report_taking(request: HttpRequest, pk: int) -> HttpResponse:
    """An administrator takes care of it."""
    found = _report(request, pk)
    access.handle_report(request.user, found)
    found.take(by=request.user, now=timezone.now())
    return redirect(found)


@require_POST
def report_closing(request: HttpRequest, pk: int) -> HttpResponse:
    """An administrator says what was done."""
    found, form = _report(request, pk), ClosingForm(request.POST)
    access.handle_report(request.user, found)
    if not form.is_valid():
        return _page(request, found, form=form)
    found.close(form.cleaned_data["answer"], by=request.user, now=timezone.now())
    messages.success(request, f"Closed. {found.reported_by} reads what you wrote.")
    return redirect(found)


def _report(request: HttpRequest, pk: int) -> MisconductReport:
    return get_object_or_404(MisconductReport.objects.visible_to(request.user).with_people(), pk=pk)


def _interview(request: HttpRequest) -> Interview | None:
    """The interview that the address names, if it is one's own; 404 for any other."""
    number = request.GET.get("interview", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    mine = Interview.objects.filter(seats__in=request.user.seats.held())
    return get_object_or_404(mine.select_related("stage__loop__candidate", "stage__loop__recruiter").distinct(), pk=int(number))


def _page(request: HttpRequest, found: MisconductReport, *, form: ClosingForm | None = None) -> HttpResponse:
    refusal = access.handle_report.refusal(request.user, found)
    closing = form or (ClosingForm() if not refusal and found.closed_at is None else None)
    context = {"report": found, "closing_form": closing, "form": form, "may_handle": not refusal}
    return TemplateResponse(request, "flags/report.html", context, status=422 if form else 200)
