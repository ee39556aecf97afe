"""The settings of a test run: those of config, on servers that live as long as the run does."""

# ruff: noqa: E402, F403, F405 -- the servers have to run before the settings ask for their addresses

import atexit
import os
import tempfile
from pathlib import Path

from tests import servers

servers.start()
# What the machine's own environment says about a deployment must not change what the tests see.
for name in ("BASE_URL", "ALLOWED_HOSTS", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "MEDIA_ROOT", "SECRET_KEY_FALLBACKS"):
    os.environ.pop(name, None)
os.environ["STATIC_FROM_SOURCE"] = "yes"
os.environ["SECRET_KEY"] = "known to every reader of the tests"

from config.settings import *

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
# On a busy machine a database may take long to be made or dropped.
DATABASES["default"]["OPTIONS"]["options"] += " -c statement_timeout=60s"
DATABASES["default"]["CONN_MAX_AGE"] = 0  # a server in a thread of the tests keeps no connection that the end would wait for
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if template := os.environ.get("TEST_TEMPLATE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}
    # The template has the triggers. Without this every test that needs real transactions would install them anew.
    PGTRIGGER_INSTALL_ON_MIGRATE = False
# Files do not change while tests run: they are looked for once, and a browser asks once for each.
WHITENOISE_AUTOREFRESH = False
STATIC_ROOT = Path(tempfile.mkdtemp(prefix="fairloop-static-"))  # nothing is collected, and the folder has to be there
atexit.register(STATIC_ROOT.rmdir)
WHITENOISE_MAX_AGE = 3600
