"""Our settings and our middleware around the two pages of the limit."""

# ruff: noqa: F403, F405 -- the settings are ours but for what stands below

from config.settings import *

ROOT_URLCONF = "benchmarks.limits"
TEMPLATES[0]["OPTIONS"]["context_processors"].remove("config.navigation.navigation")  # it names pages of ours
TEMPLATES[0]["DIRS"] = [BASE_DIR / "benchmarks" / "templates"]
