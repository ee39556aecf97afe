"""What an action answers: the parts that changed for htmx, a redirect for a plain form."""

from datetime import UTC, datetime

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse


def answer(request: HttpRequest, template: str, context: dict[str, object], *, then: str) -> HttpResponse:
    """`template` with the changed parts when htmx asked, else a redirect to `then`, so that a button works without htmx too."""
    if request.htmx:  # type: ignore[attr-defined]
        return TemplateResponse(request, template, context)
    return redirect(then)


def keyset(rows: QuerySet, before: str, *, field: str, size: int) -> tuple[list[Model], str]:
    """One page of rows that are ordered by `-field, -pk`, and the mark of the next page, "" at the end.

    A mark is `<field in seconds>-<pk>` of the last row shown, so any page costs what the first one costs. A mark that is none
    gives the first page.
    """
    seconds, _, pk = before.partition("-")
    try:
        at = datetime.fromtimestamp(int(seconds) / 1_000_000, UTC)
        rows = rows.filter(Q(**{f"{field}__lt": at}) | Q(**{field: at, "pk__lt": int(pk)}))
    except (ValueError, OverflowError, OSError):
        pass
    page = list(rows[: size + 1])
    if len(page) <= size:
        return page, ""
    last = page[size - 1]
    return page[:size], f"{round(getattr(last, field).timestamp() * 1_000_000)}-{last.pk}"
