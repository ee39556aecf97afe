"""What an action answers: the parts that changed for htmx, a redirect for a plain form."""

import re
from datetime import UTC, datetime, timedelta

from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def answer(request: HttpRequest, template: str, context: dict[str, object], *, then: str) -> HttpResponse:
    """`template` with the changed parts when htmx asked, else a redirect to `then`, so that a button works without htmx too."""
    if request.htmx:  # type: ignore[attr-defined]
        return TemplateResponse(request, template, context)
    return redirect(then)


def keyset(rows: QuerySet, before: str, *, field: str, size: int) -> tuple[list[Model], str]:
    """One page of rows that are ordered by `-field, -pk`, and the mark of the next page, "" at the end.

    A mark is `<field in microseconds>-<pk>` of the last row shown, so any page costs what the first one costs. A mark that is none
    gives the first page.
    """
    mark = re.fullmatch(r"(\d{1,16})-(\d{1,18})", before, re.ASCII)
    if mark:
        at = EPOCH + timedelta(microseconds=int(mark[1]))
        # As one comparison of rows, so that the index begins at the mark; two joined by "or" would read all before it.
        rows = rows.filter(TupleLessThan(Tuple(F(field), F("pk")), (at, int(mark[2]))))
    page = list(rows[: size + 1])
    if len(page) <= size:
        return page, ""
    last = page[size - 1]
    return page[:size], f"{(getattr(last, field) - EPOCH) // timedelta(microseconds=1)}-{last.pk}"
