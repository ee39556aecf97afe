"""What was heard and decided: the top floor."""

from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    name = "scorecards"

    def ready(self) -> None:
        from scorecards import emails  # noqa: F401, PLC0415 -- registers the writers of its mails
