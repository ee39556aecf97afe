"""Django with nothing around the two pages of the limit: no app, no middleware, so no session and no sign-in."""

# ruff: noqa: F403, F405 -- the settings are those of the limit but for what stands below

from benchmarks.limit_settings import *

INSTALLED_APPS = []
MIDDLEWARE = []
TEMPLATES[0]["OPTIONS"]["context_processors"] = []
