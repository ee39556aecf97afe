"""Answers of calendars that a mail gateway posts, and the page on which administrators make the address for them."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access
from interviews import posted_replies
from interviews.models.link import digest_of
from interviews.models.reply_address import is_address, new_address, revoke_address, standing_address
from interviews.turns import Busy

#: Addresses that nobody has, from one address; and what one gateway may post.
LIMITS = {"reply_miss": "20/m/ip", "reply": "300/m/key"}
SECONDS_UNTIL_RETRY = 30


@csrf_exempt  # a gateway has no session, and the token says who it is
@login_not_required
@never_cache
@require_POST
def posted_reply(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar's answer, from the company's mail gateway. The same words to whatever is in it; 404 for an address of nobody's."""
    if not is_address(token):
        may_go_on = ratelimit.consume(request, app="interviews", action="reply_miss", config=LIMITS)
        return _plain("Nothing is here.\n", 404 if may_go_on else 429)
    if not ratelimit.consume(request, app="interviews", action="reply", key=digest_of(token), config=LIMITS):
        return _plain("Too many at once. Send it again later.\n", 429)
    try:
        posted_replies.take(posted_replies.read(request), now=timezone.now())
    except Busy:
        return _plain("Send it again in a moment.\n", 503)
    return _plain("Received.\n", 202)


@never_cache
@require_http_methods(["GET", "POST"])
def reply_address(request: HttpRequest) -> HttpResponse:
    """Where the mail gateway posts answers; POST makes a new address, and the one before takes nothing any more."""
    access.manage_people(request.user)
    if request.method == "POST":
        before = standing_address()
        new_address(by=request.user, now=timezone.now())
        words = "This is the new address. The one before takes nothing any more." if before else "This is the address."
        messages.success(request, words)
        return redirect("reply_address")
    made = standing_address()
    address = settings.BASE_URL + reverse("posted_reply", args=[made.token]) if made and made.token else ""
    return TemplateResponse(request, "calendars/posted.html", {"made": made, "address": address})


@require_POST
def reply_address_removal(request: HttpRequest) -> HttpResponse:
    """Close the address for answers."""
    access.manage_people(request.user)
    revoke_address(by=request.user, now=timezone.now())
    messages.success(request, "The address is closed. What a gateway posts to it is not taken any more.")
    return redirect("reply_address")


def _plain(words: str, status: int) -> HttpResponse:
    response = HttpResponse(words, content_type="text/plain", status=status)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    if status in {429, 503}:
        response["Retry-After"] = str(SECONDS_UNTIL_RETRY)
    return response
