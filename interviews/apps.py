"""Who meets whom, when, with what plan, and what was asked; knows nothing of scores."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "interviews"

    def ready(self) -> None:
        from accounts import audit  # noqa: PLC0415 -- models are ready only now
        from config import live  # noqa: PLC0415 -- as above
        from interviews import choosing_emails, emails, graduating, imports, shelf  # noqa: F401, PLC0415 -- register its mails, imports, kits
        from interviews.models import of_own_application  # noqa: PLC0415 -- as above
        from interviews.views import candidate_room  # noqa: PLC0415 -- as above

        # Who applies here themselves reads nothing of it in the trail either.
        audit.hidden |= of_own_application.nouns
        live.bearers["c"] = candidate_room.topic_of
