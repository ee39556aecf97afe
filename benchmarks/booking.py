"""A minute of everybody booking at once: candidates choose, move and cancel by their pages, recruiters book, move, swap and cancel.

    python -m benchmarks.booking [--threads 12] [--seconds 60] [--people 12] [--candidates 40]

Starts a PostgreSQL of its own. Each thread has its own connection and does one random thing after another to a random loop, with
few people and few hours, so that most attempts meet another. Afterwards SQL is asked what the program never asks: whether anybody,
an interviewer or a candidate, is in two places. Anything but success and a refusal in words counts as an error of ours.
"""

import argparse
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

from benchmarks.serving import own_servers

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
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
    parser = argparse.ArgumentParser(description="Random bookings from many threads over PostgreSQL.")
    parser.add_argument("--threads", type=int, default=12)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--people", type=int, default=12, help="in the pool of every stage (12)")
    parser.add_argument("--candidates", type=int, default=40)
    options = parser.parse_args()
    with own_servers():
        import django  # noqa: PLC0415 -- the environment names the servers only now
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_content", verbosity=0)
        campaign(options)


def campaign(options: argparse.Namespace) -> None:
    """What came of every attempt, how long the slowest took, and what SQL found."""
    from django.db import connection  # noqa: PLC0415 -- as above

    loops, people = company(options)
    until = time.monotonic() + options.seconds
    counts: Counter[tuple[str, str]] = Counter()
    took: list[float] = []

    def act(seed: int) -> None:
        dice = random.Random(seed)
        while time.monotonic() < until:
            what, begun = dice.choice(DEEDS), time.monotonic()
            counts[what, attempt(what, dice, loops, people)] += 1
            took.append(time.monotonic() - begun)
        connection.close()

    with ThreadPoolExecutor(options.threads) as pool:
        list(pool.map(act, range(options.threads)))
    took.sort()
    p50, p95, slowest = (1000 * took[int(share * (len(took) - 1))] for share in (0.5, 0.95, 1))
    print(f"{len(took)} attempts by {options.threads} threads in {options.seconds} s")
    print(f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, slowest {slowest:.0f} ms")
    for what in dict.fromkeys(DEEDS):
        print(f"{what}: " + ", ".join(f"{outcome} {count}" for (deed, outcome), count in sorted(counts.items()) if deed == what))
    with connection.cursor() as cursor:
        for name, sql in (("people in two places", PEOPLE_TWICE), ("candidates in two places", CANDIDATES_TWICE)):
            cursor.execute(sql)
            print(f"{name}: {cursor.fetchone()[0]}")
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE cancelled_at IS NULL) FROM interviews_interview")
        print("interviews: {}, of which {} stand".format(*cursor.fetchone()))


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
    terms = choosing.Terms(date(2026, 3, 3), date(2026, 3, 6), clock_time(9), clock_time(17), most_moves=9)
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


def attempt(what: str, dice: random.Random, loops: list[int], people: list[int]) -> str:
    """One thing done to one stage of one loop: done, refused in words, nothing to do, or the name of an error of ours."""
    from accounts.access import Refused  # noqa: PLC0415 -- as above

    try:
        return "done" if do(what, dice, loops, people) else "nothing to do"
    except Refused:
        return "refused"
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is what the campaign looks for
        return f"{type(error).__name__} ({str(error).splitlines()[0][:60]})"


def do(what: str, dice: random.Random, loops: list[int], people: list[int]) -> bool:  # noqa: PLR0911 -- a line for each deed
    """Whether there was something to do."""
    from accounts.models import User  # noqa: PLC0415 -- as above
    from interviews import booking, choosing, replacing  # noqa: PLC0415
    from interviews.models import Interview, Stage, TimeOffer  # noqa: PLC0415

    whole = Stage.objects.select_related("loop__candidate", "loop__recruiter", "kit_version", "kind")
    stage = dice.choice(list(whole.filter(loop=dice.choice(loops)).order_by("place")))
    lena, at = stage.loop.recruiter, NOW + timedelta(days=dice.randint(1, 4)) + dice.randint(-4, 24) * HOUR / 4
    offer = TimeOffer.objects.standing().with_stages().filter(stage=stage).first()
    interview = Interview.objects.taking_place().select_related("stage__loop__recruiter").filter(stage=stage).first()
    if what == "choose" and offer and not interview:
        slots = choosing.slots(offer, now=NOW)
        return bool(slots) and bool(choosing.choose(offer, dice.choice(slots).starts_at, now=NOW))
    if what == "recruiter books" and not interview:
        crew = [
            (User.objects.get(pk=pk), role) for pk, role in zip(dice.sample(people, len(stage.roles)), stage.roles, strict=True)
        ]
        ends_at = at + timedelta(minutes=stage.kit_version.minutes)
        return bool(booking.book(stage, starts_at=at, ends_at=ends_at, people=crew, place="", by=lena, now=NOW, despite="Busy"))
    if interview is None:
        return False
    if what == "move" and offer:
        slots = choosing.slots(offer, now=NOW, moved=interview)
        return bool(slots) and bool(choosing.move(offer, interview, dice.choice(slots).starts_at, reason="Train", now=NOW))
    if what == "cancel" and offer:
        return bool(choosing.cancel(offer, interview, reason="Ill", now=NOW)) and _offer_again(stage, now=NOW)
    if what == "recruiter moves":
        ends_at = at + (interview.ends_at - interview.starts_at)
        return bool(booking.move(interview, starts_at=at, ends_at=ends_at, by=lena, reason="Room", now=NOW, despite="Busy"))
    if what == "recruiter cancels":
        return bool(booking.cancel(interview, by=lena, reason="Full", now=NOW)) and _offer_again(stage, now=NOW)
    seat = interview.seats.held().select_related("person").order_by("?").first()
    if what == "recruiter swaps" and seat:
        return bool(booking.swap(seat, User.objects.get(pk=dice.choice(people)), by=lena, now=NOW, despite="Busy"))
    if what == "decline" and seat:
        booking.answer(seat, by=seat.person, accepts=False, reason="Away", now=NOW)
        return bool(replacing.replace(seat, now=NOW))
    return False


def _offer_again(stage, *, now: datetime) -> bool:
    from interviews import choosing  # noqa: PLC0415 -- as above

    terms = choosing.Terms(date(2026, 3, 3), date(2026, 3, 6), clock_time(9), clock_time(17), most_moves=9)
    choosing.offer(stage, terms, by=stage.loop.recruiter, now=now)
    return True


if __name__ == "__main__":
    main()
