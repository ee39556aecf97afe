"""What was heard and decided: the top floor."""

from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    name = "scorecards"

    def ready(self) -> None:
        from accounts import audit  # noqa: PLC0415 -- models are ready only now
        from config import live  # noqa: PLC0415 -- as above
        from interviews import cover  # noqa: PLC0415 -- as above
        from interviews.models import hold  # noqa: PLC0415 -- as above
        from scorecards import access, emails, mails  # noqa: F401, PLC0415 -- emails registers the writers of its mails
        from scorecards.models import Debrief, Decision, FlagCase, MisconductReport, Scorecard, Seal  # noqa: PLC0415 -- as above
        from scorecards.models.scorecard import owing_seats  # noqa: PLC0415 -- as above

        # That somebody read a card tells that there is one: whoever may not know of the card may not know of the reading.
        audit.doors["scorecard"] = Scorecard.objects.visible_to
        audit.doors["seal"] = Seal.objects.visible_to
        audit.doors["debrief"] = Debrief.objects.visible_to
        audit.doors["decision"] = Decision.objects.visible_to
        audit.doors["mail"] = mails.known
        # So do a flag's case and a confidential report, and a hold tells of both.
        audit.doors["flagcase"] = FlagCase.objects.visible_to
        audit.doors["misconductreport"] = MisconductReport.objects.visible_to
        audit.doors["reapplicationhold"] = hold.ReapplicationHold.objects.visible_to
        cover.owing.append(owing_seats)
        hold.hidden_from.append(access.hides_holds)
        live.topics["debrief"] = access.may_watch_debrief
        live.together["interview"] = access.may_watch_interviews
        live.attended |= {"interview", "debrief"}
