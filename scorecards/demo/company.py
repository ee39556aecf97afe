"""Makes the demo company: 30 people, 40 candidates, loops in every state. The clock is read once and handed in."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F

from accounts.models import Company, Mail, User
from interviews.models import Candidate, Job, Loop, LoopPlan
from interviews.models.candidate import Resume
from scorecards.demo.cast import CANDIDATES, PASSWORD, PEOPLE
from scorecards.demo.resume import pdf
from scorecards.demo.story import DAY, Roster, Story

DOMAIN = "@brightwater.example"
JOBS = (("Backend engineer", "Payments"), ("Backend engineer", "Search"), ("Platform engineer", "Infrastructure"))

#: How far the loop of each candidate has come, in the order of the cast.
STATES = (
    ["now", "today", "debrief", "voted", "waiting"]
    + ["hire", "no_hire", "hold", "another_interview", "hire_other_level", "exceptional", "withdrawn"]
    + ["planned"] * 6
    + ["booked"] * 8
    + ["waiting"] * 4
    + ["debrief"] * 2
    + ["hire", "no_hire"] * 3
    + ["none"] * 2
)


#: So many candidates are there from the first moment: what the people who are shown need to look around.
AT_FIRST = 3


@transaction.atomic
def begin(now: datetime) -> Company:
    """The company, its people and jobs, and the first candidates. Every fact goes through its verb, at a time of its own."""
    people = _people(now)
    for title, team in JOBS:
        Job.objects.create(title=title, team=team, opened_at=now - 90 * DAY, opened_by=people["Lena Brandt"])
    company = Company.found(name="Brightwater", administrator=people["Ada Okafor"], now=now - 200 * DAY)
    for place in range(AT_FIRST):
        tell(place, now)
    return company


def untold() -> list[int]:
    """The places in the cast of the candidates who are not there yet."""
    there = set(Candidate.objects.filter(email__in=[_email(name) for name, *_ in CANDIDATES]).values_list("email", flat=True))
    return [place for place, (name, *_) in enumerate(CANDIDATES) if _email(name) not in there]


@transaction.atomic
def tell(place: int, now: datetime) -> None:
    """Add one candidate, and their loop as far as it has come. The mails that it owed in the past count as sent."""
    people = {person.name: person for person in User.objects.filter(email__endswith=DOMAIN)}
    recruiter = people["Lena Brandt"] if place % 2 == 0 else people["Rafael Souza"]
    facts, state = CANDIDATES[place], STATES[place]
    candidate = _candidate(facts, recruiter, now - (50 - place) * DAY)
    if state == "none":
        return
    plan = LoopPlan.objects.with_stages().exclude(key="one-session-backend").get(level__key=_level(facts[2]))
    title, team = JOBS[place % 3]
    loop = Loop.open_from(
        plan,
        candidate=candidate,
        job=Job.objects.get(title=title, team=team, opened_by=people["Lena Brandt"]),
        recruiter=recruiter,
        by=recruiter,
        now=now - timedelta(days=30 if state not in {"planned", "booked"} else 3, minutes=place),
    )
    Story(loop, state, Roster(people.values(), first=place), people, now).tell()
    Mail.objects.filter(reminder__loop=loop, due_at__lt=now, sent_at=None, dropped_at=None).update(sent_at=F("due_at"), tries=1)


def _email(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"


def _people(now: datetime) -> dict[str, User]:
    password = make_password(PASSWORD)
    made = User.objects.bulk_create(
        User(
            email=f"{name.split()[0].lower()}{DOMAIN}",
            name=name,
            zone=zone,
            password=password,
            is_administrator=role == "a",
            is_recruiter=role in {"a", "r"},
            is_committee=role == "c",
            invited_at=now - 200 * DAY,
        )
        for name, zone, role in PEOPLE
    )
    return {person.name: person for person in made}


def _candidate(facts: tuple[str, str, float, str, str], recruiter: User, at: datetime) -> Candidate:
    name, zone, years, role, technologies = facts
    email = _email(name)
    candidate = Candidate.objects.create(
        name=name,
        email=email,
        zone=zone,
        experience_years=years,
        present_role=role,
        technologies=technologies.split(", "),
        added_at=at,
        added_by=recruiter,
    )
    content, text = pdf(name, role=role, years=years, technologies=technologies, email=email)
    resume = Resume(candidate=candidate, name=f"{name}.pdf", bytes=len(content), text=text, uploaded_at=at, uploaded_by=recruiter)
    resume.file.save("resume.pdf", ContentFile(content), save=False)
    resume.save()
    return candidate


def _level(years: float) -> str:
    for key, least in (("staff", 11), ("senior", 6), ("mid", 3)):
        if years >= least:
            return key
    return "junior"
