"""A loop in which an interview can run out of time: for the tests of the agenda, of arrivals and of hand-overs."""

from datetime import UTC, datetime, timedelta

from interviews.models import Interview, KitQuestion, KitSection, Loop
from questionbank.models import Competency, Level
from tests.factories import (
    make_candidate,
    make_competency,
    make_interview,
    make_job,
    make_kit_version,
    make_loop,
    make_plan,
    make_question,
)

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """So many minutes after the booked start of the first interview."""
    return TEN + timedelta(minutes=minutes)


def make_tight_loop(*, levels: dict[str, Level], lena, design_focus: tuple[str, ...] = ("Trade-offs",)) -> Loop:
    """Coding asks Queue and Cache (both test Coding), then Orders (Data modelling); System design looks for `design_focus`.

    Coding: Introduction 5, Questions 30 (Queue 10, Cache 10, Orders 10), Close 15 without questions, the candidate's own 10.
    """
    names = ("Coding skill", "Data modelling", "Trade-offs")
    there = {name: make_competency(key=name.lower().replace(" ", "_"), name=name) for name in names}
    asks = [("Queue", "Coding skill"), ("Cache", "Coding skill"), ("Orders", "Data modelling")]
    questions = [_question(title, levels, there[name]) for title, name in asks]
    kinds = [
        make_kit_version(key=key, lowest=levels["junior"], highest=levels["staff"], focus=focus, questions=[])
        for key, focus in (
            ("coding", [there["Coding skill"], there["Data modelling"]]),
            ("system-design", [there[name] for name in design_focus]),
        )
    ]
    KitSection.objects.filter(version=kinds[0]).delete()
    for place, (title, minutes, protected) in enumerate(
        (("Introduction", 5, False), ("Questions", 30, False), ("Close", 15, False), ("Candidate's questions", 10, True))
    ):
        section = KitSection.objects.create(version=kinds[0], place=place, title=title, minutes=minutes, is_protected=protected)
        if title == "Questions":
            for spot, question in enumerate(questions):
                KitQuestion.objects.create(section=section, version=question, place=spot)
    plan = make_plan(
        level=levels["senior"],
        stages=[("Coding", kinds[0].kit, ["lead"]), ("System design", kinds[1].kit, ["lead"])],
        weights=dict.fromkeys(there.values(), 2),
    )
    candidate = make_candidate(name="Maya Chen", email="maya@example.org", added_by=lena)
    return make_loop(plan=plan, candidate=candidate, job=make_job(title="Backend engineer", opened_by=lena), recruiter=lena)


def _question(title: str, levels: dict[str, Level], tests: Competency):
    return make_question(
        key=title.lower(), title=title, lowest=levels["mid"], highest=levels["staff"], competencies=[tests], minutes=10
    )


def coding(loop: Loop, lead, *, minutes: int = 60) -> Interview:
    """The first interview of the loop, Monday 10:00 to 11:00 UTC."""
    return make_interview(stage=loop.stages.get(name="Coding"), lead=lead, starts_at=TEN, minutes=minutes)


def design(loop: Loop, lead, *, minutes: int = 60) -> Interview:
    """The second one, Monday from 13:00 UTC on."""
    return make_interview(
        stage=loop.stages.get(name="System design"), lead=lead, starts_at=TEN + timedelta(hours=3), minutes=minutes
    )


def asked(title: str, interview: Interview):
    """A question of the interview's plan, by its title."""
    plan = KitQuestion.objects.filter(section__version=interview.stage.kit_version_id)
    return plan.select_related("version__question").get(version__title=title).version
