"""One loop from the recruiter's first click to the decision, as plain forms without a script."""

from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfWriter

from interviews.models import Candidate, Interview, Loop, Reminder, Stage
from scorecards.models import Decision, Scorecard, Seal
from tests.clients import signed_in


def pdf() -> SimpleUploadedFile:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    out = BytesIO()
    writer.write(out)
    return SimpleUploadedFile("Maya Chen.pdf", out.getvalue(), "application/pdf")


def conduct(client: Client, interview: Interview, *, line: str, step: int) -> Scorecard:
    """Hold the interview and fill the card: one line for each competency, the step everywhere, verdict yes."""
    at = f"/interviews/{interview.pk}"
    assert client.get(f"{at}/").status_code == 200
    assert client.get(f"{at}/room/").status_code == 200
    assert client.post(f"{at}/start/").status_code == 302
    kit_question = interview.stage.kit_version.sections.get(place=1).questions.first()
    client.post(f"{at}/asked/", {"version": kit_question.version_id})
    assert client.get(f"{at}/room/").status_code == 200
    card = Scorecard.objects.get(seat__interview=interview)
    for ladder in card.ladders():
        sent = client.post(f"{at}/notes/", {"id": str(uuid4()), "line": f"+ {line}", "competency": ladder.competency_id})
        assert sent.status_code == 302
        assert client.post(f"{at}/ratings/{ladder.pk}/", {"step": step}).status_code == 302
    assert client.post(f"{at}/end/")["Location"] == f"{at}/scorecard/"
    page = client.get(f"{at}/scorecard/")
    assert "Write a summary" in page.content.decode()
    words = {"version": 0, "summary": line, "level": card.level.pk, "confidence": 2, "verdict": 3}
    saved = client.post(f"{at}/scorecard/", words)
    assert saved.status_code == 302, saved.context["form"].errors
    assert client.post(f"/scorecards/{card.pk}/submission/").status_code == 302
    return Scorecard.objects.get(pk=card.pk)


def vote(client: Client, loop: Loop) -> None:
    """Read, and vote yes on everything."""
    assert client.get(f"/loops/{loop.pk}/debrief/").status_code == 200
    assert client.post(f"/loops/{loop.pk}/debrief/reading/").status_code == 302
    rated = {f"rating_{one}": 3 for one in loop.weights.values_list("competency", flat=True)}
    sent = client.post(f"/loops/{loop.pk}/debrief/vote/", {"verdict": 3, "comment": "Evidence holds", **rated})
    assert sent.status_code == 302, sent.context["form"].errors


@pytest.mark.django_db
def test_a_loop_goes_from_the_first_click_to_the_decision(  # noqa: PLR0917 -- the whole cast is on stage
    plan, job, lena, ivan, ines, carla, otto, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    recruiter = signed_in(lena)

    with time_machine.travel(datetime(2026, 3, 2, 8, 0, tzinfo=UTC), tick=False):
        added = recruiter.post(
            "/candidates/new/", {"name": "Maya Chen", "email": "maya@example.org", "zone": "Asia/Tokyo", "resume": pdf()}
        )
        assert added.status_code == 302, added.context["form"].errors
        maya = Candidate.objects.get()
        assert recruiter.get(f"/candidates/{maya.pk}/").status_code == 200
        opened = recruiter.post(f"/loops/new/?candidate={maya.pk}", {"job": job.pk, "plan": plan.pk, "recruiter": lena.pk})
        assert opened.status_code == 302, opened.context["form"].errors
        loop = Loop.objects.get()
        coding, design = Stage.objects.filter(loop=loop).order_by("place")
        when = {"on": "2026-03-02", "minutes": 60}
        booked = recruiter.post(f"/stages/{coding.pk}/booking/", {**when, "at": "11:00", "person_0": ivan.name})
        assert booked.status_code == 302, booked.context["form"].errors
        clash = recruiter.post(f"/stages/{design.pk}/booking/", {**when, "at": "11:30", "person_0": ivan.name, "place": "Room 7"})
        assert clash.status_code == 422
        assert "Room 7" in clash.content.decode()
        booked = recruiter.post(f"/stages/{design.pk}/booking/", {**when, "at": "13:00", "person_0": ines.name})
        assert booked.status_code == 302, booked.context["form"].errors
        first, second = Interview.objects.order_by("starts_at")
        assert recruiter.get(f"/loops/{loop.pk}/").status_code == 200
        assert "waiting for" in recruiter.get("/loops/").content.decode().lower()

    with time_machine.travel(datetime(2026, 3, 2, 10, 0, tzinfo=UTC), tick=False):
        assert "Go to the room" in signed_in(ivan).get("/").content.decode()
        ivans = conduct(signed_in(ivan), first, line="Asked about bursts", step=4)

    with time_machine.travel(datetime(2026, 3, 2, 12, 0, tzinfo=UTC), tick=False):
        assert signed_in(ines).get(f"/scorecards/{ivans.pk}/").status_code == 404
        too_early = recruiter.post(f"/loops/{loop.pk}/debrief/opening/", {"members": [carla.pk]})
        assert "still owes" in too_early.content.decode()
        conduct(signed_in(ines), second, line="Named three failure modes", step=5)
        assert signed_in(ines).get(f"/scorecards/{ivans.pk}/").status_code == 200

    with time_machine.travel(datetime(2026, 3, 2, 15, 0, tzinfo=UTC), tick=False):
        assert (
            recruiter.post(
                f"/loops/{loop.pk}/debrief/opening/", {"members": [carla.pk, ivan.pk, ines.pk], "exception": "Few are here"}
            ).status_code
            == 302
        )
        for person in (carla, ivan, ines):
            vote(signed_in(person), loop)
        assert signed_in(otto).get(f"/loops/{loop.pk}/debrief/").status_code == 404
        recruiter.post(f"/loops/{loop.pk}/debrief/reveal/")
        shown = recruiter.get(f"/loops/{loop.pk}/debrief/")
        assert "Evidence holds" in shown.content.decode()
        assert recruiter.post(f"/loops/{loop.pk}/debrief/voting-end/").status_code == 302
        decided = {"outcome": "hire", "level": loop.level_id, "reason": "Meets senior on every competency"}
        assert recruiter.post(f"/loops/{loop.pk}/debrief/decision/", decided).status_code == 302
        assert "Decided: hire at senior" in recruiter.get("/loops/?show=closed").content.decode()
        assert "Meets senior on every competency" in recruiter.get(f"/loops/{loop.pk}/").content.decode()

    assert Decision.objects.get().level == loop.level
    assert Seal.objects.filter(loop=loop).count() == 3  # two scorecards and the decision
    assert Loop.objects.get().closed_at is not None
    kinds = set(Reminder.objects.filter(loop=loop).values_list("kind", flat=True))
    first = {"invitation", "upcoming_hour", "upcoming_soon", "scorecard_due", "scorecard_late"}
    assert kinds == first | {"debrief_open", "decided"}
