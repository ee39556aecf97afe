"""A minute of everybody booking at once, by the pages: candidates choose, move and cancel by their link, recruiters book, move,
swap and cancel, people decline.

    python -m benchmarks.booking [--threads 12] [--seconds 60] [--people 12] [--candidates 40]

Starts a PostgreSQL and gunicorn of its own. Each thread is a browser of somebody's own and does one random thing after another to a
random loop, with few people and few hours, so that most attempts meet another. Afterwards SQL is asked what the program never asks:
whether anybody, an interviewer or a candidate, is in two places. A page that answers with 500 or more counts as an error of ours.
"""

import argparse
import random
import re
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from http.client import HTTPConnection
from urllib.parse import urlencode

from benchmarks.serving import own_servers, serving

NOW = datetime.now(UTC)
FIRST = NOW.date() + timedelta(days=8 - NOW.weekday())  # Tuesday of next week
LAST = FIRST + timedelta(days=3)
OFFER = {"opens": "09:00", "closes": "17:00", "place": "", "most_moves": "9", "notice_hours": "24"}
TOKEN = "a" * 32
CODE = r'name="at" value="([^"]+)"'
BUSY = "Somebody else is just changing an interview of the same people."
PEOPLE_TWICE = """SELECT count(*) FROM interviews_seat a JOIN interviews_seat b ON a.person_id = b.person_id AND a.id < b.id
AND a.during && b.during WHERE NOT a.is_void AND NOT b.is_void AND a.declined_at IS NULL AND b.declined_at IS NULL
AND a.removed_at IS NULL AND b.removed_at IS NULL"""
CANDIDATES_TWICE = """SELECT count(*) FROM interviews_interview a JOIN interviews_stage s ON s.id = a.stage_id
JOIN interviews_loop l ON l.id = s.loop_id JOIN interviews_loop m ON m.candidate_id = l.candidate_id
JOIN interviews_stage t ON t.loop_id = m.id JOIN interviews_interview b ON b.stage_id = t.id AND a.id < b.id
WHERE a.cancelled_at IS NULL AND b.cancelled_at IS NULL AND a.no_show_at IS NULL AND b.no_show_at IS NULL
AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)"""
DEEDS = (
    ["choose"] * 4
    + ["move"] * 3
    + ["cancel", "recruiter books", "recruiter moves", "recruiter swaps", "recruiter cancels", "decline"]
)


def main() -> None:
    """Read the options, make the company, let everybody act, and ask SQL."""
    parser = argparse.ArgumentParser(description="Random bookings from many browsers at once.")
    parser.add_argument("--threads", type=int, default=12)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--people", type=int, default=12, help="in the pool of every stage (12)")
    parser.add_argument("--candidates", type=int, default=40)
    parser.add_argument("--workers", type=int, default=6, help="processes that answer pages (6)")
    options = parser.parse_args()
    with own_servers():
        import django  # noqa: PLC0415 -- the environment names the servers only now
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_content", verbosity=0)
        loops, people = company(options)
        with serving("config.settings", workers=options.workers) as (_, port):
            campaign(options, port, loops, people)


def campaign(options: argparse.Namespace, port: int, loops: list[int], people: list[int]) -> None:
    """What came of every attempt, how long the slowest took, and what SQL found."""
    from django.db import connection  # noqa: PLC0415 -- as above

    until = time.monotonic() + options.seconds
    counts: Counter[tuple[str, str]] = Counter()
    took: list[float] = []
    cookies = {pk: session(pk) for pk in [recruiter(), *people]}

    def act(seed: int) -> None:
        browser = Browser(port, cookies, random.Random(seed), loops, people)
        while time.monotonic() < until:
            what = browser.dice.choice(DEEDS)
            begun = time.monotonic()
            outcome = browser.do(what)
            if outcome != "nothing to do":
                took.append(time.monotonic() - begun)
            counts[what, outcome] += 1
        connection.close()

    with ThreadPoolExecutor(options.threads) as pool:
        list(pool.map(act, range(options.threads)))
    took.sort()
    p50, p95, slowest = (1000 * took[int(share * (len(took) - 1))] for share in (0.5, 0.95, 1))
    print(f"{len(took)} attempts by {options.threads} browsers at {options.workers} processes in {options.seconds} s")
    print(f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, slowest {slowest:.0f} ms\n")
    outcomes = sorted({outcome for _, outcome in counts})
    print(f"| what | {' | '.join(outcomes)} |\n|{'---|' * (len(outcomes) + 1)}")
    for what in dict.fromkeys(DEEDS):
        print(f"| {what} | {' | '.join(str(counts[what, outcome]) for outcome in outcomes)} |")
    print()
    with connection.cursor() as cursor:
        for name, sql in (("people in two places", PEOPLE_TWICE), ("candidates in two places", CANDIDATES_TWICE)):
            cursor.execute(sql)
            print(f"{name}: {cursor.fetchone()[0]}")
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE cancelled_at IS NULL) FROM interviews_interview")
        print("interviews: {}, of which {} stand".format(*cursor.fetchone()))
    if any(outcome.startswith("5") for outcome in outcomes):
        sys.exit("A page answered with an error of ours.")


