"""Django's migrate, with limits that suit it."""

import time
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.commands import migrate
from django.db import OperationalError, connections
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
