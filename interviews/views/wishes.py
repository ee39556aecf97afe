"""How I want my reminders, and what a candidate was told by other ways."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import recruit
from interviews import waiting
from interviews.availability_forms import ContactForm, WishForm
from interviews.models import Loop, MailWish


@require_http_methods(["GET", "POST"])
def my_reminders(request: HttpRequest) -> HttpResponse:
    """One mail a day or each by itself, and my quiet hours; POST saves them."""
    mine = MailWish.objects.filter(person=request.user).first() or MailWish(person=request.user)
    form = WishForm(request.POST if request.method == "POST" else None, initial=WishForm.typed(model_to_dict(mine)))
    if request.method == "POST" and form.is_valid():
        MailWish.objects.update_or_create(person=request.user, defaults=form.wishes)
        messages.success(request, "Saved. What is urgent still comes at once: changes, and reminders of the last hour.")
        return redirect("my_reminders")
    return TemplateResponse(request, "accounts/reminders.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the candidate was told outside Fairloop."""
    loop = get_object_or_404(Loop.objects.visible_to(request.user), pk=pk)
    recruit(request.user)
    form = ContactForm(request.POST)
    if form.is_valid():
        waiting.say(loop, form.cleaned_data["words"], by=request.user, now=timezone.now())
        messages.success(request, f"Noted: {loop.candidate} had a word from you.")
    else:
        messages.error(request, "Say in a few words, at most 200 letters, what you told the candidate.")
    return redirect(loop)