def recruiter() -> int:
    """The key of the one who leads every loop."""
    from accounts.models import User  # noqa: PLC0415 -- as above

    return User.objects.get(is_recruiter=True).pk


def session(pk: int) -> str:
    """The cookie of somebody who has signed in."""
    from django.conf import settings  # noqa: PLC0415 -- as above
    from django.test import Client  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(pk=pk), "allauth.account.auth_backends.AuthenticationBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"


def company(options: argparse.Namespace) -> tuple[list[int], list[int]]:
    """A recruiter, people who can do every stage, and loops that offer times between Tuesday and Friday; their keys."""
    from accounts.models import User  # noqa: PLC0415 -- as above
    from interviews import choosing  # noqa: PLC0415
    from interviews.models import Candidate, Job, LoadLimit, Loop, LoopPlan, Qualification  # noqa: PLC0415

    lena = User.objects.create_user("lena@example.com", None, name="Lena", zone="Europe/Berlin", is_recruiter=True)
    people = [
        User.objects.create_user(f"p{n}@example.com", None, name=f"Person {n}", zone="Europe/Berlin") for n in range(options.people)
    ]
    for person in people:
        LoadLimit.objects.create(person=person, per_day=6, per_week=30)
    plan = LoopPlan.objects.order_by("pk").first()
    job = Job.objects.create(title="Engineer", opened_at=NOW, opened_by=lena)
    terms = choosing.Terms(FIRST, LAST, clock_time(9), clock_time(17), most_moves=9)
    loops = []
    for n in range(options.candidates):
        one = Candidate.objects.create(name=f"C{n}", email=f"c{n}@example.org", zone="Europe/Berlin", added_at=NOW, added_by=lena)
        loop = Loop.open_from(plan, candidate=one, job=job, recruiter=lena, by=lena, now=NOW)
        loops.append(loop.pk)
        for stage in loop.stages.select_related("kind"):
            for person in people:
                Qualification.give(person, stage.kind, by=lena, now=NOW)
            choosing.offer(stage, terms, by=lena, now=NOW)
    return loops, [person.pk for person in people]


