"""Who meets whom, when, with what plan, and what was asked; knows nothing of scores."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "interviews"

    def ready(self) -> None:
        from interviews import emails, imports, shelf  # noqa: F401, PLC0415 -- register its mails, its imports, its kits
