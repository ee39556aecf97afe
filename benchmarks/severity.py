"""What adjusting for severity gains and costs, on simulated interviews: `.venv/bin/python -m benchmarks.severity --help`."""

import argparse
import resource
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from statistics import fmean

from benchmarks.serving import own_servers
from scorecards import crossed
from scorecards.severity import Estimates, Rating, Severity, Variances, _designed, estimate, refusal

PAST = (1, 5, 10, 20, 40, 80, 160)
INTERVIEWERS, QUESTIONS = 200, 60
MIDDLE = 2.5
HIRED = 0.25
#: Variances of one rating in squared points: candidate, interviewer, question, and what has no cause, less what rounding adds.
CANDIDATE, SEVERITY, QUESTION, NOISE = 0.36, 0.07, 0.01, 0.42 - 1 / 12


@dataclass(frozen=True)
class Company:
    """Interviewers with their severity, in pods that meet candidates of their own; `mixed` is the share of seats across pods."""

    random: Random
    pods: int = 1
    apart: float = 0.0
    mixed: float = 0.0
    severities: list[float] = field(default_factory=list)
    eases: list[float] = field(default_factory=list)

    @classmethod
    def founded(cls, seed: int, **how: float) -> "Company":
        random = Random(seed)
        return cls(
            random,
            severities=[random.gauss(0, SEVERITY**0.5) for _ in range(INTERVIEWERS)],
            eases=[random.gauss(0, QUESTION**0.5) for _ in range(QUESTIONS)],
            **how,
        )

    def round(self) -> Iterator[tuple[float, list[Rating]]]:
        """One interview for nearly everybody: the true ability of each candidate, and 4 or 5 ratings of it on four points.

        Candidates of the first and the last pod differ by `apart` standard deviations of ability on average.
        """
        pod_of = [person * self.pods // INTERVIEWERS for person in range(INTERVIEWERS)]
        for person in range(INTERVIEWERS):
            if self.random.random() < self.mixed:
                pod_of[person] = self.random.randrange(self.pods)
        for pod in range(self.pods):
            here = [person for person in range(INTERVIEWERS) if pod_of[person] == pod]
            self.random.shuffle(here)
            middle = self.apart * CANDIDATE**0.5 * (pod / (self.pods - 1) - 0.5) if self.pods > 1 else 0.0
            while len(here) > 3:
                panel = [here.pop() for _ in range(min(len(here), self.random.choice((4, 5))))]
                ability = self.random.gauss(middle, CANDIDATE**0.5)
                yield ability, [self.rating(object(), person, ability) for person in panel]

    def rating(self, candidate: object, person: int, ability: float) -> Rating:
        question = self.random.randrange(QUESTIONS)
        level = MIDDLE + ability + self.severities[person] + self.eases[question]
        given = min(4, max(1, round(self.random.gauss(level, NOISE**0.5))))
        return Rating(candidate, person, "all", question, object(), given)


def met(company: Company, rounds: int) -> list[tuple[float, list[Rating]]]:
    """The candidates of so many rounds, each with the ratings of one panel."""
    found = []
    for _ in range(rounds):
        for ability, panel in company.round():
            candidate = object()
            found.append((ability, [rating._replace(candidate=candidate) for rating in panel]))
    return found


def accuracy(abilities: list[float], scores: list[float]) -> float:
    """AUC: how often a candidate of the best quarter scores higher than one of the others; a draw is half."""
    bar = sorted(abilities)[int(len(abilities) * (1 - HIRED))]
    others = sorted(score for ability, score in zip(abilities, scores, strict=True) if ability < bar)
    best = [score for ability, score in zip(abilities, scores, strict=True) if ability >= bar]
    return fmean((bisect_left(others, score) + bisect_right(others, score)) / 2 for score in best) / len(others)


def adjusted(rating: Rating, known: Estimates) -> float:
    """A rating without what is known of its interviewer and question."""
    severity = known.people.get(rating.interviewer)
    if severity is None:
        return rating.value
    return rating.value - severity.value - known.eases.get(rating.asked, 0)


def shrinking_candidates_too(ratings: list[Rating]) -> Estimates:
    """The usual recipe, to compare with: candidates are taken as drawn around one mean, like interviewers and questions."""
    people, factors, candidates, asked = _designed(ratings)
    everybody = crossed.Factor([0] * len(ratings), 1)
    found = crossed.fit([rating.value for rating in ratings], [candidates, factors[0], factors[2]], everybody, tolerance=1e-6)
    severities = {person: Severity(value, 0, 0, 0) for person, value in zip(people, found.effects[1], strict=True)}
    variances = Variances(found.variances[1], 0, found.variances[2], 0, found.noise)
    return Estimates(severities, dict(zip(asked, found.effects[2], strict=True)), variances)


def compared(
    company: Company, past: int, *, rounds: int = 40, recipe: Callable[[list[Rating]], Estimates] = estimate
) -> tuple[float, float]:
    """AUC of the raw and of the adjusted mean among new candidates, after so many past interviews of each interviewer.

    Without the least number of scorecards that the product asks for, so that what happens below it is seen too.
    """
    known = recipe([rating for _, panel in met(company, past) for rating in panel])
    new = met(company, rounds)
    abilities = [ability for ability, _ in new]
    raw = accuracy(abilities, [fmean(rating.value for rating in panel) for _, panel in new])
    return raw, accuracy(abilities, [fmean(adjusted(rating, known) for rating in panel) for _, panel in new])


def gains(past: int, *, seeds: range, rounds: int = 40, recipe=estimate, **how: float) -> tuple[float, list[float]]:
    """The mean AUC of the raw means, and by how much adjusting changes it, for each seed."""
    found = [compared(Company.founded(seed, **how), past, rounds=rounds, recipe=recipe) for seed in seeds]
    return fmean(raw for raw, _ in found), [better - raw for raw, better in found]


def nightly(ratings: int, *, seed: int = 1) -> tuple[Estimates, float, float, float]:
    """A run over so many ratings, five on each card: what was found, seconds, seconds of CPU, and the most memory in MB."""
    company = Company.founded(seed)
    given: list[Rating] = []
    while len(given) < ratings:
        for candidate, (ability, panel) in enumerate(company.round(), len(given)):
            for rating in panel:
                card, halo = len(given), company.random.gauss(0, 0.45)
                given += [company.rating(candidate, rating.interviewer, ability + halo)._replace(card=card) for _ in range(5)]
    began, worked = time.perf_counter(), time.process_time()
    found = estimate(given)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found, time.perf_counter() - began, time.process_time() - worked, memory


def from_database(ratings: int) -> None:
    """The same as the worker does it: read from tables as they are, count, write. Steps are random, teams of six by themselves."""
    with own_servers() as database:
        import django  # noqa: PLC0415 -- the environment names the servers only now
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_content", verbosity=0)
        from django.db import connection  # noqa: PLC0415
        from django.utils import timezone  # noqa: PLC0415

        from benchmarks import data  # noqa: PLC0415
        from scorecards import calibrating  # noqa: PLC0415
        from scorecards.models import Scorecard, SealedRating  # noqa: PLC0415

        loop = data.begin()
        each = SealedRating.objects.filter(seal__loop=loop, seal__number=1).count()
        data.grow(loop, ratings * Scorecard.objects.filter(seat__interview__stage__loop=loop).count() // each)
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
            cursor.execute("UPDATE scorecards_debrief SET revealed_at = opened_at, closed_at = opened_at + interval '1 hour'")
            cursor.execute("UPDATE scorecards_seal SET sealed_at = now() - random() * interval '700 days'")
            cursor.execute("UPDATE scorecards_sealedrating SET step = 2 + floor(random() * 4)")
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("RESET statement_timeout; RESET session_replication_role")
        began, worked, busy = time.perf_counter(), time.process_time(), database.cpu()
        people = calibrating.count(now=timezone.now())
        seconds, cpu, asked = time.perf_counter() - began, time.process_time() - worked, (database.cpu() - busy) / 1000
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            "\n| ratings in tables | interviewers | seconds | CPU s | of PostgreSQL | most memory MB |\n|---|---|---|---|---|---|"
        )
        print(f"| {SealedRating.objects.count():,} | {people} | {seconds:.1f} | {cpu:.1f} | {asked:.1f} | {memory:.0f} |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Adjusting for severity: what it gains, where it refuses, what it takes.")
    parser.add_argument("--seeds", type=int, default=8, help="companies for each line (8)")
    parser.add_argument("--ratings", type=int, default=200_000, help="ratings of the nightly run (200000)")
    parser.add_argument("--database", action="store_true", help="measure the nightly run from tables instead, and nothing else")
    options = parser.parse_args()
    if options.database:
        from_database(options.ratings)
        return
    seeds = range(options.seeds)
    _nightly(options.ratings)
    print("\n| past interviews of each | AUC of the raw mean | adjusted less raw | worst company |\n|---|---|---|---|")
    for past in PAST:
        _line(past, seeds)
    print("\n| seats across two pods | raw AUC | adjusted less raw | worst | candidates shrunken too |")
    print("|---|---|---|---|---|")
    for mixed in (0.0, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5):
        _, usual = gains(20, seeds=seeds[:4], recipe=shrinking_candidates_too, pods=2, apart=1.0, mixed=mixed)
        _line(20, seeds[:4], f"{mixed:.0%}", f" {fmean(usual):+.4f} |", pods=2, apart=1.0, mixed=mixed)
    company = Company.founded(0, pods=2, apart=1.0)
    known = estimate([rating for _, panel in met(company, 40) for rating in panel])
    of: list[Severity | None] = [known.people[0], known.people[INTERVIEWERS - 1]]
    print(f"\nTwo of pods without a candidate in common: {refusal(of)}")


def _line(past: int, seeds: range, label: str = "", besides: str = "", **how: float) -> None:
    raw, better = gains(past, seeds=seeds, **how)
    print(f"| {label or past} | {raw:.4f} | {fmean(better):+.4f} | {min(better):+.4f} |{besides}", flush=True)


def _nightly(ratings: int) -> None:
    found, seconds, cpu, memory = nightly(ratings)
    print("| ratings | seconds | CPU s | most memory MB |\n|---|---|---|---|")
    print(f"| {ratings:,} | {seconds:.1f} | {cpu:.1f} | {memory:.0f} |")
    print(f"\n{found.variances}")


if __name__ == "__main__":
    main()
