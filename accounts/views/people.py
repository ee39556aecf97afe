"""The people of the company: the list, inviting, one person's page, their roles and access."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts import access
from accounts import people as verbs
from accounts.emails import WELCOME
from accounts.forms import InvitationForm, RolesForm
from accounts.models import Mail, User

PAGE = 50


@vary_on_headers("HX-Request")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody by name, those whose name or email has `q` in it; `after` is the last one of the page before."""
    access.see_people(request.user)
    q = request.GET.get("q", "").strip()[:100]
    found = User.objects.visible_to(request.user).named(q).after(request.GET.get("after", "")).in_order()
    page = list(found[: PAGE + 1])
    context = {
        "people": page[:PAGE],
        "q": q,
        "after": page[PAGE - 1].pk if len(page) > PAGE else None,
        "may_manage": not access.manage_people.refusal(request.user),
    }
    return TemplateResponse(request, "people/_list.html" if request.htmx else "people/people.html", context)


@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """Invite somebody: they get a mail by which they choose their password."""
    access.manage_people(request.user)
    form = InvitationForm(request.POST or None, initial={"zone": request.user.zone})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            person = verbs.invite(
                name=values["name"],
                email=values["email"],
                zone=values["zone"],
                roles=form.roles,
                by=request.user,
                now=timezone.now(),
            )
        except IntegrityError:
            form.add_error("email", "Somebody with this email is here already")
        else:
            messages.success(request, f"{person} is invited. The mail to {person.email} goes out within a minute.")
            return redirect(person)
    return TemplateResponse(request, "people/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles, access, whether the invitation arrived. Recruiters read, administrators change."""
    found = get_object_or_404(User.objects.visible_to(request.user).with_inviters().with_hours(), pk=pk)
    return _page(request, found)


@require_POST
@transaction.atomic
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Give and take roles."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    access.manage_people(request.user)
    form = RolesForm(request.POST)
    form.full_clean()
    verbs.give_roles(found, form.roles)
    messages.success(request, f"{found} is now {_words(found.roles)}.")
    return redirect(found)


@require_POST
@transaction.atomic
def deactivation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody's access away; their sessions end at once."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    access.deactivate_person(request.user, found)
    verbs.deactivate(found, by=request.user, now=timezone.now())
    messages.success(request, f"{found} is signed out everywhere and cannot sign in. What {found} wrote is kept.")
    return redirect(found)


@require_POST
@transaction.atomic
def reactivation(request: HttpRequest, pk: int) -> HttpResponse:
    """Give access back."""
    found = get_object_or_404(User.objects.visible_to(request.user).for_change(), pk=pk)
    access.manage_people(request.user)
    found.reactivate()
    messages.success(request, f"{found} can sign in again.")
    return redirect(found)


@require_POST
@transaction.atomic
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the invitation once more."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    access.invite_again(request.user, found)
    if verbs.invite_again(found, now=timezone.now()):
        messages.success(request, f"The invitation to {found.email} goes out again within a minute.")
    else:
        messages.info(request, f"The invitation to {found.email} is on its way already.")
    return redirect(found)


def _page(request: HttpRequest, found: User) -> HttpResponse:
    context = {
        "person": found,
        "form": RolesForm(initial={role: getattr(found, role) for role in verbs.ROLES}),
        "mail": Mail.objects.filter(kind=WELCOME, to=found).order_by("-planned_at", "-pk").first(),
        "days": found.week,
        "refusal": access.manage_people.refusal(request.user),
        "deactivation_refusal": access.deactivate_person.refusal(request.user, found),
        "is_me": found == request.user,
    }
    return TemplateResponse(request, "people/person.html", context)


def _words(roles: list[str]) -> str:
    return " and ".join(roles) if roles else "an interviewer without another role"
