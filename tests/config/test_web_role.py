"""The role that serves pages in docker-compose.yml: what it may do and, above all, what it may not."""

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def web(monkeypatch):
    """A connection as the web role, after `grant_web_role` ran, twice, as it does after each migrate."""
    monkeypatch.setenv("WEB_DATABASE_URL", "postgresql://fairloop_web:a%27b@db/fairloop")
    call_command("grant_web_role")
    call_command("grant_web_role")
    parameters = connection.get_connection_params() | {"user": "fairloop_web", "password": "a'b"}
    own = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if parameters.get(name)}
    with psycopg.connect(**own, autocommit=True) as as_web:
        yield as_web
    with connection.cursor() as cursor:
        cursor.execute("DROP OWNED BY fairloop_web; DROP ROLE fairloop_web; GRANT USAGE ON SCHEMA public TO PUBLIC")


def test_the_web_role_reads_and_writes_rows_and_the_trail_is_kept(web):
    make_user(name="Ivan Interviewer", email="ivan@example.com")

    web.execute("UPDATE accounts_user SET zone = 'Europe/Lisbon'")
    web.execute("INSERT INTO cache (cache_key, value, expires) VALUES ('key', 'value', now())")
    web.execute("DELETE FROM cache")

    assert User.objects.get().zone == "Europe/Lisbon"
    assert web.execute("SELECT zone FROM accounts_userevent ORDER BY pgh_id").fetchall() == [("UTC",), ("Europe/Lisbon",)]


@pytest.mark.parametrize(
    "attempt",
    [
        "CREATE TABLE mine (what text)",
        "CREATE TEMPORARY TABLE mine (what text)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DROP TABLE accounts_event",
        "ALTER TABLE accounts_user ADD COLUMN more text",
        "TRUNCATE accounts_event",
        "TRUNCATE accounts_user CASCADE",
        "ALTER TABLE accounts_user DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "UPDATE accounts_event SET verb = 'nothing'",
        "DELETE FROM accounts_event",
        "UPDATE accounts_userevent SET zone = 'UTC'",
        "DELETE FROM accounts_userevent",
        "UPDATE scorecards_seal SET id = id",
        "DELETE FROM scorecards_seal",
        "DELETE FROM scorecards_decision",
        "DELETE FROM django_migrations",
        "ALTER ROLE fairloop_web SUPERUSER",
        "SET ROLE postgres",
        "COPY accounts_event TO PROGRAM 'cat'",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
def test_the_web_role_is_refused(web, attempt):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(attempt)


def test_every_append_only_table_is_so_for_the_web_role_too(web):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger_append_only_%'")
        declared = {table for (table,) in cursor.fetchall()}
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND NOT has_table_privilege('fairloop_web', oid, 'UPDATE, DELETE')",
        )
        refused = {table for (table,) in cursor.fetchall()}

    assert {"accounts_event", "accounts_userevent", "scorecards_seal", "scorecards_decision"} <= declared
    assert refused == declared | {"django_migrations"}


def test_the_owner_cannot_be_made_the_web_role(monkeypatch):
    monkeypatch.setenv("WEB_DATABASE_URL", f"postgresql://{connection.settings_dict['USER']}:secret@db/fairloop")

    with pytest.raises(CommandError, match=r"names the owner itself"):
        call_command("grant_web_role")


@pytest.mark.parametrize("url", ["postgresql://fairloop_web@db/fairloop", "postgresql:///fairloop"])
def test_the_web_role_needs_a_password(monkeypatch, url):
    monkeypatch.setenv("WEB_DATABASE_URL", url)

    with pytest.raises(CommandError, match=r"has to name a role and its password"):
        call_command("grant_web_role")


def test_without_an_address_nothing_is_granted(monkeypatch):
    monkeypatch.delenv("WEB_DATABASE_URL", raising=False)

    with pytest.raises(CommandError, match=r"^Set WEB_DATABASE_URL"):
        call_command("grant_web_role")
