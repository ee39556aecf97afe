"""`manage.py verify_seals`: whether all that was sealed, scorecards and decisions, is as it was; exit code 1 if a row is not."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scorecards import verifying
from scorecards.models import Seal

MOST = 100  # faults that are listed; a restored backup of another day has more than anybody reads


class Command(BaseCommand):
    help = (
        "Checks that sealed scorecards and decisions are as they were. Names what was changed, added or removed; exit code 1 then."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--fingerprint", help="only the loop of the seal with this fingerprint, from a printed page: 16 signs are enough"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        loop = None
        if options["fingerprint"]:
            seal = verifying.find(options["fingerprint"])
            if seal is None:
                raise CommandError("Nothing is sealed with this fingerprint. Type at least its first 16 signs.")
            self.stdout.write(_words(seal))
            loop = seal.loop_id
        found = 0
        for fault in verifying.faults(loop):
            found += 1
            if found <= MOST:
                self.stdout.write(str(fault))
        if found:
            rest = f" The first {MOST} are listed." if found > MOST else ""
            raise CommandError(f"{found} thing{'' if found == 1 else 's'} not as sealed.{rest}")
        checked = Seal.objects.filter(loop=loop) if loop else Seal.objects.all()
        self.stdout.write(f"{checked.count()} seals, all as they were sealed.")


def _words(seal: Seal) -> str:
    when = f"sealed {seal.sealed_at:%Y-%m-%d %H:%M:%S} UTC."
    card = seal.scorecard
    if card is None:
        return f"{seal.hash}\nDecision {seal.number} on {seal.loop.candidate}: {seal.decision}, {when}"
    last = card.seals.count()
    newest = "the newest" if seal.number == last else f"there are {last}"
    about = f"{card.seat.person}'s scorecard, {card.seat.interview.stage.name} with {seal.loop.candidate}"
    return f"{seal.hash}\nVersion {seal.number} ({newest}) of {about}, {when}"
