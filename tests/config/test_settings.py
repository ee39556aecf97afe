"""docs/reference/settings.md has a line for every environment variable that the code reads, and for no other."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.stack.up import NOTED

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "reference" / "settings.md").read_text()
READ = re.compile(r"""(?:\benv|Env\(\))(?:\.\w+)?\(\s*"([A-Z_]+)"|environ(?:\.get\(|\[)"([A-Z_]+)\"""")


def test_every_variable_has_its_line_and_every_line_its_variable():
    sources = list(ROOT.glob("config/**/*.py"))
    read = {first or second for path in sources for first, second in READ.findall(path.read_text())}
    described = re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.MULTILINE)

    assert sorted(described) == sorted(read - {"DJANGO_SETTINGS_MODULE"})


def test_what_up_notes_down_for_other_commands_is_described():
    assert sorted(name for name in NOTED if f"| `{name}` |" not in PAGE) == []


def test_without_a_key_nothing_is_signed(settings):
    settings.SECRET_KEY = ""

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        settings.SECRET_KEY  # noqa: B018 -- asking is what is refused


@pytest.mark.parametrize(
    ("redis", "celery"),
    [
        ("redis://:secret@redis:6379/0", "redis://:secret@redis:6379/0"),
        ("unix:///tmp/valkey", "redis+socket:///tmp/valkey"),
        ("unix:///tmp/valkey?db=3", "redis+socket:///tmp/valkey?virtual_host=3"),
    ],
)
def test_celery_is_told_of_a_socket_in_its_own_words(redis, celery):
    from config.settings import celery_url  # noqa: PLC0415 -- not a setting

    assert celery_url(redis) == celery


def test_a_statement_that_takes_too_long_is_given_up():
    options = settings.DATABASES["default"]["OPTIONS"]

    assert options["options"].split()[:8] == [  # the tests' own settings add a longer time
        *("-c", "statement_timeout=5s"),
        *("-c", "lock_timeout=2s"),
        *("-c", "idle_in_transaction_session_timeout=10s"),
        *("-c", "jit=off"),
    ]