class Browser:
    """Does one thing at a time, and knows of an answer whether it was done, refused in words, told to come again, or an error."""

    def __init__(self, port: int, cookies: dict[int, str], dice: random.Random, loops: list[int], people: list[int]) -> None:
        self.port, self.cookies, self.dice, self.loops, self.people = port, cookies, dice, loops, people
        self.lena = next(iter(cookies))

    def do(self, what: str) -> str:
        """What came of one thing done to one stage of one loop."""
        from interviews.models import Interview, Stage, TimeOffer  # noqa: PLC0415 -- as above

        stage = self.dice.choice(list(Stage.objects.filter(loop=self.dice.choice(self.loops)).order_by("place")))
        has_offer = TimeOffer.objects.standing().filter(stage=stage).exists()
        interview = Interview.objects.taking_place().filter(stage=stage).first()
        deed = getattr(self, what.replace(" ", "_"))
        if what in {"choose", "recruiter books"}:
            return deed(stage) if interview is None and (has_offer or what != "choose") else "nothing to do"
        return deed(interview) if interview else "nothing to do"

    def choose(self, stage) -> str:
        """A candidate takes one of the times that their page shows for a stage."""
        page = self._page_of(stage.loop_id)
        form = re.search(rf'action="({page}stages/{stage.pk}/choice/)"(.*?)</form>', self._get(page), re.DOTALL)
        codes = re.findall(CODE, form[2]) if form else []
        return self._post(form[1], None, at=self.dice.choice(codes)) if codes else "nothing to do"

    def move(self, interview) -> str:
        """A candidate takes another of the times that suit its people."""
        address = f"{self._page_of(interview.stage.loop_id)}interviews/{interview.pk}/move/"
        codes = re.findall(CODE, self._get(address))
        return self._post(address, None, at=self.dice.choice(codes), reason="Train") if codes else "nothing to do"

    def cancel(self, interview) -> str:
        """A candidate cancels; the recruiter offers times anew."""
        done = self._post(f"{self._page_of(interview.stage.loop_id)}interviews/{interview.pk}/cancellation/", None, reason="Ill")
        self._offer(interview.stage_id)
        return done

    def recruiter_books(self, stage) -> str:
        """A recruiter types a time and people."""
        from accounts.models import User  # noqa: PLC0415 -- as above

        crew = User.objects.filter(pk__in=self.dice.sample(self.people, len(stage.roles)))
        named = {f"person_{number}": person.email for number, person in enumerate(crew)}
        return self._post(f"/stages/{stage.pk}/booking/", self.lena, **self._when(), **named)

    def recruiter_moves(self, interview) -> str:
        """A recruiter types another time."""
        return self._post(f"/interviews/{interview.pk}/move/", self.lena, **self._when(), reason="Room")

    def recruiter_cancels(self, interview) -> str:
        """A recruiter cancels and offers times anew."""
        done = self._post(f"/interviews/{interview.pk}/cancellation/", self.lena, reason="Full")
        self._offer(interview.stage_id)
        return done

    def recruiter_swaps(self, interview) -> str:
        """A recruiter gives a seat to somebody else."""
        from accounts.models import User  # noqa: PLC0415 -- as above

        seat = interview.seats.held().order_by("?").first()
        person = User.objects.get(pk=self.dice.choice(self.people))
        return self._post(f"/seats/{seat.pk}/swap/", self.lena, person=person.email, despite="Busy") if seat else "nothing to do"

    def decline(self, interview) -> str:
        """Somebody declines; the worker would look for somebody else."""
        seat = interview.seats.held().order_by("?").first()
        return self._post(f"/seats/{seat.pk}/answer/", seat.person_id, answer="decline", reason="Away") if seat else "nothing to do"

    def _offer(self, stage: int) -> None:
        self._post(f"/stages/{stage}/times/", self.lena, **OFFER, first_on=FIRST.isoformat(), last_on=LAST.isoformat())

    def _when(self) -> dict[str, str]:
        day, quarter = FIRST + timedelta(days=self.dice.randint(0, 3)), self.dice.randint(0, 28)
        at = f"{9 + quarter // 4:02}:{quarter % 4 * 15:02}"
        return {"on": day.isoformat(), "at": at, "minutes": "60", "place": "", "despite": "Busy"}

    def _page_of(self, loop: int) -> str:
        from interviews.models import PageLink  # noqa: PLC0415 -- as above

        return f"/c/{PageLink.objects.get(loop=loop, revoked_at=None).token}/"

    def _get(self, address: str) -> str:
        return self._ask("GET", address, None)[1]

    def _post(self, address: str, who: int | None, **typed: str) -> str:
        status, page = self._ask("POST", address, who, urlencode(typed | {"csrfmiddlewaretoken": TOKEN}))
        if status in {302, 303}:
            return "done"
        if BUSY in page:
            return f"{status}, asked to send it again"
        return f"{status}, refused in words" if status in {403, 404, 410, 422} else str(status)

    def _ask(self, method: str, address: str, who: int | None, body: str | None = None) -> tuple[int, str]:
        cookie = f"csrftoken={TOKEN}" + (f"; {self.cookies[who]}" if who else "")
        headers = {"Cookie": cookie, "Host": "localhost"} | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, address, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        return answer.status, page


if __name__ == "__main__":
    main()
