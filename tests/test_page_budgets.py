"""What a page costs does not grow with what is on it: as many queries for three of everything as for one, and a small answer."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import importing
from interviews.models import Qualification, Reminder, TrainingPath, asking
from interviews.models.reminder import Kind
from questionbank import writing
from questionbank.rubric import writing as rubric
from scorecards import drilling
from scorecards.models import Drill, MisconductReport, QuestionVoid, capture, debate, hold_asking
from tests.factories import (
    make_candidate,
    make_competency,
    make_flag_case,
    make_interview,
    make_job,
    make_loop,
    make_question,
    make_red_flag_kind,
    make_scorecard,
    make_seat,
    make_signal,
    make_user,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 28
LARGEST_PAGE = 30 * 1024
LARGEST_LOAD = 80 * 1024
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def world(plan, job, lena, ivan, ines, carla, ada, levels, problem_solving):  # noqa: PLR0917 -- the whole cast is on stage
    """Adds one more of everything each time it is called; gives the addresses of the last."""
    count = 0

    def add_one() -> dict[str, int | str]:
        nonlocal count
        count += 1
        now = timezone.now()
        begin = MONDAY + timedelta(days=count)
        candidate = make_candidate(name=f"Candidate {count}", email=f"c{count}@example.org", added_by=lena)
        make_user(name=f"Person {count}", email=f"p{count}@example.com", is_committee=True)
        before, question = (
            make_question(
                key=f"question-{count}-{n}",
                title=f"Question {count}",
                lowest=levels["mid"],
                highest=levels["staff"],
                competencies=[problem_solving],
            )
            for n in (1, 2)
        )
        over = make_loop(plan=plan, candidate=candidate, job=make_job(title=f"Job {count}", opened_by=lena), recruiter=lena)
        for stage, lead, hour in zip(over.stages.order_by("place"), (ivan, ines), (0, 3), strict=True):
            interview = make_interview(stage=stage, lead=lead, starts_at=begin + timedelta(hours=hour))
            interview.start(now=now)
            if lead == ivan:
                asking.ask(interview, before, by=lead, now=now)
            interview.end(now=now)
            if lead == ivan:
                flagged = make_red_flag_kind(key=f"flagged_{count}", name=f"Flagged {count}")
                case = make_flag_case(interview=interview, kind=flagged)
            else:
                card = make_scorecard(interview=interview, submitted=True)
        debrief = debate.open_debrief(over, members=[carla, ivan, ines], exception="Few are here", by=lena, now=now)
        debate.vote(debrief, carla, verdict=3, level=None, comment="Evidence holds", now=now)
        drill = drilled(debrief, members=[ada, carla], by=lena, now=now)
        QuestionVoid.record(before.question, since=None, until=None, reason=f"Leaked {count}", by=carla, now=now)
        taught = over.stages.first().kind
        TrainingPath.objects.update_or_create(kind=taught, defaults={"shadows": 1, "reverse_shadows": 0, "approver": carla})
        learner = Qualification.begin(make_user(name=f"Learner {count}", email=f"l{count}@example.com"), taught, now=MONDAY)
        make_seat(interview=over.stages.first().interviews.get(), person=learner.person, role="shadow")
        deciders = [ada, carla]
        hold = hold_asking.propose(candidate, flagged, evidence="On record", deciders=deciders, by=lena, now=now)
        report = MisconductReport.file(what="Shouted", interview=interview, by=ivan, now=now)
        coming = make_candidate(name=f"Coming {count}", email=f"d{count}@example.org", added_by=lena)
        loop = make_loop(plan=plan, candidate=coming, job=job, recruiter=lena)
        live = make_interview(stage=loop.stages.first(), lead=ivan, starts_at=begin + timedelta(hours=6))
        live.start(now=now)
        asking.ask(live, question, by=ivan, now=now)
        mine = make_scorecard(interview=live)
        for n in range(count):
            capture.note(mine, id=uuid4(), line=f"+ line {n} of what was said", offset=60 + n, now=now)
        writing.begin(f"Draft {count}", "coding", by=carla, now=now)
        competency = make_competency(key=f"competency_{count}", name=f"Competency {count}")
        signal = make_signal(key=f"signal_{count}", name=f"Signal {count}", levels=levels)
        kind = make_red_flag_kind(key=f"kind_{count}", name=f"Kind {count}")
        for noun, part in zip(rubric.NOUNS.values(), (competency, signal, kind), strict=True):
            rubric.begin(noun, f"Draft {count}", by=carla, now=now)
            for n in range(count):
                rubric.retire(noun, part.key, why=f"Old {n}", by=carla, now=now)
                rubric.bring_back(noun, part.key, why=f"Not so old {n}", by=carla, now=now)
        owed = Reminder.owe(Kind.DECIDED, key=f"budget-{count}", loop=over, why="Decided", to=carla, now=now)
        owed.mail.give_up("550 no such mailbox", now=now)
        rows = "".join(f"New {n},new{n}@example.org\n" for n in range(count))
        table = importing.upload(
            importing.kinds["candidates"], f"Name,Email\n{rows}".encode(), file_name="table.csv", by=lena, now=now
        )
        return {
            "import": str(table.pk),
            "loop": loop.pk,
            "over": over.pk,
            "candidate": candidate.pk,
            "job": job.pk,
            "question": question.question.key,
            "live": live.pk,
            "line": str(mine.notes.in_order().last().pk),
            "card": card.pk,
            "stage": loop.stages.last().pk,
            "person": ivan.pk,
            "kit": loop.stages.first().kit_version.kit.key,
            "flag": case.pk,
            "hold": hold.pk,
            "report": report.pk,
            "drill": drill.pk,
            "pool": taught.key,
            "learner": learner.pk,
            "asked": before.question.key,
            "n": count,
        }

    return add_one


def drilled(debrief, *, members, by, now) -> Drill:
    """The debrief ends in a hold, whose packet runs as a drill."""
    debate.reveal(debrief, by=by, now=now, early_reason="They are away")
    debate.end_voting(debrief, by=by, now=now)
    missing = {"missing_evidence": "Depth", "review_on": (now + timedelta(days=9)).date()}
    packet = debate.decide(debrief, outcome="hold", reason="We could not tell", by=by, now=now, **missing).packet
    return Drill.open(packet, drilling.prepared(packet, now=now), hired=False, members=members, by=by, now=now)


PAGES = [
    ("ivan", "/"),
    ("lena", "/"),
    ("lena", "/mails/"),
    ("lena", "/loops/"),
    ("lena", "/loops/?show=closed"),
    ("lena", "/loops/{loop}/"),
    ("lena", "/loops/new/?candidate={candidate}"),
    ("lena", "/candidates/"),
    ("lena", "/candidates/?q=candidate"),
    ("lena", "/candidates/{candidate}/"),
    ("lena", "/candidates/{candidate}/access-pack/"),
    ("lena", "/candidates/import/"),
    ("lena", "/imports/{import}/"),
    ("lena", "/imports/{import}/progress/"),
    ("lena", "/jobs/"),
    ("lena", "/jobs/{job}/"),
    ("lena", "/jobs/{job}/interviews/"),
    ("lena", "/stages/{stage}/booking/"),
    ("lena", "/loops/{loop}/schedule/"),
    ("lena", "/stages/{stage}/week/"),
    ("lena", "/stages/{stage}/week/?as=list"),
    ("lena", "/stages/{stage}/times/"),
    ("lena", "/house-rules/"),
    ("lena", "/people/load/"),
    ("lena", "/people/pools/"),
    ("carla", "/people/pools/{pool}/{learner}/approval/"),
    ("lena", "/people/choices/?q=person"),
    ("lena", "/debriefs/"),
    ("lena", "/scorecards/declined/"),
    ("lena", "/loops/{over}/debrief/"),
    ("carla", "/loops/{over}/debrief/who/"),
    ("lena", "/loops/{over}/debrief/members/"),
    ("lena", "/loops/{over}/debrief/usual/"),
    ("carla", "/loops/{over}/packet/"),
    ("carla", "/loops/{over}/packet/?names=no"),
    ("lena", "/loops/{over}/packet/words/"),
    ("carla", "/questions/{asked}/void/"),
    ("lena", "/drills/"),
    ("lena", "/drills/new/"),
    ("carla", "/drills/{drill}/"),
    ("lena", "/red-flags/"),
    ("lena", "/red-flags/?show=all"),
    ("lena", "/red-flags/{flag}/"),
    ("lena", "/holds/"),
    ("lena", "/holds/{hold}/"),
    ("lena", "/candidates/{candidate}/holds/new/"),
    ("lena", "/stages/{stage}/second-look/"),
    ("ada", "/reports/"),
    ("ada", "/reports/{report}/"),
    ("ada", "/"),
    ("ivan", "/reports/new/?interview={live}"),
    ("carla", "/"),
    ("carla", "/debriefs/"),
    ("carla", "/debriefs/?show=closed"),
    ("carla", "/loops/{over}/debrief/"),
    ("ivan", "/interviews/{live}/"),
    ("ivan", "/interviews/{live}/reminders/"),
    ("ivan", "/interviews/{live}/room/"),
    ("ivan", "/interviews/{live}/room/search/?q=question"),
    ("ivan", "/interviews/{live}/notes/{line}/page/"),
    ("ivan", "/interviews/{live}/notes/{line}/earlier/"),
    ("ivan", "/interviews/{live}/room/shared/"),
    ("ivan", "/interviews/{live}/scorecard/"),
    ("ivan", "/scorecards/{card}/"),
    ("lena", "/scorecards/{card}/"),
    ("ivan", "/scorecards/{card}/versions/1/"),
    ("ivan", "/questions/"),
    ("ivan", "/questions/?q=question"),
    ("ivan", "/questions/?q=questoin&interview={live}&repeats=without"),
    ("ivan", "/questions/counts/?level=senior"),
    ("ivan", "/questions/{question}/"),
    ("carla", "/questions/"),
    ("carla", "/questions/new/"),
    ("carla", "/questions/drafts/"),
    ("carla", "/questions/{question}/words/"),
    ("carla", "/questions/{question}/versions/1/"),
    ("carla", "/questions/{question}/leak/"),
    ("lena", "/questions/{question}/use/"),
    ("carla", "/kits/"),
    ("carla", "/kits/{kit}/"),
    ("carla", "/kits/{kit}/plan/"),
    ("carla", "/kits/{kit}/questions/?section=1&find-1=question"),
    ("carla", "/kits/{kit}/sheet/"),
    ("carla", "/coverage/"),
    ("ivan", "/interviews/{live}/sheet/"),
    ("carla", "/rubric/"),
    ("ivan", "/rubric/"),
    ("ivan", "/rubric/levels/"),
    ("carla", "/rubric/levels/senior/"),
    ("carla", "/rubric/levels/new/"),
    ("carla", "/rubric/competencies/competency_{n}/"),
    ("carla", "/rubric/competencies/competency_{n}/words/"),
    ("carla", "/rubric/competencies/competency_{n}/versions/1/"),
    ("carla", "/rubric/signals/signal_{n}/"),
    ("carla", "/rubric/signals/signal_{n}/words/"),
    ("carla", "/rubric/red-flags/kind_{n}/"),
    ("carla", "/rubric/red-flags/kind_{n}/words/"),
    ("ada", "/people/"),
    ("ada", "/people/{person}/"),
    ("ada", "/people/import/"),
    ("ada", "/audit/"),
    ("ada", "/people/replies/"),
    ("ada", "/me/"),
    ("ivan", "/me/calendar/"),
    ("ivan", "/me/time/"),
]


def cost(client: Client, address: str) -> tuple[int, int]:
    """How many queries a page asks, once its process has learnt what it learns only once, and its size in bytes, compressed."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code // 100 == 2, address
    return len(asked), len(gzip.compress(answer.content))


