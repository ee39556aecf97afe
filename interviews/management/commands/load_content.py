"""`manage.py load_content`: the default levels, competencies, signals, questions, kits and loop plans. Safe to repeat."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

import interviews
import questionbank
from accounts.access import Refused
from interviews.loading import load_kits, load_plans
from interviews.reading import KitFile, PlanFile, read_kits
from questionbank.files import Reader
from questionbank.loading import load_questions, load_rubric
from questionbank.reading import Bank, read_bank

BANK = Path(questionbank.__path__[0]) / "content"
KITS = Path(interviews.__path__[0]) / "content"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what is wrong with the files; write nothing")
        parser.add_argument("--bank", type=Path, default=BANK, help="the folder with levels, competencies and questions")
        parser.add_argument("--kits", type=Path, default=KITS, help="the folder with kits and loop plans")

    def handle(self, *, check: bool, bank: Path, kits: Path, **_options: object) -> None:
        found, kit_files, plan_files = self._read(bank, kits)
        if check:
            self.stdout.write(f"{len(found.questions)} questions, {len(kit_files)} kits and {len(plan_files)} plans can be loaded.")
            return
        now = timezone.now()
        try:
            with transaction.atomic():
                load_rubric(found, now=now)
                questions = load_questions(found.questions, now=now)
                changed = load_kits(kit_files, now=now)
                load_plans(plan_files)
        except Refused as refused:
            raise CommandError(f"{refused.sentence} Nothing was loaded.") from refused
        self.stdout.write(f"Content is in place: {questions} questions and {changed} kits were new or changed.")

    def _read(self, bank: Path, kits: Path) -> tuple[Bank, list[KitFile], list[PlanFile]]:
        of_bank, of_kits = Reader(bank), Reader(kits)
        found = read_bank(of_bank)
        kit_files, plan_files = read_kits(
            of_kits, found, competencies=of_bank.keys("competencies"), questions=of_bank.keys("questions")
        )
        if problems := [*of_bank.problems, *of_kits.problems]:
            words = "1 thing has" if len(problems) == 1 else f"{len(problems)} things have"
            listed = "\n".join(f"  {problem}" for problem in problems)
            raise CommandError(f"{words} to be put right first; nothing was loaded.\n{listed}")
        return found, kit_files, plan_files
