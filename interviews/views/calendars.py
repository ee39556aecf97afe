"""One's own calendar: interviews that a calendar program reads, and answers that it gave."""

from functools import partial

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import conditional_page, require_http_methods, require_POST, require_safe

from accounts.access import Refused
from interviews import busy, own_calendar, reading_calendars, replies, tasks
from interviews.calendar_forms import BusyAddressForm, BusyFileForm, ReplyForm
from interviews.models import Interview
from interviews.models.calendar_link import new_link, reader_of, revoke_link, standing_link

#: Addresses that nobody has, from one address: guessing 128 bits is hopeless, and should be seen to be.
MISSES = {"interviews_feed": "20/m/ip"}


@never_cache
@require_safe
def my_calendar(request: HttpRequest) -> HttpResponse:
    """What my calendar program reads here, and which calendars of mine are read."""
    return _page(request, BusyAddressForm(), BusyFileForm())


@require_POST
def busy_address(request: HttpRequest) -> HttpResponse:
    """A calendar of mine that is read from now on, again and again."""
    form = BusyAddressForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                feed = reading_calendars.add_address(request.user, form.cleaned_data["address"], now=timezone.now())
                transaction.on_commit(partial(tasks.read_calendar.delay, feed_id=feed.pk), robust=True)
        except Refused as refused:
            form.add_error("address", refused.sentence)
        else:
            messages.success(request, f"{feed} is read now, and then every half hour. Only times are kept.")
            return redirect("my_calendar")
    return _page(request, form, BusyFileForm())


@require_POST
def busy_file(request: HttpRequest) -> HttpResponse:
    """A calendar of mine as a file: it is read at once, and only its times are kept."""
    form = BusyFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            feed = reading_calendars.add_file(request.user, file.read(), file_name=file.name, now=timezone.now())
        except busy.Unreadable as finding:
            form.add_error("file", str(finding))
        except Refused as refused:
            form.add_error("file", refused.sentence)
        else:
            messages.success(request, f"{feed} is read. Only times are kept; the file is not.")
            return redirect("my_calendar")
    return _page(request, BusyAddressForm(), form)


@require_POST
def feed_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a calendar of mine read again now."""
    feed = get_object_or_404(request.user.calendar_feeds.exclude(address=""), pk=pk)
    with transaction.atomic():
        feed.ask(now=timezone.now())
        transaction.on_commit(partial(tasks.read_calendar.delay, feed_id=feed.pk), robust=True)
    messages.success(request, f"{feed} is being read again.")
    return redirect("my_calendar")


@require_POST
def feed_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a calendar of mine away, with the times that were read from it."""
    feed = get_object_or_404(request.user.calendar_feeds, pk=pk)
    feed.delete()
    messages.success(request, f"{feed} and its times are gone.")
    return redirect("my_calendar")


@require_POST
def calendar_link(request: HttpRequest) -> HttpResponse:
    """A new secret address for my calendar program; the one before opens nothing any more."""
    before = standing_link(request.user)
    new_link(request.user, now=timezone.now())
    messages.success(
        request, "This is your new address. The one before opens nothing any more." if before else "This is your address."
    )
    return redirect("my_calendar")


@require_POST
def calendar_link_removal(request: HttpRequest) -> HttpResponse:
    """Close my secret address."""
    revoke_link(request.user, now=timezone.now())
    messages.success(request, "Your address is closed. Calendar programs that read it get nothing any more.")
    return redirect("my_calendar")


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
@conditional_page
def interviews_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The interviews of whoever has this secret address; 404 for one of nobody's. It reads the token alone, and no cookie."""
    person = reader_of(token)
    if person is None:
        may_go_on = ratelimit.consume(request, app="interviews", action="interviews_feed", config=MISSES, limit_get=True)
        return _quiet(HttpResponse("No calendar is here.\n", content_type="text/plain", status=404 if may_go_on else 429))
    return _quiet(_calendar(own_calendar.feed_of(person, now=timezone.now()), "interviews.ics"))


@require_safe
def interview_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One interview of mine as a file to put into a calendar."""
    mine = Interview.objects.taking_place().of(request.user).visible_to(request.user)
    interview = get_object_or_404(mine, pk=pk)
    return _calendar(own_calendar.file_of(request.user, interview, now=timezone.now()), "interview.ics", is_file=True)


@require_http_methods(["GET", "POST"])
def calendar_reply(request: HttpRequest) -> HttpResponse:
    """An answer that came from a calendar program: POST reads the file and sets the answer of the seat."""
    form = ReplyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = replies.record(form.cleaned_data["file"], by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error("file", refused.sentence)
        else:
            messages.success(request, said)
            return redirect("calendar_reply")
    return TemplateResponse(request, "calendars/reply.html", {"form": form}, status=422 if form.errors else 200)


def _page(request: HttpRequest, address_form: BusyAddressForm, file_form: BusyFileForm) -> HttpResponse:
    link = standing_link(request.user)
    address = settings.BASE_URL + reverse("interviews_feed", args=[link.token]) if link and link.token else ""
    wrong = next((form for form in (address_form, file_form) if form.errors), None)
    context = {
        "link": link,
        "address": address,
        "webcal": address.replace("https://", "webcal://", 1),
        "feeds": request.user.calendar_feeds.annotate(times=Count("busy")).order_by("added_at", "pk"),
        "address_form": address_form,
        "file_form": file_form,
        "form": wrong,
    }
    return TemplateResponse(request, "calendars/mine.html", context, status=422 if wrong else 200)


def _calendar(text: str, name: str, *, is_file: bool = False) -> HttpResponse:
    kind = "attachment" if is_file else "inline"
    headers = {"Content-Disposition": f'{kind}; filename="{name}"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


def _quiet(response: HttpResponse) -> HttpResponse:
    """Nobody else learns the address."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