def test_three_of_everything_cost_as_many_queries_as_one(world, request):
    clients = {}
    for who in {who for who, _ in PAGES}:
        clients[who] = Client()
        clients[who].force_login(request.getfixturevalue(who), "allauth.account.auth_backends.AuthenticationBackend")

    named = world()
    one = {(who, path): cost(clients[who], path.format(**named)) for who, path in PAGES}
    world()
    named = world()
    three = {(who, path): cost(clients[who], path.format(**named)) for who, path in PAGES}

    assert {page: (one[page][0], three[page][0]) for page in PAGES if one[page][0] != three[page][0]} == {}
    assert {page: queries for page, (queries, _) in three.items() if queries > MOST_QUERIES} == {}
    assert {page: size for page, (_, size) in three.items() if size > LARGEST_PAGE} == {}


@pytest.mark.parametrize("path", ["/interviews/{live}/room/", "/loops/{loop}/", "/questions/{draft}/words/"])
def test_a_page_loads_little_besides_itself(world, path, ada, carla, ivan):
    named = world() | {"draft": "draft-1"}
    client = Client()
    person = {"/i": ivan, "/l": ada, "/q": carla}[path[:2]]
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(path.format(**named))
    assert answer.status_code == 200
    loaded = files_of(answer.content.decode())

    assert len(loaded) > 30
    assert sum(len(gzip.compress(file.read_bytes())) for file in loaded) < LARGEST_LOAD


def files_of(html: str) -> set[Path]:
    """The style sheets and scripts that a page loads, with what those import."""
    waiting = [Path(finders.find(name)) for name in re.findall(r'(?:src|href)="/static/([^"]+\.(?:css|js))"', html)]
    found: set[Path] = set()
    while waiting:
        file = waiting.pop().resolve()
        if file not in found:
            found.add(file)
            waiting += [
                file.parent / name for name in re.findall(r'(?:from|import)\s*\(?"(\./[^"]+|\.\./[^"]+)"', file.read_text())
            ]
    return found
