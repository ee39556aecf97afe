"""What `collectstatic` makes of the files for a company's own server."""

import re

import pytest
from django.conf import settings as ours
from django.core.management import call_command

MODULE = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.static_files.StaticFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_every_module_imports_others_by_names_that_hold_their_content(collected):
    named = [path for path in (collected / "js").rglob("*.js") if re.search(r"\.[0-9a-f]{12}\.js$", path.name)]
    imports = [(path, one) for path in named for one in MODULE.findall(path.read_text())]

    assert len(named) > 30
    assert len(imports) > 30
    assert [(path.name, one) for path, one in imports if (path.parent / one).resolve() not in named] == []


def imported(path):
    """The modules that this one imports, and those that they import, by their names below static/."""
    found = set()
    for one in re.findall(r"""^(?:import|}? ?.*from) ["'](\.[^"']+)["']""", path.read_text(), re.MULTILINE):
        other = (path.parent / one).resolve()
        found |= {other.relative_to(ours.BASE_DIR / "static").as_posix()} | imported(other)
    return found


def test_the_room_names_all_that_its_modules_import_so_that_none_is_fetched_after_another():
    template = (ours.BASE_DIR / "templates/room/_modules.html").read_text()
    begins = [ours.BASE_DIR / "static/js" / name for name in ("room.js", "live.js", "clock.js", "outbox/resume.js")]

    assert sorted(re.findall(r"static '([^']+)'", template)) == sorted(set().union(*map(imported, begins)))
