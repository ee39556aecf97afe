"""Bringing in a public collection in the browser: upload, what was read, drafts."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questionbank import access, collecting
from questionbank.collections import Unreadable
from questionbank.models import QuestionImport

SHOWN = 500


class CollectionForm(forms.Form):
    file = forms.FileField(
        label="Collection",
        help_text="A Markdown file of questions, as they stand in public: headings, lists, tables, folded answers. At most 1 MB.",
        error_messages={"required": "Choose a file", "empty": "This file is empty. Choose another one"},
    )


@require_http_methods(["GET", "POST"])
def questions_import(request: HttpRequest) -> HttpResponse:
    """Choose a file; nothing is made of it yet."""
    access.write_questions(request.user)
    form = CollectionForm(request.POST or None, request.FILES or None) if request.method == "POST" else CollectionForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            content = file.read(collecting.MOST_BYTES + 1)
            found = collecting.upload(content, file_name=file.name, by=request.user, now=timezone.now())
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
        else:
            return redirect("question_import", pk=found.pk)
    return TemplateResponse(request, "questions/import.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def question_import(request: HttpRequest, pk: object) -> HttpResponse:
    """What was read, what is there already, and what was left and why."""
    access.write_questions(request.user)
    found = get_object_or_404(QuestionImport.objects.filter(uploaded_by=request.user), pk=pk)
    there = set() if found.taken_at else collecting.known(found)
    new = [row for row in found.found if row["title"].lower() not in there]
    context = {"found": found, "new": new, "rows": new[:SHOWN], "there": len(found.found) - len(new), "left": found.left[:SHOWN]}
    return TemplateResponse(request, "questions/imported.html", context)


@require_POST
def question_import_taking(request: HttpRequest, pk: object) -> HttpResponse:
    """Make the drafts."""
    access.write_questions(request.user)
    found = get_object_or_404(QuestionImport.objects.filter(uploaded_by=request.user), pk=pk)
    count = collecting.take(found, by=request.user, now=timezone.now())
    if count:
        messages.success(request, f"{count} drafts are made. Each says what is still missing before it can be asked.")
    return redirect("question_import", pk=pk)
