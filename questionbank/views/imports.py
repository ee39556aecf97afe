"""Bringing questions in: choose a file, look at what is in it, have drafts made, publish them together."""

from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.imports import Unreadable
from questionbank import access, columns, difference, importing, loading, sheets, tasks, writing
from questionbank.archives import MOST_BYTES
from questionbank.forms import QuestionFilesForm
from questionbank.models import ImportedRow, Question, QuestionImport
from questionbank.shelves import shelf_of

PAGE = 50
CHANGED = 10  # each with what differs, word by word
SAMPLE = 4
STOP_ASKING = 286  # htmx asks no more once it is answered so
DRAFTED = Q(noun="question", made_at__isnull=False, question__isnull=False)
TABS = {
    "new": Q(noun="question", fate="new"),
    "changed": Q(noun="question", fate="changed"),
    "left": Q(fate="left"),
    "besides": ~Q(noun__in=("question", "file")) & ~Q(fate="left"),
}


@require_http_methods(["GET", "POST"])
def questions_import(request: HttpRequest) -> HttpResponse:
    """Choose a file, or take the bank out as files. Nothing is made of what is uploaded yet."""
    access.write_questions(request.user)
    form = QuestionFilesForm(request.POST, request.FILES) if request.method == "POST" else QuestionFilesForm()
    if request.method == "POST" and form.is_valid():
        files = [(file.name, file.read(MOST_BYTES + 1)) for file in form.cleaned_data["file"]]
        try:
            found = importing.upload(files, by=request.user, now=timezone.now())
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
        else:
            _nudge(found)
            return redirect("question_import", pk=found.pk)
    recent = QuestionImport.objects.filter(uploaded_by=request.user).without_file().order_by("-uploaded_at", "pk")[:5]
    return TemplateResponse(request, "questions/import.html", {"form": form, "recent": recent}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def question_import_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what each column of a table holds; guesses stand there already."""
    access.write_questions(request.user)
    found = get_object_or_404(QuestionImport, pk=pk, uploaded_by=request.user, kind="table")
    if found.content is None:
        return redirect("question_import", pk=pk)
    sheet = sheets.opened(bytes(found.content))
    count = len(sheet.heads)
    wrong = ""
    chosen = found.columns or columns.guessed(sheet.heads)
    if request.method == "POST":
        given = [request.POST.get(f"column-{number}", "") for number in range(1, count + 1)]
        chosen = [key if key in columns.LABELS else columns.LEFT_OUT for key in given]
        wrong = columns.problem(chosen)
        if not wrong:
            now = timezone.now()
            found.map(chosen, now=now)
            if importing.is_small(found):
                importing.carry_out(found, now=now)
            _nudge(found)
            return redirect("question_import", pk=pk)
    sample = [cells for _, (_, cells) in zip(range(SAMPLE), sheet.rows(), strict=False)]
    context = {
        "found": found,
        "columns": [(head, chosen[place], [row[place] for row in sample]) for place, head in enumerate(sheet.heads)],
        "labels": columns.LABELS,
        "note": sheet.note,
        "wrong": wrong,
    }
    return TemplateResponse(request, "questions/columns.html", context, status=422 if wrong else 200)


@require_safe
def question_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is in the file, row by row, and what to do next; while something is being done, how far it is."""
    access.write_questions(request.user)
    found = _found(request, pk)
    if found.owes == "columns":
        return redirect("question_import_columns", pk=pk)
    counts = found.rows.aggregate(
        **{name: Count("pk", filter=condition) for name, condition in TABS.items()},
        drafts=Count("pk", filter=DRAFTED & Q(published_at=None)),
        published=Count("pk", filter=Q(published_at__isnull=False)),
        waiting=Count("pk", filter=~Q(fate="left") & Q(made_at=None) & Q(noun__in=("question", "kit"))),
    )
    shown = request.GET.get("show", "")
    if shown not in TABS:
        shown = next((name for name in TABS if counts[name]), "new")
    context = {"found": found, "counts": counts, "shown": shown, "tabs": [(name, counts[name]) for name in TABS if counts[name]]}
    return TemplateResponse(request, "questions/imported.html", context | _page(found, shown, request.GET.get("after", "")))


@require_safe
def question_import_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is, for the page that asks each second until there is nothing more to tell."""
    access.write_questions(request.user)
    found = _found(request, pk)
    context = {"found": found, "is_answer": True}
    return TemplateResponse(request, "questions/_import_progress.html", context, status=200 if found.owes else STOP_ASKING)


@require_POST
def question_import_taking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have drafts made of what has none yet. A second click changes nothing."""
    access.write_questions(request.user)
    now = timezone.now()
    with transaction.atomic():
        found = get_object_or_404(_mine(request).select_for_update(), pk=pk)
        found.ask(now=now)
    if importing.is_small(found):
        importing.carry_out(found, now=now)
    _nudge(found)
    return redirect("question_import", pk=pk)


@require_POST
def question_import_publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have the drafts of this import published, those that pass the checks."""
    access.write_questions(request.user)
    now = timezone.now()
    with transaction.atomic():
        found = get_object_or_404(_mine(request).select_for_update(), pk=pk)
        found.ask_to_publish(now=now)
    if importing.is_small(found):
        importing.carry_out(found, now=now)
    _nudge(found)
    return redirect("question_import", pk=pk)


def _mine(request: HttpRequest) -> QuerySet[QuestionImport]:
    return QuestionImport.objects.filter(uploaded_by=request.user).without_file()


def _found(request: HttpRequest, pk: UUID) -> QuestionImport:
    return get_object_or_404(_mine(request), pk=pk)


def _nudge(found: QuestionImport) -> None:
    """The row is what counts; a broker that is away costs a quarter of a minute, until the worker looks by itself."""
    if QuestionImport.objects.owed().filter(pk=found.pk).exists():
        transaction.on_commit(tasks.do_question_imports.delay, robust=True)


def _page(found: QuestionImport, shown: str, after: str) -> dict[str, object]:
    """One page of rows in the order of the file, and where the next begins; beside a changed question what differs."""
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else -1
    size = CHANGED if shown in {"changed", "besides"} else PAGE
    rows: list[ImportedRow] = list(
        found.rows.filter(TABS[shown], place__gt=start).select_related("question").order_by("place")[: size + 1]
    )
    following = rows[size - 1].place if len(rows) > size else None
    page = rows[:size]
    before = {}
    if shown == "changed":
        questions = Question.objects.filter(key__in=[row.key for row in page], current__isnull=False)
        before = {one.key: writing.words_of(one.current) for one in loading.with_everything(questions)}
    differences = [difference.changes(before[row.key], row.words) if row.key in before else [] for row in page]
    if shown == "besides":
        of_page = [shelf_of(row) for row in page]
        differences = [shelf.differs(row) if shelf else [] for shelf, row in zip(of_page, page, strict=True)]
        for shelf, row in zip(of_page, page, strict=True):
            row.editor = shelf.editor(row) if shelf and row.made_at else ""
    return {"rows": list(zip(page, differences, strict=True)), "following": following, "is_onward": start >= 0}
