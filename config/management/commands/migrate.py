"""Django's migrate, with limits that suit it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.migrations.state import ModelState, ProjectState
from psycopg.errors import LockNotAvailable

TRIES = 20


class Command(migrate.Command):
    """A migration may compute for long, but it may not make pages queue behind a lock it waits for: it gives up and tries again."""

    help = "Bring the database to the present migrations, and make the cache's table."

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        for tries_left in reversed(range(TRIES)):
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '300ms'")
            try:
                with only_new_models_rendered():
                    super().handle(*args, **options)
                break
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
                if not tries_left:
                    raise CommandError("A table was in use for all of this time. Nothing is half done; run it again.") from error
                self.stderr.write("A table is in use; trying again in a second.")
                time.sleep(1)
            finally:
                connection.close()
        call_command("createcachetable", database=options["database"], verbosity=0)


@contextmanager
def only_new_models_rendered() -> Iterator[None]:
    """Make the first migrate take half the time.

    For each model that a migration adds, Django builds anew the classes of all models that are related to it over any number of
    steps: here that is nearly all of them, each time. A model that is new only has to be built itself; those it points at learn of
    it as they do when a program starts.
    """

    def add_model(state: ProjectState, model: ModelState) -> None:
        key = model.app_label, model.name_lower
        if "apps" not in state.__dict__ or key in state.models:
            as_django_does(state, model)
            return
        state.models[key] = model
        if state._relations is not None:  # type: ignore[attr-defined]  # noqa: SLF001 -- what Django's own method does
            state.resolve_model_relations(key)
        state.apps.render_multiple([model])

    as_django_does = ProjectState.add_model
    ProjectState.add_model = add_model  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = as_django_does  # type: ignore[method-assign]
