"""Who meets whom, when, with what plan, and what was asked; knows nothing of scores."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "interviews"

    def ready(self) -> None:
        from interviews import emails, imports  # noqa: F401, PLC0415 -- register the writers of its mails and its imports
