"""The limit: what two queries cost in Django with our middleware and nothing of ours, as pages of their own.

`save` reads and updates one row of 0.7 KB behind session, sign-in and CSRF; `rows` shows 50 rows in a page of about 18 KB.
"""

import secrets

from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

ROWS = 10_000


class Row(models.Model):
    title = models.CharField(max_length=100)
    text = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        app_label = "limits"
        managed = False
        db_table = "limits_row"


def make_table() -> None:
    """The table that both pages use."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE limits_row (id bigint PRIMARY KEY, title varchar(100), text text, changed_at timestamptz)")
        rows = "SELECT n, 'Row number ' || n, repeat('x', 700), now() FROM generate_series(1, %s) n"
        cursor.execute(f"INSERT INTO limits_row {rows}", [ROWS])
        cursor.execute("ANALYZE limits_row")


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """One row read, one row written."""
    row = Row.objects.get(pk=secrets.randbelow(ROWS) + 1)
    row.text, row.changed_at = request.POST["line"].ljust(700, "x"), timezone.now()
    row.save(update_fields=["text", "changed_at"])
    return HttpResponse("<p>saved</p>")


@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """50 rows from a random place on."""
    found = Row.objects.filter(pk__gte=secrets.randbelow(ROWS - 50)).order_by("pk")[:50]
    return render(request, "limits_rows.html", {"rows": found})


urlpatterns = [path("save/", save), path("rows/", rows)]
