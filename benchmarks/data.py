"""A company of any size: one loop is told by the verbs that people use, then copied inside PostgreSQL as often as asked.

A copy has keys of its own, people of another team and another three weeks of the past, so that every constraint still holds.
What a table holds is read from the models, so nothing here has to follow them.
"""

from uuid import uuid4

from django.db import connection, models
from django.utils import timezone
from psycopg import sql

from accounts.models import User
from interviews.models import (
    AskedQuestion,
    Candidate,
    HintGiven,
    Interview,
    KitQuestion,
    KitSection,
    Loop,
    LoopWeight,
    PointTicked,
    Seat,
    Stage,
    StageFocus,
)
from questionbank.models import QuestionVersion
from scorecards.demo import company
from scorecards.models import Debrief, Decision, Member, NoteLine, Rating, Scorecard, Seal, SealedRating, SignalMark, Vote

TEAMS = 200
STRIDE = 1_000_000  # how far apart the keys of two copies' rows are, at least as far as the template's keys go
WEEKS = 3
TOLD = 2  # the place in the demo's cast of the candidate whose loop is copied: six cards are in, the debrief is open
# Each model with the way from its rows to the loop; those they point to come first.
COPIED: list[tuple[type[models.Model], str]] = [
    (Candidate, "loops"),
    (Loop, "pk"),
    (LoopWeight, "loop"),
    (Stage, "loop"),
    (StageFocus, "stage__loop"),
    (Interview, "stage__loop"),
    (Seat, "interview__stage__loop"),
    (AskedQuestion, "interview__stage__loop"),
    (HintGiven, "asked__interview__stage__loop"),
    (PointTicked, "asked__interview__stage__loop"),
    (Scorecard, "seat__interview__stage__loop"),
    (NoteLine, "scorecard__seat__interview__stage__loop"),
    (Rating, "scorecard__seat__interview__stage__loop"),
    (SignalMark, "scorecard__seat__interview__stage__loop"),
    (Seal, "loop"),
    (SealedRating, "seal__loop"),
    (Debrief, "loop"),
    (Member, "debrief__loop"),
    (Vote, "debrief__loop"),
    (Decision, "debrief__loop"),
]


def begin() -> Loop:
    """The demo's people with the loop that is copied. Needs the default content."""
    company.begin(timezone.now())
    return Loop.objects.get(candidate__name=company.CANDIDATES[TOLD][0])


def fill_room(*, questions: int, lines: int) -> None:
    """Give the interview that runs a plan of so many questions, and its lead so many lines."""
    interview = Interview.objects.get(started_at__isnull=False, ended_at=None)
    planned = KitQuestion.objects.filter(section__version=interview.stage.kit_version)
    section = KitSection.objects.filter(questions__in=planned).order_by("place").first()
    others = QuestionVersion.objects.exclude(pk__in=planned.values("version")).order_by("pk")
    card = Scorecard.objects.get(seat__interview=interview, seat__role="lead")
    now = timezone.now()
    KitQuestion.objects.bulk_create(
        KitQuestion(section=section, version=version, place=100 + place)
        for place, version in enumerate(others[: max(0, questions - planned.count())])
    )
    NoteLine.objects.bulk_create(
        NoteLine(id=uuid4(), scorecard=card, text=f"line {number} of what was said", offset=number, entered_at=now)
        for number in range(lines)
    )


def grow(loop: Loop, scorecards: int) -> int:
    """Copies of this loop until there are about so many scorecards; how many scorecards there are then."""
    there = Scorecard.objects.count()
    each = Scorecard.objects.filter(seat__interview__stage__loop=loop).count()
    done = Loop.objects.filter(pk__gt=STRIDE).count()
    copies = range(done + 1, done + 1 + max(0, scorecards - there) // each)
    if copies:
        with connection.cursor() as cursor:
            # The rows are copies of rows that passed: triggers and foreign keys would only say so again, a million times.
            cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
            if done == 0:
                _copy(cursor, User, User.objects.filter(email__endswith=company.DOMAIN), range(1, TEAMS))
            for model, way in COPIED:
                _copy(cursor, model, model._default_manager.filter(**{way: loop.pk}), copies)
            cursor.execute("SET session_replication_role = origin")
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("RESET statement_timeout")
    return Scorecard.objects.count()


def _copy(cursor: object, model: type[models.Model], rows: models.QuerySet, copies: range) -> None:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} t, generate_series({a}, {b}) k WHERE t.id = ANY({ids})"
    )
    cursor.execute(
        statement.format(
            table=sql.Identifier(model._meta.db_table),
            columns=sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
            values=sql.SQL(", ").join(_value(field) for field in fields),
            a=sql.Literal(copies.start),
            b=sql.Literal(copies.stop - 1),
            ids=sql.Literal(list(rows.values_list("pk", flat=True))),
        )
    )


def _value(field: models.Field) -> sql.Composable:
    """What stands in this column of copy number k."""
    column = sql.SQL("t.{}").format(sql.Identifier(field.column))
    target = field.remote_field.model if field.remote_field else field.model if field.primary_key else None
    if target is User:
        own = sql.SQL("k") if field.model is User else sql.SQL("k % {}").format(sql.Literal(TEAMS))
        return sql.SQL("{} + ({}) * {}").format(column, own, sql.Literal(STRIDE))
    if target in {model for model, _ in COPIED}:
        if isinstance(target._meta.pk, models.UUIDField):
            return sql.SQL("CASE WHEN {c} IS NOT NULL THEN md5({c}::text || k)::uuid END").format(c=column)
        return sql.SQL("{} + k * {}::bigint").format(column, sql.Literal(STRIDE))
    if field.model is User and isinstance(field, models.BooleanField):
        return sql.SQL("false")  # a company has no hundreds of recruiters
    if isinstance(field, models.EmailField):
        return sql.SQL("k || {}").format(column)
    ago = sql.SQL("(k / {}) * interval '{} weeks'").format(sql.Literal(TEAMS), sql.Literal(WEEKS))
    if isinstance(field, models.DateTimeField) and field.model is not User:
        return sql.SQL("{} - {}").format(column, ago)
    if field.get_internal_type() == "DateTimeRangeField":
        return sql.SQL("tstzrange(lower({c}) - {ago}, upper({c}) - {ago})").format(c=column, ago=ago)
    return column
