"""The web project as an app of its own."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        # So that a task knows its broker wherever it is called. Not in config/__init__.py: `up` and its helpers need no Celery.
        import config.celery  # noqa: F401, PLC0415 -- as said
