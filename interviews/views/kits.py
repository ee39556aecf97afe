"""Kits: the list, one kit with its versions and where they are used, and what others will see of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Refused
from interviews import access
from interviews.kits import standing, writing
from interviews.models import Kit, KitDraft, KitVersion, Loop, Stage
from questionbank.forms import WhyForm
from questionbank.models import Level

PAGE = 100
SHOWN = 50
CHANGES = "newest version of the kit"


@require_safe
def kits(request: HttpRequest) -> HttpResponse:
    """Kits by kind of interview, those in use or, with `archived`, those that are no more; `q` finds them by name."""
    shows_archived, q = "archived" in request.GET, request.GET.get("q", "").strip()[:100]
    found = Kit.objects.with_words().filter(archived_at__isnull=not shows_archived, name__icontains=q).in_order()
    rows = list(found.select_related("draft")[: PAGE + 1])
    context = {
        "rows": standing.rows_of(rows[:PAGE]),
        "has_more": len(rows) > PAGE,
        "q": q,
        "shows_archived": shows_archived,
        "may_write": not access.write_kits.refusal(request.user),
    }
    return TemplateResponse(request, "kits/kits.html", context)


@require_safe
def kit(request: HttpRequest, key: str) -> HttpResponse:
    """One kit: its plan in force, its versions, what of it is old, and which interviews to come have an older version."""
    found = _kit(key)
    if found.current is None:
        return redirect("kit_edit", key=key)
    version = KitVersion.objects.with_plan().get(pk=found.current_id or 0)
    older = standing.behind().filter(kit_version__kit=found)
    known = older.filter(loop__in=Loop.objects.visible_to(request.user))
    context = {
        "kit": found,
        "version": version,
        "history": found.versions.select_related("written_by").order_by("-number")[:SHOWN],
        "plans": standing.plans_with(found),
        "older": known.select_related("loop__candidate", "kit_version")[:SHOWN],
        "older_count": older.count(),
        "newer": standing.newer_words(version),
        "gone": standing.gone(version),
        "draft": KitDraft.objects.filter(kit=found).select_related("saved_by").first(),
        "may_write": not access.write_kits.refusal(request.user),
        "form": WhyForm(),
    }
    return TemplateResponse(request, "kits/kit.html", context)


@require_safe
def kit_version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """An earlier or later plan, and what changed with it."""
    found = _kit(key)
    version = get_object_or_404(KitVersion.objects.with_plan().select_related("written_by"), kit=found, number=number)
    before = KitVersion.objects.with_plan().filter(kit=found, number__lt=number).order_by("-number").first()
    context = {
        "kit": found,
        "version": version,
        "before": before,
        "changes": standing.changed(before, version) if before else [],
    }
    return TemplateResponse(request, "kits/version.html", context)


@require_safe
def kit_preview(request: HttpRequest, key: str, reader: str) -> HttpResponse:
    """The plan in force as the interviewer or the candidate will see it, or as a sheet of paper; `level` chooses the anchors."""
    found = _kit(key)
    version = get_object_or_404(KitVersion.objects.with_everything(), pk=found.current_id or 0)
    levels = list(Level.objects.order_by("rank"))
    fitting = [one for one in levels if version.lowest_level.rank <= one.rank <= version.highest_level.rank]
    level = next((one for one in fitting if one.key == request.GET.get("level")), fitting[-1])
    focus = [(one.competency, one.competency.current.anchors(level)) for one in version.focus.all()]
    context = {"kit": found, "version": version, "level": level, "levels": fitting, "focus": focus, "reader": reader}
    return TemplateResponse(request, f"kits/{reader}.html", context)


@require_POST
def kit_refresh(request: HttpRequest, key: str) -> HttpResponse:
    """The newest words of its questions, as a version of its own."""
    access.write_kits(request.user)
    version = writing.refresh(_kit(key), by=request.user, now=timezone.now())
    messages.success(request, f"Version {version.number} is in force, with the newest words of its questions.")
    return redirect("kit", key=key)


@require_POST
def kit_adoption(request: HttpRequest, key: str) -> HttpResponse:
    """Every interview to come takes the version in force."""
    access.write_kits(request.user)
    stages = Stage.objects.filter(kit_version__kit=_kit(key))
    count = standing.renew(stages, by=request.user, why=f"The {CHANGES}", now=timezone.now())
    messages.success(request, f"{count} interview{'' if count == 1 else 's'} to come ha{'s' if count == 1 else 've'} it now.")
    return redirect("kit", key=key)


@require_POST
def kit_archive(request: HttpRequest, key: str) -> HttpResponse:
    """Take a kit out of use, with a reason, or bring it back."""
    access.write_kits(request.user)
    found, form = _kit(key), WhyForm(request.POST)
    if found.archived_at:
        found.bring_back()
        messages.success(request, f"{found} is in use again.")
    elif plan := standing.plans_with(found).first():
        raise Refused(f"The plan “{plan}” has this kit. Give the plan another kit first.")
    elif not form.is_valid():
        messages.error(request, "Say why it is archived, in a line that others can follow in a year.")
    else:
        found.archive(why=form.cleaned_data["why"], by=request.user, now=timezone.now())
        messages.success(request, f"{found} is archived. Interviews that are booked with it keep it.")
    return redirect("kit", key=key)


@require_http_methods(["GET", "POST"])
def stage_kit(request: HttpRequest, pk: int) -> HttpResponse:
    """What a newer version of its kit would change for one interview; taking it is one click."""
    visible = Stage.objects.filter(loop__in=Loop.objects.visible_to(request.user))
    stages = visible.select_related("loop__candidate", "kit_version__kit__current")
    stage = get_object_or_404(stages, pk=pk)
    access.renew_kit(request.user, stage)
    newest = stage.kit_version.kit.current
    if request.method == "POST":
        if standing.renew(Stage.objects.filter(pk=pk), by=request.user, why=f"The {CHANGES}", now=timezone.now()):
            messages.success(request, f"{stage.name} has version {newest.number} of its kit now.")
        return redirect(stage.loop)
    both = {one.pk: one for one in KitVersion.objects.with_plan().filter(pk__in={stage.kit_version_id, newest.pk})}
    interview = stage.interviews.standing().first()
    context = {
        "stage": stage,
        "newest": newest,
        "behind": standing.versions_behind(stage),
        "changes": standing.changed(both[stage.kit_version_id], both[newest.pk]),
        "booked_minutes": interview.minutes if interview else None,
    }
    return TemplateResponse(request, "kits/stage.html", context)


def _kit(key: str) -> Kit:
    return get_object_or_404(Kit.objects.with_words(), key=key)
