"""The second of two database roles: it may do what pages and tasks need, and nothing else."""

from typing import Any

import pgtrigger
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from environ import Env, ImproperlyConfigured
from psycopg import sql

READ_ONLY = "django_migrations"
APPEND_ONLY = "append_only"


class Command(BaseCommand):
    help = (
        "Make the role of WEB_DATABASE_URL, or bring its rights up to date: it reads and writes rows, owns nothing, and cannot "
        "change or remove what the models declare append-only. Run it as the owner, after each migrate."
    )

    def handle(self, **_options: Any) -> None:
        role, password = _wanted_role()
        if role == connection.settings_dict["USER"]:
            raise CommandError("WEB_DATABASE_URL names the owner itself. Give the web a role of its own.")
        name = sql.Identifier(role)
        append_only = sorted({model._meta.db_table for model, trigger in pgtrigger.registered() if trigger.name == APPEND_ONLY})
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
            make = "ALTER" if cursor.rowcount else "CREATE"
            for statement in (
                make + " ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD {password}",
                "REVOKE ALL ON SCHEMA public FROM PUBLIC",
                "GRANT USAGE ON SCHEMA public TO {name}",
                "REVOKE TEMPORARY, CREATE ON DATABASE {database} FROM PUBLIC",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
                "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
                "REVOKE INSERT, UPDATE, DELETE ON {read_only} FROM {name}",
                "REVOKE UPDATE, DELETE ON {append_only} FROM {name}",
            ):
                cursor.execute(
                    sql.SQL(statement).format(
                        name=name,
                        password=sql.Literal(password),
                        database=sql.Identifier(connection.settings_dict["NAME"]),
                        read_only=sql.Identifier(READ_ONLY),
                        append_only=sql.SQL(", ").join(sql.Identifier(table) for table in append_only),
                    ),
                )
        self.stdout.write(f"{role} may read and write; {len(append_only)} tables are append-only for it.")


def _wanted_role() -> tuple[str, str]:
    try:
        wanted = Env().db("WEB_DATABASE_URL")
    except ImproperlyConfigured:
        raise CommandError("Set WEB_DATABASE_URL: the DATABASE_URL of web, live, worker and beat.") from None
    if not wanted["USER"] or not wanted["PASSWORD"]:
        raise CommandError("WEB_DATABASE_URL has to name a role and its password.")
    return str(wanted["USER"]), str(wanted["PASSWORD"])
